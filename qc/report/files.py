"""Report files: what they are called, and how they come to be whole or not at all."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path, PurePath

from qc.report.strip import OURS

LONGEST_NAME = 180
"""Bytes of UTF-8: file systems take 255, and an ending, a number and the name of a temporary file must fit in."""

INDEX = "index"

_RESERVED = frozenset(
    {INDEX, "con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
)
_FORBIDDEN = frozenset("/\\:*?\"<>|%#[]()`!&$'")


def names(documents: Sequence[str]) -> dict[str, str]:
    """Name the report of each document of a run, without an ending: as short as tells them apart, whatever the case.

    `a/x.txt` is `x`; beside `b/x.txt` it is `a-x`, beside `a/x.md` it is `x.txt`. No name leaves the folder, hides
    itself or is `index`.
    """
    given: dict[str, str] = {}
    taken = set(_RESERVED)
    for shape in _SHAPES:
        left = [document for document in dict.fromkeys(documents) if document not in given]
        wanted: dict[str, list[str]] = {}
        for document in left:
            wanted.setdefault(shape(document).casefold(), []).append(document)
        for key, rivals in wanted.items():
            if len(rivals) == 1 and key not in taken:
                given[rivals[0]] = shape(rivals[0])
                taken.add(key)
    for document in dict.fromkeys(documents):
        if document not in given:
            given[document] = _numbered(_path(document), taken)
    return given


def _stem(document: str) -> str:
    return _safe(PurePath(document).stem)


def _whole(document: str) -> str:
    return _safe(PurePath(document).name)


def _path(document: str) -> str:
    return _safe("-".join(part for part in PurePath(document).parts if part not in {"/", "\\", ".", ".."}))


def _path_stem(document: str) -> str:
    return _path(str(PurePath(document).with_suffix("")) if PurePath(document).stem else document)


_SHAPES: tuple[Callable[[str], str], ...] = (_stem, _path_stem, _whole, _path)


def _numbered(name: str, taken: set[str]) -> str:
    candidate, number = name, 1
    while candidate.casefold() in taken:
        number += 1
        candidate = f"{name}-{number}"
    taken.add(candidate.casefold())
    return candidate


def _safe(name: str) -> str:
    kept = "".join(c if c.isprintable() and c not in _FORBIDDEN else " " for c in name)
    safe = unicodedata.normalize("NFC", "_".join(kept.split())).strip(".-_")
    while len(safe.encode("utf-8")) > LONGEST_NAME:
        safe = safe[:-1]
    return safe.rstrip("._-") or "document"


def is_ours(path: Path) -> bool:
    """Say whether a file is a page or picture that we wrote."""
    try:
        with path.open("rb") as file:
            file.seek(0, os.SEEK_END)
            file.seek(max(0, file.tell() - len(OURS) - 2))
            return file.read().strip() == OURS.encode("ascii")
    except OSError:
        return False


def publish(path: Path, content: str) -> None:
    """Write a page or picture that ends with `OURS`.

    Raises OSError, and FileExistsError before it would write over a file that does not end so.
    """
    if path.exists() and not is_ours(path):
        raise FileExistsError("this file is not a report of qc and stays as it is; choose another --report-dir")
    write(path, content)


def withdraw(path: Path) -> None:
    """Remove a page or picture of an earlier run, if it is one."""
    if is_ours(path):
        path.unlink()


def write(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all, making the folders it stands in and keeping its mode. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Beside the file: only within one file system is a rename a single step.
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with draft.open("wb") as file:
            file.write(content.encode("utf-8") if isinstance(content, str) else content)
        if path.exists():
            draft.chmod(stat.S_IMODE(path.stat().st_mode))
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def link(name: str) -> str:
    """Make a Markdown link target of the name of a report file."""
    # Imported here: urllib costs a cold start that only runs over several documents need to pay.
    from urllib.parse import quote

    return quote(name)
