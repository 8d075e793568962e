"""Proper name spelt in several ways within one document.

Engines transliterate a name anew wherever they meet it: Zelensky, Zelenskiy and Zelenskyi, Macron and Makron, Wenfeng
and Wenfang. A reader, and any index, takes one person for several.

People who share most of a name (Andersen and Anderson, John and Joan), plurals, adjectives and inhabitants (China,
Chinese), names with and without accents, and variants that are both well-known names are left alone. The form that
stands there at least three times is taken for the right one, and only a form met once or twice is reported.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, islice

from qc import Axis, Document, Finding, bad, good, rule
from qc.words.forms import capitalised, mentions
from qc.words.lexicon import is_name, knows

SHORTEST = 5
"""Shorter names differ by one letter too often to be the same name."""

LONG = 7
"""One letter more or less, or another, makes another name of a shorter one."""

MAJORITY, MINORITY = 3, 2
"""The established form stands there this often at least, the stray one this often at most."""

SOUNDS = (
    ("sch", "S"), ("tsch", "C"), ("tch", "C"), ("tsh", "C"), ("tsj", "C"), ("cz", "C"), ("sj", "S"), ("sh", "S"),
    ("ch", "C"), ("ce", "se"),
    ("ci", "si"), ("cy", "si"), ("ck", "k"), ("c", "k"), ("q", "k"), ("ph", "f"), ("x", "ks"),
    ("w", "v"), ("tz", "ts"), ("ou", "u"), ("oo", "u"), ("kh", "h"), ("gh", "h"), ("dzh", "j"), ("dj", "j"),
    ("y", "i"), ("ij", "i"), ("yj", "i"), ("aa", "a"), ("th", "t"), ("tS", "C"),
)  # fmt: skip
"""What different romanisations write for one sound, replaced in this order; double letters become single after it."""

_DOUBLED = re.compile(r"([a-zSC])\1+")

PAIRS = 200
"""Groups of like names looked into: each costs a pass over the text."""

CROWDED = 40
"""More names than this beginning alike are a register, not one name spelt in many ways."""


@rule(
    axis=Axis.TRANSLATION,
    advice="write the name one way throughout",
    examples=[
        bad(
            "Mayor Porfirovsky spoke first. Porfirovsky was brief, and Porfirovsky sat down. "
            "Then ⟦Porfirovskiy⟧ left, and a clerk followed ⟦Porfirovskyi⟧ out."
        ),
        bad("Minister Vakron spoke. Vakron smiled, and the aides of Vakron left. Only ⟦Wakron⟧ stayed."),
        bad("Ask Tokhtarov. Tokhtarov knows. Tokhtarov’s brother does too, unlike the wife of ⟦Tohtarow⟧."),
        good("Anderson met Anderson and Anderson again; then Andersen came, and Joan, John, Anne and Ann."),
        good("China, China, China: the Chinese, Iraq and the Iraqis, Iraq, Iraq, an Iraqi and two Koreans in Korea."),
        good("Benes met Benes, Benes and Beneš. Mrs Kelley saw Kelly, Kelly and Kelly."),
        good("Tokhtarov left. Tokhtarov came back with Tokhtarova, and Tokhtarov’s dog followed the Tokhtarovs."),
        good(
            "Prices fell. Accroding to Reuters they did. According to others, and According to all, According’s wrong."
        ),
        good("The Falkirks saw Falkirk, Falkirk and Falkirk, and a Falkirker met a Falkirkian."),
        bad("Weinfeng left. Weinfeng came back. Weinfeng’s dog barked at ⟦Weinfang⟧."),
    ],
)
def name_drift(doc: Document) -> Iterator[Finding]:
    names = [form for form in capitalised(doc) if len(form) >= SHORTEST]
    seen: set[str] = set()
    for spellings in islice(chain(_sounding_alike(names), _one_letter_apart(names)), PAIRS):
        if len(spellings) < CROWDED and seen.isdisjoint(spellings):
            for finding in _drift(doc, spellings):
                seen.update(spellings)
                yield finding


def _sounding_alike(names: list[str]) -> Iterator[list[str]]:
    sounds = list(map(_sound, names))
    if len(set(sounds)) == len(sounds):
        return
    alike: dict[str, list[str]] = defaultdict(list)
    for sound, name in zip(sounds, names, strict=True):
        alike[sound].append(name)
    yield from (spellings for sound, spellings in alike.items() if sound and len(spellings) > 1)


def _one_letter_apart(names: list[str]) -> Iterator[list[str]]:
    """Yield unknown names with another that begins alike and differs by one inner letter: Wenfeng, Wenfang."""
    beginnings: dict[str, list[str]] = defaultdict(list)
    for name in names:
        if len(name) >= LONG - 1:
            beginnings[name[:3]].append(name)
    for alike in beginnings.values():
        if 1 < len(alike) < CROWDED:
            for name in alike:
                if len(name) >= LONG and not knows(name):
                    yield from ([name, other] for other in alike if _apart_by_one(name, other))


def _drift(doc: Document, spellings: list[str]) -> Iterator[Finding]:
    places = {form: list(mentions(doc, form)) for form in spellings}
    best = max(sorted(spellings), key=lambda form: len(places[form]))
    if len(places[best]) < MAJORITY:
        return
    for form in sorted(spellings):
        if 0 < len(places[form]) <= MINORITY and _is_variant(form, best):
            message = f"“{form}” is “{best}” {len(places[best])} times elsewhere in this text"
            for place in places[form]:
                yield Finding(place, message, 0.7, tuple(places[best][:3]))


def _is_variant(form: str, best: str) -> bool:
    """Say whether one name explains both: not two known names, one with and without accents, or a word mistyped."""
    if knows(form) or (knows(best.lower()) and not is_name(best)):
        return False
    return _plain(form) != _plain(best)


def _plain(form: str) -> str:
    if form.isascii() and form.isalpha():
        return form.lower()
    decomposed = unicodedata.normalize("NFKD", form.lower())
    return "".join(char for char in decomposed if char.isalnum() and not unicodedata.combining(char))


@lru_cache(1 << 14)
def _sound(form: str) -> str:
    """Return what stays the same between romanisations; empty for what is no name by its letters."""
    if not form.replace("-", "").isalpha() or form.isupper() or not form[0].isupper():
        return ""
    sound = _plain(form)
    for letters, replacement in SOUNDS:
        sound = sound.replace(letters, replacement)
    sound = _DOUBLED.sub(r"\1", sound)
    return sound[:-2] + "i" if sound.endswith("ei") else sound[:-1] + "v" if sound.endswith("f") else sound


def _apart_by_one(one: str, other: str) -> bool:
    """Say whether one letter was replaced, lost or put in, neither the first nor among the last two.

    Endings inflect: Ivanov and Ivanova, Ankara and Ankaran. Two letters that changed places count as one.
    """
    short, long = sorted((one, other), key=len)
    start = next((at for at in range(len(short)) if short[at] != long[at]), len(short))
    if start == len(short) or start == 0 or len(long) - len(short) > 1 or start > len(short) - 3:
        return False
    if len(short) < len(long):
        return short[start:] == long[start + 1 :]
    return short[start + 1 :] == long[start + 1 :] or (
        short[start : start + 2] == long[start : start + 2][::-1] and short[start + 2 :] == long[start + 2 :]
    )
