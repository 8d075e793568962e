"""The encoder in ONNX Runtime: pieces of sentences in, logits out.

Two graphs, one above the other. The lower one ends at an early reading; the upper one goes on from its hidden states,
and is loaded only when asked for. A sentence's logits do not depend on the sentences beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from qc.fluency.wordpiece import FIRST, Encoded

WEIGHTS = Path(__file__).parent / "weights"

LONGEST = 96  # pieces read at once, as in training; a longer sentence is read in parts
STEP = 8  # lengths are rounded up to this, so that a sentence meets the same shape in every batch
BATCH = 1024  # pieces a batch: larger ones leave the processor's cache


@dataclass(frozen=True, slots=True)
class Part:
    """At most `LONGEST` pieces of sentence `of`, starting at its piece `start`."""

    of: int
    start: int
    pieces: list[int]
    cases: list[int]


@cache
def installed() -> bool:
    """Whether the weights and ONNX Runtime are there; imports neither."""
    graphs = all((WEIGHTS / f"{name}.onnx").is_file() for name in ("lower", "upper"))
    return graphs and all(find_spec(m) is not None for m in ("numpy", "onnxruntime"))


def run(encoded: Sequence[Encoded], *, early: bool) -> Iterator[tuple[Part, float, list[float]]]:
    """Each part of each sentence with its sentence logit and piece logits, in no particular order."""
    by_length: dict[int, list[Part]] = {}
    for part in _parts(encoded):
        # Parts of one rounded length share a batch.
        by_length.setdefault(-(-(len(part.pieces) + 1) // STEP) * STEP, []).append(part)
    for length, group in sorted(by_length.items()):
        size = max(1, BATCH // length)
        for start in range(0, len(group), size):
            yield from _batch(group[start : start + size], length, early=early)


def _parts(encoded: Iterable[Encoded]) -> Iterator[Part]:
    for of, e in enumerate(encoded):
        for start in range(0, len(e.pieces), LONGEST):
            yield Part(of, start, e.pieces[start : start + LONGEST], e.cases[start : start + LONGEST])


def _batch(group: list[Part], length: int, *, early: bool) -> Iterator[tuple[Part, float, list[float]]]:
    np = import_module("numpy")
    pieces = np.zeros((len(group), length), np.int64)
    cases = np.zeros((len(group), length), np.int64)
    for row, part in enumerate(group):
        pieces[row, : len(part.pieces) + 1] = [FIRST, *part.pieces]
        cases[row, 1 : len(part.cases) + 1] = part.cases
    feeds = {"pieces": pieces, "cases": cases, "positions": np.arange(length)}
    if early:
        sentence, piece = _graph("lower").run(["sentence", "piece"], feeds)
    else:
        (hidden,) = _graph("lower").run(["hidden"], feeds)
        sentence, piece = _graph("upper").run(["sentence", "piece"], {"pieces": pieces, "hidden": hidden})
    for part, logit, row in zip(group, sentence.tolist(), piece.tolist(), strict=True):
        yield part, logit, row[1 : len(part.pieces) + 1]


@cache
def _graph(name: str) -> Any:
    """One thread by default: a corpus run has a worker a core, and more threads would make results depend on them."""
    runtime = import_module("onnxruntime")
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # The graph is fused already; looking for more to fuse takes half the loading time and finds nothing.
    options.graph_optimization_level = runtime.GraphOptimizationLevel.ORT_DISABLE_ALL
    return runtime.InferenceSession(str(WEIGHTS / f"{name}.onnx"), options, providers=["CPUExecutionProvider"])
