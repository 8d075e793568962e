"""A run as one web page that needs nothing else: each document with its damage marked in the text.

The page asks for nothing: its style and script stand in it, and its Content-Security-Policy allows those two by their
hashes and nothing more. Text of documents passes `xml` and is never markup. Without the script all is shown.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from qc.fingerprint import digest
from qc.policy import Decision
from qc.quotation import Quotation
from qc.report import Report, Reported, index, strip
from qc.report.heatmap import anchor, heatmap
from qc.report.index import Row
from qc.report.markdown import (
    GARBLED,
    LONGEST_MESSAGE,
    MOST_QUOTATIONS,
    UNSET,
    VERDICTS,
    doubted_most,
    grade_of,
    plural,
    state,
)
from qc.report.strip import OURS
from qc.report.untrusted import shortened, xml
from qc.rule import Axis
from qc.score import FLOOR, FLUENCY, UNSEEN, Contribution

READING = "reading"
"""Stands for the sentences that read badly where rules are named, in filters and classes."""


class Article(NamedTuple):
    """One document of the page: its row in the list of documents, its id, and its markup."""

    row: Row
    id: str
    markup: str


def part(report: Report) -> Article:
    """Render one report as an article."""
    own = f"d{digest(report.name)[:8]}"
    body = [
        *_head(report),
        *_overview(report),
        '<div class="reader">',
        *_text(report, own),
        *_panel(report, own),
        "</div>",
        '<div class="tables">',
        *_costs(report),
        *_quotations(report, own),
        *_garbled(report, own),
        *_readability(report),
        *_settings(report),
        "</div>",
    ]
    name = xml(report.name)
    markup = "\n".join([f'<article id="{own}" aria-label="{name}">', *body, "</article>"])
    return Article(Row.of(report), own, markup)


def page(articles: Sequence[Article], unread: Sequence[tuple[str, str]] = ()) -> str:
    """Render a run. unread: inputs that gave no text, with the reasons."""
    title = xml(articles[0].row.name) if len(articles) == 1 else plural(len(articles), "document")
    style, script = _asset("webpage.css"), _asset("webpage.js")
    policy = f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'"
    several = len(articles) + len(unread) != 1
    parts = [
        "<!doctype html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}; form-action \'none\'">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f"<title>qc: {title}</title>",
        f"<style>{style}</style>",
        "</head>",
        "<body>",
        *(_documents(articles, unread) if several else []),
        "<main>",
        *(article.markup for article in articles),
        "</main>",
        '<div id="note" role="tooltip" hidden></div>',
        f"<script>{script}</script>",
        "</body>",
        "</html>",
        OURS,
    ]
    return "\n".join(parts) + "\n"


@cache
def _asset(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode('utf-8')).digest()).decode('ascii')}'"


def _documents(articles: Sequence[Article], unread: Sequence[tuple[str, str]]) -> Iterator[str]:
    rows = [article.row for article in articles]
    yield '<nav id="documents" aria-label="Documents">'
    yield f"<h1>{xml(index.totals(rows, len(unread)))}</h1>"
    cells = [
        [
            _verdict(row.verdict),
            "" if row.reliability is None else f"{row.reliability:.1f}",
            f'<a href="#{own}">{xml(row.name)}</a>',
            xml(row.grade),
            f"{row.words:,}",
            f"{sum(row.found.values()):,}",
            xml(row.dearest or ""),
        ]
        for row, own, _ in sorted(articles, key=lambda article: index.rank(article.row))
    ]
    for name, reason in unread:
        cells.append(
            ['<span class="verdict reject">Not read</span>', "", f"{xml(name)}: {xml(reason)}", "", "", "", ""]
        )
    header = ["verdict", "reliability", "document", "grade", "words", "findings", "costs most"]
    yield from _table(header, cells, right=[1, 3, 4, 5])
    yield "</nav>"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]], right: Iterable[int] = ()) -> Iterator[str]:
    """Lines of a table of cells that are markup already; the columns in `right` hold numbers."""
    kinds = [' class="n"' if number in set(right) else "" for number in range(len(header))]
    heads = (f'<th scope="col"{kind}>{head}</th>' for kind, head in zip(kinds, header, strict=True))
    yield f'<div class="wide"><table><thead><tr>{"".join(heads)}</tr></thead><tbody>'
    for row in rows:
        yield "<tr>" + "".join(f"<td{kind}>{cell}</td>" for kind, cell in zip(kinds, row, strict=True)) + "</tr>"
    yield "</tbody></table></div>"


def _verdict(decision: Decision) -> str:
    return f'<span class="verdict {decision.name.lower()}">{VERDICTS[decision]}</span>'


def _head(report: Report) -> Iterator[str]:
    facts = [plural(len(report.findings), "finding")]
    if report.suppressed:
        facts.append(f"{report.suppressed:,} silenced by comments")
    facts.append(f"{report.words:,} words in {plural(report.sentences, 'sentence')}")
    if grade := grade_of(report):
        facts.append(f"reads like {grade}")
    reliability = "" if report.reliability is None else f"<b>{report.reliability:g}</b> of 100 reliability"
    yield '<header class="head">'
    yield f"<h2>{xml(report.name)}</h2>"
    yield f'<p class="result">{_verdict(report.verdict)} <span class="reliability">{reliability}</span></p>'
    if report.reasons:
        yield f'<ul class="reasons">{"".join(f"<li>{xml(_sentence(reason))}</li>" for reason in report.reasons)}</ul>'
    for remedy in report.remedies:
        yield f'<p class="remedy">{xml(_sentence(remedy))}</p>'
    yield f'<p class="facts">{xml(" · ".join(facts))}</p>'
    yield "</header>"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _overview(report: Report) -> Iterator[str]:
    """The score as a bar with its sub-scores, and where in the document the damage is."""
    yield '<section class="overview" aria-label="Overview">'
    if report.score:
        yield from _bar(report.score.contributions, report.score.value)
        kinds = (f"<li>{_kind(axis)} <b>{report.score.of(axis):g}</b></li>" for axis in Axis)
        yield f'<ul class="subscores">{"".join(kinds)}</ul>'
    if report.findings:
        picture = strip.as_svg(report, legend=False).removesuffix(f"{OURS}\n")
        yield f"<figure>{picture}<figcaption>From the first line to the last; the band is prose.</figcaption></figure>"
    yield "</section>"


def _costs(report: Report) -> Iterator[str]:
    if report.score is None:
        return
    score = report.score
    rows = [_cost(cost) for cost in score.contributions]
    total = f"<b>reliability</b>: 100 \N{MINUS SIGN} {100 - score.value:.1f}"
    rows.append([total, "", "", f"<b>{score.value:.1f}</b>"])
    table = _table(["rule", "kind", "findings", "points"], rows, right=[2, 3])
    yield from _section("What costs how many points", f"{100 - score.value:g} of 100", table, opened=True)


def _bar(costs: Iterable[Contribution], left: float) -> Iterator[str]:
    """A bar of 100 points: what is left of them, then what each kind of damage costs."""
    box = 'viewBox="0 0 100 3" preserveAspectRatio="none"'
    yield f'<svg class="bar" {box} role="img" aria-label="{left:g} of 100 points left">'
    yield f'<rect class="left" width="{left:.1f}" height="3"/>'
    shown = [(cost.axis, cost.points) for cost in costs if cost.axis]
    # Costs may come to more than 100.
    scale = (100 - left) / sum(points for _, points in shown) if shown else 0.0
    at = left
    for axis, points in shown:
        width = points * scale
        gap = min(0.2, width / 2)
        yield f'<rect class="{axis.value}" x="{at + gap:.2f}" width="{width - gap:.2f}" height="3"/>'
        at += width
    yield "</svg>"


def _cost(cost: Contribution) -> list[str]:
    kind = _kind(cost.axis) if cost.axis else ""
    if cost.rule == FLUENCY:
        return ["fluency: how the sentences read", kind, "", f"{cost.points:.1f}"]
    if cost.rule == UNSEEN:
        return ["unseen: damage of which nothing may show", kind, "", f"{cost.points:.1f}"]
    if cost.rule == FLOOR:
        return ["floor: reliability ends at 0", "", "", f"{cost.points:.1f}"]
    return [xml(cost.rule), kind, f"{cost.count:,}", f"{cost.points:.1f}"]


def _kind(axis: Axis) -> str:
    return f'<span class="kind {axis.value}">{axis.value}</span>'


def _text(report: Report, own: str) -> Iterator[str]:
    yield f'<section class="text" aria-label="Text with what was found">{heatmap(report, own)}</section>'


def _panel(report: Report, own: str) -> Iterator[str]:
    """The filters, and the findings as a list: what the marks mean, and all there is on paper or without a script."""
    if not report.findings and not report.reading_badly:
        return
    yield '<aside class="panel" aria-label="Findings">'
    yield from _filters(report)
    yield f'<ol class="findings" id="{own}-list">'
    for number, found in enumerate(report.findings):
        yield _item(found, own, number)
    yield "</ol>"
    yield "</aside>"


def _filters(report: Report) -> Iterator[str]:
    counts = Counter((found.axis, found.rule) for found in report.findings)
    yield '<details class="filters" open>'
    yield '<summary>Filter by rule <span class="count shown" role="status"></span></summary>'
    yield "<form>"
    yield '<p class="all"><button type="button" data-set="on">all</button> '
    yield '<button type="button" data-set="off">none</button> '
    yield "keys <kbd>n</kbd> <kbd>p</kbd>: next, previous</p>"
    for axis, rules in groupby(sorted(counts, key=lambda key: (list(Axis).index(key[0]), key[1])), lambda key: key[0]):
        yield f"<fieldset><legend>{_kind(axis)}</legend>"
        for _, rule in rules:
            yield _filter(f"{xml(rule)}", xml(rule), counts[axis, rule])
        yield "</fieldset>"
    if bad := report.reading_badly:
        yield '<fieldset><legend><span class="kind reading">reading</span></legend>'
        yield _filter(READING, "sentences that read badly", len(bad))
        yield "</fieldset>"
    yield "</form></details>"


def _filter(value: str, label: str, count: int) -> str:
    box = f'<input type="checkbox" checked value="{value}">'
    return f'<label>{box} <span class="rule">{label}</span> <span class="count">{count:,}</span></label>'


def _item(found: Reported, own: str, number: int) -> str:
    aside = f' <span class="aside">({found.unweighed})</span>' if found.unweighed else ""
    message = xml(shortened(found.message, LONGEST_MESSAGE))
    return (
        f'<li id="{own}-f{number}" class="{found.axis.value}" data-rule="{xml(found.rule)}">'
        f'<a href="#{anchor(own, found.span.start)}"><span class="rule">{xml(found.rule)}</span> '
        f'<span class="place">{found.line}:{found.column}</span></a> <span class="message">{message}{aside}</span></li>'
    )


def _section(title: str, count: str, content: Iterable[str], *, opened: bool = False) -> Iterator[str]:
    yield f'<details{" open" if opened else ""}><summary>{title} <span class="count">{count}</span></summary>'
    yield from content
    yield "</details>"


def _quotations(report: Report, own: str) -> Iterator[str]:
    quotations = [quotation for quotation in report.document.quotations if quotation.depth <= 1]
    if not quotations:
        return
    rows = (_quotation(report, quotation, own) for quotation in quotations[:MOST_QUOTATIONS])
    content = list(_table(["line", "speaker", "words", "state"], rows, right=[0]))
    if len(quotations) > MOST_QUOTATIONS:
        content.append(f"<p>And {len(quotations) - MOST_QUOTATIONS:,} more.</p>")
    yield from _section("Quotations", f"{len(quotations):,}", content, opened=True)


def _quotation(report: Report, quotation: Quotation, own: str) -> list[str]:
    doc, said = report.document, quotation.attribution
    line, _ = doc.locate(quotation.opening.start)
    words = f'<q class="words">{_flowing(doc[quotation.body], 200)}</q>'
    rules, plain = state(report, quotation)
    shown = ", ".join(f'<span class="rule damaged">{xml(rule)}</span>' for rule in rules) or plain
    link = f'<a href="#{anchor(own, quotation.opening.start)}">{line}</a>'
    return [link, _flowing(doc[said.speaker], 60) if said and said.speaker else "", words, shown]


def _flowing(text: str, limit: int) -> str:
    return xml(" ".join(shortened(text, limit).split()))


def _garbled(report: Report, own: str) -> Iterator[str]:
    doc = report.document
    rows = [
        [
            f'<a href="#{anchor(own, place.start)}">{doc.locate(place.start)[0]}</a>',
            f"{damage:.2f}",
            f'<span class="words">{_flowing(doc.running(place), 240)}</span>',
            f'<span class="words">{xml(doubted_most(report, place))}</span>',
        ]
        for place, damage in report.garbled
    ]
    if rows:
        table = _table(["line", "damage", "sentence", "doubted most"], rows, right=[0, 1])
        yield from _section("Sentences that read worst", f"{len(rows)}", [f"<p>{GARBLED}</p>", *table], opened=True)


def _readability(report: Report) -> Iterator[str]:
    measured = report.readability
    if measured.figures is None:
        yield from _section("Readability", "not applicable", [f"<p>{xml(_sentence(measured.reason))}</p>"])
        return
    rows = [[xml(row.name), xml(row.value), xml(row.meaning)] for row in measured.rows()]
    content = list(_table(["measure", "value", "meaning"], rows, right=[1]))
    doc = report.document
    hard = [
        [
            f"{sentence.grade:.1f}",
            f'<span class="words">{_flowing(doc.running(doc.sentences[sentence.index]), 240)}</span>',
        ]
        for sentence in report.hardest
    ]
    content += _table(["grade", "sentence that is hard to read"], hard, right=[0]) if hard else []
    yield from _section("Readability", grade_of(report), content)


def _settings(report: Report) -> Iterator[str]:
    versions = [[xml(name), xml(version)] for name, version in report.versions.items()]
    rows = [[xml(name), _setting(name, value)] for name, value in report.settings.items()]
    yield from _section("Versions and settings", "", _table(["setting", "value"], [*versions, *rows]))


def _setting(name: str, value: object) -> str:
    if isinstance(value, dict):
        shown = ", ".join(f"{key} {each}" for key, each in value.items())
    elif isinstance(value, list | tuple):
        shown = ", ".join(map(str, value))
    else:
        shown = f"{value:g}" if isinstance(value, float) else str(value)
    return xml(shown or UNSET.get(name, "none"))
