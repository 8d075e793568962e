"""Which marks open, close, or are apostrophes and primes, and how they pair."""

from __future__ import annotations

import re
from bisect import bisect
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal, NamedTuple

from qc.apostrophe import between_letters, prime_cost, single_bearing
from qc.attribution import WINDOW, Said, said_after, said_before, swallowed
from qc.bearing import SINGLE_GLYPHS, Bearing, Side, bearing
from qc.document import Document, Span
from qc.flaw import Flaw, Flaws, Seen, gap, paragraph_end, style_of
from qc.pairing import CLOSE, CONTINUED, JOINED, LOST, OPEN, Observation, Pairing, pair


class Role(StrEnum):
    """What a mark does where it stands."""

    OPEN = "open"
    CLOSE = "close"
    APOSTROPHE = "apostrophe"
    PRIME = "prime"  # feet, inches, minutes, seconds
    STRAY = "stray"  # none of these can be made of it


class Mark(NamedTuple):
    """A quotation mark, apostrophe or prime: its place, the characters, its role, and what is wrong with it."""

    start: int
    end: int
    text: str
    role: Role
    flaw: Flaw = Flaw.NONE


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
    with them, so that by convention none should; `cut` where the document ends inside them. `flaw` is that of the
    opening mark, or else of the closing one."""

    opening: Span
    closing: Span | None
    body: Span
    depth: int
    continued: bool = False
    attribution: Attribution | None = None
    cut: bool = False
    flaw: Flaw = Flaw.NONE


_MARK = re.compile(r"``|''|[\"'`´“”„‟«»‹›‘’‚‛′″＂＇]")
_ASCII_MARK = re.compile(r"``|''|[\"'`]")


def scan(doc: Document) -> tuple[tuple[Mark, ...], tuple[Quotation, ...]]:
    """Classify and pair the marks of the prose, in one pass over the text."""
    text = doc.prose_text
    doubles: list[Seen] = []
    singles: list[Seen] = []
    marks: list[Mark] = []
    for match in (_ASCII_MARK if text.isascii() else _MARK).finditer(text):
        start, end = match.span()
        glyph = match.group()
        if glyph not in SINGLE_GLYPHS:
            doubles.append(_double(text, start, end, glyph))
        elif between_letters(text, start, end):
            marks.append(Mark(start, end, glyph, Role.APOSTROPHE))
        else:
            singles.append(Seen(start, end, glyph, single_bearing(text, start, end)))
    quotations: list[Quotation] = []
    if doubles:
        _settle(text, doubles, pair(_observed(text, doubles)), marks, quotations)
    if any(seen.bearing.opening < LOST for seen in singles):
        _settle_singles(text, singles, _Enclosing(quotations), marks, quotations)
    else:
        marks.extend(_not_quoting(text, seen) for seen in singles)
    marks.sort()
    quotations.sort(key=lambda quotation: quotation.opening.start)
    return tuple(marks), _attributed(text, quotations)


def _double(text: str, start: int, end: int, glyph: str) -> Seen:
    weighed = bearing(text, start, end)
    if weighed.closing < LOST and text[max(0, start - 2) : start].rstrip()[-1:] in _BEFORE_INCHES:
        weighed = weighed._replace(neither=min(weighed.neither, prime_cost(text, start, end)))
    if weighed.opening == 0 and swallowed(text, start, end):
        return Seen(start, end, glyph, weighed._replace(opening=LOST + 1, closing=1.0), True)
    return Seen(start, end, glyph, weighed)


_BEFORE_INCHES = frozenset("0123456789½¼¾'’′")


def _observed(text: str, seen: list[Seen]) -> list[Observation]:
    observed = []
    last = Seen(0, 0, "", Bearing(0, 0, 0, Side.SPACE, Side.SPACE))
    for mark in seen:
        distance = gap(text, last.end, mark.start)
        opening, closing, neither = mark.bearing[:3]
        if mark.start == last.end and mark.text == last.text:
            neither = min(neither, last.bearing.neither, LOST / 2)
            if mark.text == '"' and last.bearing.before is mark.bearing.after is Side.SPACE:
                closing = 0.0  # "" is a pair around nothing
        observed.append(
            Observation(style_of(mark.text), distance, _again(text, mark.start, distance), opening, closing, neither)
        )
        last = mark
    return observed


def _again(text: str, start: int, distance: float) -> float:
    """What it costs to open at `start` while a quotation is open: little where a paragraph or sentence begins."""
    lead = text[max(0, start - 8) : start].rstrip(" \t>*-–—•([‘“'\"\r")
    if distance and (not lead or (lead[-1] == "\n" and not lead[-2:-1].isalnum())):
        return CONTINUED
    return JOINED if text[start - 1 : start] == " " and lead[-1:] in _SENTENCE_ENDS else LOST


_SENTENCE_ENDS = frozenset(".!?…")


def _settle(text: str, seen: list[Seen], paired: Pairing, marks: list[Mark], quotations: list[Quotation]) -> None:
    """Turn the readings of double marks into marks with flaws, and pairs into quotations."""
    judge = Flaws(text, seen, paired)
    flaws = [judge.of(at) for at in range(len(seen))]
    for at, mark in enumerate(seen):
        role = _role(mark, paired.readings[at])
        marks.append(Mark(mark.start, mark.end, mark.text, role, flaws[at]))
        if role is Role.OPEN:
            partner = paired.partner[at]
            flaw = flaws[at] or (flaws[partner] if partner is not None else Flaw.NONE)
            quotations.append(_quotation(text, seen, paired, at, flaw))


def _role(mark: Seen, reading: int) -> Role:
    if reading == OPEN:
        return Role.OPEN
    if reading == CLOSE:
        return Role.CLOSE
    return Role.PRIME if mark.bearing.neither < LOST / 2 else Role.STRAY


def _quotation(text: str, seen: list[Seen], paired: Pairing, at: int, flaw: Flaw) -> Quotation:
    opening = Span(seen[at].start, seen[at].end)
    partner = paired.partner[at]
    if partner is not None:
        closing = Span(seen[partner].start, seen[partner].end)
        return Quotation(opening, closing, Span(opening.end, closing.start), paired.depth[at], flaw=flaw)
    end = paragraph_end(text, opening.end)
    if at + 1 < len(seen):
        end = min(end, seen[at + 1].start)
    why = "lost" if flaw is Flaw.UNCLOSED else paired.ends[at]
    return Quotation(
        opening, None, Span(opening.end, end), paired.depth[at], why == "continued", None, why == "cut", flaw
    )


def _settle_singles(
    text: str, seen: list[Seen], enclosing: _Enclosing, marks: list[Mark], quotations: list[Quotation]
) -> None:
    """Single marks that find no partner are apostrophes: nobody can tell a lost one from dialect."""
    paired = pair(_observed(text, seen))
    for at, mark in enumerate(seen):
        partner, reading = paired.partner[at], paired.readings[at]
        quotes = (
            reading == OPEN and paired.ends[at] == "continued"
            if partner is None
            else enclosing.same(mark.start, seen[partner].start)
        )
        if not quotes:
            marks.append(_not_quoting(text, mark))
            continue
        marks.append(Mark(mark.start, mark.end, mark.text, Role.OPEN if reading == OPEN else Role.CLOSE))
        if reading == OPEN:
            quotations.append(_quotation(text, seen, paired, at, Flaw.NONE))


def _not_quoting(text: str, mark: Seen) -> Mark:
    before = text[max(0, mark.start - 1) : mark.start]
    if mark.text in "′″" or before.isdigit():
        return Mark(mark.start, mark.end, mark.text, Role.PRIME)
    touches = Side.WORD in (mark.bearing.before, mark.bearing.after)
    return Mark(mark.start, mark.end, mark.text, Role.APOSTROPHE if touches else Role.STRAY)


class _Enclosing:
    """Which double quotation a place lies in: a pair of single marks may not cross its bounds."""

    def __init__(self, quotations: list[Quotation]) -> None:
        bounds = []
        for number, quotation in enumerate(quotations):
            if quotation.closing:
                bounds.append((quotation.opening.start, number))
                bounds.append((quotation.closing.start, -1))
        bounds.sort()
        self._places = [place for place, _ in bounds]
        self._inner = [-1]
        waiting: list[int] = []
        for _, number in bounds:
            if number >= 0:
                waiting.append(number)
            else:
                waiting.pop()
            self._inner.append(waiting[-1] if waiting else -1)

    def same(self, first: int, second: int) -> bool:
        """Say whether both places lie in the same double quotation, or both in none."""
        return self._inner[bisect(self._places, first)] == self._inner[bisect(self._places, second)]


def _attributed(text: str, quotations: list[Quotation]) -> tuple[Quotation, ...]:
    """The quotations with their attributions, found between the marks of one and those of the next."""
    found: list[Quotation] = []
    for at, quotation in enumerate(quotations):
        if quotation.closing is None or quotation.depth:
            found.append(quotation)
            continue
        following = quotations[at + 1] if at + 1 < len(quotations) else None
        limit = following.opening.start if following else len(text)
        floor = found[-1].body.end if found else 0
        amid = found[-1].attribution if found else None
        if amid is None or amid.position != "inside":
            amid = _attribution(text, quotation, floor, limit, following)
        elif following is not None and (again := _attribution(text, quotation, floor, limit, following)):
            amid = again if again.position == "inside" else amid
        found.append(replace(quotation, attribution=amid))
    return tuple(found)


def _attribution(
    text: str, quotation: Quotation, floor: int, limit: int, following: Quotation | None
) -> Attribution | None:
    assert quotation.closing is not None
    start = quotation.closing.end
    newline = text.find("\n", start, limit)
    said = said_after(text, start, limit if newline < 0 else newline)
    if said:
        inside = following is not None and newline < 0 and _goes_on(text, said.end, following)
        return _as_attribution(said, "inside" if inside else "after")
    start = max(floor, quotation.opening.start - WINDOW)
    start = max(start, text.rfind("\n", start, quotation.opening.start) + 1)
    said = said_before(text, start, quotation.opening.start)
    return said and _as_attribution(said, "before")


def _goes_on(text: str, end: int, following: Quotation) -> bool:
    """Say whether the next quotation continues the sentence that the attribution interrupts."""
    between = text[end : following.opening.start].rstrip()
    return between.endswith((",", ";", "—", "–")) and "." not in between


def _as_attribution(said: Said, position: Literal["before", "after", "inside"]) -> Attribution:
    return Attribution(Span(said.start, said.end), said.speaker and Span(*said.speaker), Span(*said.verb), position)
