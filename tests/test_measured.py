"""What was measured of the rules is said as it is: counts, rates, and no share of too few."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from qc import data
from qc.measured import FEWEST, Measured, measured
from qc.registry import rules

ROOT = Path(__file__).parent.parent


def of(clean: int, damaged: int) -> Measured:
    return Measured(clean, damaged, clean_words=200_000, damaged_words=50_000)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (of(0, 0), "not seen in 200,000 words of clean and 50,000 of damaged text."),
        (of(0, FEWEST - 1), "Too few to say how many of its findings are right."),
        (of(0, FEWEST), "None of its findings lay in clean text."),
        (of(40, 10), "Of as much text of each kind, 50 % of its findings lie in the damaged one."),
        (of(1, 1_000), "Of as much text of each kind, 99 % of its findings lie in the damaged one."),
    ],
)
def test_a_measure_says_no_more_than_was_seen(found: Measured, said: str) -> None:
    assert str(found).endswith(said)


def test_rates_are_of_10_000_words() -> None:
    assert str(of(4, 60)).startswith(
        "4 findings in 200,000 words of clean text (0.20 in 10,000), 60 in 50,000 of damaged text (12.00)."
    )


def test_the_table_names_only_rules_there_are_and_a_new_rule_has_no_measure() -> None:
    listed = tomllib.loads(data.read("measured.toml").decode())["rules"]
    assert set(listed) <= set(rules())
    assert measured("non-word") is not None
    assert measured("rule-of-a-plug-in") is None


def test_the_tool_counts_findings_of_clean_and_damaged_documents_apart(tmp_path: Path) -> None:
    documents, written = tmp_path / "d.jsonl", tmp_path / "measured.toml"
    sentence = "The council met on Tuesday to discuss the new bridge over the river. "
    slip, words = sentence.replace("the new", "the the new"), len(sentence.split())
    labelled = [("clean", sentence + slip), ("damaged", slip * 3), ("damaged", slip), ("either", slip * 9)]
    documents.write_text("".join(json.dumps({"text": text, "label": label}) + "\n" for label, text in labelled))
    command = [sys.executable, str(ROOT / "tools" / "measure_rules.py"), str(documents), "--output", str(written)]
    subprocess.run(command, check=True)
    table = tomllib.loads(written.read_text("utf-8"))
    assert table["words"] == {"clean": 2 * words + 1, "damaged": 4 * (words + 1)}
    assert table["rules"]["doubled-word"] == {"clean": 1, "damaged": 4}
    assert list(table["rules"]) == list(rules())
