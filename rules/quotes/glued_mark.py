"""Quotation mark with a word on both sides.

A detokeniser that removes one space too many glues the words quoted to the narrator's: `she said"we shall go`,
`we shall go,”she said`. Where one speaker ends and the other begins is then a guess.

The possessive and plural of quoted words (“Hamlet”’s, three “no”s), note letters and numbers after a quotation,
marks beside dashes and brackets, primes (6'2") and names spelled with a mark inside are no such thing.
"""

from __future__ import annotations

from collections.abc import Iterator

from qc import Axis, Document, Finding, Span, bad, good, rule
from qc.excerpt import words_from, words_to
from qc.mending import mended
from qc.quotation.flaw import Flaw


@rule(
    axis=Axis.QUOTATION,
    advice="put the space beside the mark back",
    examples=[
        bad(
            "“We shall go by water,⟦”⟧she said, and they went.",
            mended="“We shall go by water,” she said, and they went.",
        ),
        bad(
            'She said⟦"⟧we shall go by water," and they went.', mended='She said "we shall go by water," and they went.'
        ),
        bad(
            "The council called it a⟦“⟧complete failure” and left.",
            mended="The council called it a “complete failure” and left.",
        ),
        bad(
            '"We shall go by water.⟦"⟧They went the next day.', mended='"We shall go by water." They went the next day.'
        ),
        good('He knew “Hamlet”’s lines, wrote three “no”s, and his "yes"es were many.'),
        good("“We shall go by water.”3 “We shall not.”[4] “We might.”b So they argued."),
        good('It is an ex-"friend" of the so-"called" pre-“war” kind—“the worst”—of all ("ours").'),
        good("He is 6'2\"tall on paper. The o’clock’s rock’n’roll isn’t ’ere."),
        good("D’Artagnan and O’Neill’s ‘boys’’ club met."),
    ],
)
def glued_mark(doc: Document) -> Iterator[Finding]:
    for mark in doc.damaged_marks:
        if mark.flaw is Flaw.GLUED:
            before, after = words_to(doc.text, mark.start, 1), words_from(doc.text, mark.end, 1)
            message = f"{mark.text} stands between “{before}” and “{after}” without a space"
            yield Finding(Span(mark.start, mark.end), message, edit=mended(doc, mark))
