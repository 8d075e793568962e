"""Quotation mark cut off by white space from the words it quotes.

A tokeniser sets marks apart and the detokeniser does not put them back: `he said, " we shall go`, `at last. ”`. The
reader cannot tell which side such a mark belongs to, nor can a program.

A text that sets all its marks so is tokenised or typeset, not damaged. Marks at the beginning of a line that close
the sentence above it come from splitting a text into sentences. A dash, bracket or dots between mark and word are fine.
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
    advice="move the mark to the words it quotes",
    examples=[
        bad("“The ferry leaves at noon, ⟦”⟧ said the clerk.", mended="“The ferry leaves at noon,” said the clerk."),
        bad("⟦“⟧ The ferry leaves at noon,” said the clerk.", mended="“The ferry leaves at noon,” said the clerk."),
        bad(
            'The clerk said, ⟦"⟧ The ferry leaves at noon." We ran.',
            mended='The clerk said, "The ferry leaves at noon." We ran.',
        ),
        bad(
            'He said: "The ferry leaves at noon. ⟦"⟧\n\nWe ran to the pier, and it had gone.',
            mended='He said: "The ferry leaves at noon."\n\nWe ran to the pier, and it had gone.',
        ),
        bad('The so-called "fast ferry ⟦"⟧ was late again, and the clerk ("our friend") had left.'),
        good('He said " yes " and she said " no " and they said " perhaps " and all went home.'),
        good("“– and then the ferry left –” said the clerk. “…without us…” he added."),
        good('The pipe is 2 " wide.'),
        good("“The ferry’s late,” said the clerk’s wife; ‘and so are you.’"),
        good('The clerk wrote "[sic]" and "(the late) ferry" in the book.'),
    ],
)
def stranded_mark(doc: Document) -> Iterator[Finding]:
    for mark in doc.damaged_marks:
        if mark.flaw is Flaw.STRANDED:
            yield Finding(Span(mark.start, mark.end), _message(doc, mark), edit=mended(doc, mark))


def _message(doc: Document, mark: Mark) -> str:
    if mark.role is Role.OPEN:
        return f"white space parts {mark.text} from the words it opens, “{words_from(doc.text, mark.end, 3)} …”"
    return f"white space parts {mark.text} from the words it closes, “… {words_to(doc.text, mark.start, 3)}”"
