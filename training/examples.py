"""Training examples: pairs of a better and a worse version of one sentence, with targets, weights and word tags.

Every genre has both its sides. Clean text of each genre is garbled (`damage.garble`) or sent through Apertium; pairs of
real engines are ranked, and how far a pair counts as damage falls with the engine's agreement with the human.
"""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from training import corpora
from training.corpora import Pair
from training.damage import Tools, adopt, garble, spin
from training.phrase_based import Engine
from training.undamaged import archaic, fragment, run_on, slip, telegraphic, transcribed

GENRES = {
    "text_books_1880_1960_pd": 9000, "text_presidential_pd": 5000, "text_digitalgov_pd": 6000, "text_factbook_pd": 2500,
    "text_recipes_unlicense": 1500, "text_rust_book_mit": 2500, "text_site_policy_cc0": 1000,
}  # fmt: skip
"""Clean sentences taken from each `text_*` file in one pass of scale 1."""

SPUN = 0.2  # share of the garbled sentences whose words a spinner swapped, grammar untouched

DECODED = 0.4  # share of the sentences that no other engine takes, given to the phrase-based one

RENDERED = (0.35, 0.6, 1, 1)
"""Shares of the neural engine's differences that a pair may take over."""

CHAINS = (("eng-spa", "spa-eng"), ("en-gl", "gl-en"))


@dataclass(slots=True)
class Side:
    """A sentence; `target` 0-1; `bad` are damaged character spans; the weights say how far each label is believed."""

    text: str
    target: float
    weight: float = 1.0
    bad: list[tuple[int, int]] = field(default_factory=list)
    word_weight: float = 1.0


@dataclass(slots=True)
class Example:
    """The better and the worse version, the weight of their order, and where they come from."""

    better: Side
    worse: Side
    rank: float
    origin: str


def round_trip(lines: list[str], chain: tuple[str, str]) -> list[str]:
    """Sentences out of English and back by a rule-based engine (Debian's Apertium), one line each."""
    text = "\n".join(line.replace("\n", " ") + " ." * 0 for line in lines) + "\n"
    for mode in chain:
        text = subprocess.run(
            ["/usr/bin/apertium", "-u", mode], input=text, capture_output=True, text=True, check=True
        ).stdout
    out = [corpora.tidy(line) for line in text.split("\n")[: len(lines)]]
    if len(out) != len(lines):
        raise RuntimeError(f"the engine returned {len(out)} lines for {len(lines)}")
    return out


def clean(folder: Path, scale: float, rng: random.Random) -> dict[str, list[str]]:
    """Clean sentences by genre."""
    return {
        name: corpora.clean_sentences(folder / f"{name}.txt.gz", int(size * scale), rng)
        for name, size in GENRES.items()
    }


def from_clean(genre: str, lines: list[str], tools: Tools, engine: Engine) -> Iterator[Example]:
    """Each sentence beside a damaged copy of itself: garbled by our acts, or what an engine made of it, or a share."""
    lines = [_varied(line, lines, tools.rng) for line in lines]
    share = len(lines) // 4
    for chain, part in zip(CHAINS, (lines[: share // 2], lines[share // 2 : share]), strict=True):
        for human, machine in zip(part, round_trip(part, chain), strict=True):
            yield from adopted(genre, human, machine, tools)
    for human in lines[share:]:
        if tools.rng.random() < DECODED:
            yield from decoded(genre, human, tools, engine)
            continue
        spun = tools.rng.random() < SPUN
        text, bad, sure = (spin if spun else garble)(human, tools)
        if sure:
            worse = Side(text, min(sure, 1.0), sure, bad, 0.5 if spun else 1.0)
            yield Example(_kept(human, tools), worse, 1.0, ("spun:" if spun else "garbled:") + genre)


def _varied(line: str, others: list[str], rng: random.Random) -> str:
    """Some lines as fragments, in older English, or two in one: what segmentation and verse do to clean text."""
    draw = rng.random()
    if draw < 0.06:
        return fragment(line, rng)
    if draw < 0.1:
        return fragment(archaic(line), rng) if draw < 0.08 else archaic(line)
    if draw < 0.17 and len(line.split()) < 25:
        other = rng.choice(others)
        return f"{line} {other}" if draw < 0.13 else run_on(line, other, rng)
    if draw < 0.23:
        return telegraphic(line) if draw < 0.2 else transcribed(line)
    return line


def decoded(genre: str, human: str, tools: Tools, engine: Engine) -> Iterator[Example]:
    """A sentence beside what the phrase-based engine makes of it, the surer damaged the more of it is changed."""
    text, bad = adopt(human, engine(human), tools.rng.choice([0.6, 1, 1, 1]), tools.rng)
    if bad and text.lower() != human.lower():
        sure = min(1.0, 0.4 + 0.07 * len(bad) + 1.2 * sum(e - s for s, e in bad) / len(text))
        yield Example(_kept(human, tools), Side(text, sure, 0.6 + 0.4 * sure, bad), 1.0, "decoded:" + genre)


def rendered(genre: str, human: str, machine: str, tools: Tools) -> Iterator[Example]:
    """A sentence beside what the neural engine makes of it, or a share of that; two such pairs."""
    for share in tools.rng.sample(RENDERED, 2):
        text, bad = adopt(human, machine, share, tools.rng)
        if bad and text.lower() != human.lower():
            sure = min(1.0, 0.25 + 0.06 * len(bad) + 1.3 * sum(e - s for s, e in bad) / len(text))
            yield Example(_kept(human, tools), Side(text, sure, 0.5 + 0.5 * sure, bad, 0.8), 1.0, "rendered:" + genre)


def adopted(genre: str, human: str, machine: str, tools: Tools) -> Iterator[Example]:
    text, bad = adopt(human, machine, tools.rng.choice([0.3, 0.5, 0.8, 1]), tools.rng)
    share = sum(e - s for s, e in bad) / max(1, len(text))
    if bad and text.lower() != human.lower():
        yield Example(_kept(human, tools), Side(text, min(1.0, 0.6 + 2 * share), 1.0, bad), 1.0, "apertium:" + genre)


def _kept(human: str, tools: Tools) -> Side:
    """The clean side; three in ten with a learner's slips, which must not count as damage."""
    if tools.rng.random() < 0.3:
        return Side(slip(human, tools), 0.06, 1.0, [], 0.3)
    return Side(human, 0.0)


def doubt(quality: float) -> float:
    """How surely an engine's sentence is damaged, from its character F1 with the human's (0.35 salad, 0.8 fluent)."""
    return max(0.0, min(1.0, (0.82 - quality) / 0.45))


WEIGHT = {
    "moz_flores": 1.0,
    "lafand_flores": 1.0,
    "xstorycloze_docs": 0.8,
    "diabla": 0.6,
    "halluc_deen": 0.6,
    "bio_mqm": 0.5,
    "protaugment_hwu64": 0.3,
    "xvnli_gmt": 0.25,
}
"""How far a difference from the human version is damage: captions and utterances are mostly paraphrased well."""


def from_engines(pairs: Iterable[Pair], rng: random.Random) -> Iterator[Example]:
    """Real engines' sentences; a third take over only a share of the engine's differences."""
    for pair in pairs:
        if not 2 <= len(pair.human.split()) <= 90:
            continue
        share = rng.choice([1, 1, 1, 0.7, 0.45])
        text, bad = adopt(pair.human, pair.machine, share, rng)
        if text.lower() == pair.human.lower():
            continue
        sure = doubt(pair.quality) * min(1.0, 0.25 + share * 0.75)
        weight = WEIGHT.get(pair.corpus, 0.5)
        worse = Side(text, sure, weight * (0.2 + 0.8 * abs(sure - 0.4)), bad, 0.25 * weight * sure)
        yield Example(Side(pair.human, 0.0, 0.8, [], 0.5), worse, weight * (0.15 + sure), "engine:" + pair.corpus)


def from_experts(pairs: Iterable[Pair]) -> Iterator[Example]:
    """Word-tagged sentences beside their post-edit; the target comes from experts' scores (0-100)."""
    for pair in pairs:
        sure = max(0.0, min(1.0, (78 - pair.extra["da"]) / 45))
        if not 3 <= len(pair.machine.split()) <= 80:
            continue
        worse = Side(pair.machine, sure, 1.0, list(pair.tags or ()), 1.5)
        yield Example(Side(pair.human, 0.0, 0.6, [], 0.3), worse, 0.2 + sure if pair.extra["hter"] > 0 else 0.0, "mlqe")


MOST = {
    "moz_flores": 12000,
    "lafand_flores": 4000,
    "xstorycloze_docs": 6000,
    "diabla": 2000,
    "halluc_deen": 600,
    "bio_mqm": 2000,
    "protaugment_hwu64": 600,
    "xvnli_gmt": 600,
}
"""Pairs of each corpus in one pass of scale 1: those with plain damage most."""


def chosen(pairs: list[Pair], scale: float, rng: random.Random) -> list[Pair]:
    """A seeded choice of `MOST` pairs of each corpus."""
    rng.shuffle(pairs)
    left = {corpus: int(most * scale) for corpus, most in MOST.items()}
    kept = []
    for pair in pairs:
        if left.get(pair.corpus, 0) > 0:
            left[pair.corpus] -= 1
            kept.append(pair)
    return kept


def recased(example: Example, rng: random.Random) -> Example:
    """Now and then both sides in one other case, or without their final stop: no case may stand in for damage."""
    draw = rng.random()
    change = (
        str.lower if draw < 0.03 else str.upper if draw < 0.04 else _title if draw < 0.06
        else _lower_first if draw < 0.1 else _unstopped if draw < 0.2 else None
    )  # fmt: skip
    if change:
        for side in (example.better, example.worse):
            new = change(side.text)
            if len(new) == len(side.text) or change is _unstopped:
                side.text = new
    return example


def _title(text: str) -> str:
    return " ".join(w[:1].upper() + w[1:] if len(w) > 3 else w for w in text.split(" "))


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def _unstopped(text: str) -> str:
    return text.rstrip(".!?\"'”’ ")
