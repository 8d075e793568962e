"""Findings that are known and let be: a file of their fingerprints, which knows no line numbers.

One JSON object: what it is and its version, then a list an entry for each finding, with the words a person needs to
see what it is. The words are for people; only the fingerprint and the document's name are read again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from qc.fingerprint import VERSION, fingerprints
from qc.report import Report, Reported
from qc.report.untrusted import shortened
from qc.scope import garbled
from qc.score import FLUENCY
from qc.suppression import UNUSED

KIND = "qc-baseline"
LONGEST_WORDS = 80


class BaselineError(Exception):
    """A baseline that cannot be used; the message names the file and the reason."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One known finding. document: the name it was checked under. words: what it is about, for people."""

    document: str
    rule: str
    fingerprint: str
    words: str = ""


def entries(report: Report, *, every_sentence: bool = False) -> list[Entry]:
    """Everything that counts against a document; garbled sentences where they cost it points, or every one of them."""
    found = [finding for finding in (*report.findings, *report.hidden) if finding.rule != UNUSED]
    known = [(found, fingerprints(report.document, found))]
    if report.score and (every_sentence or any(cost.rule == FLUENCY for cost in report.score.contributions)):
        sentences = garbled(report.document)
        known.append((sentences, fingerprints(report.document, sentences)))
    return [
        Entry(report.name, finding.rule, fingerprint, _words(report, finding))
        for group, prints in known
        for finding, fingerprint in zip(group, prints, strict=True)
    ]


def _words(report: Report, finding: Reported) -> str:
    words = report.document[finding.span] if finding.rule == FLUENCY else finding.message
    return shortened(" ".join(words.split()), LONGEST_WORDS)


def dumped(known: Iterable[Entry]) -> str:
    """Render a baseline, an entry a line, in an order that changes no more than the findings do."""
    ordered = sorted(known, key=lambda entry: (entry.document, entry.rule, entry.fingerprint))
    lines = ",\n".join("  " + json.dumps({name: getattr(entry, name) for name in Entry.__slots__}) for entry in ordered)
    return f'{{"kind": "{KIND}", "version": {VERSION}, "findings": [\n{lines}\n]}}\n'


def load(path: Path) -> list[Entry]:
    """Read a baseline. Raises BaselineError."""
    try:
        value = json.loads(path.read_bytes())
    except OSError as error:
        raise BaselineError(f"{path}: the baseline cannot be read: {(error.strerror or str(error)).lower()}") from error
    except (ValueError, RecursionError) as error:
        raise BaselineError(f"{path}: not a baseline: {error}") from error
    if not isinstance(value, dict) or value.get("kind") != KIND:
        raise BaselineError(f"{path}: not a baseline of qc; `qc baseline PATH… -o {path}` writes one")
    if value.get("version") != VERSION:
        raise BaselineError(
            f"{path}: a baseline of version {value.get('version')!r}, and this qc reads version {VERSION}; "
            "write it anew with `qc baseline`"
        )
    try:
        return [Entry(**{name: str(row[name]) for name in Entry.__slots__}) for row in value["findings"]]
    except (KeyError, TypeError) as error:
        raise BaselineError(f"{path}: not a baseline: its findings are not as qc writes them") from error
