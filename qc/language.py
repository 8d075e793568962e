"""Whether a document is English, and which language a stretch of words is in, by function words and script.

Function words settle it: no English text of fifty words goes without "the" and "of", however badly it was
translated, and no other language has them. A trained identifier was weighed and left out: those with their model in
the wheel import 145 ms of network code or four megabytes and NumPy, and call three English words Gaelic.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from qc.data import entries
from qc.document import Document
from qc.words import lexicon
from qc.words.script import script

UNKNOWN = "unknown"
"""What `identified` and `language` answer for a text in no language they know."""

_NEARLY_ONLY_ENGLISH = (
    "the and that this with which from they their were been are would there what who when than then these those "
    "could should because through your you our its his she has had it as by be but not"
)
_SURELY_ENGLISH = frozenset((_NEARLY_ONLY_ENGLISH + " " + _NEARLY_ONLY_ENGLISH.title()).split())
"""With and without a capital. "In", "was", "of", "to", "for" and "an" are words of other languages too."""

_SURE = 0.1
"""Share of such words that leaves no doubt: English prose has 0.15 to 0.30, other languages under 0.03."""

_MIXED = 0.05
"""Share at which a text of recipes, facts or half-translated sentences may still be English; less is not a text."""

_KNOWN = 0.6
"""Share of words in the English lexicon that makes up for missing function words: German and French have 0.3."""

_SAMPLE = 512
"""Tokens looked at, spread over the document: the share is then right to two hundredths, whatever the length."""

_EDGE = ".,;:!?()[]{}\"'…-«»„“”‘’–—*_¿¡"


class _Language(NamedTuple):
    name: str
    words: frozenset[str]


_BY_SCRIPT = {
    "Chinese": "Chinese", "Japanese": "Japanese", "Korean": "Korean", "Greek": "Greek", "Hebrew": "Hebrew",
    "Thai": "Thai", "Georgian": "Georgian", "Armenian": "Armenian", "Bengali": "Bengali", "Tamil": "Tamil",
    "Telugu": "Telugu", "Kannada": "Kannada", "Malayalam": "Malayalam", "Gujarati": "Gujarati", "Gurmukhi": "Punjabi",
    "Odia": "Odia", "Sinhala": "Sinhala", "Lao": "Lao", "Khmer": "Khmer", "Burmese": "Burmese", "Tibetan": "Tibetan",
    "Ethiopic": "Amharic", "Thaana": "Dhivehi",
}  # fmt: skip
"""Scripts that one language, or hardly more than one, is written in."""


def english(doc: Document) -> bool:
    """Say whether the prose is English: badly translated, learners' and old English are, other languages are not."""
    sample = doc.tokens[:: max(1, len(doc.tokens) // _SAMPLE)]
    if not sample:
        return False
    share = sum(map(_SURELY_ENGLISH.__contains__, sample)) / len(sample)
    return share >= _SURE or _perhaps_english(_bare(sample), share)


def identified(doc: Document) -> str:
    """Name the language of the prose as a reader would: "French", "Russian", or "unknown"."""
    words = _bare(doc.tokens[:: max(1, len(doc.tokens) // _SAMPLE)])
    written = _script(words)
    if written in _BY_SCRIPT:
        return _BY_SCRIPT[written]
    code, share = language(words)
    # English by a few function words amid what is not: a template, a list of names, several languages.
    return languages()[code].name if share >= _MIXED and code != "en" else UNKNOWN


def language(words: Sequence[str]) -> tuple[str, float]:
    """Tell the language of some words: its code and the share of the words that are function words of it.

    The code is "unknown" where none is. A word counts the less the more languages share it, so that "un" and "de"
    decide nothing between French and Catalan while "avec" does.
    """
    counts = Counter(word.lower() for word in words)
    scores: Counter[str] = Counter()
    for word, count in counts.items():
        codes = _codes().get(word, ())
        for code in codes:
            scores[code] += count / len(codes)  # type: ignore[assignment]
    if not scores:
        return UNKNOWN, 0.0
    best = max(scores, key=lambda code: (scores[code], code == "en"))
    hits = sum(count for word, count in counts.items() if best in _codes().get(word, ()))
    return best, hits / len(words)


@cache
def languages() -> dict[str, _Language]:
    """Every language by its code, with its name and function words in lower case."""
    found = {}
    for entry in entries("function_words.txt"):
        head, _, words = entry.partition(":")
        code, name = head.split()
        found[code] = _Language(name, frozenset(words.split()))
    return found


@cache
def _codes() -> dict[str, tuple[str, ...]]:
    codes: dict[str, tuple[str, ...]] = {}
    for code, (_, words) in languages().items():
        for word in words:
            codes[word] = (*codes.get(word, ()), code)
    return codes


def _perhaps_english(words: Sequence[str], share: float) -> bool:
    """Decide where function words leave a doubt: lists and tables of English, and everything that is not English."""
    if _script(words) != "Latin":
        return False
    code, _ = language(words)
    if code not in ("en", UNKNOWN):
        return False
    return share >= _MIXED or _share_known(words) >= _KNOWN


def _share_known(words: Sequence[str]) -> float:
    letters = [word for word in words if word.isalpha() and len(word) > 2]
    if not letters:
        return 0.0
    return sum(map(lexicon.knows, letters)) / len(letters)


def _script(words: Sequence[str]) -> str:
    """Name the script most words begin in; Japanese wherever kana stand, as its words often begin in Chinese."""
    counts = Counter(map(script, "".join(words) if len(words) < _SAMPLE // 4 else (word[0] for word in words)))
    counts.pop("", None)
    if not counts:
        return UNKNOWN
    if counts["Japanese"]:
        counts["Japanese"] += counts["Chinese"]
    return max(counts, key=counts.__getitem__)


def _bare(tokens: Sequence[str]) -> list[str]:
    stripped = (token.strip(_EDGE) for token in tokens)
    return [word for word in stripped if word]
