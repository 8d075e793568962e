"""`qc check --watch`: checks again what has changed, until somebody ends it."""

from __future__ import annotations

import sys
from dataclasses import replace
from time import sleep

from qc.cli.checking import check
from qc.cli.options import Request
from qc.cli.output import emit, misused
from qc.reading import STDIN, Source, sources
from qc.report import files
from qc.report.untrusted import visible

INTERVAL = 0.4
"""Seconds between two looks. A change counts once two looks in a row see the same: editors write in several steps."""

State = dict[str, tuple[int, ...]]


def watch(request: Request) -> int:
    """Check the documents, then each again whenever it changes; return 0 on Ctrl-C."""
    if request.staged or STDIN in request.paths or not request.paths:
        misused("--watch takes files and folders, and neither standard input nor --staged")
    if request.report_dir or request.write or request.step_summary:
        misused("--watch writes no files: --report-dir, --write and --step-summary have no place beside it")
    request = replace(request, watch=False, no_report=True)
    try:
        _rounds(request)
    except KeyboardInterrupt:
        emit("\n")
    return 0


def _rounds(request: Request) -> None:
    checked = seen = _state(request)
    check(request)
    while True:
        sys.stdout.flush()
        sleep(INTERVAL)
        last, seen = seen, _state(request)
        if seen != last or seen == checked:
            continue
        changed = [name for name in seen if seen[name] != checked.get(name)]
        gone = [name for name in checked if name not in seen]
        checked = seen
        emit("".join(f"\n{visible(name)} has changed\n" for name in changed))
        emit("".join(f"\n{visible(name)} is gone\n" for name in gone))
        if changed:
            check(replace(request, paths=tuple(changed)))


def _state(request: Request) -> State:
    """What shows that a document was written anew: when it was last, how long it is, which file it is."""
    state: State = {}
    for place in sources(request.paths, skip=files.is_ours):
        if isinstance(place, Source) and place.path:
            try:
                now = place.path.stat()
            except OSError:
                continue
            state[place.name] = (now.st_mtime_ns, now.st_size, now.st_ino)
    return state
