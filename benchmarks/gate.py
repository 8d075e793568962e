"""The gate as a whole: rate, peak memory, speed-up from one worker to two, and datatrove's pipeline on the same texts.

    python benchmarks/gate.py DOCUMENTS.jsonl[.gz] [--documents 20000] [--damaged 0.1] [--rounds 3]

DOCUMENTS hold `text` and `label` (human, or mt for damaged); they are repeated, clean ones with the given share of
damaged ones, until there are as many as asked for. datatrove (`pip install 'datatrove[processing]' spacy`) is measured
where it is installed: reader, four quality filters, writer. All cases take turns, and ratios are medians over rounds.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter

FILES = 4
"""Files the corpus is cut into: datatrove works on whole files in parallel."""

DATATROVE = """
    import sys
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.filters import (
        C4QualityFilter, FineWebQualityFilter, GopherQualityFilter, GopherRepetitionFilter,
    )
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter

    if __name__ == "__main__":
        source, out, jobs = sys.argv[1:]
        steps = [JsonlReader(source), GopherRepetitionFilter(), GopherQualityFilter(), C4QualityFilter(),
                 FineWebQualityFilter(), JsonlWriter(out + "/kept", compression=None)]
        LocalPipelineExecutor(steps, tasks=4, workers=int(jobs), logging_dir=out + "/logs").run()
"""


def corpus(source: Path, folder: Path, documents: int, damaged: float) -> int:
    """Write the corpus and return its bytes."""
    opener = gzip.open if source.suffix == ".gz" else open
    texts: dict[str, list[str]] = {"human": [], "mt": []}
    with opener(source, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row.get("label") in texts:
                texts[row["label"]].append(row["text"])
    clean, bad = itertools.cycle(texts["human"]), itertools.cycle(texts["mt"] or texts["human"])
    folder.mkdir(parents=True)
    every = round(1 / damaged) if damaged else 0
    files = [(folder / f"{number}.jsonl").open("w", encoding="utf-8") for number in range(FILES)]
    for number in range(documents):
        text = next(bad if every and number % every == every - 1 else clean)
        files[number * FILES // documents].write(json.dumps({"id": str(number), "text": text}) + "\n")
    for file in files:
        file.close()
    return sum(path.stat().st_size for path in folder.iterdir())


def gate(source: Path, out: Path, jobs: int, *options: str) -> dict[str, int]:
    """Run the gate and return the peak memory of reader and worker, in MB."""
    command = [sys.executable, "-m", "qc", "gate", str(source), "--out", str(out), "--jobs", str(jobs), "-q", *options]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    assert done.returncode == 0, f"the gate ended with {done.returncode}"
    session: dict[str, dict[str, int]] = json.loads((out / "timing.json").read_bytes())["sessions"][0]
    return session["peak-memory-mb"]


def datatrove(source: Path, out: Path, jobs: int) -> dict[str, int]:
    """Run datatrove's pipeline."""
    out.mkdir()
    script = out / "pipeline.py"
    script.write_text(textwrap.dedent(DATATROVE))
    command = [sys.executable, str(script), str(source), str(out), str(jobs)]
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return {}


def cases() -> dict[str, Callable[[Path, Path], dict[str, int]]]:
    """What is measured, by name."""
    found: dict[str, Callable[[Path, Path], dict[str, int]]] = {
        "default profile, 1 worker": lambda source, out: gate(source, out, 1),
        "default profile, 2 workers": lambda source, out: gate(source, out, 2),
        "rules alone, 2 workers": lambda source, out: gate(source, out, 2, "--ignore", "fluency"),
    }
    if find_spec("datatrove") and find_spec("spacy"):
        found["datatrove, 2 workers"] = lambda source, out: datatrove(source, out, 2)
    else:
        print("datatrove: not installed, not measured")
    return found


def measured(source: Path, folder: Path, rounds: int) -> tuple[dict[str, list[float]], dict[str, dict[str, int]]]:
    """Run the cases in turn; seconds of each round, and peak memory."""
    running = cases()
    times: dict[str, list[float]] = {name: [] for name in running}
    memory: dict[str, dict[str, int]] = {}
    for _, (name, case) in itertools.product(range(rounds), running.items()):
        out = folder / "out"
        start = perf_counter()
        peak = case(source, out)
        times[name].append(perf_counter() - start)
        memory[name] = {part: max(value, memory.get(name, {}).get(part, 0)) for part, value in peak.items()}
        shutil.rmtree(out)
    return times, memory


def report(times: dict[str, list[float]], memory: dict[str, dict[str, int]], documents: int, size: int) -> None:
    """Print rates, memory and ratios."""
    for name, taken in times.items():
        best = min(taken)
        peak = "".join(f"; {part} at most {value} MB" for part, value in memory[name].items())
        print(f"{name}: {documents / best:,.0f} documents/s, {size / best / 1e6:.2f} MB/s{peak}")
    one, two = times["default profile, 1 worker"], times["default profile, 2 workers"]
    print(f"speed-up from 1 worker to 2: {statistics.median(a / b for a, b in zip(one, two, strict=True)):.2f}")
    for name in ("default profile, 2 workers", "rules alone, 2 workers"):
        peer = times.get("datatrove, 2 workers")
        if peer:
            ratio = statistics.median(a / b for a, b in zip(peer, times[name], strict=True))
            print(f"{name}: {ratio:.1f} times datatrove's documents a second")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--damaged", type=float, default=0.1, help="share of damaged documents")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        size = corpus(options.source, folder / "in", options.documents, options.damaged)
        print(f"{options.documents:,} documents, {size / 1e6:.1f} MB, {options.damaged:.0%} damaged")
        times, memory = measured(folder / "in", folder, options.rounds)
    report(times, memory, options.documents, size)


if __name__ == "__main__":
    main()
