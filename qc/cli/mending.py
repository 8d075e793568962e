"""`qc fix`: puts right what has one right answer, a file at a time, or shows what it would do."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import unified_diff
from pathlib import Path

from qc.check import BrokenRuleError
from qc.cli.checking import policy_of, refuse_encoding
from qc.cli.options import Request
from qc.cli.output import MISUSE, complain, emit, misused
from qc.fixing import Fixed, fix
from qc.policy import Policy
from qc.reading import Source, UnreadableError, decoded, recoded, sources
from qc.report import files
from qc.report.markdown import plural
from qc.report.untrusted import visible

STANDARD_INPUT_ENDS = "-: what is mended goes to standard output, so nothing else can be mended with it"


def mend(request: Request, *, diff: bool) -> int:
    """Mend the documents that were asked for, or print what would change, and return the exit status."""
    policy = policy_of(request)
    refuse_encoding(request.encoding)
    found = list(sources(request.paths, skip=files.is_ours))
    if len(found) > 1 and not diff and any(isinstance(place, Source) and place.path is None for place in found):
        misused(STANDARD_INPUT_ENDS)
    return _Run(request, policy, diff).over(found)


class _Run:
    """One pass over the documents, and how many were changed or failed so far."""

    def __init__(self, request: Request, policy: Policy, diff: bool) -> None:
        self.request, self.policy, self.diff = request, policy, diff
        self.changed = self.failed = 0

    def over(self, found: Iterable[Source | UnreadableError]) -> int:
        places = list(found)
        for place in places:
            try:
                if isinstance(place, UnreadableError):
                    raise place
                self._take(place)
            except UnreadableError as error:
                self._fail(str(error))
            except BrokenRuleError as error:
                misused(str(error))
        if not self.diff and len(places) > 1:
            left = len(places) - self.changed - self.failed
            emit(f"{plural(len(places), 'document')}: {self.changed:,} mended, {left:,} left as they were\n")
        return MISUSE if self.failed else int(self.diff and self.changed > 0)

    def _take(self, place: Source) -> None:
        data = place.data(self.request.largest * 1_000_000)
        try:
            text = decoded(data, self.request.encoding)
            fixed = fix(text, name=place.name, markup=place.markup, policy=self.policy)
            changed = recoded(data, text, fixed.text, self.request.encoding)
        except ValueError as error:
            raise UnreadableError(place.name, str(error)) from error
        if self.diff:
            emit("".join(_difference(place.name, text, fixed.text)))
        elif place.path is None:
            sys.stdout.flush()
            sys.stdout.buffer.write(changed)
        elif fixed.mended:
            self._write(place, changed)
            emit(_summary(place.name, fixed))
        self.changed += bool(fixed.mended)

    def _write(self, place: Source, content: bytes) -> None:
        # The file that a link names is changed, and the link stays one.
        path = Path(os.path.realpath(place.path or ""))
        if not os.access(path, os.W_OK):
            raise UnreadableError(place.name, "no permission to write it")
        try:
            files.write(path, content)
        except OSError as error:
            raise UnreadableError(place.name, f"cannot be written: {error.strerror or error}") from error

    def _fail(self, message: str) -> None:
        sys.stdout.flush()
        complain(message)
        self.failed += 1


def _summary(name: str, fixed: Fixed) -> str:
    kinds = ", ".join(
        f"{count:,} {rule}" for rule, count in Counter(found.rule for found in fixed.mended).most_common()
    )
    return f"{visible(name)}: {len(fixed.mended):,} mended: {kinds}\n"


def _difference(name: str, before: str, after: str) -> Iterator[str]:
    """A unified diff as git writes it. On a terminal what cannot be seen is shown, so that nothing in it acts there."""
    shown = visible(name)
    for line in unified_diff(_lines(before), _lines(after), f"a/{shown}", f"b/{shown}"):
        body = line.removesuffix("\n")
        yield (visible(body) if sys.stdout.isatty() else body) + "\n"
        if body == line:
            yield "\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    lines = text.split("\n")
    return [line + "\n" for line in lines[:-1]] + [line for line in lines[-1:] if line]
