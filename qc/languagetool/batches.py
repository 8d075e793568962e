"""The prose of a document as texts for a LanguageTool server, and positions in them back to the document.

LanguageTool counts UTF-16 units, Python code points. A character outside the Basic Multilingual Plane is two of the
one and one of the other, so each is sent as a stand-in that is one of both: all positions are the same from there on.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from qc.document import INLINE_MASK, Document, Span

LONGEST = 4_000
"""Characters of a batch: enough that the fixed cost of a request is small, and several batches of one long document
can be read at the same time."""

PARTED = "\n\n"

# Neither do lone surrogates travel in UTF-8, nor control characters in a form.
_SENT_AS_STAND_IN = re.compile(r"[\U00010000-\U0010FFFF\ud800-\udfff\x00-\x08\x0e-\x1f\x7f]")
_LINE_END = re.compile(r"[\n\r\x0b\x0c\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Batch:
    """Paragraphs as one text, parted by blank lines.

    starts: where each begins in `text`. places: where each stands in the document.
    """

    text: str
    starts: tuple[int, ...]
    places: tuple[Span, ...]

    def span(self, offset: int, length: int) -> Span | None:
        """Find the place in the document of a match; None where it lies between paragraphs or on no words of ours."""
        number = bisect_right(self.starts, offset) - 1
        if number < 0 or INLINE_MASK in self.text[offset : offset + length]:
            return None
        place = self.places[number]
        start = place.start + offset - self.starts[number]
        end = min(start + length, place.end)
        return Span(start, end) if start < end else None


def batches(doc: Document) -> Iterator[Batch]:
    """Part the prose into batches of at most about `LONGEST` characters, whole paragraphs where they are no longer."""
    held: list[Span] = []
    size = 0
    for place in _pieces(doc):
        length = place.end - place.start
        if held and size + length > LONGEST:
            yield _batch(doc, held)
            held, size = [], 0
        held.append(place)
        size += length + len(PARTED)
    if held:
        yield _batch(doc, held)


def _batch(doc: Document, places: list[Span]) -> Batch:
    starts, texts, at = [], [], 0
    for place in places:
        starts.append(at)
        texts.append(_sendable(doc.prose_text[place.start : place.end]))
        at += len(texts[-1]) + len(PARTED)
    return Batch(PARTED.join(texts), tuple(starts), tuple(places))


def _sendable(text: str) -> str:
    """Keep the length: one character for each."""
    # Every line end is one space: a paragraph that is wrapped by hand is still one paragraph.
    return _SENT_AS_STAND_IN.sub(INLINE_MASK, _LINE_END.sub(" ", text))


def _pieces(doc: Document) -> Iterator[Span]:
    """Yield the paragraphs of the prose, those longer than a batch in parts that end with a sentence."""
    starts = [sentence.start for sentence in doc.sentences]
    for block in doc.prose:
        start = block.start
        while block.end - start > LONGEST:
            cut = _cut(doc, starts, start)
            yield Span(start, cut)
            start = cut
        yield Span(start, block.end)


def _cut(doc: Document, starts: list[int], start: int) -> int:
    """Where a part that begins at `start` ends: before a sentence, else after a space, else anywhere."""
    sentence = starts[bisect_left(starts, start + LONGEST) - 1] if starts else 0
    if sentence > start:
        return sentence
    return doc.prose_text.rfind(" ", start, start + LONGEST) + 1 or start + LONGEST
