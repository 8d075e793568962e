"""Fit the first stage on pairs that the second has judged: one byte a weight, word classes chosen by frequency.

The targets are the encoder's own values, not the labels: labels teach a linear model genre.

Method: Hinton et al. 2015 (distillation).
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from qc.fluency.screening import BITS, MIDDLE, TOKEN, Screen
from training.examples import Example

COMMON = 1000  # words that stand for themselves
FEWEST = 8  # times an n-gram is seen before it has a weight: rarer ones learn topics by heart
PASSES = 2
RATE = 0.01
BATCH = 256  # pairs
TAUGHT = 1.0  # weight of the encoder's value beside the order of a pair


def common_words(items: list[Example]) -> frozenset[str]:
    """The commonest lower-case words of the better sides."""
    counts = Counter(t.lower().replace("’", "'") for e in items for t in TOKEN.findall(e.better.text) if t[0].isalpha())
    return frozenset(w for w, _ in counts.most_common(COMMON))


def _table(texts: list[str], reader: Screen) -> tuple[list[np.ndarray], np.ndarray]:
    rows, lengths = [], []
    for text in texts:
        orders = reader.hashes(text)
        rows.append(np.array([h for order in orders for h in order], np.int32))
        lengths.append(len(orders[0]) + 2)
    return rows, np.sqrt(np.array(lengths, np.float32))


def _scores(weights: Tensor, bias: Tensor, rows: list[np.ndarray], roots: np.ndarray, chosen: list[int]) -> Tensor:
    flat = torch.from_numpy(np.concatenate([rows[i] for i in chosen]).astype(np.int64))
    sizes = np.cumsum([0] + [len(rows[i]) for i in chosen[:-1]])
    total = functional.embedding_bag(flat, weights, torch.from_numpy(sizes), mode="sum", sparse=True).squeeze(1)
    return total / torch.from_numpy(roots[chosen]) + bias


@dataclass(frozen=True, slots=True)
class Pairs:
    """Both sides of all pairs as places in the table, with square roots of their lengths, and what is to be learnt.

    goal: the encoder's damage of the better and the worse side, (pairs, 2), 0-1. rank: the weight of their order.
    """

    better: list[np.ndarray]
    worse: list[np.ndarray]
    roots: tuple[np.ndarray, np.ndarray]
    goal: Tensor
    rank: Tensor


def read(items: list[Example], taught: list[tuple[float, float]], reader: Screen) -> Pairs:
    """The pairs as the screen sees them."""
    better, better_roots = _table([e.better.text for e in items], reader)
    worse, worse_roots = _table([e.worse.text for e in items], reader)
    return Pairs(
        better, worse, (better_roots, worse_roots), torch.tensor(taught), torch.tensor([e.rank for e in items])
    )


def loss_of(pairs: Pairs, weights: Tensor, bias: Tensor, chosen: list[int]) -> Tensor:
    """The encoder's values, and the order within pairs."""
    low = _scores(weights, bias, pairs.better, pairs.roots[0], chosen)
    high = _scores(weights, bias, pairs.worse, pairs.roots[1], chosen)
    both = torch.stack([low, high], 1)
    value = functional.binary_cross_entropy_with_logits(both, pairs.goal[chosen])
    return TAUGHT * value + (functional.softplus(1 + low - high) * pairs.rank[chosen]).mean()


def fit(items: list[Example], taught: list[tuple[float, float]], seed: int) -> tuple[Screen, bytes]:
    """The fitted screen and its file. taught: the encoder's damage of both sides of each pair."""
    common = common_words(items)
    pairs = read(items, taught, Screen(b"", common, 1.0, 0.0))
    weights = torch.zeros(1 << BITS, 1, requires_grad=True)
    bias = torch.zeros(1, requires_grad=True)
    sparse, dense = torch.optim.SparseAdam([weights], lr=RATE), torch.optim.Adam([bias], lr=RATE)
    rare = torch.from_numpy(np.bincount(np.concatenate(pairs.better + pairs.worse), minlength=1 << BITS) < FEWEST)
    order, rng = list(range(len(items))), random.Random(seed)
    for number in range(PASSES):
        rng.shuffle(order)
        sparse.param_groups[0]["lr"] = RATE * (1 - number / PASSES)
        for start in range(0, len(order), BATCH):
            torch.autograd.backward(loss_of(pairs, weights, bias, order[start : start + BATCH]))
            sparse.step()  # type: ignore[no-untyped-call]
            dense.step()
            sparse.zero_grad()
            dense.zero_grad()
        with torch.no_grad():
            weights[rare] = 0.0
        print(f"screen: pass {number + 1} of {PASSES}", flush=True)
    return packed(weights.detach().numpy()[:, 0], bias.item(), common)


def packed(weights: np.ndarray, bias: float, common: frozenset[str]) -> tuple[Screen, bytes]:
    """One byte a weight; the largest 0.01 % are clipped so that the many small ones keep their steps."""
    step = float(np.quantile(np.abs(weights[weights != 0]), 0.9999)) / 127
    whole = (np.clip(np.round(weights / step), -127, 127) + MIDDLE).astype(np.uint8).tobytes()
    head = "\n".join([f"step {step:.9g} bias {bias:.9g}", *sorted(common)])
    return Screen(whole, common, step, bias), head.encode() + b"\n\n" + whole


def save(content: bytes, folder: Path) -> None:
    """Write `screen.bin`."""
    (folder / "screen.bin").write_bytes(content)
