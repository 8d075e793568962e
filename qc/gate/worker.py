"""What a worker does: decides on the documents of a shard and commits them, or puts a unit's final files in place."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import parent_process
from time import perf_counter
from typing import Any

from qc.gate import manifest
from qc.gate.decision import GateDecision, Place, Row, Terms, failed, judged
from qc.gate.formats import HANDLING
from qc.gate.pool import Watch
from qc.gate.samples import Sampler
from qc.gate.shard import GateError, Shard, Unit
from qc.gate.store import SEALED, Store, loaded
from qc.gate.tally import Tally
from qc.registry import rules
from qc.report import Report

GARBAGE = 50_000
"""Objects between two looks for garbage in cycles, of which a document leaves hardly any; by default a look comes every
700, and takes a tenth of a worker's time."""

SLOWEST = 5
"""Documents of a shard whose times are kept."""


@dataclass(frozen=True, slots=True)
class Decide:
    """Decide on a shard."""

    shard: Shard


@dataclass(frozen=True, slots=True)
class Seal:
    """Put the final files of a unit in place. unread: why it was not read to its end, if it was not."""

    unit: Unit
    shards: int
    unread: str


@dataclass(frozen=True, slots=True)
class Engine:
    """Makes the handler of a worker: what is loaded once."""

    terms: Terms
    store: Store

    def __call__(self) -> Handler:
        """Load the rules and be ready."""
        prepare()
        handler = Handler(self.terms, self.store)
        # The run may have been killed meanwhile, and the next one be at work by now.
        if (parent := parent_process()) and not parent.is_alive():
            raise SystemExit(1)
        return handler


def prepare() -> None:
    """Load the rules, and look for garbage seldom."""
    rules()
    gc.set_threshold(GARBAGE)


class Handler:
    """Handles the tasks of a run."""

    def __init__(self, terms: Terms, store: Store) -> None:
        self.terms, self.store = terms, store
        self.attending = store.attend()

    def __call__(self, work: Decide | Seal, doomed: dict[int, str], watch: Watch) -> dict[str, int]:
        """Do it and return the documents by place."""
        if isinstance(work, Seal):
            return seal(self.store, work)
        return self._decide(work.shard, doomed, watch)

    def _decide(self, shard: Shard, doomed: dict[int, str], watch: Watch) -> dict[str, int]:
        rows = HANDLING[shard.unit.format].rows(shard, self.terms)
        tally, sampler, decisions = Tally(), Sampler(), list[GateDecision]()
        times: list[tuple[float, str, int]] = []
        for row, (decision, report, seconds) in zip(rows, decided(rows, self.terms, doomed, watch), strict=True):
            tally.add(decision)
            sampler.offer(decision, report)
            decisions.append(decision)
            times.append((round(seconds, 3), row.source, row.number))
        self._commit(
            shard,
            decisions,
            {
                "rows": shard.rows,
                "digest": shard.digest,
                "tally": tally.as_json(),
                "samples": sampler.as_json(),
                "errors": [number for number, each in enumerate(decisions) if each.place is Place.ERRORS],
                "slowest": sorted(times, reverse=True)[:SLOWEST],
            },
        )
        return dict(tally.places)

    def _commit(self, shard: Shard, decisions: Sequence[GateDecision], record: dict[str, Any]) -> None:
        draft = self.store.draft(f"{shard.unit.number}-{shard.number}")
        draft.mkdir()
        HANDLING[shard.unit.format].write(shard, [decision.place for decision in decisions], draft)
        (draft / manifest.LINES).write_bytes(b"".join(manifest.line(decision) for decision in decisions))
        if manifest.tabular():
            manifest.write_part(decisions, draft / manifest.PART)
        self.store.close(draft, self.store.shard(shard), record)


def seal(store: Store, work: Seal) -> dict[str, int]:
    """Check that each shard is there, then join them: a unit is sealed by its record, written last."""
    # A worker that was killed a moment ago may have come to the end, and taken the documents out of the parts.
    if sealed := loaded(store.unit(work.unit) / SEALED):
        return dict(sealed["written"])
    parts = store.shards(work.unit)
    if len(parts) != work.shards:
        raise GateError(f"{work.unit.files[0].place}: {work.shards} shards were done, {len(parts)} are there")
    draft = store.draft(f"{work.unit.number}.joined")
    counts = HANDLING[work.unit.format].join(work.unit, parts, store.out, draft)
    placed = {place.value: count for place, count in counts.items()}
    sealed = {"shards": work.shards, "written": placed, "unread": work.unread}
    store.put(store.unit(work.unit) / SEALED, sealed)
    store.strip(parts)
    return placed


def decided(
    rows: Sequence[Row], terms: Terms, doomed: dict[int, str], watch: Watch
) -> Iterator[tuple[GateDecision, Report | None, float]]:
    """Decide on rows in their order, each within the time limit, with the report and the seconds it took."""
    for number, row in enumerate(rows):
        start = perf_counter()
        if number in doomed:
            yield failed(row, terms, doomed[number]), None, 0.0
            continue
        watch.begin(number)
        decision, report = judged(row, terms)
        yield decision, report, perf_counter() - start
