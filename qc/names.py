"""Proper names and where they occur."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from qc.document import Document
from qc.words.lexicon import is_name, rarity

_CAPITAL = "[A-Z\\N{LATIN CAPITAL LETTER A WITH GRAVE}-\\N{LATIN CAPITAL LETTER THORN}\u0100-\u017f]"
_PART = rf"{_CAPITAL}[^\W\d_]*(?:['’-](?!s\b)[^\W\d_]+)*"
_PARTICLE = "(?:d[aeiu]|do|dos|das|del|della|der|den|van|von|zu|ter|ten|la|le|el|al|bin|ibn|bint|ben)"
_INITIALS = r"(?:[A-Z]\.[ -]?){1,3}"
_RUN = re.compile(
    rf"(?<!\w)(?:{_INITIALS}[ ]?)?{_PART}"
    rf"(?:(?: {_PARTICLE}){{0,2}} (?:{_INITIALS} ?)?{_PART}){{0,7}}"
)
_WORD = re.compile(r"\S+")

_TITLES = frozenset(
    "Mr Mrs Ms Miss Dr Prof Sir Dame Lord Lady Madame Madam Monsieur President Minister Chancellor Senator Governor "
    "General Colonel Captain Major Sergeant Lieutenant Admiral Judge Justice Professor Doctor King Queen Prince "
    "Princess Pope Bishop Archbishop Cardinal Father Sister Brother Uncle Aunt Chairman Secretary Ambassador Mayor "
    "Prime Vice Deputy Foreign Chief Former".split()
)

_STARTERS = frozenset(".!?:;…\"'“‘”’([-–—*•>|#")
"""After one of these, or at a line's beginning, any word has a capital."""


_FUNCTION_WORDS = frozenset(
    "The A An In On At By For From To Of With And Or But If As It Its He She They We You His Her Their Our My "
    "Your This That These Those There Here When Where Why How What Who Which While After Before Since Because "
    "Although".split()
)
"""No name begins with one of these, even amid a sentence: the capital is a heading's, or emphasis."""


class Name(NamedTuple):
    """One occurrence of a proper name: its place and the words as written, without titles and possessive."""

    start: int
    end: int
    text: str


def names(doc: Document) -> tuple[Name, ...]:
    """Find the proper names of the prose: runs of capitalised words that no sentence start explains.

    Particles (`de`, `van`, `al-`, `bin`), initials and hyphens belong to a name; a title before it does not.
    """
    return tuple(_names(doc.prose_text))


def _names(text: str) -> Iterator[Name]:
    for run in _RUN.finditer(text):
        words = [(run.start() + word.start(), run.start() + word.end()) for word in _WORD.finditer(run.group())]
        while words and _is_no_name(text, *words[0]):
            words = words[1:]
        while words and text[words[0][0]].islower():  # a particle that followed what was taken off
            words = words[1:]
        if words:
            start, end = words[0][0], words[-1][1]
            if end - start > 1:
                yield Name(start, end, text[start:end])


def _is_no_name(text: str, start: int, end: int) -> bool:
    word = text[start:end]
    if word in _TITLES or word.partition("'")[0].partition("’")[0] == "I":
        return True
    return word in _FUNCTION_WORDS or (_starts_sentence(text, start) and _is_word(word))


def _starts_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 6) : start].rstrip(" ")
    return not before or before[-1] in _STARTERS or before[-1] == "\n"


@lru_cache(1 << 14)
def _is_word(word: str) -> bool:
    """Say whether the word has a life without its capital, so that a sentence start explains it."""
    small = word.lower()
    return "." not in word and rarity(small) > 0 and not is_name(small)
