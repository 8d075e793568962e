"""Comments in a document that silence a rule: `<!-- qc: ignore reversed-mark -->`.

On a line of its own a comment covers the block below it, at the end of a line the block it stands in;
`<!-- qc: ignore-file reversed-mark -->` covers the document. Several rules are parted by commas. There is no form
that silences every rule: what is silenced is named. A comment that names no rule there is, or silences nothing, is
itself reported.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from qc.document import Block, BlockKind, Document, Span
from qc.report import Reported
from qc.rule import Axis
from qc.score import LANGUAGETOOL

UNUSED = "unused-suppression"
"""Id of the rule that reports suppressions. It weighs nothing and cannot itself be silenced."""

_COMMENT = re.compile(r"<!--\s{0,9}qc:\s{0,9}(ignore-file|ignore)\b([^<>]{0,500}?)-->")
_LONGEST_INDENT = 200

_NAME = re.compile(r"[^\s,]+")


@dataclass(frozen=True, slots=True)
class _Suppression:
    """One name in one comment, where it stands, and what it covers."""

    rule: str
    place: Span
    comment: Span
    covered: Span
    whole: bool


def apply(
    doc: Document, reported: Sequence[Reported], ran: Collection[str] | None = None
) -> tuple[list[Reported], list[Reported], list[Reported]]:
    """Part findings into those kept and those silenced, and report suppressions that silence nothing.

    ran: ids of the rules that ran, None for all. A comment for a rule that was not asked is no mistake.
    """
    suppressions = list(_suppressions(doc)) if "qc:" in doc.text else []
    if not suppressions:
        return list(reported), [], []
    coverage = _Coverage(suppressions)
    kept, silenced = list[Reported](), list[Reported]()
    for found in reported:
        (silenced if coverage.silences(found) else kept).append(found)
    return kept, silenced, list(_unused(doc, suppressions, coverage, ran))


def _suppressions(doc: Document) -> Iterator[_Suppression]:
    for comment in _COMMENT.finditer(doc.text):
        span = Span(*comment.span())
        if _shown_as_code(doc, span):
            continue
        whole = comment[1] == "ignore-file"
        covered = Span(0, len(doc.text)) if whole else _covered(doc, span)
        names = list(_NAME.finditer(doc.text, comment.start(2), comment.end(2)))
        if not names:
            yield _Suppression("", span, span, covered, whole)
        for name in names:
            yield _Suppression(name.group(), Span(*name.span()), span, covered, whole)


def _shown_as_code(doc: Document, comment: Span) -> bool:
    """Say whether a comment is an example of one: our own documentation has some."""
    own = _block(doc, comment.start)
    return bool(own and own.kind is BlockKind.CODE) or doc.text[comment.start - 1 : comment.start] == "`"


def _block(doc: Document, offset: int) -> Block | None:
    number = bisect_right(doc.blocks, offset, key=lambda block: block.start) - 1
    return doc.blocks[number] if number >= 0 and offset < doc.blocks[number].end else None


def _covered(doc: Document, comment: Span) -> Span:
    """The block a comment stands in or, where it has a line to itself, what is left of its block or the next one."""
    line = doc.lines[doc.locate(comment.start)[0] - 1]
    last = doc.lines[doc.locate(comment.end)[0] - 1]
    alone = _blank(doc, line.start, comment.start) and _blank(doc, comment.end, last.end)
    own = _block(doc, comment.end - 1)
    if not alone:
        return Span(own.start, own.end) if own else line
    if own and not _blank(doc, comment.end, own.end):
        return Span(comment.end, own.end)
    following = bisect_left(doc.blocks, comment.end, key=lambda block: block.start)
    return Span(*doc.blocks[following][:2]) if following < len(doc.blocks) else comment


def _blank(doc: Document, start: int, end: int) -> bool:
    # Bounded: a line may hold ten thousand comments, and each asks what stands before and after it.
    return end - start <= _LONGEST_INDENT and not doc.text[start:end].strip()


class _Coverage:
    """Finds the suppressions of a finding by bisection: a document may hold ten thousand of either."""

    def __init__(self, suppressions: Sequence[_Suppression]) -> None:
        self._comments = [s.comment for s in suppressions]
        self._whole = {s.rule for s in suppressions if s.whole}
        self._parts: dict[str, list[Span]] = {}
        for rule, covered in sorted({(s.rule, s.covered) for s in suppressions if not s.whole}):
            self._parts.setdefault(rule, []).append(covered)
        self._used: set[tuple[str, Span | None]] = set()

    def silences(self, found: Reported) -> bool:
        """Say whether a finding is covered, and remember by what."""
        part = self._part(found)
        if part:
            self._used.add((found.rule, part))
        if found.rule in self._whole:
            self._used.add((found.rule, None))
        return bool(part) or found.rule in self._whole or self._in_comment(found.span.start)

    def used(self, suppression: _Suppression) -> bool:
        """Say whether a suppression, or another of the same stretch, silenced anything."""
        return (suppression.rule, None if suppression.whole else suppression.covered) in self._used

    def _part(self, found: Reported) -> Span | None:
        # The nearest stretch that starts before the finding is enough: stretches in one block end together.
        spans = self._parts.get(found.rule, [])
        number = bisect_right(spans, found.span.start, key=lambda span: span.start) - 1
        return spans[number] if number >= 0 and found.span.start in spans[number] else None

    def _in_comment(self, offset: int) -> bool:
        number = bisect_right(self._comments, offset, key=lambda span: span.start) - 1
        return number >= 0 and offset in self._comments[number]


def _unused(
    doc: Document, suppressions: Sequence[_Suppression], coverage: _Coverage, ran: Collection[str] | None
) -> Iterator[Reported]:
    # Imported here: only a document with such a comment in it needs the names of all rules.
    from qc.registry import rules

    known = rules()
    for suppression in suppressions:
        if suppression.rule.startswith(f"{LANGUAGETOOL}/"):
            # Its rules are its own affair, and it was perhaps not asked.
            continue
        if suppression.rule not in known:
            yield _report(doc, suppression.place, _unknown(suppression.rule, known))
        elif not coverage.used(suppression) and (ran is None or suppression.rule in ran):
            yield _report(doc, suppression.place, f"{suppression.rule} finds nothing that this comment covers")


def _unknown(name: str, known: Collection[str]) -> str:
    if not name:
        return "this comment names no rule to ignore"
    # Imported here: difflib is needed only to word this.
    from difflib import get_close_matches

    near = get_close_matches(name, known, n=1)
    return f"there is no rule {name[:60]!r}" + (f"; did you mean {near[0]!r}?" if near else "")


def _report(doc: Document, place: Span, message: str) -> Reported:
    line, column = doc.locate(place.start)
    return Reported(
        rule=UNUSED,
        family="suppression",
        axis=Axis.EXTRACTION,
        span=place,
        message=message,
        strength=1.0,
        weight=0.0,
        related=(),
        line=line,
        column=column,
    )
