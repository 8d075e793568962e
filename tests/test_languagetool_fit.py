"""`tools/fit_languagetool.py`: figures it must find again in made-up counts, and a whole run with the real server."""

from __future__ import annotations

import gzip
import json
import math
import random
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest
from fit_languagetool import ENOUGH, Ratios, Row, Strengths, cost, strength

from qc import data
from qc.score import coefficients

ROOT = Path(__file__).parent.parent


def rows(damaged: bool, count: int, **found: int) -> list[Row]:
    return [Row(damaged, 500, {name.replace("__", "/"): number for name, number in found.items()})] * count


def test_a_rule_is_as_strong_as_it_speaks_more_often_in_damaged_text() -> None:
    counts = [
        *rows(True, 60, GRAMMAR__OFTEN=1, GRAMMAR__ALIKE=1, STYLE__LONG=2, TYPOS__NAME=2),
        *rows(False, 58, GRAMMAR__ALIKE=1),
        *rows(False, 2, GRAMMAR__OFTEN=1),
    ]
    table = Ratios(counts).strengths()
    assert table.rules == {"OFTEN": pytest.approx(1.0, abs=0.05)}
    assert (table.categories, table.silent) == ({}, [])


def test_rules_that_speak_seldom_are_as_strong_as_all_such_rules_of_their_category() -> None:
    seldom = [row for name in "ABCDE" for row in rows(True, 3, **{f"GRAMMAR__{name}": 1})]
    alike = [*rows(True, 10, GRAMMAR__ALIKE=1), *rows(False, 35, GRAMMAR__ALIKE=1)]
    table = Ratios([*seldom, *alike]).strengths()
    assert table.rules == {}
    assert table.categories == {"GRAMMAR": pytest.approx(1.0, abs=0.2)}
    # It is measured, and does not count as its category does.
    assert table.silent == ["ALIKE"]


def test_what_one_document_repeats_counts_twice_at_most() -> None:
    once = Ratios([*rows(True, 10), *rows(False, 1, GRAMMAR__X=90)])
    assert once.found[False]["GRAMMAR/X"] == 2


@pytest.mark.parametrize(("ratio", "expected"), [(2.0, 0.25), (4.0, 0.5), (16.0, 1.0), (100.0, 1.0)])
def test_strength_is_the_logarithm_of_the_ratio(ratio: float, expected: float) -> None:
    assert strength(ratio) == expected


@pytest.mark.parametrize("truth", [0.0, 0.3])
def test_the_cost_of_a_finding_is_found_again(truth: float) -> None:
    rng = random.Random(1)
    made = []
    for _ in range(1500):
        ours, count = rng.gauss(0, 1.5), rng.randrange(4)
        chance = 1 / (1 + math.exp(-2 * (ours + truth * count)))
        made.append(Row(rng.random() < chance, 1000, {"GRAMMAR/X": count}, ours))
    found = cost(made, Strengths({"X": 1.0}, {}, []))
    assert found.low < truth < found.high
    assert found.high - found.low < 0.4
    assert found.weight == pytest.approx(max(0.0, found.value / coefficients()["rules"]), abs=0.01)


def test_evidence_has_an_end() -> None:
    assert Strengths({"X": 1.0}, {}, []).density(Row(True, 1000, {"GRAMMAR/X": 99})) == ENOUGH


# The whole of it


def sentence(number: int) -> str:
    """A sentence of twelve words or more whose first words are nobody else's, so that some are held out."""
    return (
        f"In {1000 + number} the council met to discuss the bridge over river {number} and the road that leads to it."
    )


def garbled(number: int) -> str:
    return sentence(number).replace("the council met", "the council did not knew of the the mayor and met")


def compressed(path: Path, lines: Iterable[str]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)


@pytest.fixture
def corpora(tmp_path: Path) -> Path:
    """Small corpora of the same shape as the real ones."""
    pairs = [
        {"human": sentence(n), "machine": garbled(n), "system": "s", "corpus": "diabla", "doc": str(n), "ref_f": 0.4}
        for n in range(1500)
    ]
    compressed(tmp_path / "nmt_pairs.jsonl.gz", map(json.dumps, pairs))
    compressed(tmp_path / "mlqe_words.jsonl.gz", [])
    compressed(tmp_path / "apertium_pd.jsonl.gz", [])
    blocks = [
        f"\n{' '.join(map(sentence, range(n, n + 18)))}\n\n{' '.join(map(sentence, range(n + 18, n + 36)))}\n"
        for n in range(2000, 3600, 40)
    ]
    for genre in ("presidential_pd", "digitalgov_pd", "site_policy_cc0", "recipes_unlicense", "rust_book_mit"):
        compressed(tmp_path / f"text_{genre}.txt.gz", [])
    compressed(tmp_path / "text_books_1880_1960_pd.txt.gz", ["<doc>".join(blocks)])
    return tmp_path


def test_one_command_measures_and_writes_the_table(languagetool_installed: None, corpora: Path) -> None:
    command = [sys.executable, str(ROOT / "tools" / "fit_languagetool.py"), str(corpora), "-o", "table.toml"]
    done = subprocess.run(command, cwd=corpora, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    assert "a full-strength finding adds" in done.stdout
    table = tomllib.loads((corpora / "table.toml").read_text("utf-8"))
    assert set(table) == set(tomllib.loads(data.read("languagetool.toml").decode()))
    assert table["rules"]["DID_BASEFORM"] > 0.5
    assert table["most"] == pytest.approx(ENOUGH * table["weight"])
