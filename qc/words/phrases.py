"""Tables of phrases, and where a document has one of them.

A table is a file of `what it stands for: phrase; phrase`. In each phrase the rarest word is starred: the document's
forms are asked for it first, and only where it stands is the text around it compared. An `N` stands for a number, in
digits or as a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from qc.data import entries
from qc.document import Document, Span
from qc.words.forms import occurrences

REACH = 60
"""Characters to either side of the starred word in which the longest phrase fits."""

NUMBER = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|several|many|few)"


class Place(NamedTuple):
    """A phrase found, and what it stands for."""

    span: Span
    meant: str


class _Phrase(NamedTuple):
    words: tuple[str, ...]
    meant: str


def places(doc: Document, table: str) -> list[Place]:
    """Return the places of the table's phrases in the prose, in order, none in a quotation or in a longer phrase.

    Case does not count, and the last word may have a plural ending.
    """
    forms = doc.forms & _forms(table)
    if not forms:
        return []
    found = {place for form in forms for place in _around(doc, form, _index(table)[form])}
    end, longest = 0, list[Place]()
    for place in sorted(found, key=lambda place: (place.span.start, -place.span.end, place.meant)):
        if place.span.end > end and not doc.is_quoted(place.span.start):
            end = place.span.end
            longest.append(place)
    return longest


def _around(doc: Document, form: str, phrases: list[_Phrase]) -> Iterator[Place]:
    for word in occurrences(doc, form):
        start = max(0, word.start - REACH)
        near = _lowered(doc.prose_text[start : word.end + REACH])
        for phrase in phrases:
            if all(other == "N" or other in near for other in phrase.words):
                match = _pattern(phrase.words).search(near)
                if match:
                    yield Place(Span(start + match.start(), start + match.end()), phrase.meant)


def _lowered(text: str) -> str:
    lower = text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    # A dotted capital I becomes two characters: places found behind it would not be places of the text.
    return lower if len(lower) == len(text) else text


@lru_cache(1024)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    parts = (NUMBER if word == "N" else re.escape(word) for word in words)
    return re.compile(r"\b" + r"[\s-]+".join(parts) + r"(?:s|es)?\b")


@cache
def _index(table: str) -> dict[str, list[_Phrase]]:
    """Map the starred word, with and without a capital or a plural, to its phrases."""
    index: dict[str, list[_Phrase]] = {}
    for entry in entries(table):
        meant, _, phrases = entry.partition(":")
        for phrase in phrases.split(";"):
            starred = phrase.partition("*")[2].partition(" ")[0].strip().removesuffix("'s")
            words = tuple(phrase.replace("*", "").split())
            for form in (starred, starred + "s", starred + "es") if starred == words[-1] else (starred,):
                for cased in (form, form.capitalize()):
                    index.setdefault(cased, []).append(_Phrase(words, meant))
    return index


@cache
def _forms(table: str) -> frozenset[str]:
    return frozenset(_index(table))
