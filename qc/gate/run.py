"""A run over files: reads them in shards, has workers decide, seals what is whole, goes on where a run was killed."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from qc._version import __version__
from qc.gate import assembly, listing, manifest
from qc.gate.decision import KEPT, Terms
from qc.gate.formats import HANDLING
from qc.gate.pool import Pool
from qc.gate.progress import Progress
from qc.gate.shard import GateError, InputError, Unit
from qc.gate.store import SEALED, SUMMARY, Store, loaded
from qc.gate.worker import Decide, Engine, Seal

SCHEMA = 1


def run(
    sources: Sequence[str],
    out: Path,
    terms: Terms,
    jobs: int,
    say: Callable[[str], None],
    show: Callable[[Progress], None],
    engine: Callable[..., Pass] | None = None,
) -> dict[str, Any]:
    """Gate the documents of the sources into a folder, or go on where a run was killed, and return its summary.

    say: told what a person should know, in lines. show: told how far it is. engine: has the documents decided on, by
    default worker processes of this machine. Raises GateError where it cannot begin or go on, and OSError where it
    cannot write; what is done by then stays done.
    """
    units = listing.units(sources, out)
    store = Store(out)
    with store.locked():
        agree(store, plan(units, terms), again=f"remove {out} to begin anew, or choose another --out")
        if (summary := loaded(out / SUMMARY)) and not summary["unread"]:
            shutil.rmtree(store.parts, ignore_errors=True)
            return summary
        _reopen(store, units)
        current = (engine or Local)(store, units, terms, say, show)
        with assembly.timed(store, jobs, current.progress):
            current.over(jobs)
            return assembly.assemble(store, units, terms)


def plan(units: Sequence[Unit], terms: Terms) -> dict[str, Any]:
    """All that the output depends on."""
    return {
        "schema": SCHEMA,
        "versions": versions(),
        "settings": {
            **terms.settings(),
            "text-field": terms.text_field,
            "id-field": terms.id_field,
            "url-field": terms.url_field,
            "largest": terms.largest,
            "time-limit": terms.seconds,
        },
        "inputs": [[file.name, file.place, file.size, file.stamp] for unit in units for file in unit.files],
    }


def versions() -> dict[str, str | None]:
    """What writes the output."""
    pyarrow = None
    if manifest.tabular():
        from importlib.metadata import version

        pyarrow = version("pyarrow")
    return {"qc": __version__, "pyarrow": pyarrow}


def agree(store: Store, planned: dict[str, Any], again: str) -> None:
    """Note the plan of a run. Raises GateError where the folder holds the output of another."""
    before = loaded(store.plan)
    if before is None:
        store.put(store.plan, planned)
        return
    for part in ("schema", "versions", "settings"):
        if before[part] != planned[part]:
            raise GateError(f"{store.out}: begun with {_difference(before[part], planned[part])}; {again}")
    if before["inputs"] != planned["inputs"]:
        raise GateError(f"{store.out}: the inputs changed since the run began: {_changed(before, planned)}; {again}")


def _difference(before: Any, now: Any) -> str:
    if not isinstance(before, dict):
        return f"{before}, now {now}"
    name = next(name for name in {**before, **now} if before.get(name) != now.get(name))
    return f"{name} {before.get(name)}, now {now.get(name)}"


def _changed(before: dict[str, Any], now: dict[str, Any]) -> str:
    old, new = ({name: rest for name, *rest in each["inputs"]} for each in (before, now))
    for name in {**old, **new}:
        if old.get(name) != new.get(name):
            return f"{name} {'is new' if name not in old else 'is gone' if name not in new else 'is another'}"
    return "their order"


def _reopen(store: Store, units: Sequence[Unit]) -> None:
    """Forget what a power cut left damaged, and files that could not be read to their end: perhaps they can now."""
    for unit in units:
        sealed = loaded(store.unit(unit) / SEALED)
        damaged = [folder for folder in store.shards(unit) if store.record(folder) is None]
        for folder in damaged:
            shutil.rmtree(folder)
        if sealed and (sealed["unread"] or damaged):
            shutil.rmtree(store.unit(unit))
            for place in KEPT:
                for file in unit.files:
                    (store.out / place / file.name).unlink(missing_ok=True)
    (store.out / SUMMARY).unlink(missing_ok=True)


class Pass:
    """One pass over the units, on whatever engine: it decides on what is left and seals the units, in any order.

    The engine never changes what comes out. progress: is kept by the engine through the methods below.
    """

    def __init__(
        self,
        store: Store,
        units: Sequence[Unit],
        terms: Terms,
        say: Callable[[str], None],
        show: Callable[[Progress], None],
    ) -> None:
        self.store, self.units, self.terms, self.say, self.show = store, units, terms, say, show
        self.progress = Progress(sum(unit.size for unit in units))

    def over(self, jobs: int) -> None:
        """Do what is left to do, in so many processes."""
        raise NotImplementedError

    def unsealed(self) -> Iterator[Unit]:
        """The units that are left, in order; what an earlier run sealed is counted."""
        for unit in self.units:
            if (self.store.unit(unit) / SEALED).exists():
                for folder in self.store.shards(unit):
                    self._count((self.store.record(folder) or {})["tally"]["places"])
                self.progress.done += unit.size
                self.progress.found_bytes += unit.size
            else:
                yield unit

    def unread(self, unit: Unit, reason: str) -> None:
        """Say that a unit could not be read to its end."""
        self.say(f"{unit.files[0].place}: {reason}")

    def made(self, size: float, placed: dict[str, int]) -> None:
        """Count the documents of a shard, by place, and its bytes of the input."""
        self.progress.places.update(placed)
        self.progress.documents += sum(placed.values())
        self.progress.done += size
        self.show(self.progress)

    def found(self, size: float, placed: dict[str, int]) -> None:
        """Count a shard that an earlier run did."""
        self._count(placed)
        self.made(size, {})
        self.progress.found_bytes += size

    def _count(self, placed: dict[str, int]) -> None:
        self.progress.places.update(placed)
        self.progress.found += sum(placed.values())
        self.progress.documents += sum(placed.values())


class Local(Pass):
    """Worker processes of this machine. It reads; which units wait for shards, which are ready to be sealed."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.pending = Counter[int]()
        self.ended: dict[int, Seal] = {}
        self.sealing: list[Seal] = []
        self.reading = self._reading()

    def over(self, jobs: int) -> None:
        """Do what is left to do."""
        first = self._following()
        if first is None:
            return
        works = iter([first])
        pool = Pool(jobs, Engine(self.terms, self.store), self.terms.seconds, self.say)
        try:
            for work, placed in pool.run(lambda: next(works, None) or self._following()):
                if isinstance(work, Decide):
                    self.made(work.shard.size, placed)
                    self.pending[work.shard.unit.number] -= 1
                    self._end(work.shard.unit)
        finally:
            pool.close()
            self.progress.worker_peak = pool.peak

    def _following(self) -> Decide | Seal | None:
        return self.sealing.pop() if self.sealing else next(self.reading, None) or self._late()

    def _late(self) -> Seal | None:
        # Reading to the end may have made a unit ready.
        return self.sealing.pop() if self.sealing else None

    def _reading(self) -> Iterator[Decide]:
        for unit in self.unsealed():
            shards, unread = 0, ""
            try:
                for shard in HANDLING[unit.format].read(unit, self.terms):
                    shards += 1
                    if record := self.store.done(shard):
                        self.found(shard.size, record["tally"]["places"])
                    else:
                        self.pending[unit.number] += 1
                        yield Decide(shard)
            except InputError as error:
                unread = str(error)
                self.unread(unit, unread)
            self.ended[unit.number] = Seal(unit, shards, unread)
            self._end(unit)

    def _end(self, unit: Unit) -> None:
        """Have a unit sealed when it is read to its end and none of its shards is at work."""
        if unit.number in self.ended and not self.pending[unit.number]:
            self.sealing.append(self.ended.pop(unit.number))
