"""Every rule's examples are its tests, and every rule reads every other rule's clean examples in silence."""

from __future__ import annotations

import pytest

from qc.document import Document
from qc.fixing import applied
from qc.registry import rules
from qc.rule import ADVICE, Example, Rule
from qc.testing import assert_example, assert_silence, example_cases

CASES = example_cases(rules().values())
GOOD = [
    pytest.param(example, id=f"{rule.id}-{number}")
    for rule in rules().values()
    for number, example in enumerate((e for e in rule.examples if e.expectation == "good"), 1)
]


AS_THE_AXIS = {"mojibake", "word-salad", "wrong-word"}
"""Rules for which there is nothing better to do than what helps against most of their axis."""


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_found_spans_equal_marked_spans(rule: Rule, example: Example) -> None:
    assert_example(rule, example)


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_what_a_rule_would_edit_is_what_its_example_says(rule: Rule, example: Example) -> None:
    edits = [finding.edit for finding in rule.check(Document(example.text, markup=example.markup)) if finding.edit]
    changed = applied(example.text, sorted(edits, key=lambda edit: edit.span))
    assert (changed if edits and example.expectation == "bad" else None) == example.mended


@pytest.mark.parametrize("example", GOOD)
def test_clean_examples_are_clean_to_every_stable_rule(example: Example) -> None:
    assert_silence(example)


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.id) for rule in rules().values()])
def test_a_rule_file_is_a_whole_argument(rule: Rule) -> None:
    counts = [e.expectation for e in rule.examples]
    assert counts.count("bad") >= 3
    assert counts.count("good") >= 3
    assert rule.summary.endswith(".")
    assert rule.doc.count("\n\n") >= 2, "what is wrong; what the engine did and why it matters; what is left alone"
    assert (rule.advice in ADVICE.values()) == (rule.id in AS_THE_AXIS), "say what to do about this"
    assert rule.advice[0].islower()
    assert rule.advice[-1].isalpha()
    assert len(rule.advice) <= 70
