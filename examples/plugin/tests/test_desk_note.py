"""The examples are the tests: of the rule itself, and of everybody else's on what is clean."""

from __future__ import annotations

import pytest
from qc_newsroom.desk_note import desk_note

from qc import Example, Rule
from qc.testing import assert_example, assert_silence, example_cases


@pytest.mark.parametrize(("rule", "example"), example_cases([desk_note]))
def test_found_spans_equal_marked_spans(rule: Rule, example: Example) -> None:
    assert_example(rule, example)


@pytest.mark.parametrize("example", [e for e in desk_note.examples if e.expectation == "good"])
def test_no_other_rule_reports_what_is_clean(example: Example) -> None:
    assert_silence(example)
