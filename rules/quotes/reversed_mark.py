"""Quotation mark turned round.

Engines choose the shape of a mark, and the side its space stands on, without knowing whether it opens or closes:
`at all costs! “he cried`, `”word“`, `We“ did it`. A reader sees a second quotation begin where the first one ends.

Marks drawn by another custom („so“ or »so«), the apostrophe of ’tis and the wrongly curled one of ‘90s, and a
quotation inside a quotation are not turned round.
"""

from __future__ import annotations

from collections.abc import Iterator

from qc import Axis, Document, Finding, Span, bad, good, rule
from qc.excerpt import words_from, words_to
from qc.mending import mended
from qc.quotation import Mark, Role
from qc.quotation.flaw import Flaw


@rule(
    axis=Axis.QUOTATION,
    advice="turn the mark round",
    examples=[
        bad(
            "“The roof will hold,⟦“⟧ said the builder, and it did.",
            mended="“The roof will hold,” said the builder, and it did.",
        ),
        bad(
            "⟦”⟧The roof will hold,” said the builder, and it did.",
            mended="“The roof will hold,” said the builder, and it did.",
        ),
        bad("She called it a ⟦”⟧quiet⟦“⟧ street, and then moved away."),
        bad(
            "“The roof will hold this winter, whatever comes. ⟦“⟧\n\nThe builder was wrong.",
            mended="“The roof will hold this winter, whatever comes.”\n\nThe builder was wrong.",
        ),
        bad(
            "We⟦“⟧ shall see about that,” the captain said. “You will.”",
            mended="We “shall see about that,” the captain said. “You will.”",
        ),
        good("She grew up in the ‘90s, when ‘em old songs were still sung, and ’twas fun."),
        good("“He said ‘stop’, and I stopped,” she said. “‘Stop’ is a word I know.”"),
        good("The word “so” is spelled „so“ in their papers and »so« in their novels."),
        good("“‘Tis done,’ he said,” she told the court. “His ‘it is finished’ came later.”"),
        good("‘Wait,’ said Ann. ‘The girls’ boat’s gone.’"),
        good('He paused—"Stop!"—and the whole ("so-called") army stopped.'),
    ],
)
def reversed_mark(doc: Document) -> Iterator[Finding]:
    for mark in doc.damaged_marks:
        if mark.flaw is Flaw.REVERSED:
            yield Finding(Span(mark.start, mark.end), _message(doc, mark), edit=mended(doc, mark))


def _message(doc: Document, mark: Mark) -> str:
    if mark.role is Role.OPEN:
        return f"{mark.text} stands before “{words_from(doc.text, mark.end, 3)} …” like a mark that closes"
    return f"{mark.text} stands after “… {words_to(doc.text, mark.start, 3)}” like a mark that opens"
