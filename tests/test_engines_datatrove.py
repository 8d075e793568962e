"""The gate as a filter inside a real pipeline of datatrove: reader, filter, writers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from gate_corpus import CLEAN, PATIENT, TERMS, lines, rows, slow_text
from libraries import needs

needs("datatrove")

from datatrove.executor import LocalPipelineExecutor  # noqa: E402
from datatrove.pipeline.readers import JsonlReader  # noqa: E402
from datatrove.pipeline.writers import JsonlWriter  # noqa: E402

from qc import Gate, Place  # noqa: E402
from qc.engines.datatrove import GateFilter  # noqa: E402


@pytest.fixture(autouse=True)
def source(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for name in ("a", "b"):
        (tmp_path / "in" / f"{name}.jsonl").write_bytes(lines(rows(6)))
    return tmp_path / "in"


def piped(folder: Path, **arguments: Any) -> dict[str, list[dict[str, Any]]]:
    """What comes out of a pipeline in a folder, and what is held back."""
    gate = GateFilter(TERMS.policy, exclusion_writer=writer(folder / "held"), **arguments)
    pipeline = [JsonlReader(str(folder / "in")), gate, writer(folder / "out")]
    LocalPipelineExecutor(pipeline, tasks=2, workers=1, logging_dir=str(folder / "logs")).run()
    return {
        place: [
            json.loads(line) for path in sorted((folder / place).glob("*")) for line in path.read_bytes().splitlines()
        ]
        for place in ("out", "held")
    }


def writer(folder: Path) -> JsonlWriter:
    return JsonlWriter(str(folder), compression=None)


def test_accepted_documents_pass_and_all_reasons_are_kept(tmp_path: Path) -> None:
    found = piped(tmp_path)
    assert [each["metadata"]["wanted"] for each in found["out"]] == ["accepted"] * 4
    assert [each["metadata"]["wanted"] for each in found["held"]] == ["review", "rejected"] * 4
    for each in found["out"] + found["held"]:
        kept, row = each["metadata"]["qc"], Gate(TERMS.policy).decide(each).as_row()
        assert kept["place"] == each["metadata"]["wanted"]
        assert {name: kept[name] for name in ("reasons", "findings", "scores", "contributions")} == {
            name: row[name] for name in ("reasons", "findings", "scores", "contributions")
        }
    assert {each["metadata"]["filter_reason"] for each in found["held"]} == {
        "review: doubled-word",
        "rejected: doubled-word",
    }
    counted = json.loads((tmp_path / "logs" / "stats.json").read_text())[1]["stats"]
    assert counted["dropped_rejected: doubled-word"] == 4


def test_what_may_pass_is_asked_for(tmp_path: Path) -> None:
    found = piped(tmp_path, passing=["accepted", Place.REVIEW])
    assert [each["metadata"]["wanted"] for each in found["held"]] == ["rejected"] * 4


def test_a_document_without_a_score_has_no_costs(tmp_path: Path, source: Path) -> None:
    (source / "a.jsonl").write_bytes(lines([{"id": "s", "text": "Too short."}]))
    (source / "b.jsonl").unlink()
    (held,) = piped(tmp_path)["held"]
    assert held["metadata"]["filter_reason"] == "review"
    assert held["metadata"]["qc"]["verdict"] == "not judged"


def test_a_document_over_its_time_is_held_back(tmp_path: Path, source: Path) -> None:
    (source / "a.jsonl").write_bytes(lines([{"id": "slow", "text": slow_text()}, {"id": "b", "text": CLEAN}]))
    (source / "b.jsonl").unlink()
    found = piped(tmp_path, seconds=PATIENT)
    assert [each["id"] for each in found["out"]] == ["b"]
    assert found["held"][0]["metadata"]["qc"]["error"].startswith("took more than 1 s")
