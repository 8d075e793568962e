"""A run as the Markdown that GitHub shows on the page of a job: each document with its verdict and the reasons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from qc.report import Report, index
from qc.report.index import Row
from qc.report.markdown import VERDICTS, table
from qc.report.untrusted import markdown, shortened

MOST_DOCUMENTS = 500
"""Documents of a summary, the worst of a run: GitHub takes a megabyte."""


class Line(NamedTuple):
    """What the summary says of one document: its row of the index, and the reasons for its verdict as Markdown."""

    row: Row
    reasons: str


def part(report: Report) -> Line:
    """Summarise one report."""
    return Line(Row.of(report), "; ".join(map(markdown, report.reasons)))


def page(lines: Sequence[Line], unread: Sequence[tuple[str, str]] = ()) -> str:
    """Render a run. unread: inputs that gave no text, with the reasons."""
    worst = sorted(lines, key=lambda line: index.rank(line.row))[:MOST_DOCUMENTS]
    cells = [[VERDICTS[row.verdict], _reliability(row), _name(row.name), reasons] for row, reasons in worst]
    cells += [["Not read", "", _name(name), markdown(reason)] for name, reason in unread]
    left = len(lines) - len(worst)
    return "\n".join(
        [
            f"## qc: {index.totals([line.row for line in lines], len(unread))}",
            "",
            *(table(["verdict", "reliability", "document", "why"], cells, right=[1]) if cells else []),
            *(["", f"And {left:,} more, none of them worse."] if left else []),
            "\n",
        ]
    )


def _reliability(row: Row) -> str:
    return "" if row.reliability is None else f"{row.reliability:.1f}"


def _name(name: str) -> str:
    return markdown(shortened(name, 120))
