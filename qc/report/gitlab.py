"""A run as GitLab's code quality report: one entry a finding, and one for each document that does not pass."""

from __future__ import annotations

import json
from collections.abc import Sequence

from qc.fingerprint import digest, of_findings
from qc.policy import Decision
from qc.report import Report
from qc.report.location import path, region
from qc.report.markdown import LONGEST_MESSAGE
from qc.report.untrusted import shortened, visible

SEVERITIES = {Decision.REJECT: "critical", Decision.REVIEW: "major"}

Entry = dict[str, object]


def part(report: Report) -> list[Entry]:
    """Render one report as entries."""
    known = of_findings(report)
    entries = [_verdict(report)] if report.verdict in SEVERITIES else []
    for found, mark in zip(report.findings, known, strict=True):
        where = region(report.document, found.span)
        severity = "minor" if found.weight or found.by_model else "info"
        message = visible(shortened(found.message, LONGEST_MESSAGE))
        entries.append(_entry(report.name, found.rule, message, severity, (where.line, where.end_line), mark))
    return entries


def page(parts: Sequence[Sequence[Entry]], unread: Sequence[tuple[str, str]] = ()) -> str:
    """Render a run from the entries of its reports. unread: inputs that gave no text, with the reasons."""
    broken = [_entry(name, "unreadable", visible(reason), "critical", (1, 1), "") for name, reason in unread]
    return json.dumps([*(entry for entries in parts for entry in entries), *broken], indent=1) + "\n"


def _verdict(report: Report) -> Entry:
    message = f"{report.verdict.value}, reliability {report.reliability:g}: {'; '.join(map(visible, report.reasons))}"
    return _entry(report.name, "verdict", message, SEVERITIES[report.verdict], (1, 1), report.verdict.value)


def _entry(name: str, rule: str, message: str, severity: str, lines: tuple[int, int], known: str) -> Entry:
    return {
        "description": message,
        "check_name": rule,
        # GitLab takes two entries with one fingerprint for the same, in whatever files they stand.
        "fingerprint": digest(path(name), rule, known),
        "severity": severity,
        "location": {"path": path(name), "lines": {"begin": lines[0], "end": lines[1]}},
    }
