"""The cheapest reading of a run of quotation marks: which open, which close, which are nothing of the kind.

Every mark is judged by itself first (`qc.bearing`). Here the readings are weighed together over the whole document:
a mark may be read against its looks, a partner may be missing, a quotation may run on over a paragraph, and each of
these has its price. The cheapest path through all marks is found in one pass (Viterbi's algorithm over three
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


# One step back: (state before the mark, reading of the mark). A state below zero says that the quotation open
# before the mark was given up in the gap: -1 from INSIDE, -2 from DEEPER.
_Step = tuple[int, int]
_FAR = 1e9


def pair(marks: list[Observation]) -> Pairing:
    """Find the cheapest reading of `marks`, in the order of the text."""
    steps: list[tuple[_Step, _Step, _Step]] = []
    out, inside, deeper = 0.0, CUT, _FAR
    style = inner = ""
    for mark in marks:
        fallen = OUTSIDE
        if mark.gap:
            if inside + LOST < out:
                out, fallen = inside + LOST, -INSIDE
            if deeper + 2 * LOST < out:
                out, fallen = deeper + 2 * LOST, -DEEPER
            inside += mark.gap
            deeper += 3 * mark.gap
        unlike = 0.0 if mark.style == style or not style else UNLIKE

        to_out, out_step = out + mark.neither, (fallen, NEITHER)
        if (cost := inside + mark.closing + unlike) < to_out:
            to_out, out_step = cost, (INSIDE, CLOSE)
        if (cost := out + mark.closing + LOST) < to_out:
            to_out, out_step = cost, (fallen, CLOSE)

        to_in, in_step, in_style = inside + mark.neither, (INSIDE, NEITHER), style
        if (cost := out + mark.opening) < to_in:
            to_in, in_step, in_style = cost, (fallen, OPEN), mark.style
        if (cost := inside + mark.opening + mark.again) < to_in:
            to_in, in_step, in_style = cost, (INSIDE, OPEN), mark.style
        if (cost := deeper + mark.closing) < to_in:
            to_in, in_step, in_style = cost, (DEEPER, CLOSE), inner

        to_deep, deep_step, deep_inner = deeper + mark.neither, (DEEPER, NEITHER), inner
        if (cost := inside + mark.opening + mark.nested) < to_deep:
            to_deep, deep_step, deep_inner = cost, (INSIDE, OPEN), style
        out, inside, deeper, style, inner = to_out, to_in, to_deep, in_style, deep_inner
        steps.append((out_step, in_step, deep_step))
    last = min((out, OUTSIDE), (inside + UNFINISHED, INSIDE), (deeper + LOST, DEEPER))[1]
    return _replay(marks, *_trace(steps, last))


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
