"""Quotation mark set twice.

An engine that copies the source's mark and adds its own leaves both: `at last.””`, `““We shall go`. It reads as if
a quotation inside another one had ended, and no such quotation ever began.

A quotation inside another closes with two marks when both end together, an empty pair of marks stands for nothing
at all (""), and inches may be doubled primes.
"""

from __future__ import annotations

from collections.abc import Iterator

from qc import Axis, Document, Finding, Span, bad, good, rule
from qc.excerpt import words_from, words_to
from qc.quotation.flaw import Flaw


@rule(
    axis=Axis.QUOTATION,
    advice="delete the mark that is one too many",
    examples=[
        bad("“The bells rang twice.”⟦”⟧ Nobody knew why."),
        bad("“⟦“⟧The bells rang twice,” said the verger. Nobody knew why."),
        bad('She spoke of "the long night"⟦"⟧ and of the bells.'),
        good("“I heard him say ‘ring the bells’,” said the verger. “‘Ring,’ he said, ‘ring!’”"),
        good("“She told me “ring the bells.”” The verger wept."),
        good('The variable holds "" until the first bell rings.'),
        good("The strips are 1/2”” wide and 5-3/4”” long."),
        good("He wrote ``ring'' and the verger wrote ''ring'' in the book."),
    ],
)
def doubled_mark(doc: Document) -> Iterator[Finding]:
    for mark in doc.damaged_marks:
        if mark.flaw is Flaw.DOUBLED:
            if doc.text[mark.end : mark.end + 1].isalnum():
                where = f"before “{words_from(doc.text, mark.end, 3)} …”"
            else:
                where = f"after “… {words_to(doc.text, mark.start - 1, 3)}”"
            yield Finding(Span(mark.start, mark.end), f"{mark.text} is set twice {where}")
