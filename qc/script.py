"""Which script a letter belongs to, from the Unicode name that Python ships."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_BY_FIRST_WORD = {
    "LATIN": "Latin", "CYRILLIC": "Cyrillic", "GREEK": "Greek", "CJK": "Chinese", "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese", "HANGUL": "Korean", "ARABIC": "Arabic", "HEBREW": "Hebrew", "DEVANAGARI": "Devanagari",
    "BENGALI": "Bengali", "TAMIL": "Tamil", "TELUGU": "Telugu", "KANNADA": "Kannada", "MALAYALAM": "Malayalam",
    "GUJARATI": "Gujarati", "GURMUKHI": "Gurmukhi", "ORIYA": "Odia", "SINHALA": "Sinhala", "THAI": "Thai", "LAO": "Lao",
    "KHMER": "Khmer", "MYANMAR": "Burmese", "TIBETAN": "Tibetan", "GEORGIAN": "Georgian", "ARMENIAN": "Armenian",
    "ETHIOPIC": "Ethiopic", "MONGOLIAN": "Mongolian", "BOPOMOFO": "Chinese", "SYRIAC": "Syriac", "THAANA": "Thaana",
    "FULLWIDTH": "Latin", "FEMININE": "Latin", "MASCULINE": "Latin", "MODIFIER": "Latin", "MICRO": "Greek",
}  # fmt: skip


@lru_cache(1 << 14)
def script(char: str) -> str:
    """Name the script of a letter ("Latin", "Cyrillic"), or return "" for what is not a letter of a living script.

    Mathematical alphabets, ohm and kelvin signs and the like are symbols in the shape of letters: "" as well.
    """
    if not char.isalpha():
        return ""
    return _BY_FIRST_WORD.get(unicodedata.name(char, "").partition(" ")[0], "")
