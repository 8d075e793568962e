"""Lines into paragraphs: which line ends were put in by a wrap, and which part one paragraph from the next.

A scraped page has a paragraph on each line; a letter or a book from Project Gutenberg has lines filled to a width,
and blank lines between paragraphs; verse has neither. No single flag of a file says which it is, and a file may be
all three, so each line end is judged by itself: would the next word still have fitted on the line?
"""

from __future__ import annotations

import re
from itertools import accumulate, pairwise
from typing import NamedTuple

_NARROWEST, _WIDEST = 40, 130
"""Widths to which people and programs fill lines."""
_SLACK = 3
"""Columns by which a filled line may fall short: some editors count the space, and some people wrap by hand."""
_UNFINISHED = 30
"""A line this long that stops amid a sentence, and goes on in small letters below, was wrapped by somebody."""
_CAPITALS = 60
"""A line in capitals this long that stops amid a sentence, and goes on in capitals below, was wrapped: a licence."""
_WORDS = 3
"""Spaces in such a line: an address and a label have fewer."""
_VERSE_SPACES = 3
"""Spaces in a line of verse, on average; the entries of a menu have fewer."""
_VERSE = 80
"""Verse lines are shorter; what is longer is a paragraph of its own."""

LIST_ITEM = re.compile(r"(?:[-*+•‣▪●◦·–—]|\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)])\s+(?=\S)")
_ENJAMBED = (",", ";", "—", "–", "-")
_UNPOETIC = re.compile(r"[{}=<>|#@\\_/]|\)[;:]")


class Line(NamedTuple):
    """A line that is not blank: its text without the white space around it, and the column it reaches to."""

    start: int
    end: int
    column: int


def stanzas(text: str) -> list[list[Line]]:
    """Part a text into runs of lines with nothing blank between them."""
    found: list[list[Line]] = [[]]
    offset = 0
    for raw in text.splitlines(keepends=True):
        filled = raw.rstrip()
        if filled:
            column = len(filled)
            end = offset + column
            found[-1].append(Line(end - len(filled.lstrip()), end, column))
        elif found[-1]:
            found.append([])
        offset += len(raw)
    return found if found[-1] else found[:-1]


def paragraphs(text: str, runs: list[list[Line]]) -> list[list[Line]]:
    """Part each run of lines into paragraphs, each a list of lines, in order."""
    width = _width(text, runs)
    found: list[list[Line]] = []
    for run in runs:
        if len(run) == 1 or _is_verse(text, run):
            found.append(run)
            continue
        found.append(run[:1])
        for above, below in pairwise(run):
            if (
                (width and _goes_on(text, above, below, width))
                or (text[below.start].islower() and _runs_on(text, found[-1][0], above))
                or _runs_on_in_capitals(text, above, below)
            ):
                found[-1].append(below)
            else:
                found.append([below])
    return found


def _first_word(text: str, line: Line) -> int:
    space = text.find(" ", line.start, line.end)
    return (line.end if space < 0 else space) - line.start


def _width(text: str, runs: list[list[Line]]) -> int:
    """Return the width to which most lines of the text are filled, or 0 where lines are not filled.

    A line filled to width W reaches at most to W, and with the next word would have gone beyond it. Each pair of
    lines so allows an interval of widths; the width that most pairs allow is the one.
    """
    opened, small, pairs = [0] * (_WIDEST + 2), [0] * (_WIDEST + 2), 0
    for run in runs:
        for above, below in pairwise(run):
            if not _NARROWEST <= above.column <= _WIDEST:
                continue
            pairs += 1
            beyond = min(above.column + 1 + _first_word(text, below), _WIDEST + 1)
            lower = text[below.start].islower()
            opened[above.column] += 1
            opened[beyond] -= 1
            small[above.column] += lower
            small[beyond] -= lower
    counts = list(accumulate(opened))
    most = max(counts)
    width = counts.index(most)
    filled = most >= 2 and most * 2 >= pairs and list(accumulate(small))[width] * 2 >= most
    return width if filled else 0


def _goes_on(text: str, above: Line, below: Line, width: int) -> bool:
    """Say whether the line above was filled to the width: the next word would not have fitted."""
    if not width - _SLACK < above.column + 1 + _first_word(text, below) or above.column > width + _SLACK:
        return False
    return text[below.start] != "|" and not LIST_ITEM.match(text, below.start, below.end)


def _runs_on(text: str, opening: Line, above: Line) -> bool:
    """Say whether the line above stops amid a sentence, so that a line in small letters goes on with it.

    A paragraph opens with a capital: in lists of keywords, and in verse that has none, each line stays by itself.
    """
    if not _UNFINISHED <= above.column <= _WIDEST or text[opening.start].islower():
        return False
    last = text[above.end - 1]
    return (last.isalnum() or last in ",-") and text.count(" ", above.start, above.end) >= _WORDS


def _runs_on_in_capitals(text: str, above: Line, below: Line) -> bool:
    """Say whether both lines are in capitals, and the line above is long and stops amid a sentence."""
    if not _CAPITALS <= above.column <= _WIDEST or not (text[above.end - 1].isalnum() or text[above.end - 1] in ",)"):
        return False
    return text[above.start : above.end].isupper() and text[below.start : below.end].isupper()


def _is_verse(text: str, run: list[Line]) -> bool:
    """Say whether the lines are verse: short, and stopping amid the sentence, with a comma as often as not."""
    if len(run) < 3 or any(line.column > _VERSE for line in run):
        return False
    if _UNPOETIC.search(text, run[0].start, run[-1].end):
        return False
    ends = [text[line.end - 1] for line in run[:-1]]
    enjambed = sum(end in _ENJAMBED for end in ends)
    unstopped = sum(end.isalnum() for end in ends) + enjambed
    wordy = text.count(" ", run[0].start, run[-1].end) >= _VERSE_SPACES * len(run)
    if enjambed * 3 < len(ends) and not (enjambed and wordy and unstopped * 2 >= len(ends)):
        return False
    return not any(LIST_ITEM.match(text, line.start, line.end) for line in run)
