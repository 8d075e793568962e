"""Colours of the terminal: whether there are any, and the few that are used."""

from __future__ import annotations

import os
from typing import IO

from qc.policy import Decision

_CODES = {
    "red": 31, "green": 32, "yellow": 33, "blue": 34, "magenta": 35, "cyan": 36, "bold": 1, "dim": 2, "underline": 4
}  # fmt: skip

VERDICT_COLOURS = {
    Decision.ACCEPT: "green",
    Decision.REVIEW: "yellow",
    Decision.REJECT: "red",
    Decision.NOT_JUDGED: "dim",
}


def coloured(stream: IO[str], *, refused: bool = False) -> bool:
    """Say whether to colour what goes to a stream.

    `--no-color` decides, then NO_COLOR (https://no-color.org), then FORCE_COLOR, then whether it is a terminal.
    """
    if refused or os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


class Style:
    """Paints text, or leaves it as it is."""

    def __init__(self, *, colour: bool) -> None:
        self.colour = colour

    def __call__(self, text: str, *names: str) -> str:
        """Paint a text in the colours named."""
        if not self.colour or not text:
            return text
        return f"\x1b[{';'.join(str(_CODES[name]) for name in names)}m{text}\x1b[0m"

    def verdict(self, decision: Decision, words: str = "") -> str:
        """The verdict, or words about it, in its colour."""
        return self(words or decision.value, "bold", VERDICT_COLOURS[decision])
