"""How far a gate run is, on standard error: a bar on a terminal, a line a minute elsewhere."""

from __future__ import annotations

import os
import sys
from shutil import get_terminal_size
from time import monotonic

from qc.cli.output import complain
from qc.gate.progress import Progress

WIDTH = 24
DRAWN, LOGGED = 0.2, 60.0
"""Seconds between two drawings of the bar, and between two lines in a log."""


class GateProgress:
    """Shows how far a run is. Nothing where it is quiet."""

    def __init__(self, *, quiet: bool) -> None:
        self.begun = monotonic()
        self.bar = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self.quiet, self.drawn = quiet, False
        self.next = self.begun + (DRAWN if self.bar else LOGGED)
        self.last = Progress()

    def show(self, progress: Progress) -> None:
        """Take note of how far it is, and show it if it is time."""
        self.last, now = progress, monotonic()
        if self.quiet or now < self.next:
            return
        self.next = now + (DRAWN if self.bar else LOGGED)
        if self.bar:
            full = int(WIDTH * progress.share)
            line = f"{'█' * full}{'░' * (WIDTH - full)} {self.words()}"
            sys.stderr.write(f"\r\x1b[K{line[: get_terminal_size().columns - 1]}")
            sys.stderr.flush()
            self.drawn = True
        else:
            complain(self.words())

    def say(self, message: str) -> None:
        """Tell what a person should know."""
        self.clear()
        complain(message)

    def words(self) -> str:
        """How far it is: documents, part, rate, time left."""
        progress, seconds = self.last, monotonic() - self.begun
        made = progress.documents - progress.found
        parts = [f"{progress.documents:,} documents done ({100 * progress.share:.0f} %)"]
        parts += [f"{made / seconds:,.0f} a second"] if made and seconds else []
        left = progress.left(seconds)
        parts += [f"{_clock(left)} left"] if left else []
        return ", ".join(parts)

    def clear(self) -> None:
        """Take the bar away, so that a line can be printed in its place."""
        if self.drawn:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self.drawn = False


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes}:{rest:02} min"
