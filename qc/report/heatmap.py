"""The text of a document as markup in which everything that was found is marked where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from qc.document import BlockKind, Document, Span
from qc.report import Report, Reported
from qc.report.untrusted import xml

MOST_AT_ONE_PLACE = 8
"""Findings that one mark names: more at one place tell a reader nothing new."""

HEAVY = (0.7, 0.9)
"""Damage of a sentence from which its shade is the second and the third."""

_LINE_END = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")


def anchor(own: str, offset: int) -> str:
    """The id of the place at an offset in the text of the article `own`: where something starts, there is one."""
    return f"{own}-at{offset}"


class _Piece(NamedTuple):
    """A stretch of text in which the same findings hold, by number, and the same sentence."""

    span: Span
    findings: tuple[int, ...]
    damage: float


def heatmap(report: Report, own: str) -> str:
    """Render the text block by block. own: the id of the article, which every id in it begins with."""
    doc = report.document
    opened = {quotation.opening.start for quotation in doc.quotations if quotation.depth <= 1}
    pieces = list(_pieces(report, opened))
    blocks, at = [], 0
    for extent, kind in _extents(doc, report.findings):
        inner = []
        while at < len(pieces) and pieces[at].span.start < extent.end:
            if pieces[at].span.start >= extent.start:
                inner.append(_markup(report, pieces[at], own, opened))
            at += 1
        blocks.append(f'<div class="block {kind}">{"".join(inner)}</div>')
    return "".join(blocks)


def _extents(doc: Document, findings: Sequence[Reported]) -> Iterator[tuple[Span, str]]:
    """The blocks in order with their kinds, and between them what is blank but where a finding starts."""
    at, number = 0, 0
    for start, end, kind in [*doc.blocks, (len(doc.text), len(doc.text), BlockKind.PROSE)]:
        while number < len(findings) and findings[number].span.start < at:
            number += 1
        if number < len(findings) and findings[number].span.start < start:
            yield Span(at, start), "blank"
        if start < end:
            yield Span(start, end), kind.value
        at = max(at, end)


def _pieces(report: Report, opened: set[int]) -> Iterator[_Piece]:
    """Cut the text wherever a finding, a sentence that reads badly, a quotation or a block starts or ends."""
    doc, bad = report.document, report.reading_badly
    spans = [found.span for found in report.findings]
    edges = {0, len(doc.text), *opened}
    for span in (*spans, *(place for place, _ in bad), *(Span(start, end) for start, end, _ in doc.blocks)):
        edges |= {span.start, span.end}
    cuts = sorted(edges)
    active, upcoming, sentence = list[int](), 0, 0
    for start, end in pairwise(cuts):
        active = [number for number in active if spans[number].end > start]
        while upcoming < len(spans) and spans[upcoming].start <= start:
            active.append(upcoming)
            upcoming += 1
        while sentence < len(bad) and bad[sentence][0].end <= start:
            sentence += 1
        within = sentence < len(bad) and start in bad[sentence][0]
        yield _Piece(Span(start, end), tuple(active[-MOST_AT_ONE_PLACE:]), bad[sentence][1] if within else 0.0)


def _markup(report: Report, piece: _Piece, own: str, opened: set[int]) -> str:
    start = piece.span.start
    text = "\n".join(map(xml, _LINE_END.split(report.document[piece.span])))
    if piece.findings:
        text = _mark(report, piece, own, text)
    elif start in opened or piece.damage:
        text = f'<span id="{anchor(own, start)}">{text}</span>'
    if piece.damage:
        shade = 1 + sum(piece.damage >= limit for limit in HEAVY)
        text = f'<span class="reading shade{shade}" data-damage="{piece.damage:.2f}">{text}</span>'
    return text


def _mark(report: Report, piece: _Piece, own: str, text: str) -> str:
    here = [report.findings[number] for number in piece.findings]
    items = " ".join(f"{own}-f{number}" for number in piece.findings)
    rules = " ".join(dict.fromkeys(xml(found.rule) for found in here))
    # One stop of the tab key for each place where something starts, not for each piece of it.
    starts = any(found.span.start == piece.span.start for found in here)
    stop = f' tabindex="0" aria-describedby="{items}"' if starts else ""
    name = f'id="{anchor(own, piece.span.start)}" class="{here[-1].axis.value}"'
    return f'<mark {name} data-findings="{items}" data-rules="{rules}"{stop}>{text}</mark>'
