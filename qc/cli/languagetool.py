"""`qc languagetool status|install|start|stop|clear`. Each imports what it needs when it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from qc.cli.output import MISUSE, complain, emit, misused
from qc.report.markdown import plural

if TYPE_CHECKING:
    from qc.languagetool.memory import Size

commands = typer.Typer(
    help="The LanguageTool server that qc check --languagetool asks: what there is of it, and whether it runs.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@commands.command()
def status() -> None:
    """Say what is installed and what runs. Exits with 2 where something is missing."""
    from qc.languagetool import installation

    missing = list(installation.missing())
    if not installation.missing_extra():
        _say_what_there_is()
    for lacks in missing:
        complain(lacks)
    raise typer.Exit(MISUSE if missing else 0)


def _amount(size: Size) -> str:
    return f"{plural(size.answers, 'answer')}, {size.bytes / 1e6:,.1f} MB,"


def _say_what_there_is() -> None:
    from qc.languagetool import installation, memory, server

    emit(f"language-tool-python {installation.extra_version()}\n")
    if not installation.missing_java():
        emit(f"{installation.java_version()}\n")
    if place := installation.installed():
        emit(f"LanguageTool {installation.VERSION} in {place}\n")
    if running := server.running():
        held = server.memory(running.process) / 1e6
        emit(f"running at {running.address}, process {running.process}, {held:,.0f} MB\n")
    else:
        emit("not running: each qc check --languagetool starts a server of its own; qc languagetool start keeps one\n")
    emit(f"{_amount(memory.size())} kept in {memory.folder()}\n")


@commands.command()
def install() -> None:
    """Download LanguageTool, 250 MB, below $LTP_PATH or the user's cache folder; from Maven Central where need be."""
    from qc.languagetool import installation

    try:
        place = installation.install(lambda line: emit(f"{line}\n"))
    except installation.InstallationError as error:
        misused(str(error))
    emit(f"LanguageTool {installation.VERSION} in {place}\n")


@commands.command()
def start() -> None:
    """Start a server that stays until it is stopped, so that no run waits for one."""
    from qc.languagetool import installation, server

    if lacks := next(installation.missing(), ""):
        misused(lacks)
    try:
        found = server.start()
    except server.ServerError as error:
        misused(str(error))
    emit(f"LanguageTool {found.version} runs at {found.address}, process {found.process}\n")
    emit("qc check --languagetool asks it; qc languagetool stop ends it\n")


@commands.command()
def stop() -> None:
    """Stop the server that `qc languagetool start` started."""
    from qc.languagetool import installation, server

    if lacks := installation.missing_extra():
        misused(lacks)
    found = server.stop()
    emit(f"stopped process {found.process}\n" if found else "no server was running\n")


@commands.command()
def clear() -> None:
    """Delete the answers of LanguageTool that are kept in the user's cache folder."""
    from qc.languagetool import memory

    try:
        was = memory.clear()
    except OSError as error:
        misused(f"{memory.folder()}: cannot be cleared: {error.strerror or error}")
    emit(f"{_amount(was)} deleted\n")
