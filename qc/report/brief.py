"""A report for a hook: one line for each cause of the verdict, with what to do, and nothing on what passed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from shlex import quote

from qc.policy import Decision
from qc.registry import rules
from qc.report import Report, Reported
from qc.report.style import Style
from qc.report.untrusted import shortened, visible
from qc.rule import ADVICE, Axis
from qc.score import FLUENCY

LONGEST = 160


def lines(report: Report, style: Style, *, hint: bool = False) -> Iterator[str]:
    """Yield a line a cause, the dearest first, then the verdict; nothing for a document that passed.

    hint: whether a last line says how to learn more and how to let a passage be.
    """
    if report.verdict in (Decision.ACCEPT, Decision.NOT_JUDGED):
        return
    by_rule = {rule: list(found) for rule, found in groupby(sorted(report.findings, key=_rule), key=_rule)}
    for cost in report.score.contributions if report.score else ():
        if found := by_rule.get(cost.rule):
            yield _line(report, style, cost.rule, found)
        elif cost.rule == FLUENCY:
            yield from _garbled(report, style)
    yield _verdict(report, style)
    if hint:
        yield "qc explain RULE says what is meant; <!-- qc: ignore RULE --> above a passage lets it be\n"


def _rule(found: Reported) -> str:
    return found.rule


def _line(report: Report, style: Style, rule: str, found: Sequence[Reported]) -> str:
    """The first place of a cause, how many more there are, and what to do."""
    first = found[0]
    more = f" (and {len(found) - 1:,} more)" if len(found) > 1 else ""
    known = rules().get(rule)
    to_do = known.advice if known else ADVICE[first.axis]
    if mended := sum(f.edit is not None for f in found):
        by_fix = f"qc fix {quote(report.name)}"
        to_do = f"mended by {by_fix}" if mended == len(found) else f"{to_do}; {by_fix} mends {mended:,} of them"
    return _placed(report, style, (first.line, first.column), rule, first.message + more, to_do)


def _garbled(report: Report, style: Style) -> Iterator[str]:
    for span, _ in report.garbled[:1]:
        words = shortened(report.document.running(span), LONGEST // 2)
        more = f" (and {len(report.garbled) - 1:,} more)" if len(report.garbled) > 1 else ""
        what = f"reads as garbled: {words}{more}"
        yield _placed(report, style, report.document.locate(span.start), FLUENCY, what, ADVICE[Axis.TRANSLATION])


def _placed(report: Report, style: Style, place: tuple[int, int], rule: str, what: str, to_do: str) -> str:
    at = style(f"{visible(report.name)}:{place[0]}:{place[1]}:", "bold")
    return f"{at} {style(rule, 'red')}: {visible(shortened(what, LONGEST))}; {visible(to_do)}\n"


def _verdict(report: Report, style: Style) -> str:
    only = f" of {visible(str(report.settings['only']))}" if "only" in report.settings else ""
    name = style(visible(report.name) + ":", "bold")
    return f"{name} {style.verdict(report.verdict)}, reliability {report.reliability:g}{only}\n"
