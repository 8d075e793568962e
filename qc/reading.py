"""Files to text: what the command line may be given, and everything that can be wrong with it.

Each input either becomes text or an `UnreadableError` that names it and the reason in one line.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

STDIN = "-"

MARKDOWN_SUFFIXES = frozenset({".md", ".markdown"})
TEXT_SUFFIXES = frozenset({".txt", ".text"}) | MARKDOWN_SUFFIXES
"""What is read of a folder. A file named outright is read whatever it is called."""

LARGEST = 20_000_000
"""Bytes. Judging takes about fifty times the size of a text in memory, and a gigabyte is what small machines have."""

# Boms of UTF-32 first: that of UTF-16-LE is the beginning of that of UTF-32-LE.
_BOMS = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\xef\xbb\xbf", "utf-8"),
)

_FORMATS = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive (a Word document is one)"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x1f\x8b", "compressed with gzip"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x7fELF", "a program"),
)

_KINDS = (
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


class UnreadableError(Exception):
    """An input that gives no text. name: as the user gave it. reason: one clause."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name, self.reason = name, reason


@dataclass(frozen=True, slots=True)
class Source:
    """A place to read a document from: a file, or standard input where `path` is None."""

    name: str
    path: Path | None

    @property
    def markup(self) -> str:
        """What the file's suffix says: "markdown" or "text"."""
        return "markdown" if self.path and self.path.suffix.lower() in MARKDOWN_SUFFIXES else "text"

    def read(self, encoding: str | None = None, largest: int = LARGEST) -> str:
        """Read the text. Raises UnreadableError."""
        try:
            return decoded(self.data(largest), encoding)
        except ValueError as error:
            raise UnreadableError(self.name, str(error)) from error

    def data(self, largest: int = LARGEST) -> bytes:
        """Read the bytes. Raises UnreadableError."""
        try:
            data = self._bytes(largest)
        except OSError as error:
            raise UnreadableError(self.name, _why(error)) from error
        if len(data) > largest:
            over = f"{max(self._size(), len(data)) / 1e6:,.1f} MB, more than the {largest / 1e6:g} MB that are read"
            raise UnreadableError(self.name, f"{over}; --largest raises the limit")
        return data

    def _bytes(self, largest: int) -> bytes:
        if self.path is None:
            return sys.stdin.buffer.read(largest + 1)
        with self.path.open("rb") as file:
            return file.read(largest + 1)

    def _size(self) -> int:
        """Bytes of the whole, nought where nobody knows."""
        return self.path.stat().st_size if self.path else 0


def decoded(data: bytes, encoding: str | None = None) -> str:
    """Make text of the bytes of a file, without a byte order mark. Raises ValueError with the reason in a clause."""
    bom, named = _encoding(data, encoding)
    if encoding is None:
        _refuse_binary(data, named)
    try:
        text = data[len(bom) :].decode(named).removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    except UnicodeDecodeError as error:
        raise ValueError(_undecodable(data, error.start + len(bom), named)) from error
    if not text.strip():
        raise ValueError("empty" if not text else "nothing but white space")
    if "\0" in text:
        raise ValueError(f"binary: character {text.index(chr(0))} is NUL")
    return text


def recoded(data: bytes, text: str, changed: str, encoding: str | None = None) -> bytes:
    """Make bytes of a changed text as `data` are of `text`: the same encoding, the same byte order mark.

    Raises ValueError with the reason in a clause where that encoding cannot give back what was read, or has no bytes
    for what is new.
    """
    _, named = _encoding(data, encoding)
    tail = text.encode(named)
    if not data.endswith(tail):
        raise ValueError(f"written back as {named.upper()} its other bytes would change")
    try:
        return data[: len(data) - len(tail)] + changed.encode(named)
    except UnicodeEncodeError as error:
        raise ValueError(f"{named.upper()} has no bytes for {changed[error.start]!r}") from error


def _encoding(data: bytes, named: str | None) -> tuple[bytes, str]:
    """The byte order mark and the encoding of a file, unless one is named."""
    if named is not None:
        return b"", named
    return next(((bom, name) for bom, name in _BOMS if data.startswith(bom)), (b"", "utf-8"))


def _refuse_binary(data: bytes, named: str) -> None:
    for magic, what in _FORMATS:
        if data.startswith(magic):
            raise ValueError(f"{what}, not text")
    if named == "utf-8" and b"\0" in data:
        raise ValueError(f"binary: byte {data.index(0)} is NUL{_wide(data)}")


def _wide(data: bytes) -> str:
    """Say so where every second byte is NUL: that is UTF-16 that does not say what it is."""
    for encoding, zeros, letters in (
        ("utf-16-le", data[1:200:2], data[:200:2]),
        ("utf-16-be", data[:200:2], data[1:200:2]),
    ):
        if len(data) > 8 and not any(zeros[:90]) and all(letters[:90]):
            return f"; it looks like UTF-16 without a byte order mark: --encoding {encoding}"
    return ""


def _undecodable(data: bytes, at: int, encoding: str) -> str:
    hint = "; name another encoding with --encoding, e.g. cp1252" if encoding == "utf-8" else ""
    if at >= len(data):
        return f"not {encoding.upper()}: it breaks off at byte {at}{hint}"
    line = data.count(b"\n", 0, at) + 1
    return f"not {encoding.upper()}: byte {at} (0x{data[at]:02X}, line {line}) does not decode{hint}"


def sources(paths: Sequence[str], skip: Callable[[Path], bool] = lambda _: False) -> Iterator[Source | UnreadableError]:
    """Find the documents that arguments name: files, folders, patterns, `-`; each document once, in order.

    skip: says which files of a folder are not documents, such as reports written there before.
    """
    seen: set[object] = set()
    for argument in paths:
        for found in _found(argument, skip):
            identity = _identity(found)
            if identity not in seen:
                seen.add(identity)
                yield found


def _identity(found: Source | UnreadableError) -> object:
    if isinstance(found, UnreadableError):
        return str(found)
    return os.path.realpath(found.path) if found.path else STDIN


def _found(argument: str, skip: Callable[[Path], bool]) -> Iterator[Source | UnreadableError]:
    if argument == STDIN:
        yield Source("<stdin>", None)
        return
    path = Path(argument)
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        yield from _matching(argument, error, skip)
        return
    if stat.S_ISDIR(mode):
        yield from _below(path, skip)
    else:
        yield _file(path, mode)


def _file(path: Path, mode: int) -> Source | UnreadableError:
    # A pipe the shell made for `<(command)` is as good as standard input; one in the file system may never end.
    piped = stat.S_ISFIFO(mode) and str(path).startswith(("/dev/", "/proc/"))
    if stat.S_ISREG(mode) or piped:
        return Source(str(path), path)
    what = next((what for is_kind, what in _KINDS if is_kind(mode)), "no regular file")
    return UnreadableError(str(path), f"{what}, not a file")


def _matching(argument: str, error: Exception, skip: Callable[[Path], bool]) -> Iterator[Source | UnreadableError]:
    """Read a pattern the shell did not expand, or say what is wrong with a path."""
    if not any(c in argument for c in "*?[") or not isinstance(error, FileNotFoundError):
        yield UnreadableError(argument, _why(error))
        return
    # Imported here: few runs have a pattern to expand.
    from glob import glob  # Path.glob takes no pattern that starts at the root

    matches = sorted(glob(argument, recursive=True))  # noqa: PTH207
    if not matches:
        yield UnreadableError(argument, "no file matches")
    for match in matches:
        yield from _found(match, skip)


def _below(folder: Path, skip: Callable[[Path], bool]) -> Iterator[Source | UnreadableError]:
    failed: list[OSError] = []
    empty = True
    for place, folders, files in os.walk(folder, onerror=failed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(place, name)
            if not name.startswith(".") and path.suffix.lower() in TEXT_SUFFIXES and not skip(path):
                empty = False
                yield from _found(str(path), skip)
    for error in failed:
        yield UnreadableError(str(Path(error.filename)), _why(error))
    if empty and not failed:
        yield UnreadableError(str(folder), f"no text in this folder ({', '.join(sorted(TEXT_SUFFIXES))})")


def _why(error: Exception) -> str:
    # Imported here: only an error needs the names of its numbers.
    from errno import EACCES, EISDIR, ELOOP, ENAMETOOLONG, ENOENT, ENOTDIR, EPERM

    reasons = {
        ENOENT: "no such file or folder",
        EACCES: "no permission to read it",
        EPERM: "no permission to read it",
        EISDIR: "a folder, not a file",
        ENOTDIR: "part of the path is a file, not a folder",
        ELOOP: "its symbolic links run in a circle",
        ENAMETOOLONG: "the name is too long",
    }
    number = error.errno if isinstance(error, OSError) else None
    return reasons.get(number or 0) or (getattr(error, "strerror", None) or str(error)).lower()
