"""Every rule's examples are its tests, and every rule reads every other rule's clean examples in silence."""

from __future__ import annotations

import pytest

from qc.document import Document
from qc.fixing import applied
from qc.registry import rules
from qc.rule import Example, Rule

CASES = [
    pytest.param(rule, example, id=f"{rule.id}-{example.expectation}-{number}")
    for rule in rules().values()
    for number, example in enumerate(rule.examples, 1)
]
GOOD = [
    pytest.param(example, id=f"{rule.id}-{number}")
    for rule in rules().values()
    for number, example in enumerate((e for e in rule.examples if e.expectation == "good"), 1)
]


def found(rule: Rule, example: Example) -> list[str]:
    doc = Document(example.text, markup=example.markup)
    return sorted(f"{f.span.start}:{f.span.end} {doc[f.span]}" for f in rule.check(doc))


def expected(example: Example) -> list[str]:
    doc = Document(example.text, markup=example.markup)
    return sorted(f"{span.start}:{span.end} {doc[span]}" for span in example.spans)


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_found_spans_equal_marked_spans(rule: Rule, example: Example) -> None:
    if example.expectation == "miss":
        assert found(rule, example) != expected(example), "a known miss is found now: make it a bad example"
    else:
        assert found(rule, example) == expected(example)


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_what_a_rule_would_edit_is_what_its_example_says(rule: Rule, example: Example) -> None:
    edits = [finding.edit for finding in rule.check(Document(example.text, markup=example.markup)) if finding.edit]
    changed = applied(example.text, sorted(edits, key=lambda edit: edit.span))
    assert (changed if edits and example.expectation == "bad" else None) == example.mended


@pytest.mark.parametrize("example", GOOD)
def test_clean_examples_are_clean_to_every_stable_rule(example: Example) -> None:
    # The damage model judges sentences people write; ours are contrived to look guilty. Its false alarms are measured.
    noisy = {rule.id: found(rule, example) for rule in rules().values() if rule.stage == "stable" and not rule.model}
    assert {rule: spans for rule, spans in noisy.items() if spans} == {}


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.id) for rule in rules().values()])
def test_a_rule_file_is_a_whole_argument(rule: Rule) -> None:
    counts = [e.expectation for e in rule.examples]
    assert counts.count("bad") >= 3
    assert counts.count("good") >= 3
    assert rule.summary.endswith(".")
    assert rule.doc.count("\n\n") >= 2, "what is wrong; what the engine did and why it matters; what is left alone"
