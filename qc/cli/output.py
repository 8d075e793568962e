"""Where everything that the program says leaves it."""

from __future__ import annotations

import sys
from typing import NoReturn

from qc.report.untrusted import visible

MISUSE = 2
"""Exit status where qc could not do what it was asked: misuse, unreadable input, a broken rule."""


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
