"""`qc calibrate`: thresholds for somebody's own documents and their own budget of false alarms."""

from __future__ import annotations

import math
import shlex
from dataclasses import dataclass
from pathlib import Path

from qc.cli.evaluating import named, outcomes_of, sample
from qc.cli.output import emit, misused
from qc.evaluation.thresholds import BudgetError, Profile, Threshold, fitted, settings
from qc.report import files
from qc.report.untrusted import visible


@dataclass(frozen=True, slots=True)
class Request:
    """What `qc calibrate` was asked for; budgets as typed, "1%" or "0.01". force: replace the file that is there."""

    path: Path
    false_alarms: str = "1%"
    reject_false_alarms: str | None = None
    output: Path | None = None
    force: bool = False
    profile: str | None = None
    jobs: int = 0


def calibrate(request: Request) -> None:
    """Find the thresholds, say what they do, and write or print the settings."""
    review = budget(request.false_alarms)
    reject = budget(request.reject_false_alarms) if request.reject_false_alarms else None
    if request.output and request.output.name == "pyproject.toml":
        misused(f"{request.output}: settings go to a file of their own, such as qc.toml")
    if request.output and request.output.exists() and not request.force:
        misused(f"{request.output}: is there already and stays as it is; --force replaces it")
    policy = named(request.profile)
    outcomes = list(outcomes_of(sample(request.path), policy, request.jobs))
    try:
        profile = fitted(outcomes, review, reject)
    except BudgetError as error:
        misused(f"{request.path}: {error}")
    unjudged = sum(o.reliability is None for o in outcomes)
    _deliver(settings(profile, policy.profile, _command(request)), _account(profile, unjudged), request)


def budget(typed: str) -> float:
    """The share, above 0 and below 1, that "1%", "0.5 %" or "0.01" means; ends the run for anything else."""
    number = typed.strip().removesuffix("%")
    try:
        share = float(number) / (100 if number != typed.strip() else 1)
    except ValueError:
        share = math.nan
    if not 0 < share < 1:
        misused(f"a budget of false alarms is a share such as 1% or 0.01, not {typed!r}")
    return share


def _account(profile: Profile, unjudged: int) -> str:
    lines = [
        _line("review below", profile.review, "reviewed or rejected"),
        _line("reject below", profile.reject, "rejected"),
        f"tried on {profile.review.clean:,} clean and {profile.damaged:,} damaged documents"
        + (f"; {unjudged:,} were too short or not English and count neither way" if unjudged else ""),
        "the thresholds were chosen on these documents, so expect a little less on others",
    ]
    return "\n".join(lines) + "\n"


def _line(name: str, found: Threshold, done: str) -> str:
    alarms = (
        f"{found.alarms} of {found.clean:,} clean documents {done} ({100 * found.alarms / found.clean:.2g} %, "
        f"perhaps up to {100 * found.bound:.2g} %)"
    )
    if math.isnan(found.recall):
        return f"{name} {found.below:.1f}: {alarms}; no damaged documents, so nothing is known of recall"
    share = f"{100 * found.recall:.0f} % [{100 * found.low:.0f}-{100 * found.high:.0f}]"
    return f"{name} {found.below:.1f}: {alarms}, and {share} of the damaged ones"


def _command(request: Request) -> str:
    parts = ["qc", "calibrate", request.path.name, "--false-alarms", request.false_alarms]
    parts += ["--reject-false-alarms", request.reject_false_alarms] if request.reject_false_alarms else []
    parts += ["--profile", request.profile] if request.profile else []
    return visible(shlex.join(parts))


def _deliver(text: str, account: str, request: Request) -> None:
    emit(account)
    if request.output is None:
        emit(f"\n{text}")
        return
    replaced = request.output.exists()
    try:
        files.write(request.output, text)
    except OSError as error:
        emit(f"\n{text}")
        misused(f"{request.output}: cannot be written: {error.strerror or error}")
    emit(f"{'replaced' if replaced else 'wrote'} {visible(str(request.output))}; qc check --config reads it\n")
