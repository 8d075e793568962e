"""Metrics against values worked out by hand."""

from __future__ import annotations

import math

import pytest

from qc.evaluation.metrics import auc, interval, recall_at, threshold_at


def test_auc_counts_pairs_and_half_of_the_ties() -> None:
    assert auc([3, 1], [2, 1]) == (1 + 1 + 0 + 0.5) / 4


def test_auc_needs_both_sides() -> None:
    assert math.isnan(auc([1.0], []))


def test_threshold_lets_no_more_than_the_rate_above_it() -> None:
    clean = [float(n) for n in range(100)]
    limit = threshold_at(clean, 0.01)
    assert limit == 98.0
    assert sum(score > limit for score in clean) == 1


def test_threshold_with_ties_at_the_top_stays_below_the_rate() -> None:
    assert threshold_at([5.0] * 10 + [0.0] * 90, 0.05) == 5.0


def test_recall_is_the_share_above_the_threshold() -> None:
    assert recall_at([99.5, 98.0, 120.0, 1.0], [float(n) for n in range(100)], 0.01) == 0.5


@pytest.mark.parametrize("rate", [0.005, 0.01, 0.05])
def test_recall_falls_to_zero_where_nothing_stands_out(rate: float) -> None:
    assert recall_at([1.0] * 50, [1.0] * 50, rate) == 0.0


def test_interval_holds_the_figure_and_is_the_same_every_time() -> None:
    damaged = [(str(n), float(n)) for n in range(40)]
    clean = [(str(n), float(n - 10)) for n in range(40)]
    low, high = interval(auc, damaged, clean)
    assert low < auc([s for _, s in damaged], [s for _, s in clean]) < high
    assert (low, high) == interval(auc, damaged, clean)


def test_interval_draws_whole_groups() -> None:
    """One group a side has nothing to vary: the interval shrinks to the figure."""
    damaged, clean = [("a", 1.0), ("a", 3.0)], [("b", 2.0), ("b", 0.0)]
    assert interval(auc, damaged, clean) == (0.75, 0.75)
