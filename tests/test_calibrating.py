"""`qc calibrate`: thresholds that keep to a budget, and settings that `qc check` reads."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from qc import check
from qc.cli.calibrating import Request, budget, calibrate
from qc.config import load, policy
from qc.evaluation.labelled import Outcome
from qc.evaluation.thresholds import BudgetError, fitted, settings

Capture = pytest.CaptureFixture[str]


def outcome(expect: str, value: float | None, number: int, text_value: float | None = None) -> Outcome:
    text = value if text_value is None else text_value
    return Outcome(expect, "-", "", "", "", f"{expect}{number}", 100, 0.0, "accept", Counter(), value, text)  # type: ignore[arg-type]


def clean(count: int) -> list[Outcome]:
    """Reliability 100, 99, 98, …"""
    return [outcome("pass", 100.0 - n, n) for n in range(count)]


def damaged(*values: float) -> list[Outcome]:
    return [outcome("flag", value, n) for n, value in enumerate(values)]


def test_thresholds_flag_as_many_clean_documents_as_the_budget_has_and_no_more() -> None:
    profile = fitted([*clean(50), *damaged(20, 53, 52.5, 99)], 0.1, 0.04)
    # Clean ones are worth 51 to 100. Five may be flagged: 51 to 55. Two may be rejected: 51 and 52.
    assert (profile.review.below, profile.review.alarms) == (56.0, 5)
    assert (profile.reject.below, profile.reject.alarms) == (53.0, 2)
    assert (profile.review.recall, profile.reject.recall) == (0.75, 0.5)
    assert profile.review.low <= 0.75 <= profile.review.high
    assert profile.review.bound > 0.1


def test_rejects_are_half_the_budget_or_none() -> None:
    profile = fitted([*clean(50), *damaged(20)], 0.1)
    assert (profile.reject.below, profile.reject.alarms) == (53.0, 2)
    profile = fitted([*clean(50), *damaged(20)], 0.02)
    assert (profile.reject.below, profile.reject.alarms) == (51.0, 0)


def test_rejects_look_at_the_words_alone_and_never_above_the_reviews() -> None:
    """Nothing is wrong with the words of the clean ones: 100 would reject none of them, and settings would cross."""
    furniture = [outcome("pass", 100.0 - n, n, text_value=100.0) for n in range(20)]
    profile = fitted([*furniture, *damaged(20, 90)], 0.1)
    assert (profile.review.below, profile.reject.below) == (83.0, 83.0)
    assert (profile.reject.alarms, profile.reject.recall) == (0, 0.5)
    assert policy(tomllib.loads(settings(profile, "news", "x"))).thresholds.reject_below == 83.0


def test_tied_clean_documents_are_flagged_together_or_not_at_all() -> None:
    same = [outcome("pass", 90.0, n) for n in range(10)]
    assert fitted([*same, *damaged(80)], 0.2).review.alarms == 0


def test_what_was_not_judged_counts_neither_way() -> None:
    profile = fitted([*clean(10), *[outcome("pass", None, n) for n in range(90)], *damaged(1)], 0.1)
    assert (profile.review.clean, profile.review.alarms) == (10, 1)


@pytest.mark.parametrize(
    ("count", "review", "reject", "reason"),
    [
        (60, 0.01, None, "a budget of 1 % takes 100 clean documents, so that one of them may be flagged; 60 were"),
        (199, 0.01, 0.005, "a budget of 0.5 % takes 200 clean documents, so that one of them may be flagged; 199 were"),
        (0, 0.5, None, "a budget of 50 % takes 2 clean documents, so that one of them may be flagged; none was judged"),
        (100, 0.05, 0.1, "0.1 of the clean documents to reject is more than 0.05 to review"),
    ],
)  # fmt: skip
def test_a_budget_that_cannot_be_kept_is_refused(count: int, review: float, reject: float | None, reason: str) -> None:
    with pytest.raises(BudgetError) as raised:
        fitted([*clean(count), *damaged(1)], review, reject)
    assert str(raised.value).startswith(reason)


@pytest.mark.parametrize(("typed", "share"), [("1%", 0.01), ("0.5 %", 0.005), ("0.02", 0.02), (" 50% ", 0.5)])
def test_a_budget_is_a_share(typed: str, share: float) -> None:
    assert budget(typed) == pytest.approx(share)


@pytest.mark.parametrize("typed", ["1", "0", "0%", "100%", "-1%", "nan", "many", ""])
def test_what_is_no_share_is_refused(typed: str, capsys: Capture) -> None:
    with pytest.raises(SystemExit) as ended:
        budget(typed)
    assert ended.value.code == 2
    assert capsys.readouterr().err == f"qc: a budget of false alarms is a share such as 1% or 0.01, not {typed!r}\n"


SENTENCES = (
    "The parish council met on Monday to talk about the bridge, and nobody spoke against the repairs.",
    "They are to begin in May and to last until the end of August.",
    "The money comes from a fund that the county set up after the floods, and the clerk said that more would follow.",
    "Most of the people who came had walked across the fields because the road was still under water.",
)
GOOD = " ".join(SENTENCES)


def labelled(path: Path, good: int = 40) -> Path:
    bad = GOOD.replace("the fields", "the the fields").replace("the road", "the the road")
    worst = bad.replace("of the people", "of the the people").replace("the county", "the the county")
    rows = [{"text": GOOD, "label": "clean"}] * (good - 1) + [{"text": bad, "label": "clean"}]
    rows += [{"text": worst, "label": "damaged"}] * 3 + [{"text": GOOD, "label": "damaged"}]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_the_settings_are_read_and_keep_to_the_budget(tmp_path: Path, capsys: Capture) -> None:
    page = tmp_path / "mine.toml"
    source = labelled(tmp_path / "mine.jsonl")
    calibrate(Request(source, "5%", output=page, jobs=1))
    out = capsys.readouterr().out
    assert "and 75 % [" in out
    assert "tried on 40 clean and 4 damaged documents" in out
    assert f"wrote {page}; qc check --config reads it" in out
    assert page.read_text("utf-8").startswith("# Made by: qc calibrate mine.jsonl --false-alarms 5%\n")
    mine = load(page)
    verdicts = Counter(
        (row["label"], str(check(row["text"], policy=mine).verdict))
        for row in map(json.loads, source.read_text("utf-8").splitlines())
    )
    flagged = sum(count for (label, verdict), count in verdicts.items() if label == "clean" and verdict != "accept")
    assert flagged <= 2
    assert verdicts["damaged", "accept"] == 1


def test_a_file_is_replaced_only_when_told_and_it_is_said(tmp_path: Path, capsys: Capture) -> None:
    source, page = labelled(tmp_path / "mine.jsonl"), tmp_path / "qc.toml"
    page.write_text("profile = 'corpus'\n", encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        calibrate(Request(source, "5%", output=page, jobs=1))
    assert ended.value.code == 2
    assert capsys.readouterr().err == f"qc: {page}: is there already and stays as it is; --force replaces it\n"
    assert page.read_text("utf-8") == "profile = 'corpus'\n"
    calibrate(Request(source, "5%", output=page, force=True, jobs=1))
    assert f"replaced {page};" in capsys.readouterr().out
    assert load(page).profile == "news"


def test_without_a_file_the_settings_are_printed(tmp_path: Path, capsys: Capture) -> None:
    calibrate(Request(labelled(tmp_path / "mine.jsonl"), "5%", profile="strict", jobs=1))
    out = capsys.readouterr().out
    assert '\nprofile = "strict"\n' in out


def test_too_few_documents_are_refused_in_a_line(tmp_path: Path, capsys: Capture) -> None:
    source = labelled(tmp_path / "mine.jsonl")
    with pytest.raises(SystemExit) as ended:
        calibrate(Request(source, "1%", output=tmp_path / "qc.toml", jobs=1))
    out, err = capsys.readouterr()
    assert (ended.value.code, out) == (2, "")
    assert err.startswith(f"qc: {source}: a budget of 1 % takes 100 clean documents")
    assert not (tmp_path / "qc.toml").exists()


def test_without_damaged_documents_recall_is_not_claimed(tmp_path: Path, capsys: Capture) -> None:
    source = tmp_path / "mine.jsonl"
    source.write_text(f"{json.dumps({'text': GOOD, 'label': 'clean'})}\n" * 20, encoding="utf-8")
    calibrate(Request(source, "5%", jobs=1))
    assert "no damaged documents, so nothing is known of recall" in capsys.readouterr().out


def test_settings_of_a_project_are_not_replaced(tmp_path: Path, capsys: Capture) -> None:
    page = tmp_path / "pyproject.toml"
    page.write_text("[project]\n", encoding="utf-8")
    with pytest.raises(SystemExit):
        calibrate(Request(labelled(tmp_path / "mine.jsonl"), "5%", output=page, force=True, jobs=1))
    assert page.read_text("utf-8") == "[project]\n"
    assert "pyproject.toml: settings go to a file of their own, such as qc.toml" in capsys.readouterr().err


def test_from_the_command_line_to_a_check(tmp_path: Path) -> None:
    labelled(tmp_path / "mine.jsonl")
    (tmp_path / "page.txt").write_text(GOOD, encoding="utf-8")

    def qc(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "qc", *arguments]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)

    made = qc("calibrate", "mine.jsonl", "--false-alarms", "5%", "--reject-false-alarms", "5%", "-o", "mine.toml")
    assert (made.returncode, made.stderr) == (0, "")
    assert "wrote mine.toml" in made.stdout
    checked = qc("check", "page.txt", "--config", "mine.toml", "--no-report")
    assert checked.returncode == 0
    measured = qc("eval", "mine.jsonl", "--no-lengths", "--base-rate", "0.1", "--output", "page.md", "--jobs", "1")
    assert (measured.returncode, measured.stderr) == (0, "")
    assert "were 10 % of all documents damaged" in (tmp_path / "page.md").read_text("utf-8")


def test_settings_round_to_what_the_score_has() -> None:
    text = settings(fitted([*clean(50), *damaged(20)], 0.1), "news", "qc calibrate x")
    assert "review-below = 56.0\nreject-below = 53.0\n" in text
