"""The early reading: damage read off the lower third of the encoder, taught what the whole encoder reads.

A small network over each piece and its neighbours, not a line through the hidden state as at the end: the lower layers
know more than a line can read off. The layers stay as they are.

Method: Teerapittayanon et al. 2016, "BranchyNet" (early exit).
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.lessons import Pairs, teach
from training.model import WIDTH, Reading, Tagger

INNER = 128
PASSES, RATE, BATCH = 1, 1e-3, 64  # passes over all lessons, highest rate, pairs


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


def fit(model: Tagger, pairs: Pairs, seed: int, glance: Glance | None = None) -> Glance:
    """Teach an early reading, a fresh one or this, to say of sentences and pieces what the encoder says."""
    torch.manual_seed(seed)
    glance = glance or Glance()

    def read(pieces: Tensor, cases: Tensor) -> tuple[Tensor, Tensor]:
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = model.lower(pieces, cases)
        reading: tuple[Tensor, Tensor] = glance(hidden.float(), pieces != 0)
        return reading

    teach(read, [(list(glance.parameters()), RATE)], pairs, PASSES, BATCH, seed)
    return glance.eval()
