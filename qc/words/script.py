"""Which script a letter belongs to, by Unicode's script property."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_NAMES = {
    "Han": "Chinese", "Bopomofo": "Chinese", "Hiragana": "Japanese", "Katakana": "Japanese", "Hangul": "Korean",
    "Oriya": "Odia", "Myanmar": "Burmese",
}  # fmt: skip
"""Where readers call a script by another name than Unicode does."""

_LIVING = (
    *_NAMES, "Latin", "Cyrillic", "Greek", "Arabic", "Hebrew", "Devanagari", "Bengali", "Tamil", "Telugu", "Kannada",
    "Malayalam", "Gujarati", "Gurmukhi", "Sinhala", "Thai", "Lao", "Khmer", "Tibetan", "Georgian", "Armenian",
    "Ethiopic", "Mongolian", "Syriac", "Thaana",
)  # fmt: skip

_LETTERLIKE = range(0x2100, 0x2150)
"""The ohm and kelvin signs and the like: Unicode counts them to a script, a reader does not."""


@cache
def _pattern() -> regex.Pattern[str]:
    # Imported here: text that is plain ASCII, which most is, never asks, and the import costs 15 ms.
    import regex

    return regex.compile("|".join(rf"(?P<{name}>\p{{Script={name}}})" for name in _LIVING))


@lru_cache(1 << 14)
def script(char: str) -> str:
    """Name the script of a letter ("Latin", "Cyrillic"), or return "" for what is not a letter of a living script.

    Mathematical alphabets, ohm and kelvin signs and the like are symbols in the shape of letters: "" as well.
    """
    if char.isascii():
        return "Latin" if char.isalpha() else ""
    if not char.isalpha() or ord(char) in _LETTERLIKE:
        return ""
    found = _pattern().match(char)
    return _NAMES.get(found.lastgroup, found.lastgroup) if found and found.lastgroup else ""
