"""Which documents a check takes and what of each counts, where git or a baseline has a say."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from qc import baseline, changes
from qc.changes import Changed
from qc.cli.options import HEAD, Request
from qc.cli.output import misused
from qc.document import Document, Span
from qc.opinion import was_consulted
from qc.reading import STDIN, TEXT_SUFFIXES, Source, UnreadableError, decoded, sources
from qc.report import Report, files
from qc.report.markdown import plural
from qc.scope import WHOLE, Scope
from qc.score import LANGUAGETOOL

MOST_GONE = 20
"""Lines of what is gone from a baseline; their number follows."""


class Scoping:
    """What a run looks at, and what of a baseline it has seen again."""

    def __init__(self, request: Request) -> None:
        self.request = request
        try:
            self.known = baseline.load(Path(request.baseline)) if request.baseline else []
            self.changed = self._changed()
        except (baseline.BaselineError, changes.GitError) as error:
            misused(str(error))
        self._hides = frozenset(entry.fingerprint for entry in self.known)
        self._checked, self._consulted, self._seen = set[str](), set[str](), set[str]()

    def _changed(self) -> list[Changed]:
        if not (self.request.diff or self.request.staged):
            return []
        if STDIN in self.request.paths:
            raise changes.GitError("git knows nothing of standard input: --diff and --staged take files")
        return changes.changed(self.request.diff or HEAD, staged=self.request.staged)

    def documents(self) -> list[Source | UnreadableError]:
        """Find the documents to look at: of those asked for, only what git says has changed, if it is asked."""
        paths = self.request.paths
        if not (self.request.diff or self.request.staged):
            return list(sources(paths, skip=files.is_ours))
        found: dict[str, Source | UnreadableError] = {}
        for argument in paths or [os.curdir]:
            for place in self._below(argument) if paths else self._texts(self.changed):
                found.setdefault(place.name, place)
        return list(found.values())

    def _below(self, argument: str) -> Iterator[Source | UnreadableError]:
        asked = _absolute(argument)
        named = [place for place in self.changed if place.path == asked]
        within = [place for place in self.changed if place.path and asked in place.path.parents]
        matching = [place for place in self.changed if fnmatchcase(str(place.path), str(asked))]
        if named or within or matching:
            yield from named or self._texts(within or matching)
        elif not os.path.lexists(argument) and not any(c in argument for c in "*?["):
            hint = f"; --diff={argument} compares with a revision" if self.request.diff else ""
            yield UnreadableError(argument, f"no such file or folder{hint}")

    def _texts(self, places: Sequence[Changed]) -> Iterator[Changed]:
        for place in places:
            if place.path and place.path.suffix.lower() in TEXT_SUFFIXES and not files.is_ours(place.path):
                yield place

    def of(self, place: Source, text: str) -> Scope:
        """What of a document counts. Raises UnreadableError where the text it is compared with cannot be had."""
        added = self._added(place, text) if self.request.diff and isinstance(place, Changed) and place.before else None
        names = [f"lines added since {self.request.diff}"] if added is not None else []
        names += [f"what is not in {self.request.baseline}"] if self._hides else []
        return Scope(added, self._hides, " and ".join(names)) if names else WHOLE

    def _added(self, place: Changed, text: str) -> tuple[Span, ...] | None:
        try:
            before = decoded(changes.blob(place.before), self.request.encoding)
        except ValueError:
            return None  # what was no text before is new from end to end
        except OSError as error:
            raise UnreadableError(place.name, f"its content in git cannot be read: {error}") from error
        try:
            return changes.added(before, Document(text, place.name, place.markup))
        except changes.GitError as error:
            raise UnreadableError(place.name, str(error)) from error

    def note(self, report: Report) -> None:
        """Remember what of the baseline still occurs."""
        if self.known:
            self._checked.add(report.name)
            if was_consulted(report, LANGUAGETOOL):
                self._consulted.add(report.name)
            self._seen |= {entry.fingerprint for entry in baseline.entries(report, every_sentence=True)}

    def gone(self, ran: Collection[str]) -> Iterator[str]:
        """Yield a line for each baseline entry that no longer occurs. ran: the rules that could have found it again."""
        lost = [entry for entry in self.known if entry.fingerprint not in self._seen and self._looked_for(entry, ran)]
        for entry in lost[:MOST_GONE]:
            yield f"{self.request.baseline}: no longer occurs: {entry.document}: {entry.rule}: {entry.words}"
        if lost:
            gone = f"{len(lost):,} of {plural(len(self.known), 'known finding')} can go"
            yield f"{self.request.baseline}: {gone}; `qc baseline` over the same documents writes it without them"

    def _looked_for(self, entry: baseline.Entry, ran: Collection[str]) -> bool:
        """Say whether this run would have found a finding, were it still there."""
        asked = entry.rule.startswith(f"{LANGUAGETOOL}/")
        looked = self._consulted if asked else self._checked
        return (asked or entry.rule in ran) and (entry.document in looked or not Path(entry.document).exists())


def _absolute(path: str) -> Path:
    """The path with the links of its folder resolved, as git resolves those above it, but not a link at its end."""
    whole = Path(os.path.normpath(Path.cwd() / path))
    return whole.parent.resolve() / whole.name
