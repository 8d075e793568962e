"""`qc eval`: measures verdicts, separation, calibration and every rule on labelled documents."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from qc.check import BrokenRuleError
from qc.cli.output import emit, misused
from qc.cli.progress import Progress
from qc.evaluation import labelled
from qc.evaluation.diagram import diagram
from qc.evaluation.page import Setting, page, reliability_bins
from qc.evaluation.rows import LabelledError
from qc.opinion import Mode, OpinionError, SecondOpinion
from qc.policy import Policy, PolicyError
from qc.registry import RegistryError, rules
from qc.report import files
from qc.report.untrusted import visible
from qc.score import BASE_RATE


@dataclass(frozen=True, slots=True)
class Request:
    """What `qc eval` was asked for.

    every: take each n-th document only. jobs: processes, 0 for one a core. normalise, lengths: judge the normal form
    and shortened documents too. base_rate: share of damaged documents that calibration is measured at. append:
    Markdown files to end the page with. languagetool, languagetool_url, no_cache: as of `qc check`.
    """

    path: Path
    profile: str | None = None
    output: Path | None = None
    every: int = 1
    jobs: int = 0
    normalise: bool = True
    lengths: bool = True
    base_rate: float = BASE_RATE
    append: tuple[Path, ...] = ()
    languagetool: Mode = Mode.OFF
    languagetool_url: str | None = None
    no_cache: bool = False


def evaluate(request: Request) -> None:
    """Measure, and print or write the Markdown report."""
    if not 0 < request.base_rate < 1:
        misused(f"--base-rate lies between 0 and 1, not at {request.base_rate:g}")
    if request.output and _picture(request.output).exists() and not files.is_ours(_picture(request.output)):
        misused(f"{_picture(request.output)}: somebody else's picture, which stays as it is; choose another --output")
    appended = tuple(_markdown(path) for path in request.append)
    policy = named(request.profile)
    documents = sample(request.path, request.every)
    measures = labelled.Measures(request.normalise, labelled.lengths_for(documents) if request.lengths else ())
    outcomes = _measured(request, documents, policy, measures)
    setting = Setting(
        command=_command(request),
        profile=policy.profile,
        lengths=measures.lengths,
        base_rate=request.base_rate,
        picture=_picture(request.output).name if request.output else "",
        appended=appended,
    )
    _deliver(page(outcomes, rules(), setting), diagram(reliability_bins(outcomes, request.base_rate)), request.output)


def _measured(
    request: Request, documents: Sequence[labelled.Labelled], policy: Policy, measures: labelled.Measures
) -> list[labelled.Outcome]:
    if request.languagetool is Mode.OFF:
        return list(outcomes_of(documents, policy, request.jobs, measures))
    # Imported here: few ask for it.
    from qc.cli import consulting

    # Figures of documents some of which it did not see would be figures of nothing.
    asked = consulting.opened(request.languagetool, request.languagetool_url, kept=not request.no_cache, needed=True)
    with asked as second:
        return list(outcomes_of(documents, policy, request.jobs, measures, second.lent()))


def named(profile: str | None) -> Policy:
    """The policy of a profile, or the default; ends the run where there is no such profile."""
    try:
        return Policy.named(profile) if profile else Policy()
    except PolicyError as error:
        misused(str(error))


def sample(path: Path, every: int = 1) -> list[labelled.Labelled]:
    """Each n-th of the labelled documents of a file; ends the run where it has none or cannot be used."""
    try:
        documents = list(labelled.read(path))[::every]
    except LabelledError as error:
        misused(str(error))
    if not documents:
        misused(f"{path}: no labelled documents")
    return documents


def outcomes_of(
    documents: Sequence[labelled.Labelled],
    policy: Policy,
    jobs: int,
    measures: labelled.Measures | None = None,
    consult: Callable[[], SecondOpinion] | None = None,
) -> Iterator[labelled.Outcome]:
    """Check documents in so many processes (0: one a core) and show how far it is.

    consult: makes the second opinion of each process. A broken rule ends the run, and so does an opinion that is
    missing.
    """
    progress = Progress(len(documents), quiet=False)
    made = labelled.run(documents, policy, jobs or os.cpu_count() or 1, measures, consult)
    try:
        for document, outcome in zip(documents, made, strict=True):
            progress.step(document.id)
            yield outcome
    except (PolicyError, RegistryError, BrokenRuleError, OpinionError) as error:
        progress.clear()
        misused(str(error))
    progress.clear()


def _command(request: Request) -> str:
    """The command that makes the page again, but for where it goes."""
    default = Request(request.path)
    parts = ["qc", "eval", request.path.name]
    parts += ["--profile", request.profile] if request.profile else []
    parts += ["--every", str(request.every)] if request.every != default.every else []
    parts += ["--base-rate", f"{request.base_rate:g}"] if request.base_rate != default.base_rate else []
    parts += [] if request.normalise else ["--no-normalise"]
    parts += [] if request.lengths else ["--no-lengths"]
    parts += _second(request)
    for path in request.append:
        parts += ["--append", path.name]
    return visible(shlex.join(parts))


def _second(request: Request) -> list[str]:
    """The options of LanguageTool; where a server of the user's own stands is no reader's business."""
    mode = {Mode.OFF: [], Mode.ALWAYS: ["--languagetool"]}.get(request.languagetool, ["--languagetool=uncertain"])
    return mode + (["--languagetool-url", "URL"] if request.languagetool_url else [])


def _markdown(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        misused(f"{path}: cannot be appended: {getattr(error, 'strerror', None) or error}")


def _picture(output: Path) -> Path:
    return output.with_name(f"{output.stem}-calibration.svg")


def _deliver(text: str, picture: str, output: Path | None) -> None:
    if output is None:
        emit(text)
        return
    try:
        files.write(_picture(output), picture)
        files.write(output, text)
    except OSError as error:
        # What took minutes to measure is not thrown away.
        emit(text)
        misused(f"{output}: cannot be written: {error.strerror or error}")
