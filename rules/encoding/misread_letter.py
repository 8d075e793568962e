"""Figure in place of a letter.

Text recognition takes letters for figures of the same shape (`on1y`, `c0uld`, `1ater`). A word so spelt is found by no
search, and a reader stumbles.

Names, codes, units and labels mix letters and figures on purpose (`mode1`, `room5`), and so do writers who spell for
fun (`l33t`). Only what becomes a common word once its figures are letters counts, and is none without them; nothing
does in a text with figures of other shapes in its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qc import Axis, Document, Finding, bad, good, miss, rule
from qc.words.forms import mentions
from qc.words.lexicon import is_name, knows, rarity

SHORTEST = 4
"""Letters and figures of a word: shorter ones are terms (`mp3`, `s0`)."""

COMMON = 50
"""The rarest size class of SCOWL that a word may be of."""

FEWEST_LETTERS = 0.6
"""Share of a word that must be letters: `a1005` is a number, `l10n` a long word cut short."""

ALONE = 0.4
"""Strength of the only such word of a text, which may be a name."""

_MIXED = re.compile(r"(?=[a-zA-Z]*[015])[a-zA-Z015][a-z015]+[a-z1]\Z")
_FOR_FUN = re.compile(r"[A-Za-z]+[347]+[A-Za-z]")
_PASSWORDS = frozenset(("password", "passwords"))
_READINGS = tuple(str.maketrans({"1": one, "0": "o", "5": "s"}) for one in "li")


@rule(
    axis=Axis.ENCODING,
    advice="put the letter back, or scan the page again",
    examples=[
        bad("It was ⟦on1y⟧ then that they ⟦c0uld⟧ leave, an hour ⟦1ater⟧ than planned."),
        bad("The ⟦5ociety⟧ met in the ⟦schoo1⟧ by the river."),
        bad("⟦Severa1⟧ letters were lost at sea."),
        good("Take the A10 to gate B15; the 1940s, 21st, 5pm, 100km, x10 and 10x stay as they are."),
        good("Set mode1 and room5, then call get1line in list1 or i0; install python3.10, h264 and utf8."),
        good("He wears a C0MPANY shirt, drinks H20 and writes to c0uld@example.org or www.on1y.example."),
        good("They wr0te l33t, called him a h4ck3r and said they c0uld."),
        good("The password was passw0rd, and then pa55word."),
        good("For l10n and a11y the team of dav1d passes arg0 and step5 to als0."),
        miss("They ⟦wi11⟧ read it, ⟦to0⟧."),
    ],
)
def misread_letter(doc: Document) -> Iterator[Finding]:
    mixed = [form for form in doc.forms if form.isalnum() and not form.isalpha() and not form.isdecimal()]
    words = {form: word for form in mixed if _MIXED.match(form) and (word := _word(form))}
    if not words or any(map(_FOR_FUN.match, mixed)):
        return
    found = [(place, form) for form in words for place in mentions(doc, form)]
    for place, form in sorted(found):
        message = f"“{form}” is “{words[form]}” with a figure for a letter"
        yield Finding(place, message, ALONE if len(found) == 1 else 1.0)


def _word(form: str) -> str | None:
    """The common word a form is once its figures are letters; none where it is a word and a number."""
    letters = sum(map(str.isalpha, form))
    if len(form) < SHORTEST or letters < FEWEST_LETTERS * len(form) or knows(form.strip("0123456789").lower()):
        return None
    for reading in _READINGS:
        word = form.translate(reading)
        if word.lower() not in _PASSWORDS and 0 < rarity(word) <= COMMON and not is_name(word):
            return word
    return None
