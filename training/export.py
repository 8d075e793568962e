"""Write a trained tagger as two int8 ONNX graphs that ONNX Runtime runs without any other framework.

The lower graph ends at the early reading, the upper one goes on from there, so that a page which the early reading
settles never loads the upper one.

Activations are quantised with fixed scales measured on training text (per channel, folded into the weights' rows), not
scales taken from each batch: a sentence's score must not depend on the sentences beside it. Weights keep seven
bits, so that processors without VNNI, whose 8-bit products saturate, compute the same values.

Method: Jacob et al. 2018 (integer inference); Xiao et al. 2023 (SmoothQuant: activations' ranges moved into weights).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from qc.fluency.wordpiece import FIRST, PAD
from training.model import EARLY, HEAD, WIDTH, Reading, Tagger
from training.skim import Glance

BITS = 63  # largest weight: seven bits with sign
MS = "com.microsoft"
THIRDS = (".query", ".key", ".value")  # of the product before the attention


class Graph:
    """Nodes and constants as they are added."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}

    def constant(self, name: str, value: Any) -> str:
        """Add a tensor once."""
        self.constants[name] = numpy_helper.from_array(np.array(value, order="C"), name)
        return name

    def add(self, kind: str, inputs: list[str], output: str, domain: str = "", **attributes: Any) -> str:
        """Add a node with one output."""
        self.nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **attributes))
        return output


def ranges(model: nn.Module, batches: Iterable[Sequence[Tensor]]) -> dict[str, np.ndarray]:
    """Largest magnitude of each input channel of every linear layer, over calibration text (99.95th percentile)."""
    seen: dict[str, list[Tensor]] = {}
    hooks = []

    def watch(name: str) -> None:
        def hook(_: object, inputs: tuple[Tensor, ...]) -> None:
            flat = inputs[0].detach().abs().reshape(-1, inputs[0].shape[-1]).float()
            seen.setdefault(name, []).append(flat.quantile(0.9995, dim=0))

        hooks.append(model.get_submodule(name).register_forward_pre_hook(hook))

    for name, module in model.named_modules():
        if isinstance(module, nn.Linear):
            watch(name)
    with torch.no_grad():
        for batch in batches:
            model(*batch)
    for each in hooks:
        each.remove()
    return {name: torch.stack(found).max(0).values.numpy() for name, found in seen.items()}


def _linear(g: Graph, model: nn.Module, name: str, source: str, limits: np.ndarray) -> str:
    """Scale by channel, quantise, multiply in int8, and return to float."""
    (out,) = _linears(g, model, name, source, limits, ("",))
    return out


def _linears(g: Graph, model: nn.Module, name: str, source: str, limits: np.ndarray, parts: Sequence[str]) -> list[str]:
    """The same as products of equal width from one quantised input: splitting their common output would cost more."""
    module: Any = model.get_submodule(name)
    weight = module.weight.detach().numpy().T.astype(np.float64)
    strength = np.abs(weight).max(1)
    spread = np.maximum(limits, 1e-3) ** 0.9 / np.maximum(strength, 1e-3) ** 0.1
    top = float((limits / spread).max()) * 1.02
    weight = weight * spread[:, None]
    steps = np.abs(weight).max(0) / BITS
    whole = np.clip(np.round(weight / steps), -BITS, BITS).astype(np.int8)
    biases = module.bias.detach().numpy()
    g.constant(f"{name}.in", np.float32(top / 127.5))
    g.constant(f"{name}.mul", (1.0 / spread).astype(np.float32))
    g.constant("middle", np.uint8(128))
    scaled = g.add("Mul", [source, f"{name}.mul"], f"{name}.scaled")
    quantised = g.add("QuantizeLinear", [scaled, f"{name}.in", "middle"], f"{name}.u8")
    outs = []
    for number, part in enumerate(parts):
        one, columns = f"{name}{part}", np.array_split(np.arange(len(steps)), len(parts))[number]
        g.constant(f"{one}.q", whole[:, columns])
        g.constant(f"{one}.step", steps[columns].astype(np.float32))
        shift = g.constant(f"{one}.bias", biases[columns])
        inputs = [quantised, f"{one}.q", f"{name}.in", f"{one}.step", "middle", "", shift]
        outs.append(g.add("MatMulIntegerToFloat", inputs, f"{one}.out", MS))
    return outs


def _normed(g: Graph, model: Tagger, name: str, source: str, skip: str) -> str:
    """Residual and layer normalisation. ONNX Runtime's fusion of the two takes six times as long on a CPU."""
    norm = model.get_submodule(name)
    parts = [g.constant(f"{name}.{p}", getattr(norm, p).detach().numpy()) for p in ("weight", "bias")]
    both = g.add("Add", [source, skip], f"{name}.sum")
    return g.add("LayerNormalization", [both, *parts], f"{name}.out", axis=-1, epsilon=1e-12)


def _embedded(g: Graph, model: Tagger) -> str:
    """Rows of the int8 word table, their steps, positions and cases, normalised."""
    words = model.words.weight.detach().numpy()
    steps = np.abs(words).max(1, keepdims=True) / 127
    g.constant("words.q", np.round(words / np.maximum(steps, 1e-9)).astype(np.int8))
    g.constant("words.step", steps.astype(np.float32))
    row = g.add("Cast", [g.add("Gather", ["words.q", "pieces"], "w.q")], "w.f", to=TensorProto.FLOAT)
    word = g.add("Mul", [row, g.add("Gather", ["words.step", "pieces"], "w.s")], "w")
    g.constant("positions.t", model.positions.weight.detach().numpy())
    g.constant("cases.t", model.cases.weight.detach().numpy())
    place = g.add("Gather", ["positions.t", "positions"], "p")
    both = g.add("Add", [g.add("Add", [word, place], "wp"), g.add("Gather", ["cases.t", "cases"], "c")], "wpc")
    g.constant("norm.w", model.norm.weight.detach().numpy())
    g.constant("norm.b", model.norm.bias.detach().numpy())
    return g.add("LayerNormalization", [both, "norm.w", "norm.b"], "x0", axis=-1, epsilon=1e-12)


def _layer(g: Graph, model: Tagger, i: int, x: str, limits: dict[str, np.ndarray]) -> str:
    at = f"layers.{i}"
    thirds = _linears(g, model, f"{at}.qkv", x, limits[f"{at}.qkv"], THIRDS)
    seen = g.add("MultiHeadAttention", [*thirds, "", "present32"], f"{at}.seen", MS, num_heads=WIDTH // HEAD)
    out = _linear(g, model, f"{at}.out", seen, limits[f"{at}.out"])
    x = _normed(g, model, f"{at}.norm1", out, x)
    up = g.add("Gelu", [_linear(g, model, f"{at}.up", x, limits[f"{at}.up"])], f"{at}.gelu", MS)
    down = _linear(g, model, f"{at}.down", up, limits[f"{at}.down"])
    return _normed(g, model, f"{at}.norm2", down, x)


def _glanced(g: Graph, glance: Glance, x: str, limits: dict[str, np.ndarray]) -> str:
    """What the early reading makes of each piece and its neighbours (see `training.skim.Glance`)."""
    g.constant("last", np.array([-1], np.int64))
    present = g.add("Cast", ["present"], "presentf", to=TensorProto.FLOAT)
    y = g.add("Gelu", [_linear(g, glance, "up", x, limits["up"])], "up.gelu", MS)
    y = g.add("Mul", [y, g.add("Unsqueeze", [present, "last"], "presentc")], "up.present")
    g.constant("around", np.array([0, 1, 0, 0, 1, 0], np.int64))
    edged = g.add("Pad", [y, "around"], "edged")
    for name, value in (("nought64", 0), ("two", 2), ("before_last", -2), ("second", 1)):
        g.constant(name, np.array([value], np.int64))
    before = g.add("Slice", [edged, "nought64", "before_last", "second"], "before")
    g.constant("end", np.array([2**31], np.int64))
    after = g.add("Slice", [edged, "two", "end", "second"], "after")
    both = g.add("Concat", [before, y, after], "neighbours", axis=-1)
    return g.add("Gelu", [_linear(g, glance, "mid", both, limits["mid"])], "mid.gelu", MS)


def _read(g: Graph, reading: Reading, x: str) -> None:
    """Piece logits, and the sentence logit pooled from them (see `training.model.Reading`)."""
    for name, value in (
        ("piece.w", reading.piece.weight.T),
        ("piece.b", reading.piece.bias),
        ("sentence.w", reading.sentence.weight.T),
        ("sentence.b", reading.sentence.bias),
    ):
        g.constant(name, value.detach().numpy())
    g.constant("last", np.array([-1], np.int64))
    g.constant("second", np.array([1], np.int64))
    g.constant("scale", nn.functional.softplus(reading.scale).detach().numpy())
    g.constant("low", np.float32(-30.0))
    flat = g.add("Add", [g.add("MatMul", [x, "piece.w"], "pw"), "piece.b"], "pb")
    piece = g.add("Squeeze", [flat, "last"], "piece")
    masked = g.add("Where", ["inner", piece, "low"], "masked")
    pooled = g.add("ReduceLogSumExp", [masked, "second"], "pooled", keepdims=0)
    share = g.add("Unsqueeze", [g.add("Cast", ["inner"], "innerf", to=TensorProto.FLOAT), "last"], "share")
    total = g.add("ReduceSum", [g.add("Mul", [x, share], "xs"), "second"], "total", keepdims=0)
    count = g.add("ReduceSum", [share, "second"], "count", keepdims=0)
    mean = g.add("Div", [total, count], "mean")
    g.constant("zero", np.int64(0))
    first = g.add("Gather", [x, "zero"], "first", axis=1)
    both = g.add("Concat", [first, mean], "both", axis=-1)
    extra = g.add("Squeeze", [g.add("Gemm", [both, "sentence.w", "sentence.b"], "e2"), "last"], "extra")
    g.add("Add", [g.add("Mul", [pooled, "scale"], "ps"), extra], "sentence")


def _masks(g: Graph) -> None:
    """Which pieces are there at all, and which of them are words."""
    g.constant("pad", np.int64(PAD))
    g.constant("cls", np.int64(FIRST))
    present = g.add("Not", [g.add("Equal", ["pieces", "pad"], "padded")], "present")
    g.add("Cast", [present], "present32", to=TensorProto.INT32)
    g.add("And", [present, g.add("Not", [g.add("Equal", ["pieces", "cls"], "is_cls")], "not_cls")], "inner")


def _value(name: str, *shape: str | int) -> onnx.ValueInfoProto:
    kind = TensorProto.INT64 if name in {"pieces", "cases", "positions"} else TensorProto.FLOAT
    return helper.make_tensor_value_info(name, kind, shape)


READINGS = (_value("sentence", "b"), _value("piece", "b", "t"))


def write(model: Tagger, glance: Glance, batches: Sequence[Sequence[Tensor]], folder: Path) -> None:
    """Write both graphs, with scales measured on these batches of `pieces` and `cases`.

    `lower.onnx`: inputs `pieces`, `cases` (batch, length) and `positions` (length,); outputs `sentence` and `piece`
    logits, and `hidden` (batch, length, width). `upper.onnx`: inputs `pieces` and `hidden`; outputs `sentence` and
    `piece`.
    """
    limits = ranges(model, batches)
    with torch.no_grad():
        glances = ranges(glance, [(model.lower(pieces, cases), pieces != 0) for pieces, cases in batches])
    hidden = _value("hidden", "b", "t", WIDTH)
    pieces = _value("pieces", "b", "t")
    lower, upper = Graph(), Graph()
    _masks(lower)
    x = _embedded(lower, model)
    for i in range(EARLY):
        x = _layer(lower, model, i, x, limits)
    lower.add("Identity", [x], "hidden")
    _read(lower, glance.reading, _glanced(lower, glance, x, glances))
    _masks(upper)
    x = "hidden"
    for i in range(EARLY, len(model.layers)):
        x = _layer(upper, model, i, x, limits)
    _read(upper, model.last, x)
    _save(
        lower, [pieces, _value("cases", "b", "t"), _value("positions", "t")], [*READINGS, hidden], folder / "lower.onnx"
    )
    _save(upper, [pieces, hidden], [*READINGS], folder / "upper.onnx")


def _save(g: Graph, inputs: list[onnx.ValueInfoProto], outputs: list[onnx.ValueInfoProto], path: Path) -> None:
    graph = helper.make_graph(g.nodes, "damage", inputs, outputs, list(g.constants.values()))
    opsets = [helper.make_opsetid("", 18), helper.make_opsetid(MS, 1)]
    path.write_bytes(helper.make_model(graph, opset_imports=opsets, ir_version=9).SerializeToString())
