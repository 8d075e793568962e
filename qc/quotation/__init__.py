"""Which marks open, close, or are apostrophes and primes, and how they pair."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Literal, NamedTuple

from qc.document import Document, Span
from qc.quotation.apostrophe import before_clipped_word, between_letters, possessive_cost, prime_cost, single_bearing
from qc.quotation.attribution import WINDOW, Said, said_after, said_before
from qc.quotation.bearing import DOUBLE_GLYPHS, NO_MARK, SINGLE_GLYPHS, Bearing, Side, bearing
from qc.quotation.displaced import ENDS, narrated_next, swallowed
from qc.quotation.flaw import Flaw, Flaws, Seen, gap, paragraph_end, style_of
from qc.quotation.pairing import CLOSE, CONTINUED, JOINED, LOST, NEITHER, NESTED, OPEN, Observation, Pairing, pair


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


class _Near(NamedTuple):
    """What an attribution is looked for in: the text, where the quotation before ends and the next one opens.

    `last` is the closing mark of the quotation before, where that one may be the first half of a split one.
    """

    text: str
    floor: int
    limit: int
    last: int


@dataclass(frozen=True)
class Quotation:
    """Words between marks. `closing` is None where none closes them; `continued` where the next paragraph goes on
    with them, so that by convention none should; `cut` where the document ends inside them. `flaw` is that of the
    opening mark, or else of the closing one.
    """

    opening: Span
    closing: Span | None
    body: Span
    depth: int
    continued: bool = False
    cut: bool = False
    flaw: Flaw = Flaw.NONE
    near: _Near | None = field(default=None, repr=False, compare=False)

    @cached_property
    def attribution(self) -> Attribution | None:
        """Who is said to have said it, read from the narration around the quotation on first request."""
        if self.near is None or self.closing is None:
            return None
        return _attribution(self.near, self.opening.start, self.closing.end)


class _Found(NamedTuple):
    """A quotation by its places; `end` is zero where nothing closes it."""

    start: int
    inner_start: int
    inner_end: int
    end: int
    why: str = ""
    flaw: Flaw = Flaw.NONE


# `` and '' are one mark. A set of characters first, for a search for one is five times as fast as for alternatives.
_TWICE = "(?:(?<=`)`|(?<=')')?"
_MARK = re.compile(f"[{''.join(sorted(SINGLE_GLYPHS | DOUBLE_GLYPHS))}]{_TWICE}")
_ASCII_MARK = re.compile(f"[\"'`]{_TWICE}")


def scan(doc: Document) -> tuple[tuple[Mark, ...], tuple[Quotation, ...]]:
    """Classify and pair the marks of the prose, in one pass over the text."""
    text = _with_plain_line_ends(doc.prose_text)
    doubles: list[Seen] = []
    singles: list[Seen] = []
    marks: list[Mark] = []
    for match in (_ASCII_MARK if text.isascii() else _MARK).finditer(text):
        start, end = match.span()
        glyph = text[start:end]
        if glyph in SINGLE_GLYPHS:
            if between_letters(text, start, end):
                prime = text[start - 1].isdigit() and text[end].isdigit()
                marks.append(Mark(start, end, glyph, Role.PRIME if prime else Role.APOSTROPHE))
            else:
                singles.append(Seen(start, end, glyph, single_bearing(text, start, end)))
        elif glyph == "''" and before_clipped_word(text, end):  # ''Tis late': two marks after all
            singles.extend(Seen(at, at + 1, "'", single_bearing(text, at, at + 1)) for at in (start, start + 1))
        else:
            doubles.append(_double(text, start, end, glyph))
    found: list[_Found] = []
    if _is_plain(text, doubles):
        _take_plain(doubles, marks, found)
    else:
        judge = Flaws(text, doc.text, doubles, pair(_observed(text, doubles)))
        _settle(text, judge, marks, found)
    if any(seen.bearing.opening < LOST for seen in singles):
        _settle_singles(text, singles, _Enclosing(found), marks, found)
    else:
        marks.extend(_not_quoting(text, seen) for seen in singles)
    marks.sort()
    return tuple(marks), tuple(_quotations(text, found))


def _with_plain_line_ends(text: str) -> str:
    """The text, as long as before, with each line end a line feed; what is left over becomes space after it."""
    if "\r" not in text:
        return text
    return text.replace("\r\n\r\n", "\n\n  ").replace("\r\n", "\n ").replace("\r", "\n")


def _double(text: str, start: int, end: int, glyph: str) -> Seen:
    weighed = bearing(text, start, end)
    if weighed.opening == 0:
        if text[start - 2 : start - 1] in ENDS:
            swallows = swallowed(text, start, end) > 0
            if swallows or narrated_next(text, start, end):
                return Seen(start, end, glyph, weighed._replace(opening=LOST + 1, closing=1.0), swallows)
    elif weighed.closing < LOST:
        cost = _other_cost(text, start, end)
        if cost < weighed.neither:
            return Seen(start, end, glyph, weighed._replace(neither=cost))
    return Seen(start, end, glyph, weighed)


def _other_cost(text: str, start: int, end: int) -> float:
    """What it costs to read a double mark as a prime, an apostrophe or a rest of a tag (alt="a pier">)."""
    before = text[start - 1 : start]
    if before == "=" or text[end : end + 1] == ">":
        return 0.0
    if text.find("=", end, end + _TAG) >= 0 and _BEFORE_ATTRIBUTE.match(text, end):
        return 0.0
    if before in ("s", "S"):
        return possessive_cost(text, end)
    if before == " ":
        before = text[max(0, start - 2) : start - 1]
    return prime_cost(text, start, end) if before in _BEFORE_PRIMES else NO_MARK


_TAG = 16  # characters of an attribute's name, and more
_BEFORE_PRIMES = frozenset("0123456789¼½¾⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞'’′")
_BEFORE_ATTRIBUTE = re.compile(r" [a-z]+=[\"']")


def _is_plain(text: str, doubles: list[Seen]) -> bool:
    """Say whether all marks are what they look like and each pair is near: no reading is cheaper than that."""
    if len(doubles) % 2:
        return False
    for at in range(0, len(doubles), 2):
        opening, closing = doubles[at], doubles[at + 1]
        if opening.bearing.opening or closing.bearing.closing or gap(text, opening.end, closing.start) > LOST:
            return False
        if opening.text != closing.text and style_of(opening.text) != style_of(closing.text):
            return False
    return True


def _take_plain(doubles: list[Seen], marks: list[Mark], found: list[_Found]) -> None:
    for at in range(0, len(doubles), 2):
        opening, closing = doubles[at], doubles[at + 1]
        marks.append(Mark(opening.start, opening.end, opening.text, Role.OPEN))
        marks.append(Mark(closing.start, closing.end, closing.text, Role.CLOSE))
        found.append(_Found(opening.start, opening.end, closing.start, closing.end))


def _observed(text: str, seen: list[Seen]) -> list[Observation]:
    observed = []
    layered = False  # "'"No," said he, "none."'" quotes a quotation within a quotation
    last = Seen(0, 0, "", Bearing(0, 0, 0, Side.SPACE, Side.SPACE))
    for mark in seen:
        distance = gap(text, last.end, mark.start)
        opening, closing, neither, _, _ = mark.bearing
        again = _again(text, mark.start, distance) if opening < LOST else LOST
        layered = (layered and not distance) or (last.end == mark.start - 1 and text[last.end] in SINGLE_GLYPHS)
        nested = CONTINUED if layered else NESTED
        if mark.start == last.end and mark.text == last.text:
            neither = min(neither, last.bearing.neither, LOST / 2)
            if mark.text == '"' and last.bearing.before is mark.bearing.after is Side.SPACE:
                closing = 0.0  # "" is a pair around nothing
        observed.append(Observation(style_of(mark.text), distance, again, nested, opening, closing, neither))
        last = mark
    return observed


def _again(text: str, start: int, distance: float) -> float:
    """What it costs to open at `start` while a quotation is open: little where a paragraph or sentence begins."""
    lead = text[max(0, start - 8) : start].rstrip(" \t>*-–—•([‘“'\"\r")
    if distance and (not lead or (lead[-1] == "\n" and not lead[-2:-1].isalnum())):
        return CONTINUED
    return JOINED if text[start - 1 : start] == " " and lead[-1:] in _SENTENCE_ENDS else LOST


_SENTENCE_ENDS = frozenset(".!?…")


def _settle(text: str, judge: Flaws, marks: list[Mark], found: list[_Found]) -> None:
    """Turn the readings of double marks into marks with flaws, and pairs into quotations."""
    seen, paired = judge.seen, judge.paired
    flaws = [judge.of(at) for at in range(len(seen))]
    for at, (mark, reading) in enumerate(zip(seen, paired.readings, strict=True)):
        role = _ROLES[reading] or _other_role(text, mark)
        marks.append(Mark(mark.start, mark.end, mark.text, role, flaws[at]))
        if role is Role.OPEN:
            partner = paired.partner[at]
            flaw = flaws[at] or (flaws[partner] if partner is not None else Flaw.NONE)
            found.append(_found(text, seen, paired, at, flaw))


def _other_role(text: str, mark: Seen) -> Role:
    if mark.bearing.neither >= LOST / 2:
        return Role.STRAY
    before = text[max(0, mark.start - 2) : mark.start].rstrip()[-1:]
    if before in ("s", "S"):
        return Role.APOSTROPHE
    return Role.PRIME if before in _BEFORE_PRIMES else Role.STRAY


_ROLES = {OPEN: Role.OPEN, CLOSE: Role.CLOSE, NEITHER: None}


def _found(text: str, seen: list[Seen], paired: Pairing, at: int, flaw: Flaw) -> _Found:
    mark, partner = seen[at], paired.partner[at]
    if partner is not None:
        return _Found(mark.start, mark.end, seen[partner].start, seen[partner].end, "", flaw)
    end = paragraph_end(text, mark.end, seen[at + 1].start if at + 1 < len(seen) else len(text))
    return _Found(mark.start, mark.end, end, 0, "lost" if flaw is Flaw.UNCLOSED else paired.ends[at], flaw)


def _quotations(text: str, found: list[_Found]) -> Iterator[Quotation]:
    """The quotations in order, with their depths, each told where it may look for its attribution."""
    found.sort()
    depths = _depths(found)
    limits = [len(text)] * len(found)
    for at in range(len(found) - 2, -1, -1):
        limits[at] = limits[at + 1] if depths[at + 1] else found[at + 1].start
    floor = last = 0
    for (start, inner, inner_end, end, why, flaw), depth, limit in zip(found, depths, limits, strict=True):
        near = None if depth else _Near(text, floor, limit, last)
        body, closing = Span(inner, inner_end), Span(inner_end, end) if end else None
        yield Quotation(Span(start, inner), closing, body, depth, why == "continued", why == "cut", flaw, near)
        if not depth:
            floor, last = end or inner_end, end


def _depths(found: list[_Found]) -> list[int]:
    depths, ends = [], [0]
    for quotation in found:
        while ends[-1] > 0 and ends[-1] <= quotation.start:
            ends.pop()
        depths.append(len(ends) - 1)
        if quotation.end:
            ends.append(quotation.end)
    return depths


def _settle_singles(text: str, seen: list[Seen], enclosing: _Enclosing, marks: list[Mark], found: list[_Found]) -> None:
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
            found.append(_found(text, seen, paired, at, Flaw.NONE))


def _not_quoting(text: str, mark: Seen) -> Mark:
    before = text[max(0, mark.start - 1) : mark.start]
    if mark.text in "′″" or before.isdigit():
        return Mark(mark.start, mark.end, mark.text, Role.PRIME)
    touches = Side.WORD in (mark.bearing.before, mark.bearing.after)
    return Mark(mark.start, mark.end, mark.text, Role.APOSTROPHE if touches else Role.STRAY)


class _Enclosing:
    """Which double quotation a place lies in: a pair of single marks may not cross its bounds."""

    def __init__(self, found: list[_Found]) -> None:
        bounds = []
        for number, quotation in enumerate(found):
            if quotation.end:
                bounds.append((quotation.start, number))
                bounds.append((quotation.inner_end, -1))
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


def _attribution(near: _Near, start: int, end: int) -> Attribution | None:
    """The attribution of the quotation at near.text[start:end]: after it, amid two halves, or before it."""
    text = near.text
    said = _said_after(text, end, near.limit)
    if said:
        return _as_attribution(said, "inside" if _goes_on(text, said.end, near.limit) else "after")
    floor = max(near.floor, start - WINDOW)
    floor = max(floor, text.rfind("\n", floor, start) + 1)
    if near.last and floor == near.floor:
        said = _said_after(text, near.last, start)
        if said and _goes_on(text, said.end, start):
            return _as_attribution(said, "inside")
    said = said_before(text, floor, start)
    return said and _as_attribution(said, "before")


def _said_after(text: str, end: int, limit: int) -> Said | None:
    newline = text.find("\n", end, min(limit, end + WINDOW))
    return said_after(text, end, limit if newline < 0 else newline)


def _goes_on(text: str, end: int, following: int) -> bool:
    """Say whether the next quotation continues the sentence that the attribution interrupts."""
    between = text[end:following].rstrip()
    return following < len(text) and between.endswith((",", ";", "—", "–")) and "." not in between


def _as_attribution(said: Said, position: Literal["before", "after", "inside"]) -> Attribution:
    return Attribution(Span(said.start, said.end), said.speaker and Span(*said.speaker), Span(*said.verb), position)
