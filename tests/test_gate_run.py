"""The run as a whole: killed, stopped, taken up again, refused; always the same bytes in the end."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from gate_corpus import CONFIG, TERMS, digests, gated, lines, rows

from qc.gate import assembly, listing, run, worker
from qc.gate import lines as json_lines
from qc.gate.pool import Watch
from qc.gate.shard import GateError
from qc.gate.store import SUMMARY, Store
from qc.gate.tally import Tally

ROOT = Path(__file__).parent.parent
QC = [sys.executable, "-m", "qc"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("qc.toml").write_text(CONFIG)
    Path("a.jsonl").write_bytes(lines(rows(12)))
    return tmp_path


def gate(*arguments: str, out: str = "out") -> subprocess.CompletedProcess[str]:
    command = [*QC, "gate", *arguments, "--out", out, "--jobs", "1"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_any_number_of_workers_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_lines, "SHARD_ROWS", 2)
    Path("b.jsonl").write_bytes(lines(rows(9)))
    one = gated("*.jsonl", Path("one"))
    assert gated("*.jsonl", Path("three"), jobs=3) == one
    assert digests(Path("one")) == digests(Path("three"))


def test_killed_at_random_it_ends_the_same() -> None:
    script = [sys.executable, str(ROOT / "benchmarks" / "gate_kills.py"), "--kills", "4", "--documents", "300"]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "killed 4" in done.stdout


def test_what_is_done_is_not_done_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_lines, "SHARD_ROWS", 3)
    wanted = digests_of(Path("calm"))
    leave_unsealed(monkeypatch)
    shards = sorted((Path("out") / ".gate" / "parts" / "000000").iterdir())
    assert len(shards) == 4
    (shards[1] / "record.json").write_bytes(b"")  # as a power cut may leave it
    before = {path.name: path.stat().st_mtime_ns for path in shards}
    kept: dict[str, int] = {}
    seal = assembly.assemble

    def look(*arguments: object) -> object:
        kept.update({path.name: (path / "record.json").stat().st_mtime_ns for path in shards})
        return seal(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(assembly, "assemble", look)
    gated("a.jsonl", Path("out"))
    assert [name for name in before if kept[name] > before[name] + 10**8 or name == "000001"] == ["000001"]
    assert digests(Path("out")) == wanted


def leave_unsealed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave a run in which all shards are done and no unit is sealed."""
    with monkeypatch.context() as stopped:
        stopped.setattr(run.Local, "_end", lambda *_: None)
        with pytest.raises(KeyError):
            gated("a.jsonl", Path("out"))


def digests_of(out: Path) -> dict[str, str]:
    gated("a.jsonl", out)
    return digests(out)


def test_a_finished_run_is_left_alone() -> None:
    first = gate("a.jsonl")
    assert first.returncode == 0, first.stderr
    stamp = Path("out/manifest.jsonl").stat().st_mtime_ns
    again = gate("a.jsonl")
    assert (again.returncode, again.stdout) == (0, first.stdout)
    assert Path("out/manifest.jsonl").stat().st_mtime_ns == stamp
    assert not Path("out/.gate/parts").exists()


def test_what_changed_is_refused_by_name() -> None:
    gated("a.jsonl", Path("out"))
    with pytest.raises(GateError, match="begun with largest 5000000, now 7"):
        gated("a.jsonl", Path("out"), replace(TERMS, largest=7))
    Path("a.jsonl").write_bytes(lines(rows(13)))
    with pytest.raises(GateError, match=r"the inputs changed since the run began: a\.jsonl is another"):
        gated("a.jsonl", Path("out"))
    Path("b.jsonl").write_bytes(b"")
    with pytest.raises(GateError, match=r"a\.jsonl is gone"):
        gated("b.jsonl", Path("out"))


def test_a_change_that_keeps_size_and_time_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    leave_unsealed(monkeypatch)
    stamp = Path("a.jsonl").stat().st_mtime_ns
    Path("a.jsonl").write_bytes(Path("a.jsonl").read_bytes().replace(b"council", b"consuls"))
    os.utime("a.jsonl", ns=(stamp, stamp))
    with pytest.raises(GateError, match="changed since the run began"):
        gated("a.jsonl", Path("out"))


def test_a_step_that_a_killed_worker_had_done_is_not_done_twice() -> None:
    terms, store = TERMS, Store(Path("out"))
    (unit,) = listing.units(["a.jsonl"], Path("out"))
    store.own.mkdir(parents=True)
    (shard,) = json_lines.read(unit, terms)
    handler = worker.Handler(terms, store)
    placed = handler(worker.Decide(shard), {}, Watch())
    assert handler(worker.Decide(shard), {}, Watch()) == placed == {"accepted": 4, "review": 4, "rejected": 4}
    assert handler(worker.Seal(unit, 1, ""), {}, Watch()) == placed
    data = Path("out/accepted/a.jsonl").read_bytes()
    assert handler(worker.Seal(unit, 1, ""), {}, Watch()) == placed
    assert Path("out/accepted/a.jsonl").read_bytes() == data
    assert list(store.tmp.iterdir()) == []
    handler.attending.close()


def test_a_run_waits_for_the_workers_of_the_last_one() -> None:
    store = Store(Path("out"))
    store.own.mkdir(parents=True)
    with store.attend():
        running = subprocess.Popen([*QC, "gate", "a.jsonl", "--out", "out", "--jobs", "1"], stdout=subprocess.PIPE)
        with pytest.raises(subprocess.TimeoutExpired):
            running.wait(3)
        assert not Path("out/.gate/parts").exists()
    assert running.communicate()[0].startswith(b"12 documents read")


def test_two_runs_on_one_output_are_refused() -> None:
    with Store(Path("out")).locked():
        done = gate("a.jsonl")
    assert done.returncode == 2
    assert f"out: process {os.getpid()} is writing to it" in done.stderr


def test_a_folder_of_something_else_is_left_alone() -> None:
    Path("out").mkdir()
    Path("out/mine.txt").write_text("mine")
    done = gate("a.jsonl")
    assert done.returncode == 2
    assert done.stderr == "qc: out: not empty and not the output of qc gate; choose another --out\n"
    assert [path.name for path in Path("out").iterdir()] == ["mine.txt"]


def test_counts_that_do_not_agree_are_an_error() -> None:
    tally = Tally.from_json(gated("a.jsonl", Path("out"))["tally"])
    right = {"accepted": 4, "review": 4, "rejected": 4}
    assembly.reconcile(12, 12, tally, right)
    for read, listed, written in ((11, 12, right), (12, 13, right), (12, 12, {**right, "review": 5})):
        with pytest.raises(GateError, match="the counts do not agree"):
            assembly.reconcile(read, listed, tally, written)


def test_interrupted_it_says_so_and_goes_on() -> None:
    Path("a.jsonl").write_bytes(lines(rows(1200)))
    command = [*QC, "gate", "a.jsonl", "--out", "out", "--jobs", "1"]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    while not list(Path("out/.gate/parts").glob("*/*")) and running.poll() is None:
        time.sleep(0.01)
    os.killpg(running.pid, signal.SIGINT)
    _, said = running.communicate()
    assert running.returncode == 130
    assert "interrupted; " in said
    assert said.endswith("the same command goes on from there\n")
    assert not Path("out", SUMMARY).exists()
    assert gate("a.jsonl").stdout.startswith("1,200 documents read = 400 accepted + 400 to review + 400 rejected")


def test_a_disk_that_takes_no_more_ends_the_run_and_it_goes_on_later() -> None:
    Path("a.jsonl").write_bytes(lines(rows(600)))

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    command = [*QC, "gate", "a.jsonl", "--out", "out", "--jobs", "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=limit)
    assert done.returncode == 2
    assert done.stderr.startswith("qc: out: cannot be written: file too large; ")
    assert done.stderr.count("\n") == 1
    assert gate("a.jsonl").returncode == 0
    gate("a.jsonl", out="calm")
    assert digests(Path("out")) == digests(Path("calm"))


def test_memory_does_not_grow_with_the_input() -> None:
    row = {"text": "Too short to be judged.", "meta": "x" * 20_000}
    with Path("big.jsonl").open("wb") as file:
        file.writelines(json.dumps({**row, "id": n}).encode() + b"\n" for n in range(2_000))
        file.write(b'{"text": "' + b"long " * 6_000_000 + b'"}\n')
    assert Path("big.jsonl").stat().st_size > 65_000_000
    done = gate("big.jsonl")
    assert done.stdout.startswith("2,001 documents read = 0 accepted + 2,000 to review + 0 rejected + 1 errors")
    peak = json.loads(Path("out/timing.json").read_bytes())["sessions"][0]["peak-memory-mb"]
    assert peak["reader"] < 130
    assert peak["worker"] < 160
