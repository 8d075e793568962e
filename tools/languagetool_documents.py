"""Labelled documents for `tools/fit_languagetool.py`, made from the training corpora.

Machine sentences of one engine are joined to documents, and the human versions of other sentences likewise; more clean
documents are passages of text that nobody translated. Layout is alike on all sides (`corpora.tidy`), so that it cannot
stand in for damage. What was held out of the damage model's training makes documents of its own.
"""

from __future__ import annotations

import gzip
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from training import corpora

WEAK = frozenset({"mozilla-eval:opusmt", "lafand_flores", "diabla", "mlqe", "apertium_pd"})
"""Engines and corpora whose machine sentences are damaged. Of strong engines only the human versions are taken."""

OTHERS = frozenset({"mozilla-eval:nllb", "xstorycloze_docs"})

PARAGRAPH = 5
"""Sentences a paragraph."""

GENRES = (
    "books_1880_1960_pd", "presidential_pd", "digitalgov_pd", "site_policy_cc0", "recipes_unlicense", "rust_book_mit",
)  # fmt: skip

FAIR = 0.62
"""A machine sentence nearer to the human version than this (`ref_f`) is not counted as damaged."""


class Labelled(NamedTuple):
    """A text and whether it is damaged."""

    text: str
    damaged: bool


class Pair(NamedTuple):
    """A human's sentence and a machine's; `kind` is an engine or a corpus."""

    kind: str
    human: str
    machine: str


class Draw(NamedTuple):
    """What is made: documents of so many words or a few more, at most so many damaged ones an engine and clean ones a
    genre, of what was held out of the damage model's training or else of what was not.
    """

    words: int
    most: int
    held: bool


def documents(folder: Path, draw: Draw) -> list[Labelled]:
    """Make documents of the corpora in a folder, no two alike."""
    rng = random.Random(0)
    found = dict.fromkeys([*_paired(folder, draw, rng), *_native(folder, draw, rng)])
    several = [document for document in found if len(document.text.split()) >= draw.words // 2]
    rng.shuffle(several)
    return several


def _pairs(folder: Path, *, held: bool) -> Iterator[Pair]:
    for row in corpora.read_jsonl(folder / "nmt_pairs.jsonl.gz"):
        # As `corpora.nmt_pairs` tells what is held out; it gives the rest only.
        whole = corpora.flores_document(row["doc"]) if "flores" in row["corpus"] else row["human"]
        if corpora.held_out(whole) is held and row["ref_f"] < FAIR:
            for name in {row["corpus"], row["system"]} & (WEAK | OTHERS):
                yield Pair(name, corpora.tidy(row["human"]), corpora.tidy(row["machine"]))
    for pair in corpora.mlqe(folder / "mlqe_words.jsonl.gz", held=held):
        if pair.quality < FAIR:
            yield Pair("mlqe", pair.human, pair.machine)
    for row in corpora.read_jsonl(folder / "apertium_pd.jsonl.gz"):
        paragraphs = row["human"].split("\n"), row["machine"].split("\n")
        if corpora.held_out(row["human"]) is held and len(paragraphs[0]) == len(paragraphs[1]):
            for human, machine in zip(*paragraphs, strict=True):
                yield Pair("apertium_pd", corpora.tidy(human), corpora.tidy(machine))


def _paired(folder: Path, draw: Draw, rng: random.Random) -> Iterator[Labelled]:
    """Yield damaged documents, and half as many clean ones of other sentences of the same corpora."""
    kinds: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for pair in _pairs(folder, held=draw.held):
        kinds[pair.kind][pair.human].append(pair.machine)
    for kind in sorted(kinds):
        humans = sorted(kinds[kind])
        rng.shuffle(humans)
        part = len(humans) * 2 // 3
        if kind in WEAK:
            machine = [text for human in humans[:part] for text in kinds[kind][human]]
            rng.shuffle(machine)
            yield from (Labelled(text, True) for text in islice(_joined(machine, draw.words), draw.most))
        yield from (Labelled(text, False) for text in islice(_joined(humans[part:], draw.words), draw.most // 2))


def _joined(sentences: Iterable[str], words: int) -> Iterator[str]:
    """Join sentences to documents of so many words and more, a few sentences a paragraph."""
    taken: list[str] = []
    for sentence in sentences:
        taken.append(sentence)
        if sum(len(one.split()) for one in taken) >= words:
            yield "\n\n".join(" ".join(taken[at : at + PARAGRAPH]) for at in range(0, len(taken), PARAGRAPH))
            taken = []


def _native(folder: Path, draw: Draw, rng: random.Random) -> Iterator[Labelled]:
    """Yield passages of text that was written in English."""
    for genre in GENRES:
        with gzip.open(folder / f"text_{genre}.txt.gz", "rt", encoding="utf-8") as lines:
            blocks = [block for block in lines.read().split("<doc>") if corpora.held_out(block) is draw.held]
        blocks = [block for block in blocks if len(block.split()) > 2 * draw.words]
        for _ in range(draw.most if blocks else 0):
            yield Labelled(_passage(rng.choice(blocks), draw.words, rng), False)


def _passage(block: str, words: int, rng: random.Random) -> str:
    """Take running text from the beginning of a random paragraph to the end of a sentence."""
    parts = re.split(r"\n\s*\n", block)
    kept: list[str] = []
    for part in parts[rng.randrange(max(1, len(parts) // 2)) :]:
        text = corpora.tidy(part)
        if text.endswith((".", "!", "?", '"', "”")) and corpora.mostly_letters(text):
            kept.append(_beginning(text, words - sum(len(text.split()) for text in kept)))
        if sum(len(text.split()) for text in kept) >= words:
            break
    return "\n\n".join(kept)


def _beginning(paragraph: str, words: int) -> str:
    """The first sentences, up to the one that reaches so many words."""
    taken: list[str] = []
    for sentence in corpora.sentences(paragraph):
        taken.append(sentence)
        if sum(len(one.split()) for one in taken) >= words:
            break
    return " ".join(taken)
