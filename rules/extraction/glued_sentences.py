"""Sentence that starts right behind another, where markup stood between them.

Text is read out of a page without the breaks that a heading, a caption or a list gave it: `was made possible by:Once
again`, `outside the White HouseThe president`. Two sentences become one that nobody wrote.

Names with a capital inside, code, addresses, ratios, times, verses and labels (`Re:Birth`, `Q:A`) are left alone. What
only lacks the space behind its full stop is lost-space, and a glued quotation mark is glued-mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qc import Axis, Document, Finding, Span, bad, good, miss, rule
from qc.words import lexicon

_COLON = re.compile(r":(?=[A-Z][a-z]*[ ,])")
_BRACKET = re.compile(r"\)(?=(?:The|This|That|These|There|They|He|She|It|In|But|And|When|After|However) )")
_STARTER = re.compile(r"Th(?:e|is|ese|ere|ey)(?=,? [a-z])")
"""Words that begin a sentence and end no name that is spelled with a capital inside."""
_BEFORE = re.compile(r"\S+\Z")
_LETTERS = re.compile(r"[A-Za-z][a-z’'-]+\Z")
_AFTER = re.compile(r"[A-Z][a-z]*")
_ODD = frozenset("/\\@#_=<>{}[]|&+*~`$:0123456789")
_LONGEST = 40
_SHORTEST = 3
"""Letters of a word that another is glued to: "reThe" may be a name, and a label may be one letter."""


@rule(
    axis=Axis.EXTRACTION,
    advice="part the sentences",
    examples=[
        bad("The find was made possible by⟦:⟧Once again, she said, the river had been dry for a month."),
        bad("Snow is forecast for the north⟦:⟧The roads are closed."),
        bad("A crowd waits outside the town ⟦hallThe⟧ mayor came out at noon and said nothing."),
        bad("The children were not in the ⟦photographThey⟧ were at the mill with their aunt."),
        bad("It was sold at auction (see below⟦)⟧The buyer has not been named."),
        good("He quoted Luke 2:10, Re:Birth, std::Vector and the ratio a:B at 10:30, then JavaScript and YouTube."),
        good("The office opens at 9: The doors do not. See https://example.org/a:The list."),
        good("McTheodore, LaTeX, OpenOffice, WordPerfect and SoundCloud It was a list, said MacInnes."),
        good("The (re)Invention of the wheel; f(x)In a formula; the word(s)The Times used."),
        miss("See the photo by Ann ⟦WongThe⟧ icons are on a telephone."),
    ],
)
def glued_sentences(doc: Document) -> Iterator[Finding]:
    text = doc.prose_text
    for pattern in (_COLON, _BRACKET):
        for match in pattern.finditer(text):
            yield from _judge(text, match.start(), match.end())
    for match in _STARTER.finditer(text):
        if text[match.start() - 1 : match.start()].islower():
            yield from _judge(text, match.start(), match.start())


def _judge(text: str, end: int, start: int) -> Iterator[Finding]:
    """Look at the word that ends at `end` and the one that begins at `start`, with a mark or nothing between them."""
    token = _BEFORE.search(text, max(0, end - _LONGEST), end)
    after = _AFTER.match(text, start)
    if not token or not after or _ODD & set(token[0]) or not lexicon.knows(after[0].lower()):
        return
    before = token[0].lstrip("“‘\"'(")
    if (
        len(before) < (2 if start > end else _SHORTEST)
        or not before.islower()
        or not _LETTERS.match(before)
        or not lexicon.knows(before)
    ):
        return
    span = Span(end, start) if start > end else Span(end - len(before), start + len(after[0]))
    yield Finding(span, f"a sentence starts with “{after[0]}” right behind “{before}”")
