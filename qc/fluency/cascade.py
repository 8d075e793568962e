"""All stages on one document, the dearer the fewer sentences they read.

1. The screen reads everything.
2. The encoder skims the sentences the screen holds worst, three in ten, twelve at least, the longer of two first, since
   it tells more; where people speak, all they say besides and as much of the narration, evenly spaced: held against
   suspects, the worst speech would seem no worse.
3. It skims the rest.
4. It reads to the end what looked worst when skimmed, one sentence in ten, and the longest quoted ones.
5. It reads the rest to the end.

After each stage a document that looks clean so far, on the whole, in its worst sentences and in its speech, is settled;
but what looked bad when skimmed is read to the end, for a clean document may have a bad sentence. What was not read to
the end counts as skimmed, and what was not skimmed as a clean document's sentences usually are. Sampling by the screen
settles twice as many clean documents, at the same loss, as sampling at random (`training/NOTEBOOK.md`).

Method: Viola & Jones 2001 (a cascade of ever dearer stages).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from qc.fluency.judgement import Judgement, Reader, calibration, logit
from qc.fluency.pooling import FEWEST, DocumentDamage, document_damage, parted
from qc.fluency.registers import unfamiliar
from qc.fluency.screening import screen

SAMPLED = 0.3, 12  # share of the sentences skimmed first, and how many at least
PROBED = 0.1, 5  # the same of those read to the end first
DOUBTFUL = 0.4  # damage of a skimmed sentence from which it is always read to the end
SHORT = 8  # words; shorter sentences come last
NARRATION = 8  # sentences of narration at least that speech is held against in a sample
QUOTED_PROBES = 5  # longest quoted sentences read first: a clean article may hold speech that an engine made up


Pool = Callable[[Mapping[int, float]], DocumentDamage]
"""Pools the damages of the sentences at these places."""


@dataclass(frozen=True, slots=True)
class Cascade:
    """Judgements of all sentences, in order; where `settled`, only those in `probed` were read to the end."""

    judgements: tuple[Judgement, ...]
    probed: tuple[int, ...]
    settled: bool


def judge_document(
    sentences: Sequence[str], words_per_sentence: Sequence[int], quoted_shares: Sequence[float] = ()
) -> Cascade:
    """Judge the sentences of one document, the fewer the cleaner it is. Raises as `judge` does.

    quoted_shares: how much of each sentence is quoted, 0 to 1, as far as known.
    """
    limits, screened = calibration(), screen(sentences)
    if screened_logit(screened, words_per_sentence) < limits["screen_limit"]:
        return _settled(len(sentences), {}, {})
    reader = Reader(sentences, unfamiliar(sentences))
    seen = partial(so_far, words_per_sentence=words_per_sentence, quoted_shares=quoted_shares)
    sample = Sample.of(screened, words_per_sentence, quoted_shares)
    glances = reader.skim(sorted(sample.suspects | sample.contrast))
    settled = sample.seen(glances, seen).skimmed_doubt < limits["sample_limit"]
    if not settled:
        glances |= reader.skim(i for i in range(len(sentences)) if i not in glances)
        settled = seen(glances).skimmed_doubt < limits["skim_limit"]
    if settled:
        return _settled(len(sentences), glances, reader.judge(sorted(doubtful(glances))))
    skimmed = [glances[i] for i in range(len(sentences))]
    spoken = longest_quoted(words_per_sentence, quoted_shares)
    known = reader.judge(sorted({*suspects(skimmed, words_per_sentence, *PROBED), *spoken, *doubtful(glances)}))
    if seen(glances | {i: j.damage for i, j in known.items()}).doubt < limits["probe_limit"]:
        return _settled(len(sentences), glances, known)
    probed = tuple(known)
    known |= reader.judge(i for i in range(len(sentences)) if i not in known)
    return Cascade(tuple(known[i] for i in range(len(sentences))), probed, settled=False)


def _settled(sentences: int, glances: Mapping[int, float], known: Mapping[int, Judgement]) -> Cascade:
    """A document of so many sentences as far as it was skimmed and read to the end."""
    skimmed = {i: Judgement(damage, ()) for i, damage in glances.items()}
    unseen = Judgement(calibration()["usual"], ())
    judgements = (known.get(i) or skimmed.get(i) or unseen for i in range(sentences))
    return Cascade(tuple(judgements), tuple(known), settled=True)


@dataclass(frozen=True, slots=True)
class Sample:
    """Places of the sentences skimmed first: suspects, and what speech and narration are told apart by."""

    suspects: frozenset[int]
    contrast: frozenset[int]

    @classmethod
    def of(cls, screened: Sequence[float], words_per_sentence: Sequence[int], quoted_shares: Sequence[float]) -> Sample:
        """Choose them by what the screen holds of the sentences."""
        speech, narration = parted(words_per_sentence, quoted_shares)
        wanted = max(NARRATION, len(speech))
        step = max(1.0, len(narration) / wanted)
        spaced = [narration[int(step * (at + 0.5))] for at in range(min(wanted, len(narration)))]
        contrast = {*speech, *spaced} if len(speech) >= FEWEST else ()
        telling = [logit(s) + math.log(max(1, n)) for s, n in zip(screened, words_per_sentence, strict=True)]
        return cls(frozenset(suspects(telling, words_per_sentence, *SAMPLED)), frozenset(contrast))

    def seen(self, glances: Mapping[int, float], pool: Pool) -> DocumentDamage:
        """The sample as `pool` pools it: the suspects, with the contrast of the others."""
        part = pool({i: glances[i] for i in self.suspects})
        return replace(part, speech=pool({i: glances[i] for i in self.contrast}).speech)


def screened_logit(screened: Sequence[float], words_per_sentence: Sequence[int]) -> float:
    """The screen's view of a document: the mean logit of its words; minus infinity without any."""
    words = sum(words_per_sentence)
    if not words:
        return -math.inf
    return sum(logit(s) * n for s, n in zip(screened, words_per_sentence, strict=True)) / words


def so_far(
    damages: Mapping[int, float], words_per_sentence: Sequence[int], quoted_shares: Sequence[float] = ()
) -> DocumentDamage:
    """A document of the sentences at these places alone, pooled as the score pools a whole one."""
    places = sorted(damages)
    return document_damage(
        [Judgement(damages[i], ()) for i in places],
        [words_per_sentence[i] for i in places],
        [quoted_shares[i] for i in places] if quoted_shares else (),
    )


def suspects(values: Sequence[float], words_per_sentence: Sequence[int], share: float, fewest: int) -> list[int]:
    """Places of this share of the sentences, in order: those of the highest values, short ones last."""
    worst = sorted(range(len(values)), key=lambda i: (words_per_sentence[i] < SHORT, -values[i], i))
    return sorted(worst[: max(fewest, math.ceil(share * len(values)))])


def doubtful(glances: Mapping[int, float]) -> set[int]:
    """Places of the sentences that look bad when skimmed."""
    return {i for i, damage in glances.items() if damage >= DOUBTFUL}


def longest_quoted(words_per_sentence: Sequence[int], quoted_shares: Sequence[float]) -> list[int]:
    """Places of the longest quoted sentences, in order; none where there are too few for a contrast."""
    found, _ = parted(words_per_sentence, quoted_shares)
    if len(found) < FEWEST:
        return []
    return sorted(sorted(found, key=lambda i: (-words_per_sentence[i], i))[:QUOTED_PROBES])
