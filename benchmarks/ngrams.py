"""A small n-gram model, smoothed by Witten and Bell, for the perplexity of words or characters.

KenLM's wheel reads models and cannot count them, and its estimator is a program of its own; on the few million words
that a benchmark counts, this needs nothing but Python.
"""

from __future__ import annotations

import gzip
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path


class Ngrams:
    """Counts of symbols (words of a list, characters of a string) after up to `order - 1` symbols."""

    def __init__(self, order: int) -> None:
        self.order = order
        self.seen: list[Counter[Sequence[str]]] = [Counter() for _ in range(order)]
        self.contexts: list[Counter[Sequence[str]]] = [Counter() for _ in range(order)]
        self.kinds: list[Counter[Sequence[str]]] = [Counter() for _ in range(order)]

    def count(self, symbols: Sequence[str]) -> None:
        """Count the symbols of a text, once for each length of context."""
        for size in range(self.order):
            self.seen[size].update(grams(symbols, size + 1))
            for gram, number in self.seen[size].items():
                self.contexts[size][gram[:-1]] += number
                self.kinds[size][gram[:-1]] += 1

    def perplexity(self, symbols: Sequence[str]) -> float:
        """Perplexity of a text, each symbol after the whole context; 1 of a text too short for any."""
        logs = [math.log(self.probability(gram)) for gram in grams(symbols, self.order)]
        return math.exp(-sum(logs) / len(logs)) if logs else 1.0

    def probability(self, gram: Sequence[str]) -> float:
        """Probability of the last symbol after those before it, mixed with that after shorter contexts."""
        # Before any symbol: one more than were seen, all alike, so that an unseen one is possible.
        share = 1 / (len(self.seen[0]) + 1)
        for size in range(len(gram)):
            part = gram[len(gram) - size - 1 :]
            total, kinds = self.contexts[size][part[:-1]], self.kinds[size][part[:-1]]
            if total:
                share = (self.seen[size][part] + kinds * share) / (total + kinds)
        return share


def grams(symbols: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """Every run of so many symbols, as a tuple of words or a string of characters."""
    runs = zip(*(islice(symbols, at, None) for at in range(size)), strict=False)
    return map("".join, runs) if isinstance(symbols, str) else runs


def clean_text(folder: Path, words: int) -> str:
    """So many words of the `*.txt` and `*.txt.gz` of a folder, if it has them, as many from each file as it has."""
    paths = sorted([*folder.glob("*.txt"), *folder.glob("*.txt.gz")], key=lambda path: (path.stat().st_size, path.name))
    if not paths:
        raise SystemExit(f"{folder}: no *.txt or *.txt.gz")
    taken: list[str] = []
    for number, path in enumerate(paths):
        # The shortest first: what it has not is shared by the others.
        wanted = (words - len(taken)) // (len(paths) - number)
        taken += _read(path).replace("<doc>", " ").split()[:wanted]
    return " ".join(taken)


def _read(path: Path) -> str:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", errors="replace") as file:
        return str(file.read())
