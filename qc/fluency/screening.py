"""First stage: a linear model over hashed n-grams of word classes, in plain Python.

Common words stand for themselves, the rest for their endings and shape, so that the model sees how words are put
together and not what they are about. One byte a weight, read by hash. Neither NumPy nor ONNX Runtime is imported, for a
page this stage settles must not pay for the next; where NumPy is loaded already, as in a run over a corpus, it does the
same sums of whole numbers several times as fast.

Method: word-class n-grams as in Arase & Zhou 2013; feature hashing as in Weinberger et al. 2009.
"""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import chain, islice
from operator import itemgetter
from pathlib import Path
from typing import Any
from zlib import crc32

from qc.document import INLINE_MASK
from qc.fluency.wordpiece import REPEATED

WEIGHTS = Path(__file__).parent / "weights"

BITS = 19  # of the hash; half a megabyte of weights
MASK = (1 << BITS) - 1
MULTIPLIER = 0x2C1B3C6D  # odd; mixes the class before with the class after
ORDERS = 4  # n-grams of one to four classes
MIDDLE = 128  # the byte that stands for weight nought

TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+|[^\w\s]")

_CACHE_LIMIT, _KEPT_LENGTH = 200_000, 40  # runs kept, and their longest
_FOLDED = str.maketrans("’‘“”„–—", '\'\'"""--')
_REPEATED = re.compile(rf"([^\w\s])\1{{{REPEATED},}}")
_MASKED = re.compile(f"{INLINE_MASK}+")
_EDGE = 1  # the class before the first token and after the last


def class_name(token: str, common: frozenset[str] | set[str]) -> str:
    """The class of a token: itself when common, else a number, a mark, or its shape and last three letters."""
    lower = token.lower() if token.isascii() else token.lower().translate(_FOLDED)
    if lower in common:
        return lower
    if token.isdigit():
        return f"#{min(len(token), 5)}"
    if not token[0].isalpha():
        return lower
    shape = "^" if token[0].isupper() else "."
    return shape + ("'s" if lower.endswith("'s") else lower[-3:] if len(lower) > 5 else "~" + lower[-2:])


def class_hash(name: str) -> int:
    """The same on every machine, unlike `hash`."""
    return crc32(name.encode("utf-8", "surrogatepass")) | 2


class Screen:
    """Weights and word classes; a logit is `step` x (sum of weights) / sqrt(n-gram places) + `bias`.

    `weights` has 2**BITS bytes, `MIDDLE` standing for nought.
    """

    def __init__(self, weights: bytes, common: frozenset[str], step: float, bias: float) -> None:
        self._weights = weights
        self._step = step
        self._bias = bias
        self._known = _Known(common)

    def hashes(self, sentence: str) -> list[list[int]]:
        """Places in the table of the n-grams of each order."""
        classes = self._classes(sentence)
        orders = [classes]
        for n in range(1, ORDERS):
            after = islice(classes, n, None)
            orders.append([(a * MULTIPLIER + b) & 0xFFFFFFFF for a, b in zip(orders[-1], after, strict=False)])
        return [[(h ^ (h >> 13)) & MASK for h in order] for order in orders]

    def logits(self, sentences: Sequence[str]) -> list[float]:
        """Damage logit of each sentence; a few words say little and stay near the bias."""
        numpy = sys.modules.get("numpy")
        found = self._sums_at_once(numpy, sentences) if numpy and sentences else map(self._sum, sentences)
        return [self._bias + self._step * total / math.sqrt(places + 2) for total, places in found]

    def _sum(self, sentence: str) -> tuple[int, int]:
        """The sum of the weights of all n-grams, and how many of one class there are."""
        orders, weight = self.hashes(sentence), self._weights.__getitem__
        return sum(sum(map(weight, order)) - MIDDLE * len(order) for order in orders), len(orders[0])

    def _sums_at_once(self, np: Any, sentences: Sequence[str]) -> list[tuple[int, int]]:
        """The same, of all sentences, end to end in one array, with one edge between two of them."""
        flat, edges = [_EDGE], [0]
        for sentence in sentences:
            flat += self._found(sentence)
            edges.append(len(flat))
            flat.append(_EDGE)
        starts, ends = np.array(edges[:-1]), np.array(edges[1:]) + 1
        classes = np.array(flat, np.uint32)
        weights = np.frombuffer(self._weights, np.uint8)
        hashes, totals = classes, np.zeros(len(sentences), np.int64)
        for n in range(ORDERS):
            if n:
                hashes = hashes[:-1] * np.uint32(MULTIPLIER) + classes[n:]
            sums = np.zeros(len(hashes) + 1, np.int64)
            np.cumsum(weights[(hashes ^ (hashes >> 13)) & MASK], out=sums[1:])
            # N-grams that reach over an edge are left out.
            first = np.minimum(starts, len(hashes))
            last = np.maximum(ends - n, first)
            totals += sums[last] - sums[first] - MIDDLE * (last - first)
        return list(zip(totals.tolist(), (ends - starts).tolist(), strict=True))

    def _classes(self, sentence: str) -> list[int]:
        return [_EDGE, *self._found(sentence), _EDGE]

    def _found(self, sentence: str) -> Iterable[int]:
        """The hashes of the classes of its tokens."""
        # No token holds white space, so that a run between white spaces always falls into the same ones.
        return chain.from_iterable(map(self._known.__getitem__, sentence.split()))


class _Known(dict[str, tuple[int, ...]]):
    """The class hashes of runs between white spaces, told on first sight; emptied when full."""

    def __init__(self, common: frozenset[str]) -> None:
        # Runs are words with marks around them in many ways: the words themselves are fewer.
        self._common = common
        self._hash = lru_cache(_CACHE_LIMIT)(lambda token: class_hash(class_name(token, common)))

    def __missing__(self, run: str) -> tuple[int, ...]:
        run, whole = _REPEATED.sub(r"\1" * REPEATED, _MASKED.sub(INLINE_MASK, run)), run
        if len(whole) > _KEPT_LENGTH:
            return tuple(class_hash(class_name(token, self._common)) for token in TOKEN.findall(run))
        hashes = tuple(map(self._hash, TOKEN.findall(run)))
        if len(self) >= _CACHE_LIMIT:
            self.clear()
        self[whole] = hashes
        return hashes


@cache
def _model() -> Screen:
    head, _, weights = (WEIGHTS / "screen.bin").read_bytes().partition(b"\n\n")
    first, *common = head.decode().split("\n")
    step, bias = map(float, itemgetter(1, 3)(first.split()))
    return Screen(weights, frozenset(common), step, bias)


def screen(sentences: Sequence[str]) -> list[float]:
    """Damage of each sentence, 0-1, in their order; deterministic, and free of what else is in the list."""
    return [1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, logit)))) for logit in _model().logits(sentences)]
