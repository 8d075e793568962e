"""The output folder: who may write to it, what is done already, and how each step becomes whole or not at all.

    .gate/lock, .gate/workers       held by the run that writes, and by its workers
    .gate/plan.json                 settings, versions and inputs of the run
    .gate/parts/UNIT/SHARD/         one shard, done: its record, its rows of the manifest, its documents
    .gate/parts/UNIT/sealed.json    the unit's final files are in place
    .gate/tmp/                      drafts, worth nothing
    summary.json                    the run is complete

A step is done when the one rename that commits it is done. Every step may be repeated and gives the same bytes.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO
from zlib import crc32

from qc.gate.decision import KEPT
from qc.gate.shard import GateError, Shard, Unit

SUMMARY, RECORD, SEALED = "summary.json", "record.json", "sealed.json"


class Store:
    """Paths in an output folder, and the writing of them. It pickles: workers get one of their own."""

    def __init__(self, out: Path) -> None:
        self.out, self.own = out, out / ".gate"
        self.parts, self.tmp, self.plan = self.own / "parts", self.own / "tmp", self.own / "plan.json"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep every other run out. Raises GateError where one is at work, or the folder is somebody else's."""
        if self.out.exists() and not self.own.exists() and any(self.out.iterdir()):
            raise GateError(f"{self.out}: not empty and not the output of qc gate; choose another --out")
        self.own.mkdir(parents=True, exist_ok=True)
        # The system lets go of the lock when the process ends, however it ends. Workers do not inherit it.
        with (self.own / "lock").open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                lock.seek(0)
                raise GateError(f"{self.out}: process {lock.read().strip()} is writing to it") from error
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
            self._outlive()
            shutil.rmtree(self.tmp, ignore_errors=True)
            yield

    def _outlive(self) -> None:
        """Wait for the workers of a run that was killed: they die with it, but perhaps not yet."""
        with (self.own / "workers").open("a+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)

    def attend(self) -> TextIO:
        """Have later runs wait until this worker has ended. The system lets go of the file when it does."""
        # Open for reading as well: over NFS nobody else is let share a lock.
        lock = (self.own / "workers").open("a+")
        fcntl.flock(lock, fcntl.LOCK_SH)
        return lock

    def unit(self, unit: Unit) -> Path:
        """The folder of a unit."""
        return self.parts / f"{unit.number:06}"

    def shard(self, shard: Shard) -> Path:
        """The folder of a shard, there when it is done."""
        return self.unit(shard.unit) / f"{shard.number:06}"

    def shards(self, unit: Unit) -> list[Path]:
        """The folders of the shards of a unit that are done, in order."""
        return sorted(path for path in self.unit(unit).glob("[0-9]*") if path.is_dir())

    def strip(self, shards: Iterable[Path]) -> None:
        """Take the documents out of shards whose unit is sealed; the rest is for the manifest."""
        for folder in shards:
            for place in KEPT:
                if (folder / place).is_dir():
                    shutil.rmtree(folder / place)
                else:
                    (folder / place).unlink(missing_ok=True)

    def close(self, draft: Path, target: Path, record: Mapping[str, Any]) -> None:
        """Make a draft of a shard, with its record, what the shard came to.

        Nothing is forced to the disk here, which would take longer than the work; the record tells what must be there.
        """
        files = {path.relative_to(draft).as_posix(): _sum(path) for path in sorted(draft.rglob("*")) if path.is_file()}
        (draft / RECORD).write_bytes(dumped({**record, "files": files}))
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            draft.replace(target)
        except OSError:
            # A worker that was killed a moment ago may have come this far, and no further.
            if not (target / RECORD).exists():
                raise
            shutil.rmtree(draft)

    def record(self, folder: Path) -> dict[str, Any] | None:
        """The record of a shard, None where it is not done or, after a power cut, not whole."""
        try:
            found: dict[str, Any] = json.loads((folder / RECORD).read_bytes())
            # Documents are gone once the unit is sealed.
            sealed = (folder.parent / SEALED).exists()
            needed = [name for name in found["files"] if not (sealed and name.partition("/")[0] in KEPT)]
            return found if all(_sum(folder / name) == found["files"][name] for name in needed) else None
        except (FileNotFoundError, ValueError):
            return None

    def done(self, shard: Shard) -> dict[str, Any] | None:
        """The record of a shard, None where it is to be done. Raises GateError where it was another then."""
        record = self.record(self.shard(shard))
        if record and (record["rows"], record["digest"]) != (shard.rows, shard.digest):
            place = shard.unit.files[0].place
            raise GateError(f"{place}: changed since the run began; remove {self.out} to begin anew")
        return record

    def draft(self, name: str) -> Path:
        """A path for a draft that no other process uses, on any machine that shares the folder."""
        self.tmp.mkdir(parents=True, exist_ok=True)
        return self.tmp / f"{os.uname().nodename}-{os.getpid()}-{name}"

    def put(self, target: Path, value: Mapping[str, Any]) -> None:
        """Write a JSON file whole or not at all."""
        draft = self.draft(target.name)
        draft.write_bytes(dumped(value))
        commit(draft, target)


def commit(draft: Path, target: Path) -> None:
    """Make a draft the file it is to be: in one step, and so that a power cut leaves it whole."""
    _sync(draft)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft.replace(target)
    _sync(target.parent)


def dumped(value: Mapping[str, Any]) -> bytes:
    """JSON for people and programs, ASCII only."""
    return json.dumps(value, ensure_ascii=True, indent=1).encode("ascii") + b"\n"


def loaded(path: Path) -> dict[str, Any] | None:
    """Read a JSON object, None where there is no such file."""
    try:
        value: dict[str, Any] = json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise GateError(f"{path}: damaged: {error}; remove it to do its part of the run again") from error
    return value


def _sum(path: Path) -> list[int]:
    data = path.read_bytes()
    return [len(data), crc32(data)]


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
