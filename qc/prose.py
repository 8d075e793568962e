"""Which lines of a file are prose, and which are headings, page furniture, tables, code or markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import groupby

from qc import markdown
from qc.document import INLINE_MASK, Block, BlockKind
from qc.furniture import kind_of, settled
from qc.inline import unmarked
from qc.paragraph import paragraphs, stanzas

_NOT_LINE_END = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]")
_ADDRESS = re.compile(r"(?:https?://|ftp://|www\.)[^\s<>\"“”«»]*[^\s<>\"“”«».,;:!?')\]’]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")

_LONGEST_FURNITURE = 400
"""Markdown says itself what is a heading or code; of what it calls a paragraph, a long one is one."""


def blocks(text: str, markup: str) -> tuple[Block, ...]:
    """Part a text into blocks in reading order; everything that is not blank lies in exactly one.

    markup: "markdown", where fences, headings and the like say what they are, or anything else for plain text, where
    evidence decides: see `qc.furniture`.
    """
    if markup == "markdown":
        return tuple(map(partial(_judged, text), markdown.blocks(text)))
    parted = [(lines[0].start, lines[-1].end) for lines in paragraphs(text, stanzas(text))]
    kinds = settled([text[start:end] for start, end in parted])
    return tuple(_joined(Block(*place, kind) for place, kind in zip(parted, kinds, strict=True)))


def _judged(text: str, block: Block) -> Block:
    """Look at a paragraph of Markdown once more: a date, an address and a row of badges are no prose."""
    if block.kind is not BlockKind.PROSE or block.end - block.start > _LONGEST_FURNITURE:
        return block
    passage = text[block.start : block.end]
    shown = unmarked(passage).replace(INLINE_MASK, "").strip()
    if not shown:
        return block._replace(kind=BlockKind.CODE if "`" in passage else BlockKind.MARKUP)
    kind = kind_of(shown)
    return block if kind is None else block._replace(kind=kind)


def _joined(found: Iterable[Block]) -> Iterator[Block]:
    """Make one block of the rows of a table."""
    for is_table, group in groupby(found, key=lambda block: block.kind is BlockKind.TABLE):
        if is_table:
            rows = list(group)
            yield Block(rows[0].start, rows[-1].end, BlockKind.TABLE)
        else:
            yield from group


def masked(text: str, blocks: tuple[Block, ...], markup: str) -> str:
    """Blank out all that is not prose, keeping the length: see `Document.prose_text`.

    Returns the text itself where all of it is prose.
    """
    pieces, last = [], 0
    for start, end, kind in blocks:
        if kind is not BlockKind.PROSE:
            pieces += text[last:start], blank(text[start:end])
            last = end
        elif markup == "markdown":
            pieces += text[last:start], unmarked(text[start:end])
            last = end
    return _without_addresses("".join(pieces) + text[last:] if pieces else text)


def blank(text: str) -> str:
    """Return as many spaces as the text has characters, its line ends kept."""
    return _NOT_LINE_END.sub(" ", text)


def _without_addresses(text: str) -> str:
    if "://" not in text and "www." not in text and "@" not in text:
        return text
    return _ADDRESS.sub(lambda address: INLINE_MASK * len(address.group()), text)
