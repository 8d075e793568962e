"""The pages and parts of pages of the documentation site that are read out of the code and the README."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from typer.main import get_command

from qc import reference
from qc.cli.commands import app
from qc.config import SETTINGS
from qc.measured import measured
from qc.policy import PROFILES
from qc.registry import rules
from qc.report.markdown import table
from qc.report.untrusted import LINE_END, xml
from qc.rule import Example, Rule

ROOT = Path(__file__).resolve().parent.parent

RATES = ("clean", "damaged", "share")

_CODE = re.compile(r"`([^`\n]+)`")
_OPTION = re.compile(r"(?<!\S)--?[a-z][a-z-]*")
_NUMBERS = re.compile(r"[\d., _]+")


def rule_page(rule: Rule) -> str:
    """Everything there is to say of one rule, in Markdown with raw HTML for what is not ours to format."""
    what, why, *alone = (" ".join(part.split()) for part in rule.doc.split("\n\n"))
    return "\n\n".join(
        [
            f"# {rule.id}",
            _paragraph(what, "lead"),
            _facts(rule),
            _paragraph(f"What to do: {rule.advice}."),
            "## Why it matters",
            _paragraph(why),
            "## Reported",
            *_examples(rule, "bad"),
            "## Left alone",
            *map(_paragraph, alone),
            *_examples(rule, "good"),
            "## Measured",
            _paragraph(_capital(reference.measure(rule))),
            "What such figures can say and cannot stands in [honest limits](../limits.md#the-figures).",
            "## Known limits",
            *_limits(rule),
            "## Silence it",
            _silence(rule),
        ]
    )


def _facts(rule: Rule) -> str:
    return f"[{rule.family}](index.md#{rule.family}) · bears on {rule.axis.value} · weight: {reference.weight(rule)}"


def _rates(rule: Rule) -> list[str]:
    """Findings in 10,000 words of clean and of damaged text, and the share in the latter; a dash where unknown."""
    found = measured(rule.id)
    if found is None or not found.clean + found.damaged:
        return ["–"] * len(RATES)
    share = "–" if found.precision is None else f"{found.precision} %" if found.clean else "all"
    return [f"{found.clean_rate:.2f}", f"{found.damaged_rate:.2f}", share]


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _limits(rule: Rule) -> Iterator[str]:
    missed = list(_examples(rule, "miss"))
    if missed:
        yield "It is known not to find this:"
    else:
        yield "No miss is written down, which is not to say that there is none."
    yield from missed


def _silence(rule: Rule) -> str:
    comment = f"```html\n<!-- qc: ignore {rule.id} -->\n```"
    setting = f'```toml\nignore = ["{rule.id}"]\n```'
    return (
        f"Above a passage or at the end of its line:\n\n{comment}\n\n"
        f"Everywhere, in [the settings](../settings.md) or with `--ignore {rule.id}`:\n\n{setting}"
    )


def _paragraph(text: str, kind: str = "") -> str:
    """A paragraph of a docstring as raw HTML: no character of it is Markdown, save the backticks of code."""
    parts = _CODE.split(text)
    inner = "".join(f"<code>{xml(part)}</code>" if number % 2 else xml(part) for number, part in enumerate(parts))
    return f'<p class="{kind}">{inner}</p>' if kind else f"<p>{inner}</p>"


def _paragraphs(text: str) -> str:
    return "\n\n".join(_paragraph(" ".join(part.split())) for part in text.split("\n\n"))


def _examples(rule: Rule, expectation: str) -> Iterator[str]:
    return (example(e) for e in rule.examples if e.expectation == expectation)


def example(shown: Example) -> str:
    """An example as raw HTML on one line: spans marked, line ends kept, and what `qc fix` makes of it below it."""
    inner = "".join(f"<mark>{_text(p.text)}</mark>" if p.marked else _text(p.text) for p in reference.pieces(shown))
    mended = "" if shown.mended is None else f"<br><small>qc fix:</small> {_text(shown.mended)}"
    return f'<div class="example {shown.expectation}">{inner}{mended}</div>'


def _text(text: str) -> str:
    return xml(text if text.strip() else text.replace(" ", "␣")).replace(LINE_END, "<br>")


def rule_tables() -> str:
    """Every rule by family, with what it finds and how often it speaks."""
    parts = []
    for family, members in groupby(rules().values(), key=lambda rule: rule.family):
        group = list(members)
        rows = [[f"[`{r.id}`]({r.id}.md)", reference.prose(r.summary), reference.weight(r), *_rates(r)] for r in group]
        lines = table(["rule", "finds", "weight", *RATES], rows, right=[2, 3, 4, 5])
        parts += [f"## {family}", _paragraph(reference.introduction(group[0])), "\n".join(lines)]
    return "\n\n".join(parts)


def misses() -> str:
    """Every known miss of every rule."""
    parts = []
    for rule in rules().values():
        if missed := list(_examples(rule, "miss")):
            parts += [f"[`{rule.id}`](rules/{rule.id}.md)", *missed]
    return "\n\n".join(parts)


def readme(heading: str = "") -> str:
    """A section of the README without its heading; with none named, what stands before the first."""
    text = (ROOT / "README.md").read_text("utf-8")
    sections = dict(part.partition("\n")[::2] for part in text.split("\n## "))
    return sections[heading or "# qc"].strip()


def file(path: str) -> str:
    """A file of the repository as a block of code."""
    kind = {".py": "python", ".toml": "toml"}[Path(path).suffix]
    content = (ROOT / path).read_text("utf-8")
    return f'```{kind} title="{path}"\n{content}```'


def docstring(path: str) -> str:
    """The docstring of a module as paragraphs."""
    return _paragraphs(ast.get_docstring(ast.parse((ROOT / path).read_text("utf-8"))) or "")


def constants(path: str) -> str:
    """The numbers that a module explains, each with its explanation."""
    source = (ROOT / path).read_text("utf-8")
    body = ast.parse(source).body
    rows = []
    for node, after in pairwise(body):
        if isinstance(node, ast.Assign) and isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            value = ast.get_source_segment(source, node.value) or ""
            if _NUMBERS.fullmatch(value):
                names = ast.get_source_segment(source, node.targets[0])
                rows.append([f"`{names}`", f"`{value}`", reference.prose(" ".join(str(after.value.value).split()))])
    return "\n".join(table(["constant", "value", "meaning"], rows))


def settings() -> str:
    """Every setting with its default and its meaning."""
    rows = [[f"`{key}`", f"`{setting.default}`", setting.meaning] for key, setting in SETTINGS.items()]
    return "\n".join(table(["setting", "default", "meaning"], rows))


def profiles() -> str:
    """The thresholds of every profile."""
    rows = [
        [f"`{name}`", f"{p.reject_below:g}", f"{p.review_below:g}", f"{p.min_words}"] for name, p in PROFILES.items()
    ]
    return "\n".join(table(["profile", "reject-below", "review-below", "min-words"], rows, right=[1, 2, 3]))


def explained(name: str) -> str:
    """What `qc explain` says of a contribution to the score that is no rule's."""
    return reference.explanation(name).partition("\n\n")[2]


def commands() -> str:
    """Every command with what it does, its arguments and its options, from the program itself."""
    group = get_command(app)
    return "\n\n".join(_commands(group, group.make_context("qc", [], resilient_parsing=True)))


def _commands(group: Any, context: Any) -> Iterator[str]:
    for name, command in getattr(group, "commands", {}).items():
        inner = type(context)(command, info_name=name, parent=context)
        records = [record for parameter in command.params if (record := parameter.get_help_record(inner))]
        rows = [[f"`{names}`", reference.prose(_OPTION.sub(r"`\g<0>`", meaning))] for names, meaning in records]
        yield from (f"## {inner.command_path}", _paragraphs(command.help))
        yield "\n".join(table(["argument or option", "meaning"], rows)) if rows else ""
        yield from _commands(command, inner)
