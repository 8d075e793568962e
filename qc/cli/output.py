"""Where everything that the program says leaves it."""

from __future__ import annotations

import sys
from shutil import get_terminal_size
from typing import NoReturn

from qc.report.style import Style, coloured
from qc.report.untrusted import visible

MISUSE = 2
"""Exit status where qc could not do what it was asked: misuse, unreadable input, a broken rule."""


WIDEST = 100
"""Columns past which lines of prose are hard to read."""


def terminal() -> tuple[Style, int | None]:
    """How to show prose on standard output: in which style, and in how many columns where it is a terminal."""
    columns = min(get_terminal_size().columns, WIDEST) if sys.stdout.isatty() else None
    return Style(colour=coloured(sys.stdout)), columns


def emit(text: str) -> None:
    """Print to standard output."""
    sys.stdout.write(text)


def complain(message: str) -> None:
    """Print one line on standard error."""
    sys.stderr.write(f"qc: {visible(message)}\n")


def misused(message: str) -> NoReturn:
    """Say what is wrong with a command and end it."""
    complain(message)
    raise SystemExit(MISUSE)
