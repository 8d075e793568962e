"""What git knows of documents: which changed since a revision, what of them is staged, which of their lines are new.

Git is asked by running it. Names come between NULs, so that none needs quoting, and texts are compared by content, so
that neither an encoding nor a kind of line end makes a line look new.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from qc.document import Document, Span
from qc.reading import Source

_REGULAR = ("100644", "100755")
_HUNK = b"@@ "


class GitError(Exception):
    """What git cannot tell, as a clause."""


@dataclass(frozen=True, slots=True)
class Changed(Source):
    """A document that differs from a revision.

    blob: its content in the index; nothing where the file itself counts. before: its content in the revision, under
    this name or the one it was renamed from; nothing where it is new.
    """

    blob: str = ""
    before: str = ""

    def _bytes(self, largest: int) -> bytes:
        # Slotted dataclasses are made anew, so that a bare super() names a class that is no more.
        return blob(self.blob) if self.blob else super(Changed, self)._bytes(largest)

    def _size(self) -> int:
        return 0 if self.blob else super(Changed, self)._size()


def changed(revision: str, *, staged: bool) -> list[Changed]:
    """List what differs from a revision, in the index or in the working tree with what git does not track yet.

    Deleted files, links and submodules are left out. Raises GitError.
    """
    top = _top()
    base = _commit(revision)
    options = ["--raw", "-z", "-M", "--no-abbrev", "--no-ext-diff", "--ignore-submodules", "--no-relative"]
    listing = _git("diff", *options, *(["--cached"] if staged else []), base, "--")
    found = {place.name: place for place in _listed(listing, top, staged=staged)}
    if not staged:
        others = _git("-C", os.fspath(top), "ls-files", "--others", "--exclude-standard", "-z")
        for name in map(os.fsdecode, filter(None, others.split(b"\0"))):
            place = Changed(_shown(top, name), top / name)
            if place.path and place.path.is_file() and not place.path.is_symlink():
                found.setdefault(place.name, place)
    return [found[name] for name in sorted(found)]


def _listed(listing: bytes, top: Path, *, staged: bool) -> Iterator[Changed]:
    fields = iter(listing.split(b"\0"))
    for field in fields:
        if not field:
            return
        _, mode, old, new, status = field.decode("ascii").removeprefix(":").split(" ")
        name = os.fsdecode(next(fields))
        if status[0] in "RC":
            name = os.fsdecode(next(fields))
        if mode in _REGULAR:
            yield Changed(_shown(top, name), top / name, new if staged else "", old.strip("0") and old)


def _shown(top: Path, name: str) -> str:
    """The name of a file as somebody in this folder would write it."""
    return os.path.relpath(top / name, os.path.realpath(Path.cwd()))


def blob(name: str) -> bytes:
    """Read what git keeps under a name. Raises OSError."""
    try:
        return _git("cat-file", "blob", name)
    except GitError as error:
        raise OSError(str(error)) from error


def added(before: str, doc: Document) -> tuple[Span, ...]:
    """The stretches of a document that stand on lines which are not in the text before. Raises GitError."""
    old = _as_lines(Document(before))
    with tempfile.TemporaryDirectory(prefix="qc-") as folder:
        places = [Path(folder, name) for name in ("before", "after")]
        for place, lines in zip(places, (old, _as_lines(doc)), strict=True):
            place.write_bytes(lines)
        options = [
            "--no-index",
            "-U0",
            "--inter-hunk-context=0",
            "--no-color",
            "--no-ext-diff",
            "--no-textconv",
            "--text",
        ]
        told = _git("diff", *options, "--", *map(os.fspath, places), differs=True)
    return tuple(_stretches(told, doc))


def _as_lines(doc: Document) -> bytes:
    return "".join(f"{doc[line]}\n" for line in doc.lines).encode("utf-8", "surrogatepass")


def _stretches(told: bytes, doc: Document) -> Iterator[Span]:
    for line in told.split(b"\n"):
        if line.startswith(_HUNK):
            # @@ -3 +3,2 @@: two lines from line 3 on are new; ,0 where lines only went.
            start, _, count = line.split(b" ")[2].removeprefix(b"+").partition(b",")
            first, many = int(start), int(count or 1)
            if many:
                yield Span(doc.lines[first - 1].start, doc.lines[first + many - 2].end)


def _top() -> Path:
    try:
        return Path(os.fsdecode(_git("rev-parse", "--show-toplevel").removesuffix(b"\n")))
    except GitError as error:
        raise GitError(f"--diff and --staged need a git repository: {error}") from error


def _commit(revision: str) -> str:
    """The commit of a revision; of HEAD, where nothing is committed yet, the empty tree."""
    try:
        return _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").decode().strip()
    except GitError as error:
        if revision == "HEAD":
            return _git("hash-object", "-t", "tree", os.devnull).decode().strip()
        raise GitError(f"git knows no revision {revision!r}") from error


def _git(*arguments: str, differs: bool = False) -> bytes:
    """Run git and return what it says. differs: a status of 1 says that two texts differ, not that it failed."""
    try:
        done = subprocess.run(["git", *arguments], capture_output=True, check=False)  # noqa: S603, S607
    except FileNotFoundError as error:
        raise GitError("git is not installed") from error
    if done.returncode not in ((0, 1) if differs else (0,)):
        said = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        raise GitError(said.removeprefix("fatal: ") or "git failed and does not say why")
    return done.stdout
