"""The forms a run can take beside text: what each keeps of a report, and what it makes of all of them.

Renderers are imported when their form is asked for: a plain `qc check` loads none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from qc.cli.options import Format
from qc.policy import Decision
from qc.report import Report

Unread = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Form:
    """part: what is kept of a report, so that the documents of a long run need not be. page: the text of the run.

    streamed: the parts are text that can go out one by one; the page would be all of them.
    """

    part: Callable[[Report], Any]
    page: Callable[[Sequence[Any], Unread], str]
    streamed: bool = False


def form(name: Format, failing: Collection[Decision]) -> Form:
    """The form of a name other than text. failing: the verdicts that fail a run."""
    return _FORMS[name](failing)


def step_summary() -> Form:
    """What GitHub shows on the page of a job."""
    from qc.report import step_summary

    return Form(step_summary.part, step_summary.page)


def _markdown(_: Collection[Decision]) -> Form:
    from qc.report import markdown

    return Form(lambda report: markdown.page(report) + "\n", _joined, streamed=True)


def _json(_: Collection[Decision]) -> Form:
    from qc.report import json_run, jsonl

    return Form(jsonl.line, json_run.page)


def _jsonl(_: Collection[Decision]) -> Form:
    from qc.report import jsonl

    return Form(jsonl.line, _joined, streamed=True)


def _sarif(_: Collection[Decision]) -> Form:
    from qc.report import sarif

    return Form(sarif.part, sarif.page)


def _junit(failing: Collection[Decision]) -> Form:
    from qc.report import junit

    return Form(partial(junit.part, failing=failing), junit.page)


def _github(failing: Collection[Decision]) -> Form:
    from qc.report import github

    return Form(partial(github.part, failing=failing), github.page)


def _gitlab(_: Collection[Decision]) -> Form:
    from qc.report import gitlab

    return Form(gitlab.part, gitlab.page)


def _csv(_: Collection[Decision]) -> Form:
    from qc.report import spreadsheet

    return Form(spreadsheet.part, spreadsheet.page)


def _html(_: Collection[Decision]) -> Form:
    from qc.report import webpage

    return Form(webpage.part, webpage.page)


def _joined(parts: Sequence[str], _: Unread) -> str:
    return "".join(parts)


_FORMS: dict[Format, Callable[[Collection[Decision]], Form]] = {
    Format.MARKDOWN: _markdown,
    Format.JSON: _json,
    Format.JSONL: _jsonl,
    Format.SARIF: _sarif,
    Format.JUNIT: _junit,
    Format.GITHUB: _github,
    Format.GITLAB: _gitlab,
    Format.CSV: _csv,
    Format.HTML: _html,
}
