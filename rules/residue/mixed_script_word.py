# ruff: noqa: RUF001, RUF002 - signs and letters of other scripts are what this rule is about.
"""Word of two alphabets.

One letter of a Latin word is Cyrillic or Greek and looks the same (`Mоscow` with a Cyrillic о). It comes from keyboards
and engines that switch alphabets inside a word, and from people who hide words from filters. No search finds the word.

Units and science (`µm`, `α-helix`, `TGFβ`, `ΔT`), words joined by a hyphen, and names written with one foreign letter
for show are left alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from qc import Axis, Document, Finding, Span, bad, good, miss, rule
from qc.words.script import script

LOOKALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухкмтвнԁԛԝһІіЇїΑΒΕΖΗΙΚΜΝΟΡΤΥΧονυρικ",
    "ABESIJKMHOPCTYXaesijopcyxkmtbhdqwhIiIiABEZHIKMNOPTYXovupik",
)
"""Cyrillic and Greek letters and the Latin ones they are taken for."""

_INSIDE = re.compile("[a-z][\u0430-\u045fβ][a-z]")
"""A small Cyrillic letter, or a beta for the German ß, between small Latin ones."""


@rule(
    axis=Axis.ENCODING,
    advice="type the word again in one alphabet",
    examples=[
        bad("The mayor of ⟦Mоscow⟧ resigned on Monday."),
        bad("The ⟦сompany⟧ said it had no comment."),
        bad("A ⟦Sberбанк⟧ branch was closed in the spring."),
        bad("The ⟦Maβnahme⟧ was dropped, and the ⟦prizыvami⟧ of the army as well."),
        bad("The ⟦Τhird⟧ chapter is about the war."),
        good("A beam of 5 µm, an α-helix, TGFβ, ΔT and the Ωm of the cosmos; π and μTorrent."),
        good("The band KoЯn and the shop Toys Я Us wrote their R backwards."),
        good("The Yandex-такси and the YouTube-канал are known to everybody there."),
        good("In Cyrillic а, е and о look like a, e and o."),
        miss("The ⟦раса⟧ of the runners was too fast."),
    ],
)
def mixed_script_word(doc: Document) -> Iterator[Finding]:
    foreign = {char for char in doc.odd_characters if script(char) in ("Cyrillic", "Greek")}
    if not foreign:
        return
    for start, end in _around(doc.text, foreign):
        word = doc.text[start:end]
        if _mixed(word):
            odd = next(char for char in word if char in foreign)
            name = unicodedata.name(odd)
            yield Finding(Span(start, end), f"“{word}” mixes alphabets: its “{odd}” is U+{ord(odd):04X} {name}")


def _around(text: str, chars: set[str]) -> Iterator[tuple[int, int]]:
    for match in re.finditer("[^\\W\\d_]*[" + "".join(sorted(chars)) + "][^\\W\\d_]*", text):
        yield match.span()


def _mixed(word: str) -> bool:
    """Say whether Latin and other letters stand in one word that is no unit, symbol or play with letters."""
    latin = sum(script(char) == "Latin" for char in word)
    if latin < 2 or latin == len(word):
        return False
    if _INSIDE.search(word):
        return True
    if any(script(char) == "Greek" for char in word):
        return word.translate(LOOKALIKES).isascii() and len(word) > 3
    return word.translate(LOOKALIKES).isascii() or len(word) - latin > 1
