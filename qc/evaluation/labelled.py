"""Labelled documents: what they hold, and what `qc` makes of each."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from qc.check import check
from qc.policy import TEXT_AXES, Policy
from qc.score import Score

Expectation = Literal["pass", "flag", "either"]

_LABELS: dict[str, Expectation] = {
    "pass": "pass", "human": "pass", "clean": "pass", "good": "pass",
    "flag": "flag", "mt": "flag", "damaged": "flag", "bad": "flag", "mixed": "flag",
    "either": "either",
}  # fmt: skip


class LabelledError(Exception):
    """A file of labelled documents that cannot be used; the message names the file, the line and the reason."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A document and what is known of it.

    expect: "pass" must not be flagged, "flag" should be, "either" counts neither way. group: documents of one group
    (versions of one article) are drawn together in the bootstrap. kind, tier, genre: for the tables; may be empty.
    """

    id: str
    text: str
    expect: Expectation
    source: str
    kind: str
    tier: str
    genre: str
    group: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What `qc` made of a labelled document: `damage` is 0 to 100, what is wrong with its words."""

    expect: Expectation
    source: str
    kind: str
    tier: str
    genre: str
    group: str
    words: int
    damage: float
    decision: str
    findings: Counter[str]


def read(path: Path) -> Iterator[Labelled]:
    """Yield the documents of a JSON Lines file (plain or .gz). Raises LabelledError.

    Each line is an object with `text` and `label` (pass, human, clean; flag, mt, damaged, mixed; either), and, as far
    as known, `id`, `source` and `meta` with `expect` (goes before the label), `kind`, `tier`, `genre` and `group`.
    """
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _labelled(line, f"{path}:{number}")
    except (OSError, UnicodeDecodeError) as error:
        raise LabelledError(f"{path}: {error}") from error


def _labelled(line: str, place: str) -> Labelled:
    try:
        row: dict[str, Any] = json.loads(line)
        meta: dict[str, Any] = row.get("meta") or {}
        expect = _LABELS[str(meta.get("expect") or row["label"])]
        name = str(row.get("id") or place)
        return Labelled(
            id=name,
            text=row["text"],
            expect=expect,
            source=str(row.get("source") or "-"),
            kind=str(meta.get("kind") or ""),
            tier=str(meta.get("tier") or ""),
            genre=str(meta.get("genre") or ""),
            group=str(meta.get("group") or name),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise LabelledError(f"{place}: not a labelled document: {type(error).__name__}: {error}") from error


def run(documents: Iterable[Labelled], policy: Policy, jobs: int = 1) -> list[Outcome]:
    """Check every document under a policy, in order, in `jobs` processes."""
    documents = list(documents)
    if jobs <= 1:
        return [outcome(document, policy) for document in documents]
    with ProcessPoolExecutor(jobs) as pool:
        return list(pool.map(outcome, documents, [policy] * len(documents), chunksize=32))


def outcome(document: Labelled, policy: Policy) -> Outcome:
    """Check one document."""
    report = check(document.text, name=document.id, policy=policy)
    return Outcome(
        expect=document.expect,
        source=document.source,
        kind=document.kind,
        tier=document.tier,
        genre=document.genre,
        group=document.group,
        words=report.words,
        damage=_damage(report.score),
        decision=str(report.verdict),
        findings=Counter(found.rule for found in report.findings),
    )


def _damage(score: Score | None) -> float:
    """What the words lost, uncapped at 100 so that the worst documents keep their order."""
    if score is None:
        return 0.0
    return round(sum(c.points for c in score.contributions if c.axis in TEXT_AXES), 1)
