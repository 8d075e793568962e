"""What the settings of `qc/fluency/doubts.py` are worth: `python benchmarks/doubts.py LABELLED.jsonl[.gz]`.

LABELLED is what `qc eval` reads. For each setting, one changed at a time: of the doubts reported (single words and
salad) in rejected documents with marked spans, how many overlap one; and how many there are in 10,000 words of the
other rejected documents that are damaged. Every document is judged once, and its rules run for every setting.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from unittest.mock import patch

from qc import check, fluency
from qc.evaluation.labelled import Labelled, read
from qc.fluency.doubts import BELIEVED_BELOW

CHECK, DOUBTS = "qc.check", "qc.fluency.doubts"
RULES = ("word-salad", "wrong-word")
SETTINGS = (
    *((DOUBTS, "THROUGHOUT", value) for value in (0.06, 0.08, 0.1, 0.13)),
    *((DOUBTS, "PATCHED", value) for value in (0.4, 0.5, 0.6, 0.7)),
    *((DOUBTS, "RECURRING", value) for value in (2, 3, 1000)),
    *((CHECK, "EXPLAINED", value) for value in (0.01, 0.33, 0.5, 1.0)),
)
"""Module, constant and value."""


def judged_once() -> None:
    """Let the damage model read no text a second time."""
    kept = cache(fluency.judge_document)
    fluency.judge_document = lambda *views: kept(*map(tuple, views))


def line(documents: Sequence[Labelled]) -> str:
    """What the doubts of these documents come to."""
    inside = marked = others = words = 0
    for each in documents:
        report = check(each.text)
        found = [f.span for f in report.findings if f.rule in RULES and f.believed_below is not None]
        if each.spans:
            marked += len(found)
            inside += sum(any(a.start < s.end and s.start < a.end for s in each.spans) for a in found)
        else:
            others, words = others + len(found), words + report.words
    return f"{inside} of {marked} in marked spans, {others / max(1, words) * 10_000:.1f} in 10,000 words of the others"


def main() -> None:
    """Print a line for each setting."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", type=Path)
    parser.add_argument("--every", type=int, default=4, help="every so manieth damaged document without spans")
    options = parser.parse_args()
    judged_once()
    found = list(read(options.labelled))
    marked = [each for each in found if each.spans and each.kind == "hybrid"]
    plain = [each for each in found if not each.spans and each.expect == "flag"][:: options.every]
    scores = ((each, check(each.text).score) for each in (*marked, *plain))
    rejected = [each for each, score in scores if score and score.value < BELIEVED_BELOW]
    print(f"{len(rejected)} rejected of {len(marked)} documents with marked spans and {len(plain)} others")
    print(f"as shipped: {line(rejected)}", flush=True)
    for module, name, value in SETTINGS:
        with patch.object(sys.modules[module], name, value):
            print(f"{name} {value}: {line(rejected)}", flush=True)


if __name__ == "__main__":
    main()
