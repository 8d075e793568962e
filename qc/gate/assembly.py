"""The final files: a function of what the shards came to, in the order of the input."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any, BinaryIO

from qc._version import __version__
from qc.gate import manifest
from qc.gate.decision import KEPT, Terms
from qc.gate.memory import peak
from qc.gate.progress import Progress
from qc.gate.samples import Sample, Sampler
from qc.gate.shard import GateError, Unit
from qc.gate.store import SEALED, SUMMARY, Store, commit, loaded
from qc.gate.tables import write_grouped
from qc.gate.tally import Tally

ERRORS, TIMING = "errors.jsonl", "timing.json"

SLOWEST = 20
"""Documents whose times timing.json lists."""


def assemble(store: Store, units: Sequence[Unit], terms: Terms) -> dict[str, Any]:
    """Write the manifest, the errors and, last, the summary; then let go of the parts. Raises GateError.

    It may be killed and repeated at any point.
    """
    total = _Total(store, units)
    folders = [folder for unit in units for folder in store.shards(unit)]
    draft = store.draft(ERRORS)
    with draft.open("wb") as errors:
        lines = _manifest(store, folders, total.errors, errors)
        errors.writelines(map(unread_line, total.unread))
    commit(draft, store.out / ERRORS)
    reconcile(total.rows, lines, total.tally, total.written)
    note(store, "slowest", [{"source": s, "row": r, "seconds": t} for t, s, r in total.slowest])
    files = sum(len(unit.files) for unit in units)
    summary = summarised(terms, files, total.unread, total.tally, total.sampler)
    store.put(store.out / SUMMARY, summary)
    if not total.unread:
        shutil.rmtree(store.parts, ignore_errors=True)
    return summary


def unread_line(each: Mapping[str, str]) -> bytes:
    """Name a file that was not read to its end, as a line of errors.jsonl."""
    return json.dumps(each, separators=(",", ":")).encode("ascii") + b"\n"


class _Total:
    """The sum of the records of all shards, in order. errors: places of rows in errors, by folder."""

    def __init__(self, store: Store, units: Sequence[Unit]) -> None:
        self.tally, self.sampler, self.rows = Tally(), Sampler(), 0
        self.written: Counter[str] = Counter()
        self.unread: list[dict[str, str]] = []
        self.errors: dict[Path, list[int]] = {}
        self.slowest: list[tuple[float, str, int]] = []
        for unit in units:
            sealed = loaded(store.unit(unit) / SEALED) or {}
            self.written.update(sealed["written"])
            if sealed["unread"]:
                self.unread.append({"source": unit.files[0].name, "error": sealed["unread"]})
            for folder in store.shards(unit):
                self._add(folder, store.record(folder) or {})

    def _add(self, folder: Path, record: dict[str, Any]) -> None:
        self.rows += record["rows"]
        self.tally.merge(Tally.from_json(record["tally"]))
        for sample in record["samples"]:
            self.sampler.keep(Sample(**sample))
        if record["errors"]:
            self.errors[folder] = record["errors"]
        self.slowest = sorted([*self.slowest, *map(tuple, record["slowest"])], reverse=True)[:SLOWEST]


def summarised(
    terms: Terms, files: int, unread: list[dict[str, str]], tally: Tally, sampler: Sampler
) -> dict[str, Any]:
    """Make the summary of a run."""
    return {
        "schema": 1,
        "versions": {"qc": __version__},
        "settings": terms.settings(),
        "files": files,
        "unread": unread,
        "documents": tally.documents,
        "tally": tally.as_json(),
        "samples": sampler.as_json(),
    }


def reconcile(rows: int, lines: int, tally: Tally, written: Mapping[str, int]) -> None:
    """Count what was read, decided, listed and written against each other. Raises GateError where they differ."""
    decided = {place.value: tally.places[place.value] for place in KEPT}
    written = {place.value: written.get(place.value, 0) for place in KEPT}
    if not rows == lines == tally.documents or written != decided:
        raise GateError(
            f"the counts do not agree: {rows} documents read, {lines} in the manifest, {tally.documents} decided on "
            f"({decided}), written {written}; please report this"
        )


def _manifest(store: Store, folders: Sequence[Path], failed: Mapping[Path, Sequence[int]], errors: BinaryIO) -> int:
    """Put the manifest together, copy its rows in errors, and return the number of rows."""
    draft, rows = store.draft(manifest.LINES), 0
    with draft.open("wb") as file:
        for folder in folders:
            lines = (folder / manifest.LINES).read_bytes().splitlines(keepends=True)
            rows += len(lines)
            file.writelines(lines)
            errors.writelines(lines[number] for number in failed.get(folder, ()))
    commit(draft, store.out / manifest.LINES)
    if manifest.tabular():
        draft = store.draft(manifest.TABLE)
        with manifest.writer(draft) as writer:
            write_grouped(writer, (manifest.read_part(folder / manifest.PART) for folder in folders))
        commit(draft, store.out / manifest.TABLE)
    return rows


@contextmanager
def timed(store: Store, jobs: int, progress: Progress) -> Iterator[None]:
    """Add a session to timing.json, however it ends but by a kill."""
    start = monotonic()
    try:
        yield
    finally:
        session = {
            "seconds": round(monotonic() - start, 1),
            "documents": progress.documents - progress.found,
            "jobs": jobs,
            "peak-memory-mb": {"reader": peak(), "worker": progress.worker_peak},
        }
        before = (loaded(store.out / TIMING) or {}).get("sessions", [])
        note(store, "sessions", [*before, session])


def note(store: Store, name: str, value: Any) -> None:
    """Put a value into timing.json, where everything is that a clock says."""
    path = store.out / TIMING
    store.put(path, {**(loaded(path) or {}), name: value})
