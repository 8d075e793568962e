"""Attribution swallowed by the quotation before it.

The engine takes the closing mark for an opening one and so the narrator's `he said` for the beginning of a new
quotation, with a capital: `It will rain. “He said.`, `Never again! “Wrote a reader`. The speaker's words
and the narrator's change places from here on.

A new quotation may well begin `“He said no,” she replied`: nothing is reported unless a quotation is still open, its
last sentence has ended, and the capitalised attribution is complete.
"""

from __future__ import annotations

from collections.abc import Iterator

from qc import Axis, Document, Finding, Span, bad, good, miss, rule
from qc.quotation.displaced import swallowed
from qc.quotation.flaw import Flaw


@rule(
    axis=Axis.QUOTATION,
    advice="close the quotation before its speaker",
    examples=[
        bad("“Somebody has to mend the nets. ⟦“He said⟧. The others looked away."),
        bad("“Keep the boats in harbour! Please! ⟦“Wrote⟧ another skipper in the north."),
        bad('"Nobody asked us. ⟦"Said⟧ Mr. Dunne of the fishing union.'),
        bad("“The sea takes and the sea gives. ⟦“The old skipper added⟧, mending a net."),
        good("“He said no,” she replied. “Said it twice. Wrote it down, too.”"),
        good('"Who told you?" "He said so himself," she answered. "Said Tom knew."'),
        good("“It was late.\n\n“He said he would come. Then the lamp went out,” she told us."),
        good("‘He said nothing,’ said Ann. ‘Wrote nothing.’"),
        good('She sang "I Said a Prayer" and "She Wrote the Book" that night.'),
        miss("“Keep the boats in harbour! ⟦Wrote⟧ another skipper in the north."),
    ],
)
def swallowed_attribution(doc: Document) -> Iterator[Finding]:
    for mark in doc.damaged_marks:
        if mark.flaw is Flaw.SWALLOWED:
            end = swallowed(doc.text, mark.start, mark.end)
            said = doc.text[mark.end : end].strip()
            yield Finding(Span(mark.start, end), f"“{said}” stands as if quoted, after a quotation that never closes")
