"""WordPiece as in BERT uncased, with code-point spans, case classes and a cache of whole words.

A page repeats its words, so one dictionary look-up a word replaces the greedy search: this is faster in plain
Python than a compiled tokeniser is to import. Marks are folded first (curly to straight, every dash to one): how a
publisher sets quotation marks must not tell the model which corpus a sentence comes from. White space is never seen.

Method: Wu et al. 2016, "Google's Neural Machine Translation System", greedy longest match.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from qc.document import INLINE_MASK

WORD = re.compile(r"[^\W_]+|&(?:#\d{2,6}|#x[\da-fA-F]{2,5}|[a-zA-Z]{2,8});|([^\w\s]|_)\1*")
"""A run of letters and digits, a mark in HTML's spelling, or one mark, however often it is set."""

REPEATED = 3
"""A mark set more often (a blank to fill in, leaders of a table of contents) is one unknown piece to the encoder, which
takes it for salad where it sees the marks, and so often the mark to the screen: drawn out, it says no more."""

_BLANK = re.compile("__+")  # something to fill in, however short

PAD, UNKNOWN, FIRST = 0, 1, 2
"""Places of [PAD], [UNK] and [CLS]: the vocabulary is BERT uncased's without the pieces that English never meets."""

_LONGEST_WORD = 40  # letters and digits; a longer run is no word: one unknown piece tells as much
_LONG_NAME = 16  # from which a run of both, or one with capitals inside, is a digest or a name in a program
_HUMP = re.compile(r"[a-z][A-Z]")
_CACHE_LIMIT = 200_000  # words kept; hostile input must not grow memory without bound

_FOLDED = str.maketrans(
    {
        **dict.fromkeys("‘’‚ʼ`´′‹›\N{SINGLE HIGH-REVERSED-9 QUOTATION MARK}", "'"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys(map(chr, [*range(0x2010, 0x2016), 0x2212]), "-"),  # hyphens, dashes, the minus sign
        "…": ".",
    }
)


@dataclass(frozen=True, slots=True)
class Encoded:
    """One sentence as pieces.

    `pieces` and `cases` are of equal length, without [CLS] and [SEP]; `owner[i]` is the word a piece belongs to;
    `spans[w]` is that word's (start, end) in code points of the sentence given.
    """

    pieces: list[int]
    cases: list[int]
    owner: list[int]
    spans: list[tuple[int, int]]


def case_of(word: str) -> int:
    """0 for no capital, 1 for a first capital alone, 2 for any other capital (acronyms, camel case)."""
    if word.islower() or not word[0].isalpha():
        return 0
    return 1 if word[0].isupper() and not any(map(str.isupper, word[1:])) else 2


class WordPiece:
    """A vocabulary and its cache. Not shared between threads; workers make their own."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._ids = {piece: i for i, piece in enumerate(vocabulary)}
        self._known: dict[str, tuple[list[int], int]] = {}

    @classmethod
    def from_file(cls, path: Path) -> WordPiece:
        """Read one piece a line; raises `OSError` when the file is missing."""
        return cls(path.read_text(encoding="utf-8").split("\n"))

    def encode(self, sentence: str) -> Encoded:
        """Cut a sentence into pieces; never raises, whatever the characters."""
        pieces: list[int] = []
        cases: list[int] = []
        owner: list[int] = []
        spans: list[tuple[int, int]] = []
        for match in WORD.finditer(sentence):
            ids, case = self._word(match.group())
            owner += [len(spans)] * len(ids)
            cases += [case] * len(ids)
            pieces += ids
            spans.append(match.span())
        return Encoded(pieces, cases, owner, spans)

    def _word(self, word: str) -> tuple[list[int], int]:
        found = self._known.get(word)
        if found is None:
            if len(self._known) >= _CACHE_LIMIT:
                self._known.clear()
            found = self._known[word] = (self._pieces(word), case_of(word))
        return found

    def _pieces(self, word: str) -> list[int]:
        """The pieces of a word or a run of one mark; one [UNK] for code, an address and what stands in for them."""
        if word[0] == INLINE_MASK or _is_code(word):
            return [UNKNOWN]
        if word[0].isalnum():
            return self._split(plain(word))
        if word[0] == "&" and word[-1] == ";":
            word = _spelt_out(word)
        if len(word) > REPEATED or _BLANK.fullmatch(word):
            return [UNKNOWN]
        return self._split(plain(word[0])) * len(word) if word.strip() else []

    def _split(self, word: str) -> list[int]:
        """Greedy longest match; [UNK] for a word no pieces make up."""
        pieces: list[int] = []
        start = 0
        while start < len(word):
            end, found = self._longest(word, start)
            if found is None:
                return [UNKNOWN]
            pieces.append(found)
            start = end
        return pieces or [UNKNOWN]

    def _longest(self, word: str, start: int) -> tuple[int, int | None]:
        prefix = "##" if start else ""
        for end in range(len(word), start, -1):
            found = self._ids.get(prefix + word[start:end])
            if found is not None:
                return end, found
        return start, None


def _spelt_out(entity: str) -> str:
    """The character that HTML spells so, or the mark that begins what it does not know."""
    from html import unescape

    found = unescape(entity)
    return found if len(found) == 1 else entity[0]


def _is_code(word: str) -> bool:
    """Whether the word is a digest or a name in a program: many pieces that make up no word, which looks like salad."""
    if len(word) < _LONG_NAME or not word[0].isalnum():
        return False
    mixed = any(map(str.isdigit, word)) and not word.isdigit()
    return len(word) > _LONGEST_WORD or mixed or len(_HUMP.findall(word)) > 1


def plain(word: str) -> str:
    """Lower case, without accents, marks folded: what the vocabulary was made of."""
    decomposed = unicodedata.normalize("NFD", word.translate(_FOLDED).lower())
    return "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
