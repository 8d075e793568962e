"""Which mark goes with which, in the paragraphs that leave no doubt of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from qc.document import Document
from qc.quotation import Mark, Quotation, Role
from qc.quotation.bearing import DOUBLE_GLYPHS
from qc.quotation.flaw import Flaw

SETTLED = frozenset({Flaw.NONE, Flaw.STRANDED, Flaw.GLUED, Flaw.REVERSED})
"""Flaws of a mark that leave no doubt about how it and its neighbours pair."""


def partners(doc: Document) -> dict[int, Mark]:
    """The partner of each mark, by the offset of the mark.

    Only in paragraphs whose quotations all open and close in them, by marks that can be trusted.
    """
    starts = [block.start for block in doc.prose]
    doubtful = set(_doubtful(doc, starts))
    marks = {mark.start: mark for mark in doc.marks}
    found: dict[int, Mark] = {}
    for quotation in doc.quotations:
        if quotation.closing and bisect_right(starts, quotation.opening.start) not in doubtful:
            opening, closing = quotation.opening.start, quotation.closing.start
            found[opening], found[closing] = marks[closing], marks[opening]
    return found


def _doubtful(doc: Document, starts: list[int]) -> Iterator[int]:
    """The numbers of the paragraphs, counted from 1, in which something does not add up."""
    for mark in doc.marks:
        if mark.text in DOUBLE_GLYPHS and (mark.role is Role.STRAY or mark.flaw not in SETTLED):
            yield bisect_right(starts, mark.start)
    for quotation in doc.quotations:
        first, last = bisect_right(starts, quotation.opening.start), bisect_right(starts, _end(quotation) - 1)
        if first != last or not quotation.closing or quotation.continued or quotation.cut:
            yield from range(first, last + 1)


def _end(quotation: Quotation) -> int:
    return quotation.closing.end if quotation.closing else max(quotation.body.end, quotation.opening.end)
