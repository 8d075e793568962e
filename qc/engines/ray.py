"""A run on Ray: Ray Data carries shards to workers on any machine of a cluster.

Only who decides on a shard is another than in a run on one machine. Plan, shards, commits, sealing and the final files
are the same code, so a run may be killed, go on with the other engine, and gives the same bytes. A worker on Ray is
one worker process of `qc.gate.pool` and what watches it: a document that kills or takes too long ends as it does there.
"""

from __future__ import annotations

import logging
import os
import pickle
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from qc.gate.decision import Terms
from qc.gate.formats import HANDLING
from qc.gate.memory import peak
from qc.gate.pool import Pool
from qc.gate.progress import Progress
from qc.gate.run import Pass, run, versions
from qc.gate.shard import SHARD_BYTES, GateError, InputError, Shard, Unit
from qc.gate.store import Store
from qc.gate.worker import Decide, Engine, Seal, seal

Batch = Mapping[str, Any]
"""A column of pickled values: Ray Data moves bytes, and never looks into a document."""

COLUMN = "qc"

READERS = 1000
"""Into so many parts the list of inputs is cut at most; each part is read by one task, input after input."""


def gate(
    sources: Sequence[str],
    out: Path | str,
    terms: Terms | None = None,
    *,
    jobs: int = 0,
    address: str | None = None,
    say: Callable[[str], None] = lambda _: None,
    show: Callable[[Progress], None] = lambda _: None,
) -> dict[str, Any]:
    """Gate the documents of the sources into a folder that all machines share, and return the summary of the run.

    jobs: workers, 0 for one a CPU of the cluster. address: of the cluster; else the one that RAY_ADDRESS names or that
    runs here, else one that is started for the run. The rest, and what is raised, as in `qc.gate.run.run`.
    """
    return run(sources, Path(out), terms or Terms(), jobs, say, show, partial(OnRay, address=address))


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a shard. found: an earlier run had done it. said: of workers that died. peak: memory, in MB."""

    unit: int
    number: int
    size: float
    placed: dict[str, int]
    found: bool
    said: tuple[str, ...]
    peak: int


class OnRay(Pass):
    """Workers on Ray. Any machine reads and decides; this process keeps account and seals."""

    def __init__(self, *arguments: Any, address: str | None = None) -> None:
        super().__init__(*arguments)
        self.address = address
        self.shards: dict[int, set[int]] = {}
        self.ended: dict[int, Seal] = {}

    def over(self, jobs: int) -> None:
        """Do what is left to do, with so many workers, 0 for one a CPU of the cluster."""
        units = list(self.unsealed())
        if not units:
            return
        self.shards = {unit.number: set() for unit in units}
        with cluster(self.address) as ray:
            try:
                for result in self._results(ray, units, jobs):
                    self._take(result)
            except ray.exceptions.RayError as error:
                # What was raised in a task comes last, below the way to it.
                line = -1 if isinstance(error, ray.exceptions.RayTaskError) else 0
                raise GateError(f"Ray: {_lines(error)[line]}") from error
        if self.shards:
            raise GateError("Ray gave back less than it was given; the same command goes on from there")

    def _results(self, ray: Any, units: Sequence[Unit], jobs: int) -> Iterator[Any]:
        workers = jobs or max(1, int(ray.cluster_resources().get("CPU", 1)))
        # A worker may stand in another folder than this process.
        items = [{COLUMN: pickle.dumps(_absolute(unit))} for unit in units]
        store = Store(Path(os.path.abspath(self.store.out)))  # noqa: PTH100  # links stay as they are
        context = ray.data.DataContext.get_current().copy()
        context.enable_progress_bars = False
        # A block holds about one shard, so that workers share even a single file.
        context.target_max_block_size = SHARD_BYTES
        with ray.data.DataContext.current(context):
            # Readers wait for a store more than they work, and must not wait for a CPU that workers hold.
            made = (
                ray.data.from_items(items, override_num_blocks=min(len(items), READERS))
                .map_batches(
                    partial(read, terms=self.terms),
                    batch_size=1,
                    num_cpus=0,
                    compute=ray.data.TaskPoolStrategy(size=workers),
                )
                .map_batches(
                    Decider,
                    fn_constructor_args=(store, self.terms, versions()),
                    batch_size=1,
                    num_cpus=1,
                    compute=ray.data.ActorPoolStrategy(size=workers),
                )
            )
            for row in made.iter_rows():
                yield pickle.loads(row[COLUMN])  # noqa: S301  # our own workers wrote it

    def _take(self, result: Done | Seal | Exception) -> None:
        if isinstance(result, Exception):
            raise result
        number = result.unit if isinstance(result, Done) else result.unit.number
        # Where a machine is lost, Ray may do a thing again that it has told us of.
        if number not in self.shards:
            return
        if isinstance(result, Done):
            self._count_shard(result)
        elif number not in self.ended:
            self.ended[number] = result
            if result.unread:
                self.unread(self._unit(number), result.unread)
        if number in self.ended and len(self.shards[number]) == self.ended[number].shards:
            seal(self.store, replace(self.ended.pop(number), unit=self._unit(number)))
            del self.shards[number]

    def _count_shard(self, done: Done) -> None:
        for line in done.said:
            self.say(line)
        if done.number not in self.shards[done.unit]:
            self.shards[done.unit].add(done.number)
            self.progress.worker_peak = max(self.progress.worker_peak, done.peak)
            (self.found if done.found else self.made)(done.size, done.placed)

    def _unit(self, number: int) -> Unit:
        return self.units[number]


def read(batch: Batch, terms: Terms) -> Iterator[Batch]:
    """Read the units of a batch: their shards, then what ends each, one at a time.

    The same again where Ray does it again: what an earlier run has done is no business of a reader.
    """
    for packed in batch[COLUMN]:
        unit, shards, unread = pickle.loads(packed), 0, ""  # noqa: S301  # our own process wrote it
        try:
            for shard in HANDLING[unit.format].read(unit, terms):
                shards += 1
                yield _packed(shard)
        except InputError as error:
            unread = str(error)
        except GateError as error:
            yield _packed(error)
            return
        yield _packed(Seal(unit, shards, unread))


class Decider:
    """Decides on shards where it stands, by a worker process of its own."""

    def __init__(self, store: Store, terms: Terms, planned: Mapping[str, str | None]) -> None:
        self.store, self.refusal = store, _refusal(store, planned)
        self.said: list[str] = []
        self.pool = Pool(1, Engine(terms, store), terms.seconds, self.said.append)

    def __call__(self, batch: Batch) -> Batch:
        """Decide on the shards of a batch; what ends a unit passes through, and what fails is handed on."""
        (piece,) = map(pickle.loads, batch[COLUMN])
        try:
            return _packed(self._decided(piece) if isinstance(piece, Shard) else piece)
        except (GateError, OSError) as error:
            return _packed(error)

    def _decided(self, shard: Shard) -> Done:
        if self.refusal:
            raise GateError(self.refusal)
        if record := self.store.done(shard):
            return Done(shard.unit.number, shard.number, shard.size, record["tally"]["places"], True, (), 0)
        self.said.clear()
        works = iter([Decide(shard)])
        ((_, placed),) = self.pool.run(lambda: next(works, None))
        most = peak(self.pool.workers[0].process.pid or 0)
        return Done(shard.unit.number, shard.number, shard.size, placed, False, tuple(self.said), most)


def _refusal(store: Store, planned: Mapping[str, str | None]) -> str:
    """Why this machine cannot take part, empty if it can."""
    machine = os.uname().nodename
    if not store.plan.exists():
        return f"{machine}: {store.out} is not there; --out must be a folder that all machines share"
    if (here := versions()) != planned:
        return f"{machine}: has {_named(here)}, not {_named(planned)}; all machines must have the same"
    return ""


def _named(found: Mapping[str, str | None]) -> str:
    return ", ".join(f"{name} {version or 'not at all'}" for name, version in found.items())


def _packed(value: object) -> Batch:
    return {COLUMN: [pickle.dumps(value)]}


def _absolute(unit: Unit) -> Unit:
    files = tuple(
        file if "://" in file.place else replace(file, place=os.path.abspath(file.place))  # noqa: PTH100
        for file in unit.files
    )
    return replace(unit, files=files)


@contextmanager
def cluster(address: str | None = None) -> Iterator[Any]:
    """Be connected to a cluster, and give the library: the caller's, if it is connected. Raises GateError."""
    # Ray tells its makers what it is used for unless it is told not to.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise GateError("the engine ray needs Ray: pip install 'translation-qc[ray]'") from error
    with ExitStack() as leaving:
        if not ray.is_initialized():
            _connect(ray, address)
            leaving.callback(ray.shutdown)
        yield ray


def _connect(ray: Any, address: str | None) -> None:
    if address and address.count(":") == 1:
        _reach(address)
    before = signal.getsignal(signal.SIGTERM)
    try:
        ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR)
        # What goes wrong is raised; the rest is advice to those who write pipelines.
        for name in ("ray", "ray.data"):
            logging.getLogger(name).setLevel(logging.ERROR)
    except (ConnectionError, ValueError, RuntimeError) as error:
        raise GateError(f"{address or 'Ray'}: {_lines(error)[0]}") from error
    finally:
        # Ray takes SIGTERM for itself where it can, and would end the process without a word.
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, before)


def _reach(address: str) -> None:
    """Raise GateError where nobody answers at HOST:PORT: Ray itself would try for a quarter of an hour."""
    host, _, port = address.partition(":")
    try:
        socket.create_connection((host, int(port)), timeout=10).close()
    except (OSError, ValueError) as error:
        raise GateError(f"{address}: no Ray cluster answers: {getattr(error, 'strerror', None) or error}") from error


def _lines(error: Exception) -> list[str]:
    """What Ray says, which goes on for pages."""
    return str(error).strip().splitlines() or [type(error).__name__]
