"""The gate as functions for `map` and `filter` inside the real datasets library."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from gate_corpus import CLEAN, PATIENT, TERMS, rows, slow_text
from libraries import needs

needs("datasets")

import datasets  # noqa: E402
from datasets import Dataset, disable_progress_bars  # noqa: E402
from datasets.fingerprint import Hasher  # noqa: E402

from qc import Gate, Policy  # noqa: E402
from qc.engines import column  # noqa: E402
from qc.engines.datasets import Accepted, Judge  # noqa: E402

JUDGE, ACCEPTED = Judge(TERMS.policy), Accepted(TERMS.policy)


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    disable_progress_bars()
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path)


@pytest.mark.parametrize("processes", [None, 2])
def test_map_adds_the_decision(processes: int | None) -> None:
    dataset = Dataset.from_list(rows(12))
    features = JUDGE.features(dataset.features)
    # Of the first batch nothing has a finding: without the features their type would be open.
    judged = dataset.map(JUDGE, batched=True, batch_size=1, features=features, num_proc=processes)
    assert judged.remove_columns("qc").to_list() == dataset.to_list()
    assert judged["qc"] == [column.value(decision) for decision in Gate(TERMS.policy)(rows(12))]


@pytest.mark.parametrize("processes", [None, 2])
def test_filter_keeps_what_is_accepted(processes: int | None) -> None:
    kept = Dataset.from_list(rows(12)).filter(ACCEPTED, batched=True, num_proc=processes)
    assert kept["wanted"] == ["accepted"] * 4


def test_a_document_without_a_score_or_text_is_a_row_too() -> None:
    dataset = Dataset.from_dict({"text": ["Too short.", None]})
    judged = dataset.map(JUDGE, batched=True, features=JUDGE.features(dataset.features))
    assert [row["place"] for row in judged["qc"]] == ["review", "errors"]
    assert judged["qc"][1]["error"] == '"text" is NoneType, not text'


def test_a_document_over_its_time_is_an_error() -> None:
    dataset = Dataset.from_dict({"text": [slow_text(), CLEAN]})
    judge = Judge(TERMS.policy, seconds=PATIENT)
    judged = dataset.map(judge, batched=True, features=judge.features(dataset.features), num_proc=2)
    assert [row["place"] for row in judged["qc"]] == ["errors", "accepted"]
    assert judged["qc"][0]["error"].startswith("took more than 1 s")


def test_a_column_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"no column 'body'; text_field names another of text, id"):
        Dataset.from_dict({"text": [CLEAN], "id": ["a"]}).filter(Accepted(text_field="body"), batched=True)


def test_what_was_judged_is_taken_from_the_cache(tmp_path: Path) -> None:
    dataset = Dataset.from_list(rows(12))
    dataset.save_to_disk(tmp_path / "saved")
    first, second = (
        datasets.load_from_disk(tmp_path / "saved").filter(Accepted(TERMS.policy), batched=True) for _ in range(2)
    )
    assert first._fingerprint == second._fingerprint
    assert first.cache_files == second.cache_files
    assert Hasher.hash(Accepted(Policy())) != Hasher.hash(ACCEPTED)


def test_the_fingerprint_is_the_same_in_any_process() -> None:
    script = """
from datasets.fingerprint import Hasher
from qc import Policy
from qc.engines.datasets import Judge
names = frozenset(["doubled-word", "split-word", "residue", "encoding", "fluency"])
print(Hasher.hash(Judge(Policy(select=names, ignore=names, weights={"doubled-word": 1.0}))))
"""
    found = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(found) == 1


def test_another_version_has_another_fingerprint(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Hasher.hash(JUDGE)
    monkeypatch.setattr("qc.engines.datasets.__version__", "0")
    assert Hasher.hash(JUDGE) != before


def test_it_comes_back_from_a_pickle_as_it_was() -> None:
    import pickle

    terms = replace(TERMS, policy=replace(TERMS.policy, ignore=frozenset({"residue"})))
    judge = Judge(terms.policy, text_field="body", seconds=7)
    assert pickle.loads(pickle.dumps(judge)).gate.terms == judge.gate.terms
