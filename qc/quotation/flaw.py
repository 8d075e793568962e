"""What is wrong with a quotation mark, once it is known which marks open, which close, and how they pair."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from qc.quotation.bearing import CLOSING_GLYPHS, NO_MARK, OPENING_GLYPHS, SINGLE_GLYPHS, Bearing, Side
from qc.quotation.displaced import attributed_within
from qc.quotation.pairing import CLOSE, NEITHER, OPEN, Pairing


class Flaw(StrEnum):
    """What is wrong with a mark. It has one flaw at most, the most telling, so that one rule reports it."""

    NONE = ""
    SWALLOWED = "swallowed"  # a closing mark turned into an opening one before a capitalised attribution
    DOUBLED = "doubled"  # the same mark again, side by side
    REVERSED = "reversed"  # drawn or set the other way round
    STRANDED = "stranded"  # white space on both sides, or between mark and words quoted
    GLUED = "glued"  # a word on both sides
    MISMATCHED = "mismatched"  # of another style than its partner
    UNCLOSED = "unclosed"
    UNOPENED = "unopened"


class Seen(NamedTuple):
    """A mark with its bearing, ready to be paired; `swallows` where a capitalised attribution follows it."""

    start: int
    end: int
    text: str
    bearing: Bearing
    swallows: bool = False


_STYLES = {
    "”": "“",
    "‟": "“",
    "»": "«",
    "’": "‘",
    "\N{SINGLE HIGH-REVERSED-9 QUOTATION MARK}": "‘",
    "›": "‹",
    "''": "``",
    "´": "`",
    "″": '"',
    "′": "'",
}

_ALIKE = {("`", "'"), ("``", '"'), ("`", "‘"), ("‘", "'"), ("'", "‘"), ("“", "„")}
"""Opening and closing styles that differ and still make a pair: `…', ”…„, and ‘…' where an editor curls some marks."""

_FOREIGN = frozenset("«„‹‚")

HABIT_LEAST, HABIT_SHARE = 2, 0.2
"""From so many opening (or closing) marks between spaces, and from this share of all of them, the spaces are the
layout of the text (a tokenised corpus, a typist's habit), not damage done to a quotation."""

SWEDISH_LEAST = 3
"""So many openings drawn ”, and half of all, are a ”custom” of the writer and not marks turned round."""

MOST_CUT = 1.5
"""How far from its end a document may leave a quotation open: a paragraph or two, or a few sentences on lines."""


MOST_JOINED = 2
"""Sentences run together (`fell.He`, `fell.“He`) from which on an extractor has dropped line ends, and no engine."""

_LISTED = frozenset(f"{mark}{stop}" for mark in '"”' for stop in ",;:")

_JOINED = re.compile(r"[a-z][.!?][“\"]?[A-Z][a-z]")


def style_of(glyph: str) -> str:
    """The style of a mark, which is the glyph that opens in it."""
    return _STYLES.get(glyph, glyph)


def gap(text: str, start: int, end: int) -> float:
    """What it costs a quotation to run on from `start` to `end`: little over a wrapped line, more over paragraphs."""
    cost = 0.0
    at = text.find("\n", start, end)
    line = 0.05 if at >= 0 and text.find("\n\n", at, end) >= 0 else 0.4  # where blank lines part, lines are verse
    while at >= 0:
        before = text[at - 1] if at else "\n"
        if before.isspace():
            cost += 0.85 if line < 0.1 else 0.5
        else:
            cost += min(line, 0.1) if before.isalnum() or before in ",-" else line
        at = text.find("\n", at + 1, end)
    return cost


def paragraph_end(text: str, start: int, limit: int) -> int:
    """Where the line that `start` lies in ends, or `limit` if it goes on longer."""
    end = text.find("\n", start, limit)
    return limit if end < 0 else end


class Flaws:
    """The flaws of the double marks of a text; `raw` is the same text with what is no prose left in."""

    def __init__(self, text: str, raw: str, seen: list[Seen], paired: Pairing) -> None:
        self._text, self._raw, self.seen, self.paired = text, raw, seen, paired
        self._habits = {reading for reading in (OPEN, CLOSE) if self._is_habit(reading)}
        opening = [mark.text for mark, read in zip(seen, paired.readings, strict=True) if read == OPEN]
        self._german = opening.count("„") > len(opening) / 2
        self._swedish = opening.count("”") >= max(SWEDISH_LEAST, len(opening) / 2)

    def _is_habit(self, reading: int) -> bool:
        alike = [mark.bearing for mark, read in zip(self.seen, self.paired.readings, strict=True) if read == reading]
        spaced = sum(weighed.before is weighed.after is Side.SPACE for weighed in alike)
        return spaced >= HABIT_LEAST and spaced >= HABIT_SHARE * len(alike)

    def of(self, at: int) -> Flaw:
        """The flaw of the mark with index `at`."""
        mark, reading = self.seen[at], self.paired.readings[at]
        if reading == NEITHER:
            return Flaw.DOUBLED if self._is_doubled(at) else self._of_stray(at)
        partner = self.paired.partner[at]
        if partner is not None:
            if mark.bearing[reading] == 0.0 and style_of(mark.text) == style_of(self.seen[partner].text):
                return Flaw.NONE  # the ordinary case, and nothing below would find fault with it
            if abs(partner - at) == 1 and self._touch(min(at, partner)):
                return Flaw.NONE  # "" is a pair around nothing
        return self._of_looks(at) or self._of_partner(at)

    def _touch(self, at: int) -> bool:
        return self.seen[at].end == self.seen[at + 1].start

    def _is_doubled(self, at: int) -> bool:
        if not at or not self._touch(at - 1) or self.paired.readings[at - 1] == NEITHER:
            return False
        return self.seen[at - 1].text == self.seen[at].text

    def _of_stray(self, at: int) -> Flaw:
        """A mark that is left over where every other one has its partner: it was moved, or is one too many."""
        mark = self.seen[at]
        before, after = mark.bearing.before, mark.bearing.after
        if mark.bearing.neither < NO_MARK or Side.WORD not in (before, after) or (at and self._touch(at - 1)):
            return Flaw.NONE  # the second prime of 12”” touches the first
        return Flaw.GLUED if before is after else Flaw.REVERSED

    def _of_looks(self, at: int) -> Flaw:
        mark, opens = self.seen[at], self.paired.readings[at] == OPEN
        if mark.swallows and not opens:
            return Flaw.SWALLOWED
        if mark.text in (CLOSING_GLYPHS if opens else OPENING_GLYPHS) and not self._by_custom(at):
            return Flaw.REVERSED
        flaw = self._of_spacing(mark, opens)
        if flaw is Flaw.STRANDED and (self.paired.readings[at] in self._habits or self._split_off(mark, opens)):
            return Flaw.NONE
        return flaw

    def _by_custom(self, at: int) -> bool:
        """Say whether mark and partner are drawn as Germans or Swedes do: „…“, »…«, ”…”."""
        if self.seen[at].text == "”" and self._swedish:
            return True
        partner = self.paired.partner[at]
        pair = {self.seen[at].text, self.seen[partner].text} if partner is not None else set()
        return pair in ({"„", "“"}, {"»", "«"}, {"›", "‹"})

    def _of_spacing(self, mark: Seen, opens: bool) -> Flaw:
        before, after = mark.bearing.before, mark.bearing.after
        outer, inner = (before, after) if opens else (after, before)
        if inner is Side.SPACE:
            if outer is Side.WORD or (outer is Side.STOP and opens):
                return Flaw.REVERSED
            beside = (
                self._text[mark.end : mark.end + 2] if opens else self._text[max(0, mark.start - 2) : mark.start][::-1]
            )
            parted = (not beside or beside[0].isspace()) and mark.text not in "«»‹›"
            return Flaw.STRANDED if parted and beside[1:] not in SINGLE_GLYPHS else Flaw.NONE  # “ ‘Stay,’ he said,”
        glued = after is Side.WORD and before in (Side.WORD, Side.STOP)
        listed = self._text[max(0, mark.start - 2) : mark.start] in _LISTED  # "a","b" and {"a":"b"}
        return Flaw.GLUED if glued and not listed and not self._joined_by_extraction(mark) else Flaw.NONE

    def _joined_by_extraction(self, mark: Seen) -> bool:
        """Say whether the mark stands between two sentences run together, in a text where others are too."""
        before, after = self._text[mark.start - 1], self._text[mark.end]
        return before in ".!?" and after.isupper() and len(_JOINED.findall(self._text)) >= MOST_JOINED

    def _split_off(self, mark: Seen, opens: bool) -> bool:
        """Say whether the mark closes the line above it: the work of a sentence splitter, not of a translator."""
        return not opens and self._text[max(0, mark.start - 2) : mark.start].rstrip(" ").endswith("\n")

    def _of_partner(self, at: int) -> Flaw:
        partner, opens = self.paired.partner[at], self.paired.readings[at] == OPEN
        if partner is not None:
            return Flaw.MISMATCHED if self._is_odd_one(at, partner, opens) else Flaw.NONE
        if opens:
            return Flaw.UNCLOSED if self._is_lost(at) else Flaw.NONE
        last = self.seen[at - 1].end if at else 0
        lost = self.paired.ends[at] == "lost" and not self._is_hidden(last, self.seen[at].start)
        return Flaw.UNOPENED if lost else Flaw.NONE

    def _is_odd_one(self, at: int, partner: int, opens: bool) -> bool:
        """Say whether the mark does not go with its partner and is the stranger of the two, or else the closing one."""
        style, other = style_of(self.seen[at].text), style_of(self.seen[partner].text)
        pair = (style, other) if opens else (other, style)
        if style == other or pair in _ALIKE:
            return False
        if pair == ("„", "“") and (self._german or "”" not in (self.seen[at].text, self.seen[partner].text)):
            return False  # „so“ is German anywhere, „so” Polish or Hungarian where it is the rule
        return style in _FOREIGN or (other not in _FOREIGN and not opens)

    def _is_lost(self, at: int) -> bool:
        """Say whether a closing mark is missing, not left out by convention or cut off with the document's end.

        A quotation that goes on after its paragraph contains no attribution to its own speaker.
        """
        start, why = self.seen[at].end, self.paired.ends[at]
        end = self.seen[at + 1].start if at + 1 < len(self.seen) else len(self._text)
        if self._is_hidden(start, end) or (why == "continued" and self._goes_on_again(at)):
            return False
        if why == "lost" or attributed_within(self._text, start, paragraph_end(self._text, start, end)):
            return True
        if why == "continued":
            return self._begins_inside_sentence(at)
        after = gap(self._text, start, len(self._text))
        return after > MOST_CUT or (after > 0 and self._begins_inside_sentence(at))

    def _goes_on_again(self, at: int) -> bool:
        """Say whether the paragraph after next goes on as well, or the one before did: a tale, told at length.

        Its attributions are those of the people in it, as they are where it goes on with somebody's words (“‘).
        """
        if self._text[self.seen[at].end : self.seen[at].end + 1] in SINGLE_GLYPHS:
            return True
        near = [other for other in (at - 1, at + 1) if 0 <= other < len(self.seen)]
        return any(self.paired.ends.get(other) == "continued" for other in near)

    def _is_hidden(self, start: int, end: int) -> bool:
        """Say whether the missing partner stands between these places in a passage that is no prose."""
        hidden = self._raw[start:end]
        return hidden != self._text[start:end] and any(mark in hidden for mark in '“”"')

    def _begins_inside_sentence(self, at: int) -> bool:
        """Say whether the narrator's own sentence runs on into the quotation: no speech of paragraphs begins so."""
        mark = self.seen[at]
        before, after = self._text[max(0, mark.start - 2) : mark.start], self._text[mark.end : mark.end + 1]
        return before[:1].isalpha() and before[1:] == " " and after.islower()
