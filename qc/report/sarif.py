"""A run as SARIF 2.1.0, which code hosts and editors read: every rule, every finding, every document with its verdict.

A document that does not pass has a result of its own, `verdict`: how its sentences read is no finding of any rule.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from qc import reference
from qc._version import __version__
from qc.document import Document, Span
from qc.fingerprint import VERSION, digest, fingerprints, of_findings
from qc.policy import Decision
from qc.registry import rules
from qc.report import Report, Reported
from qc.report.location import region, uri
from qc.report.markdown import LONGEST_MESSAGE
from qc.report.untrusted import shortened, visible
from qc.rule import Rule
from qc.score import weight_of

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

FINGERPRINT = f"qc/v{VERSION}"

LONGEST_SNIPPET = 200
"""Code points of a region whose text is given with it."""

VERDICT = "verdict"
LEVELS = {Decision.REJECT: "error", Decision.REVIEW: "warning"}

LINE_ENDS = ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"]
"""What ends a line of a Document; SARIF counts only the first two unless it is told."""

Value = dict[str, object]

# A viewer makes a link of `[words](address)` and looks for an argument at `{0}`: a zero-width space stops both.
_ACTIVE = re.compile(r"(?<=\])(?=\()|(?<=\{)(?=\d)")


class Part(NamedTuple):
    """One document: its entry among the artifacts, and its results, whose rules are known by id only."""

    artifact: Value
    results: tuple[Value, ...]


def part(report: Report) -> Part:
    """Render one report."""
    address = uri(report.name)
    results = [_verdict(report, address)] if report.verdict in LEVELS else []
    results += _results(report.document, report.findings, of_findings(report), address)
    results = [result | {"suppressions": []} for result in results]
    known = fingerprints(report.document, report.silenced)
    silenced = _results(report.document, report.silenced, known, address)
    results += [result | {"suppressions": _BY_COMMENT} for result in silenced]
    properties = {
        "verdict": report.verdict.value,
        "reasons": report.reasons,
        "reliability": report.reliability,
        "words": report.words,
    }
    return Part({"location": {"uri": address}, "properties": properties}, tuple(results))


def page(parts: Sequence[Part], unread: Sequence[tuple[str, str]] = ()) -> str:
    """Render a run. unread: inputs that gave no text, with the reasons."""
    results = [result for part in parts for result in part.results]
    described = _described(str(result["ruleId"]) for result in results)
    numbers = {str(rule["id"]): number for number, rule in enumerate(described)}
    driver = {"name": "qc", "version": __version__, "semanticVersion": __version__, "rules": described}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "newlineSequences": LINE_ENDS,
        "invocations": [_invocation(unread)],
        # Keyed by address, for a file may be given twice.
        "artifacts": list({json.dumps(part.artifact["location"]): part.artifact for part in parts}.values()),
        "results": [result | {"ruleIndex": numbers[str(result["ruleId"])]} for result in results],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1) + "\n"


_BY_COMMENT = [{"kind": "inSource"}]


def _invocation(unread: Sequence[tuple[str, str]]) -> Value:
    notes = [
        {
            "level": "error",
            "message": {"text": _plain(reason)},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(name)}}}],
        }
        for name, reason in unread
    ]
    return {"executionSuccessful": not unread, "toolExecutionNotifications": notes}


def _verdict(report: Report, address: str) -> Value:
    reasons = "; ".join(report.reasons)
    return {
        "ruleId": VERDICT,
        "level": LEVELS[report.verdict],
        "message": {"text": _plain(f"{report.verdict.value}, reliability {report.reliability:g}: {reasons}")},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": address}, "region": {"startLine": 1}}}],
        "partialFingerprints": {FINGERPRINT: digest(VERDICT, report.verdict.value)},
    }


def _results(doc: Document, findings: Sequence[Reported], known: Sequence[str], address: str) -> list[Value]:
    return [_result(doc, found, address, mark) for found, mark in zip(findings, known, strict=True)]


def _result(doc: Document, found: Reported, address: str, fingerprint: str) -> Value:
    result: Value = {
        "ruleId": found.rule,
        "level": "warning" if found.weight or found.by_model else "note",
        "message": {"text": _plain(shortened(found.message, LONGEST_MESSAGE))},
        "locations": [_location(doc, found.span, address)],
        "partialFingerprints": {FINGERPRINT: fingerprint},
        "properties": {"axis": found.axis.value, "strength": found.strength, "weight": found.weight},
    }
    if found.related:
        result["relatedLocations"] = [_location(doc, span, address) for span in found.related]
    return result


def _location(doc: Document, span: Span, address: str) -> Value:
    where = region(doc, span)
    place: Value = dict(zip(("startLine", "startColumn", "endLine", "endColumn"), where, strict=True))
    if span.end - span.start <= LONGEST_SNIPPET:
        # A lone surrogate is no Unicode text, and some readers of JSON refuse the whole of it.
        place["snippet"] = {"text": doc[span].encode("utf-8", "replace").decode("utf-8")}
    return {"physicalLocation": {"artifactLocation": {"uri": address}, "region": place}}


def _described(used: Iterable[str]) -> list[Value]:
    """Describe every rule there is, and whatever else findings are called by."""
    known = rules()
    described = [_descriptor(rule) for rule in known.values()]
    others = dict.fromkeys([VERDICT, *sorted(set(used) - set(known))])
    return described + [{"id": name, **_texts(_OTHERS.get(name, f"{visible(name)}.")), **_LEVEL} for name in others]


_OTHERS: Mapping[str, str] = {
    VERDICT: "A document that does not pass.",
    "unused-suppression": "Comment that silences no finding.",
}
_LEVEL = {"defaultConfiguration": {"level": "warning"}}


def _descriptor(rule: Rule) -> Value:
    weight = weight_of(rule)
    # A family may be called like its axis.
    tags = list(dict.fromkeys([rule.family, rule.axis.value]))
    return {
        "id": rule.id,
        **_texts(rule.summary, _flowing(rule.doc.partition("\n\n")[2])),
        "help": {"text": rule.doc, "markdown": reference.section(rule)},
        "defaultConfiguration": {"level": "warning" if weight or rule.model else "note"},
        "properties": {
            "tags": tags,
            "weight": weight,
            "stage": rule.stage,
        },
    }


def _texts(short: str, full: str = "") -> Value:
    return {"shortDescription": {"text": short}, "fullDescription": {"text": full or short}}


def _flowing(text: str) -> str:
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n"))


def _plain(text: str) -> str:
    return _ACTIVE.sub("\N{ZERO WIDTH SPACE}", visible(text))
