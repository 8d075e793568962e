"""Throughput, cold start and peak memory of `qc` beside textstat, datatrove's English filters and Harper, in one run.

    pip install -r benchmarks/requirements.txt
    python benchmarks/throughput.py DOCUMENTS.jsonl[.gz] [--limit 400] [--rounds 3]

Peers that are not installed are named as missing. The stages of the damage model are measured alone too, on every
sentence. Each document counts once; 2-8 KB of English each. Blocks of documents go through
every case in turn, so that a change in the machine's speed hits all alike; a case's time is the sum over blocks of its
fastest round, and the ratio the median over rounds.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter, process_time

from baselines import harper_program, harper_speed
from oracle import give_textstat_our_dictionary

from qc.fluency import judge, screen, skim

Case = Callable[[str], object]
SMALLEST, LARGEST = 2_000, 8_000


def documents(path: Path, limit: int) -> list[str]:
    opener = gzip.open if path.suffix == ".gz" else open
    texts = []
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row.get("label") == "human":
                texts += [row["text"][at : at + LARGEST] for at in range(0, len(row["text"]), LARGEST)]
    texts = [text for text in texts if len(text.encode()) >= SMALLEST]
    return texts[:: max(1, len(texts) // limit)][:limit]


def cases() -> Iterator[tuple[str, Case | None]]:
    yield "qc: rules and readability", _rules_and_readability()
    yield "qc: everything, with the damage model", _everything()
    yield "qc: first stage of the damage model", _stage(screen)
    yield "qc: every sentence skimmed", _stage(skim)
    yield "qc: every sentence read to the end", _stage(judge)
    yield "textstat: ten formulas", _textstat()
    yield "datatrove: four filters", _datatrove()


def _rules_and_readability() -> Case:
    from qc.document import Document
    from qc.readability import measure
    from qc.registry import rules

    checks = [rule.check for rule in rules().values() if not rule.model]

    def run(text: str) -> object:
        doc = Document(text)
        found = [list(check(doc)) for check in checks]
        return found, measure(doc.prose_text, doc.tokens)

    return run


def _everything() -> Case:
    from qc import check

    return check


def _stage(stage: Callable[[list[str]], object]) -> Case:
    from qc.document import Document

    def run(text: str) -> object:
        doc = Document(text)
        return stage([doc.prose_text[s.start : s.end] for s in doc.sentences])

    return run


def _textstat() -> Case | None:
    try:
        import textstat
    except ImportError:
        return None
    names = (
        "flesch_reading_ease", "flesch_kincaid_grade", "smog_index", "gunning_fog", "coleman_liau_index",
        "automated_readability_index", "dale_chall_readability_score", "linsear_write_formula", "lix",
        "spache_readability",
    )  # fmt: skip
    formulas = [getattr(textstat, name) for name in names]
    give_textstat_our_dictionary()
    # In a corpus a text is measured once: as it stands, textstat would answer from its cache of whole texts.
    spaces = itertools.cycle(range(1, 98))

    def run(text: str) -> object:
        fresh = text + " " * next(spaces)
        return [formula(fresh) for formula in formulas]

    return run


def _datatrove() -> Case | None:
    try:
        from datatrove.data import Document as Row
        from datatrove.pipeline.filters import (
            C4QualityFilter,
            FineWebQualityFilter,
            GopherQualityFilter,
            GopherRepetitionFilter,
        )
    except ImportError:
        return None
    filters = [GopherQualityFilter(), GopherRepetitionFilter(), C4QualityFilter(), FineWebQualityFilter()]
    return lambda text: [each.filter(Row(text=text, id="1")) for each in filters]


def timed(texts: list[str], rounds: int) -> None:
    running = [(name, case) for name, case in cases() if case]
    for name, case in cases():
        if not case:
            print(f"{name}: not installed, not measured")
    for _, case in running:
        case(texts[0])
    blocks = [texts[at : at + 25] for at in range(0, len(texts), 25)]
    times = {name: [[0.0] * len(blocks) for _ in range(rounds)] for name, _ in running}
    for number in range(rounds):
        for at, block in enumerate(blocks):
            for name, case in running:
                start = process_time()
                for text in block:
                    case(text)
                times[name][number][at] = process_time() - start
    _print(texts, times, rounds)


def _print(texts: list[str], times: dict[str, list[list[float]]], rounds: int) -> None:
    megabytes, words = sum(len(t.encode()) for t in texts) / 1e6, sum(len(t.split()) for t in texts)
    ours = next(iter(times))
    print(f"{len(texts)} documents, {megabytes:.1f} MB, {rounds} rounds; the first round of ours starts cold")
    for name, taken in times.items():
        best = sum(map(min, zip(*taken, strict=True)))
        ratio = statistics.median(sum(taken[r]) / sum(times[ours][r]) for r in range(rounds))
        cold = megabytes / sum(taken[0])
        print(f"{name}: {megabytes / best:.2f} MB/s, {words / best / 1e3:,.0f} thousand words/s, "
              f"first round {cold:.2f} MB/s, time / ours {ratio:.1f}")  # fmt: skip


def harper(texts: list[str], rounds: int) -> None:
    if program := harper_program():
        print(f"Harper: time / time of our rules, without readability, {harper_speed(texts, program, rounds):.1f}")
    else:
        print("Harper: not installed, not measured")


def cold_start(text: str, runs: int = 9) -> None:
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.txt"
        page.write_text(text[:3_000], encoding="utf-8")
        check = [sys.executable, "-m", "qc", "check", "--no-report", "--fail-on", "never"]
        for name, command in (
            ("qc check, one page", [*check, str(page)]),
            ("qc check --ignore fluency, one page", [*check, "--ignore", "fluency", str(page)]),
            ("python -c pass", [sys.executable, "-c", "pass"]),
            ("python -c 'import textstat'", [sys.executable, "-c", "import textstat"]),
        ):
            walls = []
            for _ in range(runs):
                start = perf_counter()
                subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder, check=False)
                walls.append(perf_counter() - start)
            print(f"{name}: median {statistics.median(walls):.3f} s, fastest {min(walls):.3f} s")
    print(f"peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", type=Path)
    parser.add_argument("--limit", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    texts = documents(options.documents, options.limit)
    timed(texts, options.rounds)
    harper(texts, options.rounds)
    cold_start(texts[0])


if __name__ == "__main__":
    main()
