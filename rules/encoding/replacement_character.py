"""Character lost for good, a replacement sign in its place.

A decoder met bytes it could not read and wrote U+FFFD, or a program wrote a question mark for each letter it did not
know (`don?t`). What stood there can only be guessed.

Text about the sign itself, or about decoding, shows it on purpose; questions, regular expressions and query strings
have question marks of their own. Only contractions are told by theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qc import Axis, Document, Finding, Span, bad, good, miss, rule

LOST = "\N{REPLACEMENT CHARACTER}"

_ABOUT_IT = re.compile(r"replacement char|U\+FFFD|[Uu]nicode|UTF-8|decod|encoding|mojibake|lossy")
_RUN = re.compile(f"{LOST}+")
_CONTRACTION = re.compile(r"\?(?:t|s|re|ve|ll|d|m)\b(?![=&/?.]\w)")
_NEGATED = "don can won isn aren wasn weren hasn haven hadn doesn didn couldn wouldn shouldn mustn ain"
_SUBJECTS = "i you he she it we they that there what who where here let how"
_WORD_BEFORE = re.compile(r"(?<![\w?&/=])[A-Za-z]{1,7}\Z")


@rule(
    axis=Axis.ENCODING,
    advice="look up in the source what was lost",
    examples=[
        bad("The governor of Quintana Roo, Mar⟦�⟧a Hern⟦�⟧ndez, resigned on Monday."),
        bad("Prices rose by ⟦��⟧ in the second quarter."),
        bad("They said the bridge couldn⟦?⟧t be saved and that it⟦?⟧s a matter of weeks."),
        bad("⟦�⟧We had no choice,⟦�⟧ the captain said."),
        good("A decoder writes the replacement character � for each byte it cannot read."),
        good("Who can? She asked it twice. You don? I do."),
        good("Open the page /list?t=5&s=it and wait. The pattern colou?r matches both spellings."),
        good("Did you say 5 p.m.? I’d rather come at six. Really?I asked."),
        miss("The pri⟦?⟧re of the abbey of Saint-M⟦?⟧dard."),
    ],
)
def replacement_character(doc: Document) -> Iterator[Finding]:
    if LOST in doc.odd_characters and not _ABOUT_IT.search(doc.text):
        for match in _RUN.finditer(doc.text):
            yield Finding(Span(*match.span()), "the character that stood here is lost: U+FFFD REPLACEMENT CHARACTER")
    if "?" in doc.text:
        yield from _question_marks(doc.prose_text)


def _question_marks(text: str) -> Iterator[Finding]:
    for match in _CONTRACTION.finditer(text):
        before = _WORD_BEFORE.search(text, max(0, match.start() - 9), match.start())
        if before and before[0].lower() in (_NEGATED if match[0] == "?t" else _SUBJECTS).split():
            whole = before[0] + match[0]
            yield Finding(Span(match.start(), match.start() + 1), f"a question mark is the apostrophe of “{whole}”")
