"""The early reading: damage read off the lower third of the encoder, taught what the whole encoder reads.

A small network over each piece and its neighbours, not a line through the hidden state as at the end: the lower layers
know more than a line can read off. The layers stay as they are.

Method: Teerapittayanon et al. 2016, "BranchyNet" (early exit); Hinton et al. 2015 (distillation).
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from qc.fluency import encoder
from qc.fluency.encoder import LONGEST
from qc.fluency.judgement import cutter
from qc.fluency.wordpiece import FIRST
from training.cores import mapped
from training.examples import Example
from training.model import WIDTH, Reading, Tagger

INNER = 128
PASSES, RATE, BATCH = 1, 1e-3, 64  # passes over all lessons, highest rate, pairs
WINDOW = 40  # batches sorted by length together
LEAST, MOST = -8.0, 8.0  # a logit beyond is as good as this
CHUNK = 256  # pairs the encoder reads at once
TOLD = 200  # steps between lines of the log


class Glance(nn.Module):
    """Hidden states in; sentence logits (batch,) and piece logits (batch, length) out."""

    def __init__(self) -> None:
        super().__init__()
        self.up = nn.Linear(WIDTH, INNER)
        self.mid = nn.Linear(3 * INNER, INNER)
        self.reading = Reading(INNER)

    def forward(self, x: Tensor, present: Tensor) -> tuple[Tensor, Tensor]:
        """`x` (batch, length, width); [CLS] and padding take no part in the pooling."""
        y = functional.gelu(self.up(x)) * present[:, :, None]
        before, after = functional.pad(y, (0, 0, 1, 0))[:, :-1], functional.pad(y, (0, 0, 0, 1))[:, 1:]
        y = functional.gelu(self.mid(torch.cat([before, y, after], -1)))
        reading: tuple[Tensor, Tensor] = self.reading(y, present)
        return reading


class Lesson(NamedTuple):
    """A sentence as the encoder read it: pieces and case classes, the logit of it all, and a logit for each piece."""

    pieces: np.ndarray
    cases: np.ndarray
    whole: float
    words: np.ndarray


def lessons(items: Sequence[Example]) -> list[tuple[Lesson, Lesson]]:
    """Both sides of the pairs as the encoder reads them (`encoder.WEIGHTS`). Raises ValueError for an empty side."""
    chunks = [items[start : start + CHUNK] for start in range(0, len(items), CHUNK)]
    return [pair for chunk in mapped(_read, chunks) for pair in chunk]


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


def fit(model: Tagger, pairs: list[tuple[Lesson, Lesson]], seed: int) -> Glance:
    """Teach an early reading to say of sentences and pieces what the encoder says, and to keep the order in pairs."""
    torch.manual_seed(seed)
    glance, rng = Glance(), random.Random(seed)
    optimiser = torch.optim.AdamW(glance.parameters(), lr=RATE, weight_decay=0.01, fused=True)
    steps, made, start = PASSES * len(pairs) // BATCH, 0, time.time()
    sums = torch.zeros(4)
    while made < steps:
        for group in _groups(pairs, rng):
            if made == steps:
                break
            for each in optimiser.param_groups:
                each["lr"] = RATE * min(1.0, (made + 1) / (0.03 * steps + 1), max(0.02, 1 - made / steps))
            parts = _losses(model, glance, group)
            torch.autograd.backward(parts @ torch.tensor([0.5, 1.0, 0.3, 1.0]))
            torch.nn.utils.clip_grad_norm_(glance.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad()
            sums, made = sums + parts.detach(), made + 1
            if made % TOLD == 0:
                told = " ".join(f"{s / TOLD:.4f}" for s in sums.tolist())
                print(f"early reading: {made}/{steps} {told} {time.time() - start:.0f}s", flush=True)
                sums = torch.zeros(4)
    return glance.eval()


def _groups(pairs: list[tuple[Lesson, Lesson]], rng: random.Random) -> Iterator[list[tuple[Lesson, Lesson]]]:
    """All pairs once, those of like length together, long and short batches mixed."""
    order = list(pairs)
    rng.shuffle(order)
    for start in range(0, len(order), BATCH * WINDOW):
        part = sorted(order[start : start + BATCH * WINDOW], key=lambda pair: len(pair[1].pieces))
        groups = [part[i : i + BATCH] for i in range(0, len(part), BATCH)]
        rng.shuffle(groups)
        yield from groups


def _losses(model: Tagger, glance: Glance, group: list[tuple[Lesson, Lesson]]) -> Tensor:
    """How far off logits, probabilities, differences within pairs, and probabilities of pieces are."""
    pieces, cases, goal, words = _batch([pair[side] for side in (0, 1) for pair in group])
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        hidden = model.lower(pieces, cases)
    whole, piece = glance(hidden.float(), pieces != 0)
    value = functional.smooth_l1_loss(whole, goal.clamp(LEAST, MOST), beta=2.0)
    chance = functional.binary_cross_entropy_with_logits(whole, torch.sigmoid(goal))
    (better, worse), (lower, higher) = whole.chunk(2), goal.chunk(2)
    order = functional.smooth_l1_loss(worse - better, (higher - lower).clamp(LEAST, MOST), beta=2.0)
    known = ~words.isnan()
    word = functional.binary_cross_entropy_with_logits(piece[known], torch.sigmoid(words[known]))
    return torch.stack([value, chance, order, word])


def _batch(rows: list[Lesson]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
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
