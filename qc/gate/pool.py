"""Worker processes that load once, take one task at a time, and may die: a task then is tried again without the
document that kills.

Nothing is sent to a worker that is busy, and no task is asked for before a worker is free: what is in memory is what
the workers hold. A worker dies with its parent.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from time import monotonic
from typing import Any

from qc.gate.limit import too_slow
from qc.gate.memory import peak
from qc.gate.shard import GateError

DEATHS = 3
"""So often may a worker die over the same document before it is the document's fault."""

PATIENCE = 3.0
"""Wall time a document may take, in its limits of processor time, before its worker is killed: the machine is shared,
and a worker stops by itself unless it is deep in a library."""

GRACE, TICK = 10.0, 0.5
"""Seconds: added to the patience; between two looks at the workers."""

IDLE = -1.0

Handler = Callable[[Any, dict[int, str], "Watch"], Any]


class Watch:
    """Tells the parent, in shared memory, which document a worker is at and since when."""

    def __init__(self) -> None:
        self._shared = get_context("spawn").RawArray("d", [IDLE, 0.0])

    def begin(self, number: int) -> None:
        """Say that the worker begins this document of its task."""
        self._shared[1] = monotonic()
        self._shared[0] = number

    def rest(self) -> None:
        """Say that it is at none."""
        self._shared[0] = IDLE

    @property
    def at(self) -> int:
        """The number of the document, below 0 for none."""
        return int(self._shared[0])

    @property
    def since(self) -> float:
        """When it began, by the monotonic clock."""
        return float(self._shared[1])


@dataclass(slots=True)
class Task:
    """Work for one worker. doomed: documents not to be tried, with the reasons. deaths: by document."""

    work: Any
    doomed: dict[int, str] = field(default_factory=dict)
    deaths: Counter[int] = field(default_factory=Counter)


@dataclass(slots=True)
class _Failure:
    """What went wrong in a worker that lives. system: an OSError of its own, such as a full disk."""

    error: Exception | None
    words: str


class _Worker:
    def __init__(self, make: Callable[[], Handler]) -> None:
        context = get_context("spawn")
        self.watch = Watch()
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, self.watch, make), daemon=True)
        self.process.start()
        theirs.close()
        self.task: Task | None = None

    def send(self, task: Task) -> None:
        self.task = task
        self.watch.rest()
        # If it is dead, its sentinel says so in a moment.
        with suppress(OSError):
            self.connection.send((task.work, task.doomed))

    def stop(self) -> None:
        self.process.kill()
        self.process.join()
        self.connection.close()


class Pool:
    """Runs tasks in `jobs` processes. make: called once in each, gives what handles tasks. seconds: a document's limit.

    say: told in a line of each worker that died. peak: memory of the worker that took most, in MB, once it is closed.
    """

    def __init__(self, jobs: int, make: Callable[[], Handler], seconds: float, say: Callable[[str], None]) -> None:
        self.make, self.seconds, self.say = make, seconds, say
        self.workers = [_Worker(make) for _ in range(max(1, jobs))]
        self.again: list[Task] = []
        self.stillborn = self.peak = 0

    def run(self, following: Callable[[], Any]) -> Iterator[tuple[Any, Any]]:
        """Yield (work, result) as tasks come to an end. following: gives the next work, None where there is none now.

        Raises GateError where workers die without a document to blame, and the error of one that could not write.
        """
        while True:
            for worker in self.workers:
                if worker.task is None:
                    self._feed(worker, following)
            busy = [worker for worker in self.workers if worker.task]
            if not busy:
                return
            by_handle: dict[Any, _Worker] = {}
            for worker in busy:
                by_handle[worker.connection] = by_handle[worker.process.sentinel] = worker
            for worker in dict.fromkeys(by_handle[handle] for handle in wait(list(by_handle), TICK)):
                yield from self._heard(worker)
            for worker in busy:
                self._hurry(worker)

    def _feed(self, worker: _Worker, following: Callable[[], Any]) -> None:
        if self.again:
            worker.send(self.again.pop())
        elif (work := following()) is not None:
            worker.send(Task(work))

    def _heard(self, worker: _Worker) -> Iterator[tuple[Any, Any]]:
        try:
            # What a worker sent before it died counts.
            answer = worker.connection.recv() if worker.connection.poll() else None
        except (EOFError, OSError):
            answer = None
        if answer is None:
            self._bury(worker)
            return
        if isinstance(answer[0], _Failure):
            raise answer[0].error or GateError(answer[0].words)
        task, worker.task = worker.task, None
        self.stillborn = 0
        if task:
            yield task.work, answer[0]

    def _bury(self, worker: _Worker, reason: str = "") -> None:
        """Take a new worker for one that died, and put its task back."""
        worker.stop()
        task, at = worker.task, worker.watch.at
        cause = reason or _cause(worker.process.exitcode)
        self.workers[self.workers.index(worker)] = _Worker(self.make)
        if task is None:
            return
        if at < 0:
            self.stillborn += 1
            if self.stillborn > DEATHS * len(self.workers):
                raise GateError(f"workers die before they reach a document: {cause}")
        else:
            task.deaths[at] += 1
            if reason or task.deaths[at] >= DEATHS:
                task.doomed[at] = cause if reason else f"each worker that reads it dies: {cause}"
        self.say(
            f"a worker {cause}; {'it goes on without that document' if at in task.doomed else 'its part is done again'}"
        )
        self.again.append(task)

    def _hurry(self, worker: _Worker) -> None:
        late = monotonic() - worker.watch.since > PATIENCE * self.seconds + GRACE
        if worker.task and worker.watch.at >= 0 and late and worker.process.is_alive():
            self._bury(worker, too_slow(self.seconds))

    def close(self) -> None:
        """End the workers at once: what they have not committed is not done."""
        for worker in self.workers:
            self.peak = max(self.peak, peak(worker.process.pid or 0))
            worker.stop()


def _cause(code: int | None) -> str:
    if code is not None and code < 0:
        name = signal.Signals(-code).name
        hint = " (the system does that where memory runs out)" if name == "SIGKILL" else ""
        return f"was ended by {name}{hint}"
    return f"ended with status {code}"


def _serve(connection: Connection, watch: Watch, make: Callable[[], Handler]) -> None:
    # Ctrl-C goes to the whole group; the parent ends the workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_with_parent, daemon=True).start()
    handler: Handler | None = None
    while True:
        try:
            work, doomed = connection.recv()
        except EOFError:
            return
        try:
            handler = handler or make()
            answer: Any = handler(work, doomed, watch)
        except (GateError, OSError) as error:
            answer = _Failure(error, str(error))
        except Exception as error:  # noqa: BLE001  # an error of ours: the parent says so and ends the run
            answer = _Failure(None, _where(error))
        watch.rest()
        connection.send((answer,))


def _where(error: Exception) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f" at {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
    return f"a worker failed{place}: {type(error).__name__}: {error}"


def _die_with_parent() -> None:
    parent = parent_process()
    if parent:
        wait([parent.sentinel])
        os._exit(1)
