"""The bar on standard error that shows how far a run is."""

from __future__ import annotations

import os
import sys
from shutil import get_terminal_size
from time import monotonic

from qc.report.untrusted import visible

FEW = 3
"""A run over no more documents than this is over before anybody asks how far it is."""

WIDTH = 24
INTERVAL = 0.1


class Progress:
    """Draws itself on a terminal, and nothing anywhere else. Clear it before anything else is printed."""

    def __init__(self, total: int, *, quiet: bool) -> None:
        self.total, self.done = total, 0
        self.drawn, self.drawn_at = False, 0.0
        self.shown = total > FEW and not quiet and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"

    def step(self, name: str) -> None:
        """Say that the next document is this one."""
        self.done += 1
        if self.shown and monotonic() - self.drawn_at >= INTERVAL:
            self._draw(name)

    def _draw(self, name: str) -> None:
        full = WIDTH * (self.done - 1) // self.total
        bar = f"{'█' * full}{'░' * (WIDTH - full)} {self.done:,}/{self.total:,} "
        room = max(0, get_terminal_size().columns - len(bar) - 1)
        sys.stdout.flush()
        sys.stderr.write(f"\r\x1b[K{bar}{visible(name)[:room]}")
        sys.stderr.flush()
        self.drawn, self.drawn_at = True, monotonic()

    def clear(self) -> None:
        """Take the bar away, so that a line can be printed in its place."""
        if self.drawn:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self.drawn = False
