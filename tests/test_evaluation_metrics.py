"""Metrics against values worked out by hand."""

from __future__ import annotations

import math

import pytest

from qc.evaluation.calibration import Bin, bins, calibration_error
from qc.evaluation.metrics import (
    Stratum,
    auc,
    average_precision,
    found,
    interval,
    precision_recall,
    recall_at,
    recall_at_precision,
    stratified,
    threshold_at,
    upper_bound,
)


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


def test_a_figure_over_strata_counts_each_by_its_damaged_documents() -> None:
    """Strata of different levels: pooled, 5 would lie below 9 and 1 above nothing; apart, each is above its own."""
    low = Stratum([("a", 5.0)], [("b", 1.0)])
    high = Stratum([("c", 8.0), ("c", 10.0), ("c", 10.0)], [("d", 9.0)])
    assert stratified(auc, [low, high]) == (1 * 1 + 3 * 2 / 3) / 4
    assert stratified(auc, [low, Stratum([("c", 1.0)], [])]) == 1.0
    assert math.isnan(stratified(auc, [Stratum([("c", 1.0)], [])]))


def test_interval_holds_the_figure_and_is_the_same_every_time() -> None:
    stratum = Stratum([(str(n), float(n)) for n in range(40)], [(str(n), float(n - 10)) for n in range(40)])
    low, high = interval(auc, *stratum)
    assert low < stratified(auc, [stratum]) < high
    assert (low, high) == interval(auc, *stratum)


def test_interval_draws_whole_groups() -> None:
    """One group a side has nothing to vary: the interval shrinks to the figure."""
    stratum = Stratum([("a", 1.0), ("a", 3.0)], [("b", 2.0), ("b", 0.0)])
    assert interval(auc, *stratum) == (0.75, 0.75)


def test_the_upper_bound_of_a_share_is_wilsons() -> None:
    # From the formula with z = 1.96, by hand.
    assert upper_bound(0, 10) == pytest.approx(0.2775, abs=1e-4)
    assert upper_bound(3, 300) == pytest.approx(0.0290, abs=1e-4)


def test_found_weighs_flags_against_labels() -> None:
    assert found([True, True, True, False], [True, False, False, True]) == (1 / 2, 1 / 3, 2 / 5)


def test_nothing_flagged_has_no_precision_and_nothing_labelled_no_recall() -> None:
    precision, recall, f1 = found([True], [False])
    assert (math.isnan(precision), recall, f1) == (True, 0.0, 0.0)
    assert math.isnan(found([False], [True]).recall)


def test_the_precision_recall_curve_flags_ties_together() -> None:
    labelled, scores = [True, False, True, False], [0.9, 0.5, 0.5, 0.1]
    points = precision_recall(labelled, scores)
    assert points == [(1.0, 0.5), (2 / 3, 1.0), (0.5, 1.0)]
    assert average_precision(points) == 1.0 * 0.5 + 2 / 3 * 0.5
    assert recall_at_precision(points, 0.8) == 0.5
    assert recall_at_precision(points, 0.6) == 1.0


def test_a_precision_nothing_reaches_has_no_recall() -> None:
    assert recall_at_precision(precision_recall([False, True], [0.9, 0.1]), 0.8) == 0.0
    assert math.isnan(recall_at_precision(precision_recall([False], [0.9]), 0.8))


def test_calibration_weighs_both_sides_to_the_base_rate() -> None:
    # Nine clean documents and one damaged one, all predicted 0.5: at a base rate of one half that is right.
    assert calibration_error([0.5], [0.5] * 9, 0.5) == 0.0
    assert calibration_error([0.5], [0.5] * 9, 0.1) == pytest.approx(0.4)
    assert math.isnan(calibration_error([], [0.5], 0.5))


def test_bins_have_equal_mass_and_keep_ties_together() -> None:
    assert bins([0.75, 0.75], [0.25, 0.5], 0.5, 2) == [Bin(0.375, 0.0, 0.5), Bin(0.75, 1.0, 0.5)]
    (only,) = bins([0.3] * 5, [0.3] * 5, 0.5, 10)
    assert only == pytest.approx((0.3, 0.5, 1.0))


def test_the_masses_of_bins_make_one_whatever_the_numbers() -> None:
    damaged, clean = [n / 37 for n in range(37)], [n / 91 for n in range(91)]
    parts = bins(damaged, clean, 0.2)
    assert len(parts) == 10
    assert sum(part.mass for part in parts) == pytest.approx(1)
    assert all(part.mass == pytest.approx(0.1, abs=0.03) for part in parts)
    assert [part.predicted for part in parts] == sorted(part.predicted for part in parts)
