"""Text in the columns of a terminal: how wide it is, which part of a line fits, where the carets go."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from qc.document import Document, Span
from qc.report.untrusted import ELLIPSIS, visible

LONGEST_WORD = 20
"""Columns that a window may lose so that it ends between words."""


class Snippet(NamedTuple):
    """A stretch of a line as it is shown, and the carets below it."""

    text: str
    carets: str


def width(shown: str) -> int:
    """Columns a text takes on a terminal; it is `visible` already."""
    return len(shown) if shown.isascii() else sum(map(_columns, shown))


def _columns(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def window(doc: Document, mark: Span, budget: int) -> Span:
    """The stretch of the line a mark starts in that fits into `budget` columns: all of it or what is round the mark."""
    line = doc.lines[doc.locate(mark.start)[0] - 1]
    if line.end - line.start <= 2 * budget and width(visible(doc[line])) <= budget:
        return line
    # A third of the room goes to what stands before the mark, what is left over on the right is given back.
    left, used = _reach(doc, range(mark.start - 1, line.start - 1, -1), budget // 3)
    right, more = _reach(doc, range(mark.start, line.end), budget - used)
    again, _ = _reach(doc, range(mark.start - left - 1, line.start - 1, -1), budget - used - more)
    return _between_words(doc, line, Span(mark.start - left - again, mark.start + right), mark)


def _reach(doc: Document, offsets: range, budget: int) -> tuple[int, int]:
    """Count the characters at these offsets that fit into a budget, and the columns they take."""
    used = taken = 0
    # Bounded by characters too: combining marks take no column, and a line may be ten million of them.
    for offset in offsets[: 2 * budget]:
        columns = width(visible(doc.text[offset]))
        if used + columns > budget:
            break
        used, taken = used + columns, taken + 1
    return taken, used


def _between_words(doc: Document, line: Span, rough: Span, mark: Span) -> Span:
    start, end = rough.start, rough.end
    if start > line.start:
        start = doc.text.find(" ", start, mark.start) + 1 or start
    if end < line.end:
        space = doc.text.rfind(" ", mark.start, end)
        # A mark that does not fit is cut between words like the rest, unless that would leave little of it.
        end = space if space >= (mark.end if mark.end <= end else max(mark.start + 1, end - LONGEST_WORD)) else end
    return Span(start, end)


def snippet(doc: Document, shown: Span, marks: Iterable[Span]) -> Snippet:
    """Draw a window with carets under its marks."""
    line = doc.lines[doc.locate(shown.start)[0] - 1]
    text = ELLIPSIS if shown.start > line.start else ""
    columns = [len(text)]
    for character in doc[shown]:
        sign = visible(character)
        text += sign
        columns.append(columns[-1] + width(sign))
    text += ELLIPSIS if shown.end < line.end else ""
    return Snippet(text, _carets(columns, shown, marks))


def _carets(columns: Sequence[int], shown: Span, marks: Iterable[Span]) -> str:
    under: set[int] = set()
    for mark in marks:
        start = columns[mark.start - shown.start]
        end = columns[min(mark.end, shown.end) - shown.start]
        # A combining mark has no column of its own: the caret goes under the letter it sits on.
        under.update(range(start, end) or (max(0, start - 1),))
    return "".join("^" if column in under else " " for column in range(max(under, default=-1) + 1))
