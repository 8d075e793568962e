"""`qc gate`: a corpus through the gate, with how far it is, and what it came to."""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from qc.cli.checking import FAILING, policy_of
from qc.cli.gate_progress import GateProgress
from qc.cli.options import FailOn, Machines, Request
from qc.cli.output import MISUSE, complain, emit, misused
from qc.gate import page, page_html, page_markdown
from qc.gate.decision import Place, Terms
from qc.gate.replay import replay
from qc.gate.run import run
from qc.gate.shard import GateError
from qc.gate.store import SUMMARY, loaded
from qc.report import files

INTERRUPTED, TERMINATED = 128 + signal.SIGINT, 128 + signal.SIGTERM

REPORTS = ("reports/gate.md", "reports/gate.html")


@dataclass(frozen=True, slots=True)
class GateRequest:
    """What `qc gate` was asked for. largest: in MB. time_limit: in seconds. jobs: 0 for one a core, of all machines."""

    sources: tuple[str, ...]
    out: Path
    policy: Request
    text_field: str
    id_field: str
    url_field: str
    not_judged: Place
    jobs: int
    engine: Machines
    ray_address: str | None
    largest: float
    time_limit: float
    fail_on: FailOn
    compare: Path | None
    replay: Path | None
    quiet: bool


class TerminatedError(KeyboardInterrupt):
    """SIGTERM, which ends a run like Ctrl-C."""


def gate(request: GateRequest) -> int:
    """Gate the documents that were asked for and return the exit status."""
    if bool(request.sources) == bool(request.replay):
        misused("name the sources, or a manifest with --replay")
    if request.ray_address and request.engine is not Machines.RAY:
        misused("--ray-address goes with --engine ray")
    terms, earlier = _terms(request), _earlier(request.compare)
    signal.signal(signal.SIGTERM, _terminate)
    progress = GateProgress(quiet=request.quiet)
    try:
        summary = _made(request, terms, progress)
        _report(request.out, summary, earlier)
    except GateError as error:
        progress.clear()
        misused(str(error))
    except OSError as error:
        progress.clear()
        misused(f"{_stopped(error, request.out)}; {progress.words()}; the same command goes on from there")
    except KeyboardInterrupt as interrupt:
        progress.clear()
        complain(f"interrupted; {progress.words()}; the same command goes on from there")
        return TERMINATED if isinstance(interrupt, TerminatedError) else INTERRUPTED
    finally:
        progress.clear()
    emit(_concluded(request.out, summary))
    return _status(summary, request.fail_on)


def _terms(request: GateRequest) -> Terms:
    return Terms(
        policy_of(request.policy),
        request.not_judged,
        request.text_field,
        request.id_field,
        request.url_field,
        int(request.largest * 1_000_000),
        request.time_limit,
    )


def _earlier(folder: Path | None) -> dict[str, Any] | None:
    if folder is None:
        return None
    try:
        found = loaded(folder / SUMMARY)
    except (GateError, OSError) as error:
        misused(str(error))
    if found is None:
        misused(f"{folder}: no {SUMMARY} in it, so no finished run to compare with")
    return found


def _terminate(_signal: int, _frame: FrameType | None) -> None:
    raise TerminatedError


def _made(request: GateRequest, terms: Terms, progress: GateProgress) -> dict[str, Any]:
    if request.replay:
        return replay(request.replay, request.out, terms, progress.show)
    if request.engine is Machines.RAY:
        from qc.engines import ray

        return ray.gate(
            request.sources,
            request.out,
            terms,
            jobs=request.jobs,
            address=request.ray_address,
            say=progress.say,
            show=progress.show,
        )
    jobs = request.jobs or os.cpu_count() or 1
    return run(request.sources, request.out, terms, jobs, progress.say, progress.show)


def _stopped(error: OSError, out: Path) -> str:
    """What could not be written, without the name of a draft."""
    return f"{out}: cannot be written: {(error.strerror or str(error)).lower()}"


def _report(out: Path, summary: Mapping[str, Any], earlier: Mapping[str, Any] | None) -> None:
    sections = page.sections(summary, earlier)
    for name, content in zip(
        REPORTS, (page_markdown.page(summary, sections), page_html.page(summary, sections)), strict=True
    ):
        files.write(out / name, content)


def _concluded(out: Path, summary: Mapping[str, Any]) -> str:
    """The counts, reconciled, and where everything is."""
    places = summary["tally"]["places"]
    parts = " + ".join(f"{places.get(place, 0):,} {words}" for place, words in page.PLACES.items())
    lines = [f"{summary['documents']:,} documents read = {parts}"]
    lines += [f"{len(summary['unread']):,} files not read to their end"] if summary["unread"] else []
    return "\n".join([*lines, f"see {out / REPORTS[1]} and {out / 'manifest.jsonl'}"]) + "\n"


def _status(summary: Mapping[str, Any], fail_on: FailOn) -> int:
    if summary["unread"] or summary["tally"]["places"].get(Place.ERRORS):
        return MISUSE
    return int(any(summary["tally"]["verdicts"].get(verdict) for verdict in FAILING[fail_on]))
