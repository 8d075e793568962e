"""Both stages on one document: the first picks the sentences that the second looks at before it looks at all.

The second stage first reads the sentences the first holds worst, a tenth of them and five at least. When those are
clean the document is settled, and the rest are taken to be as a clean document's sentences usually are. Picking by the
first stage settles twice as many clean documents, at the same loss, as picking at random (`training/NOTEBOOK.md`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from qc.fluency.judgement import Judgement, calibration, judge
from qc.fluency.screening import screen

PROBED, FEWEST = 0.1, 5  # share of the sentences looked at first, and how many at least
SHORT = 8  # words; shorter sentences are probed last


@dataclass(frozen=True, slots=True)
class Cascade:
    """Judgements of all sentences, in order; where `settled`, only those in `probed` were looked at by the encoder."""

    judgements: tuple[Judgement, ...]
    probed: tuple[int, ...]
    settled: bool


def judge_document(sentences: Sequence[str], words_per_sentence: Sequence[int]) -> Cascade:
    """Judge the sentences of one document, the fewer the cleaner it is. Raises as `judge` does."""
    probed = suspects(sentences, words_per_sentence)
    first = judge([sentences[i] for i in probed])
    if first and mean_logit(first) >= calibration()["probe_limit"]:
        return Cascade(tuple(_completed(sentences, probed, first)), tuple(probed), settled=False)
    usual = Judgement(calibration()["usual"], ())
    known = dict(zip(probed, first, strict=True))
    return Cascade(tuple(known.get(i, usual) for i in range(len(sentences))), tuple(probed), settled=True)


def suspects(sentences: Sequence[str], words_per_sentence: Sequence[int]) -> list[int]:
    """Places of the sentences to probe, in order: the worst by the first stage, short ones last."""
    scores = screen(sentences)
    worst = sorted(range(len(sentences)), key=lambda i: (words_per_sentence[i] < SHORT, -scores[i], i))
    return sorted(worst[: max(FEWEST, math.ceil(PROBED * len(sentences)))])


def mean_logit(judgements: Sequence[Judgement]) -> float:
    """Mean logit of damage, each within 1e-4 of nought and one."""
    clipped = [min(max(j.damage, 1e-4), 1 - 1e-4) for j in judgements]
    return sum(math.log(d / (1 - d)) for d in clipped) / len(clipped)


def _completed(sentences: Sequence[str], probed: Sequence[int], first: Sequence[Judgement]) -> list[Judgement]:
    known = dict(zip(probed, first, strict=True))
    rest = [i for i in range(len(sentences)) if i not in known]
    known |= dict(zip(rest, judge([sentences[i] for i in rest]), strict=True))
    return [known[i] for i in range(len(sentences))]
