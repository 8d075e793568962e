"""The helper by which a rule is tested fails where the rule does: it must not pass a rule that is wrong."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qc import Axis, Document, Finding, Rule, Span, bad, good, miss
from qc.rule import Example
from qc.testing import assert_example, assert_examples, assert_silence, example_cases


def check(doc: Document) -> Iterator[Finding]:
    if (at := doc.text.find("BLAH")) >= 0:
        yield Finding(Span(at, at + 4), "it is shouted")


def rule_with(*examples: Example) -> Rule:
    return Rule(check, Axis.TRANSLATION, examples)


def test_a_rule_that_keeps_to_its_examples_passes() -> None:
    assert_examples(rule_with(bad("He said ⟦BLAH⟧."), good("He said so."), miss("He said ⟦GRR⟧.")))


@pytest.mark.parametrize(
    ("example", "reason"),
    [
        (bad("He ⟦said⟧ BLAH."), r"finds \['8:12 BLAH'\], and \['3:7 said'\] is marked"),
        (bad("He said ⟦nothing⟧."), r"finds \[\], and"),
        (good("He said BLAH."), r"finds \['8:12 BLAH'\], and \[\] is marked"),
        (miss("He said ⟦BLAH⟧."), "a known miss is found now"),
    ],
)
def test_a_rule_that_does_not_fails_with_the_reason(example: Example, reason: str) -> None:
    with pytest.raises(AssertionError, match=reason):
        assert_examples(rule_with(good("He said so."), example))
    with pytest.raises(AssertionError, match=reason):
        assert_example(rule_with(), example)


def test_a_clean_example_that_another_rule_reports_is_named_with_the_rule() -> None:
    with pytest.raises(AssertionError, match=r"not clean to \{'doubled-word': \['3:10 the the'\]\}"):
        assert_silence(good("In the the evening it rained."))


def test_cases_are_named_after_rule_expectation_and_number() -> None:
    (case,) = example_cases([rule_with(good("He said so."))])
    assert case.id == "test-testing-good-1"
