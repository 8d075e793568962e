"""What the workers of tests/test_gate_pool.py do; they import it by this name."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from qc.gate.pool import Watch


def doubling() -> Callable[..., list[int | str]]:
    """Double the numbers of a list. Some are told to do harm."""

    def handle(work: list[int | str], doomed: dict[int, str], watch: Watch) -> list[int | str]:
        return [doomed[at] if at in doomed else _doubled(each, at, watch) for at, each in enumerate(work)]

    return handle


def _doubled(each: int | str, at: int, watch: Watch) -> int | str:
    watch.begin(at)
    if isinstance(each, int):
        return each * 2
    what, _, argument = each.partition(" ")
    if what == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "die-once" and not Path(argument).exists():
        Path(argument).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "sleep":
        time.sleep(60)
    if what == "full":
        raise OSError(28, "No space left on device")
    if what == "bug":
        raise ZeroDivisionError("a mistake of ours")
    return each


def stillborn() -> Callable[..., object]:
    """End before there is a handler."""
    os._exit(7)
