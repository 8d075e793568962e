"""The files that arguments name, local or on a store, in an order and under names that depend on nothing else."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from glob import glob, has_magic
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast

from qc.gate.shard import SHARD_BYTES, SHARD_ROWS, File, Format, GateError, Unit
from qc.reading import TEXT_SUFFIXES

SUFFIXES = {
    **dict.fromkeys(TEXT_SUFFIXES, Format.TEXT),
    ".jsonl": Format.LINES,
    ".ndjson": Format.LINES,
    ".json": Format.LINES,
    ".parquet": Format.PARQUET,
    ".arrow": Format.ARROW,
    ".feather": Format.ARROW,
}
PACKED = (".gz", ".zst")


def format_of(name: str) -> Format | None:
    """The format of a file by its name, None where it says nothing. Only JSON Lines may be packed."""
    path = PurePosixPath(name.lower())
    if path.suffix in PACKED:
        return Format.LINES if SUFFIXES.get(PurePosixPath(path.stem).suffix) is Format.LINES else None
    return SUFFIXES.get(path.suffix)


def units(sources: Sequence[str], out: Path) -> list[Unit]:
    """Find what the arguments name, each file once, in order. out: is left alone where it lies in a folder.

    Raises GateError where an argument names nothing that can be read.
    """
    files: dict[str, File] = {}
    for source in sources:
        for file in _found(source, out, several=len(sources) > 1):
            files.setdefault(_identity(file.place), file)
    return list(_grouped(_named_apart(files.values())))


def opened(place: str) -> BinaryIO:
    """Open a file or URL to read bytes. Raises OSError and what stores raise."""
    if "://" in place:
        return cast(BinaryIO, _fsspec().open(place, "rb").open())
    return Path(place).open("rb")


def _identity(place: str) -> str:
    return place if "://" in place else os.path.realpath(place)


def _found(source: str, out: Path, *, several: bool) -> Iterator[File]:
    # One order for folders and stores, whatever theirs is.
    found = sorted(_remote(source) if "://" in source else _local(source, out), key=lambda file: file.name)
    if not found:
        raise GateError(f"{source}: no document files ({', '.join(sorted(SUFFIXES))}; JSON Lines also .gz or .zst)")
    # Two folders may hold files of one name: each keeps its own under the folder's.
    folder = PurePosixPath(source.rstrip("/")).name if several and not has_magic(source) else ""
    for file in found:
        below = file.name != PurePosixPath(file.place).name or PurePosixPath(source).name != file.name
        name = f"{folder}/{file.name}" if folder not in {"", ".", ".."} and below else file.name
        yield replace(file, name=inside(name))


def inside(name: str) -> str:
    """Make a relative path that leaves no folder; stores allow `..` in a name."""
    parts = [part if part not in {".", ".."} else "_" for part in name.split("/") if part]
    return "/".join(parts) or "_"


def _local(source: str, out: Path) -> Iterator[File]:
    path = Path(source)
    if path.is_dir():
        yield from _below(path, out)
    elif path.is_file():
        if format_of(path.name):
            yield _file(path, path.name)
    elif has_magic(source):
        fixed = Path(*_before_magic(Path(source).parts))
        for match in sorted(glob(source, recursive=True)):  # noqa: PTH207
            if Path(match).is_file() and format_of(match):
                yield _file(Path(match), os.path.relpath(match, fixed))
    elif path.exists():
        raise GateError(f"{source}: no regular file or folder")
    else:
        raise GateError(f"{source}: no such file or folder")


def _before_magic(parts: Sequence[str]) -> list[str]:
    return list(parts[: next((n for n, part in enumerate(parts) if has_magic(part)), len(parts))])


def _below(folder: Path, out: Path) -> Iterator[File]:
    def fail(error: OSError) -> None:
        raise GateError(f"{error.filename}: {error.strerror or error}") from error

    own = os.path.realpath(out)
    for place, folders, names in os.walk(folder, onerror=fail):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and os.path.realpath(Path(place, name)) != own
        )
        for name in sorted(names):
            path = Path(place, name)
            if not name.startswith(".") and format_of(name) and path.is_file():
                yield _file(path, os.path.relpath(path, folder))


def _file(path: Path, name: str) -> File:
    found = path.stat()
    return File(str(path), Path(name).as_posix(), found.st_size, str(found.st_mtime_ns))


def _remote(source: str) -> Iterator[File]:
    fsspec = _fsspec()
    try:
        store, path = fsspec.url_to_fs(source)
        if has_magic(path):
            base, found = "/".join(_before_magic(path.split("/"))), store.glob(path, detail=True)
        elif store.isfile(path):
            base, found = path.rpartition("/")[0], {path: store.info(path)}
        else:
            base, found = path, store.find(path, detail=True)
    except Exception as error:
        # Each store has errors of its own.
        raise GateError(f"{source}: {_why(error)}") from error
    for each, info in sorted(found.items()):
        name = each.removeprefix(base).lstrip("/")
        hidden = any(part.startswith(".") for part in name.split("/"))
        if info["type"] == "file" and format_of(name) and not hidden:
            yield File(store.unstrip_protocol(each), name, info["size"] or 0, _stamp(info))


def _stamp(info: dict[str, Any]) -> str:
    known = next((info[key] for key in ("ETag", "etag", "LastModified", "mtime", "last_commit") if info.get(key)), "")
    return str(known)


def _why(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file or folder"
    return " ".join(str(error).split()) or type(error).__name__


def _fsspec() -> Any:
    try:
        import fsspec
    except ImportError as error:
        raise GateError("a URL needs fsspec: pip install 'translation-qc[gate]'") from error
    return fsspec


def _named_apart(files: Iterable[File]) -> Iterator[File]:
    """Give each file a name of its own, whatever the case, that is no folder of another's."""
    names, folders = set[str](), set[str]()
    for file in files:
        path = PurePosixPath(file.name)
        candidate, number = path, 1
        while _clashes(candidate, names, folders):
            number += 1
            stem, dot, rest = path.name.partition(".")
            candidate = path.with_name(f"{stem}-{number}{dot}{rest}")
        names.add(str(candidate).casefold())
        folders.update(str(parent).casefold() for parent in candidate.parents)
        yield replace(file, name=str(candidate))


def _clashes(path: PurePosixPath, names: set[str], folders: set[str]) -> bool:
    own = str(path).casefold()
    return own in names or own in folders or any(str(parent).casefold() in names for parent in path.parents)


def _grouped(files: Iterable[File]) -> Iterator[Unit]:
    number = 0
    texts: list[File] = []
    for file in files:
        kind = format_of(file.name)
        full = len(texts) == SHARD_ROWS or sum(each.size for each in texts) >= SHARD_BYTES
        if texts and (kind is not Format.TEXT or full):
            yield Unit(number, Format.TEXT, tuple(texts))
            number, texts = number + 1, []
        if kind is Format.TEXT:
            texts.append(file)
        elif kind:
            yield Unit(number, kind, (file,))
            number += 1
    if texts:
        yield Unit(number, Format.TEXT, tuple(texts))
