"""A report on the terminal: findings as compilers print them, then one line with the verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from qc.document import Document, Span
from qc.report import Report, Reported
from qc.report.columns import snippet, window
from qc.report.index import TOTALLED, WORST_FIRST, Row
from qc.report.markdown import LONGEST_MESSAGE, capped, doubted_most, grade_of, plural
from qc.report.style import Style
from qc.report.untrusted import ELLIPSIS, shortened, visible
from qc.score import FLUENCY, LANGUAGETOOL

MOST_OF_A_RULE = 8
"""Findings of one rule on the terminal: enough to see what they are like without losing the other rules."""

LONGEST_SENTENCE = 160

NARROWEST = 40


def findings(report: Report, style: Style, columns: int, more_in: str) -> Iterator[str]:
    """Yield lines, each with its end, that show what was found. more_in: where the rest of what is left out is."""
    shown, left = capped(report.findings, MOST_OF_A_RULE)
    for place, group in _groups(report.document, shown, columns):
        for found in group:
            yield _headline(report, found, style)
        yield from _source(report.document, place, group, style)
        yield "\n"
    for rule, count in sorted(left.items()):
        yield style(f"{ELLIPSIS} and {count:,} more {rule}, {visible(more_in)}", "dim") + "\n"
    if left:
        yield "\n"


def _headline(report: Report, found: Reported, style: Style) -> str:
    place = style(f"{visible(report.name)}:{found.line}:{found.column}:", "bold")
    colour = "red" if found.weight or found.by_model else "dim"
    aside = style(f" ({found.unweighed})", "dim") if found.unweighed else ""
    return f"{place} {style(found.rule, colour)}: {visible(shortened(found.message, LONGEST_MESSAGE))}{aside}\n"


def _groups(doc: Document, findings: Iterable[Reported], columns: int) -> Iterator[tuple[Span, Sequence[Reported]]]:
    """Group findings whose marks start in one window of one line, so that the line is printed once."""
    place, group = Span(0, 0), list[Reported]()
    for found in findings:
        if group and found.line == group[0].line and found.span.start in place:
            group.append(found)
            continue
        if group:
            yield place, group
        room = max(NARROWEST, columns - len(_gutter(found.line)) - 2)
        place, group = window(doc, found.span, room), [found]
    if group:
        yield place, group


def _gutter(line: int) -> str:
    return f"{line:>5} | "


def _source(doc: Document, place: Span, group: Sequence[Reported], style: Style) -> Iterator[str]:
    drawn = snippet(doc, place, [found.span for found in group])
    gutter = _gutter(group[0].line)
    yield style(gutter, "blue") + drawn.text + "\n"
    yield style(" " * (len(gutter) - 2) + "| ", "blue") + style(drawn.carets, "red", "bold") + "\n"


def summary(report: Report, style: Style, page: Path | None = None, explained: str | None = None) -> Iterator[str]:
    """Yield the line with the verdict and where the report is, and below it the reasons and the way to pass.

    explained: the rule, or `fluency`, of which a last line says where to read about it.
    """
    parts = [style.verdict(report.verdict)]
    if report.reliability is not None:
        parts.append(f"reliability {report.reliability:g}")
    if grade := grade_of(report):
        parts.append(f"reads like {grade}")
    parts.append(plural(len(report.findings), "finding"))
    if report.suppressed:
        parts.append(f"{report.suppressed:,} suppressed")
    where = style(f"; {visible(str(page))}", "dim") if page else ""
    yield f"{style(visible(report.name) + ':', 'bold')} {', '.join(parts)}{where}\n"
    if only := report.settings.get("only"):
        yield f"    judged only by {visible(str(only))}; {plural(len(report.hidden), 'other finding')} not counted\n"
    for reason in report.reasons:
        yield f"    {visible(reason)}\n"
    if report.remedies:
        yield from _worst_read(report)
    for remedy in report.remedies:
        yield f"    to pass: {visible(remedy)}\n"
    if explained:
        silenced = f"{explained}/RULE" if explained == LANGUAGETOOL else explained
        comment = f"<!-- qc: ignore {silenced} --> above a passage silences it"
        way_out = comment if explained != FLUENCY else f"--ignore {explained} leaves it out"
        yield style(f"    qc explain {explained} says what is meant; {way_out}\n", "dim")
    if report.findings or report.remedies:
        yield "\n"


def _worst_read(report: Report) -> Iterator[str]:
    for place, _ in report.garbled[:1]:
        line, column = report.document.locate(place.start)
        words = visible(shortened(report.document.running(place), LONGEST_SENTENCE))
        doubted = doubted_most(report, place)
        aside = f" (doubted most: {visible(doubted)})" if doubted else ""
        yield f"    reads worst at {line}:{column}: {words}{aside}\n"


def verdict_only(report: Report, style: Style) -> str:
    """The one line of `--quiet`."""
    return next(summary(report, style))


def totals(rows: Sequence[Row], unread: int, style: Style, index: Path | None) -> str:
    """The last line of a run over several documents."""
    verdicts = Counter(row.verdict for row in rows)
    parts = [style.verdict(v, f"{verdicts[v]:,} {TOTALLED[v]}") for v in WORST_FIRST if verdicts[v]]
    parts += [style(f"{unread:,} not read", "red", "bold")] if unread else []
    found = sum(sum(row.found.values()) for row in rows)
    line = f"{plural(len(rows) + unread, 'document')}: {', '.join(parts)}; {plural(found, 'finding')}"
    return line + (style(f"; {visible(str(index))}", "dim") if index else "") + "\n"
