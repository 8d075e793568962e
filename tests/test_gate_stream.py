"""The gate over any iterable, in this process, in others, and without blocking an event loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
from gate_corpus import TERMS, TEXTS, rows

import qc
from qc import Gate, GateDecision, Place, PolicyError


def ids(decisions: list[GateDecision]) -> list[str]:
    return [decision.id for decision in decisions]


def test_decisions_come_in_order_with_their_places() -> None:
    found = list(Gate(TERMS.policy)(rows(6)))
    assert ids(found) == [f"d{n}" for n in range(6)]
    assert [each.place.value for each in found] == [row["wanted"] for row in rows(6)]
    assert [each.accepted for each in found[:3]] == [True, False, False]


def test_texts_and_mappings_and_what_is_neither_text() -> None:
    found = list(Gate(TERMS.policy, not_judged="rejected")([TEXTS["accepted"], {"text": "Short."}, {"body": 1}]))
    assert [each.place for each in found] == [Place.ACCEPTED, Place.REJECTED, Place.ERRORS]
    assert ids(found) == ["item:1", "item:2", "item:3"]
    assert found[2].error == '"text" is missing'


def test_it_takes_no_more_than_it_gives() -> None:
    taken = []

    def endless() -> Iterator[str]:
        while True:
            taken.append(1)
            yield "Short."

    stream = Gate(TERMS.policy)(endless())
    next(stream)
    assert len(taken) == 1


def test_worker_processes_keep_the_order_and_hold_back() -> None:
    taken = []

    def endless() -> Iterator[dict[str, object]]:
        for n in range(10**9):
            taken.append(n)
            yield {"id": n, "text": TEXTS["review"] if n % 2 else "Short."}

    stream = Gate(TERMS.policy, jobs=2)(endless())
    found = [next(stream) for _ in range(300)]
    stream.close()  # type: ignore[attr-defined]
    assert ids(found) == [str(n) for n in range(300)]
    assert len(taken) < 300 + 16 * 4 * 2 + 16
    assert found == [Gate(TERMS.policy).decide({"id": n, "text": text}, n + 1) for n, text in enumerate(texts(300))]


def texts(count: int) -> list[str]:
    return [TEXTS["review"] if n % 2 else "Short." for n in range(count)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_without_blocking(jobs: int) -> None:
    async def source() -> AsyncIterator[str]:
        for text in texts(40):
            await asyncio.sleep(0)
            yield text

    async def collected() -> tuple[list[GateDecision], int]:
        ticks = 0

        async def tick() -> None:
            nonlocal ticks
            while True:
                ticks += 1
                await asyncio.sleep(0.001)

        beside = asyncio.create_task(tick())
        found = [decision async for decision in Gate(TERMS.policy, jobs=jobs).over(source())]
        beside.cancel()
        return found, ticks

    found, ticks = asyncio.run(collected())
    assert found == list(Gate(TERMS.policy)(texts(40)))
    assert ticks > 1


def test_an_unknown_profile_is_an_error() -> None:
    with pytest.raises(PolicyError, match="there is no profile"):
        qc.Gate("lenient")
