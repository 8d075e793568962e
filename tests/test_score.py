"""The score can be added up from its parts, whatever the findings, and answers what it would be without some."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qc.fluency import DocumentDamage
from qc.registry import rules
from qc.rule import Axis, Rule
from qc.score import (
    CAP,
    FEWEST_WORDS,
    FLOOR,
    FLUENCY,
    UNSEEN,
    coefficients,
    fluency_evidence,
    reliability,
    unseen,
    weight_of,
    weights,
)


def rule_of(axis: Axis, stage: str = "stable") -> Rule:
    return Rule(check=lambda doc: iter(()), axis=axis, examples=(), stage=stage)  # type: ignore[arg-type]


RULE = rule_of(Axis.QUOTATION)
ID = RULE.id


def score(strengths: list[float], words: int, weight: float = 5.0, axis: Axis = Axis.QUOTATION) -> float:
    return reliability({ID: strengths}, {ID: rule_of(axis)}, words, {ID: weight}).value


def evidence(strengths: list[float], words: int, weight: float = 5.0) -> float:
    found = reliability({ID: strengths}, {ID: RULE}, words, {ID: weight}).contributions
    return next(c.evidence for c in found if c.rule == ID)


def test_no_findings_cost_what_no_text_is_spared() -> None:
    result = reliability({}, {}, 500)
    assert [c.rule for c in result.contributions] == [UNSEEN]
    assert result.value == pytest.approx(100 / (1 + math.exp(unseen(500))), abs=0.06)


def test_more_may_be_unseen_in_fewer_words() -> None:
    values = [reliability({}, {}, words).value for words in (60, 120, 300, 5000)]
    assert values == sorted(values)
    assert values[0] < values[2] == values[3]


def test_evidence_is_weight_times_strength_per_thousand_words() -> None:
    assert evidence([1.0, 0.5], 1000) == pytest.approx(7.5 * coefficients()["rules"])
    assert evidence([1.0, 0.5], 2000) == pytest.approx(3.75 * coefficients()["rules"])


def test_reliability_is_the_probability_that_the_evidence_leaves() -> None:
    expected = 100 / (1 + math.exp(unseen(1000) + 7.5 * coefficients()["rules"]))
    assert score([1.0, 0.5], 1000) == pytest.approx(expected, abs=0.06)


def test_extraction_costs_points_of_its_own() -> None:
    assert score([1.0], 1000, 6.0, Axis.EXTRACTION) == pytest.approx(score([], 1000) - 6)


def test_short_prose_is_charged_as_the_fewest_words() -> None:
    assert evidence([1.0], 60) == evidence([1.0], FEWEST_WORDS)


def test_one_rule_weighs_no_more_than_the_cap() -> None:
    assert evidence([1.0] * 500, 1000) == pytest.approx(CAP * coefficients()["rules"])


def test_a_trial_rule_weighs_nothing() -> None:
    trial = rule_of(Axis.QUOTATION, "trial")
    assert weight_of(trial, {trial.id: 9.0}) == 0
    found = reliability({trial.id: [1.0] * 9}, {trial.id: trial}, 500).contributions
    assert [c.rule for c in found] == [UNSEEN]


STRENGTHS = st.dictionaries(st.sampled_from(sorted(rules())), st.lists(st.floats(0.01, 1.0), min_size=1, max_size=80))
DAMAGE = st.builds(DocumentDamage, st.floats(0, 1), st.floats(0, 1), st.integers(1, 100_000))


@given(STRENGTHS, st.integers(1, 100_000), st.none() | DAMAGE)
def test_contributions_add_up_to_the_value(
    strengths: dict[str, list[float]], words: int, fluency: DocumentDamage | None
) -> None:
    result = reliability(strengths, rules(), words, fluency=fluency)
    assert 0 <= result.value <= 100
    assert result.value == pytest.approx(100 - sum(c.points for c in result.contributions), abs=1e-6)
    assert all(c.points > 0 for c in result.contributions if c.rule != FLOOR)


@given(STRENGTHS, st.integers(1, 100_000))
def test_without_a_rule_the_score_is_as_if_it_had_found_nothing(strengths: dict[str, list[float]], words: int) -> None:
    whole = reliability(strengths, rules(), words)
    for left in list(strengths)[:2]:
        rest = reliability({name: found for name, found in strengths.items() if name != left}, rules(), words)
        # What rounds to no point at all is not among the contributions.
        assert whole.without({left}).value == pytest.approx(rest.value, abs=1)


@given(st.lists(st.floats(0.01, 1.0), max_size=30), st.floats(0.01, 1.0), st.integers(1, 5000))
def test_a_further_finding_never_raises_the_score(strengths: list[float], more: float, words: int) -> None:
    assert score([*strengths, more], words) <= score(strengths, words)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 0.2))
def test_worse_sentences_never_weigh_less(overall: float, local: float, more: float) -> None:
    less = fluency_evidence(DocumentDamage(overall, local, 400))
    assert fluency_evidence(DocumentDamage(min(1.0, overall + more), local, 400)) >= less
    assert fluency_evidence(DocumentDamage(overall, min(1.0, local + more), 400)) >= less


@given(st.floats(-3, 6), st.floats(0, 2))
def test_speech_that_reads_worse_than_the_narration_never_weighs_less(speech: float, more: float) -> None:
    less = fluency_evidence(DocumentDamage(0.1, 0.3, 400, speech))
    assert fluency_evidence(DocumentDamage(0.1, 0.3, 400, speech + more)) >= less
    assert less >= fluency_evidence(DocumentDamage(0.1, 0.3, 400))


def test_sentences_of_a_clean_document_cost_nothing() -> None:
    result = reliability({}, {}, 400, fluency=DocumentDamage(0.02, 0.1, 400))
    assert FLUENCY not in {c.rule for c in result.contributions}


def test_sub_scores_speak_of_their_axes_alone() -> None:
    result = reliability({ID: [1.0]}, {ID: RULE}, 1000, {ID: 6.0})
    assert result.of(Axis.QUOTATION) == result.of(Axis.TRANSLATION, Axis.QUOTATION) < 100
    assert result.of(Axis.TRANSLATION) == 100


def test_the_words_alone_leave_out_what_an_extractor_did() -> None:
    torn = rule_of(Axis.EXTRACTION)
    result = reliability({ID: [1.0] * 9}, {ID: torn}, 1000, {ID: 4.0})
    assert result.value < 75 < 95 < result.words


def test_every_stable_rule_has_a_weight_and_every_weight_a_rule() -> None:
    stable = {name for name, rule in rules().items() if rule.stage == "stable"}
    assert stable - set(weights()) == set()
    assert set(weights()) - set(rules()) == set()
