"""Lessons: sentences as a better reader read them, and the pass in which another reading learns to say the same.

Method: Hinton et al. 2015 (distillation).
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from qc.fluency import encoder
from qc.fluency.encoder import LONGEST
from qc.fluency.judgement import cutter
from qc.fluency.wordpiece import FIRST, WordPiece
from training.cores import mapped
from training.examples import Example, Side

WINDOW = 40  # batches sorted by length together
LEAST, MOST = -8.0, 8.0  # a logit beyond is as good as this
CHUNK = 256  # pairs the encoder reads at once
TOLD = 200  # steps between lines of the log


class Lesson(NamedTuple):
    """A sentence as the encoder read it: pieces and case classes, the logit of it all, and a logit for each piece."""

    pieces: np.ndarray
    cases: np.ndarray
    whole: float
    words: np.ndarray


Pairs = Sequence[tuple[Lesson, Lesson]]
"""The better and the worse side of each."""


def lessons(items: Sequence[Example]) -> list[tuple[Lesson, Lesson]]:
    """Both sides of the pairs as the encoder reads them (`encoder.WEIGHTS`). Raises ValueError for an empty side."""
    chunks = [items[start : start + CHUNK] for start in range(0, len(items), CHUNK)]
    return [pair for chunk in mapped(_read, chunks) for pair in chunk]


def unread(items: Sequence[Example], cutter: WordPiece) -> list[tuple[Lesson, Lesson]]:
    """Both sides of the pairs as far as they are read at once, with no logits yet."""
    return [(_unread(e.better, cutter), _unread(e.worse, cutter)) for e in items]


def _unread(side: Side, cutter: WordPiece) -> Lesson:
    cut = cutter.encode(side.text)
    pieces, cases = np.array(cut.pieces[:LONGEST], np.uint16), np.array(cut.cases[:LONGEST], np.uint8)
    return Lesson(pieces, cases, math.nan, np.full(len(pieces), np.nan, np.float16))


def _read(items: Sequence[Example]) -> list[tuple[Lesson, Lesson]]:
    cut = [cutter().encode(side.text) for e in items for side in (e.better, e.worse)]
    read: dict[int, Lesson] = {}
    parts = [part for of, each in enumerate(cut) for part in encoder.parts(of, each)]
    for part, whole, words in encoder.read(encoder.skim(parts)):
        if part.start == 0:
            pieces, cases = np.array(part.pieces, np.uint16), np.array(part.cases, np.uint8)
            read[part.of] = Lesson(pieces, cases, whole, np.array(words, np.float16))
    if len(read) < len(cut):
        raise ValueError("a side has no words")
    return [(read[i], read[i + 1]) for i in range(0, len(cut), 2)]


Reading = tuple[Tensor, Tensor]
"""Sentence logits (batch,) and piece logits (batch, length)."""

Groups = Sequence[tuple[Sequence[nn.Parameter], float]]
"""Parameters and the highest rate at which each group of them learns."""


def teach(
    read: Callable[[Tensor, Tensor], Reading], learning: Groups, pairs: Pairs, passes: float, size: int, seed: int
) -> int:
    """Have `read` (of pieces and case classes) say of sentences and pieces what the lessons say; returns the steps.

    size: pairs a step. The rates rise over 3 % of the steps and fall in a line.
    """
    rng = random.Random(seed)
    optimiser = torch.optim.AdamW([{"params": some} for some, _ in learning], weight_decay=0.01, fused=True)
    steps, made, start = int(passes * len(pairs)) // size, 0, time.time()
    sums = torch.zeros(4)
    while made < steps:
        for group in _groups(pairs, rng, size):
            if made == steps:
                break
            for each, (_, rate) in zip(optimiser.param_groups, learning, strict=True):
                each["lr"] = rate * min(1.0, (made + 1) / (0.03 * steps + 1), max(0.02, 1 - made / steps))
            pieces, cases, *goals = batch([pair[side] for side in (0, 1) for pair in group])
            parts = _losses(read(pieces, cases), *goals)
            torch.autograd.backward(parts.sum())
            torch.nn.utils.clip_grad_norm_([p for some, _ in learning for p in some], 1.0)
            optimiser.step()
            optimiser.zero_grad()
            sums, made = sums + parts.detach(), made + 1
            if made % TOLD == 0:
                told = " ".join(f"{s / TOLD:.4f}" for s in sums.tolist())
                print(f"taught: {made}/{steps} {told} {time.time() - start:.0f}s", flush=True)
                sums = torch.zeros(4)
    return made


def _groups(pairs: Pairs, rng: random.Random, size: int) -> Iterator[Pairs]:
    """All pairs once, `size` a group, those of like length together, long and short groups mixed."""
    order = list(pairs)
    rng.shuffle(order)
    for start in range(0, len(order), size * WINDOW):
        part = sorted(order[start : start + size * WINDOW], key=lambda pair: len(pair[1].pieces))
        some = [part[i : i + size] for i in range(0, len(part), size)]
        rng.shuffle(some)
        yield from some


def _losses(reading: Reading, goal: Tensor, words: Tensor) -> Tensor:
    """How far off logits, probabilities, differences within pairs, and probabilities of pieces are, each weighted.

    reading: sentence logits, better sides before worse, and piece logits. goal, words: the same as taught.
    """
    whole, piece = reading[0].float(), reading[1].float()
    value = functional.smooth_l1_loss(whole, goal.clamp(LEAST, MOST), beta=2.0)
    chance = functional.binary_cross_entropy_with_logits(whole, torch.sigmoid(goal))
    (better, worse), (lower, higher) = whole.chunk(2), goal.chunk(2)
    order = functional.smooth_l1_loss(worse - better, (higher - lower).clamp(LEAST, MOST), beta=2.0)
    known = ~words.isnan()
    word = functional.binary_cross_entropy_with_logits(piece[known], torch.sigmoid(words[known]))
    return torch.stack([0.5 * value, chance, 0.3 * order, word])


def batch(rows: Sequence[Lesson]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Pieces, cases (sentences, length), logits (sentences,) and logits of pieces (sentences, length; NaN for none)."""
    length = 1 + min(LONGEST, max(len(r.pieces) for r in rows))
    pieces, cases = (np.zeros((len(rows), length), np.int64) for _ in range(2))
    words = np.full((len(rows), length), np.nan, np.float32)
    pieces[:, 0] = FIRST
    for at, row in enumerate(rows):
        inner = slice(1, len(row.pieces) + 1)
        pieces[at, inner], cases[at, inner], words[at, inner] = row.pieces, row.cases, row.words
    goal = torch.tensor([float(r.whole) for r in rows])
    return torch.from_numpy(pieces), torch.from_numpy(cases), goal, torch.from_numpy(words)
