"""Kills `qc gate` with SIGKILL at random instants, the run and its workers, and compares what comes out in the end with
an undisturbed run, byte for byte.

    python benchmarks/gate_kills.py [--kills 200] [--documents 2000] [--seed 1]

The corpus is generated: JSON Lines, plain and gzip, text files and, with the extra `gate`, Zstandard and Parquet.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

from made_texts import document
from processes import children

WARM = 0.8
"""Share of runs left alone until they have workers: a run spends much of its time on starting, and has little to lose
then."""


def corpus(folder: Path, documents: int, seed: int) -> None:
    """Write a corpus in every format there is."""
    chance = random.Random(seed)
    rows = [{"id": f"d{n}", "url": f"https://s{n % 9}.example/{n}", "text": document(chance)} for n in range(documents)]
    lines = [json.dumps(row).encode() + b"\n" for row in rows]
    lines[len(lines) // 2] = b"not json\n"
    half = len(lines) // 2
    folder.mkdir(parents=True)
    (folder / "a.jsonl").write_bytes(b"".join(lines[:half]))
    (folder / "b.jsonl.gz").write_bytes(gzip.compress(b"".join(lines[half:]), mtime=0))
    for number in range(documents // 20):
        page = folder / "pages" / f"{number % 3}" / f"{number}.txt"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(document(chance))
    if find_spec("pyarrow") and find_spec("zstandard"):
        _tables(folder, rows, lines)


def _tables(folder: Path, rows: list[dict[str, str]], lines: list[bytes]) -> None:
    import pyarrow as pa
    import zstandard
    from pyarrow import parquet

    (folder / "c.jsonl.zst").write_bytes(zstandard.compress(b"".join(lines[: len(lines) // 4])))
    parquet.write_table(pa.Table.from_pylist(rows[: len(rows) // 2]), folder / "d.parquet", row_group_size=300)


def command(source: Path, out: Path) -> list[str]:
    """The gate with a few cheap rules: what is tried here is the engine."""
    rules = "doubled-word,article-mismatch,lost-space"
    return [sys.executable, "-m", "qc", "gate", str(source), "--out", str(out), "--jobs", "2", "--select", rules, "-q"]


def digests(out: Path) -> dict[str, str]:
    """The files of an output, all but the state of the run and what a clock said."""
    files = (path for path in sorted(out.rglob("*")) if path.is_file())
    named = {path.relative_to(out).as_posix(): path for path in files}
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest()
        for name, path in named.items()
        if not name.startswith(".gate/") and name != "timing.json"
    }


def workers(run: int) -> list[int]:
    """The workers of a run; beside them it has a process that keeps account of shared memory."""
    return [pid for pid in children(run) if b"spawn_main" in _command(pid)]


def await_workers(run: subprocess.Popen[bytes]) -> None:
    """Wait until a run has workers, or is over."""
    while run.poll() is None and not workers(run.pid):
        time.sleep(0.01)


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def victims(run: subprocess.Popen[bytes], chance: random.Random) -> tuple[str, list[int]]:
    """Whom to kill: the run, one of its workers, or all of them at once."""
    found = workers(run.pid)
    kind = chance.choice(["run", "worker", "worker", "all"])
    if kind == "run" or not found:
        return "run", [run.pid]
    return kind, [chance.choice(found)] if kind == "worker" else [run.pid, *found]


def kill(run: subprocess.Popen[bytes], chance: random.Random) -> str:
    """Kill with SIGKILL, wait where that ends the run, and say what was killed."""
    kind, pids = victims(run, chance)
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            kind = "gone"
    if run.pid in pids:
        run.wait()
    return kind


def survives(folder: Path, kills: int, documents: int, seed: int) -> Counter[str]:
    """Kill until there were so many kills, comparing each output that comes about. Raises AssertionError."""
    chance = random.Random(seed)
    source, calm, out = folder / "in", folder / "calm", folder / "out"
    corpus(source, documents, seed)
    start = time.monotonic()
    status = subprocess.run(command(source, calm), check=False, stdout=subprocess.DEVNULL).returncode
    length, wanted = time.monotonic() - start, digests(calm)
    assert status == 2, f"the undisturbed run ended with {status}"
    counts: Counter[str] = Counter()
    while counts["killed"] < kills:
        run = subprocess.Popen(command(source, out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if chance.random() < WARM:
            await_workers(run)
        while run.poll() is None and counts["killed"] < kills:
            try:
                run.wait(chance.uniform(0, length))
            except subprocess.TimeoutExpired:
                kind = kill(run, chance)
                counts[kind] += 1
                counts["killed"] += kind != "gone"
        if run.wait() == 2:
            _compare(wanted, out, counts)
    subprocess.run(command(source, out), check=False, stdout=subprocess.DEVNULL)
    _compare(wanted, out, counts)
    return counts


def _compare(wanted: dict[str, str], out: Path, counts: Counter[str]) -> None:
    found = digests(out)
    different = [name for name in {**wanted, **found} if wanted.get(name) != found.get(name)]
    assert not different, f"differ from the undisturbed run: {different}"
    counts["outputs compared"] += 1
    shutil.rmtree(out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        counts = survives(Path(folder), options.kills, options.documents, options.seed)
    kinds = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
    print(f"{kinds}; each output as the undisturbed one; {time.monotonic() - start:.0f} s")


if __name__ == "__main__":
    main()
