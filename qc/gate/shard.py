"""What a run reads, cut into the pieces that workers take: each is known from the input alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from qc.gate.decision import storable

SHARD_ROWS, SHARD_BYTES = 250, 250_000
"""A shard ends with the document that reaches one of these: a second or a few of work, which is what a kill
costs a worker, and a hundred times what it takes to commit them."""


class GateError(Exception):
    """A run that cannot begin or go on; the message says why in one line."""


class InputError(Exception):
    """A file that cannot be read, or not to its end; the message is the reason in a clause."""


class Format(StrEnum):
    """How a file holds documents. `text` files hold one each."""

    TEXT = "text"
    LINES = "jsonl"
    PARQUET = "parquet"
    ARROW = "arrow"


@dataclass(frozen=True, slots=True)
class File:
    """An input file. place: its path or URL. name: its path below `accepted/` and the others. stamp: of its version."""

    place: str
    name: str
    size: int
    stamp: str


@dataclass(frozen=True, slots=True)
class Unit:
    """What is finished as one: a file of many documents, or a few text files together."""

    number: int
    format: Format
    files: tuple[File, ...]

    @property
    def size(self) -> int:
        """Bytes of its files."""
        return sum(file.size for file in self.files)


@dataclass(frozen=True, slots=True)
class Shard:
    """A run of documents of a unit, read and not yet looked into.

    first: number of its first document. payload: what the format's `rows` takes. digest: of what was read. share:
    which part of the unit it is, from 0 to 1, as far as is known.
    """

    unit: Unit
    number: int
    first: int
    rows: int
    payload: Any
    digest: str
    share: float

    @property
    def size(self) -> float:
        """Bytes of its part of the unit."""
        return self.share * self.unit.size


def digest(parts: Iterator[bytes]) -> str:
    """A digest of byte strings in their order."""
    made = blake2b(digest_size=16)
    for part in parts:
        made.update(len(part).to_bytes(8, "little"))
        made.update(part)
    return made.hexdigest()


def origin(url: object, source: str) -> str:
    """The site a document comes from by its URL, else the folder of its file."""
    if isinstance(url, str) and "//" in url[:12]:
        try:
            host = urlsplit(url).hostname
        except ValueError:
            host = None
        if host:
            return storable(host.removeprefix("www."))
    folder = str(PurePosixPath(source).parent)
    return "" if folder == "." else f"{folder}/"
