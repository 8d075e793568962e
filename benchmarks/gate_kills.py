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

SENTENCES = (
    "The council met on Tuesday evening to discuss the bridge over the river and the road that leads to it.",
    "Engineers had measured the piers in spring and found them sound, but the deck was worn in several places.",
    "After two hours of debate the members agreed to close one lane in May and to ask three firms for an estimate.",
    "A farmer from the valley asked who would pay for the the detour, and nobody had an answer for him.",
    "It was an decision that everybody had expected, said the mayor, who left the hall before the vote.",
    "The library opens at nine, and the children's room on the first floor has been painted in a warm yellow.",
)


def text(chance: random.Random) -> str:
    """A short document, now and then with damage or too short to be judged."""
    return " ".join(chance.choice(SENTENCES) for _ in range(chance.randint(1, 12)))


def corpus(folder: Path, documents: int, seed: int) -> None:
    """Write a corpus in every format there is."""
    chance = random.Random(seed)
    rows = [{"id": f"d{n}", "url": f"https://s{n % 9}.example/{n}", "text": text(chance)} for n in range(documents)]
    lines = [json.dumps(row).encode() + b"\n" for row in rows]
    lines[len(lines) // 2] = b"not json\n"
    half = len(lines) // 2
    folder.mkdir(parents=True)
    (folder / "a.jsonl").write_bytes(b"".join(lines[:half]))
    (folder / "b.jsonl.gz").write_bytes(gzip.compress(b"".join(lines[half:]), mtime=0))
    for number in range(documents // 20):
        page = folder / "pages" / f"{number % 3}" / f"{number}.txt"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text(chance))
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


def children(pid: int) -> list[int]:
    """The processes that a process started."""
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def victims(run: subprocess.Popen[bytes], chance: random.Random) -> tuple[str, list[int]]:
    """Whom to kill: the run, one of its processes, or all of them at once."""
    workers = children(run.pid)
    kind = chance.choice(["run", "worker", "worker", "all"])
    if kind == "run" or not workers:
        return "run", [run.pid]
    return kind, [chance.choice(workers)] if kind == "worker" else [run.pid, *workers]


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
    with tempfile.TemporaryDirectory() as folder:
        counts = survives(Path(folder), options.kills, options.documents, options.seed)
    print(", ".join(f"{name} {count}" for name, count in sorted(counts.items())))


if __name__ == "__main__":
    main()
