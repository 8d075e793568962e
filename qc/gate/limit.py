"""The time limit of a document: processor time, for a document is not slow because the machine is busy, or was asleep.

It is a signal, so it holds in the main thread alone, and only where nobody else uses that signal; elsewhere, as in a
thread of a web server or on Windows, there is none.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class TooSlowError(BaseException):
    """A document over its time limit. Not an Exception, so that no rule's handler takes it for one of its own."""


class _Clock:
    running = False


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise TooSlowError where the body takes more than so much processor time of this process."""
    if not _free():
        yield
        return
    # The handler stays when the body is done: by default the signal would end the process, were it a moment late.
    signal.signal(signal.SIGPROF, _stop)
    _Clock.running = True
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        _Clock.running = False
        signal.setitimer(signal.ITIMER_PROF, 0)


def too_slow(seconds: float) -> str:
    """Why a document was given up."""
    return f"took more than {seconds:g} s; --time-limit raises the limit"


def _free() -> bool:
    """Whether the signal can be had: in the main thread, on a system that has it, and from nobody who uses it."""
    if not hasattr(signal, "SIGPROF") or threading.current_thread() is not threading.main_thread():
        return False
    return not _Clock.running and signal.getsignal(signal.SIGPROF) in (signal.SIG_DFL, _stop)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    if _Clock.running:
        raise TooSlowError
