"""Workers that die, hang or fail: the rest of the work is done, and what could not be done has its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import gate_handlers
import pytest

from qc.gate import pool as pools
from qc.gate.pool import Pool
from qc.gate.shard import GateError


def results(works: Iterable[Any], make: Callable[..., Any] = gate_handlers.doubling, jobs: int = 2) -> list[Any]:
    left: Iterator[Any] = iter(works)
    said: list[str] = []
    pool = Pool(jobs, make, 0.1, said.append)
    try:
        found = [result for _, result in pool.run(lambda: next(left, None))]
    finally:
        pool.close()
    return [sorted(found, key=str), said]


def test_every_task_is_done_once() -> None:
    assert results([[n, n + 1] for n in range(5)])[0] == [[n * 2, n * 2 + 2] for n in range(5)]


def test_a_document_that_kills_each_worker_costs_only_itself() -> None:
    found, said = results([[1, "die", 3], [4]])
    assert found[1] == [8]
    assert found[0][::2] == [2, 6]
    assert "each worker that reads it dies: was ended by SIGKILL" in found[0][1]
    assert len(said) == 3
    assert "goes on without that document" in said[-1]


def test_a_worker_that_dies_once_costs_nothing(tmp_path: Path) -> None:
    found, said = results([[1, f"die-once {tmp_path / 'flag'}", 3]], jobs=1)
    assert found == [[2, f"die-once {tmp_path / 'flag'}", 6]]
    assert len(said) == 1


def test_a_worker_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "GRACE", 0.0)
    found, _ = results([[1, "sleep", 3]], jobs=1)
    assert found == [[2, "took more than 0.1 s; --time-limit raises the limit", 6]]


def test_a_full_disk_ends_the_run() -> None:
    with pytest.raises(OSError, match="No space left"):
        results([[1], ["full"]])


def test_an_error_of_ours_ends_the_run_and_says_where() -> None:
    with pytest.raises(GateError, match=r"gate_handlers.py:\d+: ZeroDivisionError: a mistake of ours"):
        results([["bug"]], jobs=1)


def test_workers_that_die_as_they_start_end_the_run() -> None:
    with pytest.raises(GateError, match="workers die before they reach a document: ended with status 7"):
        results([[1]], gate_handlers.stillborn, jobs=1)
