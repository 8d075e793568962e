"""Markdown into blocks, and the markup inside its sentences hidden.

An own scanner of lines, not a parser: we need to know which characters are prose, and offsets of each, where
markdown-it-py (the choice at hand) gives lines for blocks and no offsets for what is inside them. What
CommonMark leaves to the renderer is decided here for readers: a setext underline makes a heading of one short line
only, a comment that never closes hides no more than its paragraph, and paragraphs that a scraper put on lines of
their own stay apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from qc.document import INLINE_MASK, Block, BlockKind
from qc.prose.furniture import kind_of
from qc.prose.inline import unmarked

_LONGEST_FURNITURE = 400
"""Markdown says itself what is a heading or code; of what it calls a paragraph, a long one is one."""
_LINK_ALONE = re.compile(
    r"(?:[-*+•]|\d{1,9}[.)])?\s*\*{0,2}\[[^\[\]]{1,200}\](?:\([^()\s]{0,300}\)|\[[^\[\]]{0,80}\])\*{0,2}\Z"
)
"""An entry of a menu or of a table of contents."""
_FRONT_MATTER = re.compile(r"(?:---[ \t]*\r?\n(?=[\w\"'-]+[ \t]*:|#)|\+\+\+[ \t]*\r?\n)")
_QUOTE = re.compile(r"(?:[ \t]{0,3}>)+")
_FENCE = re.compile(r"(`{3,}|~{3,}|:{3,})(.*)")
_HEADING = re.compile(r"#{1,6}(?:\s|\Z)")
_UNDERLINE = re.compile(r"(?:=+|-+)\Z")
_RULE = re.compile(r"(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})\Z")
_ITEM = re.compile(r"(?:[-*+•]|\d{1,9}[.)])(?:[ \t]+|\Z)")
_DELIMITER_ROW = re.compile(r"\|?[ \t]*:?[-–—]+:?[ \t]*(?:\|[ \t]*:?[-–—]+:?[ \t]*)*\|?\Z")
_DEFINITION = re.compile(r"\*?\[(?!\^)[^\]]{1,200}\]:\s*\S")
_DIRECTIVE = re.compile(
    r"(?:\{%.*%\}|\{\{.*\}\}|!!!\s.*|\?\?\?\+?\s.*|\[TOC\]|\[\[_TOC_\]\]|\[![A-Z]+\].{0,80}|\$\$.*\$\$)\Z"
)
_IMPORT = re.compile(r"(?:import\s.{1,200}\sfrom\s['\"]|import\s['\"]|export\s(?:const|default|function)\s)")
_RAW_TAG = re.compile(r"<(script|pre|style|textarea)[\s>]", re.IGNORECASE)
_BLOCK_TAG = re.compile(
    r"</?(?:address|article|aside|base|blockquote|body|br|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|"
    r"fieldset|figcaption|figure|footer|form|frame|h[1-6]|head|header|hr|html|iframe|img|legend|li|link|main|menu|meta|"
    r"nav|ol|optgroup|option|p|param|picture|section|source|summary|svg|table|tbody|td|tfoot|th|thead|title|tr|track|ul|"
    r"video)(?:\s|/?>|\Z)",
    re.IGNORECASE,
)
_LONE_TAG = re.compile(r"</?[A-Za-z][\w.-]*(?:\s[^<>]*)?/?>\Z")
_UNDERLINED = 120
_WRAPPED = 130
"""A longer line that ends with a stop is a paragraph by itself, whatever stands below it."""


class _Line(NamedTuple):
    first: int  # the first character that is no white space
    start: int  # the same, behind the marks of a block quotation
    end: int
    indent: int
    body: str


def blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of a Markdown text in order; paragraphs and list items are prose."""
    offset = _front_matter(text)
    if offset:
        yield Block(0, len(text[:offset].rstrip()), BlockKind.MARKUP)
    for block in _Scanner(text, offset).blocks():
        yield _judged(text, block)


def shown(passage: str) -> str:
    """Return a block of prose with its markup hidden, of the same length."""
    return unmarked(passage) if len(passage) > _LONGEST_FURNITURE else _unmarked(passage)


# A short passage is looked at twice: to judge it, and to show it.
_unmarked = lru_cache(1024)(unmarked)


def _judged(text: str, block: Block) -> Block:
    """Look at a paragraph of Markdown once more: a date, an address and a row of badges are no prose."""
    if block.kind is not BlockKind.PROSE or block.end - block.start > _LONGEST_FURNITURE:
        return block
    passage = text[block.start : block.end]
    visible = " ".join(shown(passage).replace(INLINE_MASK, "").split())
    if not visible:
        return block._replace(kind=BlockKind.CODE if "`" in passage else BlockKind.MARKUP)
    if _LINK_ALONE.match(passage):
        return block._replace(kind=BlockKind.FURNITURE)
    kind = kind_of(visible)
    return block if kind is None else block._replace(kind=kind)


def _front_matter(text: str) -> int:
    opening = _FRONT_MATTER.match(text)
    if not opening:
        return 0
    closing = re.compile(rf"^(?:{re.escape(text[:3])}|\.\.\.)[ \t]*\r?$", re.MULTILINE).search(text, opening.end())
    return closing.end() if closing else 0


def _line(raw: str, offset: int) -> _Line:
    if raw[0] != ">" and not raw[0].isspace():
        body = raw.rstrip()
        return _Line(offset, offset, offset + len(body), 0, body)
    quote = _QUOTE.match(raw)
    inner = raw[quote.end() :] if quote else raw
    body = inner.strip()
    lead = len(inner) - len(inner.lstrip())
    start = offset + len(raw) - len(inner) + lead
    indent = len(inner[:lead].expandtabs(4)) - (quote is not None and lead > 0)
    first = offset + len(raw) - len(raw.lstrip())
    return _Line(first, start, start + len(body) if body else offset + len(raw.rstrip()), indent, body)


class _Scanner:
    """Reads lines from the top; each method takes what is its own and says where it stopped."""

    def __init__(self, text: str, offset: int) -> None:
        self.text = text
        self.lines: list[_Line] = []
        for raw in text[offset:].splitlines(keepends=True):
            self.lines.append(_line(raw, offset))
            offset += len(raw)
        self.item_indent = 0
        """Where the text of the list item above begins; 0 outside lists. Code is indented by four more."""
        self.unclosed: set[str] = set()

    def blocks(self) -> Iterator[Block]:
        at, count = 0, len(self.lines)
        while at < count:
            line = self.lines[at]
            if line.body:
                end, kind = self.special(at) or self.paragraph(at)
            elif line.first < line.end:
                end, kind = at + 1, BlockKind.MARKUP  # the mark of a block quotation with nothing behind it
            else:
                at += 1
                continue
            last = end - 1
            while self.lines[last].first >= self.lines[last].end:
                last -= 1
            yield Block(line.first, self.lines[last].end, kind)
            at = end

    def special(self, at: int) -> tuple[int, BlockKind] | None:
        """Return the end and kind of what begins here, or None where it is a paragraph."""
        line = self.lines[at]
        if line.indent >= self.item_indent + 4 and self._after_blank(at):
            return self._indented(at), BlockKind.CODE
        if not _ITEM.match(line.body) and line.indent < self.item_indent:
            self.item_indent = 0
        if line.body[0].isalpha():
            return self._code_word(line, at) or self._table(at) or self._underlined(line, at)
        return (
            self._fenced(at)
            or self._single(line, at)
            or self._html(at)
            or self._table(at)
            or self._underlined(line, at)
        )

    def _after_blank(self, at: int) -> bool:
        return at == 0 or not self.lines[at - 1].body

    def _indented(self, at: int) -> int:
        least, end = self.item_indent + 4, at + 1
        for k in range(at + 1, len(self.lines)):
            if not self.lines[k].body:
                continue
            if self.lines[k].indent < least:
                break
            end = k + 1
        return end

    def _fenced(self, at: int) -> tuple[int, BlockKind] | None:
        body = self.lines[at].body
        item = _ITEM.match(body)
        fence = _FENCE.match(body, item.end() if item else 0)
        if body == "$$":
            return self._until(at, "$$"), BlockKind.CODE
        if not fence or (fence.group(1)[0] == "`" and "`" in fence.group(2)):
            return None
        if fence.group(1)[0] == ":":
            return at + 1, BlockKind.MARKUP
        return self._until(at, fence.group(1)), BlockKind.CODE

    def _until(self, at: int, fence: str) -> int:
        for k in range(at + 1, len(self.lines)):
            body = self.lines[k].body
            if body.startswith(fence) and not body.strip(fence[0]):
                return k + 1
        return len(self.lines)

    def _single(self, line: _Line, at: int) -> tuple[int, BlockKind] | None:
        """Blocks of one line."""
        body = line.body
        if _HEADING.match(body):
            return at + 1, BlockKind.HEADING
        if any(pattern.match(body) for pattern in (_RULE, _UNDERLINE, _DEFINITION, _DIRECTIVE)):
            return at + 1, BlockKind.MARKUP
        return None

    def _code_word(self, line: _Line, at: int) -> tuple[int, BlockKind] | None:
        return (at + 1, BlockKind.CODE) if line.body[0] in "ie" and _IMPORT.match(line.body) else None

    def _underlined(self, line: _Line, at: int) -> tuple[int, BlockKind] | None:
        below = self.lines[at + 1].body if at + 1 < len(self.lines) else ""
        if not _UNDERLINE.match(below) or len(line.body) > _UNDERLINED or _ITEM.match(line.body):
            return None
        return at + 2, BlockKind.HEADING

    def _html(self, at: int) -> tuple[int, BlockKind] | None:
        body = self.lines[at].body
        if body[0] != "<":
            return None
        raw = _RAW_TAG.match(body)
        if body.startswith("<!--") or raw:
            return self._closed(at, f"</{raw.group(1).lower()}>" if raw else "-->"), BlockKind.MARKUP
        if _BLOCK_TAG.match(body) or _LONE_TAG.match(body):
            return self._to_blank(at), BlockKind.MARKUP
        return None

    def _closed(self, at: int, closing: str) -> int:
        if closing not in self.unclosed:
            for k in range(at, len(self.lines)):
                if closing in self.lines[k].body.lower():
                    return k + 1
            self.unclosed.add(closing)
        return self._to_blank(at)

    def _to_blank(self, at: int) -> int:
        while at < len(self.lines) and self.lines[at].body:
            at += 1
        return at

    def _table(self, at: int) -> tuple[int, BlockKind] | None:
        body = self.lines[at].body
        below = self.lines[at + 1].body if at + 1 < len(self.lines) else ""
        headed = "|" in body and "|" in below and _DELIMITER_ROW.match(below)
        if not headed and not (body[0] == "|" and body.count("|") > 1):
            return None
        while at < len(self.lines) and "|" in self.lines[at].body:
            at += 1
        return at, BlockKind.TABLE

    def paragraph(self, at: int) -> tuple[int, BlockKind]:
        item = _ITEM.match(self.lines[at].body)
        if item:
            self.item_indent = self.lines[at].indent + min(item.end(), 4)
        end = at + 1
        while end < len(self.lines) and self._continues(end):
            end += 1
        return end, BlockKind.PROSE

    def _continues(self, at: int) -> bool:
        line, above = self.lines[at], self.lines[at - 1]
        if not line.body or _ITEM.match(line.body) or self._interrupts(line, at):
            return False
        if max(len(line.body), len(above.body)) <= _WRAPPED:
            return True
        # A long line without a stop is no paragraph, whatever the next begins with: a link, a number, bold type.
        unfinished = above.body[-1].isalnum() or above.body[-1] in ",-"
        return unfinished and (line.body[0].islower() or len(above.body) > _WRAPPED)

    def _interrupts(self, line: _Line, at: int) -> bool:
        body = line.body
        if body[0].isalpha():
            return False
        return bool(
            _FENCE.match(body) or self._single(line, at) or (body[0] in "<|" and (self._html(at) or self._table(at)))
        )
