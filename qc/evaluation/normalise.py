"""The normal form of a text: without what gives its corpus away and says nothing about its words.

Corpora come wrapped, cut into tokens (`do n't`, ` ,`), with quotation marks set apart or straight. Where all machine
text comes from one corpus, a detector could live on that. So separation is measured on the normal form too: each
paragraph on one line, no spaces before marks, straight quotation marks that touch what they quote. It can hide damage
to quotation marks, so findings are always counted in the text as it is.
"""

from __future__ import annotations

import re

from qc.document import Block, BlockKind, Document

VERSE_LINE = 65
"""Characters: a paragraph of three or more lines that are all shorter is verse, and its lines are part of the text."""

_STRAIGHT = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "‚": "'"})
_TOKENISED_QUOTE = re.compile(r"``|''")
_BEFORE_MARK = re.compile(r"(?<=\S)[ \t\xa0]+(?=[,;:!?)\]](?:[\s\"')\]]|$)|\.(?:[\s\"')\]]|$))")
_AFTER_BRACKET = re.compile(r"(?<=[(\[])[ \t]+(?=\S)")
_CUT_WORD = re.compile(r"(?<=\w)[ \t]+(?=(?:n't|'(?:s|re|ve|ll|d|m))\b)")
_QUOTE = re.compile(r'(?P<before>^|[ \t])?"(?P<after>[ \t]|$)?')


def normalised(text: str) -> str:
    """Return the normal form of a text; blank lines between paragraphs stay."""
    doc = Document(text)
    parts, end = [], 0
    for block in doc.blocks:
        parts += [text[end : block.start], _block(text[block.start : block.end], block)]
        end = block.end
    return "".join((*parts, text[end:]))


def _block(text: str, block: Block) -> str:
    if block.kind is not BlockKind.PROSE:
        return text
    if not _verse(text):
        text = " ".join(text.split())
    text = _TOKENISED_QUOTE.sub('"', text.translate(_STRAIGHT))
    for spaces in (_BEFORE_MARK, _AFTER_BRACKET, _CUT_WORD):
        text = spaces.sub("", text)
    return _closed_up(text)


def _verse(text: str) -> bool:
    lines = text.splitlines()
    return len(lines) >= 3 and all(len(line) <= VERSE_LINE for line in lines)


def _closed_up(text: str) -> str:
    """Move each mark that stands apart to what it quotes: every second one closes."""
    number = 0

    def close(found: re.Match[str]) -> str:
        nonlocal number
        number += 1
        before, after = found["before"], found["after"]
        if before is None or after is None:
            return found.group()
        return f'{before}"' if number % 2 else f'"{after}'

    return _QUOTE.sub(close, text)
