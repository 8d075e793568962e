"""The forms for other programs: valid by their schemas, complete, and safe whatever a document says."""

from __future__ import annotations

import csv
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, ValidationError
from made_reports import ATTACKS, hostile, report

import qc
from qc.document import Document
from qc.fingerprint import fingerprints
from qc.policy import Decision, Policy, Verdict
from qc.registry import rules
from qc.report import Report, github, gitlab, json_run, jsonl, junit, location, sarif, spreadsheet, step_summary
from qc.rule import Axis

ROOT = Path(__file__).parent.parent
REJECTED = Verdict(Decision.REJECT, ("quotation damage costs 40 points",))
FAILING = frozenset({Decision.REJECT})
UNREAD = [("gone, %file.txt", "no such file")]

OURS = Draft202012Validator(json.loads(jsonl.schema()))
SARIF = Draft202012Validator(json.loads((ROOT / "tests" / "schemas" / "sarif-2.1.0.json").read_text(encoding="utf-8")))


def documents() -> Iterator[Report]:
    """Reports on documents of every kind: the samples, an example of every rule, short ones, foreign ones, none."""
    for path in sorted((ROOT / "examples").glob("*.txt")):
        yield qc.check(path.read_text(encoding="utf-8"), name=f"examples/{path.name}")
    fast = Policy(ignore=frozenset({"fluency"}))
    for rule in rules().values():
        for example in rule.examples[:2]:
            yield qc.check(example.text, name=f"{rule.id} 100%.txt", markup=example.markup, policy=fast)
    for text in ("", "Short.", "Le maire a dit que le pont est fermé depuis mardi soir. " * 9, "word " * 400):
        yield qc.check(text, policy=fast)
    yield qc.check("<!-- qc: ignore-file doubled-word -->\n\nThe mayor saw the the bridge.\n", policy=fast)


@pytest.fixture(scope="module")
def every() -> list[Report]:
    made = list(documents())
    assert {one.verdict for one in made} >= {Decision.REJECT, Decision.NOT_JUDGED}
    assert any(one.silenced for one in made)
    assert any(found.related for one in made for found in one.findings)
    return made


def from_elsewhere() -> Report:
    """A report with a finding of a rule that is in no registry here."""
    made = report("The mayor have said so.", ("have", "“have” does not agree", "languagetool/AGREEMENT"))
    return replace(made, judgement=REJECTED)


# JSON


def test_every_line_is_what_the_published_schema_says(every: list[Report]) -> None:
    for one in (*every, from_elsewhere()):
        assert list(OURS.iter_errors(json.loads(jsonl.line(one)))) == []


def test_a_run_is_one_text_by_the_same_schema_with_the_lines_unchanged(every: list[Report]) -> None:
    lines = [jsonl.line(one) for one in every]
    run = json.loads(json_run.page(lines, UNREAD))
    OURS.validate(run)
    assert run["documents"] == [json.loads(line) for line in lines]
    assert run["unread"] == [{"name": "gone, %file.txt", "reason": "no such file"}]
    assert json.loads(json_run.page([])) == {"schema": 1, "documents": [], "unread": []}


def test_the_schema_describes_every_name_and_refuses_what_is_wrong(every: list[Report]) -> None:
    schema = json.loads(jsonl.schema())
    Draft202012Validator.check_schema(schema)
    assert schema["$id"].endswith(f":{jsonl.SCHEMA}")
    line = json.loads(jsonl.line(from_elsewhere()))
    assert set(line) == set(schema["$defs"]["report"]["properties"])
    assert set(line["findings"][0]) == set(schema["$defs"]["finding"]["properties"])
    for name in line:
        with pytest.raises(ValidationError):
            OURS.validate({key: value for key, value in line.items() if key != name})
    mistakes: list[dict[str, Any]] = [{"verdict": "maybe"}, {"reliability": 101}, {"findings": [{}]}, {"schema": 2}]
    for wrong in mistakes:
        with pytest.raises(ValidationError):
            OURS.validate({**line, **wrong})


# SARIF


def as_sarif(*reports: Report) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(sarif.page([sarif.part(one) for one in reports], UNREAD))
    SARIF.validate(log)
    run: dict[str, Any] = log["runs"][0]
    return run


def test_sarif_is_valid_and_has_every_finding_and_every_silenced_one(every: list[Report]) -> None:
    run = as_sarif(*every)
    results = [result for result in run["results"] if result["ruleId"] != "verdict"]
    assert len(results) == sum(len(one.findings) + len(one.silenced) for one in every)
    assert [r["ruleId"] for r in results if r["suppressions"]] == ["doubled-word"]
    assert len(run["artifacts"]) == len({one.name for one in every})


def test_sarif_describes_every_rule_and_each_result_points_at_its_own(every: list[Report]) -> None:
    run = as_sarif(*every, from_elsewhere())
    described = run["tool"]["driver"]["rules"]
    assert {*rules(), "verdict", "languagetool/AGREEMENT"} <= {rule["id"] for rule in described}
    for rule in described:
        assert rule["shortDescription"]["text"].endswith(".")
        if rule["id"] in rules():
            assert rule["help"]["text"] == rules()[rule["id"]].doc
            assert "Reported:" in rule["help"]["markdown"]
            assert len(rule["fullDescription"]["text"]) > len(rule["shortDescription"]["text"])
    for result in run["results"]:
        assert described[result["ruleIndex"]]["id"] == result["ruleId"]


def test_sarif_regions_are_the_words_in_code_points() -> None:
    made = report("Fine.\u2028\U0001f642 The the\nmayor left.", ("The the\nmayor", "wrong"))
    (result,) = as_sarif(made)["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"], region["endLine"], region["endColumn"]) == (2, 3, 3, 6)
    assert region["snippet"]["text"] == "The the\nmayor"
    run = as_sarif(made)
    assert run["columnKind"] == "unicodeCodePoints"
    assert "\u2028" in run["newlineSequences"]


def test_sarif_fingerprints_are_those_of_a_baseline() -> None:
    made = report("The the mayor saw the the bridge.", ("The the", "wrong"), ("the the", "wrong"))
    marks = [result["partialFingerprints"][sarif.FINGERPRINT] for result in as_sarif(made)["results"]]
    assert marks == list(fingerprints(made.document, made.findings))


def test_sarif_says_which_documents_do_not_pass_and_which_were_not_read() -> None:
    run = as_sarif(report("Fine.", name="a b.txt"), from_elsewhere())
    (verdict,) = [result for result in run["results"] if result["ruleId"] == "verdict"]
    assert verdict["level"] == "error"
    assert "quotation damage costs 40 points" in verdict["message"]["text"]
    assert [artifact["properties"]["verdict"] for artifact in run["artifacts"]] == ["accept", "reject"]
    assert run["invocations"][0]["executionSuccessful"] is False
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "gone%2C%20%25file.txt"


@pytest.mark.parametrize("attack", [*ATTACKS, "[a](1)", "see {0}"])
def test_sarif_of_a_hostile_text_is_valid_and_links_nowhere(attack: str) -> None:
    run = as_sarif(hostile(attack), replace(hostile(attack), judgement=REJECTED))
    for result in run["results"]:
        assert not re.search(r"\]\(|\{\d", result["message"]["text"])
        assert result["message"]["text"].replace("\N{ZERO WIDTH SPACE}", "").isprintable()


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("a b/ü.txt", "a%20b/%C3%BC.txt"),
        ("./a.txt", "a.txt"),
        ("/tmp/x#1.txt", "file:///tmp/x%231.txt"),
        ("c:d.txt", "c%3Ad.txt"),
        ("<stdin>", "%3Cstdin%3E"),
        ("caf\udce9.txt", "caf%E9.txt"),
        ("\ud800.txt", "%E2%9F%A8U%2BD800%E2%9F%A9.txt"),
    ],
)
def test_a_name_becomes_an_address(name: str, uri: str) -> None:
    assert location.uri(name) == uri


# JUnit


def as_junit(*reports: Report, unread: list[tuple[str, str]] | None = None) -> ET.Element:
    cases = [junit.part(one, FAILING) for one in reports]
    return ET.fromstring(junit.page(cases, unread or []))


def test_a_test_case_fails_where_the_verdict_does() -> None:
    accepted, rejected = report("Fine."), from_elsewhere()
    reviewed = replace(rejected, judgement=Verdict(Decision.REVIEW, ("why",)))
    unjudged = replace(report("Short."), score=None, judgement=Verdict(Decision.NOT_JUDGED, ("1 word of prose",)))
    suites = as_junit(accepted, rejected, reviewed, unjudged, unread=UNREAD)
    assert dict(suites.attrib) == {"name": "qc", "tests": "5", "failures": "1", "errors": "1", "skipped": "1"}
    cases = suites.findall("./testsuite/testcase")
    assert [[child.tag for child in case] for case in cases] == [
        [],
        ["failure"],
        ["system-out"],
        ["skipped"],
        ["error"],
    ]
    failure = cases[1][0]
    assert "quotation damage costs 40 points" in failure.attrib["message"]
    assert "page.txt:1:11: languagetool/AGREEMENT: “have” does not agree" in (failure.text or "")


@pytest.mark.parametrize("attack", ATTACKS)
def test_junit_of_a_hostile_text_is_well_formed_and_keeps_its_structure(attack: str) -> None:
    tags = [element.tag for element in as_junit(replace(hostile(attack), judgement=REJECTED)).iter()]
    assert tags == ["testsuites", "testsuite", "testcase", "failure"]


# GitHub


COMMAND = re.compile(r"::(error|warning|notice) (file=[^,:]+(?:,[a-zA-Z]+=[^,:]+)*)::(.*)")


def commands(*reports: Report) -> list[tuple[str, dict[str, str], str]]:
    printed = github.page([github.part(one, FAILING) for one in reports])
    made = [COMMAND.fullmatch(line) for line in printed.splitlines()]
    assert all(made), printed
    return [(m[1], dict(pair.split("=", 1) for pair in m[2].split(",")), m[3]) for m in made if m]


def test_annotations_come_dearest_first_after_the_verdicts() -> None:
    cheap = report("The the mayor left.", ("The the", "cheap"))
    cheap = replace(cheap, findings=tuple(replace(one, weight=0.0) for one in cheap.findings))
    levels = [(level, place["title"]) for level, place, _ in commands(cheap, from_elsewhere())]
    assert levels == [
        ("error", "qc%3A reject%2C reliability 90"),
        ("warning", "qc%3A languagetool/AGREEMENT"),
        ("notice", "qc%3A some-rule"),
    ]


def test_a_verdict_that_fails_nothing_is_a_warning() -> None:
    one = replace(from_elsewhere(), judgement=Verdict(Decision.REVIEW, ("why",)))
    assert commands(one)[0][0] == "warning"


def test_an_annotation_over_lines_has_no_columns() -> None:
    one = report("The the\nmayor left the the hall.", ("The the\nmayor", "a"), ("the the", "b"))
    (_, over, _), (_, within, _) = commands(one)
    assert (over["line"], over["endLine"], "col" in over) == ("1", "2", False)
    assert (within["line"], within["col"], within["endColumn"]) == ("2", "12", "19")


@pytest.mark.parametrize(
    "attack", [*ATTACKS, "::error::x", "a%0A::stop-commands::x", "100 %, or: more", "x\n::add-mask::y"]
)
def test_no_text_of_a_document_becomes_a_command(attack: str) -> None:
    one = replace(hostile(attack), judgement=Verdict(Decision.REJECT, (attack,)))
    assert len(commands(one)) == len(one.findings) + 1


def test_the_step_summary_names_the_worst_first_with_the_reasons() -> None:
    summary = step_summary.page(
        [step_summary.part(report("Fine.", name="a|b.txt")), step_summary.part(from_elsewhere())]
    )
    assert summary.startswith("## qc: 2 documents: 1 rejected, 1 accepted; 1 finding.\n")
    rejected, accepted = summary.splitlines()[4:6]
    assert rejected == "| Reject | 90.0 | page.txt | quotation damage costs 40 points |"
    assert accepted == r"| Accept | 90.0 | a\|b.txt |  |"


def test_a_step_summary_stays_short() -> None:
    line = step_summary.part(report("Fine."))
    summary = step_summary.page([line] * (step_summary.MOST_DOCUMENTS + 7), UNREAD)
    assert summary.count("| Accept |") == step_summary.MOST_DOCUMENTS
    assert "And 7 more, none of them worse." in summary
    assert "| Not read |  | gone, %file.txt | no such file |" in summary


# GitLab


def test_code_quality_entries_have_what_gitlab_needs_and_no_fingerprint_twice(every: list[Report]) -> None:
    here = replace(report("The the mayor.", ("The the", "x")), judgement=REJECTED)
    there = replace(here, document=Document(here.document.text, "other/page.txt"))
    entries = json.loads(gitlab.page([gitlab.part(one) for one in [here, there]], UNREAD))
    assert len({entry["fingerprint"] for entry in entries}) == len(entries) == 5
    assert [entry["severity"] for entry in entries] == ["critical", "minor", "critical", "minor", "critical"]
    for entry in entries:
        assert set(entry) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert 1 <= entry["location"]["lines"]["begin"] <= entry["location"]["lines"]["end"]
    assert entries[3]["location"]["path"] == "other/page.txt"
    assert len(json.loads(gitlab.page([gitlab.part(one) for one in every]))) > len(every) / 2


# CSV


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\uff1d1", "\r=1", "\n+x"]


def cells(*reports: Report) -> list[list[str]]:
    return list(
        csv.reader(StringIO(spreadsheet.page([spreadsheet.part(one) for one in reports]), newline=""), strict=True)
    )


def test_csv_has_one_row_a_finding(every: list[Report]) -> None:
    table = cells(*every)
    assert tuple(table[0]) == spreadsheet.COLUMNS
    assert len(table) == 1 + sum(len(one.findings) for one in every)
    row = dict(zip(table[0], cells(from_elsewhere())[1], strict=True))
    assert (row["document"], row["verdict"], row["line"], row["column"]) == ("page.txt", "reject", "1", "11")
    assert (row["rule"], row["text"], row["message"]) == ("languagetool/AGREEMENT", "have", "“have” does not agree")


@pytest.mark.parametrize("formula", [*FORMULAS, *ATTACKS])
def test_no_cell_is_a_formula_or_breaks_its_row(formula: str) -> None:
    made = report(f"He wrote {formula} there.", (formula, formula, formula), name=formula)
    table = cells(made)
    assert [len(row) for row in table] == [len(spreadsheet.COLUMNS)] * 2
    for cell in table[1]:
        assert not re.match("\\s*[=+\\-@\uff0b\uff0d\uff1d\uff20]", cell)
        assert cell.isprintable()


@settings(max_examples=200, deadline=None)
@given(st.text(min_size=1, max_size=20))
def test_any_text_stays_in_its_cell(text: str) -> None:
    made = report(f"He wrote {text} there.", (text, text))
    assert len(cells(made)[1]) == len(spreadsheet.COLUMNS)


def test_axes_are_words_of_the_schemas() -> None:
    assert [axis.value for axis in Axis] == json.loads(jsonl.schema())["$defs"]["axis"]["enum"]
