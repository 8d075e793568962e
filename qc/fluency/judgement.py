"""What the encoder holds of sentences, skimmed or read to the end, and the words its judgement rests on."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from qc.fluency import encoder
from qc.fluency.wordpiece import Encoded, WordPiece

WEIGHTS = Path(__file__).parent / "weights"

OLDER = re.compile(
    r"\b(?:thou|thee|thy|thine|thyself|hath|hast|doth|dost|didst|shalt|wilt|wert|canst|ye|unto|quoth|saith|whilst|"
    r"methinks|prithee|nay|yea|forsooth|anon|ere|alas|[’']t(?:is|was|will)|[oe][’'](?:er|en)|ne[’']er|th[’']|whereof)\b"
    r"|[a-z][’']d\b",
    re.IGNORECASE,
)
"""Words of older English and of verse, which the encoder has hardly read and no engine writes."""

SALAD = 0.92
"""Damage from which a sentence does not hold together: 0.18 sentences in 10,000 words of clean text."""

LENIENCY = 3.0  # off the logit of a sentence of verse, with one such word in forty, or of a register of `registers.py`
VERSE_LINE = 65  # characters; a line of verse is hardly longer
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
    """Damage of each sentence, 0-1, in their order, at a third of the cost of `judge` and with less certainty.

    odd: which sentences are judged with leniency whatever they look like by themselves; by default none.
    Raises `RuntimeError` when the encoder is not installed (see `available`).
    """
    encoded = _cut(sentences)
    logits = [-math.inf] * len(encoded)
    for part, logit in encoder.skim(encoded):
        logits[part.of] = max(logits[part.of], logit)
    shifted = _shifted(logits, _lenient(sentences, encoded, odd), "skim_shift")
    return [_probability(g) if e.spans else 0.0 for e, g in zip(encoded, shifted, strict=True)]


def judge(sentences: Sequence[str], odd: Sequence[bool] = ()) -> list[Judgement]:
    """One judgement a sentence, in their order; a sentence without words is undamaged.

    odd: as for `skim`. Raises `RuntimeError` when the encoder is not installed (see `available`).
    """
    encoded = _cut(sentences)
    logits = [-math.inf] * len(encoded)
    words = [[-math.inf] * len(e.spans) for e in encoded]
    for part, logit, pieces in encoder.read(encoded):
        logits[part.of] = max(logits[part.of], logit)
        owner = encoded[part.of].owner
        for place, value in enumerate(pieces, part.start):
            words[part.of][owner[place]] = max(words[part.of][owner[place]], value)
    shifted = _shifted(logits, _lenient(sentences, encoded, odd), "shift")
    return [_judgement(e, g, w) for e, g, w in zip(encoded, shifted, words, strict=True)]


def _cut(sentences: Sequence[str]) -> list[Encoded]:
    if not available():
        raise RuntimeError("the damage model needs onnxruntime and numpy: pip install onnxruntime")
    return [cutter().encode(sentence) for sentence in sentences]


def _lenient(sentences: Sequence[str], encoded: Sequence[Encoded], odd: Sequence[bool]) -> Iterator[bool]:
    odd = odd or [False] * len(sentences)
    for sentence, e, anyway in zip(sentences, encoded, odd, strict=True):
        yield anyway or lenient(sentence, len(e.spans))


def _shifted(logits: Sequence[float], leniency: Iterable[bool], shift: str) -> Iterator[float]:
    """The logits on the scale of `damage`, less the leniency."""
    usual = calibration()[shift]
    return (logit - usual - LENIENCY * is_lenient for logit, is_lenient in zip(logits, leniency, strict=True))


def lenient(sentence: str, words: int) -> bool:
    """Whether the sentence is verse or older English, which is judged with leniency."""
    return verse(sentence) or older(sentence, words)


def verse(sentence: str) -> bool:
    """Whether the sentence runs over three short lines or more, each with a capital first; wrapped prose has none."""
    lines = [line.strip(" \t\"'“‘_(") for line in sentence.strip().split("\n")]
    lines = [line for line in lines if line]
    return len(lines) >= 3 and all(line[0].isupper() and len(line) <= VERSE_LINE for line in lines)


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


def _judgement(encoded: Encoded, logit: float, words: list[float]) -> Judgement:
    if not encoded.spans:
        return Judgement(0.0, ())
    return Judgement(_probability(logit), tuple(_spans(encoded, words)))


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
