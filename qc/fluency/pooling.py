"""From the judgements of sentences to the features of a document.

The mean over all words finds text an engine wrote from end to end; the worst few sentences find a human's article
with some of a machine's in it, which the mean hides; speech far worse than the narration around it finds quotations
that nobody said. The score weighs all three (`qc.score`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from qc.fluency.judgement import Judgement, calibration, logit

SHORTEST, ENOUGH = 10, 6  # `local` leaves out sentences of fewer words (headings, verse), but keeps the six longest
WORST, WORST_SHARE = 3, 0.1  # sentences that make up `local`: three, or this share of them where that is more

QUOTED, NARRATED = 0.3, 0.2
"""Share of a sentence between marks from which it counts as speech, and up to which as narration."""

FEWEST, FEWEST_WORDS = 3, 5  # sentences of either, and words of each, below which `speech` is chance


@dataclass(frozen=True, slots=True)
class DocumentDamage:
    """Features of a document, each rising with damage.

    overall: word-weighted mean logit of the sentences, as a probability. local: mean logit of the worst three (or
    worst tenth, if more) of the sentences of ten words or more, likewise. words: how many words the features rest on.
    speech: how far the quoted sentences lie above the narration, in mean logits; None where there are few of either.
    """

    overall: float
    local: float
    words: int
    speech: float | None = None

    @property
    def overall_spreads(self) -> float:
        """How far `overall` lies above clean documents, in spreads (standard deviations of its logit) of theirs."""
        return _spreads("overall", logit(self.overall))

    @property
    def local_spreads(self) -> float:
        """The same of `local`."""
        return _spreads("local", logit(self.local))

    @property
    def speech_excess(self) -> float:
        """How far beyond one spread above clean documents' the contrast of `speech` lies, in spreads; 0 within it."""
        return self._excess("speech")

    @property
    def doubt(self) -> float:
        """All three together: by this the cascade decides whether a document is clean enough to read no further."""
        return self.overall_spreads + self.local_spreads + self.speech_excess

    @property
    def skimmed_doubt(self) -> float:
        """The same of a document that was skimmed, above clean ones that were skimmed."""
        overall, local = _spreads("skim_overall", logit(self.overall)), _spreads("skim_local", logit(self.local))
        return overall + local + self._excess("skim_speech")

    def _excess(self, feature: str) -> float:
        return 0.0 if self.speech is None else max(0.0, _spreads(feature, self.speech) - 1)


def _spreads(feature: str, value: float) -> float:
    known = calibration()
    return (value - known[f"{feature}_mean"]) / known[f"{feature}_spread"]


def document_damage(
    judgements: Sequence[Judgement], words_per_sentence: Sequence[int], quoted_shares: Sequence[float] = ()
) -> DocumentDamage:
    """Pool the judgements of a document's sentences, with their numbers of words.

    quoted_shares: how much of each sentence is quoted, 0 to 1; without them `speech` is None. Raises ValueError for
    sequences of unequal length.
    """
    logits = [logit(j.damage) for j in judgements]
    pairs = list(zip(logits, words_per_sentence, strict=True))
    words = sum(words_per_sentence)
    overall = _probability(sum(value * n for value, n in pairs) / words) if words else 0.0
    speech = _contrast(logits, *parted(words_per_sentence, quoted_shares))
    return DocumentDamage(overall, _worst_sentences(_long_enough(pairs)), words, speech)


def parted(words_per_sentence: Sequence[int], quoted_shares: Sequence[float]) -> tuple[list[int], list[int]]:
    """Places of the sentences that are speech, and of those that are narration; short ones are neither."""
    if not quoted_shares:
        return [], []
    both = enumerate(zip(words_per_sentence, quoted_shares, strict=True))
    long = [(i, share) for i, (words, share) in both if words >= FEWEST_WORDS]
    return [i for i, share in long if share >= QUOTED], [i for i, share in long if share <= NARRATED]


def _contrast(logits: Sequence[float], speech: Sequence[int], narration: Sequence[int]) -> float | None:
    if min(len(speech), len(narration)) < FEWEST:
        return None
    return fmean(logits[i] for i in speech) - fmean(logits[i] for i in narration)


def _long_enough(pairs: Sequence[tuple[float, int]]) -> list[float]:
    """Logits of the long sentences; of the six longest in a document of short ones."""
    long = [value for value, n in pairs if n >= SHORTEST]
    if len(long) >= ENOUGH:
        return long
    return [value for value, _ in sorted(pairs, key=lambda pair: -pair[1])[:ENOUGH]]


def _worst_sentences(logits: Sequence[float]) -> float:
    """Mean logit of the worst few as a probability; missing sentences count as undamaged."""
    worst = sorted(logits, reverse=True)[: max(WORST, math.ceil(WORST_SHARE * len(logits)))]
    if not worst:
        return 0.0
    worst += [math.log(1e-2)] * (WORST - len(worst))
    return _probability(sum(worst) / len(worst))


def _probability(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))
