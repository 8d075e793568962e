"""The manifest: a row for each document, as JSON Lines and as Parquet."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from qc.gate.decision import GateDecision
from qc.gate.shard import GateError

LINES, TABLE, PART = "manifest.jsonl", "manifest.parquet", "manifest.arrow"


def line(decision: GateDecision) -> bytes:
    """A decision as a line of JSON. Escaped to ASCII: nothing of a document acts on a terminal it is shown on."""
    return json.dumps(decision.as_row(), ensure_ascii=True, separators=(",", ":")).encode("ascii") + b"\n"


def read(path: Path) -> Iterator[GateDecision]:
    """Yield the decisions of a manifest, JSON Lines (or .gz) or Parquet. Raises GateError."""
    try:
        for number, row in enumerate(_rows(path), 1):
            try:
                yield GateDecision.from_row(row)
            except (KeyError, TypeError, ValueError) as error:
                reason = f"{type(error).__name__}: {error}"
                raise GateError(f"{path}: row {number} is no row of a manifest ({reason})") from error
    except (OSError, EOFError) as error:
        raise GateError(f"{path}: {getattr(error, 'strerror', None) or error}") from error


def _rows(path: Path) -> Iterator[Mapping[str, Any]]:
    if path.suffix == ".parquet":
        yield from _table_rows(path)
        return
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as lines:
        for text in lines:
            try:
                yield json.loads(text)
            except ValueError as error:
                raise GateError(f"{path}: not JSON Lines: {error}") from error


def _table_rows(path: Path) -> Iterator[Mapping[str, Any]]:
    from qc.gate.tables import pyarrow

    arrow = pyarrow()
    try:
        with arrow.parquet.ParquetFile(path) as source:
            for batch in source.iter_batches(batch_size=1000):
                for row in batch.to_pylist():
                    yield {**row, "settings": json.loads(row["settings"]), "versions": json.loads(row["versions"])}
    except arrow.ArrowInvalid as error:
        raise GateError(f"{path}: {error}") from error


def schema() -> Any:
    """The columns of the manifest as Parquet; versions and settings are JSON, for their names may change."""
    from qc.gate.tables import pyarrow

    arrow = pyarrow()
    text, whole, real = arrow.string(), arrow.int64(), arrow.float64()
    contribution = {"rule": text, "axis": text, "count": whole, "points": real, "evidence": real}
    finding = {
        "rule": text, "axis": text, "start": whole, "end": whole, "line": whole, "column": whole,
        "message": text, "text": text, "strength": real, "weight": real,
    }  # fmt: skip
    columns = {
        "id": text, "source": text, "row": whole, "origin": text, "place": text, "verdict": text,
        "reliability": real,
        "scores": _struct(dict.fromkeys(("translation", "quotation", "encoding", "extraction"), real)),
        "contributions": arrow.list_(_struct(contribution)),
        "reasons": arrow.list_(text), "remedies": arrow.list_(text),
        "findings": arrow.list_(_struct(finding)),
        "garbled": arrow.list_(_struct({"start": whole, "end": whole, "damage": real})),
        "words": whole, "sentences": whole, "grade": real, "error": text, "versions": text, "settings": text,
    }  # fmt: skip
    return arrow.schema(list(columns.items()))


def _struct(fields: Mapping[str, Any]) -> Any:
    from qc.gate.tables import pyarrow

    return pyarrow().struct(list(fields.items()))


def table(decisions: Sequence[GateDecision]) -> Any:
    """Decisions as an Arrow table."""
    from qc.gate.tables import pyarrow

    return pyarrow().Table.from_pylist(list(map(columns, decisions)), schema=schema())


def columns(decision: GateDecision) -> dict[str, Any]:
    """A decision as a row of the table, with the columns of `schema`."""
    row = decision.as_row()
    return {**row, "versions": json.dumps(row["versions"]), "settings": json.dumps(row["settings"])}


def write_part(decisions: Sequence[GateDecision], path: Path) -> None:
    """Write decisions as an Arrow stream, from which the Parquet file is made in the end."""
    from qc.gate.tables import pyarrow

    made = table(decisions)
    with pyarrow().OSFile(str(path), "wb") as file, pyarrow().ipc.new_stream(file, made.schema) as writer:
        writer.write_table(made)


def read_part(path: Path) -> Any:
    """Read what `write_part` wrote."""
    from qc.gate.tables import pyarrow

    with pyarrow().OSFile(str(path), "rb") as file:
        return pyarrow().ipc.open_stream(file).read_all()


def writer(path: Path) -> Any:
    """Open a Parquet file for tables of decisions."""
    from qc.gate.tables import pyarrow

    return pyarrow().parquet.ParquetWriter(path, schema(), compression="zstd")


@cache
def tabular() -> bool:
    """Whether a manifest can be written as Parquet."""
    from qc.gate.tables import pyarrow

    try:
        pyarrow()
    except GateError:
        return False
    return True
