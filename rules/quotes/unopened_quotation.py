"""Quotation that closes and was never opened.

A translation engine drops the opening mark when it moves the words that followed it, or splits the sentence there.
The reader finds out only at the closing mark that somebody else was speaking, and not since when.

A document cut out of a longer one may begin inside a quotation. Inches (19"), seconds (28"), ditto marks and the
apostrophes of plurals (the boys') close nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from qc import Axis, Document, Finding, Span, bad, good, rule
from qc.excerpt import words_to
from qc.quotation.flaw import Flaw


@rule(
    axis=Axis.QUOTATION,
    advice="open the quotation, or delete the mark",
    examples=[
        bad("The hall was “cold”. The speaker rose and said, we will return the funds,⟦”⟧ and left."),
        bad('"We rebuilt the bridge," she said. It took nine weeks,⟦"⟧ he added. "And then it rained."'),
        bad("“The wells are dry,” said Ms. Okafor. We dug deeper.⟦”⟧ The pumps failed as well."),
        bad('The council met on Tuesday. A vote was taken.\n\nWe are proud of this town,⟦"⟧ said the mayor.'),
        good("“It rained for a week.\n\n“Then the wind came,” she wrote."),
        good('and the doors were shut behind us," he wrote. The letter arrived in May.'),
        good('The table is 6\' 2" by 3\' 4", and the shelf is 19" deep.'),
        good("The dogs’ bowls and James’ coat were in the Joneses’ hall; goin’ there was no use."),
        good("“She said ‘no’,” he told us, “and then ‘perhaps’.”"),
        good("It lies at 51° 28' 38\" north. The chart says so."),
    ],
)
def unopened_quotation(doc: Document) -> Iterator[Finding]:
    for mark in doc.damaged_marks:
        if mark.flaw is Flaw.UNOPENED:
            words = words_to(doc.text, mark.start)
            yield Finding(Span(mark.start, mark.end), f"nothing opens the quotation that ends “… {words}”")
