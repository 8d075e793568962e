"""`qc check`: reads, judges, prints and writes, one document at a time."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import get_terminal_size

from qc import config as configuration
from qc.check import BrokenRuleError, check
from qc.cli import MISUSE, FailOn, Format, complain, emit, misused
from qc.cli.progress import Progress
from qc.policy import Decision, Policy, PolicyError
from qc.reading import Source, UnreadableError, sources
from qc.registry import RegistryError, rules
from qc.report import Report, files, index, jsonl, markdown, strip, terminal
from qc.report.style import Style, coloured

FAILING = {
    FailOn.REJECT: frozenset({Decision.REJECT}),
    FailOn.REVIEW: frozenset({Decision.REJECT, Decision.REVIEW}),
    FailOn.NEVER: frozenset[Decision](),
}

PIPED_COLUMNS = 100
"""Columns of output that goes to a file or a pipe: the same on every machine."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the command was asked. reports: the folder for reports, or None. largest: in bytes."""

    paths: Sequence[str]
    policy: Policy
    reports: str | None
    output: Format
    quiet: bool
    fail_on: FailOn
    encoding: str | None
    largest: int
    no_color: bool


def policy(path: str | None, profile: str | None, select: frozenset[str], ignore: frozenset[str]) -> Policy:
    """Make the policy of a settings file (the nearest, unless one is named) and of the options that override it."""
    try:
        found = Path(path) if path else configuration.find(Path.cwd())
        chosen = configuration.load(found) if found else Policy()
        if profile:
            chosen = replace(chosen, profile=profile, thresholds=Policy.named(profile).thresholds)
        chosen = replace(chosen, select=select or chosen.select, ignore=chosen.ignore | ignore)
        chosen.chosen(rules())
    except (configuration.ConfigError, PolicyError, RegistryError) as error:
        misused(str(error))
    return chosen


def known_encoding(name: str | None) -> str | None:
    """The name of an encoding, or the end of the command."""
    try:
        if name:
            b"".decode(name)
            codecs.lookup(name)
    except LookupError:
        misused(f"there is no text encoding {name!r}")
    return name


def run(options: Options) -> int:
    """Check the documents and return the exit status."""
    found = list(sources(options.paths, skip=files.is_ours))
    return _Run(options, found).over(found)


class _Run:
    """One pass over the documents: what it has come to so far, and where it prints."""

    def __init__(self, options: Options, found: Sequence[Source | UnreadableError]) -> None:
        self.options = options
        self.style = Style(colour=coloured(sys.stdout, refused=options.no_color))
        self.columns = get_terminal_size().columns if sys.stdout.isatty() else PIPED_COLUMNS
        self.names = files.names([source.name for source in found if isinstance(source, Source)])
        self.progress = Progress(len(found), quiet=options.quiet)
        self.rows: list[index.Row] = []
        self.unread: list[tuple[str, str]] = []
        self.unwritten = False

    def over(self, found: Sequence[Source | UnreadableError]) -> int:
        try:
            for place in found:
                self.progress.step(place.name)
                self._take(place)
        except BrokenRuleError as error:
            self._complain(str(error))
            return MISUSE
        finally:
            self.progress.clear()
        if len(found) > 1:
            self._conclude()
        return self._status()

    def _take(self, place: Source | UnreadableError) -> None:
        try:
            if isinstance(place, UnreadableError):
                raise place
            text = place.read(self.options.encoding, self.options.largest)
        except UnreadableError as error:
            self._complain(str(error))
            self.unread.append((error.name, error.reason))
            return
        report = check(text, name=place.name, markup=place.markup, policy=self.options.policy)
        page = self._written(self.names[place.name], report)
        self._emit(self._shown(report, page))
        self.rows.append(index.Row.of(report, files.link(page.name) if page else None))

    def _written(self, name: str, report: Report) -> Path | None:
        if self.options.reports is None:
            return None
        page = Path(self.options.reports, f"{name}.md")
        picture = page.with_suffix(".svg") if report.findings else None
        content = markdown.page(report, files.link(picture.name) if picture else None)
        if not self._write(page, content):
            return None
        if picture:
            self._write(picture, strip.as_svg(report))
        return page

    def _write(self, path: Path, content: str) -> bool:
        try:
            files.write(path, content)
        except OSError as error:
            self._complain(f"{path}: the report cannot be written: {error.strerror or error}")
            self.unwritten = True
            return False
        return True

    def _shown(self, report: Report, page: Path | None) -> Iterator[str]:
        if self.options.output is Format.JSON:
            yield jsonl.line(report)
        elif self.options.output is Format.MARKDOWN:
            yield markdown.page(report) + "\n"
        elif not self.options.quiet:
            more_in = f"see {page}" if page else "--format markdown shows more"
            yield from terminal.findings(report, self.style, self.columns, more_in)
            yield from terminal.summary(report, self.style, page)
        elif report.verdict is not Decision.ACCEPT:
            yield terminal.verdict_only(report, self.style)

    def _conclude(self) -> None:
        path = Path(self.options.reports, f"{files.INDEX}.md") if self.options.reports else None
        written = path if path and self._write(path, index.page(self.rows, self.unread)) else None
        if self.options.output is Format.TEXT and not self.options.quiet:
            self._emit([terminal.totals(self.rows, len(self.unread), self.style, written)])

    def _status(self) -> int:
        if self.unread or self.unwritten:
            return MISUSE
        return int(any(row.verdict in FAILING[self.options.fail_on] for row in self.rows))

    def _complain(self, message: str) -> None:
        self.progress.clear()
        sys.stdout.flush()
        complain(message)

    def _emit(self, texts: Iterable[str]) -> None:
        shown = "".join(texts)
        if shown:
            self.progress.clear()
            emit(shown)
