"""Comments that silence a rule: what they cover, and that a useless one is reported."""

from __future__ import annotations

import re
from time import process_time

import pytest
from growth import MOST, growth

import qc
from qc.document import Document, Span
from qc.report import Reported
from qc.rule import Axis
from qc.suppression import UNUSED, apply

# Two rules that surely exist; what they find is made up here, so that no change of a rule changes these tests.
RULE, OTHER = "doubled-word", "replacement-character"


def place(doc: Document, match: re.Match[str], rule: str) -> Reported:
    line, column = doc.locate(match.start())
    return Reported(rule, "x", Axis.TRANSLATION, Span(*match.span()), "wrong", 1.0, 1.0, (), line, column)


def outcome(text: str, markup: str = "text", ran: set[str] | None = None) -> tuple[list[str], list[str]]:
    """Which findings stay (RULE finds BAD1, BAD2..., OTHER finds ODD1...), and what is said of suppressions."""
    doc = Document(text, markup=markup)
    made = [place(doc, m, RULE) for m in re.finditer(r"BAD\d", text)]
    made += [place(doc, m, OTHER) for m in re.finditer(r"ODD\d", text)]
    kept, silenced, unused = apply(doc, made, ran)
    assert sorted(kept + silenced, key=made.index) == made
    return [doc[f.span] for f in kept], [f.message for f in unused]


MARKUPS = pytest.mark.parametrize("markup", ["text", "markdown"])


@MARKUPS
def test_a_comment_on_its_own_line_covers_the_next_block_only(markup: str) -> None:
    text = "One BAD1 here.\n\n<!-- qc: ignore doubled-word -->\n\nTwo BAD2 here.\n\nThree BAD3 here.\n"
    assert outcome(text, markup) == (["BAD1", "BAD3"], [])


@MARKUPS
def test_it_covers_the_block_right_below_it(markup: str) -> None:
    text = (
        "One BAD1 here.\n\n<!-- qc: ignore doubled-word -->\nTwo BAD2 stands here and\nalso BAD3.\n\nThree BAD4 here.\n"
    )
    assert outcome(text, markup)[0] in (["BAD1", "BAD4"], ["BAD1", "BAD3", "BAD4"])
    assert "BAD2" not in outcome(text, markup)[0]


@MARKUPS
def test_a_comment_at_the_end_of_a_line_covers_what_it_ends(markup: str) -> None:
    text = "One BAD1 here.\n\nTwo BAD2 here. <!-- qc: ignore doubled-word -->\n\nThree BAD3 here.\n"
    assert outcome(text, markup) == (["BAD1", "BAD3"], [])


@MARKUPS
def test_ignore_file_covers_all_wherever_it_stands(markup: str) -> None:
    text = "One BAD1 here.\n\nTwo ODD1 here.\n\n<!-- qc: ignore-file doubled-word -->\n"
    assert outcome(text, markup) == (["ODD1"], [])


def test_several_rules_and_other_spacing() -> None:
    assert outcome("<!--qc:ignore doubled-word,replacement-character-->\n\nBAD1 ODD1.\n") == ([], [])
    assert outcome("<!-- qc: ignore doubled-word, replacement-character -->\n\nBAD1 ODD1.\n") == ([], [])


@MARKUPS
def test_a_comment_may_run_over_two_lines(markup: str) -> None:
    text = "<!-- qc: ignore\n  doubled-word,\n  mojibake -->\n\nTwo BAD2 here.\n\nThree BAD3 here.\n"
    assert outcome(text, markup)[0] == ["BAD3"]


def test_only_the_rule_named_is_silenced() -> None:
    assert outcome("BAD1 ODD1. <!-- qc: ignore doubled-word -->\n") == (["ODD1"], [])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Fine. <!-- qc: ignore doubled-word -->\n", "doubled-word finds nothing that this comment covers"),
        ("BAD1.\n\n<!-- qc: ignore doubled-word -->\n", "doubled-word finds nothing that this comment covers"),
        ("<!-- qc: ignore-file doubled-word -->\n\nFine.\n", "doubled-word finds nothing that this comment covers"),
        ("BAD1. <!-- qc: ignore dubled-word -->\n", "there is no rule 'dubled-word'; did you mean 'doubled-word'?"),
        ("BAD1. <!-- qc: ignore -->\n", "this comment names no rule to ignore"),
        ("BAD1. <!-- qc: ignore all -->\n", "there is no rule 'all'"),
        ("BAD1. <!-- qc: ignore unused-suppression -->\n", "there is no rule 'unused-suppression'"),
    ],
)
def test_a_comment_that_silences_nothing_is_reported(text: str, message: str) -> None:
    kept, said = outcome(text)
    assert [line.partition(";")[0] for line in said] == [message.partition(";")[0]]
    assert ("BAD1" in kept) == ("BAD1" in text)


def test_the_report_of_a_useless_comment_points_at_the_name_in_it() -> None:
    text = "Fine.\n\nGood. <!-- qc: ignore doubled-word, mojibake -->\n"
    doc = Document(text)
    _, _, unused = apply(doc, [])
    assert [doc[f.span] for f in unused] == ["doubled-word", "mojibake"]
    assert {(f.rule, f.weight) for f in unused} == {(UNUSED, 0.0)}
    assert (unused[0].line, unused[0].column) == (3, 23)


def test_a_comment_for_a_rule_that_did_not_run_is_no_mistake() -> None:
    text = "Fine. <!-- qc: ignore doubled-word -->\n"
    assert outcome(text, ran={OTHER}) == ([], [])
    assert outcome(text, ran={RULE})[1] != []


def test_what_a_rule_finds_inside_a_comment_is_nobodys_concern() -> None:
    assert outcome("Fine. <!-- qc: ignore doubled-word BAD1 -->\n")[0] == []


def test_ordinary_comments_and_talk_about_qc_are_left_alone() -> None:
    text = "BAD1 <!-- ignore doubled-word --> and qc: ignore doubled-word <!-- qc: check -->\n"
    assert outcome(text) == (["BAD1"], [])


def test_a_comment_shown_as_code_does_nothing() -> None:
    fenced = "BAD1 here.\n\n```html\n<!-- qc: ignore-file doubled-word -->\n```\n"
    assert outcome(fenced, "markdown") == (["BAD1"], [])
    assert outcome("Write `<!-- qc: ignore-file doubled-word -->` for BAD1.\n", "markdown") == (["BAD1"], [])


def test_the_pipeline_takes_the_findings_out_of_the_score_and_counts_them() -> None:
    text = "The council met on Tuesday to discuss the the new bridge over the river and the road to it. " * 9
    loud, silent = qc.check(text), qc.check(f"<!-- qc: ignore-file doubled-word -->\n\n{text}")
    assert [f.rule for f in loud.findings].count(RULE) == 9
    assert [f for f in silent.findings if f.rule in {RULE, UNUSED}] == []
    assert silent.suppressed == 9
    assert {silent.document[found.span] for found in silent.silenced} == {"the the"}
    assert list(silent.silenced) == sorted(silent.silenced, key=lambda found: found.span)
    assert loud.reliability is not None
    assert silent.reliability is not None
    assert silent.reliability > loud.reliability


@pytest.mark.parametrize(
    "text",
    [
        "<!-- qc: ignore doubled-word -->\n\nBAD1\n\n",
        "BAD1 <!-- qc: ignore doubled-word --> ",
        "<!-- qc: ignore " * 5,
        "<!-- qc:" + " " * 50,
    ],
)
def test_time_grows_with_the_length_of_a_text_full_of_comments(text: str) -> None:
    def seconds(times: int) -> float:
        whole = text * times
        doc = Document(whole)
        assert doc.blocks
        made = [place(doc, m, RULE) for m in re.finditer(r"BAD\d", whole)]
        start = process_time()
        apply(doc, made)
        return process_time() - start

    assert growth(seconds, 1_000) < MOST
