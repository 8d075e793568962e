"""All stages on one document, the dearer the fewer sentences they read.

The screen, in plain Python, reads everything; a document it holds for clean on the whole is settled, and nothing else
is loaded. Of any other the encoder reads the sentences the screen holds worst, a tenth of them and five at least, as
far as its early reading. When they are clean the document is settled too; else these sentences are read to the end.
When the worst of them are clean after all the document is settled; else the encoder reads the rest.
Sentences that were not read are taken to be as a clean document's usually are. Picking by the screen settles twice as
many clean documents, at the same loss, as picking at random (`training/NOTEBOOK.md`).

Method: Viola & Jones 2001 (a cascade of ever dearer stages).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qc.fluency.judgement import Judgement, calibration, judge, logit
from qc.fluency.pooling import FEWEST_WORDS, QUOTED, WORST
from qc.fluency.screening import screen

PROBED, FEWEST = 0.1, 5  # share of the sentences looked at first, and how many at least
SHORT = 8  # words; shorter sentences are probed last
QUOTED_PROBES = 3  # a clean article may hold speech that an engine made up, which the screen does not see


@dataclass(frozen=True, slots=True)
class Cascade:
    """Judgements of all sentences, in order; where `settled`, only those in `probed` were read."""

    judgements: tuple[Judgement, ...]
    probed: tuple[int, ...]
    settled: bool


def judge_document(
    sentences: Sequence[str], words_per_sentence: Sequence[int], quoted_shares: Sequence[float] = ()
) -> Cascade:
    """Judge the sentences of one document, the fewer the cleaner it is. Raises as `judge` does.

    quoted_shares: how much of each sentence is quoted, 0 to 1, as far as known.
    """
    screened = screen(sentences)
    if screened_logit(screened, words_per_sentence) < calibration()["screen_limit"]:
        return _settled({}, len(sentences))
    worst, spoken = suspects(screened, words_per_sentence), longest_quoted(words_per_sentence, quoted_shares)
    probed = sorted({*worst, *spoken})
    known = _read(sentences, probed, early=True)
    if probed_logit(known, worst, spoken) < calibration()["early_limit"]:
        return _settled(known, len(sentences))
    known = _read(sentences, probed)
    if worst_logit(known) < calibration()["worst_limit"]:
        return _settled(known, len(sentences))
    known |= _read(sentences, [i for i in range(len(sentences)) if i not in known])
    return Cascade(tuple(known[i] for i in range(len(sentences))), tuple(probed), settled=False)


def _read(sentences: Sequence[str], places: Sequence[int], *, early: bool = False) -> dict[int, Judgement]:
    return dict(zip(places, judge([sentences[i] for i in places], early=early), strict=True))


def probed_logit(known: Mapping[int, Judgement], worst: Sequence[int], spoken: Sequence[int]) -> float:
    """The early view of a document: the mean logit of its suspects, or of its speech where that is worse."""
    return max(mean_logit([known[i] for i in places]) for places in (worst, spoken))


def worst_logit(known: Mapping[int, Judgement]) -> float:
    """The view of the probes read to the end: the mean logit of the worst few, as many as the score looks at."""
    return mean_logit(sorted(known.values(), key=lambda j: -j.damage)[:WORST])


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


def longest_quoted(words_per_sentence: Sequence[int], quoted_shares: Sequence[float]) -> list[int]:
    """Places of the longest quoted sentences, in order; none where there are fewer than are probed."""
    found = [i for i, share in enumerate(quoted_shares) if share >= QUOTED and words_per_sentence[i] >= FEWEST_WORDS]
    if len(found) < QUOTED_PROBES:
        return []
    return sorted(sorted(found, key=lambda i: (-words_per_sentence[i], i))[:QUOTED_PROBES])


def mean_logit(judgements: Sequence[Judgement]) -> float:
    """Mean logit of damage; minus infinity of none."""
    return sum(logit(j.damage) for j in judgements) / len(judgements) if judgements else -math.inf
