"""Turn of phrase carried over word by word.

An engine translated the words of an idiom and not the idiom (`the point of the iceberg`, `a drop on the hot stone`,
`the street without exit`), or kept the grammar of its source (`since 5 years`, `he has 30 years old`, `ago
two months`). The sentence is made of English words and says nothing, or something else.

Idioms of English in all their variants, expressions at home in Indian, African or European English, what learners write
every day, and everything between quotation marks are left alone. The table holds nothing found in clean English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qc import Axis, Document, Finding, Span, bad, good, miss, rule
from qc.words import phrases

_UNITS = r"(?:years|months|weeks|days|hours|decades|centuries)"
_SINCE = re.compile(
    rf"ince {phrases.NUMBER} {_UNITS}\b(?! (?:ago|of|before|earlier|later|after|old|have|has|had|is|are|was|were|can"
    r"|may|could|would|will|might|must|should|do|did|in|that|which|from|to|into|prior|back|hence|worth|seem|pass"
    r"|went|without))"
)
_AGO = re.compile(rf"ago (?<= ago ){phrases.NUMBER} {_UNITS}\b(?!,? (?:later|after|before|earlier|old))")
_OLD = re.compile(r"years old(?=\W)")
_HAS = re.compile(rf"\b(?:has|have|had|having) {phrases.NUMBER} \Z")

LEARNERS = 0.6
"""Strength of shapes that people write too while they learn English; the idioms of the table they do not."""


@rule(
    axis=Axis.TRANSLATION,
    advice="say it as English does",
    examples=[
        bad("The missing ferry is only the ⟦point of the iceberg⟧, the union said."),
        bad("The order was seen as a ⟦push in the arm for⟧ an industry without hope."),
        bad("The town has been closed ⟦since 5 years⟧, and he ⟦has 30 years old⟧ now."),
        bad("The loan was a ⟦drop on the hot stone⟧, and the talks ended in an ⟦alley without exit⟧."),
        bad("They met ⟦ago two months⟧ and spoke ⟦in what refers to⟧ the budget."),
        bad("The court, ⟦without embargo⟧, did not hear him."),
        good("The tide turned; it was a shot in the arm for the firm, a drop in the ocean and the tip of the iceberg."),
        good("Since two years of drought had passed, and since 5 years ago, and since ten days later he left."),
        good("He has two children, both 30 years old, and had a blow to the arm in the match. That was long ago."),
        good("The phrase “since 5 years” is German, and a “drop on the hot stone” as well."),
        good("She passed out of the store for I have but ten years left, and paid two pounds ago or so."),
        miss("The minister ⟦has all the reason⟧ in this question."),
    ],
)
def calque(doc: Document) -> Iterator[Finding]:
    for place in phrases.places(doc, "calques.txt"):
        yield Finding(place.span, f"“{doc[place.span]}” is a literal translation; English says “{place.meant}”")
    for span, meant in _times(doc):
        if not doc.is_quoted(span.start):
            yield Finding(span, f"“{doc[span]}” is a literal translation of “{meant}”", LEARNERS)


def _times(doc: Document) -> Iterator[tuple[Span, str]]:
    """Yield what other languages say of spans of time and of age, and what English would say."""
    text = doc.prose_text
    if not doc.vocabulary.isdisjoint(("since", "Since")):
        for match in _SINCE.finditer(text):
            yield Span(match.start() - 1, match.end()), "for " + match[0].removeprefix("ince ")
    if "ago" in doc.vocabulary:
        for match in _AGO.finditer(text):
            yield Span(*match.span()), match[0].removeprefix("ago ") + " ago"
    if "old" in doc.forms:
        for match in _OLD.finditer(text):
            before = _HAS.search(text, max(0, match.start() - 30), match.start())
            if before:
                yield Span(before.start(), match.end()), "is " + before[0].split()[1] + " years old"
