"""What the damage model alone finds in labelled documents, and what it costs.

    python benchmarks/fluency.py DOCUMENTS.jsonl.gz [--per 25] [--words 400] [--stage judge]

DOCUMENTS holds one JSON object a line with "id", "text", "source" and "meta" ("expect" pass, flag or either, "kind",
"tier"). Up to `--per` documents of each source, kind and tier are drawn by a fixed seed and read as far as their first
`--words` words (hybrids whole, for their damage is local). Prints AUC against all human text, recall at 1 % and 0.5 %
false alarms over it, the share above the 1 % threshold for each source, and words a second and core.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import random
import time
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qc.document import Document
from qc.fluency import Judgement, document_damage, judge, screen, skim
from qc.fluency.pooling import DocumentDamage

SEED = 5


@dataclass(frozen=True, slots=True)
class Read:
    """A document's labels and features."""

    expect: str
    kind: str
    tier: str
    source: str
    features: DocumentDamage


POOLS: dict[str, Callable[[DocumentDamage], float]] = {
    "overall": lambda f: f.overall,
    "local": lambda f: f.local,
    "both": lambda f: f.overall_spreads + f.local_spreads,
}


def drawn(path: Path, per: int) -> Iterator[dict[str, Any]]:
    """Up to `per` documents of each source, kind and tier."""
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            meta = row["meta"]
            groups[row["source"], str(meta.get("kind")), str(meta.get("tier"))].append(row)
    rng = random.Random(SEED)
    for key in sorted(groups):
        rng.shuffle(groups[key])
        yield from groups[key][: per * 4 if "hybrid" in key else per]


def sentences(text: str, most: int) -> list[str]:
    """The prose sentences of a text up to `most` words."""
    doc = Document(text)
    found: list[str] = []
    words = 0
    for span in doc.sentences:
        if words >= most:
            break
        found.append(doc[span])
        words += len(found[-1].split())
    return found


def judged(texts: Sequence[str], stage: str) -> list[Judgement]:
    glance = {"screen": screen, "skim": skim}.get(stage)
    return [Judgement(damage, ()) for damage in glance(texts)] if glance else judge(texts)


def read(row: dict[str, Any], most: int, stage: str) -> tuple[Read, int, float]:
    """Features of one document, its words and the seconds of this core the model took."""
    meta = row["meta"]
    texts = sentences(row["text"], 10**6 if meta.get("kind") == "hybrid" else most)
    start = time.process_time()
    judgements = judged(texts, stage)
    spent = time.process_time() - start
    sizes = [len(t.split()) for t in texts]
    features = document_damage(judgements, sizes)
    return (
        Read(meta["expect"], str(meta.get("kind")), str(meta.get("tier")), row["source"], features),
        sum(sizes),
        spent,
    )


def auc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """The chance that a positive is above a negative; ties count half."""
    ordered = sorted(negative)
    won = sum(bisect_left(ordered, p) + bisect_right(ordered, p) for p in positive)
    return won / (2 * len(positive) * len(negative)) if positive and negative else math.nan


def threshold(negative: Sequence[float], share: float) -> float:
    """The value that at most `share` of the negatives exceed."""
    return sorted(negative, reverse=True)[int(share * len(negative))]


def above(values: Sequence[float], limit: float) -> float:
    return sum(v > limit for v in values) / len(values) if values else math.nan


GROUPS: dict[str, Callable[[Read], bool]] = {
    "flag": lambda r: r.expect == "flag" and r.kind != "hybrid",
    "very_poor": lambda r: r.expect == "flag" and r.kind != "hybrid" and r.tier == "very_poor",
    "poor": lambda r: r.expect == "flag" and r.kind != "hybrid" and r.tier == "poor",
    "smt": lambda r: r.expect == "flag" and r.kind != "hybrid" and r.tier == "smt",
    "hybrid": lambda r: r.kind == "hybrid",
    "fair": lambda r: r.expect == "either" and r.tier == "fair",
    "good": lambda r: r.expect == "either" and r.tier == "good",
}


def pools(reads: Sequence[Read]) -> Iterator[str]:
    """A table of pooled scores by group: AUC, recall at 1 % and at 0.5 % false alarms."""
    yield "| pool | " + " | ".join(GROUPS) + " |\n|---" * 1 + "|---" * len(GROUPS) + "|"
    for name, pool in POOLS.items():
        human = [pool(r.features) for r in reads if r.expect == "pass"]
        cells = []
        for chosen in GROUPS.values():
            values = [pool(r.features) for r in reads if chosen(r)]
            recalls = [above(values, threshold(human, share)) for share in (0.01, 0.005)]
            cells.append(f"{auc(values, human):.3f} / {recalls[0]:.2f} / {recalls[1]:.2f}")
        yield f"| {name} | " + " | ".join(cells) + " |"


def sources(reads: Sequence[Read]) -> Iterator[str]:
    """The share of each source above the thresholds of one false alarm in a hundred and in fifty."""
    human = [POOLS["both"](r.features) for r in reads if r.expect == "pass"]
    limits = [threshold(human, share) for share in (0.01, 0.02)]
    yield f"\nthresholds of both: {limits[0]:.3f} at 1 %, {limits[1]:.3f} at 2 %\n"
    yield "| expect | kind | tier | source | documents | above 1 % | above 2 % |\n|---|---|---|---|---|---|---|"
    groups: dict[tuple[str, ...], list[float]] = defaultdict(list)
    for r in reads:
        groups[r.expect, r.kind, r.tier, r.source].append(POOLS["both"](r.features))
    for key, values in sorted(groups.items()):
        yield f"| {' | '.join(key)} | {len(values)} | {above(values, limits[0]):.3f} | {above(values, limits[1]):.3f} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", type=Path)
    parser.add_argument("--per", type=int, default=25)
    parser.add_argument("--words", type=int, default=400)
    parser.add_argument("--stage", choices=("judge", "skim", "screen"), default="judge")
    args = parser.parse_args()
    rows = [read(row, args.words, args.stage) for row in drawn(args.documents, args.per)]
    reads = [r for r, _, _ in rows]
    words, spent = sum(n for _, n, _ in rows), sum(s for _, _, s in rows)
    print(f"{len(reads)} documents, {words} words, {words / spent:,.0f} words/s of one core ({args.stage})\n")
    for line in (*pools(reads), *sources(reads)):
        print(line)


if __name__ == "__main__":
    main()
