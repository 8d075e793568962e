"""`qc check`: reads, judges, prints and writes, one document at a time."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING

from qc import config
from qc.check import BrokenRuleError
from qc.check import check as judge
from qc.cli.options import FailOn, Format, Request
from qc.cli.output import MISUSE, complain, emit, misused
from qc.cli.outputs import Output, outputs
from qc.cli.progress import Progress
from qc.opinion import Mode, OpinionError, SecondOpinion
from qc.policy import Decision, Policy, PolicyError
from qc.reading import Source, UnreadableError, sources
from qc.registry import RegistryError, rules
from qc.report import Report, brief, files, index, markdown, strip, terminal
from qc.report.style import Style, coloured
from qc.scope import WHOLE
from qc.score import FLUENCY

if TYPE_CHECKING:
    from qc.cli.scoping import Scoping

FAILING = {
    FailOn.REJECT: frozenset({Decision.REJECT}),
    FailOn.REVIEW: frozenset({Decision.REJECT, Decision.REVIEW}),
    FailOn.NEVER: frozenset[Decision](),
}

PIPED_COLUMNS = 100
"""Columns of output that goes to a file or a pipe: the same on every machine."""


def check(request: Request) -> int:
    """Check the documents that were asked for and return the exit status."""
    if request.watch:
        from qc.cli.watching import watch

        return watch(request)
    policy, reports = policy_of(request), _reports(request)
    refuse_encoding(request.encoding)
    scoping = _scoping(request)
    found = scoping.documents() if scoping else list(sources(request.paths, skip=files.is_ours))
    forms = outputs(request, [source.name for source in found], FAILING[request.fail_on])
    with second_opinion(request, mode_of(request)) as second:
        return _Run(request, policy, reports, found, forms, scoping, second).over(found)


def _settings_file(request: Request) -> Path | None:
    return Path(request.config) if request.config else config.find(Path.cwd())


def mode_of(request: Request) -> Mode:
    """Of which documents LanguageTool is asked: what the options say, or else the settings."""
    found = _settings_file(request)
    mode = config.languagetool(found) if found else Mode.OFF
    return request.languagetool or (Mode.ALWAYS if request.languagetool_url and mode is Mode.OFF else mode)


def second_opinion(
    request: Request, mode: Mode, *, needed: bool = False
) -> AbstractContextManager[SecondOpinion | None]:
    """Prepare LanguageTool, unless it is not to be asked. needed: as in LanguageTool."""
    if mode is Mode.OFF:
        return nullcontext()
    # Imported here: a plain check needs nothing of it.
    from qc.cli import consulting

    return consulting.opened(mode, request.languagetool_url, kept=not request.no_cache, needed=needed)


def _scoping(request: Request) -> Scoping | None:
    if not (request.diff or request.staged or request.baseline):
        return None
    # Imported here: what runs git costs a cold start that a plain check need not pay.
    from qc.cli.scoping import Scoping

    return Scoping(request)


def policy_of(request: Request) -> Policy:
    """The policy of a settings file (the nearest, unless one is named) and of the options that override it."""
    try:
        found = _settings_file(request)
        policy = config.load(found) if found else Policy()
        if request.profile:
            limits = Policy.named(request.profile).thresholds
            policy = replace(policy, profile=request.profile, thresholds=limits)
        select, ignore = _parted(request.select), _parted(request.ignore)
        policy = replace(policy, select=select or policy.select, ignore=policy.ignore | ignore)
        policy.chosen(rules())
    except (config.ConfigError, PolicyError, RegistryError) as error:
        misused(str(error))
    return policy


def _parted(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name.strip() for value in names for name in value.split(",") if name.strip())


def _reports(request: Request) -> Path | None:
    if request.no_report and request.report_dir:
        misused("--no-report and --report-dir exclude each other")
    if request.no_report or (request.report_dir is None and request.output is not Format.TEXT):
        return None
    return Path(request.report_dir or "reports")


def refuse_encoding(name: str | None) -> None:
    """End the command where an encoding is named that does not exist."""
    try:
        # Some codecs that Python knows make no text of bytes, and only decoding tells; of nothing not even that.
        b"a".decode(name or "utf-8", "replace")
    except LookupError:
        misused(f"there is no text encoding {name!r}")


class _Run:
    """One pass over the documents: what it has come to so far, and where it prints."""

    def __init__(
        self,
        request: Request,
        policy: Policy,
        reports: Path | None,
        found: Sequence[Source | UnreadableError],
        forms: Sequence[Output],
        scoping: Scoping | None = None,
        second: SecondOpinion | None = None,
    ) -> None:
        self.request, self.policy, self.reports = request, policy, reports
        self.forms, self.scoping, self.second = forms, scoping, second
        self.style = Style(colour=coloured(sys.stdout, refused=request.no_color))
        self.columns = get_terminal_size().columns if sys.stdout.isatty() else PIPED_COLUMNS
        self.names = files.names([source.name for source in found if isinstance(source, Source)])
        self.progress = Progress(len(found), quiet=request.quiet)
        self.rows: list[index.Row] = []
        self.unread: list[tuple[str, str]] = []
        self.explained = set[str | None]()
        self.unwritten = False

    def over(self, found: Sequence[Source | UnreadableError]) -> int:
        try:
            for place in found:
                self.progress.step(place.name)
                self._take(place)
        except (BrokenRuleError, OpinionError) as error:
            self._complain(str(error))
            return MISUSE
        finally:
            self.progress.clear()
        if len(found) > 1:
            self._conclude()
        self._scoped(found)
        self._finish()
        return self._status()

    def _scoped(self, found: Sequence[Source | UnreadableError]) -> None:
        """Say what only such a run can tell: that nothing has changed, and what a baseline can do without."""
        if self.scoping is None:
            return
        if not found and not self.request.quiet and self.request.output is Format.TEXT:
            emit("nothing to check: no document has changed\n")
        ran = {*self.policy.chosen(rules()), *([FLUENCY] if self.policy.fluency else [])}
        for line in self.scoping.gone(ran):
            self._complain(line)

    def _take(self, place: Source | UnreadableError) -> None:
        try:
            if isinstance(place, UnreadableError):
                raise place
            text = place.read(self.request.encoding, self.request.largest * 1_000_000)
            scope = self.scoping.of(place, text) if self.scoping else WHOLE
        except UnreadableError as error:
            self._complain(str(error))
            self.unread.append((error.name, error.reason))
            return
        report = judge(
            text,
            name=place.name,
            markup=place.markup,
            policy=self.policy,
            scope=scope,
            second_opinion=self.second,
        )
        if self.scoping:
            self.scoping.note(report)
        page = self._written(self.names[place.name], report)
        self._emit(self._shown(report, page))
        self.rows.append(index.Row.of(report, files.link(page.name) if page else None))

    def _written(self, name: str, report: Report) -> Path | None:
        if self.reports is None:
            return None
        page = self.reports / f"{name}.md"
        picture = page.with_suffix(".svg") if report.findings else None
        content = markdown.page(report, files.link(picture.name) if picture else None)
        if not self._write(page, content):
            return None
        if picture:
            self._write(picture, strip.as_svg(report))
        else:
            files.withdraw(page.with_suffix(".svg"))
        return page

    def _write(self, path: Path, content: str) -> bool:
        try:
            files.publish(path, content)
        except OSError as error:
            self._complain(f"{path}: the report cannot be written: {error.strerror or error}")
            self.unwritten = True
            return False
        return True

    def _shown(self, report: Report, page: Path | None) -> Iterator[str]:
        yield from (form.take(report) for form in self.forms)
        if self.request.output is not Format.TEXT:
            return
        if self.request.brief:
            yield from brief.lines(
                report, self.style, hint=bool(self._unexplained(report)) and len(self.explained) == 1
            )
        elif not self.request.quiet:
            more_in = f"see {page}" if page else "--format markdown shows more"
            yield from terminal.findings(report, self.style, self.columns, more_in)
            yield from terminal.summary(report, self.style, page, self._unexplained(report))
        elif report.verdict is not Decision.ACCEPT:
            yield terminal.verdict_only(report, self.style)

    def _unexplained(self, report: Report) -> str | None:
        """What costs a document most that did not pass, once: over a folder the same line would stand everywhere."""
        rule = report.dearest
        if not report.remedies or rule in self.explained:
            return None
        self.explained.add(rule)
        return rule

    def _conclude(self) -> None:
        path = self.reports / f"{files.INDEX}.md" if self.reports else None
        written = path if path and self._write(path, index.page(self.rows, self.unread)) else None
        if self.request.output is Format.TEXT and not (self.request.quiet or self.request.brief):
            self._emit([terminal.totals(self.rows, len(self.unread), self.style, written)])

    def _finish(self) -> None:
        for form in self.forms:
            try:
                form.finish(self.unread)
            except OSError as error:
                if form.target is None:  # whoever read standard output has gone, which `main` knows how to take
                    raise
                self._complain(f"{form.target}: this cannot be written: {error.strerror or error}")
                self.unwritten = True

    def _status(self) -> int:
        if self.unread or self.unwritten:
            return MISUSE
        return int(any(row.verdict in FAILING[self.request.fail_on] for row in self.rows))

    def _complain(self, message: str) -> None:
        self.progress.clear()
        sys.stdout.flush()
        complain(message)

    def _emit(self, texts: Iterable[str]) -> None:
        shown = "".join(texts)
        if shown:
            self.progress.clear()
            emit(shown)
