"""JSON Lines, plain, gzip or Zstandard: a line is a document and passes through byte for byte."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path, PurePosixPath
from shutil import copyfileobj
from typing import Any, BinaryIO, cast

from qc.gate.decision import KEPT, Place, Row, Terms, storable, too_large
from qc.gate.listing import opened
from qc.gate.shard import SHARD_BYTES, SHARD_ROWS, GateError, InputError, Shard, Unit, digest, origin
from qc.gate.store import commit

BOM = b"\xef\xbb\xbf"
BLOCK = 1 << 16

Line = tuple[int, bytes | str]
"""A line with its number from 1, or the reason why it was not kept."""


def read(unit: Unit, terms: Terms) -> Iterator[Shard]:
    """Read a file shard by shard. Raises InputError where it breaks off or cannot be read."""
    place = unit.files[0].place
    try:
        with closing(opened(place)) as file:
            yield from _shards(unit, file, terms.largest)
    except GateError:
        raise
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(f"damaged: {error}") from error
    except Exception as error:
        # Each store has errors of its own, and so has the Zstandard library.
        raise InputError(getattr(error, "strerror", None) or str(error) or type(error).__name__) from error


def _shards(unit: Unit, file: BinaryIO, largest: int) -> Iterator[Shard]:
    payload: list[Line] = []
    number = size = before = 0
    # Held by a name: a reader that nobody holds closes the file below it.
    unpacked = _unpacked(file, unit.files[0].name)
    for line in _lines(unpacked, largest):
        payload.append(line)
        size += len(line[1])
        if len(payload) == SHARD_ROWS or size >= SHARD_BYTES:
            yield _shard(unit, number, payload, (file.tell() - before) / max(1, unit.size))
            payload, size, number, before = [], 0, number + 1, file.tell()
    if payload:
        yield _shard(unit, number, payload, (file.tell() - before) / max(1, unit.size))


def _shard(unit: Unit, number: int, payload: list[Line], share: float) -> Shard:
    parts = (line if isinstance(line, bytes) else line.encode() for _, line in payload)
    return Shard(unit, number, payload[0][0], len(payload), payload, digest(parts), share)


def _unpacked(file: BinaryIO, name: str) -> BinaryIO:
    packing = PurePosixPath(name.lower()).suffix
    if packing == ".gz":
        return cast(BinaryIO, gzip.open(file))
    if packing == ".zst":
        # A file may hold several frames, and by itself the library stops after the first.
        reader = _zstandard().ZstdDecompressor().stream_reader(file, read_across_frames=True, closefd=False)
        return cast(BinaryIO, io.BufferedReader(reader, BLOCK))
    # What stores open reads lines of any length only.
    return file if isinstance(file, io.BufferedReader) else cast(BinaryIO, io.BufferedReader(cast(Any, file), BLOCK))


def _lines(file: BinaryIO, largest: int) -> Iterator[Line]:
    """Yield the lines that are not blank, each with its line end; a longer one is read past, never held."""
    number = 0
    while line := file.readline(largest + 1):
        number += 1
        size = len(line)
        while size > largest and not line.endswith(b"\n") and (more := file.readline(BLOCK)):
            size, line = size + len(more), more
        if number == 1 and size <= largest:
            line = line.removeprefix(BOM)
        if size > largest:
            yield number, too_large(size, largest)
        elif line.strip():
            yield number, line if line.endswith(b"\n") else line + b"\n"


def rows(shard: Shard, terms: Terms) -> list[Row]:
    """The documents of a shard."""
    source = storable(shard.unit.files[0].name)
    return [_row(number, line, source, terms) for number, line in shard.payload]


def _row(number: int, line: bytes | str, source: str, terms: Terms) -> Row:
    unnamed = f"{source}:{number}"
    if isinstance(line, str):
        return Row(unnamed, "", source, number, origin(None, source), error=line)
    try:
        value = parsed(line)
    except ValueError as error:
        return Row(unnamed, "", source, number, origin(None, source), error=str(error))
    return row_of(value, source, number, terms)


def parsed(line: bytes) -> dict[str, Any]:
    """Read a line. Raises ValueError with the reason in a clause."""
    try:
        value = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8: byte {error.start} of the line does not decode") from error
    except RecursionError as error:
        raise ValueError("JSON nested too deep") from error
    except ValueError as error:
        raise ValueError(f"not JSON: {error}") from error
    if not isinstance(value, dict):
        raise ValueError("JSON, but no object")  # noqa: TRY004  # what is wrong is the line
    return value


def row_of(value: dict[str, Any], source: str, number: int, terms: Terms) -> Row:
    """Make a document of a mapping; a missing or odd text is its error."""
    text, name = value.get(terms.text_field), value.get(terms.id_field)
    shown = storable(str(name)) if isinstance(name, str | int | float) else f"{source}:{number}"
    site = origin(value.get(terms.url_field), source)
    if isinstance(text, str):
        return Row(shown, text, source, number, site)
    what = f"is {type(text).__name__}, not text" if terms.text_field in value else "is missing"
    return Row(shown, "", source, number, site, error=f'"{terms.text_field}" {what}')


def write(shard: Shard, places: Sequence[Place], folder: Path) -> None:
    """Write the lines of a shard into a file for each place, packed where gzip is what is asked for in the end."""
    packed = shard.unit.files[0].name.lower().endswith(".gz")
    for wanted in KEPT:
        lines = [line for place, (_, line) in zip(places, shard.payload, strict=True) if place is wanted]
        if lines:
            data = b"".join(lines)
            (folder / wanted).write_bytes(gzip.compress(data, mtime=0) if packed else data)


def join(unit: Unit, parts: Sequence[Path], out: Path, draft: Path) -> dict[Place, int]:
    """Put the parts of a unit together, in order, into a file for each place, whole or not at all."""
    counts = dict.fromkeys(KEPT, 0)
    for place in KEPT:
        found = [part / place for part in parts if (part / place).exists()]
        if found:
            target = out / place / unit.files[0].name
            _concatenate(found, draft, target.name)
            commit(draft, target)
            counts[place] = _counted(target)
    return counts


def _concatenate(parts: Sequence[Path], draft: Path, name: str) -> None:
    """Members of gzip may follow each other; of Zstandard one frame is made, for many readers stop after the first."""
    with draft.open("wb") as file:
        zst = name.lower().endswith(".zst")
        target = _zstandard().ZstdCompressor().stream_writer(file, closefd=False) if zst else file
        for part in parts:
            with part.open("rb") as source:
                copyfileobj(source, target)
        if zst:
            target.close()


def _counted(path: Path) -> int:
    with path.open("rb") as file:
        blocks = _blocks(_unpacked(file, path.name))
        return sum(block.count(b"\n") for block in blocks)


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    return iter(lambda: file.read(BLOCK), b"")


def _zstandard() -> Any:
    try:
        import zstandard
    except ImportError as error:
        raise GateError("a .zst file needs zstandard: pip install 'translation-qc[gate]'") from error
    return zstandard
