"""How a quotation mark that is turned, spaced or glued wrongly is put right, where only one answer is possible.

That takes a paragraph whose quotations all open and close in it, and a partner that is in order: then it is known
which way the mark faces, and its glyph and its spaces follow. Everywhere else a person must read the passage.
"""

from __future__ import annotations

from qc.document import Document, Span
from qc.quotation import Mark, Role
from qc.quotation.flaw import Flaw
from qc.rule import Edit

_BLANKS = frozenset(" \t\N{NO-BREAK SPACE}")
_DUE = {("“", Role.CLOSE): "”", ("”", Role.OPEN): "“", ('"', Role.OPEN): '"', ('"', Role.CLOSE): '"'}
"""The glyph a mark should have, by its partner's glyph and its own role. Other styles are left to people."""

_CURLY = frozenset("“”")
_SPACING = frozenset({Flaw.NONE, Flaw.STRANDED, Flaw.GLUED})


def mended(doc: Document, mark: Mark) -> Edit | None:
    """Put a reversed, stranded or glued mark right, or answer None where more than one answer is possible."""
    glyph = _due(doc, mark)
    if not glyph:
        return None
    if mark.role is Role.OPEN:
        end = mark.end
        while doc.text[end : end + 1] in _BLANKS:
            end += 1
        return _opening(doc.text, mark, glyph, end)
    start = mark.start
    while doc.text[start - 1 : start] in _BLANKS:
        start -= 1
    return _closing(doc.text, mark, glyph, start)


def _opening(text: str, mark: Mark, glyph: str, end: int) -> Edit | None:
    """The mark and the blanks behind it, up to `end`, as they should be before the words it opens."""
    before = text[mark.start - 1 : mark.start]
    if mark.flaw is Flaw.GLUED:
        return Edit(Span(mark.start, mark.end), f" {glyph}") if end == mark.end else None
    if before.isalnum():
        return Edit(Span(mark.start, end), text[mark.end : end] + glyph) if end > mark.end and glyph in _CURLY else None
    if text[end : end + 1] in ("", "\r", "\n") or (before in _BLANKS and not _faces(text, mark.start, glyph, ",:")):
        return None
    return Edit(Span(mark.start, end), glyph)


def _closing(text: str, mark: Mark, glyph: str, start: int) -> Edit | None:
    """The mark and the blanks before it, from `start`, as they should be behind the words it closes."""
    after = text[mark.end : mark.end + 1]
    if mark.flaw is Flaw.GLUED:
        return Edit(Span(mark.start, mark.end), f"{glyph} ") if start == mark.start else None
    if after.isalnum():
        # `at last, "said the clerk` cannot open anything; `the "long night` might.
        sure = glyph in _CURLY or (text[start - 1] in ",.!?" and after.islower())
        return Edit(Span(start, mark.end), glyph + text[start : mark.start]) if start < mark.start and sure else None
    if text[start - 1 : start] in ("", "\r", "\n") or (
        after in _BLANKS and not _faces(text, mark.start, glyph, ",.!?")
    ):
        return None
    return Edit(Span(start, mark.end), glyph)


def _faces(text: str, start: int, glyph: str, stops: str) -> bool:
    """Say whether a mark between blanks shows which way it faces: by its shape, or by the stop before it."""
    return glyph in _CURLY or text[max(0, start - 9) : start].rstrip()[-1:] in tuple(stops)


def _due(doc: Document, mark: Mark) -> str:
    """The glyph that the mark should have, or nothing where its partner or its paragraph leaves a doubt."""
    partner = doc.partners.get(mark.start)
    if not partner or partner.flaw not in _SPACING:
        return ""
    due = _DUE.get((partner.text, mark.role), "")
    if mark.text == due:
        # Between blanks on both sides a straight mark and a straight partner may as well face the other way.
        return due if due in _CURLY or partner.flaw is Flaw.NONE else ""
    return due if {mark.text, due} == _CURLY else ""
