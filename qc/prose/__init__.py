"""Which lines of a file are prose, and which are headings, page furniture, tables, code or markup.

Prose is what is left: a line needs evidence to be anything else (see `qc.prose.furniture`), and a short line without
a stop, which has none, is settled by the lines around it. Dialogue, verse, recipes, statutes and transcripts are prose,
and so are the items of a list, whole sentences or not: a rule that speaks of sentences must look for their stops. Text
in other scripts is judged as English is, by its stops.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from qc.document import INLINE_MASK, Block, BlockKind
from qc.prose import code
from qc.prose.furniture import is_capitalised, kind_of
from qc.prose.paragraph import LIST_ITEM, paragraphs, stanzas

_NOT_LINE_END = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]")
_ADDRESS = re.compile(
    r"(?:https?://|ftp://|www\.)(?:[^\s<>()\"“”«»]|\([^\s<>()]*\))*(?:[^\s<>()\"“”«».,;:!?'’\]]|\([^\s<>()]*\))"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
)
_CODE = re.compile(
    r"""(?<![\w`]) (?: :[a-z]+(?::[a-z]+)?: | \{[\w:.+-]{1,40}\} )? (?P<ticks>``?) (?![\s`])
    (?: [^`\s]{1,200}
      | (?= [^`]{0,200} (?: [_=<>{}\[\]$|\\] | :: | \w\( | \s-\w ) | \( [^`]{1,200} \)` )
        [^`\n]{1,200} (?: \n [^`\n]{1,200} )? )
    (?<!\s) (?P=ticks) (?![\w`])""",
    re.VERBOSE,
)
"""Code between backticks, in text that is not Markdown: one word, or with marks that speech lacks."""

_QUOTED_BLANK = re.compile(r"(?<=[\s(=])([\"']) \1(?=[\s).,;:])")
_TITLE_OPENINGS = "\"'“‘«"
_BLANK_LINE = re.compile(r"(?>\r\n|[\n\r\x85\u2028\u2029])\s*[\n\r\x85\u2028\u2029]")
_HEADLINES = 2
"""A headline and the line below it; a longer run of short lines is navigation or a list."""
_ENTRY_WORDS = 4
"""Entries of a menu have fewer words on average; verses and items of lists have more."""
_HEADLINE_WORDS = 4
"""Names, sections and buttons have fewer."""
_TITLE_WORDS = 8
"""A heading amid a text, unless in capitals, is no longer: learners and engines leave stops away, too."""
_BODY = 80
"""What is under a heading without a blank line is at least a line of text."""


def blocks(text: str, markup: str) -> tuple[Block, ...]:
    """Part a text into blocks in reading order; everything that is not blank lies in exactly one.

    markup: "markdown", where fences, headings and the like say what they are, or anything else for plain text, where
    evidence decides: see `qc.prose.furniture`.
    """
    if markup == "markdown":
        # Imported here: a plain text, read once from a cold start, need not pay for the scanner of Markdown.
        from qc.prose import markdown

        return tuple(markdown.blocks(text))
    prose, listings = code.parted(text, stanzas(text))
    places = [(lines[0].start, lines[-1].end) for lines in paragraphs(text, prose)]
    if listings:
        known = {(run[0].start, run[-1].end): BlockKind.CODE for run in listings}
        places = sorted([*places, *known])
        kinds = [known.get(place) or kind_of(text[slice(*place)]) for place in places]
    else:
        kinds = [kind_of(text[start:end]) for start, end in places]
    settled = _settled(text, places, kinds)
    found = [Block(start, end, kind) for (start, end), kind in zip(places, settled, strict=True)]
    return tuple(_joined(found) if BlockKind.TABLE in settled or BlockKind.CODE in settled else found)


_Places = list[tuple[int, int]]


def _settled(text: str, places: _Places, kinds: list[BlockKind | None]) -> list[BlockKind]:
    """Give a kind to what is still None, by its company. Where nothing is prose to be told from, it is prose."""
    start = 0
    while None in kinds and BlockKind.PROSE in kinds:
        start = kinds.index(None, start)
        while start and kinds[start - 1] is not BlockKind.PROSE:
            start -= 1
        end = start
        while end < len(kinds) and kinds[end] is not BlockKind.PROSE:
            end += 1
        kinds[start:end] = _settle(text, places[start : end + 1], kinds[start:end], first=not start)
        start = end
    return [kind or BlockKind.PROSE for kind in kinds]


def _settle(text: str, places: _Places, kinds: list[BlockKind | None], *, first: bool) -> list[BlockKind | None]:
    """Settle a run between prose. `places` holds one more than `kinds` where prose stands below the run."""
    company = _company(text, places, kinds)
    settled = [kind or company for kind in kinds]
    if len(places) > len(kinds):
        if company is BlockKind.FURNITURE:
            settled = [
                BlockKind.HEADING if kind is None and _is_headline(text[slice(*place)]) else settled[at]
                for at, (place, kind) in enumerate(zip(places, kinds, strict=False))
            ]
        for at in range(len(kinds)) if len(kinds) == _HEADLINES else [len(kinds) - 1]:
            if kinds[at] is None and _heads(text, places[at], places[-1], first=first):
                settled[at] = BlockKind.HEADING
    return list(settled)


def _company(text: str, places: _Places, kinds: list[BlockKind | None]) -> BlockKind:
    if BlockKind.FURNITURE in kinds:
        return BlockKind.FURNITURE
    undecided = [text[start:end] for (start, end), kind in zip(places, kinds, strict=False) if kind is None]
    words = sum(len(passage.split()) for passage in undecided)
    listed = sum(not passage[0].isalpha() for passage in undecided) * 2 > len(undecided)
    if len(undecided) > _HEADLINES and words < _ENTRY_WORDS * len(undecided) and not listed:
        return BlockKind.FURNITURE
    return BlockKind.PROSE


def _is_headline(passage: str) -> bool:
    """Say whether a line amid furniture, with prose further down, is the headline that it stands around."""
    return passage.count(" ") >= _HEADLINE_WORDS - 1 and (passage[0].isupper() or passage[0] in _TITLE_OPENINGS)


def _heads(text: str, title: tuple[int, int], below: tuple[int, int], *, first: bool) -> bool:
    """Say whether the title stands above the prose as a heading does, and not as a verse above the next."""
    passage = text[slice(*title)]
    if not (passage[0].isupper() or passage[0].isdigit() or passage[0] in _TITLE_OPENINGS):
        return False
    words = passage.split()
    if first and is_capitalised(words):
        return True
    apart = _BLANK_LINE.search(text, title[1], below[0]) or LIST_ITEM.match(text, *below)
    if not apart and below[1] - below[0] < max(_BODY, 1.5 * len(passage)):
        return False
    return first or len(words) <= _TITLE_WORDS or is_capitalised(words)


def _joined(found: Iterable[Block]) -> Iterator[Block]:
    """Make one block of the rows of a table and of the lines of code."""
    for kind, group in groupby(found, key=lambda block: block.kind):
        if kind in (BlockKind.TABLE, BlockKind.CODE):
            rows = list(group)
            yield Block(rows[0].start, rows[-1].end, kind)
        else:
            yield from group


def masked(text: str, blocks: tuple[Block, ...], markup: str) -> str:
    """Blank out all that is not prose, keeping the length: see `Document.prose_text`.

    Returns the text itself where all of it is prose.
    """
    shown = _shown(markup)
    pieces: list[str] = []
    last = 0
    for start, end, kind in blocks:
        if kind is not BlockKind.PROSE:
            pieces += text[last:start], blank(text[start:end])
            last = end
        elif shown:
            pieces += text[last:start], shown(text[start:end])
            last = end
    return _without_addresses(_without_literals("".join(pieces) + text[last:] if pieces else text))


def _shown(markup: str) -> Callable[[str], str] | None:
    if markup != "markdown":
        return None
    from qc.prose import markdown

    return markdown.shown


def blank(text: str) -> str:
    """Return as many spaces as the text has characters, its line ends kept."""
    return _NOT_LINE_END.sub(" ", text)


def _without_addresses(text: str) -> str:
    if "://" not in text and "www." not in text and "@" not in text:
        return text
    return _ADDRESS.sub(lambda address: INLINE_MASK * len(address.group()), text)


def _without_literals(text: str) -> str:
    if "`" in text:
        text = _CODE.sub(lambda code: _NOT_LINE_END.sub(INLINE_MASK, code.group()), text)
    if '" "' in text or "' '" in text:
        text = _QUOTED_BLANK.sub(INLINE_MASK * 3, text)
    return text
