"""The encoder: twelve layers of a small pretrained BERT, read off twice, after a third of them and at the end.

Each reading gives a damage logit for each piece and a sentence logit pooled from them: a log-sum-exp, so that one bad
word suffices, beside a reading of [CLS]. The early one has the lower layers learn damage too; what is shipped in its
place is taught afterwards (`training/skim.py`).

Method: Wang et al. 2020, "MiniLM" (the pretraining); Teerapittayanon et al. 2016, "BranchyNet" (early exit). Written
out here so that training needs PyTorch and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn
from torch.nn import functional

WIDTH, LAYERS = 384, 12
HEADS = 12  # of the attention, whatever the width
HEAD = WIDTH // HEADS  # width of one
POSITIONS = 104  # the pretrained encoder has more; no sentence part reaches them
EARLY = 4  # layers below the early reading


class Layer(nn.Module):
    """Self-attention and feed-forward, each followed by layer normalisation, as in BERT."""

    def __init__(self, width: int = WIDTH) -> None:
        super().__init__()
        inner = 4 * width
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm1 = nn.LayerNorm(width, eps=1e-12)
        self.norm2 = nn.LayerNorm(width, eps=1e-12)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """`x` (batch, length, width), `mask` (batch, 1, 1, length) additive."""
        batch, length, width = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, HEADS, -1).permute(2, 0, 3, 1, 4)
        # Written out: for heads of 32 the fused product's backward pass on a CPU takes as long as all else together.
        shares = torch.softmax(q @ k.transpose(-1, -2) * q.shape[-1] ** -0.5 + mask.to(q.dtype), -1)
        seen = shares.to(v.dtype) @ v
        x = self.norm1(x + self.out(seen.transpose(1, 2).reshape(batch, length, width)))
        y: Tensor = self.norm2(x + self.down(functional.gelu(self.up(x))))
        return y


class Reading(nn.Module):
    """Damage read off a layer: sentence logits (batch,) and piece logits (batch, length)."""

    def __init__(self, width: int = WIDTH) -> None:
        super().__init__()
        self.piece = nn.Linear(width, 1)
        self.sentence = nn.Linear(2 * width, 1)
        self.scale = nn.Parameter(torch.tensor(0.5))
        nn.init.constant_(self.piece.bias, -2.5)
        nn.init.zeros_(self.sentence.weight)

    def forward(self, x: Tensor, present: Tensor) -> tuple[Tensor, Tensor]:
        """`x` (batch, length, width); [CLS] and padding take no part in the pooling."""
        x = x.float()
        piece = self.piece(x).squeeze(-1)
        inner = torch.cat([torch.zeros_like(present[:, :1]), present[:, 1:]], 1)
        pooled = torch.logsumexp(torch.where(inner, piece, torch.full_like(piece, -30.0)), 1)
        share = inner.float()[:, :, None]
        mean = (x * share).sum(1) / share.sum(1).clamp(min=1)
        extra = self.sentence(torch.cat([x[:, 0], mean], 1)).squeeze(-1)
        return functional.softplus(self.scale) * pooled + extra, piece


class Tagger(nn.Module):
    """Pieces and their case classes in; the last reading and the early one out."""

    def __init__(self, vocabulary: int, width: int = WIDTH) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, width)
        self.positions = nn.Embedding(POSITIONS, width)
        self.cases = nn.Embedding(3, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(width) for _ in range(LAYERS))
        self.early, self.last = Reading(width), Reading(width)

    def forward(self, pieces: Tensor, cases: Tensor) -> tuple[tuple[Tensor, Tensor], tuple[Tensor, Tensor]]:
        """`pieces` (batch, length), 0 where padded, [CLS] first; `cases` alike."""
        present = pieces != 0
        x = self.lower(pieces, cases)
        early = self.early(x, present)
        for layer in self.layers[EARLY:]:
            x = layer(x, _mask(present))
        return self.last(x, present), early

    def embedded(self, pieces: Tensor, cases: Tensor) -> Tensor:
        """What the first layer is given, (batch, length, width)."""
        y: Tensor = self.norm(self.words(pieces) + self.positions.weight[: pieces.shape[1]] + self.cases(cases))
        return y

    def lower(self, pieces: Tensor, cases: Tensor) -> Tensor:
        """Hidden states (batch, length, width) where the early reading is."""
        x = self.embedded(pieces, cases)
        for layer in self.layers[:EARLY]:
            x = layer(x, _mask(pieces != 0))
        return x


def _mask(present: Tensor) -> Tensor:
    return torch.where(present, 0.0, -1e4)[:, None, None, :]


def pretrained(source: dict[str, Tensor], rows: Sequence[int]) -> Tagger:
    """A pretrained BERT with these rows of its vocabulary, readings fresh; `KeyError` on another architecture.

    source: its tensors by their names in PyTorch, see `exported` and `checkpoint`.
    """
    words = source["embeddings.word_embeddings.weight"][list(rows)]
    model = Tagger(*words.shape)
    kind = source["embeddings.token_type_embeddings.weight"][0]
    state = {"words.weight": words, "positions.weight": source["embeddings.position_embeddings.weight"][:POSITIONS]}
    state["cases.weight"] = kind.repeat(3, 1)
    state |= _norm("norm", "embeddings.LayerNorm", source)
    for place in range(LAYERS):
        state |= _layer(f"layers.{place}", f"encoder.layer.{place}", source)
    missing, unexpected = model.load_state_dict(state, strict=False)
    if unexpected or any(not m.startswith(("early.", "last.")) for m in missing):
        raise KeyError(f"weights do not fit: {missing} {unexpected}")
    return model


def exported(path: Path) -> dict[str, Tensor]:
    """Tensors of a BERT in ONNX; the export names a product's matrix after its place."""
    graph = onnx.load(path).graph
    found = {t.name: torch.from_numpy(numpy_helper.to_array(t).copy()) for t in graph.initializer}
    for node in graph.node:
        if node.op_type == "MatMul" and node.input[1] in found:
            name = node.name.removesuffix("/MatMul").strip("/").replace("/", ".")
            found[f"{name}.weight"] = found[node.input[1]].T.contiguous()
    return found


def checkpoint(prefix: Path) -> dict[str, Tensor]:
    """Tensors of a BERT that TensorFlow saved: `PREFIX.index` and what belongs to it."""
    from tensorflow import train  # by far the largest package that training needs, and only a teacher needs it

    reader = train.load_checkpoint(str(prefix))
    found = {}
    for theirs in reader.get_variable_to_shape_map():
        name = theirs.partition("bert/")[2].replace("layer_", "layer.").replace("/", ".")
        tensor = torch.from_numpy(reader.get_tensor(theirs))
        if name.endswith(".kernel"):
            tensor = tensor.T.contiguous()
        part = name.rpartition(".")[2]
        place = name.removesuffix(f".{part}") if part in _PARTS else name
        found[f"{place}.{_PARTS.get(part, 'weight')}"] = tensor
    return found


_PARTS = {"kernel": "weight", "bias": "bias", "gamma": "weight", "beta": "bias"}


def _norm(mine: str, theirs: str, source: dict[str, Tensor]) -> dict[str, Tensor]:
    return {f"{mine}.{p}": source[f"{theirs}.{p}"] for p in ("weight", "bias")}


def _layer(mine: str, theirs: str, source: dict[str, Tensor]) -> dict[str, Tensor]:
    names = {
        "out": "attention.output.dense", "norm1": "attention.output.LayerNorm",
        "up": "intermediate.dense", "down": "output.dense", "norm2": "output.LayerNorm",
    }  # fmt: skip
    state: dict[str, Tensor] = {}
    for part in ("weight", "bias"):
        parts = [source[f"{theirs}.attention.self.{n}.{part}"] for n in ("query", "key", "value")]
        state[f"{mine}.qkv.{part}"] = torch.cat(parts)
    for name, old in names.items():
        state |= _norm(f"{mine}.{name}", f"{theirs}.{old}", source)
    return state
