"""The encoder in ONNX Runtime: pieces of sentences in, logits out.

Two graphs, one above the other. The lower one ends where the encoder skims; the upper one goes on from its hidden
states, and is loaded only when asked for. A sentence's logits do not depend on the sentences beside it.
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
BATCH = 512  # pieces a batch: larger ones leave the processor's cache, which costs a tenth


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


def read(encoded: Sequence[Encoded]) -> Iterator[tuple[Part, float, list[float]]]:
    """Each part of each sentence, read to the end: sentence logit and piece logits, in no particular order."""
    for group, feeds in _batches(encoded):
        (hidden,) = graph("lower").run(["hidden"], feeds)
        sentence, piece = graph("upper").run(["sentence", "piece"], {"pieces": feeds["pieces"], "hidden": hidden})
        for part, logit, row in zip(group, sentence.tolist(), piece.tolist(), strict=True):
            yield part, logit, row[1 : len(part.pieces) + 1]


def skim(encoded: Sequence[Encoded]) -> Iterator[tuple[Part, float]]:
    """Each part of each sentence, skimmed: its sentence logit, in no particular order."""
    for group, feeds in _batches(encoded):
        (sentence,) = graph("lower").run(["sentence"], feeds)
        yield from zip(group, sentence.tolist(), strict=True)


def _batches(encoded: Iterable[Encoded]) -> Iterator[tuple[list[Part], dict[str, Any]]]:
    """Parts of one rounded length together, with what the lower graph is fed."""
    by_length: dict[int, list[Part]] = {}
    for part in _parts(encoded):
        by_length.setdefault(-(-(len(part.pieces) + 1) // STEP) * STEP, []).append(part)
    for length, group in sorted(by_length.items()):
        size = max(1, BATCH // length)
        for start in range(0, len(group), size):
            some = group[start : start + size]
            yield some, _feeds(some, length)


def _parts(encoded: Iterable[Encoded]) -> Iterator[Part]:
    for of, e in enumerate(encoded):
        for start in range(0, len(e.pieces), LONGEST):
            yield Part(of, start, e.pieces[start : start + LONGEST], e.cases[start : start + LONGEST])


def _feeds(group: list[Part], length: int) -> dict[str, Any]:
    np = import_module("numpy")
    pieces = np.zeros((len(group), length), np.int64)
    cases = np.zeros((len(group), length), np.int64)
    pieces[:, 0] = FIRST
    for row, part in enumerate(group):
        pieces[row, 1 : len(part.pieces) + 1] = part.pieces
        cases[row, 1 : len(part.cases) + 1] = part.cases
    return {"pieces": pieces, "cases": cases, "positions": np.arange(length)}


@cache
def graph(name: str) -> Any:
    """The session of `lower` or `upper`.

    One thread by default: a corpus run has a worker a core, and more threads would make results depend on them.
    """
    runtime = import_module("onnxruntime")
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # The graph is fused already; looking for more to fuse takes half the loading time and finds nothing.
    options.graph_optimization_level = runtime.GraphOptimizationLevel.ORT_DISABLE_ALL
    return runtime.InferenceSession(str(WEIGHTS / f"{name}.onnx"), options, providers=["CPUExecutionProvider"])
