"""The summary of a run over several documents: what is worst, and which rules found it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qc.policy import Decision
from qc.report import Report
from qc.report.markdown import VERDICTS, grade_of, plural, table
from qc.report.strip import OURS
from qc.report.untrusted import markdown, shortened

WORST_FIRST = (Decision.REJECT, Decision.REVIEW, Decision.NOT_JUDGED, Decision.ACCEPT)

TOTALLED = {
    Decision.REJECT: "rejected",
    Decision.REVIEW: "to review",
    Decision.NOT_JUDGED: "not judged",
    Decision.ACCEPT: "accepted",
}


@dataclass(frozen=True, slots=True)
class Row:
    """What is kept of a report once it is written. dearest: what costs the most. link: target of its page, if any."""

    name: str
    verdict: Decision
    reliability: float | None
    grade: str
    words: int
    found: Mapping[str, int]
    dearest: str | None
    link: str | None

    @classmethod
    def of(cls, report: Report, link: str | None = None) -> Row:
        """Summarise a report."""
        return cls(
            report.name,
            report.verdict,
            report.reliability,
            grade_of(report).removeprefix("grade "),
            report.words,
            Counter(found.rule for found in report.findings),
            report.dearest,
            link,
        )


def rank(row: Row) -> tuple[int, float, str]:
    """Key of an order: rejected, reviewed, not judged, accepted; the least reliable first, then by name."""
    return WORST_FIRST.index(row.verdict), row.reliability or 0.0, row.name


def worst_first(rows: Iterable[Row]) -> list[Row]:
    """Sort rows by `rank`."""
    return sorted(rows, key=rank)


def page(rows: Sequence[Row], unread: Sequence[tuple[str, str]] = ()) -> str:
    """Render the index of a run. unread: inputs that gave no text, with the reasons."""
    sections = [
        ["# Documents checked by qc"],
        [totals(rows, len(unread))],
        _documents(rows),
        _rules(rows),
        _unread(unread),
    ]
    return "\n\n".join("\n".join(lines) for lines in [*sections, [OURS]] if lines) + "\n"


def totals(rows: Sequence[Row], unread: int = 0) -> str:
    """One sentence: how many documents, what became of them, how much was found."""
    verdicts = Counter(row.verdict for row in rows)
    parts = [f"{verdicts[verdict]:,} {TOTALLED[verdict]}" for verdict in WORST_FIRST if verdicts[verdict]]
    parts += [f"{unread:,} not read"] if unread else []
    found = sum(sum(row.found.values()) for row in rows)
    return f"{plural(len(rows) + unread, 'document')}: {', '.join(parts)}; {plural(found, 'finding')}."


def _documents(rows: Sequence[Row]) -> list[str]:
    if not rows:
        return []
    cells = [
        [
            VERDICTS[row.verdict],
            "" if row.reliability is None else f"{row.reliability:.1f}",
            markdown(row.grade),
            f"{row.words:,}",
            f"{sum(row.found.values()):,}",
            f"`{row.dearest}`" if row.dearest else "",
            _name(row),
        ]
        for row in worst_first(rows)
    ]
    header = ["verdict", "reliability", "grade", "words", "findings", "costs most", "document"]
    return ["## Documents, worst first", "", *table(header, cells, right=[1, 2, 3, 4])]


def _name(row: Row) -> str:
    name = markdown(shortened(row.name, 120))
    return f"[{name}]({row.link})" if row.link else name


def _rules(rows: Sequence[Row]) -> list[str]:
    found: Counter[str] = Counter()
    documents: Counter[str] = Counter()
    for row in rows:
        found.update(row.found)
        documents.update(row.found.keys())
    if not found:
        return []
    cells = [
        [f"`{rule}`", f"{count:,}", f"{documents[rule]:,}"]
        for rule, count in sorted(found.items(), key=lambda item: (-item[1], item[0]))
    ]
    return ["## Findings by rule", "", *table(["rule", "findings", "documents"], cells, right=[1, 2])]


def _unread(unread: Sequence[tuple[str, str]]) -> list[str]:
    if not unread:
        return []
    cells = [[markdown(shortened(name, 120)), markdown(reason)] for name, reason in unread]
    return ["## Not read", "", *table(["document", "reason"], cells)]
