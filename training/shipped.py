"""The shipped weights as a checkpoint to train on from: `python training/shipped.py CHECKPOINT`.

Seven bits a weight lose little (correlation of sentence logits 0.996, `NOTEBOOK.md`), and a further pass mends it.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from training.export import THIRDS
from training.model import EARLY, LAYERS, Tagger
from training.skim import Glance

WEIGHTS = Path("qc/fluency/weights")


def tagger(folder: Path = WEIGHTS) -> Tagger:
    """The tagger that `training.export.write` was given, as far as its bits tell. Raises KeyError on another graph."""
    lower, upper = (_constants(folder / f"{name}.onnx") for name in ("lower", "upper"))
    words = lower["words.q"].astype(np.float32) * lower["words.step"]
    state = {
        "words.weight": words, "positions.weight": lower["positions.t"], "cases.weight": lower["cases.t"],
        "norm.weight": lower["norm.w"], "norm.bias": lower["norm.b"],
    }  # fmt: skip
    for place in range(LAYERS):
        state |= _layer(f"layers.{place}", lower if place < EARLY else upper)
    state |= {f"last.{name}": value for name, value in _reading(upper).items()}
    model = Tagger(len(words))
    tensors = {name: torch.from_numpy(np.array(value, order="C")) for name, value in state.items()}
    # The early reading of training is not shipped, and begins afresh.
    if any(not name.startswith("early.") for name in model.load_state_dict(tensors, strict=False).missing_keys):
        raise KeyError(f"no whole tagger in {folder}")
    return model


def glance(folder: Path = WEIGHTS) -> Glance:
    """The early reading, likewise."""
    graph = _constants(folder / "lower.onnx")
    state = {}
    for name in ("up", "mid"):
        columns = graph[f"{name}.q"].astype(np.float64) * graph[f"{name}.step"] * graph[f"{name}.mul"][:, None]
        state |= {f"{name}.weight": columns.T.astype(np.float32), f"{name}.bias": graph[f"{name}.bias"]}
    state |= {f"reading.{name}": value for name, value in _reading(graph).items()}
    early = Glance()
    early.load_state_dict({name: torch.from_numpy(np.array(value, order="C")) for name, value in state.items()})
    return early


def _reading(graph: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    return {
        "piece.weight": graph["piece.w"].T, "piece.bias": graph["piece.b"],
        "sentence.weight": graph["sentence.w"].T, "sentence.bias": graph["sentence.b"],
        "scale": np.log(np.expm1(graph["scale"])),
    }  # fmt: skip


def _layer(at: str, graph: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    state = {}
    for name in ("qkv", "out", "up", "down"):
        one = f"{at}.{name}"
        parts = [f"{one}{part}" for part in (THIRDS if name == "qkv" else ("",))]
        columns = [graph[f"{part}.q"].astype(np.float64) * graph[f"{part}.step"] for part in parts]
        whole = np.concatenate(columns, 1) * graph[f"{one}.mul"][:, None]
        biases = np.concatenate([graph[f"{part}.bias"] for part in parts])
        state |= {f"{one}.weight": whole.T.astype(np.float32), f"{one}.bias": biases}
    for norm in ("norm1", "norm2"):
        state |= {f"{at}.{norm}.{part}": graph[f"{at}.{norm}.{part}"] for part in ("weight", "bias")}
    return state


def _constants(path: Path) -> dict[str, np.ndarray]:
    return {t.name: numpy_helper.to_array(t) for t in onnx.load(path).graph.initializer}


if __name__ == "__main__":
    state: dict[str, Tensor] = tagger().state_dict()
    torch.save(state, sys.argv[1])
