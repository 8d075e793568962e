"""Folders of text and Markdown files: a file is a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from qc.gate.decision import KEPT, Place, Row, Terms, storable, too_large
from qc.gate.listing import opened
from qc.gate.shard import Shard, Unit, digest, origin
from qc.gate.store import commit
from qc.reading import MARKDOWN_SUFFIXES, decoded


def read(unit: Unit, terms: Terms) -> Iterator[Shard]:
    """Read the files of a unit, as one shard; of a file that cannot be read, the reason as text."""
    payload = [_content(file.place, file.size, terms.largest) for file in unit.files]
    parts = (each if isinstance(each, bytes) else each.encode() for each in payload)
    yield Shard(unit, 0, 0, len(payload), payload, digest(parts), 1.0)


def _content(place: str, size: int, largest: int) -> bytes | str:
    if size > largest:
        return too_large(size, largest)
    try:
        with opened(place) as file:
            data = file.read(largest + 1)
    except Exception as error:  # noqa: BLE001  # each store has errors of its own
        return getattr(error, "strerror", None) or str(error) or type(error).__name__
    return data if len(data) <= largest else too_large(len(data), largest)


def rows(shard: Shard, terms: Terms) -> list[Row]:
    """The documents of a shard."""
    del terms
    return [_row(file.name, content) for file, content in zip(shard.unit.files, shard.payload, strict=True)]


def _row(name: str, content: bytes | str) -> Row:
    text, error = "", content if isinstance(content, str) else ""
    # Nothing but white space is no mistake of the file; the document is not judged, for there is no prose in it.
    if isinstance(content, bytes) and content.strip():
        try:
            text = decoded(content)
        except ValueError as reason:
            error = str(reason)
    shown = storable(name)
    markup = "markdown" if Path(name).suffix.lower() in MARKDOWN_SUFFIXES else "text"
    return Row(shown, text, shown, 0, origin(None, shown), markup, error)


def write(shard: Shard, places: Sequence[Place], folder: Path) -> None:
    """Write the documents of a shard into a folder for each place, under their numbers."""
    for number, (place, content) in enumerate(zip(places, shard.payload, strict=True)):
        if place in KEPT:
            target = folder / place / str(number)
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(content)


def join(unit: Unit, parts: Sequence[Path], out: Path, draft: Path) -> dict[Place, int]:
    """Move the documents of a unit to their final names; what an earlier, killed attempt moved counts as well."""
    del draft
    counts = dict.fromkeys(KEPT, 0)
    for number, file in enumerate(unit.files):
        for place in KEPT:
            source, target = parts[0] / place / str(number), out / place / file.name
            if source.exists():
                commit(source, target)
            counts[place] += target.exists()
    return counts
