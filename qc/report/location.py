"""Where a finding stands, as other tools write it: an address of the file, a region of lines and columns."""

from __future__ import annotations

from pathlib import PurePath
from typing import NamedTuple
from urllib.parse import quote

from qc.document import Document, Span
from qc.report.untrusted import visible


class Region(NamedTuple):
    """Lines and columns from 1, in code points; the end column is the first one after the region."""

    line: int
    column: int
    end_line: int
    end_column: int


def region(doc: Document, span: Span) -> Region:
    """Give the lines and columns of a span."""
    return Region(*doc.locate(span.start), *doc.locate(span.end))


def path(name: str) -> str:
    """The name of a document as a path with forward slashes, in which nothing is invisible."""
    return visible(PurePath(name).as_posix())


def uri(name: str) -> str:
    """The name of a document as a relative reference, or as a file: address where the path is absolute."""
    posix = PurePath(name).as_posix()
    try:
        octets = posix.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # no file has such a name
        octets = visible(posix).encode("utf-8")
    return ("file://" if posix.startswith("/") else "") + quote(octets, safe="/")
