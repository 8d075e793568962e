"""Well-known name that has lost its last letters.

Subword decoders and careless extraction drop the end of a name: `Carnegie Mello`, `Silicon Valle`, `Chatgt`, or a
person whole in one sentence and cut short in the next. The name is no longer found by any search.

Plurals and possessives, inhabitants (Saudi Arab, Costa Rican), other names that begin alike (Washington University,
Ann Richards and Ann Richard), abbreviations with a stop and words cut by a line's end are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice, pairwise
from typing import NamedTuple

from qc import Axis, Document, Finding, Span, bad, good, rule
from qc.data import entries
from qc.words.forms import capitalised, follows, mentions, precedes
from qc.words.lexicon import is_name, knows, rarity

MOST_CUT, LEAST_LEFT = 3, 3
"""A cut takes this many letters at most and leaves this many at least; a longer one leaves another word."""

SHORTEST = 7
"""A single name shorter than this is, with a letter lost, too often something else."""

PAIRS = 200
"""Pairs of a name and its beginning looked into: each costs a pass over the text."""

_INFLECTION = frozenset("s es n an ian in i ia a ese ish er ers ic y e va ova na".split())
"""What tells a country from its people, a person from a relative, one from many; not a lost end."""

_NO_LOSS = frozenset("s es ia y".split())
"""What a listed name lacks in good English too: Goldman Sach’s, a Saudi Arab."""


class _Cut(NamedTuple):
    neighbour: str
    before: bool
    name: str


@rule(
    axis=Axis.TRANSLATION,
    advice="write the name in full",
    examples=[
        bad("She studied at Carnegie ⟦Mello⟧ and moved to ⟦Silico⟧ Valley."),
        bad("Lehman ⟦Brothe⟧ and Morgan Stanley opened offices in Hong ⟦Kon⟧."),
        bad("He asked ⟦Chatgt⟧ for advice, and ⟦DepSeek⟧ for more."),
        bad("Tomas Grelling spoke. The hall cheered Tomas ⟦Grelli⟧ for an hour."),
        bad("The troops of Saddam ⟦Husse⟧ fled."),
        good("She studied at Washington University, met Ann Richards and Ann Richard, and read the paper."),
        good("A Saudi Arab and a Costa Rican met two South Koreans; a United States’ envoy was there."),
        good("Tomas Grelling spoke. Then Tomas G. spoke, and Tomas Grellings left with Ivan Petrov and Ivana Petrova."),
        good(
            "Craig Mello won the prize. The San Franciscans came, and Winston Church met Boris John of Manchester Uni."
        ),
        good("The Hong Kong-\nbased firm sued the New York-\ners of New Yorker fame."),
    ],
)
def cut_name(doc: Document) -> Iterator[Finding]:
    listed = sorted(doc.forms & _listed())
    for form in listed:
        yield from _known_names(doc, form)
    for form in listed:
        if form in _gaps() and not knows(form):
            message = f"“{form}” is “{_gaps()[form]}” with a letter lost"
            yield from (Finding(place, message, 0.7) for place in mentions(doc, form))
    yield from _cut_here(doc)


def _known_names(doc: Document, form: str) -> Iterator[Finding]:
    # Many a cut is a common word, as "For" is of "Ford": what stands beside it decides, and is asked for first.
    cuts = [cut for cut in _cuts().get(form, ()) if cut.neighbour in doc.forms and not _is_whole(form, cut)]
    for place in mentions(doc, form) if cuts else ():
        for cut in cuts:
            beside = precedes(doc.prose_text, place.start) if cut.before else follows(doc.prose_text, place.end)
            if beside == cut.neighbour and doc.prose_text[place.end : place.end + 1] != "-":
                yield Finding(place, f"“{form}” is cut short: the name is “{cut.name}”", 0.9)
                break


def _is_whole(form: str, cut: _Cut) -> bool:
    """Say whether the word stands by itself: Winston Church, Manchester Uni. A rare surname, Mello, does not."""
    return 0 < min(rarity(form), rarity(form.lower()) or 80) <= 60 or (not cut.before and knows(form))


def _cut_here(doc: Document) -> Iterator[Finding]:
    """Find a name that stands whole and cut behind the same first name."""
    for whole, cut in islice(_beginnings(capitalised(doc)), PAIRS):
        yield from _behind_the_same(doc, whole, cut)


def _beginnings(names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for cut, whole in pairwise(names):
        lost = whole[len(cut) :] if whole.startswith(cut) else ""
        if 0 < len(lost) <= MOST_CUT and lost not in _INFLECTION and whole.isalpha() and not knows(cut):
            yield whole, cut


def _behind_the_same(doc: Document, whole: str, cut: str) -> Iterator[Finding]:
    first_names = {_first_name(doc, place) for place in mentions(doc, whole)} - {""}
    for place in mentions(doc, cut):
        name = _first_name(doc, place)
        if name in first_names and doc.prose_text[place.end : place.end + 1] not in (".", "-"):
            yield Finding(place, f"“{name} {cut}” is “{name} {whole}” elsewhere in this text", 0.8)


def _first_name(doc: Document, place: Span) -> str:
    word = precedes(doc.prose_text, place.start)
    return word if word[:1].isupper() and (is_name(word) or not knows(word.lower())) else ""


@cache
def _listed() -> frozenset[str]:
    # One set: each form of a document is looked up in it, and a lookup is what the rule costs on clean text.
    return frozenset(_cuts()) | frozenset(_gaps())


@cache
def _cuts() -> dict[str, list[_Cut]]:
    """Map each word cut short to the names it may come from, told by the word beside it."""
    found: dict[str, list[_Cut]] = {}
    for name in entries("multiword_names.txt"):
        words = name.split()
        for at, word in enumerate(words):
            neighbour, before = (words[at - 1], True) if at else (words[1], False)
            for size in range(1, MOST_CUT + 1):
                cut = word[:-size]
                if len(cut) >= LEAST_LEFT and word[-size:] not in _NO_LOSS:
                    found.setdefault(cut, []).append(_Cut(neighbour, before, name))
    return found


@cache
def _gaps() -> dict[str, str]:
    """Map each known name with one letter lost, neither the first nor a last "s", to the name."""
    found = {}
    for entry in entries("known_names.txt"):
        name = entry.partition(" ")[0]
        if len(name) >= SHORTEST and name.isalpha():
            for form in (name, name.capitalize()):
                for at in range(1, len(name) - (name[-1] == "s")):
                    found[form[:at] + form[at + 1 :]] = name
    return found
