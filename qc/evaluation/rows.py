"""Rows of a file of labelled documents: JSON Lines, gzip or not, and Parquet."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

Row = dict[str, Any]


class LabelledError(Exception):
    """A file of labelled documents that cannot be used; the message names the file, the place and the reason."""


def rows(path: Path) -> Iterator[tuple[str, Row]]:
    """Yield each row with the place it stands in (`path:7`, or `path, row 7` of Parquet). Raises LabelledError."""
    return _parquet(path) if path.suffix.lower() in {".parquet", ".pq"} else _json_lines(path)


def _json_lines(path: Path) -> Iterator[tuple[str, Row]]:
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    place = f"{path}:{number}"
                    yield place, _object(line, place)
    # An archive that breaks off is an EOFError, one that is damaged inside a zlib.error.
    except (OSError, EOFError, zlib.error) as error:
        raise LabelledError(f"{path}: {_reason(error)}") from error


def _object(line: bytes, place: str) -> Row:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise LabelledError(f"{place}: not UTF-8: byte {error.start} of the line does not decode") from error
    except ValueError as error:
        raise LabelledError(f"{place}: not JSON: {error}") from error
    if not isinstance(row, dict):
        raise LabelledError(f"{place}: JSON, but no object")
    return row


def _parquet(path: Path) -> Iterator[tuple[str, Row]]:
    try:
        parquet = import_module("pyarrow.parquet")
    except ImportError as error:
        raise LabelledError(f"{path}: Parquet needs pyarrow: pip install 'translation-qc[parquet]'") from error
    try:
        # Opened here: the error of pyarrow would repeat the path and hide the reason.
        with path.open("rb") as opened, parquet.ParquetFile(opened) as file:
            number = 0
            for batch in file.iter_batches(batch_size=256):
                for number, row in enumerate(batch.to_pylist(), number + 1):  # noqa: B020 - it goes on from the last batch
                    yield f"{path}, row {number}", row
    # pyarrow's own errors are ValueErrors (ArrowInvalid) and OSErrors.
    except (OSError, ValueError) as error:
        raise LabelledError(f"{path}: {_reason(error)}") from error


def _reason(error: Exception) -> str:
    system = error.strerror if isinstance(error, OSError) else None
    return system or str(error).partition("\n")[0]
