"""How each format is read, cut up, written and put together: one module a format, all of one shape."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, cast

from qc.gate import lines, tables, texts
from qc.gate.decision import Place, Row, Terms
from qc.gate.shard import Format, Shard, Unit


class Handling(Protocol):
    """What the engine asks of a format."""

    def read(self, unit: Unit, terms: Terms) -> Iterator[Shard]:
        """Read a unit shard by shard, holding one. Raises InputError."""

    def rows(self, shard: Shard, terms: Terms) -> list[Row]:
        """Look into a shard: its documents."""

    def write(self, shard: Shard, places: Sequence[Place], folder: Path) -> None:
        """Write the documents of a shard into a folder, each to its place."""

    def join(self, unit: Unit, parts: Sequence[Path], out: Path, draft: Path) -> dict[Place, int]:
        """Make the final files of a unit of the folders of its shards and count the documents in them."""


HANDLING: Mapping[Format, Handling] = MappingProxyType(
    {
        Format.TEXT: cast(Handling, texts),
        Format.LINES: cast(Handling, lines),
        Format.PARQUET: cast(Handling, tables),
        Format.ARROW: cast(Handling, tables),
    }
)
