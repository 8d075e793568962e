"""Reading the training corpora: clean sentences by genre, and machine sentences paired with a human's version.

Everything returned is normalised alike on both sides of a pair, so that a corpus's habits (lower case, a missing
full stop, tokenised marks) cannot stand in for damage.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_STOP = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Prof|Gen|Col|Lt|Sen|Rep|Gov|Jr|Sr|vs|No|Fig|Inc|Co)|\b[A-Z]|e\.g|i\.e)\.$"
)
_SPACE_BEFORE_MARK = re.compile(r"\s+([,.;:!?%)\]])")
MARKUP = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|<[^>]{1,200}>|https?://\S+|[*_#`|]{1,}|\[\[|\]\]")


@dataclass(frozen=True, slots=True)
class Pair:
    """A machine sentence and a human's version; `quality` is `ref_f` (0-1), `tags` damaged spans experts marked."""

    human: str
    machine: str
    corpus: str
    system: str
    quality: float
    tags: tuple[tuple[int, int], ...] | None = None
    extra: dict[str, Any] = field(default_factory=dict)


HELD_OUT = 8  # one document in so many is kept from training, for the calibration of the score


def held_out(text: str) -> bool:
    """Whether a human document is kept from training, with all that engines made of it; told by its first words."""
    return zlib.crc32(" ".join(text.split()[:12]).lower().encode()) % HELD_OUT == 0


def tidy(text: str) -> str:
    """White space to single spaces, no space before a mark: layout tells corpora apart, never damage."""
    return _SPACE_BEFORE_MARK.sub(r"\1", " ".join(text.split()))


def sentences(paragraph: str) -> Iterator[str]:
    """Cut at a stop before a capital, never after an abbreviation or an initial."""
    held = ""
    start = 0
    for cut in [*_STOP.finditer(paragraph), None]:
        piece = paragraph[start : cut.end() if cut else len(paragraph)]
        start = cut.end() if cut else start
        held += piece
        if cut is None or not _ABBREVIATION.search(held.rstrip()):
            if held.strip():
                yield held.strip()
            held = ""


def read_jsonl(path: Path) -> Iterator[dict[str, Any]]:
    """One object a line of a gzipped file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def clean_sentences(path: Path, limit: int, rng: random.Random) -> list[str]:
    """Up to `limit` sentences of 3 to 70 words from a `text_*` file, spread over the documents not held out."""
    found: dict[str, None] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for block in filter(lambda b: not held_out(b), lines.read().split("<doc>")):
            for paragraph in re.split(r"\n\s*\n" if "book" in path.name else r"\n", block):
                for sentence in sentences(tidy(MARKUP.sub(" ", paragraph)).lstrip("-•·> ")):
                    if 3 <= len(sentence.split()) <= 70 and mostly_letters(sentence):
                        found[sentence] = None
    chosen = list(found)
    rng.shuffle(chosen)
    return chosen[:limit]


def mostly_letters(text: str) -> bool:
    """Whether most characters are small letters: no table, code or heading."""
    return sum(map(str.islower, text)) > 0.6 * len(text)


def nmt_pairs(path: Path) -> Iterator[Pair]:
    """Pairs of `nmt_pairs`, both sides set alike; fluent inventions (damage nobody can see) are left out.

    A FLORES document is held out by its number, every other pair by the human's text.
    """
    for row in read_jsonl(path):
        corpus = row["corpus"]
        if held_out(flores_document(row["doc"]) if "flores" in corpus else row["human"]):
            continue
        if corpus == "halluc_deen" and row["ref_f"] < 0.3 and "repetitions" not in row.get("labels", ()):
            continue
        human, machine = tidy(row["human"]), tidy(row["machine"])
        if corpus in {"protaugment_hwu64", "xvnli_gmt"}:
            human, machine = _alike(human), _alike(machine)
        if human.lower() == machine.lower() or not human or not machine:
            continue
        if len(machine.split()) > 2.5 * len(human.split()) + 8:
            machine = " ".join(machine.split()[: int(1.5 * len(human.split())) + 5])
        yield Pair(human, machine, corpus, row["system"], row["ref_f"], extra={"severities": row.get("severities")})


def flores_document(doc: str) -> str:
    """`flores-dev:152` of `flores-dev:152:af:google`: the document, whatever it was sent through."""
    return ":".join(doc.split(":")[:2])


def story_sentences(pair: Pair) -> list[Pair]:
    """A five-sentence story as its sentences, where both sides have as many; else the story whole."""
    human, machine = list(sentences(pair.human)), list(sentences(pair.machine))
    if len(human) != len(machine) or len(human) < 2:
        return [pair]
    return [Pair(h, m, pair.corpus, pair.system, pair.quality) for h, m in zip(human, machine, strict=True) if h != m]


def _alike(text: str) -> str:
    """First letter raised, final stop dropped: utterances are in lower case on the human side only."""
    return (text[:1].upper() + text[1:]).rstrip(" .!?")


def mlqe(path: Path, *, held: bool = False) -> Iterator[Pair]:
    """Word-tagged machine sentences; `tags` are character spans of BAD words; `quality` is 1 - HTER.

    held: those held out of training instead of the others.
    """
    for row in read_jsonl(path):
        machine, bad = _joined(row["machine_tokens"], row["tags"][1::2])
        human, _ = _joined(row["postedit_tokens"], [])
        if held_out(human) != held:
            continue
        yield Pair(
            human,
            machine,
            "mlqe",
            row["id"].split(":")[1],
            1 - row["hter"],
            tuple(bad),
            {"da": row["da_mean"], "hter": row["hter"]},
        )


def _joined(tokens: list[str], tags: list[str]) -> tuple[str, list[tuple[int, int]]]:
    text, bad = "", []
    for i, token in enumerate(tokens):
        if text and not re.fullmatch(r"[,.;:!?%)\]]|'s|n't|'\w+", token):
            text += " "
        if i < len(tags) and tags[i] == "BAD":
            bad.append((len(text), len(text) + len(token)))
        text += token
    return text, bad


def apertium_pairs(path: Path) -> Iterator[Pair]:
    """Paragraph by paragraph, sentence by sentence where both sides have as many."""
    for row in read_jsonl(path):
        human, machine = row["human"].split("\n"), row["machine"].split("\n")
        if len(human) != len(machine) or held_out(row["human"]):
            continue
        for h, m in zip(human, machine, strict=True):
            left, right = list(sentences(tidy(h))), list(sentences(tidy(m)))
            if len(left) == len(right):
                for a, b in zip(left, right, strict=True):
                    if 3 <= len(a.split()) <= 70 and a.lower() != b.lower():
                        yield Pair(a, b, "apertium_pd", row["chain"], 0.4)


def ted_spans(path: Path) -> Iterator[Pair]:
    """Lines of TED talks with professional error spans of weight; `human` is empty (no pair)."""
    for row in read_jsonl(path):
        spans = row["meta"].get("spans") or []
        start = 0
        for line in row["text"].split("\n"):
            end = start + len(line)
            bad = tuple((s["start"] - start, s["end"] - start) for s in spans if start <= s["start"] < s["end"] <= end)
            if 3 <= len(line.split()) <= 70:
                yield Pair("", line, "ted", row["label"], 0.6, bad)
            start = end + 1
