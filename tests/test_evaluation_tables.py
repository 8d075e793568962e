"""The evaluation's tables against rows worked out by hand."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from qc.evaluation.labelled import Outcome
from qc.evaluation.tables import lost_rows, markdown, rule_rows, separation_rows, table, verdict_rows
from qc.policy import Policy
from qc.registry import rules

PASSING = Outcome("pass", "press", "native", "", "news", "p1", 1000, 0.0, "accept", Counter())
LEARNER = Outcome("pass", "school", "learner", "", "essay", "p2", 3000, 9.0, "review", Counter({"doubled-word": 2}))
POOR = Outcome("flag", "-", "mt", "poor", "", "d1", 500, 50.0, "reject", Counter({"doubled-word": 3, "glued-mark": 1}))
FAIR = Outcome("either", "-", "mt", "fair", "", "d2", 500, 5.0, "accept", Counter())
OUTCOMES = [PASSING, replace(PASSING, group="p3"), LEARNER, POOR, replace(POOR, group="d3", decision="review"), FAIR]

KNOWN = {name: rule for name, rule in rules().items() if name in {"doubled-word", "glued-mark"}}


def test_verdicts_are_counted_by_expectation_kind_and_tier() -> None:
    # After the number of documents: per cent accepted, to review, rejected, not judged.
    assert list(verdict_rows(OUTCOMES)) == [
        ("either", "mt", "fair", 1, "100.0", "0", "0", "0"),
        ("flag", "mt", "poor", 2, "0", "50.0", "50.0", "0"),
        ("pass", "learner", "", 1, "0", "100.0", "0", "0"),
        ("pass", "native", "", 2, "100.0", "0", "0", "0"),
    ]


def test_good_documents_lost_come_by_source_the_worst_first() -> None:
    lost = replace(PASSING, source="scans", decision="reject")
    assert list(lost_rows([*OUTCOMES, lost, replace(lost, decision="accept")])) == [
        ("scans", 2, "0", "50.0"),
        ("press", 2, "0", "0"),
        ("school", 1, "100.0", "0"),
    ]


def test_separation_is_against_what_is_expected_to_pass() -> None:
    rows = list(separation_rows(OUTCOMES))
    assert [row[:2] for row in rows] == [("all flagged", 2), ("mt fair", 1), ("mt poor", 2)]
    # Both flagged documents lie above all three passing ones, whatever is drawn.
    assert rows[0][2:] == ("1.00 [1.00-1.00]",) * 4
    # 5 lies above two of three; no share of the passing ones may exceed it, and one does.
    assert str(rows[1][2]).startswith("0.67 [")
    assert str(rows[1][3]).startswith("0.00 [")


def test_documents_of_no_kind_are_in_the_first_row_only() -> None:
    plain = [replace(o, kind="", tier="") for o in OUTCOMES]
    assert [row[:2] for row in separation_rows(plain)] == [("all flagged", 2)]


def test_without_documents_on_both_sides_there_is_no_separation() -> None:
    assert list(separation_rows([PASSING])) == [("all flagged", 0, "-", "-", "-", "-")]


def test_rules_are_counted_per_ten_thousand_words_of_each_part() -> None:
    # Clean: 5,000 words, 2 findings. Native news: 2,000, none. Translations: no documents. Learners: 3,000, 2
    # findings. Damaged: 1,000, 6 and 2 findings.
    assert list(rule_rows(OUTCOMES, KNOWN)) == [
        ("garble/doubled-word", "stable", "4.00", "0.00", "-", "6.67", "60.00", "15", "above the bar"),
        ("quotes/glued-mark", "stable", "0.00", "0.00", "-", "0.00", "20.00", "-", ""),
        ("**quotes, all stable**", "", "0.00", "0.00", "-", "0.00", "20.00", "", ""),
    ]


def test_a_rule_on_trial_may_lie_above_the_bar() -> None:
    trial = {"doubled-word": replace(KNOWN["doubled-word"], stage="trial")}
    ((*_, note),) = rule_rows(OUTCOMES, trial)
    assert note == ""


def test_a_table_has_as_many_cells_in_each_row() -> None:
    assert table(("a", "b", "c"), [(1, "x", 2.5)]) == "| a | b | c |\n|---|--:|--:|\n| 1 | x | 2.5 |\n"


@pytest.mark.parametrize("outcomes", [OUTCOMES, [PASSING], [POOR], []])
def test_the_page_says_how_it_was_made_and_its_tables_hold_together(outcomes: list[Outcome]) -> None:
    page = markdown(outcomes, rules(), Policy(), "mine.jsonl")
    words = f"{sum(o.words for o in outcomes):,}"
    assert f"`qc eval mine.jsonl` (profile news): {len(outcomes)} documents of {words} words." in page
    widths = [{line.count("|") for line in block.splitlines()} for block in page.split("\n\n") if block.startswith("|")]
    assert len(widths) == 4
    assert all(len(width) == 1 for width in widths)
    assert all(f"/{name} |" in page for name in rules())


def test_the_page_is_the_same_every_time() -> None:
    assert markdown(OUTCOMES, rules(), Policy(), "x") == markdown(list(OUTCOMES), rules(), Policy(), "x")
