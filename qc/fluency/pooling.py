"""From the judgements of sentences to the features of a document.

The mean over all words finds text an engine wrote from end to end; the worst few sentences find a human's article
with a machine's quotations in it, which the mean hides. Their weighted sum found more of either kind, at one false
alarm in a hundred, than each alone or the larger of the two (`training/NOTEBOOK.md`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from qc.fluency.judgement import Judgement, calibration

SHORTEST, ENOUGH = 10, 6  # `local` leaves out sentences of fewer words (headings, verse), but keeps the six longest
WORST, WORST_SHARE = 3, 0.1  # sentences that make up `local`: three, or this share of them where that is more
BAD = 0.8  # a sentence at least this damaged is counted in `bad_per_thousand`
UPPER = 0.2  # share of the words that `upper` looks at
HALF, GAIN = 2.0, 2.0  # spreads above human text where a document's damage is one half, and how fast it rises


@dataclass(frozen=True, slots=True)
class DocumentDamage:
    """Features of a document, each rising with damage.

    overall: word-weighted mean damage, 0-1. upper: the same over the worst fifth of the words, 0-1. local: mean
    logit of the worst three (or worst tenth, if more) of the sentences of ten words or more, as a probability.
    bad_per_thousand: badly damaged sentences in 1,000 words. quoted: mean damage of quoted sentences less that of
    the others, -1 to 1; 0 where either has fewer than 20 words. words: how many words the features rest on.
    """

    overall: float
    upper: float
    local: float
    bad_per_thousand: float
    quoted: float
    words: int

    @property
    def spreads(self) -> float:
        """How far the document lies above clean ones, in spreads (standard deviations) of clean documents.

        Damage all over and damage in the worst sentences, each in spreads; the second counts twice, because a human's
        article with six garbled sentences must be found by them. Nought without words.
        """
        if not self.words:
            return 0.0
        known = calibration()
        overall = (_logit(self.overall) - known["overall_mean"]) / known["overall_spread"]
        local = (_logit(self.local) - known["local_mean"]) / known["local_spread"]
        return (overall + 2 * local) / 3

    @property
    def damage(self) -> float:
        """The document's damage, 0-1; one half lies two spreads above clean documents."""
        return 1 / (1 + math.exp(GAIN * (HALF - self.spreads))) if self.words else 0.0


def document_damage(
    judgements: Sequence[Judgement], words_per_sentence: Sequence[int], quoted: Sequence[bool] | None = None
) -> DocumentDamage:
    """Pool the judgements of a document's sentences, with their numbers of words.

    quoted: which sentences are quoted speech, where known. Raises ValueError for sequences of unequal length.
    """
    pairs = [(j.damage, n) for j, n in zip(judgements, words_per_sentence, strict=True)]
    words = sum(n for _, n in pairs)
    return DocumentDamage(
        overall=_mean(pairs),
        upper=_mean(_worst_words(pairs, UPPER * words)),
        local=_worst_sentences(_long_enough(pairs)),
        bad_per_thousand=1000 * sum(d >= BAD and n >= SHORTEST for d, n in pairs) / max(words, 1),
        quoted=_contrast(pairs, quoted) if quoted is not None else 0.0,
        words=words,
    )


def _mean(pairs: Sequence[tuple[float, int]]) -> float:
    words = sum(n for _, n in pairs)
    return sum(d * n for d, n in pairs) / words if words else 0.0


def _worst_words(pairs: Sequence[tuple[float, int]], wanted: float) -> list[tuple[float, int]]:
    """The worst sentences until they hold `wanted` words."""
    taken: list[tuple[float, int]] = []
    for pair in sorted(pairs, reverse=True):
        if sum(n for _, n in taken) >= wanted:
            break
        taken.append(pair)
    return taken


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
    logits = [_logit(d) for d in worst]
    logits += [math.log(1e-2)] * (WORST - len(worst))
    return 1 / (1 + math.exp(-sum(logits) / len(logits)))


def _logit(damage: float) -> float:
    return math.log(max(damage, 1e-4) / max(1 - damage, 1e-4))


def _contrast(pairs: Sequence[tuple[float, int]], quoted: Sequence[bool]) -> float:
    inside = [p for p, q in zip(pairs, quoted, strict=True) if q]
    outside = [p for p, q in zip(pairs, quoted, strict=True) if not q]
    if min(sum(n for _, n in inside), sum(n for _, n in outside)) < 20:
        return 0.0
    return _mean(inside) - _mean(outside)
