"""Quotation opened in one style of marks and closed in another.

An engine copies one mark of the source („, «) and writes the other one its own way, or two translations are spliced
inside a quotation. Whether both marks belong to the same quotation is then a guess.

A text that quotes one source in straight marks and another in curly ones is fine as long as each pair matches. So
are „German“ pairs, `such' ones, and single marks inside double ones.
"""

from __future__ import annotations

from collections.abc import Iterator

from qc import Axis, Document, Finding, Span, bad, good, rule
from qc.excerpt import words_from, words_to
from qc.quotation import Mark, Role
from qc.quotation.flaw import Flaw


@rule(
    axis=Axis.QUOTATION,
    advice="close with the partner of the mark that opens",
    examples=[
        bad("⟦«⟧The price will rise again”, the grocer said."),
        bad('⟦„⟧The price will rise again," the grocer said.'),
        bad('“The price will rise again,⟦"⟧ the grocer said.'),
        bad('"The price will rise again,⟦»⟧ the grocer said, and "it always does."'),
        good('“The price will rise,” the grocer said. His son disagreed: "It will fall."'),
        good('“The sign says ‘closed’,” she said, “and the door says "open".”'),
        good("He wrote `yes' and then ``no'' in the margin, as printers did."),
        good("The paper is called „Morgenblatt“, and people call it ‘the sheet’."),
        good("‘The girls’ price,’ said the grocer, ‘is the boys’ price.’"),
    ],
)
def mismatched_marks(doc: Document) -> Iterator[Finding]:
    for mark in doc.damaged_marks:
        if mark.flaw is Flaw.MISMATCHED:
            yield Finding(Span(mark.start, mark.end), _message(doc, mark))


def _message(doc: Document, mark: Mark) -> str:
    if mark.role is Role.OPEN:
        return f"{mark.text} opens “{words_from(doc.text, mark.end, 3)} …”, which closes with a mark of another style"
    return f"{mark.text} closes “… {words_to(doc.text, mark.start, 3)}”, which opens with a mark of another style"
