"""Full sentence quoted without its stop.

The engine cuts a segment off, stop and all: `… advances that transcend the US”`, and the paragraph is over. Whether
the sentence ended there, or words are missing, cannot be told.

A title, a term, a scrap, a sign and a motto have no stop of their own; the narrator's sentence may end after the mark
(`”.`) or go on (`” and left`); a headline, a caption and a line of verse end without one. So only a quotation is
reported that stands in a paragraph with other sentences before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qc import Axis, Document, Finding, bad, good, rule
from qc.excerpt import words_to
from qc.quotation import Quotation

LEAST_WORDS = 8
"""Words in the quotation: shorter ones are titles, signs and mottoes too often."""

LOWER_SHARE = 0.7
"""Share of its words in lower case, above that of any title."""


@rule(
    axis=Axis.QUOTATION,
    advice="put the stop or comma back that ends the quotation",
    examples=[
        bad("“The wells are dry,” said Ms. Okafor. “We will have to dig deeper than anybody thought⟦”⟧\n\nRain fell."),
        bad("“We waited,” he said. “No one came to open the gate for us⟦”⟧ The next morning they left."),
        bad("The mayor rose. She said: “We do not have the money to rebuild the bridge⟦”⟧\n\nShe left."),
        good("She said that “we will have to dig much deeper than anybody thought”.\n\nRain fell."),
        good("The sign said: “Do not lean on the gate”\n\nHe leaned on it."),
        good("He wrote “What I Saw on the Road to the Sea When I Was Young” Friends laughed."),
        good("“We will have to dig much deeper than anybody thought”\n\nThe town was told on Monday."),
        good("“We waited,” he said. “No one came to open the gate for us” – and so they left."),
        good("“We waited,” he said. “No one came to open the gate for us” Tom’s sister had locked."),
        good("Mayor: “We do not have the money to rebuild the old bridge this year”\n\nShe spoke on Monday."),
        good("She asked, “Who will dig?” He said, “We will, and we will dig until the water comes.”"),
    ],
)
def unstopped_quotation(doc: Document) -> Iterator[Finding]:
    for quotation in doc.quotations:
        closing = quotation.closing
        if closing is None or quotation.flaw or quotation.depth or not doc.text[closing.start - 1].isalnum():
            continue
        if _ends_there(doc.text, closing.end) and _is_sentence(doc, quotation):
            words = words_to(doc.text, closing.start)
            yield Finding(closing, f"the sentence quoted ends “… {words}” without a stop")


def _ends_there(text: str, end: int) -> bool:
    """Say whether the paragraph ends after the mark, or a new sentence begins with a capital and goes on."""
    ahead = text[end : end + 40]
    if not ahead.strip(" ") or ahead.lstrip(" ")[0] == "\n":
        return True
    words = ahead.split()
    return ahead[0] == " " and words[0] in _BEGINNERS and len(words) > 1


_BEGINNERS = frozenset("The He She They It This That These But And In On At When After We I A An His Her".split())
"""Words that begin a sentence and are no names: `… for us” Tom’s sister had locked` goes on."""


def _is_sentence(doc: Document, quotation: Quotation) -> bool:
    """Say whether the words quoted begin a sentence, are many, are no title, and stand beside narration."""
    words = doc[quotation.body].split()
    if len(words) < LEAST_WORDS or not words[0][:1].isupper():
        return False
    lower = sum(word[0].islower() for word in words)
    start = doc.text.rfind("\n", 0, quotation.opening.start) + 1
    narration = doc.text[start : quotation.opening.start].rstrip(" ")
    return lower >= LOWER_SHARE * len(words) and narration[-1:] in _LEADS and _ENDED.search(narration) is not None


_LEADS = frozenset('.!?:,”"')
_ENDED = re.compile(r"[a-z][.!?][”\"]?(?: [A-Z]|$)")
