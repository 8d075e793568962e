"""Measure every rule on labelled documents and write `qc/data/measured.toml`, which `qc explain` and the site show.

    python tools/measure_rules.py LABELLED.jsonl.gz [--every 10] [--jobs 2]

The documents are those of `qc eval`: what is expected to pass is clean text, what is to be flagged damaged text.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from qc import Policy, __version__
from qc.evaluation import labelled
from qc.registry import rules

TABLE = Path(__file__).resolve().parent.parent / "qc" / "data" / "measured.toml"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("documents", type=Path, help="labelled documents, JSON Lines, gzip or not")
    options.add_argument("--every", type=int, default=1, help="take each n-th document only")
    options.add_argument("--jobs", type=int, default=1, help="processes")
    options.add_argument("--output", type=Path, default=TABLE, help="where the figures go instead")
    given = options.parse_args()
    documents = list(labelled.read(given.documents))[:: given.every]
    part = f", 1 document in {given.every}" if given.every > 1 else ""
    content = table(labelled.run(documents, Policy(), given.jobs), f"{given.documents.name}{part}")
    given.output.write_text(content, "utf-8", newline="\n")


def table(outcomes: Iterable[labelled.Outcome], source: str) -> str:
    """Render the file: words of prose, and findings of every rule, in clean and in damaged text."""
    found: dict[str, Counter[str]] = {"pass": Counter(), "flag": Counter(), "either": Counter()}
    words: Counter[str] = Counter()
    for outcome in outcomes:
        found[outcome.expect].update(outcome.findings)
        words[outcome.expect] += outcome.words
    lines = [
        f"# Findings of every rule of qc {__version__} in clean and in damaged text: {source}.",
        "# Written by tools/measure_rules.py.",
        "",
        "[words]",
        f"clean = {words['pass']}",
        f"damaged = {words['flag']}",
        "",
        "[rules]",
        *(f"{rule} = {{ clean = {found['pass'][rule]}, damaged = {found['flag'][rule]} }}" for rule in rules()),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
