"""The cheapest reading of a run of quotation marks: which open, which close, which are nothing of the kind.

Every mark is judged by itself first (`qc.quotation.bearing`). Here the readings are weighed together over the whole
document: a mark may be read against its looks, a partner may be missing, a quotation may run on over a paragraph, and
each of these has its price. The cheapest path through all marks is found in one pass (Viterbi's algorithm over three
states), so one lost mark costs its own price once and cannot turn the rest of the document inside out.
"""

from __future__ import annotations

from typing import NamedTuple

LOST = 3.0
"""A partner that is missing: the unit the other prices are set against."""

NESTED = 2.0
"""A quotation inside one of the same style: sloppy, common, and cheaper than two lost partners."""

CONTINUED = 0.3
"""A paragraph that opens again without a closing mark before it: the convention for long speeches."""

JOINED = 1.5
"""The same in the middle of a line, after the end of a sentence: an extractor has joined the paragraphs."""

CUT = 2.5
"""A closing mark before any opening one: the document may begin inside a quotation. One paragraph on it may not."""

UNFINISHED = 1.2
"""A quotation open at the end of the document, which may be cut off there."""

UNLIKE = 0.6
"""Closing with a mark of another style: decides only between candidates that are otherwise equal."""

OUTSIDE, INSIDE, DEEPER = range(3)
OPEN, CLOSE, NEITHER = range(3)


class Observation(NamedTuple):
    """A mark as the pairing sees it.

    style: marks of one style close each other. gap: what it costs to stay inside a quotation since the mark before.
    again: what it costs to open here while a quotation is open; nested: the same where it stays open.
    opening, closing, neither: what each reading costs.
    """

    style: str
    gap: float
    again: float
    nested: float
    opening: float
    closing: float
    neither: float


class Pairing(NamedTuple):
    """Each mark's reading, and for each opening mark the index of its closing mark.

    partner: for opening marks, or None; for closing marks the index of the opening one, or None.
    ends: why a mark without partner has none: "continued", "lost", or "cut" by an edge of the document.
    depth: how many quotations are open around each mark.
    """

    readings: list[int]
    partner: list[int | None]
    ends: dict[int, str]
    depth: list[int]


_Step = tuple[int, int]
"""One step back: the state before the mark, and the reading of the mark. A state below zero says that the quotation
open before the mark was given up in the gap: -1 from INSIDE, -2 from DEEPER."""

_FAR = 1e9


class _Front(NamedTuple):
    """What the cheapest path to each state costs, and the style of the mark that is open on it (`inner`: on the way to
    DEEPER, the one around it).
    """

    outside: float
    inside: float
    deeper: float
    style: str
    inner: str


def pair(marks: list[Observation]) -> Pairing:
    """Find the cheapest reading of `marks`, in the order of the text."""
    steps: list[tuple[_Step, _Step, _Step]] = []
    front = _Front(0.0, CUT, _FAR, "", "")
    for mark in marks:
        front, fallen = _cross(front, mark.gap) if mark.gap else (front, OUTSIDE)
        outside, out_step = _to_outside(front, mark, fallen)
        inside, in_step, style = _to_inside(front, mark, fallen)
        deeper, deep_step, inner = _to_deeper(front, mark)
        steps.append((out_step, in_step, deep_step))
        front = _Front(outside, inside, deeper, style, inner)
    ends = (front.outside, OUTSIDE), (front.inside + UNFINISHED, INSIDE), (front.deeper + LOST, DEEPER)
    return _replay(marks, *_trace(steps, min(ends)[1]))


def _cross(front: _Front, gap: float) -> tuple[_Front, int]:
    """Go on over the lines between two marks: quotations stay open at a price, or are given up there."""
    outside, fallen = min((front.outside, OUTSIDE), (front.inside + LOST, -INSIDE), (front.deeper + 2 * LOST, -DEEPER))
    return _Front(outside, front.inside + gap, front.deeper + 3 * gap, front.style, front.inner), fallen


def _to_outside(front: _Front, mark: Observation, fallen: int) -> tuple[float, _Step]:
    unlike = UNLIKE if front.style and mark.style != front.style else 0.0
    return min(
        (front.inside + mark.closing + unlike, (INSIDE, CLOSE)),
        (front.outside + mark.neither, (fallen, NEITHER)),
        (front.outside + mark.closing + LOST, (fallen, CLOSE)),
    )


def _to_inside(front: _Front, mark: Observation, fallen: int) -> tuple[float, _Step, str]:
    return min(
        (front.outside + mark.opening, (fallen, OPEN), mark.style),
        (front.inside + mark.neither, (INSIDE, NEITHER), front.style),
        (front.inside + mark.opening + mark.again, (INSIDE, OPEN), mark.style),
        (front.deeper + mark.closing, (DEEPER, CLOSE), front.inner),
    )


def _to_deeper(front: _Front, mark: Observation) -> tuple[float, _Step, str]:
    return min(
        (front.inside + mark.opening + mark.nested, (INSIDE, OPEN), front.style),
        (front.deeper + mark.neither, (DEEPER, NEITHER), front.inner),
    )


def _trace(steps: list[tuple[_Step, _Step, _Step]], state: int) -> tuple[list[int], list[int], int]:
    """Walk back from the last state: the state before each mark, each mark's reading, and the last state."""
    before, readings, last = [0] * len(steps), [0] * len(steps), state
    for at in range(len(steps) - 1, -1, -1):
        before[at], readings[at] = steps[at][state]
        state = abs(before[at])
    return before, readings, last


def _replay(marks: list[Observation], before: list[int], readings: list[int], last: int) -> Pairing:
    """Pair the marks as read, keeping the opening marks that wait for a partner on a stack."""
    partner: list[int | None] = [None] * len(marks)
    depth = [0] * len(marks)
    ends: dict[int, str] = {}
    waiting: list[int] = []
    after = [*before[1:], last]
    for at, reading in enumerate(readings):
        if before[at] < 0:
            ends.update((lost, "lost") for lost in waiting)
            waiting.clear()
        if reading == CLOSE and waiting:
            opening = waiting.pop()
            partner[opening], partner[at] = at, opening
        elif reading == CLOSE:
            ends[at] = "cut" if before[at] == INSIDE else "lost"
        elif reading == OPEN:
            if abs(after[at]) == INSIDE and waiting:
                ends.update((lost, "lost" if marks[at].again >= LOST else "continued") for lost in waiting)
                waiting.clear()
            waiting.append(at)
        depth[at] = max(0, len(waiting) - (reading == OPEN))
    ends.update((cut, "cut") for cut in waiting)
    return Pairing(readings, partner, ends, depth)
