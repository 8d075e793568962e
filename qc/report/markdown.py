"""A report as one Markdown page, for GitHub and for a plain editor.

Whatever comes from the document goes through `untrusted` first: only our own structure reaches a renderer.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from qc.document import Document, Span
from qc.policy import Decision
from qc.quotation import Quotation
from qc.report import Report, Reported, strip
from qc.report.passage import Passage, Piece, passages
from qc.report.strip import OURS
from qc.report.untrusted import at_line_start, markdown, shortened
from qc.rule import Axis
from qc.score import FLOOR, FLUENCY, UNSEEN, Contribution

MOST_OF_A_RULE = 100
"""Findings of one rule a page shows. More of the same tell a reader nothing new; the JSON form has them all."""

MOST_QUOTATIONS = 100

LONGEST_MESSAGE = 240
"""Code points of a message: one that quotes a whole paragraph is cut in the middle."""

GARBLED = "The damage model reads them one by one: 0 is in order, 1 is garbled. A reader has the last word."

UNSET = {"select": "every rule", "weights": "built in"}
"""What a setting that names nothing means."""

VERDICTS = {
    Decision.ACCEPT: "Accept",
    Decision.REVIEW: "Review",
    Decision.REJECT: "Reject",
    Decision.NOT_JUDGED: "Not judged",
}


def page(report: Report, strip_file: str | None = None) -> str:
    """Render a report. strip_file: the name of the SVG beside the page, if there is one."""
    sections: list[Iterable[str]] = [
        _head(report),
        _scores(report),
        _remedies(report),
        _strip(report, strip_file),
        _damage(report),
        _garbled(report),
        _quotations(report),
        _readability(report),
        _settings(report),
        [OURS],
    ]
    texts = ("\n".join(section).strip("\n") for section in sections)
    return "\n\n".join(filter(None, texts)) + "\n"


def verdict_line(report: Report) -> str:
    """The verdict and the reasons for it in one line."""
    parts = [f"**{VERDICTS[report.verdict]}**"]
    if report.reliability is not None:
        parts.append(f"reliability {report.reliability:g} of 100")
    if grade := grade_of(report):
        parts.append(f"reads like {grade}")
    reasons = "; ".join(map(markdown, report.reasons))
    return " · ".join(parts) + (f" — {reasons}." if reasons else ".")


def grade_of(report: Report) -> str:
    """The school grade the text asks for, as "grade 11", or nothing where no figure applies."""
    figures = report.readability.figures
    return f"grade {figures.consensus_grade:g}" if figures else ""


def table(header: Sequence[str], rows: Iterable[Sequence[str]], right: Iterable[int] = ()) -> list[str]:
    """Lines of a table of cells that are Markdown already; the columns in `right` are set flush right."""
    flush = frozenset(right)
    rules = ["---:" if number in flush else "---" for number in range(len(header))]
    return [f"| {' | '.join(cell.strip() for cell in row)} |" for row in (header, rules, *rows)]


def marked(pieces: Iterable[Piece]) -> str:
    """One line of Markdown with each marked piece in bold between ⟦ and ⟧, which an editor shows as well."""
    return at_line_start("".join(_mark(p.text) if p.marked else markdown(p.text) for p in pieces))


def _flowing(text: str) -> str:
    """Text between marks: what breaks its lines says nothing there."""
    paragraphs = [" ".join(part.split()) for part in text.replace("\r\n", "\n").split("\n\n")]
    inner = " ¶ ".join(part for part in paragraphs if part)
    return (" " if text[:1].isspace() else "") + inner + (" " if inner and text[-1:].isspace() else "")


def _mark(text: str) -> str:
    # Bold inside the brackets: bold round them is none in the middle of a word, where a letter stands before it.
    inner = text.strip()
    if not inner:
        return f"⟦{markdown(text).replace(' ', '␣')}⟧"
    before, after = text[: text.index(inner)], text[text.index(inner) + len(inner) :]
    return f"⟦{markdown(before)}**{markdown(inner)}**{markdown(after)}⟧"


def _head(report: Report) -> list[str]:
    counts = f"{report.words:,} words of prose in {plural(report.sentences, 'sentence')}"
    found = plural(len(report.findings), "finding")
    silenced = f", {report.suppressed} more suppressed by comments" if report.suppressed else ""
    return [f"# {markdown(shortened(report.name, 200))}", "", verdict_line(report), "", f"{found}{silenced}; {counts}."]


def _scores(report: Report) -> list[str]:
    if report.score is None:
        return []
    score = report.score
    axes = [[axis.value, f"{score.of(axis):g}"] for axis in Axis]
    costs = [[*_cost(c, report.words), f"{c.points:.1f}"] for c in score.contributions]
    sums = [["**reliability**", "", "", f"**100 - {100 - score.value:.1f} = {score.value:.1f}**"]]
    return [
        "## Scores",
        "",
        *table(["", "of 100"], [["**reliability**", f"**{score.value:g}**"], *axes], right=[1]),
        "",
        f"Readability: {grade_of(report) or 'not applicable'} (see below).",
        "",
        "What costs how many points:",
        "",
        *table(["rule", "axis", "findings", "points"], [*costs, *sums], right=[2, 3]),
    ]


def _cost(cost: Contribution, words: int) -> tuple[str, str, str]:
    axis = cost.axis.value if cost.axis else ""
    if cost.rule == FLUENCY:
        return f"`{FLUENCY}`: how the sentences read", axis, ""
    if cost.rule == UNSEEN:
        return f"`{UNSEEN}`: damage of which nothing may show in {words:,} words", "", ""
    if cost.rule == FLOOR:
        return f"`{FLOOR}`: reliability ends at 0", "", ""
    return f"`{cost.rule}`", axis, str(cost.count)


def _remedies(report: Report) -> list[str]:
    if not report.remedies:
        return []
    remedies = (f"- {remedy[:1].upper()}{remedy[1:]}." for remedy in map(markdown, report.remedies))
    return ["## What would make it pass", "", *remedies]


def _strip(report: Report, strip_file: str | None) -> list[str]:
    if not report.findings:
        return []
    lines = len(report.document.lines)
    picture = [f"![damage from the first line to the last]({strip_file})", ""] if strip_file else []
    return [
        "## Where it is",
        "",
        *picture,
        "```text",
        f"line 1 {strip.as_text(report)} {lines}",
        "```",
        "",
        f"Each sign is a part of the document: {strip.CLEAN} clean, {strip.LEVELS[0]} to {strip.LEVELS[-1]} damaged.",
    ]


def _damage(report: Report) -> Iterator[str]:
    if not report.findings:
        return
    yield from ("## What was found", "")
    shown, left = capped(report.findings, MOST_OF_A_RULE)
    for passage in passages(report.document, shown):
        yield from _passage(report.document, passage)
    for rule, count in sorted(left.items()):
        yield from (f"And {count:,} more of `{rule}`.", "")


def capped(findings: Iterable[Reported], most: int) -> tuple[list[Reported], dict[str, int]]:
    """Part findings into the first `most` of each rule, in order, and how many more each rule has."""
    seen: Counter[str] = Counter()
    shown = []
    for found in findings:
        seen[found.rule] += 1
        if seen[found.rule] <= most:
            shown.append(found)
    return shown, {rule: count - most for rule, count in seen.items() if count > most}


def _passage(doc: Document, passage: Passage) -> Iterator[str]:
    yield f"**Line {passage.line}**"
    yield ""
    yield f"> {marked(p if p.marked else Piece(_flowing(p.text), marked=False) for p in passage.pieces(doc))}"
    yield ""
    for found in passage.findings:
        message = markdown(shortened(found.message, LONGEST_MESSAGE))
        yield f"- {found.line}:{found.column} `{found.rule}`: {message}{_aside(doc, found)}"
    yield ""


def _garbled(report: Report) -> list[str]:
    rows = []
    for place, damage in report.garbled:
        text = markdown(shortened(report.document.running(place), 240))
        rows.append(
            [str(report.document.locate(place.start)[0]), f"{damage:.2f}", text, markdown(doubted_most(report, place))]
        )
    if not rows:
        return []
    header = ["line", "damage", "sentence", "doubted most"]
    return ["## Sentences that read worst", "", GARBLED, "", *table(header, rows, right=[0, 1])]


def doubted_most(report: Report, place: Span) -> str:
    """The stretches of a sentence that the damage model doubts most, as quotations; nothing where it doubts none."""
    return ", ".join(f"“{shortened(report.document.running(span), 60)}”" for span in report.doubted(place))


def _aside(doc: Document, found: Reported) -> str:
    places = ", ".join("{}:{}".format(*doc.locate(span.start)) for span in found.related[:5])
    more = f" and {len(found.related) - 5} more" if len(found.related) > 5 else ""
    notes = [f"see {places}{more}"] if places else []
    notes += [found.unweighed] if found.unweighed else []
    return f" ({'; '.join(notes)})" if notes else ""


def _quotations(report: Report) -> list[str]:
    quotations = [q for q in report.document.quotations if q.depth <= 1]
    if not quotations:
        return []
    rows = (_quotation(report, quotation) for quotation in islice(quotations, MOST_QUOTATIONS))
    more = len(quotations) - MOST_QUOTATIONS
    return [
        "## Quotations",
        "",
        *table(["line", "speaker", "words", "state"], rows, right=[0]),
        *(["", f"And {more:,} more."] if more > 0 else []),
    ]


def _quotation(report: Report, quotation: Quotation) -> list[str]:
    doc = report.document
    speaker = quotation.attribution.speaker if quotation.attribution else None
    return [
        str(doc.locate(quotation.opening.start)[0]),
        markdown(_flowing(shortened(doc[speaker], 60))) if speaker else "",
        markdown(_flowing(shortened(doc[quotation.body], 120))),
        _state(report, quotation),
    ]


def _state(report: Report, quotation: Quotation) -> str:
    damaged, plain = state(report, quotation)
    return ", ".join(f"`{rule}`" for rule in damaged) or plain


def state(report: Report, quotation: Quotation) -> tuple[Sequence[str], str]:
    """What is wrong with a quotation, by rule, and how it ends where nothing is."""
    end = (quotation.closing or quotation.body).end
    # Findings lie in order of their starts; one that starts before the quotation and reaches into it is not its state.
    first = bisect_left(report.findings, quotation.opening.start, key=lambda found: found.span.start)
    last = bisect_left(report.findings, end, key=lambda found: found.span.start)
    near = report.findings[first : min(last, first + 20)]
    touching = list(dict.fromkeys(found.rule for found in near if found.axis is Axis.QUOTATION))
    if quotation.closing:
        return touching, "closed"
    return touching, "goes on in the next paragraph" if quotation.continued else "not closed"


def _readability(report: Report) -> list[str]:
    measured = report.readability
    if measured.figures is None:
        return ["## Readability", "", f"Not applicable: {markdown(measured.reason)}."]
    rows = [[markdown(row.name), markdown(row.value), markdown(row.meaning)] for row in measured.rows()]
    return ["## Readability", "", *table(["measure", "value", "meaning"], rows, right=[1]), *_hardest(report)]


def _hardest(report: Report) -> list[str]:
    hardest = report.hardest
    if not hardest:
        return []
    rows = []
    for sentence in hardest:
        span = report.document.sentences[sentence.index]
        line, _ = report.document.locate(span.start)
        text = markdown(shortened(report.document.running(span), 240))
        rows.append([str(line), f"{sentence.grade:.1f}", str(sentence.words), text])
    header = ["line", "grade", "words", "sentence"]
    return ["", "The sentences that are hardest to read:", "", *table(header, rows, right=[0, 1, 2])]


def _settings(report: Report) -> list[str]:
    versions = ", ".join(f"{markdown(name)} {markdown(version)}" for name, version in report.versions.items())
    rows = [[markdown(name), _setting(value) or UNSET.get(name, "none")] for name, value in report.settings.items()]
    return ["## Versions and settings", "", f"{versions}.", "", *table(["setting", "value"], rows)]


def _setting(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{markdown(str(k))} {markdown(str(v))}" for k, v in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(markdown(str(item)) for item in value)
    return markdown(f"{value:g}" if isinstance(value, float) else str(value))


def plural(count: int, noun: str) -> str:
    """Count things in words."""
    return f"{count:,} {noun}" + ("" if count == 1 else "s")
