"""What each engine adds to the work of judging: the same documents by a plain loop and through each engine.

    python benchmarks/engines.py DOCUMENTS.jsonl[.gz] [--documents 4000] [--rounds 3]

DOCUMENTS and their mix, a tenth of them damaged, are those of benchmarks/gate.py. Each engine runs in processes of
its own, once over all documents and once over one, so that what it takes to start stands apart from what a document
takes. Engines that are not installed (`pip install 'translation-qc[engines]'`) are left out. On two cores, two
workers; Ray on a cluster that it starts for the run. All take turns, figures are medians over rounds, and what the
local engine and Ray write must be the same bytes.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import textwrap
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter

from gate import mixed, write

from qc.evaluation.labelled import read

LOOP = """
    import json, pathlib, sys
    from qc import Gate
    rows = (json.loads(line) for path in sorted(pathlib.Path(sys.argv[1]).iterdir()) for line in path.open())
    for decision in Gate()(rows):
        pass
"""
GATE = """
    import sys
    from qc.cli import main
    if __name__ == "__main__":
        sys.argv[1:] = ["gate", sys.argv[1], "--out", sys.argv[2], "-q", {options}]
        main()
"""
DATATROVE = """
    import sys
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter
    from qc.engines.datatrove import GateFilter
    if __name__ == "__main__":
        source, out = sys.argv[1:]
        held = JsonlWriter(out + "/held", compression=None)
        steps = [JsonlReader(source), GateFilter(exclusion_writer=held), JsonlWriter(out + "/kept", compression=None)]
        LocalPipelineExecutor(steps, tasks=4, workers=2, logging_dir=out + "/logs").run()
"""
DATASETS = """
    import sys
    from datasets import load_dataset
    from qc.engines.datasets import Judge
    if __name__ == "__main__":
        source, out = sys.argv[1:]
        dataset = load_dataset("json", data_dir=source, split="train", cache_dir=out)
        judge = Judge()
        processes = min(2, len(dataset))
        dataset.map(judge, batched=True, batch_size=100, features=judge.features(dataset.features), num_proc=processes)
"""
SPARK = """
    import sys
    from pyspark.sql import SparkSession
    from qc.engines.spark import Judge
    source, out = sys.argv[1:]
    session = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    frame, judge = session.read.json(source), Judge()
    frame.mapInPandas(judge, judge.schema(frame.schema)).write.parquet(out + "/judged")
    session.stop()
"""
CASES = {
    "plain loop": ("qc", 1, LOOP),
    "local engine, 1 worker": ("qc", 1, GATE.format(options='"--jobs", "1"')),
    "local engine, 2 workers": ("qc", 2, GATE.format(options='"--jobs", "2"')),
    "Ray, 2 workers": ("ray", 2, GATE.format(options='"--engine", "ray", "--jobs", "2"')),
    "datatrove, 2 workers": ("datatrove", 2, DATATROVE),
    "datasets, 2 processes": ("datasets", 2, DATASETS),
    "Spark, 2 threads": ("pyspark", 2, SPARK),
}
"""By name: the library it needs, the processes that judge, the script."""


def seconds(script: str, source: Path, out: Path) -> float:
    """Run a case and return how long it took."""
    out.mkdir()
    (out / "script.py").write_text(textwrap.dedent(script))
    environment = {**os.environ, "PYSPARK_PYTHON": sys.executable, "RAY_AUTH_MODE": "disabled"}
    command = [sys.executable, str(out / "script.py"), str(source), str(out / "out")]
    start = perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    taken = perf_counter() - start
    assert done.returncode == 0, done.stderr
    return taken


def digest(out: Path) -> str:
    """A digest of what the gate wrote, but for what a clock said."""
    made = sha256()
    for path in sorted(path for path in out.rglob("*") if path.is_file()):
        name = path.relative_to(out).as_posix()
        if not name.startswith((".gate/", "timing.json")):
            made.update(f"{name} {sha256(path.read_bytes()).hexdigest()}\n".encode())
    return made.hexdigest()


def measured(folder: Path, rounds: int) -> dict[str, tuple[list[float], list[float]]]:
    """Run the cases in turn; seconds for one document and for all, of each round."""
    cases = {name: script for name, (library, _, script) in CASES.items() if find_spec(library)}
    found: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in cases}
    digests: dict[str, str] = {}
    for _ in range(rounds):
        for name, script in cases.items():
            for times, source in zip(found[name], ("one", "all"), strict=True):
                times.append(seconds(script, folder / source, folder / "out"))
                if (folder / "out" / "out" / "manifest.jsonl").exists():
                    made = digest(folder / "out" / "out")
                    assert digests.setdefault(source, made) == made, f"{name} wrote something else"
                shutil.rmtree(folder / "out")
    return found


def report(found: dict[str, tuple[list[float], list[float]]], documents: int) -> None:
    """Print rates, starts and ratios to the plain loop; 2 processes would halve its time if they added nothing."""

    def work(name: str) -> float:
        one, every = found[name]
        return statistics.median(b - a for a, b in zip(one, every, strict=True))

    loop = work("plain loop")
    for name, (one, _) in found.items():
        processes = CASES[name][1]
        print(
            f"{name}: {documents / work(name):,.0f} documents/s, {statistics.median(one):.1f} s to start; "
            f"{loop / work(name):.2f} times the plain loop, overhead {work(name) * processes / loop - 1:+.0%}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("--documents", type=int, default=4000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        documents = list(read(options.source))
        clean, damaged = ([each.text for each in documents if each.expect == kind] for kind in ("pass", "flag"))
        write(mixed(clean, damaged), folder / "one", 1)
        for path in (folder / "one").iterdir():
            # A file without a document is none to some engines.
            if not path.stat().st_size:
                path.unlink()
        size = write(mixed(clean, damaged), folder / "all", options.documents)
        print(f"{options.documents:,} documents, {size / 1e6:.1f} MB, a tenth of them damaged")
        report(measured(folder, options.rounds), options.documents)


if __name__ == "__main__":
    main()
