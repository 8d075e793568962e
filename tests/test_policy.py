"""Verdicts, their reasons and remedies, and settings from files."""

from __future__ import annotations

from pathlib import Path

import pytest

from qc.config import ConfigError, find, load
from qc.policy import PROFILES, Decision, Policy, PolicyError
from qc.registry import rules
from qc.rule import Axis
from qc.score import FLUENCY, Contribution, Score, scored


def score(**evidence: float) -> Score:
    """A score of log-odds of damage by axis (of points, for extraction), over the usual chance of unseen damage."""
    return scored((Contribution(f"{axis}-rule", Axis(axis), 2, 0.0, much) for axis, much in evidence.items()), -3.0)


@pytest.mark.parametrize(
    ("evidence", "decision"),
    [
        ({}, Decision.ACCEPT),
        ({"translation": 1.5}, Decision.ACCEPT),
        ({"translation": 2.5}, Decision.REVIEW),
        ({"translation": 2.5, "quotation": 1.5}, Decision.REJECT),
        ({"encoding": 4.5}, Decision.REJECT),
        ({"extraction": 95.0}, Decision.REVIEW),
    ],
)
def test_extraction_alone_never_rejects(evidence: dict[str, float], decision: Decision) -> None:
    assert Policy.named("news").judge(score(**evidence)).decision is decision


def test_profiles_differ_on_one_score() -> None:
    middling = score(translation=1.6, quotation=1.5)
    verdicts = {name: Policy.named(name).judge(middling).decision for name in PROFILES}
    assert verdicts == {"news": Decision.REVIEW, "corpus": Decision.REVIEW, "strict": Decision.REJECT}


def test_reasons_name_the_rules_dearest_axis_first() -> None:
    verdict = Policy().judge(score(translation=1.0, quotation=3.0))
    assert verdict.reasons == (
        "quotation damage costs 51.3 points: 2 quotation-rule",
        "translation damage costs 17.1 points: 2 translation-rule",
    )


def test_remedies_name_the_fewest_rules_that_suffice() -> None:
    verdict = Policy().judge(score(translation=1.0, quotation=3.0))
    assert verdict.remedies == ("mending 2 quotation-rule would bring reliability from 26.9 to 88.1; 70 passes",)


def test_fluency_is_named_in_words_and_last() -> None:
    costs = (
        Contribution(FLUENCY, Axis.TRANSLATION, 1, 0.0, 3.0),
        Contribution("non-word", Axis.TRANSLATION, 2, 0.0, 1.0),
    )
    verdict = Policy().judge(scored(costs, -3.0))
    assert verdict.reasons == ("translation damage costs 68.4 points: 2 non-word and how its sentences read",)
    assert verdict.remedies == (
        "mending the sentences that read badly would bring reliability from 26.9 to 88.1; 70 passes",
    )


def test_an_accepted_document_needs_no_reasons() -> None:
    verdict = Policy().judge(score(translation=0.5))
    assert (verdict.reasons, verdict.remedies) == ((), ())


def test_unknown_profile_and_unknown_rule_are_errors() -> None:
    with pytest.raises(PolicyError, match="no profile 'newz'"):
        Policy.named("newz")
    with pytest.raises(PolicyError, match="did you mean 'reversed-mark'"):
        Policy(ignore=frozenset({"reversed-marks"})).chosen(rules())


def test_select_and_ignore_take_rules_and_families() -> None:
    chosen = Policy(select=frozenset({"quotes"}), ignore=frozenset({"reversed-mark"})).chosen(rules())
    assert chosen
    assert {rule.family for rule in chosen.values()} == {"quotes"}
    assert "reversed-mark" not in chosen


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_settings_come_from_qc_toml(tmp_path: Path) -> None:
    policy = load(write(tmp_path / "qc.toml", 'profile = "strict"\nreview-below = 95\nweights = { non-word = 2 }\n'))
    assert (policy.profile, policy.thresholds.review_below, policy.thresholds.reject_below) == ("strict", 95, 50)
    assert policy.weights == {"non-word": 2}


def test_settings_come_from_pyproject(tmp_path: Path) -> None:
    policy = load(write(tmp_path / "pyproject.toml", '[tool.qc]\nignore = ["calque"]\n'))
    assert policy.ignore == {"calque"}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("profle = 'news'", "unknown setting 'profle'"),
        ("review-below = 'high'", "review-below is a number"),
        ("review-below = true", "review-below is a number"),
        ("reject-below = 90", "lies above review-below"),
        ("reject-below = -1", "reject-below is a number of 0 or more"),
        ("select = 'quotes'", "select is a list"),
        ("profile = 'newz'", "no profile 'newz'"),
        ("profile = ", "qc.toml"),
    ],
)
def test_a_wrong_setting_names_the_file_and_the_reason(tmp_path: Path, line: str, reason: str) -> None:
    path = write(tmp_path / "qc.toml", line)
    with pytest.raises(ConfigError, match=reason) as error:
        load(path)
    assert str(path) in str(error.value)


def test_the_nearest_file_above_is_found_and_a_pyproject_without_our_table_passed_over(tmp_path: Path) -> None:
    own = write(tmp_path / "qc.toml", "")
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    write(inner / "pyproject.toml", "[tool.other]\n")
    assert find(inner) == own
