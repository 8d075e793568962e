"""Batches: pairs of like length, better sides first and worse sides after them, as padded tensors."""

from __future__ import annotations

import random
from collections.abc import Iterator

import torch
from torch import Tensor

from qc.fluency.wordpiece import FIRST, WordPiece
from training.examples import Example, Side

LONGEST = 96  # pieces of a sentence read in training, as at run time
WINDOW = 40  # batches sorted by length together


def encoded(side: Side, cutter: WordPiece) -> tuple[list[int], list[int], list[float]]:
    """Pieces, case classes and piece targets of one side, [CLS] first (its target -1: none)."""
    cut = cutter.encode(side.text)
    flags = [float(any(s < b and a < e for s, e in side.bad)) for a, b in cut.spans]
    return (
        [FIRST, *cut.pieces[:LONGEST]],
        [0, *cut.cases[:LONGEST]],
        [-1.0, *(flags[w] for w in cut.owner[:LONGEST])],
    )


def batches(items: list[Example], cutter: WordPiece, size: int, rng: random.Random) -> Iterator[dict[str, Tensor]]:
    """All examples once, `size` pairs a batch, long and short batches mixed."""
    for start in range(0, len(items), size * WINDOW):
        part = sorted(items[start : start + size * WINDOW], key=lambda e: len(e.worse.text))
        groups = [part[i : i + size] for i in range(0, len(part), size)]
        rng.shuffle(groups)
        for group in groups:
            yield collate([e.better for e in group] + [e.worse for e in group], [e.rank for e in group], cutter)


def collate(sides: list[Side], ranks: list[float], cutter: WordPiece) -> dict[str, Tensor]:
    """Tensors of a batch: `pieces`, `cases`, `tags` (sides, length); `target`, `weight`, `word_weight`; `rank`."""
    rows = [encoded(s, cutter) for s in sides]
    length = max(len(r[0]) for r in rows)
    return {
        "pieces": torch.tensor([r[0] + [0] * (length - len(r[0])) for r in rows]),
        "cases": torch.tensor([r[1] + [0] * (length - len(r[1])) for r in rows]),
        "tags": torch.tensor([r[2] + [-1.0] * (length - len(r[2])) for r in rows]),
        "target": torch.tensor([s.target for s in sides]),
        "weight": torch.tensor([s.weight for s in sides]),
        "word_weight": torch.tensor([s.word_weight for s in sides]),
        "rank": torch.tensor(ranks),
    }
