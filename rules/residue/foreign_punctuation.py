# ruff: noqa: RUF001 - signs and letters of other scripts are what this rule is about.
"""Punctuation of another language.

An engine keeps the marks of its source: `。` and `，` from Chinese, `¿` from Spanish, a space before `:` `;` `!` `?`
from French. They say that the sentence was carried over, not written.

Foreign titles, names and quotations keep their own marks; so do emoticons, ratios, clock times, mathematics, code, and
the few houses that space their marks throughout: only a text that does both is inconsistent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qc import Axis, Document, Finding, Span, bad, good, miss, rule
from qc.language import language
from qc.words.script import script

WIDE = frozenset("。，、；：？！「」『』【】《》〈〉（）［］｡｢｣､～")
INVERTED = frozenset("¿¡")

_NEAR = 3
"""Characters on either side of a wide mark: with a letter of its own script there it belongs to a foreign name."""

_SPACED = re.compile(r" ((?<=[a-z] )(?:[:;](?=\s)|[!?](?=\s+[A-Z“\"‘]|[\"”’)]|\s*$)))", re.MULTILINE)
_TIGHT = re.compile(r"[a-z][:;!?](?=\s|$)", re.MULTILINE)
_ALONE = tuple(mark + end for mark in ":;!?" for end in ("", '"', "”", "’", ")"))
_SENTENCE_END = re.compile(r"[.!?\n]")

_SENTENCE = 200
"""Characters behind an opening mark by which its language is told."""

HABIT = 3
"""So many spaced marks without as many tight ones are the writer's or the printer's habit."""


@rule(
    axis=Axis.TRANSLATION,
    advice="write the English mark",
    examples=[
        bad("The mayor resigned⟦。⟧The council met on Tuesday⟦，⟧ and nobody came."),
        bad("⟦¿⟧Why did the mayor resign? Nobody knew. ⟦¡⟧What a day!"),
        bad("Who knew⟦ ?⟧ Nobody did. Was it late? It was: the bells rang! They left; we stayed. Why?"),
        bad("The firm ⟦（⟧founded in 1990⟦）⟧ closed its doors."),
        bad("He bought bread⟦、⟧ milk and salt."),
        good("The novel 《红楼梦》 and the magazine 「少年」 are sold in the shop."),
        good("“¿Qué pasa?” he asked. The song ¡Ay, Carmela! was sung, and ¿Por qué no te callas? became a slogan."),
        good("Who knew ? Nobody did ! They wrote : like this ; always so ! Why ?"),
        good("A smile :) and a wink ;) at 10 : 30; the ratio is 3 : 4, and x ? y : z is code."),
        good("Thank you so much :-) See you !"),
        miss("“The mayor resigned”⟦ ,⟧ he said."),
    ],
)
def foreign_punctuation(doc: Document) -> Iterator[Finding]:
    odd = doc.odd_characters
    if odd & WIDE:
        yield from _wide(doc.prose_text)
    if odd & INVERTED:
        yield from _inverted(doc)
    if not doc.vocabulary.isdisjoint(_ALONE):
        yield from _spaced(doc.prose_text)


def _wide(text: str) -> Iterator[Finding]:
    for match in re.finditer("[" + "".join(sorted(WIDE)) + "]+", text):
        around = text[max(0, match.start() - _NEAR) : match.start()] + text[match.end() : match.end() + _NEAR]
        if all(script(char) in ("", "Latin") for char in around):
            yield Finding(Span(*match.span()), f"“{match[0]}” is punctuation of Chinese or Japanese")


def _inverted(doc: Document) -> Iterator[Finding]:
    for match in re.finditer(r"(?<![^\s(“\"‘])[¿¡]+(?=[^\W\d])", doc.prose_text):
        sentence = _SENTENCE_END.split(doc.prose_text[match.end() : match.end() + _SENTENCE], maxsplit=1)[0]
        words = re.findall(r"[^\W\d_]+", sentence)
        if words and language(words)[0] == "en" and not doc.is_quoted(match.start()):
            yield Finding(Span(*match.span()), f"“{match[0]}” opens an English sentence as it would a Spanish one")


def _spaced(text: str) -> Iterator[Finding]:
    spaced = list(_SPACED.finditer(text))
    if not spaced or len(spaced) > len(_TIGHT.findall(text)) // HABIT:
        return
    for match in spaced:
        yield Finding(Span(*match.span()), f"a space before “{match[1]}” where the text has none elsewhere", 0.5)
