"""Second stage: the encoder's judgement of sentences, and the words it rests on."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from qc.fluency.wordpiece import FIRST, Encoded, WordPiece

WEIGHTS = Path(__file__).parent / "weights"

LONGEST = 96  # pieces read at once, as in training; a longer sentence is read in parts
STEP = 8  # lengths are rounded up to this, so that a sentence meets the same shape in every batch
BATCH = 1024  # pieces a batch: larger ones leave the processor's cache

OLDER = re.compile(
    r"\b(?:thou|thee|thy|thine|thyself|hath|hast|doth|dost|didst|shalt|wilt|wert|canst|ye|unto|quoth|saith|whilst|"
    r"methinks|prithee|nay|yea|forsooth|anon|ere|alas|[’']t(?:is|was|will)|[oe][’'](?:er|en)|ne[’']er|th[’']|whereof)\b"
    r"|[a-z][’']d\b",
    re.IGNORECASE,
)
"""Words of older English and of verse, which the encoder has hardly read and no engine writes."""

LENIENCY = 3.0  # off the logit of a sentence of verse, or with one such word in forty
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


@dataclass(frozen=True, slots=True)
class _Part:
    """At most `LONGEST` pieces of sentence `of`, starting at its piece `start`."""

    of: int
    start: int
    pieces: list[int]
    cases: list[int]


@cache
def available() -> bool:
    """Whether the encoder's weights and ONNX Runtime are there; imports neither."""
    return (WEIGHTS / "tagger.onnx").is_file() and all(find_spec(m) is not None for m in ("numpy", "onnxruntime"))


def judge(sentences: Sequence[str]) -> list[Judgement]:
    """One judgement a sentence, in their order; a sentence without words is undamaged.

    Raises `RuntimeError` when the encoder is not installed (see `available`).
    """
    if not available():
        raise RuntimeError("the damage model needs onnxruntime and numpy: pip install onnxruntime")
    encoded = [_cutter().encode(sentence) for sentence in sentences]
    logits = [-math.inf] * len(encoded)
    words = [[-math.inf] * len(e.spans) for e in encoded]
    for part, logit, pieces in _run(_parts(encoded)):
        logits[part.of] = max(logits[part.of], logit)
        owner = encoded[part.of].owner
        for place, value in enumerate(pieces, part.start):
            words[part.of][owner[place]] = max(words[part.of][owner[place]], value)
    lenient = [LENIENCY * (verse(s) or older(s, len(e.spans))) for s, e in zip(sentences, encoded, strict=True)]
    return [_judgement(e, g - less, w) for e, g, less, w in zip(encoded, logits, lenient, words, strict=True)]


def verse(sentence: str) -> bool:
    """Whether the sentence runs over three short lines or more, each with a capital first; wrapped prose has none."""
    lines = [line.strip(" \t\"'“‘_(") for line in sentence.strip().split("\n")]
    lines = [line for line in lines if line]
    return len(lines) >= 3 and all(line[0].isupper() and len(line) <= VERSE_LINE for line in lines)


def older(sentence: str, words: int) -> bool:
    """Whether one word in forty or more is older English, as in verse and drama."""
    return 40 * len(OLDER.findall(sentence)) >= max(words, 1)


@cache
def calibration() -> dict[str, float]:
    """Numbers fitted with the weights on clean training text; see `training/calibrate.py` for their meaning."""
    return {k: float(v) for k, v in json.loads((WEIGHTS / "calibration.json").read_text(encoding="utf-8")).items()}


@cache
def _cutter() -> WordPiece:
    return WordPiece.from_file(WEIGHTS / "vocab.txt")


@cache
def _session() -> Any:
    """One thread by default: a corpus run has a worker a core, and more threads would make results depend on them."""
    runtime = import_module("onnxruntime")
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # The graph is fused already; looking for more to fuse takes half the loading time and finds nothing.
    options.graph_optimization_level = runtime.GraphOptimizationLevel.ORT_DISABLE_ALL
    return runtime.InferenceSession(str(WEIGHTS / "tagger.onnx"), options, providers=["CPUExecutionProvider"])


def _parts(encoded: Sequence[Encoded]) -> Iterator[_Part]:
    for of, e in enumerate(encoded):
        for start in range(0, len(e.pieces), LONGEST):
            yield _Part(of, start, e.pieces[start : start + LONGEST], e.cases[start : start + LONGEST])


def _run(parts: Iterable[_Part]) -> Iterator[tuple[_Part, float, list[float]]]:
    """Each part with its sentence logit and piece logits; parts of one rounded length share a batch."""
    by_length: dict[int, list[_Part]] = {}
    for part in parts:
        by_length.setdefault(-(-(len(part.pieces) + 1) // STEP) * STEP, []).append(part)
    for length, group in sorted(by_length.items()):
        size = max(1, BATCH // length)
        for start in range(0, len(group), size):
            yield from _batch(group[start : start + size], length)


def _batch(group: list[_Part], length: int) -> Iterator[tuple[_Part, float, list[float]]]:
    np = import_module("numpy")
    pieces = np.zeros((len(group), length), np.int64)
    cases = np.zeros((len(group), length), np.int64)
    for row, part in enumerate(group):
        pieces[row, : len(part.pieces) + 1] = [FIRST, *part.pieces]
        cases[row, 1 : len(part.cases) + 1] = part.cases
    feeds = {"pieces": pieces, "cases": cases, "positions": np.arange(length)}
    sentence, piece = _session().run(["sentence", "piece"], feeds)
    for part, logit, row in zip(group, sentence.tolist(), piece.tolist(), strict=True):
        yield part, logit, row[1 : len(part.pieces) + 1]


def _judgement(encoded: Encoded, logit: float, words: list[float]) -> Judgement:
    if not encoded.spans:
        return Judgement(0.0, ())
    return Judgement(_probability(logit - calibration()["shift"]), tuple(_spans(encoded, words)))


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
