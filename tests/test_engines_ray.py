"""The gate on a real Ray cluster: the bytes of a run on one machine, whatever dies, hangs, fails or is stopped."""

from __future__ import annotations

import gzip
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from gate_corpus import CLEAN, CONFIG, TERMS, digests, lines, rows
from libraries import needs

from qc.engines.ray import COLUMN, Decider
from qc.gate.run import versions
from qc.gate.shard import Format, GateError, Shard, Unit
from qc.gate.store import SUMMARY, Store

needs("ray")

ROOT = Path(__file__).parent.parent

HARM = '''"""Harm to whoever reads it."""
import os, signal
from qc import Axis, bad, good, rule

@rule(axis=Axis.EXTRACTION, examples=[bad("⟦harm⟧"), good("none")])
def harm(doc):
    if "End this process" in doc.text:
        os.kill(os.getpid(), signal.SIGKILL)
    while "Take for ever" in doc.text:
        pass
    if "Fail" in doc.text:
        raise RuntimeError("no such thing")
    return iter(())
'''


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment with a rule that does harm where a document says so."""
    folder = tmp_path_factory.mktemp("plugin")
    for name, content in {
        "qc_harm/__init__.py": "",
        "qc_harm/harm.py": HARM,
        "qc_harm-1.dist-info/METADATA": "Metadata-Version: 2.1\nName: qc-harm\nVersion: 1\n",
        "qc_harm-1.dist-info/entry_points.txt": "[qc.rules]\nharm = qc_harm\n",
    }.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(content)
    return {**os.environ, "PYTHONPATH": str(folder), "RAY_AUTH_MODE": "disabled", "RAY_USAGE_STATS_ENABLED": "0"}


@pytest.fixture(scope="module")
def cluster(environment: dict[str, str]) -> Iterator[tuple[int, str]]:
    """The process of a cluster and its address."""
    command = [sys.executable, str(ROOT / "tests" / "ray_cluster.py")]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=environment) as running:
        assert running.stdout
        address = running.stdout.readline().strip()
        assert address, "the cluster did not start"
        yield running.pid, address
        running.communicate()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("qc.toml").write_text(CONFIG.replace('["doubled-word"]', '["doubled-word", "harm"]'))
    Path("in").mkdir()


def started(environment: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "qc", "gate", "in", "--quiet", "--time-limit", "5", *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=environment, text=True, stdout=pipe, stderr=pipe, start_new_session=True)


def ended(running: subprocess.Popen[str], status: int = 0) -> tuple[str, list[str]]:
    """What a run printed, and what it said; Ray's own words on its inner workings are no matter."""
    shown, said = running.communicate()
    assert running.returncode == status, said
    return shown, [line for line in said.splitlines() if line.startswith("qc: ")]


def on_ray(address: str) -> tuple[str, ...]:
    return "--engine", "ray", "--ray-address", address


def test_two_machines_give_the_bytes_of_one(environment: dict[str, str], cluster: tuple[int, str]) -> None:
    harmful = [{"id": word, "text": f"{CLEAN} {word}."} for word in ("End this process", "Take for ever", "Fail")]
    data = lines([*rows(600), *harmful, *rows(300)])
    Path("in/a.jsonl.gz").write_bytes(gzip.compress(data + b"broken\n"))
    Path("in/cut.jsonl.gz").write_bytes(gzip.compress(lines(rows(400)))[:-20])
    pq.write_table(pa.Table.from_pylist(rows(700)), "in/b.parquet", row_group_size=300)
    for name in ("c.txt", "d.md"):
        Path("in", name).write_text(CLEAN)
    shown, said = ended(started(environment, "--out", "ray", *on_ray(cluster[1])), 2)
    wanted, told = ended(started(environment, "--out", "one", "--jobs", "1"), 2)
    assert digests(Path("ray")) == digests(Path("one"))
    assert shown == wanted.replace("one/", "ray/")
    # A worker on Ray holds one shard, so that of several harmful documents each may end one.
    assert set(told) <= set(said)
    failures = Path("ray/errors.jsonl").read_text()
    for reason in ("each worker that reads it dies", "took more than 5 s", "no such thing", "not JSON"):
        assert reason in failures


def test_killed_workers_lose_nothing(environment: dict[str, str], cluster: tuple[int, str]) -> None:
    Path("in/a.jsonl").write_bytes(lines(rows(6000)))
    running = started(environment, "--out", "ray", *on_ray(cluster[1]))
    wait_for_shards(running)
    deciders = [pid for pid in below(cluster[0]) if "Decider" in command_of(pid)]
    assert len(deciders) == 2
    os.kill(deciders[0], signal.SIGKILL)
    (theirs,) = [pid for pid in below(deciders[1]) if "spawn_main" in command_of(pid)]
    os.kill(theirs, signal.SIGKILL)
    _, said = ended(running)
    assert said == [
        "qc: a worker was ended by SIGKILL (the system does that where memory runs out); its part is done again"
    ]
    ended(started(environment, "--out", "one"))
    assert digests(Path("ray")) == digests(Path("one"))


@pytest.mark.parametrize(("how", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)])
def test_stopped_on_ray_it_goes_on_here(
    environment: dict[str, str], cluster: tuple[int, str], how: signal.Signals, status: int
) -> None:
    Path("in/a.jsonl").write_bytes(lines(rows(6000)))
    running = started(environment, "--out", "ray", *on_ray(cluster[1]))
    wait_for_shards(running)
    os.killpg(running.pid, how)
    _, said = ended(running, status)
    if how is not signal.SIGKILL:
        (line,) = said
        assert line.startswith("qc: interrupted; ")
    done = len(shards())
    assert 0 < done < 24
    assert not Path("ray", SUMMARY).exists()
    ended(started(environment, "--out", "ray"))
    ended(started(environment, "--out", "one"))
    assert digests(Path("ray")) == digests(Path("one"))


def test_stopped_here_it_goes_on_on_ray(environment: dict[str, str], cluster: tuple[int, str]) -> None:
    Path("in/a.jsonl").write_bytes(lines(rows(6000)))
    running = started(environment, "--out", "ray", "--jobs", "1")
    wait_for_shards(running)
    os.killpg(running.pid, signal.SIGKILL)
    ended(running, -9)
    stamps = {path: path.stat().st_mtime_ns for path in shards()}
    again = started(environment, "--out", "ray", *on_ray(cluster[1]))
    wait_for_shards(again, len(stamps) + 1)
    assert stamps.items() <= {path: path.stat().st_mtime_ns for path in shards()}.items()
    ended(again)
    ended(started(environment, "--out", "one"))
    assert digests(Path("ray")) == digests(Path("one"))


def test_the_function_starts_a_cluster_where_there_is_none(environment: dict[str, str]) -> None:
    script = """
from qc.engines.ray import gate
print(gate(["in"], "ray", jobs=2)["documents"])
"""
    environment = {name: value for name, value in environment.items() if name != "PYTHONPATH"}
    for page in ROOT.glob("examples/*.txt"):
        Path("in", page.name).write_bytes(page.read_bytes())
    Path("qc.toml").unlink()
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "3\n"), done.stderr
    ended(started(environment, "--out", "one", "--time-limit", "120"))
    wanted = {name: digest for name, digest in digests(Path("one")).items() if not name.startswith("reports/")}
    assert digests(Path("ray")) == wanted


def test_an_address_where_nobody_answers(environment: dict[str, str]) -> None:
    Path("in/a.jsonl").write_bytes(lines(rows(3)))
    shown, said = ended(started(environment, "--out", "ray", *on_ray("127.0.0.1:1")), 2)
    assert (shown, said) == ("", ["qc: 127.0.0.1:1: no Ray cluster answers: Connection refused"])


@pytest.mark.parametrize(
    ("planned", "wanted"),
    [
        (None, r": out is not there; --out must be a folder that all machines share$"),
        ({"qc": "0", "pyarrow": None}, r": has qc .*, not qc 0, pyarrow not at all; all machines must have the same$"),
    ],
)
def test_a_machine_that_cannot_take_part_says_why(planned: dict[str, str | None] | None, wanted: str) -> None:
    store = Store(Path("out"))
    if planned:
        store.put(store.plan, {})
    decider = Decider(store, TERMS, planned or versions())
    try:
        answer = decider({COLUMN: [pickle.dumps(Shard(Unit(0, Format.LINES, ()), 0, 1, 0, [], "", 1.0))]})
    finally:
        decider.pool.close()
    with pytest.raises(GateError, match=wanted):
        raise pickle.loads(answer[COLUMN][0])


def shards() -> list[Path]:
    """The shards that are done in `ray`, and whose unit is not sealed."""
    return sorted(Path("ray/.gate/parts").glob("*/*/record.json"))


def wait_for_shards(running: subprocess.Popen[str], count: int = 1) -> None:
    while len(shards()) < count:
        assert running.poll() is None, running.communicate()
        time.sleep(0.005)


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def below(pid: int) -> list[int]:
    """The processes that descend from one."""
    found: list[int] = []
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            for child in map(int, children.read_text().split()):
                found += [child, *below(child)]
    return found
