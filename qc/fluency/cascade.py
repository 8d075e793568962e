"""All stages on one document, the dearer the fewer sentences they read.

The screen, in plain Python, reads everything; a document it holds for clean on the whole is settled, and nothing else
is loaded. Of any other the encoder reads the sentences the screen holds worst, a tenth of them and five at least, as
far as its early reading. When they are clean the document is settled too; else the encoder reads every sentence to the
end.
Sentences that were not read are taken to be as a clean document's usually are. Picking by the screen settles twice as
many clean documents, at the same loss, as picking at random (`training/NOTEBOOK.md`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from qc.fluency.judgement import Judgement, calibration, judge, logit
from qc.fluency.screening import screen

PROBED, FEWEST = 0.1, 5  # share of the sentences looked at first, and how many at least
SHORT = 8  # words; shorter sentences are probed last


@dataclass(frozen=True, slots=True)
class Cascade:
    """Judgements of all sentences, in order; where `settled`, only those in `probed` were read, and early."""

    judgements: tuple[Judgement, ...]
    probed: tuple[int, ...]
    settled: bool


def judge_document(sentences: Sequence[str], words_per_sentence: Sequence[int]) -> Cascade:
    """Judge the sentences of one document, the fewer the cleaner it is. Raises as `judge` does."""
    screened = screen(sentences)
    if screened_logit(screened, words_per_sentence) < calibration()["screen_limit"]:
        return _settled({}, len(sentences))
    probed = suspects(screened, words_per_sentence)
    first = judge([sentences[i] for i in probed], early=True)
    if mean_logit(first) < calibration()["probe_limit"]:
        return _settled(dict(zip(probed, first, strict=True)), len(sentences))
    return Cascade(tuple(judge(sentences)), tuple(probed), settled=False)


def _settled(known: dict[int, Judgement], count: int) -> Cascade:
    usual = Judgement(calibration()["usual"], ())
    return Cascade(tuple(known.get(i, usual) for i in range(count)), tuple(known), settled=True)


def screened_logit(screened: Sequence[float], words_per_sentence: Sequence[int]) -> float:
    """The screen's view of a document: the mean logit of its words; minus infinity without any."""
    words = sum(words_per_sentence)
    if not words:
        return -math.inf
    return sum(logit(s) * n for s, n in zip(screened, words_per_sentence, strict=True)) / words


def suspects(screened: Sequence[float], words_per_sentence: Sequence[int]) -> list[int]:
    """Places of the sentences to probe, in order: the worst by the first stage, short ones last."""
    worst = sorted(range(len(screened)), key=lambda i: (words_per_sentence[i] < SHORT, -screened[i], i))
    return sorted(worst[: max(FEWEST, math.ceil(PROBED * len(screened)))])


def mean_logit(judgements: Sequence[Judgement]) -> float:
    """Mean logit of damage; minus infinity of none."""
    return sum(logit(j.damage) for j in judgements) / len(judgements) if judgements else -math.inf
