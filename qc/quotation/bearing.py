"""Which way a quotation mark faces, judged by the characters on its two sides.

A reading of a mark costs what the evidence against it weighs. An opening mark has white space (or a bracket, a
dash) before it and a word after it; a closing mark has a word or a stop before it and white space after it. All
else is doubtful, and `qc.quotation.pairing` decides by what the neighbouring marks need.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from qc.document import INLINE_MASK

OPENING_GLYPHS = frozenset("“‘„‚‟«‹\N{SINGLE HIGH-REVERSED-9 QUOTATION MARK}")
CLOSING_GLYPHS = frozenset("”’»›")
DOUBLE_GLYPHS = frozenset('"“”„‟«»\N{FULLWIDTH QUOTATION MARK}\N{DOUBLE PRIME}')
SINGLE_GLYPHS = frozenset("'‘’‚‹›`´\N{SINGLE HIGH-REVERSED-9 QUOTATION MARK}\N{FULLWIDTH APOSTROPHE}\N{PRIME}")
_ALL_GLYPHS = DOUBLE_GLYPHS | SINGLE_GLYPHS

AGAINST_GLYPH = 3.0
"""A curly mark read against the way it is drawn: as dear as a lost mark, cheaper than one set wrongly among its
neighbours, for people and engines mistype “ for ” far more often than they move a space."""

NO_MARK = 4.5
"""Reading a mark as nothing at all: dearer than a lost partner, so that it is the last resort."""

_MOST_MARKS_IN_A_ROW = 3  # “‘“: more side by side is no English, and looking past them all would be quadratic


class Side(IntEnum):
    """What stands beside a mark, as far as direction goes."""

    SPACE = 0
    BRACKET = 1  # an opening bracket
    WORD = 2
    STOP = 3
    CLOSER = 4  # a closing bracket
    DASH = 5
    SIGN = 6  # *, _, /, | and the like: neither here nor there


_SIDE_COUNT = len(Side)


class Bearing(NamedTuple):
    """What a mark costs read as opening, as closing, as neither; and what stands on its sides."""

    opening: float
    closing: float
    neither: float
    before: Side
    after: Side


class _Sides(dict[str, Side]):
    """The side a character makes, found once per character."""

    def __missing__(self, char: str) -> Side:
        side = self[char] = _side(char)
        return side


def _side(char: str) -> Side:
    if char.isspace() or char in "\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NO-BREAK SPACE}":
        return Side.SPACE
    if char in "([{<":
        return Side.BRACKET
    if char in ")]}>":
        return Side.CLOSER
    if char in ".,;:!?…":
        return Side.STOP
    if char in "-–—―‐\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}":
        return Side.DASH
    if char in "*_/|\\~=+^·•":
        return Side.SIGN
    return Side.WORD


_SIDES = _Sides({"": Side.SPACE, INLINE_MASK: Side.WORD})

# Rows: what stands before the mark; columns: what stands after it. (cost as opening, cost as closing)
_OPENS, _CLOSES = (0.0, 5.0), (5.0, 0.0)
_COSTS: tuple[tuple[tuple[float, float], ...], ...] = (
    # SPACE      BRACKET     WORD        STOP        CLOSER      DASH        SIGN
    ((2.0, 2.0), (0.0, 5.0), _OPENS, (2.5, 1.5), (5.0, 1.5), (0.3, 2.5), (0.5, 2.0)),  # SPACE
    ((1.5, 4.0), (0.0, 5.0), _OPENS, (1.0, 2.5), (4.0, 1.5), (0.3, 3.0), (0.5, 2.0)),  # BRACKET
    (_CLOSES, (5.0, 0.3), (2.0, 2.0), _CLOSES, _CLOSES, (4.0, 0.2), (2.0, 0.5)),  # WORD
    (_CLOSES, (5.0, 0.3), (2.2, 1.8), _CLOSES, _CLOSES, (4.0, 0.2), (2.0, 0.5)),  # STOP
    (_CLOSES, (5.0, 0.3), (2.5, 1.5), _CLOSES, _CLOSES, (4.0, 0.2), (2.0, 0.5)),  # CLOSER
    ((3.0, 0.3), (0.2, 3.0), (0.3, 2.0), (3.0, 0.3), (4.0, 0.2), (1.0, 1.0), (0.5, 0.8)),  # DASH
    ((2.0, 0.5), (0.2, 3.0), (0.5, 2.0), (2.0, 0.5), (4.0, 0.5), (1.0, 0.8), (0.8, 0.8)),  # SIGN
)


def bearing(text: str, start: int, end: int) -> Bearing:
    """Weigh the mark at text[start:end] by its neighbours and by the way it is drawn."""
    before, after, glyph = _before(text, start), _after(text, end), text[start]
    # A number, for members of an enumeration are slow to hash.
    pair = before * _SIDE_COUNT + after
    if pair in _DOUBTFUL:
        return _drawn(*_doubtful(text, start, end, before, after), before, after, glyph)
    known = _KNOWN.get((pair, glyph))
    if known is None:
        known = _KNOWN[pair, glyph] = _drawn(*_COSTS[before][after], NO_MARK, before, after, glyph)
    return known


_KNOWN: dict[tuple[int, str], Bearing] = {}  # one for each pair of sides and glyph: a few hundred at most

_DOUBTFUL = frozenset(
    before * _SIDE_COUNT + after
    for before, after in (
        (Side.SPACE, Side.SPACE),
        (Side.WORD, Side.WORD),
        (Side.STOP, Side.WORD),
        (Side.SPACE, Side.STOP),
        (Side.BRACKET, Side.STOP),
    )
)
"""Sides that decide nothing by themselves: the characters have to be looked at."""


def _drawn(opening: float, closing: float, neither: float, before: Side, after: Side, glyph: str) -> Bearing:
    if glyph in OPENING_GLYPHS:
        closing += AGAINST_GLYPH
    elif glyph in CLOSING_GLYPHS:
        opening += AGAINST_GLYPH
    return Bearing(opening, closing, neither, before, after)


_ARROW = (1.0, 1.0, 0.8)
"""Costs of « and » between spaces, which French « sets » so, and which are arrows in menus (Home » News); and of ''
and ``, which stand for an empty text there."""


def _doubtful(text: str, start: int, end: int, before: Side, after: Side) -> tuple[float, float, float]:
    if after is Side.SPACE:
        return _ARROW if text[start] in "«»‹›" or end - start > 1 else _between_spaces(text, start, end)
    if after is Side.WORD:
        return (*_between_words(text, start, end), NO_MARK)
    return (*(_OPENS if _opens_with_stop(text, end) else _COSTS[before][after]), NO_MARK)


def _before(text: str, start: int) -> Side:
    """The side before a mark, looking past marks that touch it (“‘)."""
    if not start:
        return Side.SPACE
    at = start - 1
    last = max(-1, start - 1 - _MOST_MARKS_IN_A_ROW)
    while at > last and text[at] in _ALL_GLYPHS:
        at -= 1
    return _SIDES[text[at]] if at >= 0 else Side.SPACE


def _after(text: str, end: int) -> Side:
    """The side after a mark, looking past marks that touch it (’”), but not past the apostrophe of “Hamlet”’s."""
    at = end
    last = min(len(text), end + _MOST_MARKS_IN_A_ROW)
    while at < last and text[at] in _ALL_GLYPHS:
        at += 1
    if at >= len(text):
        return Side.SPACE
    side = _SIDES[text[at]]
    # An opening mark may stand before a lone s ("s" is a letter); only where a word touches the mark from the left
    # does a short ending or a note belong to what it closes.
    if side is Side.WORD and end >= 2 and text[end - 1] not in OPENING_GLYPHS and _appended(text, end, at):
        return Side.STOP
    return side


_ENDINGS = frozenset("s es ed d er ers th ly S".split())
_SHORT_WORDS = frozenset("he we it an a is in my i so as at to of on by no or if be do go up us me am".split())


def _appended(text: str, end: int, at: int) -> bool:
    """Say whether an ending (“Hamlet”’s, three “no”s) or a note (.”3, .”bs) follows the mark that ends at `end`."""
    stop = at
    while stop < at + 4 and text[stop : stop + 1].isalnum():
        stop += 1
    word, left = text[at:stop], text[end - 2]
    if left.isspace() or stop == at + 4:
        return False
    if left.isalnum():
        return word in _ENDINGS
    return word.isdigit() or (word.islower() and len(word) <= 2 and word not in _SHORT_WORDS)


def _between_spaces(text: str, start: int, end: int) -> tuple[float, float, float]:
    """Costs of a mark with white space on both sides: its neighbours further off give a weak hint."""
    left, right = text[max(0, start - 4) : start].strip()[-1:], text[end : end + 4].strip()[:1]
    if not right or "\n" in text[end : end + 2]:
        return 4.0, 0.5, 3.2
    if not left or "\n" in text[max(0, start - 2) : start]:
        return 0.5, 4.0, 3.2
    opening = closing = 2.0
    if right.islower() and left in ",.!?":
        closing -= 0.8
    elif right.isupper() and left in ",:":
        opening -= 0.8
    elif right in ",.;:!?)":
        closing -= 1.0
    return opening, closing, 3.2


def _between_words(text: str, start: int, end: int) -> tuple[float, float]:
    """Costs of a mark with no white space on either side: `said."The`, `the"word`."""
    left, right = text[start - 1], text[end]
    if left in ".!?,…" and right.islower():
        return 2.8, 1.2
    if left in ",:;" and right.isupper():
        return 1.4, 2.4
    if left.islower() and right.isupper():
        return 1.8, 2.0
    return 2.0, 2.0


def _opens_with_stop(text: str, end: int) -> bool:
    """Say whether what follows begins a quotation with a stop: “…and so”, “.com”, “?”"""
    ahead = text[end : end + 3]
    return ahead[:1] == "…" or ahead[:2] == ".." or ahead[1:2].isalnum() or ahead[1:2] in _ALL_GLYPHS
