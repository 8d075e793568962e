"""Parquet and Arrow: a row is a document, and every column passes through as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from qc.gate.decision import KEPT, Place, Row, Terms
from qc.gate.lines import row_of
from qc.gate.listing import opened
from qc.gate.shard import SHARD_BYTES, SHARD_ROWS, Format, GateError, InputError, Shard, Unit, digest
from qc.gate.store import commit

BUFFER = 1 << 20
"""Bytes of a column read at a time: a row group may be larger than memory."""

GROUP_ROWS, GROUP_BYTES = 50_000, 64_000_000
"""A row group that we write ends with the part that reaches one of these."""

Batches = Iterator[tuple[Any, float]]
"""Record batches, each with the part of the file that it is, from 0 to 1."""


def read(unit: Unit, terms: Terms) -> Iterator[Shard]:
    """Read a file shard by shard. Raises InputError where it breaks off, cannot be read or lacks the column."""
    arrow = pyarrow()
    batches = _parquet if unit.format is Format.PARQUET else _arrow
    first = 1
    try:
        with closing(opened(unit.files[0].place)) as file:
            for number, (batch, share) in enumerate(batches(file, unit)):
                _require(batch.schema, terms.text_field)
                data = _stream(arrow, batch)
                yield Shard(unit, number, first, batch.num_rows, data, digest(iter([data])), share)
                first += batch.num_rows
    except (GateError, InputError):
        raise
    except Exception as error:
        # Each store has errors of its own.
        raise InputError(" ".join(str(error).split()) or type(error).__name__) from error


def _require(schema: Any, column: str) -> None:
    if column not in schema.names:
        raise InputError(f"no column {column!r}; --text-field names another of {', '.join(schema.names)}")


def _parquet(file: BinaryIO, _unit: Unit) -> Batches:
    with _parquet_file(file) as source:
        groups = [source.metadata.row_group(number) for number in range(source.num_row_groups)]
        total = source.metadata.num_rows
        for number, group in enumerate(groups):
            # As many rows as come to a shard on the average of their group, so that few large ones are not one batch.
            rows = max(1, min(SHARD_ROWS, SHARD_BYTES * group.num_rows // max(1, group.total_byte_size)))
            for batch in source.iter_batches(batch_size=rows, row_groups=[number]):
                yield batch, batch.num_rows / total


def _arrow(file: BinaryIO, unit: Unit) -> Batches:
    with _arrow_file(file) as source:
        # A file has an index of its batches, a stream has not; `datasets` writes streams.
        indexed = hasattr(source, "num_record_batches")
        count = source.num_record_batches if indexed else 0
        batches = (source.get_batch(number) for number in range(count)) if indexed else source
        for batch in batches:
            rows = max(1, min(SHARD_ROWS, SHARD_BYTES * batch.num_rows // max(1, batch.nbytes)))
            for start in range(0, batch.num_rows, rows):
                part = batch.slice(start, rows)
                yield part, min(1.0, part.nbytes / max(1, unit.size))


@contextmanager
def _parquet_file(file: BinaryIO) -> Iterator[Any]:
    from pyarrow import parquet

    with parquet.ParquetFile(file, pre_buffer=False, buffer_size=BUFFER) as source:
        yield source


@contextmanager
def _arrow_file(file: BinaryIO) -> Iterator[Any]:
    arrow = pyarrow()
    indexed = file.read(6) == b"ARROW1"
    file.seek(0)
    with (arrow.ipc.open_file if indexed else arrow.ipc.open_stream)(file) as source:
        yield source


def _stream(arrow: Any, batch: Any) -> bytes:
    sink = arrow.BufferOutputStream()
    with arrow.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    made: bytes = sink.getvalue().to_pybytes()
    return made


def rows(shard: Shard, terms: Terms) -> list[Row]:
    """The documents of a shard."""
    table = _table(shard)
    source = shard.unit.files[0].name
    columns = {
        name: table.column(name).to_pylist()
        for name in dict.fromkeys((terms.text_field, terms.id_field, terms.url_field))
        if name in table.column_names
    }
    return [
        row_of({name: values[at] for name, values in columns.items()}, source, shard.first + at, terms)
        for at in range(table.num_rows)
    ]


def _table(shard: Shard) -> Any:
    return pyarrow().ipc.open_stream(shard.payload).read_all()


def write(shard: Shard, places: Sequence[Place], folder: Path) -> None:
    """Write the rows of a shard into an Arrow stream for each place."""
    arrow, table = pyarrow(), _table(shard)
    for wanted in KEPT:
        if wanted in places:
            kept = table.filter(arrow.array([place is wanted for place in places]))
            with arrow.OSFile(str(folder / wanted), "wb") as file, arrow.ipc.new_stream(file, table.schema) as writer:
                writer.write_table(kept)


def join(unit: Unit, parts: Sequence[Path], out: Path, draft: Path) -> dict[Place, int]:
    """Put the parts of a unit together, in order, into a file for each place, whole or not at all."""
    counts = dict.fromkeys(KEPT, 0)
    for place in KEPT:
        found = [part / place for part in parts if (part / place).exists()]
        if found:
            target = out / place / unit.files[0].name
            counts[place] = _written(unit, found, draft)
            commit(draft, target)
    return counts


def _written(unit: Unit, parts: Sequence[Path], draft: Path) -> int:
    tables = (_read(part) for part in parts)
    first = next(tables)
    with _writer(unit, draft, first.schema) as writer:
        return write_grouped(writer, _chained(first, tables))


def _chained(first: Any, rest: Iterator[Any]) -> Iterator[Any]:
    yield first
    yield from rest


def write_grouped(writer: Any, tables: Iterator[Any]) -> int:
    """Write small tables in larger groups and return their rows."""
    arrow = pyarrow()
    held: list[Any] = []
    total = rows = size = 0
    for table in tables:
        held.append(table)
        total, rows, size = total + table.num_rows, rows + table.num_rows, size + table.nbytes
        if rows >= GROUP_ROWS or size >= GROUP_BYTES:
            writer.write_table(arrow.concat_tables(held).combine_chunks())
            held, rows, size = [], 0, 0
    if held:
        writer.write_table(arrow.concat_tables(held).combine_chunks())
    return total


def _read(part: Path) -> Any:
    arrow = pyarrow()
    with arrow.OSFile(str(part), "rb") as file:
        return arrow.ipc.open_stream(file).read_all()


def _writer(unit: Unit, draft: Path, schema: Any) -> Any:
    arrow = pyarrow()
    if unit.format is Format.PARQUET:
        return arrow.parquet.ParquetWriter(draft, schema, compression=_codec(unit))
    packed = arrow.ipc.IpcWriteOptions(compression="lz4" if unit.files[0].name.endswith(".feather") else None)
    return arrow.ipc.new_file(str(draft), schema, options=packed)


def _codec(unit: Unit) -> str:
    """The compression of the input, so that the output is about as large."""
    with closing(opened(unit.files[0].place)) as file, _parquet_file(file) as source:
        codec: str = source.metadata.row_group(0).column(0).compression
    return {"UNCOMPRESSED": "none"}.get(codec, codec.lower())


def pyarrow() -> Any:
    """Load pyarrow. Raises GateError where it is not installed."""
    try:
        import pyarrow as pa
        import pyarrow.ipc
        import pyarrow.parquet
    except ImportError as error:
        raise GateError("Parquet and Arrow need pyarrow: pip install 'translation-qc[gate]'") from error
    return pa
