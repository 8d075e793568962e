"""Where the forms of a run go: standard output, files written whole, the summary of a GitHub job."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qc.cli import forms
from qc.cli.options import Format, Request
from qc.cli.output import emit, misused
from qc.policy import Decision
from qc.report import Report, files

SUMMARY_VARIABLE = "GITHUB_STEP_SUMMARY"


@dataclass(slots=True)
class Output:
    """A form of the run, where it goes (None: standard output), and what is kept of the reports so far.

    appended: whether it goes to the end of the file.
    """

    form: forms.Form
    target: Path | None
    appended: bool = False
    parts: list[Any] = field(default_factory=list)

    def take(self, report: Report) -> str:
        """Note a report; answer what of it can go out at once."""
        part = self.form.part(report)
        if self.form.streamed and self.target is None:
            return str(part)
        self.parts.append(part)
        return ""

    def finish(self, unread: forms.Unread) -> None:
        """Write or print the run. Raises OSError."""
        text = self.form.page(self.parts, unread)
        if self.target is None:
            emit(text)
        elif self.appended:
            with self.target.open("a", encoding="utf-8", newline="\n") as file:
                file.write(text)
        else:
            _write(self.target, text)


def outputs(request: Request, documents: Iterable[str], failing: Collection[Decision]) -> list[Output]:
    """The outputs a command asks for beside text; ends it where they make no sense.

    documents: the names of those that are checked, which are not written over.
    """
    asked = [] if request.output is Format.TEXT else [Output(forms.form(request.output, failing), None)]
    targets = list(_targets(request.write))
    checked = {Path(name).resolve() for name in documents} if targets else set()
    for name, target in targets:
        if target in checked:
            misused(f"--write {name}={target}: this document is checked and stays as it is")
        if target in [output.target for output in asked]:
            misused(f"--write names {target} twice")
        asked.append(Output(forms.form(name, failing), target))
    if request.step_summary and os.environ.get(SUMMARY_VARIABLE):
        asked.append(Output(forms.step_summary(), Path(os.environ[SUMMARY_VARIABLE]), appended=True))
    return asked


def _targets(given: Iterable[str]) -> Iterator[tuple[Format, Path]]:
    writable = [form.value for form in Format if form is not Format.TEXT]
    for asked in given:
        name, _, file = asked.partition("=")
        if not file or name not in writable:
            misused(f"--write takes FORMAT=FILE, not {asked!r}; formats are {', '.join(writable)}")
        # Resolved: a rename would put a file in the place of a symbolic link such as /dev/stdout.
        yield Format(name), Path(file).resolve()


def _write(target: Path, text: str) -> None:
    if target.exists() and not target.is_file():
        raise FileExistsError("this is no file; nothing is written over it")
    files.write(target, text)
