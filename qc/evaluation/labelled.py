"""Labelled documents: what they hold, and what `qc` makes of each."""

from __future__ import annotations

import gzip
import json
import math
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from qc.check import check
from qc.policy import Policy
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

    Each line is an object with `text` and `label` (pass, human, clean, good; flag, mt, damaged, bad, mixed; either)
    and, as far as known, `id`, `source` and `meta` with `expect` (goes before the label), `kind`, `tier`, `genre` and
    `group`. The tables have columns of their own for the kinds native (of genre news), translation and learner.
    """
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _labelled(line, f"{path}:{number}")
    # An archive that breaks off is an EOFError, one that is damaged inside a zlib.error.
    except (OSError, EOFError, zlib.error) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise LabelledError(f"{path}: {reason or error}") from error


def _labelled(line: bytes, place: str) -> Labelled:
    row = _object(line, place)
    text, meta = row.get("text"), row.get("meta") or {}
    if not isinstance(text, str):
        raise LabelledError(f'{place}: "text" is {"missing" if text is None else "no string"}')
    if not isinstance(meta, dict):
        raise LabelledError(f'{place}: "meta" is no object')
    name = str(row.get("id") or place)
    return Labelled(
        id=name,
        text=text,
        expect=_expectation(meta.get("expect") or row.get("label"), place),
        source=str(row.get("source") or "-"),
        kind=str(meta.get("kind") or ""),
        tier=str(meta.get("tier") or ""),
        genre=str(meta.get("genre") or ""),
        group=str(meta.get("group") or name),
    )


def _object(line: bytes, place: str) -> dict[str, Any]:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise LabelledError(f"{place}: not UTF-8: byte {error.start} of the line does not decode") from error
    except ValueError as error:
        raise LabelledError(f"{place}: not JSON: {error}") from error
    if not isinstance(row, dict):
        raise LabelledError(f"{place}: JSON, but no object")
    return row


def _expectation(label: object, place: str) -> Expectation:
    if label is None:
        raise LabelledError(f'{place}: "label" is missing')
    if str(label) not in _LABELS:
        raise LabelledError(f"{place}: label {label!r} is none of {', '.join(_LABELS)}")
    return _LABELS[str(label)]


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
    """Log-odds that the words are damaged, unrounded, so that all documents keep their order."""
    return score.log_odds if score else -math.inf
