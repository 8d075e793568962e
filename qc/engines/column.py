"""What a decision adds to a row of somebody else's table: one column, of the type that the manifest has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from qc.gate import manifest
from qc.gate.decision import GateDecision
from qc.gate.stream import Gate
from qc.gate.tables import pyarrow

NAME = "qc"

_OF_THE_ROW = frozenset({"id", "source", "row", "origin"})
"""Columns of the manifest that say which document it is, which the row knows."""


def decisions(gate: Gate, batch: Mapping[str, Sequence[Any]]) -> Iterator[GateDecision]:
    """Decide on the rows of a batch of columns. Raises ValueError where the text is not among them."""
    terms = gate.terms
    if terms.text_field not in batch:
        raise ValueError(f"no column {terms.text_field!r}; text_field names another of {', '.join(batch)}")
    names = [name for name in dict.fromkeys((terms.text_field, terms.id_field, terms.url_field)) if name in batch]
    for number, values in enumerate(zip(*(batch[name] for name in names), strict=True), 1):
        yield gate.decide(dict(zip(names, values, strict=True)), number)


def value(decision: GateDecision) -> dict[str, Any]:
    """The decision as a value of the column: place, verdict, scores, all reasons, findings with their spans."""
    return {name: each for name, each in manifest.columns(decision).items() if name not in _OF_THE_ROW}


def schema() -> Any:
    """An Arrow schema of the one column. Raises GateError without pyarrow."""
    fields = [field for field in manifest.schema() if field.name not in _OF_THE_ROW]
    return pyarrow().schema([(NAME, pyarrow().struct(fields))])
