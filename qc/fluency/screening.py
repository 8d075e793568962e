"""First stage: a linear model over hashed n-grams of word classes, in plain Python.

Common words stand for themselves, the rest for their endings and shape, so that the model sees how words are put
together and not what they are about. Neither NumPy nor ONNX Runtime is imported: a page this stage settles does not
pay for the second. One byte a weight, read by hash.

Method: word-class n-grams as in Arase & Zhou 2013; feature hashing as in Weinberger et al. 2009.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache
from itertools import islice
from operator import itemgetter
from pathlib import Path
from zlib import crc32

WEIGHTS = Path(__file__).parent / "weights"

BITS = 19  # of the hash; half a megabyte of weights
MASK = (1 << BITS) - 1
MULTIPLIER = 0x2C1B3C6D  # odd; mixes the class before with the class after
ORDERS = 4  # n-grams of one to four classes
MIDDLE = 128  # the byte that stands for weight nought

TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+|[^\w\s]")

_CACHE_LIMIT = 200_000
_FOLDED = str.maketrans("’‘“”„–—", '\'\'"""--')
_EDGE = 1  # the class before the first token and after the last


def class_name(token: str, common: frozenset[str] | set[str]) -> str:
    """The class of a token: itself when common, else a number, a mark, or its shape and last three letters."""
    lower = token.lower().translate(_FOLDED)
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
        self._weight = weights.__getitem__
        self._common = common
        self._step = step
        self._bias = bias
        self._known: dict[str, int] = {}

    def hashes(self, sentence: str) -> list[list[int]]:
        """Places in the table of the n-grams of each order."""
        known = self._known
        found = TOKEN.findall(sentence)
        try:
            classes = [_EDGE, *map(known.__getitem__, found), _EDGE]
        except KeyError:
            self._learn(found)
            classes = [_EDGE, *map(known.__getitem__, found), _EDGE]
        orders = [classes]
        for n in range(1, ORDERS):
            after = islice(classes, n, None)
            orders.append([(a * MULTIPLIER + b) & 0xFFFFFFFF for a, b in zip(orders[-1], after, strict=False)])
        return [[(h ^ (h >> 13)) & MASK for h in order] for order in orders]

    def logit(self, sentence: str) -> float:
        """Damage logit of one sentence; a few words say little and stay near the bias."""
        orders = self.hashes(sentence)
        total = sum(sum(map(self._weight, order)) - MIDDLE * len(order) for order in orders)
        return self._bias + self._step * total / math.sqrt(len(orders[0]) + 2)

    def _learn(self, tokens: Sequence[str]) -> None:
        if len(self._known) > _CACHE_LIMIT:
            self._known.clear()
        for token in tokens:
            self._known[token] = class_hash(class_name(token, self._common))


@cache
def _model() -> Screen:
    head, _, weights = (WEIGHTS / "screen.bin").read_bytes().partition(b"\n\n")
    first, *common = head.decode().split("\n")
    step, bias = map(float, itemgetter(1, 3)(first.split()))
    return Screen(weights, frozenset(common), step, bias)


def screen(sentences: Sequence[str]) -> list[float]:
    """Damage of each sentence, 0-1, in their order; deterministic, and free of what else is in the list."""
    logit = _model().logit
    return [1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, logit(s))))) for s in sentences]
