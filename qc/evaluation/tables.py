"""Markdown tables and what stands in their cells."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from qc.evaluation.metrics import Figure, Stratum, stratified, stratified_interval
from qc.report.untrusted import markdown

DRAWS = 100
"""Bootstrap draws a cell: a page has hundreds of cells, and shows two digits."""


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; every column but the first is set to the right.

    What stands in the first column may come from a file of documents, so it is made harmless.
    """
    lines = ["| " + " | ".join(head) + " |", "|---|" + "--:|" * (len(head) - 1)]
    lines += ["| " + " | ".join((markdown(str(name)), *map(str, cells))) + " |" for name, *cells in rows]
    return "\n".join(lines) + "\n"


def percent(count: int, total: int) -> str:
    """A share in per cent to one decimal, a plain 0 where there is none."""
    return f"{100 * count / total:.1f}" if count else "0"


def decimal(value: float) -> str:
    """A figure to two decimals, a dash where there is none."""
    return "-" if math.isnan(value) else f"{value:.2f}"


def with_interval(figure: Figure, strata: Sequence[Stratum]) -> str:
    """A figure over strata with its 95 % bootstrap interval, a dash where there is none."""
    value = stratified(figure, strata)
    if math.isnan(value):
        return "-"
    low, high = stratified_interval(figure, strata, draws=DRAWS)
    return f"{value:.2f} [{low:.2f}-{high:.2f}]"
