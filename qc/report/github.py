"""A run as GitHub's workflow commands, which show findings beside the lines they stand in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from qc.policy import Decision
from qc.report import Report, Reported
from qc.report.location import path, region
from qc.report.markdown import LONGEST_MESSAGE
from qc.report.untrusted import shortened, visible


class Annotation(NamedTuple):
    """A workflow command and its rank: GitHub shows the first ten of a level, so those come first that matter most."""

    rank: float
    text: str


VERDICT_RANK = 1e6


def part(report: Report, failing: Collection[Decision]) -> list[Annotation]:
    """Render one report: its verdict where it does not pass, then its findings. failing: verdicts that are errors."""
    made = [_finding(report, found) for found in report.findings]
    if report.verdict in (Decision.REJECT, Decision.REVIEW):
        level = "error" if report.verdict in failing else "warning"
        title = f"qc: {report.verdict.value}, reliability {report.reliability:g}"
        place = {"file": path(report.name), "line": 1, "title": title}
        made.append(Annotation(VERDICT_RANK, _command(level, place, "; ".join(map(visible, report.reasons)))))
    return made


def page(parts: Sequence[Sequence[Annotation]], unread: Sequence[tuple[str, str]] = ()) -> str:
    """Render a run. unread: inputs that gave no text, with the reasons; each is an error."""
    broken = [_command("error", {"file": path(name), "title": "qc: not read"}, visible(why)) for name, why in unread]
    ranked = sorted((a for part in parts for a in part), key=lambda annotation: -annotation.rank)
    return "".join(f"{text}\n" for text in [*broken, *(annotation.text for annotation in ranked)])


def _finding(report: Report, found: Reported) -> Annotation:
    where = region(report.document, found.span)
    place: dict[str, object] = {"file": path(report.name), "line": where.line, "endLine": where.end_line}
    if where.line == where.end_line:  # GitHub refuses columns of a region over several lines
        place |= {"col": where.column, "endColumn": where.end_column}
    level = "warning" if found.weight or found.by_model else "notice"
    message = visible(shortened(found.message, LONGEST_MESSAGE))
    return Annotation(found.weight * found.strength, _command(level, {**place, "title": f"qc: {found.rule}"}, message))


def _command(level: str, place: Mapping[str, object], message: str) -> str:
    properties = ",".join(f"{name}={_property(str(value))}" for name, value in place.items())
    return f"::{level} {properties}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
