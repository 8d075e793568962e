"""English words between the quotation marks of another language.

The engine translates the words and copies the marks: «We shall see», „We shall see“. No English text is set so, and
a program that looks for English marks takes the speech for narration.

A name written by its own custom („Rossiya Segodnya“), a foreign word cited («tu»), and a sentence in another language
keep their marks with good reason.
"""

from __future__ import annotations

from collections.abc import Iterator

from qc import Axis, Document, Finding, bad, good, rule
from qc.excerpt import words_from

FOREIGN = "«‹„»›‚"

ENGLISH = frozenset(
    "the of and to is was that it for on with as he his are this be have not they we you will would i my she her "
    "has had been were but what when who which from their our your can could should do did does there".split()
)
"""Words that make a passage English: none of them is common in another language that uses these marks."""

LEAST = 2
"""English words from this list in the passage: one may stand in a title (The Times) cited by a foreign text."""


@rule(
    axis=Axis.QUOTATION,
    advice="quote with English marks",
    examples=[
        bad("⟦«⟧We shall see what the winter brings», the miller said."),
        bad("The miller said: ⟦„⟧We shall see what the winter brings.“"),
        bad("The miller said that ⟦»⟧he would not wait for the winter« and left."),
        bad("⟦‹⟧It is the best flour that you can have›, the miller said."),
        good("The agency „Rossiya Segodnya“ and the paper «Le Monde» reported it."),
        good("They say «tu» to friends, «vous» to strangers, and „Sie“ to both."),
        good("Her motto was «Je ne regrette rien de tout cela», and she meant it."),
        good("Goethe wrote: „Über allen Gipfeln ist Ruh, in allen Wipfeln spürest du kaum einen Hauch.“"),
        good("Press File » Open « twice, and x « y when the list is sorted."),
        good("“We shall see,” the miller said. ‘The girls’ flour is in the ’70s mill.’"),
    ],
)
def foreign_marks(doc: Document) -> Iterator[Finding]:
    if not any(mark in doc.prose_text for mark in FOREIGN):
        return
    for quotation in doc.quotations:
        closing = quotation.closing
        if closing is None or quotation.flaw or doc[quotation.opening] not in FOREIGN:
            continue
        words = [word.strip(".,;:!?") for word in doc[quotation.body].lower().split()]
        if sum(word in ENGLISH for word in words) >= LEAST:
            marks = f"{doc[quotation.opening]} and {doc[closing]}"
            message = f"“{words_from(doc.text, quotation.body.start)} …” is English and stands between {marks}"
            yield Finding(quotation.opening, message, related=(closing,))
