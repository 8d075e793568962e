"""What stands beside the words: numbers and times of a transcript's lines, times of subtitles, marks of quoted mail.

None is prose, and all stand amid sentences, which they would cut to pieces: they are blanked before anything else
is looked at. They are told by their regularity: numbers that count, times on every line or every other.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

_NUMBER = re.compile(r"^[ \t]*(\d{1,4})(?=[ \t]+\S|[ \t]*$)", re.MULTILINE)
_FEWEST_NUMBERS, _NUMBERED, _COUNTING = 10, 0.8, 0.9
"""Numbered lines at least, their share of all lines, and the share of them that go on counting."""

_TIME = r"(?:\d{1,2}:)?\d{1,2}:\d\d"
_STAMP = re.compile(rf"^[ \t]*[\[(]?{_TIME}(?:[.,]\d{{1,3}})?[\])]?(?=[ \t]+\S)", re.MULTILINE)
_FEWEST_STAMPS, _STAMPED = 5, 0.5
"""Lines that begin with a time at least, and their share of all lines: long turns are wrapped."""

_QUOTED = re.compile(r"^[ \t]*(?!>>>)(?:>[ \t]?)+", re.MULTILINE)
_FEWEST_QUOTED = 3
"""Lines at least that mail quotes. Three marks in a row are a prompt of Python."""

_CUE = re.compile(
    rf"^(?:(?:\d{{1,5}}[ \t]*\r?\n)?{_TIME}[.,]\d{{3}}[ \t]+-->[ \t]+{_TIME}[.,]\d{{3}}.*|{_TIME}[ \t]*)\r?\n",
    re.MULTILINE,
)
"""SubRip's and WebVTT's, and the times alone that video sites show."""

_FEWEST_CUES, _LONGEST_CUE = 5, 200
"""Cues at least, and their characters on average: a time alone on a line now and then is the date of a post."""

_STOPS = frozenset(".!?…\"'”’)]-–—♪")


def without(text: str) -> str:
    """Return the text with its margins blanked, of the same length; the text itself where it has none."""
    lines = [line for line in text.split("\n") if line and not line.isspace()]
    # Asked first, for hardly a text has lines that begin so.
    begun = Counter([line.lstrip()[0] for line in lines])
    if begun[">"] >= _FEWEST_QUOTED:
        text = _blanked(_QUOTED, text)
    numbered = sum(map(begun.__getitem__, "0123456789"))
    if numbered >= _FEWEST_CUES:
        text = _without_times(text)
    if numbered + begun["["] + begun["("] >= max(_FEWEST_STAMPS, _STAMPED * len(lines)):
        text = _without_stamps(text, len(lines))
    if numbered >= max(_FEWEST_NUMBERS, _NUMBERED * len(lines)):
        text = _without_numbers(text, len(lines))
    return text


def _blanked(margin: re.Pattern[str], text: str) -> str:
    return margin.sub(lambda match: " " * len(match[0]), text)


def _without_stamps(text: str, lines: int) -> str:
    stamped = sum(1 for _ in _STAMP.finditer(text))
    return _blanked(_STAMP, text) if stamped >= max(_FEWEST_STAMPS, _STAMPED * lines) else text


def _without_numbers(text: str, lines: int) -> str:
    numbers = [int(match[1]) for match in _NUMBER.finditer(text)]
    counting = sum(below in (above + 1, 1) for above, below in pairwise(numbers))
    if len(numbers) < max(_FEWEST_NUMBERS, _NUMBERED * lines) or counting < _COUNTING * (len(numbers) - 1):
        return text
    return _blanked(_NUMBER, text)


def _without_times(text: str) -> str:
    """Blank the times, and the line ends around them where a sentence goes on behind."""
    cues = list(_CUE.finditer(text))
    if len(cues) < _FEWEST_CUES or len(text) > _LONGEST_CUE * len(cues):
        return text
    pieces = [text[: cues[0].start()]]
    for cue, end in zip(cues, [*(below.start() for below in cues[1:]), len(text)], strict=True):
        spoken = text[cue.end() : end].rstrip()
        gap = (" " * (end - cue.end() - len(spoken))).replace(" ", "\n" if spoken[-1:] in _STOPS else " ", 1)
        pieces += [" " * len(cue[0]), spoken.replace("\r", " ").replace("\n", " "), gap]
    return "".join(pieces)
