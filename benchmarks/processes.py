"""Processes as the system lists them: what a program started, and the memory of all of it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from time import perf_counter

from qc.gate.memory import peak

TICK = 0.1
"""Seconds between two looks at the memory."""


@dataclass(frozen=True, slots=True)
class Course:
    """How a command went: seconds by the clock and of processor time, and memory in MB.

    memory: the peaks of all its processes together, which is never less than what they had at once.
    """

    seconds: float
    processor: float
    memory: int


def children(pid: int) -> list[int]:
    """The processes that a process started."""
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def tree(pid: int) -> Iterator[int]:
    """A process and all below it."""
    yield pid
    for child in children(pid):
        yield from tree(child)


def ran(command: Sequence[str], errors: Path) -> Course:
    """Run a command to its end. errors: where its standard error goes. Raises RuntimeError with it where it fails."""
    start, before, memory = perf_counter(), _processor(), 0
    with errors.open("w") as log:
        run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=log)
        while run.poll() is None:
            memory = max(memory, sum(map(peak, tree(run.pid))))
            with suppress(subprocess.TimeoutExpired):
                run.wait(TICK)
    if run.returncode:
        raise RuntimeError(f"{command[:4]} ended with {run.returncode}: {errors.read_text()[-2000:]}")
    return Course(perf_counter() - start, _processor() - before, memory)


def _processor() -> float:
    """Processor time of all commands that have ended, and of what they started and waited for."""
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
