"""What LanguageTool answered, so that a text is sent once: remembered for a run, or kept on disk for the next ones.

On disk an answer is a file in the user's cache folder. Its name is a digest of the text and of all else that the answer
depends on; it holds what LanguageTool found: rules, places, messages and suggestions, in which a word or two of the
text may be repeated, and nothing else of the text.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, Protocol

from qc.languagetool import installation
from qc.languagetool.client import LANGUAGE, Match
from qc.report import files

REMEMBERED = 2_000
"""Answers remembered for a run, a few MB."""

MOST = 64_000_000
"""Bytes of answers kept on disk, those to some 15,000 pages of text: nobody should have to think of them."""

LEFT = 0.9
"""Share of `MOST` that is left when the answers used longest ago go, so that not every new one costs a look at all."""

BLOCK = 4096
"""Bytes that the smallest file takes on disk."""

FORMAT = 1
"""Raised with any change of what a file holds or of what is sent beside the text."""


class Memory(Protocol):
    """Answers by key."""

    def get(self, key: str) -> tuple[Match, ...] | None:
        """The answer, None where there is none."""

    def put(self, key: str, answer: Sequence[Match]) -> None:
        """Remember an answer."""


def key(text: str, version: str, unasked: Sequence[str]) -> str:
    """Digest of a text and of what else an answer depends on: LanguageTool's version, and categories not asked for."""
    asked = json.dumps([FORMAT, version, LANGUAGE, sorted(unasked), text])
    return hashlib.sha256(asked.encode("ascii")).hexdigest()


class RunMemory:
    """Answers remembered for a run, the last `REMEMBERED`."""

    def __init__(self) -> None:
        self._answers = dict[str, tuple[Match, ...]]()

    def get(self, key: str) -> tuple[Match, ...] | None:
        """The answer, None where there is none."""
        return self._answers.get(key)

    def put(self, key: str, answer: Sequence[Match]) -> None:
        """Remember an answer, and forget the oldest where there are too many."""
        self._answers[key] = tuple(answer)
        while len(self._answers) > REMEMBERED:
            del self._answers[next(iter(self._answers))]


class Size(NamedTuple):
    """Of what is kept: answers, and bytes on disk."""

    answers: int
    bytes: int


class _File(NamedTuple):
    used: float
    size: int
    path: Path


class DiskMemory:
    """Answers kept on disk until they are cleared, or have been used longest ago when there is no more room.

    Runs may share it: a file is written whole or not at all. A disk that is full or read-only keeps nothing new.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._room: int | None = None  # unknown until something is to be kept

    def get(self, key: str) -> tuple[Match, ...] | None:
        """The answer, None where there is none that makes sense. It counts as used now."""
        try:
            path = folder() / key
            answer = tuple(_match(row) for row in json.loads(path.read_bytes()))
        except (OSError, ValueError, TypeError):
            return None
        with suppress(OSError):
            os.utime(path)
        return answer

    def put(self, key: str, answer: Sequence[Match]) -> None:
        """Keep an answer."""
        content = json.dumps(answer).encode("ascii")
        with suppress(OSError):
            if self._room is None or self._room < 0:
                self._room = self._make_room()
            files.write(folder() / key, content)
            self._room -= max(BLOCK, len(content))

    def _make_room(self) -> int:
        """Delete what was used longest ago where there is too much; returns the bytes that are free."""
        held = sorted(_files())
        total = sum(file.size for file in held)
        limit = self._most * LEFT if total > self._most else total
        for file in held:
            if total <= limit:
                break
            file.path.unlink(missing_ok=True)
            total -= file.size
        return self._most - total


def size() -> Size:
    """Count what is kept on disk."""
    sizes = [file.size for file in _files()]
    return Size(len(sizes), sum(sizes))


def clear() -> Size:
    """Delete all that is kept on disk, and say how much it was. Raises OSError."""
    was = size()
    for file in list(_files()):
        file.path.unlink(missing_ok=True)
    return was


def folder() -> Path:
    """Where answers are kept, for the user alone."""
    place = installation.cache() / "answers"
    place.mkdir(exist_ok=True, mode=0o700)
    return place


def _files() -> Iterator[_File]:
    for entry in os.scandir(folder()):
        # Another run may delete it at any moment.
        with suppress(FileNotFoundError):
            found = entry.stat()
            yield _File(found.st_mtime, max(BLOCK, found.st_size), Path(entry.path))


def _match(row: Sequence[object]) -> Match:
    """Make a match of what was kept of it. Raises ValueError or TypeError for anything else."""
    match = Match._make(row)
    if not all(isinstance(field, kind) for field, kind in zip(match, _KINDS, strict=True)):
        raise ValueError(f"no match: {row!r}")
    return match


_KINDS = (str, str, str, str, int, int)
