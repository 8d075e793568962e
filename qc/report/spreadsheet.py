"""A run as comma-separated values: a line with the names of the columns, then one line a finding."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from qc.report import Report
from qc.report.location import region
from qc.report.untrusted import visible

COLUMNS = (
    *("document", "verdict", "reliability", "rule", "family", "axis", "line", "column", "end_line", "end_column"),
    *("strength", "weight", "text", "message"),
)

LONGEST_TEXT = 200
"""Code points of the damaged words a cell shows; the columns say where the rest is."""

_FORMULA = "=+-@\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}"
"""What a spreadsheet begins a formula with, also as it is typed on an East Asian keyboard."""


def part(report: Report) -> str:
    """Render the lines of one report."""
    doc, reliability = report.document, "" if report.reliability is None else report.reliability
    return _lines(
        [
            *(_cell(report.name), report.verdict.value, reliability),
            *(_cell(found.rule), _cell(found.family), found.axis.value),
            *region(doc, found.span),
            *(found.strength, found.weight),
            *(_cell(doc[found.span][:LONGEST_TEXT]), _cell(found.message)),
        ]
        for found in report.findings
    )


def page(parts: Sequence[str], unread: Sequence[tuple[str, str]] = ()) -> str:  # noqa: ARG001
    """Render a run from the lines of its reports."""
    return _lines([COLUMNS]) + "".join(parts)


def _cell(text: str) -> str:
    """Text that no spreadsheet runs: an apostrophe before it says that it is text."""
    shown = visible(text)
    return f"'{shown}" if shown.lstrip()[:1] in {*_FORMULA} else shown


def _lines(rows: Iterable[Sequence[object]]) -> str:
    written = StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue()
