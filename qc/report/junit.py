"""A run as JUnit XML: one test case a document, which fails where its verdict does."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from qc.policy import Decision
from qc.report import Report
from qc.report.location import path
from qc.report.markdown import LONGEST_MESSAGE
from qc.report.untrusted import shortened, visible, xml

SUITE = "qc"


class Case(NamedTuple):
    """A test case, and whether it fails or was skipped."""

    text: str
    failed: bool = False
    skipped: bool = False
    broken: bool = False


def part(report: Report, failing: Collection[Decision]) -> Case:
    """Render one report. failing: the verdicts that fail a test case."""
    failed, skipped = report.verdict in failing, report.verdict is Decision.NOT_JUDGED
    found = _lines(_findings(report))
    headline = xml(_headline(report))
    if failed:
        inner = f'<failure type="{report.verdict.value}" message="{headline}">{found}</failure>'
    elif skipped:
        inner = f'<skipped message="{headline}"/>'
    else:
        inner = f"<system-out>{found}</system-out>" if found else ""
    return Case(_case(report.name, inner), failed=failed, skipped=skipped)


def page(cases: Sequence[Case], unread: Sequence[tuple[str, str]] = ()) -> str:
    """Render a run from its test cases. unread: inputs that gave no text, with the reasons; each is an error."""
    errors = [
        Case(_case(name, f'<error type="unreadable" message="{xml(why)}"/>'), broken=True) for name, why in unread
    ]
    every = [*cases, *errors]
    counts = (
        f'tests="{len(every)}" failures="{sum(case.failed for case in every)}" '
        f'errors="{len(errors)}" skipped="{sum(case.skipped for case in every)}"'
    )
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<testsuites name="{SUITE}" {counts}>',
            f'<testsuite name="{SUITE}" {counts}>',
            *(case.text for case in every),
            "</testsuite>",
            "</testsuites>\n",
        ]
    )


def _case(name: str, inner: str) -> str:
    shown = xml(path(name))
    return f'<testcase classname="{SUITE}" name="{shown}" file="{shown}">{inner}</testcase>'


def _headline(report: Report) -> str:
    reliability = "" if report.reliability is None else f", reliability {report.reliability:g}"
    return f"{report.verdict.value}{reliability}: {'; '.join(report.reasons)}"


def _findings(report: Report) -> list[str]:
    """Lines of findings, and of the sentences that read worst, as compilers print them."""
    name, doc = visible(report.name), report.document
    lines = [
        f"{name}:{found.line}:{found.column}: {found.rule}: {visible(shortened(found.message, LONGEST_MESSAGE))}"
        for found in report.findings
    ]
    for place, _ in report.garbled:
        words = visible(shortened(doc.running(place), LONGEST_MESSAGE))
        lines.append("{}:{}:{}: reads badly: {}".format(name, *doc.locate(place.start), words))
    return lines


def _lines(lines: Sequence[str]) -> str:
    # Each by itself: `xml` would show their ends as signs.
    return "\n".join(map(xml, lines))
