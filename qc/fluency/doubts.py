"""Which stretches of words to report, and how far a document must be damaged for a doubt to be probable.

How often experts marked a stretch follows its strength and hardly the damage of the sentence around it (measured by
`training/doubted.py`). But experts were shown engines' sentences only: in a document of which some sentences are an
engine's and the others a person's, it is the sentence that says which.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from qc.fluency.judgement import SALAD, Judgement

SURE = 0.9
"""Strength from which a stretch of few words is reported anywhere: 0.4 findings in 10,000 words of clean text."""

DAMAGED = 0.4
"""Damage of the sentence from which one of its stretches is sure, or is reported in a document of damaged parts."""

DOUBTED, BELIEVED_BELOW = 0.6, 30.0
"""Strength of a stretch in doubt, and the reliability of the document below which it is reported."""

THROUGHOUT, THROUGHOUT_BELOW = 0.08, 5.0
"""Median damage of the sentences, with a reliability below the second, from which a document is an engine's from end
to end, so that a doubt needs no support by its sentence. Of documents below that reliability 90 in 100 with an engine's
sentences among a person's lie under the median, and 99 in 100 of weak engines' above it."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A stretch of words in a sentence, in code points of it; strength in (0, 1]. believed_below: as of a `Finding`."""

    start: int
    end: int
    strength: float
    believed_below: float | None


def doubts(judgements: Sequence[Judgement]) -> Iterator[tuple[int, Doubt]]:
    """The place of a sentence in `judgements` and a doubt in it, in reading order; none in salad, one whole."""
    throughout = bool(judgements) and median(judgement.damage for judgement in judgements) >= THROUGHOUT
    for place, judgement in enumerate(judgements):
        damaged = judgement.damage >= DAMAGED
        if judgement.damage >= SALAD or not (damaged or throughout):
            continue
        for start, end, strength in judgement.spans:
            if strength >= DOUBTED:
                is_sure = damaged and strength >= SURE
                limit = None if is_sure else BELIEVED_BELOW if damaged else THROUGHOUT_BELOW
                yield place, Doubt(start, end, strength, limit)
