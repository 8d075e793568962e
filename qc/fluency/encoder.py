"""The encoder in ONNX Runtime: pieces of sentences in, logits out.

Two graphs, one above the other. The lower one ends where the encoder skims; the upper one goes on from its hidden
states, and is loaded only when asked for. A sentence's logits depend neither on the sentences beside it nor on how far
they are padded: activations have fixed scales, and a masked piece has a share of nought.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from qc.fluency.wordpiece import FIRST, Encoded

WEIGHTS = Path(__file__).parent / "weights"

LONGEST = 96  # pieces read at once, as in training; a longer sentence is read in parts
BATCH = 512  # pieces a batch: larger ones leave the processor's cache, which costs a tenth
SPARED = 8  # pieces of padding that cost as much as one batch more


@dataclass(frozen=True, slots=True)
class Part:
    """At most `LONGEST` pieces of sentence `of`, starting at its piece `start`."""

    of: int
    start: int
    pieces: list[int]
    cases: list[int]


class Skimmed(NamedTuple):
    """A part when skimmed: its sentence logit, and the hidden states to go on from, one a row, [CLS] first."""

    part: Part
    logit: float
    hidden: Any


@cache
def installed() -> bool:
    """Whether the weights and ONNX Runtime are there; imports neither."""
    graphs = all((WEIGHTS / f"{name}.onnx").is_file() for name in ("lower", "upper"))
    return graphs and all(find_spec(m) is not None for m in ("numpy", "onnxruntime"))


def parts(of: int, encoded: Encoded) -> Iterator[Part]:
    """Cut sentence `of` into parts; none where it has no words."""
    for start in range(0, len(encoded.pieces), LONGEST):
        yield Part(of, start, encoded.pieces[start : start + LONGEST], encoded.cases[start : start + LONGEST])


def skim(parts: Iterable[Part]) -> Iterator[Skimmed]:
    """Skim these parts, in no particular order."""
    for group in _batches(parts, lambda part: len(part.pieces) + 1):
        sentence, hidden = graph("lower").run(["sentence", "hidden"], _feeds(group))
        for row, (part, logit) in enumerate(zip(group, sentence.tolist(), strict=True)):
            yield Skimmed(part, logit, hidden[row, : len(part.pieces) + 1])


def read(skimmed: Iterable[Skimmed]) -> Iterator[tuple[Part, float, list[float]]]:
    """Read these parts to the end, in no particular order: each with its sentence logit and its pieces' logits."""
    np = import_module("numpy")
    for group in _batches(skimmed, lambda one: len(one.hidden)):
        pieces = _feeds([s.part for s in group])["pieces"]
        hidden = np.zeros((*pieces.shape, group[0].hidden.shape[1]), np.float32)
        for row, one in enumerate(group):
            hidden[row, : len(one.hidden)] = one.hidden
        sentence, piece = graph("upper").run(["sentence", "piece"], {"pieces": pieces, "hidden": hidden})
        for one, logit, logits in zip(group, sentence.tolist(), piece.tolist(), strict=True):
            yield one.part, logit, logits[1 : len(one.part.pieces) + 1]


T = TypeVar("T")


def _batches(items: Iterable[T], length_of: Callable[[T], int]) -> Iterator[list[T]]:
    """Items of like length together, the longest first: a new batch before padding costs more than one."""
    group: list[T] = []
    longest = padding = 0
    for item in sorted(items, key=length_of, reverse=True):
        length = length_of(item)
        padding += longest - length
        if group and (padding > SPARED or (len(group) + 1) * longest > BATCH):
            yield group
            group = []
        if not group:
            longest, padding = length, 0
        group.append(item)
    if group:
        yield group


def _feeds(group: Sequence[Part]) -> dict[str, Any]:
    np = import_module("numpy")
    shape = len(group), max(len(part.pieces) for part in group) + 1
    pieces, cases = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    pieces[:, 0] = FIRST
    for row, part in enumerate(group):
        pieces[row, 1 : len(part.pieces) + 1] = part.pieces
        cases[row, 1 : len(part.cases) + 1] = part.cases
    return {"pieces": pieces, "cases": cases, "positions": np.arange(shape[1])}


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
