"""Findings put back into the sentences they were made in, so that a reader sees one passage once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from qc.document import Document, Span
from qc.report import Reported
from qc.report.untrusted import ELLIPSIS, shortened

REACH = 140
"""Code points shown before the first and after the last mark of a passage: about two lines of a page."""

CLOSE = 4
"""A mark nearer to the start of its sentence than this is shown with the sentence before."""

LONGEST = 900
"""A passage this long is not added to: a file that is one line must not become one passage."""

LONGEST_MARK = 160
"""A longer mark, say a repeated block, is shown by its beginning and its end."""


class Piece(NamedTuple):
    """A stretch of a passage, under a mark or not."""

    text: str
    marked: bool


class Extent(NamedTuple):
    """What is shown around a mark, and whether its sentence goes on to the left and to the right of that."""

    start: int
    end: int
    cut_left: bool
    cut_right: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the document with the findings made in it, at least one, in reading order."""

    extent: Extent
    findings: tuple[Reported, ...]

    @property
    def line(self) -> int:
        """The line of the first finding."""
        return self.findings[0].line

    def pieces(self, doc: Document) -> Iterator[Piece]:
        """Part the passage at its marks; marks that overlap become one."""
        at = self.extent.start
        if self.extent.cut_left:
            yield Piece(f"{ELLIPSIS} ", marked=False)
        for mark in _united(found.span for found in self.findings):
            yield Piece(doc.text[at : mark.start], marked=False)
            yield Piece(shortened(doc[mark], LONGEST_MARK), marked=True)
            at = mark.end
        yield Piece(doc.text[at : self.extent.end], marked=False)
        if self.extent.cut_right:
            yield Piece(f" {ELLIPSIS}", marked=False)


def passages(doc: Document, findings: Iterable[Reported]) -> list[Passage]:
    """Group findings, given in reading order, by the sentence (outside prose: the line) they stand in."""
    starts = [sentence.start for sentence in doc.sentences]
    grouped: list[Passage] = []
    for found in findings:
        extent = _extent(doc, found.span, _holder(doc, found.span.start, starts))
        last = grouped[-1] if grouped else None
        if last and extent.start < last.extent.end and last.extent.end - last.extent.start < LONGEST:
            grouped[-1] = Passage(_joined(last.extent, extent), (*last.findings, found))
        else:
            grouped.append(Passage(extent, (found,)))
    return grouped


def _holder(doc: Document, offset: int, starts: Sequence[int]) -> Span:
    number = bisect_right(starts, offset) - 1
    if number < 0 or offset not in doc.sentences[number]:
        return doc.lines[doc.locate(offset)[0] - 1]
    # A mark that begins its sentence is mostly one that should have ended the sentence before.
    before = doc.sentences[number - 1] if number and offset - starts[number] < CLOSE else doc.sentences[number]
    near = "\n" not in doc.text[before.end : starts[number]]
    return Span(before.start if near else starts[number], doc.sentences[number].end)


def _extent(doc: Document, mark: Span, holder: Span) -> Extent:
    """The holder of a mark, no further than REACH from the mark, cut between words where there are any."""
    start, end = (
        max(min(holder.start, mark.start), mark.start - REACH),
        min(max(holder.end, mark.end), mark.end + REACH),
    )
    if start > holder.start:
        start = doc.text.find(" ", start, mark.start) + 1 or start
    if end < holder.end:
        end = max(end if (space := doc.text.rfind(" ", mark.end, end)) < 0 else space, mark.end)
    return Extent(start, end, start > holder.start, end < holder.end)


def _joined(left: Extent, right: Extent) -> Extent:
    last = max(left, right, key=lambda extent: extent.end)
    return Extent(min(left.start, right.start), last.end, left.cut_left, last.cut_right)


def _united(marks: Iterable[Span]) -> list[Span]:
    united: list[Span] = []
    for mark in sorted(marks):
        if united and mark.start < united[-1].end:
            united[-1] = Span(united[-1].start, max(united[-1].end, mark.end))
        else:
            united.append(mark)
    return united
