"""What stands beside the words of a transcript: the numbers of its lines, the times of its subtitles.

Neither is prose, and both stand amid sentences, which they would cut to pieces: they are blanked before anything else
is looked at. A transcript is told by its regularity: numbers that count, times on every other line.
"""

from __future__ import annotations

import re
from itertools import pairwise

_NUMBER = re.compile(r"^[ \t]*(\d{1,4})(?=[ \t]+\S|[ \t]*$)", re.MULTILINE)
_FEWEST_NUMBERS, _NUMBERED, _COUNTING = 10, 0.8, 0.9
"""Numbered lines at least, their share of all lines, and the share of them that go on counting."""

_TIME = r"(?:\d{1,2}:)?\d{1,2}:\d\d"
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
    # Asked first, for hardly a text has five lines that begin so.
    beginning = sum(line.lstrip()[0].isdigit() for line in lines)
    if beginning < _FEWEST_CUES:
        return text
    text = _without_times(text)
    numbered = beginning >= max(_FEWEST_NUMBERS, _NUMBERED * len(lines))
    return _without_numbers(text, len(lines)) if numbered else text


def _without_numbers(text: str, lines: int) -> str:
    numbers = [int(match[1]) for match in _NUMBER.finditer(text)]
    counting = sum(below in (above + 1, 1) for above, below in pairwise(numbers))
    if len(numbers) < max(_FEWEST_NUMBERS, _NUMBERED * lines) or counting < _COUNTING * (len(numbers) - 1):
        return text
    return _NUMBER.sub(lambda match: " " * len(match[0]), text)


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
