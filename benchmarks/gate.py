"""The gate as a whole: a million short documents, two workers against one, and datatrove's pipeline beside it.

    pip install -r benchmarks/requirements.txt
    python benchmarks/gate.py LABELLED.jsonl[.gz] [--parts large,speed-up,datatrove] [--news SOURCE,…]

LABELLED is what `qc eval` reads. `large` and `speed-up` take made-up notes among which every twentieth document is a
text of LABELLED, again and again; memory is that of all processes together, and what comes out is counted against what
went in. `datatrove` takes the texts of LABELLED alone, clean ones and then clean ones with a tenth of damaged ones; in
each round every case reads the same files, and ratios are medians over rounds. Start-up counts in every figure.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
import textwrap
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from hashlib import blake2b
from importlib.util import find_spec
from itertools import cycle, islice
from pathlib import Path
from random import Random

from made_texts import document
from processes import Course, ran

from qc.evaluation.labelled import Labelled, read

REAL, DAMAGED = 20, 10
"""Every so manieth document is real, in the large corpus; is damaged, in the mix."""

FILES = 2
"""Files of a corpus: datatrove gives each worker whole files."""

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
        LocalPipelineExecutor(steps, tasks=int(jobs), workers=int(jobs), logging_dir=out + "/logs").run()
"""

FIRST_STAGE = """
    import math
    from qc.cli import main
    from qc.fluency import cascade

    # Not below the guard, for workers import this file too: the first stage is to settle every document.
    cascade.calibration()["screen_limit"] = math.inf
    if __name__ == "__main__":
        main()
"""

Case = Callable[[Path, Path], Course]
"""Takes a corpus to an output folder."""


def qc(*options: str, jobs: int = 2, program: Sequence[str] = ("-m", "qc")) -> Case:
    """The gate with these options."""

    def case(source: Path, out: Path) -> Course:
        command = ["gate", str(source), "--out", str(out), "--jobs", str(jobs), "--quiet", *options]
        return ran([sys.executable, *program, *command], out.with_suffix(".log"))

    return case


def script(text: str, folder: Path, name: str) -> str:
    """Write a script and return its path."""
    path = folder / name
    path.write_text(textwrap.dedent(text))
    return str(path)


def datatrove(folder: Path, jobs: int = 2) -> Case:
    """The pipeline of datatrove: reader, four filters for English, writer."""
    pipeline = script(DATATROVE, folder, "pipeline.py")

    def case(source: Path, out: Path) -> Course:
        return ran([sys.executable, pipeline, str(source), str(out), str(jobs)], out.with_suffix(".log"))

    return case


def write(texts: Iterator[str], folder: Path, documents: int) -> int:
    """Write so many of the texts as JSON Lines, in files of one length, and return their bytes."""
    folder.mkdir()
    for number in range(FILES):
        with (folder / f"{number}.jsonl").open("w", encoding="utf-8") as file:
            first, end = number * documents // FILES, (number + 1) * documents // FILES
            for place, text in enumerate(islice(texts, end - first), first):
                file.write(json.dumps({"id": f"d{place}", "text": text}) + "\n")
    return sum(path.stat().st_size for path in folder.iterdir())


def mostly_made(real: Sequence[str]) -> Iterator[str]:
    """Made-up notes without end, every twentieth a real text."""
    chance, again = Random(6), cycle(real)
    while True:
        yield from (document(chance) for _ in range(REAL - 1))
        yield next(again)


def mixed(clean: Sequence[str], damaged: Sequence[str]) -> Iterator[str]:
    """Clean texts without end, every tenth a damaged one if there are any."""
    again, bad = cycle(clean), cycle(damaged or clean)
    while True:
        yield from islice(again, DAMAGED - 1)
        yield next(bad)


def reconciled(source: Path, out: Path) -> str:
    """Say that each line of the corpus is in one place and listed in its order. Raises AssertionError."""
    places = [path for place in ("accepted", "review", "rejected") for path in (out / place).glob("*.jsonl")]
    wanted, found = _lines(source.glob("*.jsonl")), _lines(places)
    assert wanted == found, f"(lines, sum of digests) went in {wanted}, came out {found}"
    with (out / "manifest.jsonl").open("rb") as rows:
        listed = [json.loads(row)["id"] for row in rows]
    assert listed == [f"d{number}" for number in range(wanted[0])], "the manifest is another one"
    return f"{wanted[0]:,} documents in, the same {found[0]:,} out, {len(listed):,} in the manifest in order"


def _lines(paths: Iterable[Path]) -> tuple[int, int]:
    """The number of lines and a sum of their digests, which is the same in any order."""
    count = total = 0
    for path in paths:
        with path.open("rb") as file:
            for line in file:
                count, total = count + 1, total + int.from_bytes(blake2b(line, digest_size=16).digest())
    return count, total


def first_stage(folder: Path) -> Case:
    """The gate with the rules and the first stage of the damage model."""
    return qc(program=(script(FIRST_STAGE, folder, "first_stage.py"),))


def large(texts: Sequence[str], documents: int, folder: Path, *, first: bool) -> None:
    """The large corpus through two workers."""
    size = write(mostly_made(texts), folder / "in", documents)
    name, case = ("rules and first stage", first_stage(folder)) if first else ("default profile", qc())
    course = case(folder / "in", folder / "out")
    print(f"large corpus, {documents:,} documents, {size / 1e6:,.0f} MB, {name}, 2 workers: ", end="")
    print(f"{course.seconds:,.0f} s, {_rate(documents, size, course)}, {course.memory:,} MB of memory in all")
    print(f"large corpus: {reconciled(folder / 'in', folder / 'out')}", flush=True)


def speed_up(texts: Sequence[str], documents: int, rounds: int, folder: Path) -> None:
    """Two workers against one."""
    size = write(mostly_made(texts), folder / "in", documents)
    print(f"speed-up, {documents:,} documents, {size / 1e6:,.1f} MB")
    courses = in_turn({"1 worker": qc(jobs=1), "2 workers": qc(jobs=2)}, folder, rounds)
    report(courses, documents, size)
    print(f"speed-up from 1 worker to 2: {_ratio(*courses.values()):.2f}", flush=True)


def beside_datatrove(
    documents: Sequence[Labelled], count: int, rounds: int, wanted: Collection[str], folder: Path
) -> None:
    """The pipeline of datatrove and the gate with more or less of the damage model, on clean texts and on a mix."""
    ours = {
        "rules": ("qc, rules alone", qc("--ignore", "fluency")),
        "first": ("qc, rules and first stage", first_stage(folder)),
        "default": ("qc, default profile", qc()),
    }
    cases = {"datatrove": datatrove(folder)} | dict(ours[name] for name in wanted)
    clean = [each.text for each in documents if each.expect == "pass"]
    damaged = [each.text for each in documents if each.expect == "flag"]
    for name, some in (("clean", []), ("a tenth damaged", damaged)):
        size = write(mixed(clean, some), folder / "in", count)
        print(f"{name}, {count:,} documents, {size / 1e6:,.1f} MB")
        courses = in_turn(cases, folder, rounds)
        report(courses, count, size)
        for case, runs in list(courses.items())[1:]:
            print(f"{name}, {case}: {_ratio(courses['datatrove'], runs):.1f} times datatrove's documents/s")
        sys.stdout.flush()
        shutil.rmtree(folder / "in")


def in_turn(cases: dict[str, Case], folder: Path, rounds: int) -> dict[str, list[Course]]:
    """Run each case in each round."""
    courses: dict[str, list[Course]] = {name: [] for name in cases}
    for _ in range(rounds):
        for name, case in cases.items():
            courses[name].append(case(folder / "in", folder / "out"))
            shutil.rmtree(folder / "out")
    return courses


def report(courses: dict[str, list[Course]], documents: int, size: int) -> None:
    """Print rate and memory of each case in its fastest round."""
    for name, runs in courses.items():
        best = min(runs, key=lambda course: course.seconds)
        print(f"  {name}: {_rate(documents, size, best)}, {max(run.memory for run in runs):,} MB of memory in all")


def _rate(documents: int, size: int, course: Course) -> str:
    return f"{documents / course.seconds:,.0f} documents/s, {size / course.seconds / 1e6:.2f} MB/s"


def _ratio(slow: Sequence[Course], fast: Sequence[Course]) -> float:
    return statistics.median(a.seconds / b.seconds for a, b in zip(slow, fast, strict=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", type=Path)
    parser.add_argument("--parts", default="large,speed-up,datatrove")
    parser.add_argument("--documents", type=int, default=1_000_000, help="of the large corpus")
    parser.add_argument("--first-stage", action="store_true", help="the large corpus by rules and first stage alone")
    parser.add_argument("--compared", type=int, default=5_000, help="documents of the other parts")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--news", default="", help="beginnings of the `source` of texts that are news; all, by default")
    parser.add_argument("--cases", default="rules,first,default", help="what of qc stands beside datatrove")
    parser.add_argument("--folder", type=Path, help="where corpora and outputs go; some kB a document")
    options = parser.parse_args()
    documents = list(read(options.labelled))
    news = [each for each in documents if each.source.startswith(tuple(options.news.split(",")))]
    texts = [each.text for each in documents]
    parts: dict[str, Callable[[Path], None]] = {
        "large": lambda folder: large(texts, options.documents, folder, first=options.first_stage),
        "speed-up": lambda folder: speed_up(texts, options.compared, options.rounds, folder),
        "datatrove": lambda folder: beside_datatrove(
            news, options.compared, options.rounds, options.cases.split(","), folder
        ),
    }
    if options.folder:
        options.folder.mkdir(parents=True, exist_ok=True)
    for part in options.parts.split(","):
        if part == "datatrove" and not (find_spec("datatrove") and find_spec("spacy")):
            print("datatrove: not installed, not measured")
            continue
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            parts[part](Path(folder))


if __name__ == "__main__":
    main()
