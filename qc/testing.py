"""The tests of a rule file, for our own rules and for those of others: its examples, and silence on clean text.

    @pytest.mark.parametrize(("rule", "example"), example_cases([desk_note]))
    def test_example(rule, example):
        assert_example(rule, example)

Only `example_cases` needs pytest.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from qc.document import Document, Span
from qc.registry import rules
from qc.rule import Example, Rule

if TYPE_CHECKING:
    from _pytest.mark.structures import ParameterSet


def assert_examples(rule: Rule) -> None:
    """Hold a rule against all its examples: `assert_example` of each. Raises AssertionError."""
    for example in rule.examples:
        assert_example(rule, example)


def assert_example(rule: Rule, example: Example) -> None:
    """Hold a rule against one example: the spans it finds are the spans marked, no more and no fewer.

    Of a known miss the opposite holds: it fails on the day the damage is found. Raises AssertionError.
    """
    wanted, found = _shown(example, example.spans), _found(rule, example)
    if example.expectation == "miss":
        assert found != wanted, f"{rule.id}: a known miss is found now, make it a bad example: {example.text!r}"
    else:
        assert found == wanted, f"{rule.id}: in {example.text!r} it finds {found}, and {wanted} is marked"


def assert_silence(example: Example) -> None:
    """Hold every stable rule, built in or installed, against a clean example. Raises AssertionError.

    The damage model judges sentences people write, and examples are contrived to look guilty, so it is not asked.
    """
    asked = [rule for rule in rules().values() if rule.stage == "stable" and not rule.model]
    noisy = {rule.id: found for rule in asked if (found := _found(rule, example))}
    assert noisy == {}, f"a clean example is not clean to {noisy}: {example.text!r}"


def example_cases(tested: Iterable[Rule]) -> list[ParameterSet]:
    """Make the parameters (rule, example) of a pytest test, named after them: one case an example."""
    import pytest

    return [
        pytest.param(rule, example, id=f"{rule.id}-{example.expectation}-{number}")
        for rule in tested
        for number, example in enumerate(rule.examples, 1)
    ]


def _found(rule: Rule, example: Example) -> list[str]:
    doc = Document(example.text, markup=example.markup)
    return _shown(example, (finding.span for finding in rule.check(doc) if finding.believed_below is None))


def _shown(example: Example, spans: Iterable[Span]) -> list[str]:
    return sorted(f"{span.start}:{span.end} {example.text[span.start : span.end]}" for span in spans)
