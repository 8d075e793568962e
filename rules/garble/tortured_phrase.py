"""Set phrase with its words exchanged for synonyms.

A spinner, or an engine on the way out of English and back, replaced the words of a term one by one: artificial
intelligence became `counterfeit consciousness`, a random forest an `irregular woodland`, breast cancer `bosom disease`.
No reader knows the term any more, and the text was made to look original.

One such phrase may be a coincidence, a joke or a quotation and weighs little; several in a short text do not happen.
The list holds nothing that was found in clean English, and phrases between quotation marks are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from qc import Axis, Document, Finding, Span, bad, good, miss, rule
from qc.data import entries
from qc.forms import occurrences

STRENGTH = (0.0, 0.3, 0.6)
"""By the number of different phrases found; from three on there is no doubt."""

FEWEST_PER_1000 = 0.3
"""Phrases per thousand words under which a long text gets the strength of a single one: it only had more chances."""

REACH = 60
"""Characters to either side of the starred word in which the longest phrase fits."""


@rule(
    axis=Axis.TRANSLATION,
    examples=[
        bad("The use of ⟦counterfeit consciousness⟧ and ⟦profound learning⟧ helps in the ⟦irregular woodland⟧ model."),
        bad("Women with ⟦bosom malignancy⟧ were asked about ⟦heart assaults⟧ in the family."),
        bad("The ⟦flag to commotion⟧ ratio and the ⟦mean squared blunder⟧ were better in every test."),
        bad("They met the ⟦bad habit president⟧ of the firm, which sells ⟦savvy phones⟧."),
        bad("⟦Haze figuring⟧ lowers the ⟦vitality utilization⟧ of the network."),
        good(
            "The woodland was irregular, the forest dark, and her bosom friend had profound things to say on learning."
        ),
        good("Artificial intelligence, deep learning, random forests, neural networks and support vector machines."),
        good("He had a heart attack in the market after an assault, and felt the vitality of the city."),
        good("Authors write “counterfeit consciousness” where they mean artificial intelligence."),
        good("The counterfeit notes and the colossal amount of information in the flag were a commotion."),
        miss("The ⟦phony sharpness⟧ of the machine was praised."),
    ],
)
def tortured_phrase(doc: Document) -> Iterator[Finding]:
    forms = doc.forms & _forms()
    if not forms:
        return
    found = sorted({place for form in forms for place in _places(doc, form)})
    strength = _strength(len({meant for _, _, meant in found}), len(doc.tokens))
    for start, end, meant in found:
        yield Finding(Span(start, end), f"“{doc.text[start:end]}” stands for “{meant}”", strength)


def _places(doc: Document, form: str) -> Iterator[tuple[int, int, str]]:
    for word in occurrences(doc, form):
        start = max(0, word.start - REACH)
        near = _lowered(doc.prose_text[start : word.end + REACH])
        for words, meant in _by_form()[form]:
            match = _match(words, near) if all(other in near for other in words) else None
            if match and not any(start + match.start() in quotation.body for quotation in doc.quotations):
                yield start + match.start(), start + match.end(), meant


def _lowered(text: str) -> str:
    lower = text.lower()
    # A dotted capital I becomes two characters: places found behind it would not be places of the text.
    return lower if len(lower) == len(text) else text


def _match(words: tuple[str, ...], near: str) -> re.Match[str] | None:
    return re.search(r"\b" + r"[\s-]+".join(words) + r"(?:s|es)?\b", near)


def _strength(phrases: int, words: int) -> float:
    if 1000 * phrases < FEWEST_PER_1000 * words:
        return STRENGTH[1]
    return STRENGTH[phrases] if phrases < len(STRENGTH) else 1.0


@cache
def _by_form() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Map the starred word, with and without a capital or a plural, to its phrases and what they stand for."""
    index: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for entry in entries("tortured_phrases.txt"):
        meant, _, phrases = entry.partition(":")
        for phrase in phrases.split(";"):
            words = tuple(phrase.replace("*", "").split())
            starred = phrase.partition("*")[2].partition(" ")[0]
            for form in (starred, starred + "s", starred + "es") if starred == words[-1] else (starred,):
                for cased in (form, form.capitalize()):
                    index.setdefault(cased, []).append((words, meant))
    return index


@cache
def _forms() -> frozenset[str]:
    return frozenset(_by_form())
