"""Which lines of a file are prose, and which are headings, page furniture, tables, code or markup."""

from __future__ import annotations

import re

from qc.document import INLINE_MASK, Block, BlockKind
from qc.furniture import kind_of, settled
from qc.paragraph import paragraphs, stanzas

_NOT_LINE_END = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]")
_ADDRESS = re.compile(r"(?:https?://|ftp://|www\.)[^\s<>\"“”«»]*[^\s<>\"“”«».,;:!?')\]’]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def blocks(text: str, markup: str) -> tuple[Block, ...]:
    """Part a text into blocks in reading order; everything that is not blank lies in exactly one."""
    found = []
    for lines in paragraphs(text, stanzas(text)):
        start, end = lines[0].start, lines[-1].end
        found.append((start, end, kind_of(text[start:end])))
    return tuple(Block(start, end, kind) for (start, end, _), kind in zip(found, settled(text, found), strict=True))


def masked(text: str, blocks: tuple[Block, ...], markup: str) -> str:
    """Blank out all that is not prose, keeping the length: see `Document.prose_text`."""
    pieces, last = [], 0
    for start, end, kind in blocks:
        if kind is not BlockKind.PROSE:
            pieces += text[last:start], blank(text[start:end])
            last = end
    prose = "".join(pieces) + text[last:] if pieces else text
    return _without_addresses(prose)


def blank(text: str) -> str:
    """Return as many spaces as the text has characters, its line ends kept."""
    return _NOT_LINE_END.sub(" ", text)


def _without_addresses(text: str) -> str:
    if "://" not in text and "www." not in text and "@" not in text:
        return text
    return _ADDRESS.sub(lambda address: INLINE_MASK * len(address.group()), text)
