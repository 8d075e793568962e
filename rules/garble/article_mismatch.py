"""Article that does not fit the sound of the next word.

Spinners and engines put one word in the place of another and keep the article of the first (`an possibility`, for
`an opportunity`); engines also choose the article by spelling (`an unique`, `a hour`). A fluent writer does neither.

Sound decides, not spelling: `an hour`, `a European`, `a one-off`, `an FBI agent`, `a UN envoy`, `an 8`, `an “F”`.
Where two readings exist (`an historic`, `a herb`, `an SQL query`, `a NSW court`) both are left alone, and so are the
letter in `vitamin A is`, the old `an hundred`, Gaelic and German `an`, Spanish and French `a`, and unknown words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from qc import Axis, Document, Finding, Span, bad, good, rule
from qc.words.lexicon import knows, syllables
from qc.words.manner import is_old

Sound = Literal["vowel", "consonant", "either"]

_WORD = r"[ \n]{1,2}([“\"‘'(]{0,2})([^\W_](?:[\w&’'.-]{0,62}[^\W_])?)"
_A = r"(a)(?= [aeiouAEFHILMNORSXU18“\"‘'(]|\n| h(?:o[nu]|ei))" + _WORD
_AN = r"(an)(?= [^aeioAEIO]| (?:[Ee][uw]|[Oo]n[ce])|\n)" + _WORD
_ARTICLES = (
    re.compile(" " + _A),
    re.compile(" " + _AN),
    re.compile(_A.replace("a", "A", 1)),
    re.compile(_AN.replace("an", "An", 1)),
)
"""Apart, and each beginning with a letter or a space: so the search skips all other text at memory speed."""

_SPELT_AS_VOWEL = frozenset("AEFILMNORSX")
_SPELT_EITHER = frozenset("HAIO")  # `haitch` and `aitch`; and after `a`, the letters that are also words

_YOO = re.compile(
    r"u(?:ni(?!n(?!g)|m(?!od)|d(?!ir)|ss|ll|rr|g[hn])|nanim|s(?:[aeu]|b)|t(?:[ei]|a[hn]|o(?!-))|r(?:an|[ei]|ol|ug)|bi|k[eru]|lys|v)"
)
"""Spellings of an initial `you`: unit and unify, but neither uninsured, unimportant, unidentified nor unissued."""

_WUN = re.compile(r"one(?![a-z])|once|ones(?:$|el)|oneness|onetime|one's|oui")
_YOU_SPELT_E = re.compile(r"e(?:u|w(?:e|er)\b)")
_MUTE_H = re.compile(r"h(?:our(?!i)|onest|ono(?:u?r)|onora|eir(?!d)|ors(?![a-z]))")
_EITHER = re.compile(
    r"union|unary|eul|uni$|ukr?u|uru|uber|ulu|ula|uzb|ugan|upsilon|ur$|us$|u[a-z]?$|herb|homage|hotel|hundred|house|high|"
    r"historic|hallo|hurrah|iag|ion|iai|oax|oua|ois|eoi|y[^aeiou]|x[^ey]|h[^aeiou]|[mn][bcdfgjkpqstvxz]"
)
"""Words read in two ways, or written with `an` in good old prose."""

_YOU_INITIALS = frozenset(
    "UN US UK UAE UFO USB URL UV USA UEFA UNESCO UNICEF UHF UCLA USAID UNHCR UPS USC USDA UCL UKIP UDP UI UX".split()
)
_LETTERS = frozenset(
    "FBI MP NGO NHS LED SUV MBA MRI SMS LGBT LGBTQ HIV HTML HTTP FM MTV NBA NFL NHL MLB FDA FAA FCC FTC "
    "SEC IMF RSS LSD LCD LP LPG MC MD MVP MEP MSP NPC NYU NYPD LAPD RPG RNA RSPCA RV SDK SOS SSD SSL STD "
    "XML XXL HR HD HP HDTV HQ HMS".split()
)

_NOT_A_NOUN = frozenset(
    "and as at are am an in into is it its if i of on or our out over us all also any after under until "
    "unless up upon about above across against along among around a so the this that these those he she "
    "they we you his her their my your was were be been not no but by for from to with who what when where "
    "how than then there here has have had will would can could should may might must do does did ain't "
    "isn't aren't".split()
)
"""After these words `a` is a letter or a foreign word and `an` a slip for `and`, or the old `an` for `if`."""

_FOREIGN_BEFORE = {"a": ("il", "elle", "on", "va", "l", "vitamin"), "an": ("such", "many")}

_GERMAN = frozenset("der die das den dem sich".split())


@rule(
    axis=Axis.TRANSLATION,
    advice="write the other article",
    examples=[
        bad("For the museum the fire was both a warning and ⟦an possibility⟧."),
        bad("It took ⟦a hour⟧ to drain the lock, and ⟦a honest⟧ keeper told us why."),
        bad("The envoy from Oslo called it ⟦an unique⟧ chance and ⟦an European⟧ duty."),
        bad("⟦A experienced⟧ pilot and ⟦an BBC⟧ crew were on board."),
        bad("He wore ⟦a orange⟧ coat with ⟦a 18⟧ on the back."),
        bad("She wrote ⟦an “useful⟧ guide” to the harbour."),
        good("An hour later an heir, a European and a one-off guest signed as an FBI agent, a UN envoy and an MP."),
        good("A unicorn, a eulogy, a usufruct, an unidentified ewe, an uninsured van and a uniform in a NASA hangar."),
        good("It was an 8, then an 11, an 18th and an 80; never a 1, a 110 or a 180."),
        good("She got an “F”, an x-ray, a T-shirt, an LED lamp, an SUV, a Horse and a U-turn; he got an A and a B."),
        good("An historic day in a historic hotel, with a herb and an herb, an hundred years ago."),
        good("Vitamin A is found in eggs, and group A in the north; at 9 a.m. on Monday group A eats them."),
        good("The path to Eilean an Righ and the office of An Taoiseach, and the old song Freude an der Arbeit."),
        good("Thou knowest, my lord, that thy house hath an holy man and an universal friend in it."),
        good("An it please you, such an one is hard to find. “Un viaje a España” was her first book."),
        good(
            "An SQL query, a SQL query, an nth root, an mRNA vaccine, an iPhone, a UI, an Nkosi, a Ndebele, an HTML "
            "page and a NSW court."
        ),
        bad("The clerk opened ⟦a\narchive⟧."),
    ],
)
def article_mismatch(doc: Document) -> Iterator[Finding]:
    text = doc.prose_text
    for pattern in _ARTICLES:
        for match in pattern.finditer(text):
            if _clashes(match[1], match[3], match[2]) and not _foreign(text, match) and not _of_old(doc, match):
                yield _finding(doc, match)


def _finding(doc: Document, match: re.Match[str]) -> Finding:
    article, word = match[1], match[3]
    quoted = doc.is_quoted(match.start())
    other = "an" if article.lower() == "a" else "a"
    return Finding(
        Span(match.start(1), match.end(3)),
        f"“{article}” stands before “{word}”, which sounds like a word that takes “{other}”",
        0.4 if quoted or not word.islower() else 0.8,
    )


@lru_cache(1 << 14)
def _clashes(article: str, word: str, marks: str) -> bool:
    if word.lower() in _NOT_A_NOUN or word in _GERMAN or "." in word or (marks and len(word) == 1):
        return False
    return {_sound(word), article.lower()} in ({"consonant", "an"}, {"vowel", "a"})


def _of_old(doc: Document, match: re.Match[str]) -> bool:
    """Say whether this is the “an” of old texts before h, “one” and “eu”: an holy man, such an one."""
    return match[1].lower() == "an" and match[3][0].lower() in "heou" and is_old(doc)


def _foreign(text: str, match: re.Match[str]) -> bool:
    """Say whether the article is a word of another language, a letter or part of a name."""
    start, capital = match.start(1), match[3][0].isupper()
    if match[1] == "An" and capital:
        return True
    before = text[max(0, start - 20) : start]
    if match[1] in ("A", "An"):  # a letter or name, "Liu An", "Vitamin A", where no sentence starts
        return before.rstrip(" ")[-1:].isalnum() or before[-1:] in ("-", "/", "&")
    word = before[:-1].rpartition(" ")[2].lstrip("(“\"'‘")
    if word.lower() in _FOREIGN_BEFORE[match[1]] or (word.isalpha() and word.islower() and not knows(word)):
        return True
    return match[1] == "an" and capital and word[:1].isupper()


@lru_cache(1 << 14)
def _sound(word: str) -> Sound:
    first = re.split(r"[-/&.]", word, maxsplit=1)[0] or word
    if first[0].isdigit():
        if "/" in word:  # 1/8 is an eighth or one eighth
            return "either"
        return _number(first)
    if len(first) == 1:
        return _letter(first)
    if len(first) > 1 and (first[:2].isupper() or first[1:2].isupper() or any(c.isdigit() for c in first)):
        return _initials(first)
    return _spoken(first.lower().replace("’", "'"), first)


def _number(word: str) -> Sound:
    digits = re.match(r"\d+", word)[0]  # type: ignore[index]
    if len(digits) == 4 and digits[:2] in ("11", "18"):
        return "either"
    if digits[0] == "0":
        return "either"
    return "vowel" if digits[0] == "8" or digits in ("11", "18") else "consonant"


def _letter(letter: str) -> Sound:
    if letter.upper() in _SPELT_EITHER or letter == "u" or not letter.isascii():
        return "either"
    return "vowel" if letter.upper() in _SPELT_AS_VOWEL else "consonant"


def _initials(word: str) -> Sound:
    """An abbreviation may be spelt out, pronounced or read as what it stands for: the first two must agree."""
    bare = word.rstrip("s")
    if bare in _YOU_INITIALS:
        return "consonant"
    if bare in _LETTERS:
        return "vowel"
    first = word[0].upper()
    if first in "AEIO" and word.isupper() and not knows(word.lower()):
        return "vowel"
    return "consonant" if first in "BCDGJKPQTVWYZ" and word[:2].isupper() else "either"


def _spoken(word: str, written: str) -> Sound:
    """A word read as a word: only those the lexicon knows, for unknown ones may be of any language."""
    if not knows(written) or not re.search("[aeiouy]", word[:4]) or _EITHER.match(word):
        return "either"
    if word[0] == "h":
        return "vowel" if _MUTE_H.match(word) else "either" if syllables(word) > 2 else "consonant"
    if _WUN.match(word) or _YOU_SPELT_E.match(word) or _YOO.match(word):
        return "consonant"
    if word[0] in "aeio" or (word[0] == "u" and not written[0].isupper()):
        return "vowel"
    return "either" if word[0] == "u" else "consonant"
