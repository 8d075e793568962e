"""Well-known name in another case than its own.

Engines lower-case the text they read and guess the capitals of what they write, so that OpenAI comes back as `Openai`,
DeepSeek as `Deepseek`, the FBI as `Fbi`. A name in the wrong case is found by no search and linked to no entity.

People write Youtube and Linkedin themselves: a single name of that kind is weak evidence, several recased names or the
right form beside the wrong one strong. Handles, hashtags, addresses, code, package names in lower case, house styles
that write Nato and Nasa, and writers who use no capitals are left alone. Each name is reported once, with its
other places.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from qc import Axis, Document, Finding, Span, bad, good, rule
from qc.data import entries
from qc.words.casing import keeps_capitals
from qc.words.forms import mentions

CARELESS, RECASED, SURE = 0.3, 0.6, 0.9
"""Strengths: a form people write too; a form they hardly write; several such names, or the right form beside it."""


class _Known(NamedTuple):
    name: str
    careless: bool


@rule(
    axis=Axis.TRANSLATION,
    advice="write the name as its owners do",
    examples=[
        bad("Investors asked whether ⟦Openai⟧ would answer. The head of Openai said that it would."),
        bad("The lawyers of ⟦Deepmind⟧ met those of ⟦Bytedance⟧ in Geneva."),
        bad("An agent of the ⟦Fbi⟧ showed his badge to the guard."),
        bad("A ticket on ⟦Easyjet⟧ was cheap, she wrote on ⟦Linkedin⟧."),
        bad("DeepMind published the figures, and ⟦deepmind⟧’s critics read them."),
        bad("She asked ⟦chatgpt⟧ for a recipe. It gave her three. None of them worked."),
        good("OpenAI, DeepMind, eBay and the FBI sent people, and so did Nato, Nasa and Unesco."),
        good("Write to @openai or read openai.com, or look for #Deepmind and https://github.com/numpy."),
        good("IPhone sales rose. EBAY AND PAYPAL SHARES FALL."),
        good("Install numpy and pytorch, then open the file with sqlite."),
        good("my phone is an iphone and i use whatsapp. no idea why. it just works. lol. ok then."),
        good("Macdonald met Dupont and Mrs Macarthur; a masterclass followed."),
    ],
)
def recased_name(doc: Document) -> Iterator[Finding]:
    found = {wrong: list(mentions(doc, wrong)) for wrong in sorted(doc.forms & _wrong_forms())}
    found = {wrong: places for wrong, places in found.items() if places}
    if not found or (all(map(str.islower, found)) and not keeps_capitals(doc)):
        return
    known = _known()
    names = {known[wrong].name for wrong in found}
    for name in sorted(names):
        wrong = [form for form in found if known[form].name == name]
        yield _finding(doc, wrong[0], sorted(place for form in wrong for place in found[form]), names)


def _finding(doc: Document, wrong: str, places: list[Span], names: set[str]) -> Finding:
    name, careless = _known()[wrong]
    strength = CARELESS if careless else RECASED
    if not careless and (len(names) > 1 or name in doc.forms):
        strength = SURE
    return Finding(places[0], f"“{doc[places[0]]}” is written “{name}” by those it names", strength, tuple(places[1:]))


@cache
def _known() -> dict[str, _Known]:
    """Map each wrong form to its name: all small, or one capital; of initials only the latter."""
    found = {}
    for entry in entries("known_names.txt"):
        name, _, kind = entry.partition(" ")
        forms = {name.capitalize()} if name.isupper() or kind == "=" else {name.capitalize(), name.lower()}
        for form in forms - {name}:
            found[form] = _Known(name, kind == "~")
    return found


@cache
def _wrong_forms() -> frozenset[str]:
    return frozenset(_known())
