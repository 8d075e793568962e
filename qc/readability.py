"""Readability of prose: the figures of textstat 0.7.13, from counts made once.

textstat lists the words of a text anew for every formula and downloads a dictionary at first use. Here each
whitespace-separated token is weighed once, its counts are remembered as one integer of packed fields, and a text is
the sum of its tokens. The figures equal textstat's where textstat is given the same dictionary: tests compare them.
The formulas measure length of words and sentences, nothing else; they rate gibberish "very easy". So they are given
only for at least 100 words of prose of which nearly all are English.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from qc.data import entries
from qc.formulas import Counts, Figures, figures
from qc.words import lexicon

#: The formulas were fitted to passages of 100 words; below that one long word decides.
FEWEST_WORDS = 100

#: Smallest share of known words. Of 2,950 human texts none had less than 0.82 (Spenser, and news full of Japanese
#: names); other languages, whose short words are often English ones too, have 0.66 (French) or less.
SMALLEST_KNOWN = 0.8

#: A longer run of characters without a space is data, and no syllables are counted in it.
LONGEST_TOKEN = 1000

#: A hardest sentence has so many words at least: of three words one long one makes "grade 30".
HARD_SENTENCE_WORDS = 10

_BITS = 32  # per packed field: no text that fits in memory holds 2**32 of anything
_MASK = (1 << _BITS) - 1
_COUNTED = 10  # fields of Counts that sum over tokens
_CHARACTERS = 8  # the place of `characters` among them
_TOKENS_KEPT, _KEPT_LENGTH = 200_000, 200

# textstat's own expressions, whose every quirk counts: "!?" and "..." end sentences, "U.S." ends two.
_SENTENCE = re.compile(r"\b[^.!?]+[.!?]*")
_NOT_APOSTROPHE = re.compile(r"'(?![tsd]|ve|ll|re)")
_PUNCTUATION = re.compile(r"[^\w\s']")
_ALL_PUNCTUATION = re.compile(r"[^\w\s]")
_AROUND = '.,;:!?()[]"“”'  # marks around a word, of which none is part of it to any expression above

#: Three words: textstat leaves out sentences of fewer. Possessive, so that no text takes more than linear time.
_THREE_WORDS = re.compile(r"\W*+\w\S*+\s\W*+\w\S*+\s\W*+\w")
_LETTERS = re.compile(r"[^\W\d_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class HardSentence:
    """A sentence hard to read: its place in the sentences given, and its Flesch-Kincaid grade as a text of its own."""

    index: int
    text: str
    words: int
    syllables: int
    grade: float


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table of figures: "Flesch reading ease", "64.2", "plain English"."""

    name: str
    value: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Readability:
    """The readability of a text: figures, or the reason why there are none."""

    counts: Counts
    figures: Figures | None
    reason: str
    """Why the figures do not apply, one clause; empty where they do."""

    def values(self) -> dict[str, float]:
        """Return the figures by name, empty where they do not apply."""
        return {name: getattr(self.figures, name) for name in Figures.__slots__} if self.figures else {}

    def rows(self) -> list[Row]:
        """Return name, formatted value and meaning of every figure, for tables; empty where none applies."""
        if self.figures is None:
            return []
        return [Row(name, *_explain(key, getattr(self.figures, key))) for key, name in _NAMES.items()]


def measure(prose: str, tokens: Sequence[str] | None = None) -> Readability:
    """Measure prose; `tokens` are those it consists of, where the caller has them already."""
    counts = count(prose, tokens)
    unbroken = counts is None
    if counts is None:
        counts = _count([token for token in prose.split() if len(token) <= LONGEST_TOKEN])
    reason = _reason(counts, unbroken=unbroken)
    if reason:
        return Readability(counts, None, reason)
    return Readability(counts, figures(counts), "")


def count(text: str, tokens: Sequence[str] | None = None) -> Counts | None:
    """Count what the formulas need, or return None where a token is too long to be a word."""
    try:
        return _count(text.split() if tokens is None else tokens, text)
    except _UnbrokenRunError:
        return None


def _reason(counts: Counts, *, unbroken: bool) -> str:
    if unbroken:
        return f"it holds more than {LONGEST_TOKEN:,} characters without a space"
    if counts.words < FEWEST_WORDS:
        return f"below {FEWEST_WORDS} words of prose the formulas mean nothing"
    if counts.known_share < SMALLEST_KNOWN:
        return f"only {math.floor(100 * counts.known_share)} % of the words are known English words"
    return ""


def hardest(sentences: Sequence[str], most: int = 3) -> tuple[HardSentence, ...]:
    """Pick the sentences that are hardest to read by their Flesch-Kincaid grade, the hardest first."""
    found = []
    for index, text in enumerate(sentences):
        total = _sum(text.split())
        words, syllables = total & _MASK, total >> _BITS & _MASK
        if words >= HARD_SENTENCE_WORDS:
            found.append((15.59 - 0.39 * words - 11.8 * syllables / words, index, words, syllables))
    return tuple(HardSentence(i, sentences[i], words, count, -ease) for ease, i, words, count in sorted(found)[:most])


def _count(tokens: Sequence[str], text: str | None = None) -> Counts:
    total = _sum(tokens)
    easy, hard, end = _opening(tokens)
    sentences = _sentences(" ".join(tokens) if text is None else text)
    opening = sentences if tokens and end == len(tokens) else _sentences(" ".join(tokens[:end]))
    summed = [total >> _BITS * place & _MASK for place in range(_COUNTED)]
    numbers = [*summed, len(tokens), sentences, easy, hard, opening]
    return Counts(*numbers)


def _opening(tokens: Sequence[str]) -> tuple[int, int, int]:
    """Count easy and hard words among the first hundred, and the tokens up to there; short texts are taken whole."""
    end, total = 0, 0
    while end < len(tokens) and (len(tokens) <= 100 or total & _MASK < 100):
        # At most so many tokens make up the words still missing, so this ends on the hundredth word exactly.
        step = len(tokens) if len(tokens) <= 100 else 100 - (total & _MASK)
        total += _sum(tokens[end : end + step])
        end = min(end + step, len(tokens))
    hard = total >> 2 * _BITS & _MASK
    return (total >> _COUNTED * _BITS & _MASK) - hard, hard, end


def _sentences(text: str) -> int:
    """Count sentences of three words or more, at least one in any text but the empty one."""
    return max(1, sum(map(bool, map(_THREE_WORDS.match, _SENTENCE.findall(text))))) if text else 0


class _UnbrokenRunError(Exception):
    """A token is longer than any word."""


class _Weights(dict[str, int]):
    """The packed counts of tokens, weighed on first sight; emptied when full, since a corpus has no end of tokens.

    Tokens of equal counts share one integer: the processor's cache holds the few that there are, not one per token.
    """

    def __init__(self) -> None:
        self._distinct: dict[int, int] = {}

    def __missing__(self, token: str) -> int:
        if len(token) > LONGEST_TOKEN:
            raise _UnbrokenRunError
        weight = _weigh(token)
        if len(token) <= _KEPT_LENGTH:
            if len(self) >= _TOKENS_KEPT:
                self.clear()
                self._distinct.clear()
            self[token] = weight = self._distinct.setdefault(weight, weight)
        return weight


_weights = _Weights()


def _sum(tokens: Sequence[str]) -> int:
    return sum(map(_weights.__getitem__, tokens))


def _weigh(token: str) -> int:
    """Pack the counts of one token, in the order of the fields of Counts, with words that have a syllable last."""
    plain = token.isalpha()
    if not plain and (inner := token.strip(_AROUND)).isalpha():
        # A word between marks is counted as the word alone, which mostly is known, but for its characters.
        return _weights[inner] + (len(token) - len(inner) << _CHARACTERS * _BITS)
    bare = token if plain else _ALL_PUNCTUATION.sub("", token)
    word = token if plain else _clean(token)
    if not word:
        return _pack((0, 0, 0, 0, 0, 0, len(bare) > 6, len(bare), len(token), 0, 0))
    lower = word.lower()
    syllables = lexicon.syllables(lower)
    # Lower-casing may add marks ("İ" becomes two characters), which textstat drops where it takes a word by itself.
    alone, lowered = (syllables, syllables) if word.isascii() else (_syllables(word), _syllables(lower))
    hard = lower not in _easy_words()
    return _pack((
        1, syllables, alone >= 3, hard, hard and lowered >= 2, hard and lowered >= 3,
        len(bare) > 6, len(bare), len(token), _unknown(token), alone > 0,
    ))  # fmt: skip


def _syllables(text: str) -> int:
    word = _clean(text).lower()
    return lexicon.syllables(word) if word else 0


def _pack(numbers: tuple[int, ...]) -> int:
    packed = 0
    for number in reversed(numbers):
        packed = packed << _BITS | number
    return packed


def _clean(text: str) -> str:
    """Remove punctuation but the apostrophe before a contracted ending, as textstat does."""
    return _PUNCTUATION.sub("", _NOT_APOSTROPHE.sub("", text))


def _unknown(token: str) -> bool:
    if token.isalpha():
        return not lexicon.knows(token)
    return any(not lexicon.knows(part) for part in _LETTERS.findall(token))


@cache
def _easy_words() -> frozenset[str]:
    return frozenset(entries("easy_words.txt"))


_NAMES = {
    "flesch_reading_ease": "Flesch reading ease",
    "flesch_kincaid_grade": "Flesch-Kincaid grade",
    "smog_index": "SMOG index",
    "gunning_fog": "Gunning fog",
    "coleman_liau_index": "Coleman-Liau index",
    "automated_readability_index": "Automated readability index",
    "dale_chall": "Dale-Chall score",
    "linsear_write": "Linsear Write",
    "lix": "LIX",
    "spache": "Spache grade",
    "consensus_grade": "Consensus grade",
    "reading_seconds": "Reading time",
}

#: Bands of the scores that are no grades: lowest value, meaning. Flesch 1949, Dale and Chall 1948, Björnsson 1968.
_BANDS = {
    "flesch_reading_ease": (
        (90, "very easy"), (80, "easy"), (70, "fairly easy"), (60, "plain English"), (50, "fairly difficult"),
        (30, "difficult"), (-math.inf, "very difficult"),
    ),
    "dale_chall": (
        (10, "for college graduates"), (9, "for college students"), (8, "grades 11 and 12"), (7, "grades 9 and 10"),
        (6, "grades 7 and 8"), (5, "grades 5 and 6"), (-math.inf, "grade 4 and below"),
    ),
    "lix": (
        (60, "very difficult"), (50, "difficult"), (40, "average, like newspapers"), (30, "easy"),
        (-math.inf, "very easy"),
    ),
}  # fmt: skip


def _explain(key: str, value: float) -> tuple[str, str]:
    """Return a figure formatted, and what it means in a phrase."""
    if key == "reading_seconds":
        minutes, seconds = divmod(round(value), 60)
        return (f"{minutes} min {seconds:02} s" if minutes else f"{seconds} s"), "silent reading"
    if key in _BANDS:
        return f"{value:.1f}", next(meaning for lowest, meaning in _BANDS[key] if value >= lowest)
    return f"{value:.1f}", _grade(round(value))


def _grade(year: int) -> str:
    if year < 1:
        return "before first grade"
    if year > 16:
        return "beyond a college degree"
    return f"US grade {year}, age {year + 5} to {year + 6}" if year <= 12 else f"year {year - 12} of college"
