"""The document every rule reads: untouched text, and views of it computed once, on demand.

Offsets are code points of `Document.text`, always. A view that hides something (`prose_text`) keeps the
length of the text, so that a position found in it is a position in the document.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import starmap
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from qc.fluency import Judgement
    from qc.names import Name
    from qc.quotation import Mark, Quotation

INLINE_MASK = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands in `prose_text` for each character of inline code, a link target or a tag inside a sentence."""

_WORD = re.compile(r"[^\W_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}-][^\W_]+)*")
_PLAIN = bytes([*b"\t\n\r", *range(0x20, 0x7F)])
_LINE_END = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of text, in code points: `start` is in it, `end` is not."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span runs forward: {self.start}..{self.end}")

    def __contains__(self, offset: int) -> bool:
        return self.start <= offset < self.end


def merged(spans: Iterable[Span]) -> list[tuple[int, int]]:
    """Stretches that hold the characters of all spans and do not overlap, in order."""
    stretches: list[tuple[int, int]] = []
    for span in sorted(spans):
        if not stretches or span.end > stretches[-1][1]:
            stretches.append((max(span.start, stretches[-1][1] if stretches else 0), span.end))
    return stretches


def covered(span: Span, stretches: Sequence[tuple[int, int]]) -> int:
    """How many characters of a span lie in stretches as `merged` makes them."""
    characters = 0
    for number in range(bisect_right(stretches, span.start, key=itemgetter(1)), len(stretches)):
        start, end = stretches[number]
        if start >= span.end:
            break
        characters += min(end, span.end) - max(start, span.start)
    return characters


class BlockKind(StrEnum):
    """What a stretch of lines is. Only `PROSE` is read by rules about language, scored and counted."""

    PROSE = "prose"
    HEADING = "heading"
    FURNITURE = "furniture"  # navigation, metadata, bylines, captions, keyword lists, addresses
    TABLE = "table"
    CODE = "code"
    MARKUP = "markup"  # front matter, HTML, link definitions, rules


class Block(NamedTuple):
    """A paragraph, list item, heading or other unit of layout, without the blank lines around it."""

    start: int
    end: int
    kind: BlockKind


class Word(NamedTuple):
    """A word of the prose: letters and digits with inner apostrophes and hyphens."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Document:
    """A text and what there is to know about it.

    text: as it came, never altered; lone carriage returns and the like are line ends like any other.
    name: what the reader calls it (a path, an identifier); it never changes a result.
    markup: "text" or "markdown"; Markdown's code, tables, links, HTML and front matter are not prose.
    """

    text: str
    name: str = "<text>"
    markup: str = "text"

    def __getitem__(self, span: Span) -> str:
        return self.text[span.start : span.end]

    def running(self, span: Span) -> str:
        """A stretch of prose as running text: on one line, without what stands beside its lines."""
        return " ".join(self._laid_out[span.start : span.end].split())

    @cached_property
    def lines(self) -> tuple[Span, ...]:
        """The lines, without their ends."""
        starts = [0]
        ends = []
        for end in _LINE_END.finditer(self.text):
            ends.append(end.start())
            starts.append(end.end())
        ends.append(len(self.text))
        return tuple(map(Span, starts, ends))

    @cached_property
    def _line_starts(self) -> list[int]:
        return [line.start for line in self.lines]

    def locate(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both counted from 1, the column in code points."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Everything that is not blank, parted into blocks in reading order."""
        from qc.prose import blocks

        return blocks(self._laid_out, self.markup)

    @cached_property
    def prose(self) -> tuple[Block, ...]:
        """The blocks that are prose."""
        prose = BlockKind.PROSE
        return tuple([block for block in self.blocks if block[2] is prose])

    @cached_property
    def prose_text(self) -> str:
        """The text with everything but prose blanked out, of the same length: offsets stay true.

        Other blocks become spaces (line ends stay); markup inside a sentence becomes `INLINE_MASK`.
        """
        from qc.prose import masked

        return masked(self._laid_out, self.blocks, self.markup)

    @cached_property
    def _laid_out(self) -> str:
        """The text without what stands beside its lines."""
        from qc.prose import margins

        return self.text if self.markup == "markdown" else margins.without(self.text)

    @cached_property
    def tokens(self) -> list[str]:
        """The prose parted at white space: the cheapest view there is, for triggers and counts."""
        return self.prose_text.split()

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Each distinct token of the prose, as written. A rule asks here first whether it need look."""
        return frozenset(self.tokens)

    @cached_property
    def forms(self) -> frozenset[str]:
        """Each distinct word of the prose without the marks around it and without a possessive, case kept."""
        from qc.words.forms import forms

        return forms(self)

    @cached_property
    def odd_characters(self) -> frozenset[str]:
        """Each distinct character that is no printable ASCII, tab or line end: the trigger of rules on characters."""
        # Deleting bytes runs at a gigabyte a second; a set of all characters would take ten times as long.
        rest = self.text.encode("utf-8", "surrogatepass").translate(None, _PLAIN)
        return frozenset(rest.decode("utf-8", "surrogatepass"))

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words of the prose with their places. Dearer than `tokens`: ask for it after a trigger."""
        return tuple(Word(m.start(), m.end(), m.group()) for m in _WORD.finditer(self.prose_text))

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences of the prose, in order; none crosses a block."""
        from qc.segment import sentences

        text = self.prose_text
        return tuple(starmap(Span, (pair for start, end, _ in self.prose for pair in sentences(text, start, end))))

    @cached_property
    def sentence_words(self) -> tuple[int, ...]:
        """How many words each sentence has, in the order of `sentences`."""
        return tuple([len(self.prose_text[span.start : span.end].split()) for span in self.sentences])

    @cached_property
    def judgements(self) -> tuple[Judgement, ...]:
        """What the damage model holds of each sentence, in the order of `sentences`. The dearest view of all."""
        from qc.fluency import judge_document

        # Line ends and all: by them the model tells verse, which it judges leniently.
        texts = [self.prose_text[span.start : span.end] for span in self.sentences]
        return judge_document(texts, self.sentence_words, self.quoted_shares).judgements

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """Every quotation mark, apostrophe and prime of the prose, each with what it does there."""
        return self._scanned[0]

    @cached_property
    def damaged_marks(self) -> tuple[Mark, ...]:
        """The marks that have a flaw: usually none, so that the rules about them cost nothing on clean text."""
        return tuple(mark for mark in self.marks if mark.flaw)

    @cached_property
    def quotations(self) -> tuple[Quotation, ...]:
        """The quotations of the prose, paired once by the scanner, in order of their opening marks."""
        return self._scanned[1]

    @cached_property
    def partners(self) -> dict[int, Mark]:
        """The mark that a quotation opens or closes with beside the one at an offset, where there is no doubt of it."""
        from qc.quotation.partners import partners

        return partners(self)

    def is_quoted(self, offset: int) -> bool:
        """Say whether the offset lies in the body of a quotation: a binary search, not a walk over all of them."""
        number = bisect_right(self._quoted, offset, key=itemgetter(1))
        return number < len(self._quoted) and self._quoted[number][0] <= offset

    @cached_property
    def quoted_shares(self) -> tuple[float, ...]:
        """The share of each sentence, 0 to 1, that lies in the bodies of quotations, in the order of `sentences`."""
        if not self._quoted:
            return (0.0,) * len(self.sentences)
        return tuple(covered(span, self._quoted) / (span.end - span.start) for span in self.sentences)

    @cached_property
    def _quoted(self) -> list[tuple[int, int]]:
        """The bodies of quotations as stretches: they nest."""
        return merged(quotation.body for quotation in self.quotations)

    @cached_property
    def _scanned(self) -> tuple[tuple[Mark, ...], tuple[Quotation, ...]]:
        from qc.quotation import scan

        return scan(self)

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """The proper names of the prose, each occurrence with its place."""
        from qc.names import names

        return names(self)
