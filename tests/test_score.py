"""The score can be added up from its parts, whatever the findings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qc.registry import rules
from qc.rule import Axis, Rule
from qc.score import CAP, FEWEST_WORDS, FLOOR, reliability, weight_of, weights


def rule_of(axis: Axis, stage: str = "stable") -> Rule:
    return Rule(check=lambda doc: iter(()), axis=axis, examples=(), stage=stage)  # type: ignore[arg-type]


RULE = rule_of(Axis.QUOTATION)
ID = RULE.id


def score(strengths: list[float], words: int, weight: float = 5.0) -> float:
    return reliability({ID: strengths}, {ID: RULE}, words, {ID: weight}).value


def test_no_findings_no_loss() -> None:
    assert reliability({}, {}, 500).value == 100


def test_cost_is_weight_times_strength_per_thousand_words() -> None:
    assert score([1.0, 0.5], 1000) == 100 - 7.5
    assert score([1.0, 0.5], 2000) == 100 - 3.8


def test_short_prose_is_charged_as_the_fewest_words() -> None:
    assert score([1.0], 60) == score([1.0], FEWEST_WORDS)


def test_one_rule_costs_no_more_than_the_cap() -> None:
    assert score([1.0] * 500, 1000) == 100 - CAP


def test_a_trial_rule_weighs_nothing() -> None:
    trial = rule_of(Axis.QUOTATION, "trial")
    assert weight_of(trial, {trial.id: 9.0}) == 0
    assert reliability({trial.id: [1.0] * 9}, {trial.id: trial}, 500).contributions == ()


@given(
    st.dictionaries(st.sampled_from(sorted(rules()) or [""]), st.lists(st.floats(0.01, 1.0), min_size=1, max_size=80)),
    st.integers(1, 100_000),
)
def test_contributions_add_up_to_the_value(strengths: dict[str, list[float]], words: int) -> None:
    strengths.pop("", None)
    result = reliability(strengths, rules(), words)
    assert 0 <= result.value <= 100
    assert result.value == pytest.approx(100 - sum(c.points for c in result.contributions), abs=1e-6)
    assert all(c.points > 0 for c in result.contributions if c.rule != FLOOR)


@given(st.lists(st.floats(0.01, 1.0), max_size=30), st.floats(0.01, 1.0), st.integers(1, 5000))
def test_a_further_finding_never_raises_the_score(strengths: list[float], more: float, words: int) -> None:
    assert score([*strengths, more], words) <= score(strengths, words)


def test_sub_scores_speak_of_their_axes_alone() -> None:
    result = reliability({ID: [1.0]}, {ID: RULE}, 1000, {ID: 6.0})
    assert result.of(Axis.QUOTATION) == 94
    assert result.of(Axis.TRANSLATION) == 100
    assert result.of(Axis.TRANSLATION, Axis.QUOTATION) == 94


def test_every_stable_rule_has_a_weight_and_every_weight_a_rule() -> None:
    stable = {name for name, rule in rules().items() if rule.stage == "stable"}
    assert stable - set(weights()) == set()
    assert set(weights()) - set(rules()) == set()
