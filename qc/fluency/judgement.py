"""What the encoder holds of sentences, skimmed or read to the end, and the words its judgement rests on."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, pairwise
from pathlib import Path

from qc.fluency import encoder
from qc.fluency.encoder import Part, Skimmed
from qc.fluency.wordpiece import Encoded, WordPiece

WEIGHTS = Path(__file__).parent / "weights"

OLDER = re.compile(
    r"\b(?:thou|thee|thy|thine|thyself|hath|hast|doth|dost|didst|shalt|wilt|wert|canst|ye|unto|quoth|saith|whilst|"
    r"methinks|prithee|nay|yea|forsooth|anon|ere|alas|[’']t(?:is|was|will)|[oe][’'](?:er|en)|ne[’']er|th[’']|whereof)\b"
    r"|[a-z][’']d\b",
    re.IGNORECASE,
)
"""Words of older English and of verse, which the encoder has hardly read and no engine writes."""

SALAD = 0.96
"""Damage from which a sentence does not hold together: 0.10 sentences in 10,000 words of clean text."""

LENIENCY = 3.0  # off the logit of a sentence of verse, with one such word in forty, or of a register of `registers.py`
VERSE_LINE = 65  # characters; a line of verse is hardly longer
MANY = 512  # parts of sentences whose hidden states are kept, and as many read at once: 150 MB at most, 40 MB usually
WORD_FLOOR = 0.5  # a word under this is never reported
MOST_SPANS = 8


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the model holds of one sentence.

    `damage` (0-1): how surely a careful editor would call the sentence damaged. `spans`: (start, end, strength) of
    its most damaged words, in code points of the sentence, in reading order, perhaps none; strength in (0, 1].
    """

    damage: float
    spans: tuple[tuple[int, int, float], ...]


@cache
def available() -> bool:
    """Whether the encoder's weights and ONNX Runtime are there; imports neither."""
    return encoder.installed()


def skim(sentences: Sequence[str], odd: Sequence[bool] = ()) -> list[float]:
    """Damage of each sentence, 0-1, in their order: see `Reader`."""
    return list(Reader(sentences, odd).skim(range(len(sentences))).values())


def judge(sentences: Sequence[str], odd: Sequence[bool] = ()) -> list[Judgement]:
    """One judgement a sentence, in their order: see `Reader`."""
    return list(Reader(sentences, odd).judge(range(len(sentences))).values())


class Reader:
    """Has the encoder read sentences of one document; what it skimmed it goes on from when it reads to the end.

    odd: which sentences are judged with leniency whatever they look like by themselves; by default none. A sentence
    without words is undamaged. Raises `RuntimeError` when the encoder is not installed (see `available`).
    """

    def __init__(self, sentences: Sequence[str], odd: Sequence[bool] = ()) -> None:
        if not available():
            raise RuntimeError("the damage model needs onnxruntime and numpy: pip install onnxruntime")
        self._sentences = sentences
        self._odd = odd or [False] * len(sentences)
        self._encoded: dict[int, Encoded] = {}
        self._kept: dict[tuple[int, int], Skimmed] = {}

    def skim(self, places: Iterable[int]) -> dict[int, float]:
        """Damage of each of these sentences, 0-1, at a third of the cost of `judge` and with less certainty."""
        logits = dict.fromkeys(places, 0.0)
        for some in self._parts(logits):
            for one in encoder.skim(some):
                logits[one.part.of] += one.logit * self._share(one.part)
                if len(self._kept) < MANY:
                    self._kept[one.part.of, one.part.start] = one
        return {i: self._damage(i, logit, "skim_shift") for i, logit in logits.items()}

    def judge(self, places: Iterable[int]) -> dict[int, Judgement]:
        """The judgement of each of these sentences."""
        logits = dict.fromkeys(places, 0.0)
        words = {i: [-math.inf] * len(self._cut(i).spans) for i in logits}
        for some in self._parts(logits):
            for part, logit, pieces in encoder.read(self._skimmed(some)):
                logits[part.of] += logit * self._share(part)
                owner, found = self._cut(part.of).owner, words[part.of]
                for place, value in enumerate(pieces, part.start):
                    found[owner[place]] = max(found[owner[place]], value)
        return {
            i: Judgement(self._damage(i, logit, "shift"), tuple(_spans(self._cut(i), words[i])))
            for i, logit in logits.items()
        }

    def _parts(self, places: Iterable[int]) -> Iterator[list[Part]]:
        """The parts of these sentences, so many at once."""
        parts = (part for i in places for part in encoder.parts(i, self._cut(i)))
        while some := list(islice(parts, MANY)):
            yield some

    def _share(self, part: Part) -> float:
        """How much of its sentence the part is: one of many sentences without stops must not speak for all of them."""
        return len(part.pieces) / len(self._cut(part.of).pieces)

    def _cut(self, place: int) -> Encoded:
        if place not in self._encoded:
            self._encoded[place] = cutter().encode(self._sentences[place])
        return self._encoded[place]

    def _skimmed(self, parts: Iterable[Part]) -> Iterator[Skimmed]:
        """The parts as far as the upper graph needs them, those that were kept and the others."""
        fresh = []
        for part in parts:
            if kept := self._kept.pop((part.of, part.start), None):
                yield kept
            else:
                fresh.append(part)
        yield from encoder.skim(fresh)

    def _damage(self, place: int, logit: float, shift: str) -> float:
        """Of a logit on the scale of one of the two readings, less the leniency."""
        words = len(self._cut(place).spans)
        is_lenient = self._odd[place] or lenient(self._sentences[place], words)
        return _probability(logit - calibration()[shift] - LENIENCY * is_lenient) if words else 0.0


def lenient(sentence: str, words: int) -> bool:
    """Whether the sentence is verse or older English, which is judged with leniency."""
    return verse(sentence) or older(sentence, words)


def verse(sentence: str) -> bool:
    """Whether the sentence runs over three short lines or more, broken where nothing but a poet would break them.

    Each line has a capital first, or the next word would have fitted on the line; wrapped prose has neither.
    """
    lines = [line.strip(" \t\"'“‘_(") for line in sentence.strip().split("\n")]
    lines = [line for line in lines if line]
    if len(lines) < 3 or max(map(len, lines)) > VERSE_LINE:
        return False
    return all(line[0].isupper() for line in lines) or _broken_early(lines)


def _broken_early(lines: Sequence[str]) -> bool:
    """Whether half the line ends or more stand where the next word would have fitted on the line."""
    width = max(map(len, lines))
    early = sum(len(above) + 1 + len(below.split()[0]) <= width for above, below in pairwise(lines))
    return 2 * early >= len(lines) - 1


def older(sentence: str, words: int) -> bool:
    """Whether one word in forty or more is older English, as in verse and drama."""
    return 40 * len(OLDER.findall(sentence)) >= max(words, 1)


def logit(damage: float) -> float:
    """Log-odds of a probability, which is kept within 1e-4 of nought and one."""
    return math.log(max(damage, 1e-4) / max(1 - damage, 1e-4))


@cache
def calibration() -> dict[str, float]:
    """Numbers fitted with the weights on clean training text; see `training/calibrate.py` for their meaning."""
    return {k: float(v) for k, v in json.loads((WEIGHTS / "calibration.json").read_text(encoding="utf-8")).items()}


@cache
def cutter() -> WordPiece:
    """Cuts sentences into the pieces of the vocabulary; its cache is the process's."""
    return WordPiece.from_file(WEIGHTS / "vocab.txt")


def _probability(logit: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, logit))))


def _spans(encoded: Encoded, words: list[float]) -> list[tuple[int, int, float]]:
    """Neighbouring damaged words as one span; the strongest `MOST_SPANS`, in reading order."""
    found: list[tuple[int, int, float]] = []
    before = -2
    for place, ((start, end), logit) in enumerate(zip(encoded.spans, words, strict=True)):
        strength = round(_probability(logit), 4)
        if strength < WORD_FLOOR:
            continue
        if before == place - 1:
            first, _, most = found.pop()
            found.append((first, end, max(most, strength)))
        else:
            found.append((start, end, strength))
        before = place
    strongest = sorted(found, key=lambda s: -s[2])[:MOST_SPANS]
    return sorted(strongest)
