"""LanguageTool as a command asks it: prepared before the run, closed after it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from qc.cli.output import misused
from qc.languagetool import installation
from qc.languagetool.asking import LanguageTool, Local, Named
from qc.languagetool.memory import DiskMemory, RunMemory
from qc.opinion import Mode, OpinionError


@contextmanager
def opened(mode: Mode, address: str | None, *, kept: bool = True, needed: bool = False) -> Iterator[LanguageTool]:
    """Give a second opinion to ask, and stop what it started. Ends the program where something is missing.

    kept: whether answers are read from disk and kept there; those of a server of the user's own never are, for it
    may be set up in another way tomorrow. needed: as in LanguageTool.
    """
    _refuse_what_is_missing(address)
    place, memory = (Named(address), RunMemory()) if address else (Local(), DiskMemory() if kept else RunMemory())
    with LanguageTool(place, mode, memory, needed=needed) as second:
        if address:
            # A wrong address is said before anything is judged. A server of our own starts when it is needed.
            try:
                second.connect()
            except OpinionError as error:
                misused(f"--languagetool-url: {error}")
        yield second


def _refuse_what_is_missing(address: str | None) -> None:
    lacks = installation.missing_extra() if address else next(installation.missing(), "")
    if lacks:
        misused(f"--languagetool: {lacks}")
