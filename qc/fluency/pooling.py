"""From the judgements of sentences to the features of a document.

The mean over all words finds text an engine wrote from end to end; the worst few sentences find a human's article
with a machine's quotations in it, which the mean hides. The score weighs both (`qc.score`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from qc.fluency.judgement import Judgement, calibration, logit

SHORTEST, ENOUGH = 10, 6  # `local` leaves out sentences of fewer words (headings, verse), but keeps the six longest
WORST, WORST_SHARE = 3, 0.1  # sentences that make up `local`: three, or this share of them where that is more


@dataclass(frozen=True, slots=True)
class DocumentDamage:
    """Features of a document, each rising with damage.

    overall: word-weighted mean logit of the sentences, as a probability. local: mean logit of the worst three (or
    worst tenth, if more) of the sentences of ten words or more, likewise. words: how many words the features rest on.
    """

    overall: float
    local: float
    words: int

    @property
    def overall_spreads(self) -> float:
        """How far `overall` lies above clean documents, in spreads (standard deviations of its logit) of theirs."""
        return self._spreads("overall", self.overall)

    @property
    def local_spreads(self) -> float:
        """The same of `local`."""
        return self._spreads("local", self.local)

    def _spreads(self, feature: str, value: float) -> float:
        known = calibration()
        return (logit(value) - known[f"{feature}_mean"]) / known[f"{feature}_spread"]


def document_damage(judgements: Sequence[Judgement], words_per_sentence: Sequence[int]) -> DocumentDamage:
    """Pool the judgements of a document's sentences, with their numbers of words.

    Raises ValueError for sequences of unequal length.
    """
    pairs = [(j.damage, n) for j, n in zip(judgements, words_per_sentence, strict=True)]
    words = sum(n for _, n in pairs)
    overall = _probability(sum(logit(d) * n for d, n in pairs) / words) if words else 0.0
    return DocumentDamage(overall, _worst_sentences(_long_enough(pairs)), words)


def _long_enough(pairs: Sequence[tuple[float, int]]) -> list[float]:
    """Damage of the long sentences; of the six longest in a document of short ones."""
    long = [d for d, n in pairs if n >= SHORTEST]
    if len(long) >= ENOUGH:
        return long
    return [d for d, _ in sorted(pairs, key=lambda pair: -pair[1])[:ENOUGH]]


def _worst_sentences(damages: Sequence[float]) -> float:
    """Mean logit of the worst few as a probability; missing sentences count as undamaged."""
    worst = sorted(damages, reverse=True)[: max(WORST, math.ceil(WORST_SHARE * len(damages)))]
    if not worst:
        return 0.0
    logits = [logit(d) for d in worst]
    logits += [math.log(1e-2)] * (WORST - len(worst))
    return _probability(sum(logits) / len(logits))


def _probability(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))
