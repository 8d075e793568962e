"""A report on a run as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from qc.gate.page import Cell, Section, Table, headline, standing
from qc.gate.samples import Sample
from qc.report.markdown import marked, table
from qc.report.passage import Piece
from qc.report.strip import OURS
from qc.report.untrusted import markdown, shortened

WIDTH = 20
EIGHTHS = " ▏▎▍▌▋▊▉"


def page(summary: Mapping[str, Any], sections: Sequence[Section]) -> str:
    """Render a report."""
    lines = ["# What qc let through", "", f"**{headline(summary)}.**", ""]
    for section in sections:
        lines += [f"## {section.title[0].upper()}{section.title[1:]}", "", *_body(section)]
    return "\n".join([*lines, OURS]) + "\n"


def _body(section: Section) -> Iterator[str]:
    for line in section.lines:
        yield from (markdown(line), "")
    for each in section.tables:
        yield from (*_table(each), "")
    for sample in section.samples:
        yield from _sample(sample)


def _table(shown: Table) -> Iterator[str]:
    bars = [any(row[at].bar is not None for row in shown.rows) for at in range(len(shown.header))]
    header: list[str] = []
    right: list[int] = []
    for at, name in enumerate(shown.header):
        right += [len(header)] if at in shown.right else []
        header += [name, ""] if bars[at] else [name]
    yield from table(
        header, [[text for at, cell in enumerate(row) for text in _cell(cell, bars[at])] for row in shown.rows], right
    )


def _cell(cell: Cell, barred: bool) -> list[str]:
    text = f"`{cell.text}`" if cell.code else markdown(shortened(cell.text, 120))
    return [text, _bar(cell.bar or 0.0)] if barred else [text]


def _bar(share: float) -> str:
    full, part = divmod(round(share * WIDTH * 8), 8)
    return "█" * full + EIGHTHS[part].strip()


def _sample(sample: Sample) -> Iterator[str]:
    yield f"**{markdown(shortened(sample.id, 120))}** ({markdown(shortened(standing(sample), 160))})"
    yield ""
    for reason in sample.reasons:
        yield from (f"{markdown(reason)}.", "")
    for passage in sample.passages:
        pieces = [Piece(" ".join(text.split("\n")) if not mark else text, mark) for text, mark in passage]
        yield from (f"> {marked(pieces)}", "")
    for message in sample.messages:
        yield f"- {markdown(shortened(message, 200))}"
    if sample.messages:
        yield ""
