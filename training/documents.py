"""Labelled documents for the calibration of the score, from the part of the corpora that was held out of training.

Clean and damaged of every genre: the same text as it was, garbled throughout, and garbled in a few of its sentences;
documents sent through engines, joined from one engine's output. Sizes vary, because shortness is part of the score.
"""

from __future__ import annotations

import gzip
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from training import corpora
from training.damage import Tools, garble
from training.examples import CHAINS, GENRES, round_trip
from training.undamaged import slip

SIZES = (70, 120, 200, 350, 600, 900)  # words
DOCUMENTS = 72  # clean ones of each genre, and as many damaged in either way
DAMAGED_BELOW = 0.62  # mean character F1 with the human's version: an editor would not print it
LOCAL = (0.1, 0.2, 0.3)  # shares of the sentences garbled in a document that is otherwise clean
FLUENT = (
    "mozilla-eval:google",
    "mozilla-eval:microsoft",
)  # engines whose difference from the human's is mostly paraphrase
PARAGRAPH = 4  # sentences, where a document is put together from sentences


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text, whether it is damaged, and where it comes from (genre or engine, and how it was damaged)."""

    text: str
    damaged: bool
    origin: str


def labelled(folder: Path, tools: Tools) -> list[Labelled]:
    """All documents, in a seeded order."""
    found = [
        *_genres(folder, tools),
        *_flores(folder, tools.rng),
        *_abstracts(folder, tools.rng),
        *_talks(folder, tools.rng),
        *_apertium(folder, tools.rng),
    ]
    tools.rng.shuffle(found)
    return found


def _genres(folder: Path, tools: Tools) -> Iterator[Labelled]:
    for genre in GENRES:
        with gzip.open(folder / f"{genre}.txt.gz", "rt", encoding="utf-8") as lines:
            blocks = list(filter(corpora.held_out, lines.read().split("<doc>")))
        for number in range(DOCUMENTS):
            size = SIZES[number % len(SIZES)]
            paragraphs = _chunk(tools.rng.choice(blocks), size, "book" in genre, tools.rng)
            if sum(len(s.split()) for p in paragraphs for s in p) < 50:
                continue
            clean = paragraphs if number % 4 else [[slip(s, tools) for s in p] for p in paragraphs]
            yield Labelled(_text(clean), False, genre)
            share = tools.rng.choice(LOCAL) if number % 2 else tools.rng.choice([0.4, 0.7, 1.0])
            yield Labelled(
                _text(_damaged(paragraphs, share, tools)), True, f"{genre}:{'local' if number % 2 else 'all'}"
            )


def _chunk(block: str, size: int, wrapped: bool, rng: random.Random) -> list[list[str]]:
    """Paragraphs of sentences from a random place of a document on, up to `size` words."""
    parts = re.split(r"\n\s*\n" if wrapped else r"\n", block)
    parts = parts[rng.randrange(max(1, len(parts) // 2)) :]
    found: list[list[str]] = []
    words = 0
    for part in parts:
        paragraph = []
        for sentence in corpora.sentences(corpora.tidy(corpora.MARKUP.sub(" ", part))):
            if words < size and corpora.mostly_letters(sentence):
                paragraph.append(sentence)
                words += len(sentence.split())
        if paragraph:
            found.append(paragraph)
    return found


def _damaged(paragraphs: list[list[str]], share: float, tools: Tools) -> list[list[str]]:
    """A share of the sentences (three at least), quoted ones first, garbled by our acts or by a rule-based engine."""
    places = [(i, j) for i, p in enumerate(paragraphs) for j, s in enumerate(p) if len(s.split()) > 5]
    tools.rng.shuffle(places)
    places.sort(key=lambda place: not re.search('[“"]', paragraphs[place[0]][place[1]]))
    places = places[: max(3, round(share * len(places)))]
    chain = tools.rng.choice([None, *CHAINS])
    originals = [paragraphs[i][j] for i, j in places]
    worse = round_trip(originals, chain) if chain else [garble(s, tools)[0] for s in originals]
    copy = [list(p) for p in paragraphs]
    for (i, j), sentence in zip(places, worse, strict=True):
        copy[i][j] = sentence
    return copy


def _flores(folder: Path, rng: random.Random) -> Iterator[Labelled]:
    """Encyclopaedia and news pages: as they were, and through each engine and language, joined to longer documents."""
    humans: dict[str, dict[str, None]] = defaultdict(dict)
    engines: dict[tuple[str, str], list[tuple[str, float]]] = defaultdict(list)
    for row in corpora.read_jsonl(folder / "nmt_pairs.jsonl.gz"):
        if "flores" not in row["corpus"]:
            continue
        doc = corpora.flores_document(row["doc"])
        if corpora.held_out(doc):
            humans[doc][corpora.tidy(row["human"])] = None
            engines[row["system"], row["source_lang"]].append((corpora.tidy(row["machine"]), row["ref_f"]))
    pages = [list(p) for p in humans.values()]
    for number in range(2 * DOCUMENTS):
        rng.shuffle(pages)
        yield Labelled(_joined([s for p in pages for s in p], SIZES[number % len(SIZES)]), False, "flores")
    for (system, _), rows in sorted(engines.items()):
        mean = sum(f for _, f in rows) / len(rows)
        lines = [m for m, _ in rows]
        if system not in FLUENT and mean < DAMAGED_BELOW and sum(len(line.split()) for line in lines) > 50:
            rng.shuffle(lines)
            yield Labelled(_joined(lines, rng.choice(SIZES)), True, system)


def _abstracts(folder: Path, rng: random.Random) -> Iterator[Labelled]:
    """Medical abstracts by people: clean text of a hard genre."""
    docs: dict[str, dict[str, None]] = defaultdict(dict)
    for row in corpora.read_jsonl(folder / "nmt_pairs.jsonl.gz"):
        if row["corpus"] == "bio_mqm" and corpora.held_out(row["human"]):
            docs[row["doc"].rsplit(":", 1)[0]][corpora.tidy(row["human"])] = None
    lines = [s for doc in docs.values() for s in doc]
    for _ in range(DOCUMENTS // 3):
        rng.shuffle(lines)
        yield Labelled(_joined(lines, rng.choice(SIZES)), False, "abstracts")


def _talks(folder: Path, rng: random.Random) -> Iterator[Labelled]:
    """Talks translated by people: speech, and translation."""
    for row in corpora.read_jsonl(folder / "mqm_ted_zhen.jsonl.gz"):
        if row["label"] == "human" and row["meta"]["system"] == "refB":
            lines = row["text"].split("\n")
            for _ in range(DOCUMENTS // 8):
                yield Labelled(_joined(lines[rng.randrange(len(lines) // 2) :], rng.choice(SIZES)), False, "talks")


def _apertium(folder: Path, rng: random.Random) -> Iterator[Labelled]:
    rows = [r for r in corpora.read_jsonl(folder / "apertium_pd.jsonl.gz") if corpora.held_out(r["human"])]
    rng.shuffle(rows)
    for row in rows[: 2 * DOCUMENTS]:
        lines = [s for p in row["machine"].split("\n") for s in corpora.sentences(corpora.tidy(p))]
        if sum(len(line.split()) for line in lines) > 50:
            yield Labelled(_joined(lines, rng.choice(SIZES)), True, f"apertium:{row['source']}")


def _joined(lines: list[str], size: int) -> str:
    """Sentences up to `size` words, set in paragraphs."""
    taken: list[str] = []
    words = 0
    for line in lines:
        if words < size:
            taken.append(line)
            words += len(line.split())
    return _text([taken[i : i + PARAGRAPH] for i in range(0, len(taken), PARAGRAPH)])


def _text(paragraphs: list[list[str]]) -> str:
    return "\n\n".join(" ".join(p) for p in paragraphs)
