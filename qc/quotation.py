"""Which marks open, close, or are apostrophes and primes, and how they pair."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, NamedTuple

from qc.document import Document, Span


class Role(StrEnum):
    """What a mark does where it stands."""

    OPEN = "open"
    CLOSE = "close"
    APOSTROPHE = "apostrophe"
    PRIME = "prime"  # feet, inches, minutes, seconds
    STRAY = "stray"  # none of these can be made of it


class Mark(NamedTuple):
    """A quotation mark, apostrophe or prime: its place, the characters, and its role."""

    start: int
    end: int
    text: str
    role: Role


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who is said to have said it: `speaker` and `verb` inside `span`, before, after or amid the words quoted."""

    span: Span
    speaker: Span | None
    verb: Span | None
    position: Literal["before", "after", "inside"]


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words between marks. `closing` is None where none closes them; `continued` where the next paragraph goes on
    with them, so that by convention none should."""

    opening: Span
    closing: Span | None
    body: Span
    depth: int
    continued: bool = False
    attribution: Attribution | None = None


def scan(doc: Document) -> tuple[tuple[Mark, ...], tuple[Quotation, ...]]:
    """Classify and pair the marks of the prose, in one pass over each block."""
    return (), ()
