"""A report on a run as one HTML page that fetches nothing: for eyes and screen readers, light and dark, and paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from qc.gate.page import Cell, Section, Table, headline, standing
from qc.gate.samples import Sample
from qc.report.strip import OURS
from qc.report.untrusted import shortened, xml

STYLE = """
:root { color-scheme: light dark; --ground: #fff; --ink: #1b1f24; --faint: #57606a; --line: #d0d7de; --bar: #4c6fb1;
  --mark: #ffe08a; --marked: #1b1f24; --panel: #f6f8fa; }
@media (prefers-color-scheme: dark) { :root { --ground: #14171c; --ink: #e6e8eb; --faint: #a2abb5; --line: #3a424c;
  --bar: #7f9fdc; --mark: #7a5b00; --marked: #fff; --panel: #1d2229; } }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 60rem; padding: 2rem 1rem 4rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.55 system-ui, sans-serif; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .5rem }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .75rem; border-bottom: 1px solid var(--line); padding-bottom: .25rem }
.lead { font-size: 1.1rem }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; padding: 0; list-style: none }
a { color: inherit }
a:focus-visible, .wide:focus-visible { outline: 3px solid var(--bar); outline-offset: 2px }
.wide { overflow-x: auto }
table { border-collapse: collapse; margin: 1rem 0; font-variant-numeric: tabular-nums }
caption { text-align: start; color: var(--faint); padding-bottom: .25rem }
th, td { text-align: start; padding: .3rem .9rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top;
  overflow-wrap: anywhere }
th { font-weight: 600; overflow-wrap: normal }
th.number, td.number { text-align: end; white-space: nowrap }
td.track { width: 14rem; min-width: 7rem; padding-inline-end: 0 }
.bar { display: block; height: .8rem; margin-top: .4rem; background: var(--bar); border-radius: 2px }
article { background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: .25rem 1rem;
  margin: 1rem 0; overflow-wrap: anywhere }
article h3 { font-size: 1rem; margin: .6rem 0 }
article h3 span { font-weight: 400; color: var(--faint) }
blockquote { margin: .75rem 0; padding-inline-start: 1rem; border-inline-start: 3px solid var(--line);
  white-space: pre-line }
mark { background: var(--mark); color: var(--marked); padding: 0 .1em; border-radius: 2px }
ul.found { color: var(--faint); padding-inline-start: 1.2rem }
@media (max-width: 40rem) { th, td { padding-inline-end: .6rem } td.track { width: 6rem; min-width: 4rem }
  th.number { white-space: normal } article { padding: .25rem .75rem } }
@media print { article, tr { break-inside: avoid } nav { display: none } }
"""

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""Nothing is fetched or run, even if something of a document came through as markup."""


def page(summary: Mapping[str, Any], sections: Sequence[Section]) -> str:
    """Render a report."""
    head = (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>What qc let through</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
    )
    opening = f'<header>\n<h1>What qc let through</h1>\n<p class="lead">{xml(headline(summary))}.</p>\n</header>\n'
    links = "".join(f'<li><a href="#{_anchor(each)}">{xml(each.title)}</a></li>' for each in sections)
    nav = f'<nav aria-label="Sections">\n<ul>{links}</ul>\n</nav>\n'
    body = "".join(line for section in sections for line in _section(section))
    return f"{head}{opening}{nav}<main>\n{body}</main>\n</body>\n</html>\n{OURS}\n"


def _anchor(section: Section) -> str:
    return "-".join(section.title.lower().replace(":", "").split())


def _section(section: Section) -> Iterator[str]:
    anchor = _anchor(section)
    yield f'<section aria-labelledby="{anchor}">\n<h2 id="{anchor}">{xml(section.title)}</h2>\n'
    for line in section.lines:
        yield f"<p>{xml(line)}</p>\n"
    for table in section.tables:
        yield from _table(table)
    for sample in section.samples:
        yield from _sample(sample)
    yield "</section>\n"


def _table(table: Table) -> Iterator[str]:
    label = xml(table.caption)
    # A table wider than a telephone scrolls by itself, by keyboard too.
    yield f'<div class="wide" role="region" aria-label="{label}" tabindex="0">\n<table>\n<caption>{label}</caption>\n'
    barred = [any(row[at].bar is not None for row in table.rows) for at in range(len(table.header))]
    heads = "".join(_head(name, at in table.right, barred[at]) for at, name in enumerate(table.header))
    yield f"<thead><tr>{heads}</tr></thead>\n<tbody>\n"
    for row in table.rows:
        cells = "".join(_cell(cell, at, at in table.right, barred[at]) for at, cell in enumerate(row))
        yield f"<tr>{cells}</tr>\n"
    yield "</tbody>\n</table>\n</div>\n"


def _head(name: str, number: bool, barred: bool) -> str:
    kind = ' class="number"' if number else ""
    # The bar repeats the number beside it.
    return f'<th scope="col"{kind}>{xml(name)}</th>' + ('<td class="track" aria-hidden="true"></td>' if barred else "")


def _cell(cell: Cell, at: int, number: bool, barred: bool) -> str:
    shown = xml(shortened(cell.text, 160))
    shown = f"<code>{shown}</code>" if cell.code else shown
    kind = ' class="number"' if number else ""
    made = f'<th scope="row"{kind}>{shown}</th>' if at == 0 else f"<td{kind}>{shown}</td>"
    return made + (_bar(cell.bar or 0.0) if barred else "")


def _bar(share: float) -> str:
    drawn = f'<span class="bar" style="width:{max(100 * share, 0.7):.1f}%"></span>' if share else ""
    return f'<td class="track" aria-hidden="true">{drawn}</td>'


def _sample(sample: Sample) -> Iterator[str]:
    name = xml(shortened(sample.id, 120))
    yield f"<article>\n<h3>{name} <span>{xml(shortened(standing(sample), 160))}</span></h3>\n"
    for reason in sample.reasons:
        yield f"<p>{xml(reason)}.</p>\n"
    for passage in sample.passages:
        yield f"<blockquote>{''.join(_piece(text, marked=mark) for text, mark in passage)}</blockquote>\n"
    if sample.messages:
        listed = "".join(f"<li>{xml(shortened(message, 200))}</li>" for message in sample.messages)
        yield f'<ul class="found">{listed}</ul>\n'
    yield "</article>\n"


def _piece(text: str, *, marked: bool) -> str:
    if marked:
        return f"<mark>{xml(text)}</mark>"
    return "\n".join(xml(line) for line in text.split("\n"))
