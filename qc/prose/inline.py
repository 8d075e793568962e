"""Markup inside a sentence of Markdown, hidden so that the words stand as a reader sees them.

What a reader sees as one thing and cannot read as prose (code, an image, an address) becomes `INLINE_MASK`. What a
reader does not see at all (the marks of emphasis, the brackets and target of a link, a tag) becomes spaces where
white space is next to it, and `INLINE_MASK` elsewhere: spaces inside `“*Stop*,” she said` would set its marks off
from its words, and nothing at all would glue `one<br>two`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict

from qc.document import INLINE_MASK

_SOFT = chr(0xFDD0)
"""A noncharacter, in no text by definition: stands for hidden marks until it is known what is next to them."""

_TRIGGER = re.compile(r"[*_\[<`~\\&$>{]")
_SPECIAL = re.compile(r"[*_\[\]!<`~\\&${]")
"""What a token begins with. Looked for first: a class of characters is found ten times as fast as all the tokens."""
_LINE_START = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
_BLOCK_START = re.compile(r"\s*(?:(?:[-*+•]|\d{1,9}[.)])[ \t]+)+(?:\[[ xX]\][ \t])?|\s*\[\^[^\]\s]{1,60}\]:|\s*:[ \t]+")
_TOKEN = re.compile(
    r"""(?P<escape>\\[!-/:-@\[-`{-~\n])
    |(?P<code>`+)
    |(?P<note>\[\^[^\]\s]{1,60}\])
    |(?P<open>!?\[)
    |(?P<close>\](?:\([ \t\n]*(?:<[^<>\n]{0,2000}>|(?:[^\s()]|\([^\s()]{0,500}\)){0,2000})
        (?:[ \t\n]+(?:"[^"]{0,500}"|'[^']{0,500}'|\([^()]{0,500}\)))?[ \t\n]*\)|\[[^\[\]]{0,200}\])?)
    |(?P<hard><(?:https?://|ftp://|mailto:)[^\s<>]{1,2000}>|<[\w.+-]{1,100}@[\w.-]{1,200}>
        |&(?:\#\d{1,7}|\#[xX][\da-fA-F]{1,6}|[A-Za-z]\w{1,30});
        |\{\{[^{}]{1,200}\}\}|\{[\w:.+-]{1,40}\}(?=`))
    |(?P<math>\$(?=[^\s$])[^$\n]{1,100}(?<=\S)\$(?!\d))
    |(?P<tag></?[A-Za-z][\w-]{0,40}(?:\s[^<>]{0,2000})?/?>|<!--[^<>]{0,2000}-->)
    |(?P<run>\*+|_+|~~+)""",
    re.VERBOSE,
)
_LINE_ENDS = frozenset("\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
_FORMULA = re.compile(r"[\\^_={]")
_ATTRIBUTE = re.compile(r" ?\{[^{}\n]{1,80}\}")
"""The type of a parameter or the attributes of a passage, behind code: `size` {integer}."""
_DEEPEST = 32
"""Brackets inside brackets that are followed: hiding an image costs its length, once for each image around it."""
_HIDDEN = re.compile(rf"{_SOFT}+")


def unmarked(passage: str) -> str:
    """Return a block of Markdown prose with its markup hidden, of the same length, line ends kept."""
    if not _TRIGGER.search(passage) and not _BLOCK_START.match(passage):
        return passage
    shown = list(passage)
    for prefix in _prefixes(passage):
        _hide(shown, *prefix.span(), " ")
    _Tokens(passage, shown).hide()
    text = "".join(shown)
    return _HIDDEN.sub(_beside, text) if _SOFT in text else text


def _beside(run: re.Match[str]) -> str:
    """Turn hidden marks into spaces where a space, or an end of the block, is next to them."""
    start, end = run.span()
    outer = run.string[start - 1 : start], run.string[end : end + 1]
    return (INLINE_MASK if all(outer) and not any(map(str.isspace, outer)) else " ") * (end - start)


def _prefixes(passage: str) -> list[re.Match[str]]:
    found = list(_LINE_START.finditer(passage))
    start = found[0].end() if found and found[0].start() == 0 else 0
    marker = _BLOCK_START.match(passage, start)
    return [*found, marker] if marker else found


def _hide(shown: list[str], start: int, end: int, mask: str) -> None:
    hidden = shown[start:end]
    if _LINE_ENDS.isdisjoint(hidden):
        shown[start:end] = [mask] * len(hidden)
    else:
        shown[start:end] = [char if char in _LINE_ENDS else mask for char in hidden]


class _Tokens:
    """One pass over the tokens of a block; openers wait on stacks until something closes them."""

    def __init__(self, passage: str, shown: list[str]) -> None:
        self.passage, self.shown = passage, shown
        self.brackets: list[tuple[int, bool]] = []
        self.runs: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self.ticks: dict[int, list[int]] = defaultdict(list)
        if "`" in passage:
            for ticks in re.finditer(r"`+", passage):
                self.ticks[len(ticks.group())].append(ticks.start())

    def hide(self) -> None:
        at = 0
        while special := _SPECIAL.search(self.passage, at):
            at = special.end()
            token = _TOKEN.match(self.passage, special.start())
            if token:
                at = self._take(token)

    def _take(self, token: re.Match[str]) -> int:
        """Hide a token or keep it for later; return where to read on."""
        start, at = token.span()
        kind = token.lastgroup
        if kind == "code":
            return self._code(start, at)
        if kind == "math":
            return self._math(start, at)
        if kind == "open":
            del self.brackets[:-_DEEPEST]
            self.brackets.append((start, self.passage[start] == "!"))
        elif kind == "close":
            self._close(start, at)
        elif kind == "run":
            self._run(start, at)
        elif kind == "hard":
            _hide(self.shown, start, at, INLINE_MASK)
        else:
            self._soft(start, at if kind != "escape" else start + 1)
        return at

    def _soft(self, start: int, end: int) -> None:
        gap = self.passage[start:end].lower().startswith(("<br", "<hr"))
        _hide(self.shown, start, end, " " if gap else _SOFT)

    def _code(self, start: int, end: int) -> int:
        places = self.ticks[end - start]
        closing = bisect_right(places, start)
        if closing == len(places):
            return end
        end = places[closing] + end - start
        attribute = _ATTRIBUTE.match(self.passage, end)
        end = attribute.end() if attribute else end
        _hide(self.shown, start, end, INLINE_MASK)
        return end

    def _math(self, start: int, end: int) -> int:
        """Hide `$x^2$`, and leave the money in `$5 or A$6`."""
        if not _FORMULA.search(self.passage, start, end):
            return start + 1
        _hide(self.shown, start, end, INLINE_MASK)
        return end

    def _close(self, start: int, end: int) -> None:
        if not self.brackets:
            return
        opening, image = self.brackets.pop()
        if image:
            _hide(self.shown, opening, end, INLINE_MASK)
        elif end - start > 1:
            _hide(self.shown, opening, opening + 1, _SOFT)
            _hide(self.shown, start, end, _SOFT)

    def _run(self, start: int, end: int) -> None:
        mark = self.passage[start]
        before, after = self.passage[start - 1 : start], self.passage[end : end + 1]
        inner = mark == "_" and before.isalnum() and after.isalnum()
        if before and not before.isspace() and not inner:
            start = self._pair(mark, start, end)
        if start < end and after and not after.isspace() and not inner:
            self.runs[mark].append((start, end))

    def _pair(self, mark: str, start: int, end: int) -> int:
        """Close what waits for this run; return where what is left of it begins."""
        waiting = self.runs[mark]
        while waiting and start < end:
            opening, until = waiting.pop()
            size = min(until - opening, end - start)
            _hide(self.shown, until - size, until, _SOFT)
            _hide(self.shown, start, start + size, _SOFT)
            start += size
            if until - size > opening:
                waiting.append((opening, until - size))
        return start
