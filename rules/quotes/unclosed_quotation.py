"""Quotation that opens and never closes.

A translation engine loses the closing mark when a quotation is split across segments. The reader can no longer
tell whose words they are reading, and a program that extracts speech takes the narrator's for the speaker's.

A speech over several paragraphs opens each of them and closes only the last. That is correct, and left alone, also
where an extractor has joined the paragraphs; so is a quotation that the end of the document cuts off.
"""

from __future__ import annotations

from collections.abc import Iterator

from qc import Axis, Document, Finding, Span, bad, good, miss, rule
from qc.excerpt import words_from
from qc.quotation.flaw import Flaw


@rule(
    axis=Axis.QUOTATION,
    advice="close the quotation",
    examples=[
        bad(
            "The minister said ⟦“⟧we will return the funds and left the hall.\n\nOutside, rain fell.\n\nAll went home."
        ),
        bad('⟦"⟧We rebuilt the bridge, she said. "It took nine weeks," he added, and both of them laughed.'),
        bad("⟦“⟧The harvest was poor this year, said Anna Bergström.\n\n“We will try again,” her brother said."),
        bad('He called it ⟦"⟧a wasted evening and asked: "Who paid for the band?"'),
        good("“It rained for a week.\n\n“Then the wind came,” she wrote."),
        good('Ms. Okafor said: "The wells are dry. We dug deeper. "Then the pumps failed as well."'),
        good('He is 6\'2" tall and the door is 6\'0". She has a 19" screen.'),
        good("‘I don’t know,’ she said. ‘The boys’ room is down there, and ’tis dark.’"),
        good('The "old" mill, the "new" mill and the mill they call "the other one" all burned.'),
        good("“He told me ‘go home, and I went,” she said. Rock ’n’ roll was on the wireless in the ’50s."),
        good("She read the letter aloud: “Dear Tom, the boat leaves on"),
        miss("⟦“⟧The harvest was poor, and nobody sang.\n\n“We will try again,” her brother said."),
    ],
)
def unclosed_quotation(doc: Document) -> Iterator[Finding]:
    for mark in doc.damaged_marks:
        if mark.flaw is Flaw.UNCLOSED:
            words = words_from(doc.text, mark.end)
            yield Finding(Span(mark.start, mark.end), f"the quotation that begins “{words} …” is never closed")
