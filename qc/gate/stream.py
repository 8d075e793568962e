"""The gate over any iterable: decisions one after the other, in the order of the documents."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count, islice
from typing import TYPE_CHECKING, Any

from qc.gate.decision import LARGEST, SECONDS, GateDecision, Place, Row, Terms, decide
from qc.policy import Policy

if TYPE_CHECKING:
    from qc.gate.pool import Pool

Item = str | Mapping[str, Any]
"""A text, or a mapping with a text and perhaps an id and a URL."""

BATCH = 16
"""Documents a worker takes at once."""

WINDOW = 4
"""Batches that may be under way or wait for an earlier one, for each worker."""


class Gate:
    """Decides on documents of any iterable, lazily and in order.

    policy: a Policy, the name of a profile, or None for the default. jobs: worker processes; with 1 the work is done
    in this process, where the time limit holds in the main thread alone. With more, a script needs the guard
    `if __name__ == "__main__"`, as for `multiprocessing`. The rest as in `Terms`. Raises PolicyError for an unknown
    profile or rule.

    >>> [decision.place for decision in Gate()(["Too short."])]
    [<Place.REVIEW: 'review'>]
    """

    def __init__(
        self,
        policy: Policy | str | None = None,
        *,
        jobs: int = 1,
        not_judged: Place | str = Place.REVIEW,
        text_field: str = "text",
        id_field: str = "id",
        url_field: str = "url",
        largest: int = LARGEST,
        seconds: float = SECONDS,
    ) -> None:
        policy = policy if isinstance(policy, Policy) else Policy.named(policy) if policy else Policy()
        self.terms = Terms(policy, Place(not_judged), text_field, id_field, url_field, largest, seconds)
        self.jobs = jobs

    def decide(self, item: Item, number: int = 1) -> GateDecision:
        """Decide on one document. number: names it where it has no id."""
        return decide(self._row(item, number), self.terms)

    def __call__(self, items: Iterable[Item]) -> Iterator[GateDecision]:
        """Yield a decision for each document. A document that cannot be judged is a decision with an `error`."""
        if self.jobs <= 1:
            for number, item in enumerate(items, 1):
                yield self.decide(item, number)
            return
        with self._pool() as pool:
            yield from _ordered(pool, map(self._row, items, count(1)), self.jobs)

    async def over(self, items: Iterable[Item] | AsyncIterable[Item]) -> AsyncIterator[GateDecision]:
        """Do the same without blocking the event loop; the items may come asynchronously."""
        # Imported here: it takes as long to load as all rules together.
        from asyncio import to_thread

        size = 1 if self.jobs <= 1 else BATCH * self.jobs
        with self._pool() as pool:
            number = 1
            async for batch in _batches(items, size):
                rows = [self._row(item, at) for at, item in enumerate(batch, number)]
                number += len(rows)
                for decision in await to_thread(self._all, pool, rows):
                    yield decision

    def _all(self, pool: Pool | None, rows: list[Row]) -> list[GateDecision]:
        if pool is None:
            return [decide(row, self.terms) for row in rows]
        return list(_ordered(pool, iter(rows), self.jobs))

    def _row(self, item: Item, number: int) -> Row:
        # Imported here, like the pool: `import qc` must stay light.
        from qc.gate.lines import row_of

        if isinstance(item, str):
            return Row(f"item:{number}", item, "item", number)
        return row_of(dict(item), "item", number, self.terms)

    @contextmanager
    def _pool(self) -> Iterator[Any]:
        if self.jobs <= 1:
            yield None
            return
        from qc.gate.pool import Pool

        pool = Pool(self.jobs, _Engine(self.terms), self.terms.seconds, lambda _: None)
        try:
            yield pool
        finally:
            pool.close()


@dataclass(frozen=True, slots=True)
class _Engine:
    terms: Terms

    def __call__(self) -> Any:
        from qc.gate.worker import decided, prepare

        prepare()

        def handle(batch: tuple[int, list[Row]], doomed: dict[int, str], watch: Any) -> list[GateDecision]:
            return [decision for decision, _, _ in decided(batch[1], self.terms, doomed, watch)]

        return handle


def _ordered(pool: Pool, rows: Iterator[Row], jobs: int) -> Iterator[GateDecision]:
    """Yield decisions in the order of rows; no more is taken while the next one to yield is waited for."""
    given = sent = 0
    waiting: dict[int, list[GateDecision]] = {}

    def following() -> tuple[int, list[Row]] | None:
        nonlocal sent
        if sent - given >= WINDOW * jobs or not (batch := list(islice(rows, BATCH))):
            return None
        sent += 1
        return sent - 1, batch

    for (number, _), decisions in pool.run(following):
        waiting[number] = decisions
        while given in waiting:
            yield from waiting.pop(given)
            given += 1


async def _batches(items: Iterable[Item] | AsyncIterable[Item], size: int) -> AsyncIterator[list[Item]]:
    batch: list[Item] = []
    async for item in _async(items):
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


async def _async(items: Iterable[Item] | AsyncIterable[Item]) -> AsyncIterator[Item]:
    if isinstance(items, AsyncIterable):
        async for item in items:
            yield item
    else:
        for item in items:
            yield item
