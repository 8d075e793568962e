"""The second opinion of `qc check`: prepared before the run, closed after it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from qc.cli.output import misused
from qc.languagetool import installation
from qc.languagetool.asking import LanguageTool, Local, Named
from qc.opinion import Mode, OpinionError, SecondOpinion


@contextmanager
def opened(mode: Mode, address: str | None) -> Iterator[SecondOpinion]:
    """Give a second opinion to ask, and stop what it started. Ends the program where something is missing."""
    lacks = installation.missing_extra() if address else next(installation.missing(), "")
    if lacks:
        misused(f"--languagetool: {lacks}")
    with LanguageTool(Named(address) if address else Local(), mode) as second:
        if address:
            # A wrong address is said before anything is judged. A server of our own starts when it is needed.
            try:
                second.connect()
            except OpinionError as error:
                misused(f"--languagetool-url: {error}")
        yield second
