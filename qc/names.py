"""Proper names and where they occur."""

from __future__ import annotations

from typing import NamedTuple

from qc.document import Document


class Name(NamedTuple):
    """One occurrence of a proper name: its place and the words as written."""

    start: int
    end: int
    text: str


def names(doc: Document) -> tuple[Name, ...]:
    """Find the proper names of the prose: runs of capitalised words that no sentence start explains."""
    return ()
