"""Sentence or clause that lost its subject.

Spanish, Italian, Polish, Chinese and many more leave the pronoun out; an engine that does not put it back writes
`Consists of three parts.` and `because is necessary`. Who or what is meant cannot be told any more.

Questions, commands, headlines, notes and diaries that leave it out throughout, dialogue (`Had to go.`), inversions and
participles are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from qc import Axis, Document, Finding, Span, bad, good, miss, rule

_VERBS_AFTER = {
    "because": "is|are|was|were|has|have|had|does",
    "although": "is|are|was|were|has|have",
    "if": "is|are|was|has",
    "while": "is|are|was|were|has",
    "whether": "is|are|was|has",
    "unless": "is|are|was|has",
}
_CLAUSES = tuple(
    (word, re.compile(rf"{word} (?<=[ (“\"]{word} )(?:{verbs})(?= [a-z])")) for word, verbs in _VERBS_AFTER.items()
)
_NO_SUBJECT = (
    r"(?!(?:he|she|it|they|we|you|i|this|that|these|those|there|the|a|an|your|my|our|his|her|their|its|not|no|any"
    r"|anyone|anybody|someone|anything|something|everyone|everybody|nobody|none|nothing|what|all|some|one"
    r"|every|each)\b)[a-z]{2,}"
)
_START = re.compile(
    rf"(?:Is|Was|Are|Were|Has) {_NO_SUBJECT}"
    r"|(?:Begins (?:with|to|in)|Exists [a-z]+|Consists of|Depends on|Deals with|Belongs to|Refers to|Aims to"
    r"|Concerns the) "
)
_VERBS = frozenset("Is Was Are Were Has Begins Exists Consists Depends Deals Belongs Refers Aims Concerns".split())

HABIT = 3
"""So many sentences without a subject are the style of a diary, a list of duties or a telegram."""

SHORTEST = 25
"""Characters: a shorter sentence is an exclamation, an answer or a caption."""


@rule(
    axis=Axis.TRANSLATION,
    advice="say who or what does it",
    examples=[
        bad("The firm grew, and not only ⟦because is⟧ small, as the owner says."),
        bad("Nobody knows ⟦whether is⟧ true, and they ask ⟦if has⟧ been sold."),
        bad("He said nothing of the plan. ⟦Is⟧ necessary to wait until the end of the year."),
        bad("Why is the valley so rich? ⟦Begins⟧ with the water of the old canals."),
        bad("The law was passed in May. ⟦Consists⟧ of two parts and a long preface."),
        good("Is it true? Is anyone there? Was there a bridge? Has nobody told you what they want."),
        good("“Is Anna here?” “Was.” Had to go. Begins at six. Gone."),
        good("Is responsible for the till. Was trained in Leeds. Has references from two firms. Is punctual."),
        good("Is death the end? Was Rome built in a day, or were the Greeks there first?"),
        good("What it is because of is not known; say if, is it true, and while, are they here."),
        good("Has Bean was the name of the shop."),
        miss("Arrived late and ⟦left⟧ at once, the minister of the interior."),
    ],
)
def lost_subject(doc: Document) -> Iterator[Finding]:
    text = doc.prose_text
    for word, pattern in _CLAUSES:
        if word in doc.vocabulary:
            for match in pattern.finditer(text):
                yield Finding(Span(*match.span()), f"“{match[0]}” has no subject between its two words")
    if not doc.vocabulary.isdisjoint(_VERBS):
        starts = list(_starts(doc))
        for span in (verb for verb, size in starts if size >= SHORTEST and len(starts) < HABIT):
            yield Finding(span, f"the sentence that begins with “{doc[span]}” has no subject", 0.7)


def _starts(doc: Document) -> Iterator[tuple[Span, int]]:
    """Yield the verb of each statement that begins with one, not being the first of its paragraph, and its length."""
    text = doc.prose_text
    for before, sentence in pairwise(doc.sentences):
        match = _START.match(text, sentence.start, sentence.end)
        if match and "\n" not in text[before.end - 1 : sentence.start]:
            written = text[sentence.start : sentence.end].rstrip().rstrip('”"’)')
            if written.endswith(".") and "?" not in written:
                yield Span(sentence.start, sentence.start + len(match[0].split()[0])), len(written)
