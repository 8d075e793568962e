"""The rule reference: what every rule finds, why, and its examples, from the rule files themselves."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from textwrap import fill

from qc import score, suppression
from qc.measured import measured
from qc.registry import rules
from qc.report.markdown import marked, plural, table
from qc.report.passage import Piece
from qc.report.style import Style
from qc.report.untrusted import markdown, visible
from qc.rule import Axis, Example, Rule

PLAIN = Style(colour=False)

_EXPECTATIONS = (("bad", "Reported"), ("good", "Left alone"), ("miss", "Known misses"))

_FLUENCY = """\
How the sentences of a document read, taken together.

A small model that ships with qc reads each sentence and says how likely an engine garbled it. The sentences of the
whole document and the worst few of them are held against those of clean documents; what lies far above costs points.
Reports list the sentences that read worst, and word-salad marks those that do not hold together at all.

Verse, older English, notes and instructions without articles, notation, dialect and chat are judged with leniency: what
they leave out or have of their own looks like an engine's damage, which is hardly seen in them therefore.

It cannot be silenced at one place; `--ignore fluency` leaves the model out.
"""

_LANGUAGETOOL = """\
What LanguageTool found, taken together, where `--languagetool` or the settings ask for it.

Those of its rules that speak more often in damaged text than in clean text are evidence, each as strong as it was
measured to be; style, spelling and layout are silent. Its findings stand beside ours as languagetool/RULE, and
LanguageTool's own pages say what a RULE means. To silence one at one place: `<!-- qc: ignore languagetool/RULE -->`;
everywhere: `--ignore languagetool/RULE`.
"""

_CODE = re.compile(r"(`[^`\n]+`)")
_SPAN = re.compile("⟦([^⟧]*)⟧")


def page() -> str:
    """Render the reference as Markdown: `reports/rules.md`."""
    return "\n".join(_page()).rstrip() + "\n"


def _page() -> Iterator[str]:
    known = list(rules().values())
    yield from (
        "# Rules",
        "",
        f"What the {plural(len(known), 'rule')} of qc find, by family. Each example below is a test.",
        "",
    )
    rows = [[f"[`{r.id}`](#{r.id})", r.family, r.axis.value, weight(r), prose(r.summary)] for r in known]
    yield from table(["rule", "family", "axis", "weight", "finds"], rows, right=[3])
    yield from (
        "",
        "The weight is that of one finding as evidence of damage in 1,000 words of prose. Evidence adds up in",
        "log-odds, so that the same weight costs the more points the more there is already: where nothing else is",
        f"found, 5 {_costing(5)}, 15 {_costing(15)} and 30 {_costing(30)}. Weights of extraction rules are points.",
        "A rule on trial is reported and weighs nothing. One that weighs in fluency shows where the damage model",
        "stumbles; `qc explain fluency` says what that costs.",
        "",
    )
    for family, members in groupby(known, key=lambda rule: rule.family):
        group = list(members)
        yield from (f"## {family}", "", prose(introduction(group[0])), "")
        for rule in group:
            yield from _section(rule)


def section(rule: Rule) -> str:
    """Render what there is to say of one rule as Markdown, without a heading."""
    return "\n".join(_body(rule)).rstrip()


def _section(rule: Rule) -> Iterator[str]:
    yield from (f"### {rule.id}", "")
    yield from _body(rule)


def _body(rule: Rule) -> Iterator[str]:
    for paragraph in rule.doc.split("\n\n"):
        yield from (prose(" ".join(paragraph.split())), "")
    yield from (f"What to do: {markdown(rule.advice)}. Axis: {rule.axis.value}. Weight: {weight(rule)}.", "")
    yield from (f"Measured: {measure(rule)}", "")
    for heading, examples in by_expectation(rule):
        yield from (f"{heading}:", "")
        yield from (f"- {marked(pieces(example))}" for example in examples)
        yield ""


def by_expectation(rule: Rule) -> Iterator[tuple[str, Sequence[Example]]]:
    """Yield the examples of a rule under their headings: reported, left alone, known misses."""
    for expectation, heading in _EXPECTATIONS:
        if examples := [example for example in rule.examples if example.expectation == expectation]:
            yield heading, examples


def pieces(example: Example) -> Iterator[Piece]:
    """Part an example at its spans."""
    at = 0
    for span in example.spans:
        yield Piece(example.text[at : span.start], marked=False)
        yield Piece(example.text[span.start : span.end], marked=True)
        at = span.end
    yield Piece(example.text[at:], marked=False)


def prose(text: str) -> str:
    """Markdown of a docstring: code stays code, everything else is text."""
    return "".join(part if _CODE.fullmatch(part) else markdown(part) for part in _CODE.split(text))


def introduction(rule: Rule) -> str:
    """What the rules of this rule's family have in common."""
    package = sys.modules[rule.check.__module__.rpartition(".")[0]]
    return " ".join((package.__doc__ or "").split())


def weight(rule: Rule) -> str:
    """What a finding costs, as a table shows it."""
    if rule.model:
        return f"in {score.FLUENCY}"
    return "on trial" if rule.stage == "trial" else f"{score.weight_of(rule):g}"


def _costing(weight: float) -> str:
    """What a weight costs a document of 1,000 words in which nothing else is found."""
    evidence = score.coefficients()["rules"] * weight
    only = score.scored([score.Contribution("", Axis.TRANSLATION, 1, 0.0, evidence)], score.unseen(1000))
    return f"costs {sum(c.points for c in only.contributions if c.axis):.1f}"


def measure(rule: Rule) -> str:
    """What was measured of a rule, in a sentence or two."""
    return str(measured(rule.id) or "nothing yet.")


def listing() -> str:
    """Render a table of the rules for a terminal."""
    known = list(rules().values())
    rows = [("rule", "family", "weight", "finds"), *((r.id, r.family, weight(r), r.summary) for r in known)]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return "".join(
        f"{row[0]:<{widths[0]}}  {row[1]:<{widths[1]}}  {row[2]:>{widths[2]}}  {visible(row[3])}\n" for row in rows
    )


def json_lines() -> str:
    """Render one JSON object a rule, one a line."""
    return "".join(
        json.dumps(
            {
                "rule": rule.id,
                "family": rule.family,
                "axis": rule.axis.value,
                "weight": score.weight_of(rule),
                "stage": rule.stage,
                "summary": rule.summary,
            }
        )
        + "\n"
        for rule in rules().values()
    )


def explanation(name: str, style: Style = PLAIN, columns: int | None = None) -> str:
    """Explain a rule in plain text, or painted and wrapped for a terminal of so many columns.

    Raises LookupError, with the nearest names, where there is no such rule.
    """
    if name == suppression.UNUSED:
        return _filled(f"{name}: weighs nothing\n\n{suppression.__doc__}\n", columns)
    if name == score.FLUENCY:
        return _filled(f"{name}: a contribution to the score, translation\n\n{_FLUENCY}", columns)
    if name.partition("/")[0] == score.LANGUAGETOOL:
        head = f"{score.LANGUAGETOOL}: a contribution to the score, translation"
        return _filled(f"{head}\n\n{_LANGUAGETOOL}", columns)
    known = rules()
    if name not in known:
        raise LookupError(_no_rule(name, known))
    return "\n".join(_explanation(known[name], style, columns))


def _explanation(rule: Rule, style: Style, columns: int | None) -> Iterator[str]:
    yield f"{style(rule.id, 'bold')}: {rule.family}, {rule.axis.value}, weight {weight(rule)}"
    yield from ("", _filled(f"{rule.doc}\n\nWhat to do: {rule.advice}.", columns), "")
    for heading, examples in by_expectation(rule):
        yield style(f"{heading}:", "bold")
        yield from (_shown(example, style, columns) for example in examples)
        yield ""
    yield from (_filled(f"Measured: {measure(rule)}", columns), "")
    yield f"To silence it at one place: <!-- qc: ignore {rule.id} -->"
    yield ""


def _filled(text: str, columns: int | None) -> str:
    """Break the lines of each paragraph anew where there are columns to fill."""
    if columns is None:
        return text
    filled = (fill(" ".join(part.split()), columns, break_on_hyphens=False) for part in text.split("\n\n"))
    return "\n\n".join(filled) + ("\n" if text.endswith("\n") else "")


def _shown(example: Example, style: Style, columns: int | None) -> str:
    """Show an example with its spans painted, or between brackets where nothing is painted."""
    text = "".join(f"⟦{_seen(p.text)}⟧" if p.marked else visible(p.text) for p in pieces(example))
    if columns is not None:
        # Drops nothing but the space at which a line breaks.
        text = fill(text, columns - 4, replace_whitespace=False, break_on_hyphens=False)
    if style.colour:
        text = _SPAN.sub(lambda span: _painted(span[1], style), text)
    return "  - " + text.replace("\n", "\n    ")


def _painted(span: str, style: Style) -> str:
    # Line by line: the indent of the next line is no part of the span.
    return "\n".join(style(line, "red", "bold", "underline") for line in span.split("\n"))


def _seen(marked: str) -> str:
    """Show a span; one of spaces alone would show nothing, and a line might break there."""
    return visible(marked) if marked.strip() else visible(marked).replace(" ", "␣")


def _no_rule(name: str, known: dict[str, Rule]) -> str:
    # Imported here: difflib is needed only to word this.
    from difflib import get_close_matches

    near = get_close_matches(name, known, n=3, cutoff=0.5)
    return f"there is no rule {name!r}" + (f"; did you mean {', '.join(near)}?" if near else "; `qc rules` lists them")
