"""`qc eval`: measures verdicts, separation and every rule on labelled documents."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from qc.check import BrokenRuleError
from qc.cli.output import emit, misused
from qc.evaluation import labelled, tables
from qc.policy import Policy, PolicyError
from qc.registry import RegistryError, rules
from qc.report import files


@dataclass(frozen=True, slots=True)
class Request:
    """What `qc eval` was asked for. every: take each n-th document only. jobs: processes, 0 for one a core."""

    path: Path
    profile: str | None
    output: Path | None
    every: int
    jobs: int


def evaluate(request: Request) -> None:
    """Measure, and print or write the Markdown report."""
    try:
        policy = Policy.named(request.profile) if request.profile else Policy()
        documents = list(labelled.read(request.path))[:: request.every]
        if not documents:
            misused(f"{request.path}: no labelled documents")
        outcomes = labelled.run(documents, policy, request.jobs or os.cpu_count() or 1)
    except (labelled.LabelledError, PolicyError, RegistryError, BrokenRuleError) as error:
        misused(str(error))
    _deliver(tables.markdown(outcomes, rules(), policy, request.path.name), request.output)


def _deliver(page: str, output: Path | None) -> None:
    if output is None:
        emit(page)
        return
    try:
        files.write(output, page)
    except OSError as error:
        # What took minutes to measure is not thrown away.
        emit(page)
        misused(f"{output}: cannot be written: {error.strerror or error}")
