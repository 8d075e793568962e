"""A report as one line of JSON: the same facts under the same names as in Python.

`data/schema/qc-1.json` says what is in it; `qc schema` prints that.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from qc.document import Span
from qc.fingerprint import fingerprints, of_findings
from qc.report import Report, Reported
from qc.rule import Axis

SCHEMA = 1
"""Raised when a name disappears or changes its meaning; new names may appear under the same number."""


def schema() -> str:
    """The JSON Schema of a line, and of a run in `json_run`."""
    return (Path(__file__).parent.parent / "data" / "schema" / f"qc-{SCHEMA}.json").read_text(encoding="utf-8")


def line(report: Report) -> str:
    """Render a report, ending with a line end. The text itself is not in it, only the words under each finding."""
    value = {
        "schema": SCHEMA,
        "name": report.name,
        "verdict": report.verdict.value,
        "reasons": report.reasons,
        "remedies": report.remedies,
        "reliability": report.reliability,
        **_scores(report),
        "words": report.words,
        "sentences": report.sentences,
        "readability": _readability(report),
        "findings": _findings(report, report.findings, of_findings(report)),
        "garbled": [
            {
                "span": _span(place),
                "damage": round(damage, 2),
                "doubted": [_span(each) for each in report.doubted(place)],
            }
            for place, damage in report.garbled
        ],
        "suppressed": report.suppressed,
        "silenced": _findings(report, report.silenced, fingerprints(report.document, report.silenced)),
        "versions": dict(report.versions),
        "settings": dict(report.settings),
    }
    # Escaped to ASCII: no control character of a document reaches a terminal, and a lone surrogate breaks nothing.
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")) + "\n"


def _scores(report: Report) -> dict[str, object]:
    if report.score is None:
        return {"scores": None, "contributions": []}
    contributions = [
        {
            "rule": c.rule,
            "axis": c.axis.value if c.axis else None,
            "count": c.count,
            "points": c.points,
            "evidence": round(c.evidence, 4),
        }
        for c in report.score.contributions
    ]
    return {"scores": {axis.value: float(report.score.of(axis)) for axis in Axis}, "contributions": contributions}


def _readability(report: Report) -> dict[str, object]:
    measured = report.readability
    if measured.figures is None:
        return {"applicable": False, "reason": measured.reason}
    figures = {name: round(value, 2) for name, value in measured.values().items()}
    hardest = [{"sentence": s.index, "grade": round(s.grade, 2), "words": s.words} for s in report.hardest]
    return {"applicable": True, "figures": figures, "hardest": hardest}


def _findings(report: Report, findings: Sequence[Reported], known: Sequence[str]) -> list[dict[str, object]]:
    return [_finding(report, found, mark) for found, mark in zip(findings, known, strict=True)]


def _finding(report: Report, found: Reported, fingerprint: str) -> dict[str, object]:
    return {
        "rule": found.rule,
        "family": found.family,
        "axis": found.axis.value,
        "span": _span(found.span),
        "line": found.line,
        "column": found.column,
        "text": report.document[found.span][:200],
        "message": found.message,
        "strength": found.strength,
        "weight": found.weight,
        "related": [_span(span) for span in found.related],
        "fingerprint": fingerprint,
    }


def _span(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}
