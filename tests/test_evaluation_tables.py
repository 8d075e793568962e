"""The evaluation's tables against rows worked out by hand."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from qc.evaluation import findings, separation, spans, verdicts
from qc.evaluation.calibration import Bin
from qc.evaluation.diagram import diagram
from qc.evaluation.labelled import LabelledSentence, Outcome
from qc.evaluation.page import Setting, page
from qc.evaluation.tables import table
from qc.registry import rules

PASSING = Outcome("pass", "press", "native", "", "news", "p1", 1000, 0.0, "accept", Counter(), 100.0, 100.0)
LEARNER = replace(
    PASSING, source="school", kind="learner", genre="essay", group="p2", words=3000, damage=9.0, decision="review",
    findings=Counter({"doubled-word": 2}), reliability=91.0,
)  # fmt: skip
POOR = Outcome(
    "flag", "engine", "mt", "poor", "", "d1", 500, 50.0, "reject",
    Counter({"doubled-word": 3, "glued-mark": 1}), 50.0, 50.0,
)  # fmt: skip
FAIR = replace(POOR, expect="either", tier="fair", group="d2", damage=5.0, decision="accept", findings=Counter())
OUTCOMES = [PASSING, replace(PASSING, group="p3"), LEARNER, POOR, replace(POOR, group="d3", decision="review"), FAIR]

KNOWN = {name: rule for name, rule in rules().items() if name in {"doubled-word", "glued-mark"}}


def test_good_documents_lost_come_after_all_of_them_the_worst_first() -> None:
    lost = replace(PASSING, source="scans", decision="reject")
    rows = list(verdicts.lost_rows([*OUTCOMES, lost, replace(lost, decision="accept")], verdicts.by_source))
    # Documents, per cent reviewed, per cent rejected; then Wilson's bound.
    assert [row[:4] for row in rows] == [
        ("all clean text", 5, "20.0", "20.0"),
        ("scans", 2, "0", "50.0"),
        ("school", 1, "100.0", "0"),
        ("press", 2, "0", "0"),
    ]
    assert rows[-1][4] == "65.8"


def test_the_worst_genre_is_named_if_it_has_enough_documents() -> None:
    fiction = [replace(PASSING, genre="fiction", decision="reject")] * 2 + [replace(PASSING, genre="fiction")] * 18
    few = [replace(PASSING, genre="verse", decision="reject")] * 19
    sentence = verdicts.worst_genre([*fiction, *few, *[PASSING] * 30])
    assert sentence == "Of the genres with 20 documents or more, fiction loses the most: 2 of 20 rejected."
    assert verdicts.worst_genre([PASSING] * 30).startswith("No genre with 20")
    assert verdicts.worst_genre([replace(PASSING, genre="", decision="reject")] * 30) == ""


def test_machine_text_is_counted_by_kind_and_tier_damaged_first() -> None:
    # Number, then per cent accepted, to review, rejected, not judged.
    assert list(verdicts.machine_rows(OUTCOMES)) == [
        ("mt poor", "damaged", 2, "0", "50.0", "50.0", "0"),
        ("mt fair", "either", 1, "100.0", "0", "0", "0"),
    ]


def test_separation_is_against_what_is_expected_to_pass() -> None:
    rows = list(separation.overall_rows(OUTCOMES))
    assert [row[:2] for row in rows] == [
        ("all damaged, as they are", 2),
        ("damaged, 200 words or more, as they are", 2),
    ]
    # Both damaged documents lie above all three clean ones, whatever is drawn.
    assert rows[0][2:] == ("1.00 [1.00-1.00]",) * 4


def test_the_normal_form_has_rows_beside_those_of_the_text_as_it_is() -> None:
    """Half the damage was layout: in normal form the damaged documents lie below the learner's."""
    normal = [replace(o, normalised=o.damage if o.expect == "pass" else 1.0) for o in OUTCOMES]
    rows = list(separation.overall_rows(normal))
    assert [row[0] for row in rows[:2]] == ["all damaged, as they are", "all damaged, in normal form"]
    assert str(rows[0][2]).startswith("1.00 [")
    assert str(rows[1][2]).startswith("0.67 [")


def test_parts_are_compared_with_all_clean_text_and_with_their_own_corpus() -> None:
    """The engine's documents lie above all clean text but not above that of their own source."""
    own = replace(PASSING, source="engine", group="p4", damage=70.0)
    ((name, number, every, _, within, recall),) = separation.part_rows([PASSING, own, POOR], separation.source)
    assert (name, number) == ("engine", 1)
    assert str(every).startswith("0.50 [")
    assert (within, recall) == ("0.00 [0.00-0.00]", "0.00 [0.00-0.00]")


def test_a_source_without_clean_text_is_compared_with_the_sources_of_its_articles() -> None:
    article = replace(POOR, group="p1")
    assert separation.corpora([PASSING, LEARNER, article])["engine"] == {"press"}
    assert separation.corpora([PASSING, LEARNER, POOR])["engine"] == frozenset()
    assert separation.corpora([PASSING, LEARNER, article])["press"] == {"press"}


def test_tiers_come_from_the_worst_and_without_documents_damaged_in_parts() -> None:
    parts = [replace(POOR, tier=tier) for tier in ("good", "very_poor", "odd", "smt")]
    hybrid = replace(POOR, tier="poor", sentences=(LabelledSentence(True, True, 0.9),))
    rows = separation.part_rows([PASSING, *parts, hybrid], separation.tier)
    assert [row[0] for row in rows] == ["very_poor", "smt", "good", "odd"]


def test_without_documents_on_both_sides_there_is_no_separation() -> None:
    assert next(separation.overall_rows([PASSING]))[1:] == (0, "-", "-", "-", "-")


def test_lengths_are_those_of_the_same_documents() -> None:
    cut = [replace(PASSING, shortened=(9.0, 0.0)), replace(POOR, shortened=(3.0, 30.0))]
    rows = list(separation.length_rows([*OUTCOMES, *cut], (50, 100)))
    assert [row[:3] for row in rows] == [("first 50", 1, 1), ("first 100", 1, 1), ("whole", 1, 1)]
    assert [str(row[3])[:4] for row in rows] == ["0.00", "1.00", "1.00"]


def test_rules_are_counted_per_ten_thousand_words_and_weighed_against_each_other() -> None:
    # Clean: 5,000 words, 2 findings. Damaged: 1,000, 6 and 2 findings.
    assert list(findings.rule_rows(OUTCOMES, KNOWN)) == [
        ("garble/doubled-word", "4.00", "60.00", "0.94", "-", "above the bar"),
        ("quotes/glued-mark", "0.00", "20.00", "1.00", "-", ""),
        ("quotes, all stable", "0.00", "20.00", "1.00", "-", ""),
    ]


def test_findings_in_doubt_are_counted_apart_and_break_no_bar() -> None:
    doubted = {"garbled-speech": 1, "garbled-speech (in doubt)": 3}
    rows = {
        row[0]: row[2:]
        for row in findings.rule_rows(
            [replace(POOR, findings=Counter(doubted)), PASSING], {"garbled-speech": rules()["garbled-speech"]}
        )
    }
    assert rows["quotes/garbled-speech"] == ("20.00", "1.00", "-", "")
    assert rows["quotes/garbled-speech (in doubt)"] == ("60.00", "1.00", "-", "in bad documents alone")


def test_of_findings_in_marked_documents_those_in_spans_are_counted() -> None:
    marked = replace(POOR, sentences=(LabelledSentence(True, True, 0.9),), in_spans=Counter({"doubled-word": 2}))
    row = next(findings.rule_rows([*OUTCOMES, marked], KNOWN))
    assert row[4] == "2 of 3"


def test_rules_of_languagetool_stand_below_ours_and_together() -> None:
    second = [replace(POOR, findings=Counter({"languagetool/DT_DT": 1, "languagetool/A_MY": 2})), PASSING, LEARNER]
    rows = {row[0]: row[1:4] for row in findings.rule_rows(second, KNOWN)}
    assert list(rows)[2:] == ["languagetool/A_MY", "languagetool/DT_DT", "quotes, all stable", "languagetool, all"]
    assert rows["languagetool/A_MY"] == ("0.00", "40.00", "1.00")
    assert rows["languagetool, all"] == ("0.00", "60.00", "1.00")
    alarms = replace(LEARNER, findings=Counter({"languagetool/DT_DT": 1}))
    assert [row[0] for row in findings.part_rows([alarms], KNOWN)] == ["languagetool/DT_DT"]


def test_a_rule_on_trial_may_lie_above_the_bar() -> None:
    trial = {"doubled-word": replace(KNOWN["doubled-word"], stage="trial")}
    ((*_, note),) = findings.rule_rows(OUTCOMES, trial)
    assert note == "on trial"


def test_false_alarms_come_by_part_of_clean_text() -> None:
    # Native news: two documents without findings. No other native text, no translations. Learners: 2 in 3,000 words.
    assert list(findings.part_rows(OUTCOMES, KNOWN)) == [("garble/doubled-word", "0.00", "-", "-", "6.67")]


def test_quotations_come_by_genre_the_most_findings_first() -> None:
    fiction = replace(PASSING, genre="fiction/short", findings=Counter({"glued-mark": 1, "doubled-word": 5}))
    assert list(findings.quotation_rows([PASSING, fiction, POOR], KNOWN)) == [
        ("fiction", 1, "1,000", "10.00"),
        ("news", 1, "1,000", "0.00"),
        ("damaged text", 1, "500", "20.00"),
    ]


MARKED = replace(
    POOR,
    sentences=(
        LabelledSentence(labelled=True, found=True, damage=0.9),
        LabelledSentence(labelled=True, found=False, damage=0.4),
        LabelledSentence(labelled=False, found=True, damage=0.5),
        LabelledSentence(labelled=False, found=False, damage=0.1),
    ),
)


def test_marked_sentences_are_found_or_not() -> None:
    assert list(spans.found_rows([*OUTCOMES, MARKED])) == [("engine", 1, 4, "50.0", "0.50", "0.50", "0.50")]


def test_sentence_damage_has_recall_at_a_precision() -> None:
    # Ranked: hit, miss, hit, miss. Precision 1 at recall 0.5, 2/3 at recall 1.
    assert list(spans.damage_rows([MARKED])) == [("engine", "0.83", "1.00", "0.50", "0.50")]


def test_marked_human_text_is_told_from_machine_text() -> None:
    human = replace(MARKED, expect="pass")
    assert [row[0] for row in spans.found_rows([MARKED, human])] == ["engine", "engine (clean)"]


def test_a_table_has_as_many_cells_in_each_row() -> None:
    assert table(("a", "b", "c"), [(1, "x", 2.5)]) == "| a | b | c |\n|---|--:|--:|\n| 1 | x | 2.5 |\n"


def test_a_name_from_a_file_breaks_no_table() -> None:
    page = table(("a", "b"), [("x | y\n<b>", 1)])
    assert page.splitlines()[2] == "| x \\| y\N{RETURN SYMBOL}\\<b\\> | 1 |"


@pytest.mark.parametrize("outcomes", [OUTCOMES, [*OUTCOMES, MARKED], [PASSING], [POOR], []])
def test_the_page_says_how_it_was_made_and_its_tables_hold_together(outcomes: list[Outcome]) -> None:
    made = page(outcomes, rules(), Setting("qc eval mine.jsonl", "news", appended=("## Baselines\n",)))
    words = f"{sum(o.words for o in outcomes):,}"
    assert f"`qc eval mine.jsonl` (profile news): {len(outcomes)} documents of {words} words." in made
    tables = [block for block in made.split("\n\n") if block.startswith("|")]
    widths = [{len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()} for block in tables]
    assert len(widths) == 13 + 2 * any(o.sentences for o in outcomes)
    assert all(len(width) == 1 for width in widths)
    assert all(f"/{name} |" in made for name in rules())
    assert made.endswith("\n## Baselines\n")


def test_every_table_follows_a_sentence_or_a_heading() -> None:
    blocks = page([*OUTCOMES, MARKED], rules(), Setting("qc eval x", "news", picture="x.svg")).split("\n\n")
    assert "![Reliability diagram; the table below has its numbers](x.svg)" in blocks
    headings = [block for block in blocks if block.startswith("## ")]
    assert [heading.partition("\n")[0] for heading in headings] == [
        "## Human text", "## Machine text", "## Separation", "## Calibration", "## Where the damage is", "## Rules",
        "## Quotations", "## Speed",
    ]  # fmt: skip


def test_the_page_is_the_same_every_time() -> None:
    setting = Setting("qc eval x", "news")
    assert page(OUTCOMES, rules(), setting) == page(list(OUTCOMES), rules(), setting)


def test_the_diagram_is_a_picture_that_says_its_numbers() -> None:
    root = ET.fromstring(diagram([Bin(0.1, 0.2, 0.5), Bin(0.9, 1.0, 0.5)]))
    circles = root.findall("{*}circle")
    # Right is more predicted, up is more observed.
    assert float(circles[0].attrib["cx"]) < float(circles[1].attrib["cx"])
    assert float(circles[0].attrib["cy"]) > float(circles[1].attrib["cy"])
    description = root.findtext("{*}desc")
    assert description is not None
    assert "predicted 0.10, observed 0.20; predicted 0.90, observed 1.00." in description
    assert root.attrib["role"] == "img"


def test_a_diagram_of_nothing_is_still_a_picture() -> None:
    assert ET.fromstring(diagram([])).findall("{*}circle") == []
