"""The command line. Each command imports what it needs when it runs: a hook pays for a cold start on every commit."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from typing import Annotated

import typer

from qc._version import __version__

MISUSE = 2
"""Exit status where qc could not do what it was asked: misuse, unreadable input, a broken rule."""

_BROKEN_PIPE = 128 + 13  # what a shell reports of a program that SIGPIPE ended

app = typer.Typer(
    name="qc",
    help="Finds machine-translation damage and mangled quotations in English text, span by span.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Format(StrEnum):
    """What goes to standard output."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


class FailOn(StrEnum):
    """The mildest verdict that makes the exit status 1."""

    REJECT = "reject"
    REVIEW = "review"
    NEVER = "never"


@app.command()
def check(
    paths: Annotated[
        list[str], typer.Argument(help="Files, folders, patterns, or - for standard input.", show_default=False)
    ],
    select: Annotated[
        list[str] | None, typer.Option(help="Run only these rules or families, parted by commas.")
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option(help="Leave out these rules or families, parted by commas.")
    ] = None,
    profile: Annotated[str | None, typer.Option(help="Thresholds: news, corpus or strict.")] = None,
    config: Annotated[
        str | None, typer.Option(help="Settings file; else the nearest qc.toml or pyproject.toml with [tool.qc].")
    ] = None,
    report_dir: Annotated[
        str | None, typer.Option(help="Where one Markdown report per document goes: reports, with --format text.")
    ] = None,
    no_report: Annotated[bool, typer.Option("--no-report", help="Write no report files.")] = False,
    output: Annotated[
        Format, typer.Option("--format", help="What is printed: text; markdown; json, one object per line.")
    ] = Format.TEXT,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print only the verdicts of documents not accepted.")
    ] = False,
    fail_on: Annotated[FailOn, typer.Option(help="The mildest verdict that exits with 1.")] = FailOn.REJECT,
    encoding: Annotated[str | None, typer.Option(help="Encoding of the files, instead of UTF-8.")] = None,
    largest: Annotated[int, typer.Option(min=1, help="Largest file that is read, in MB.")] = 50,
    no_color: Annotated[bool, typer.Option("--no-color", help="Print without colours.")] = False,
) -> None:
    """Judge documents, print what is wrong with them and write a report on each.

    Exits with 0 where nothing was rejected, 1 where something was, 2 where an input could not be read.
    """
    from qc.cli import checking

    options = checking.Options(
        paths=paths,
        policy=checking.policy(config, profile, _parted(select), _parted(ignore)),
        reports=_reports(report_dir, no_report, output),
        output=output,
        quiet=quiet,
        fail_on=fail_on,
        encoding=checking.known_encoding(encoding),
        largest=largest * 1_000_000,
        no_color=no_color,
    )
    raise typer.Exit(checking.run(options))


@app.command()
def rules(
    output: Annotated[
        Format, typer.Option("--format", help="text: a table; markdown: the whole reference; json: one rule a line.")
    ] = Format.TEXT,
) -> None:
    """List every rule."""
    from qc import reference

    renderings = {Format.TEXT: reference.listing, Format.MARKDOWN: reference.page, Format.JSON: reference.json_lines}
    emit(renderings[output]())


@app.command()
def explain(rule: Annotated[str, typer.Argument(help="A rule, e.g. reversed-mark.", show_default=False)]) -> None:
    """Say what a rule finds, why, and what it leaves alone, with examples."""
    from qc import reference

    try:
        emit(reference.explanation(rule))
    except LookupError as error:
        misused(str(error.args[0]))


@app.command()
def init(
    pyproject: Annotated[bool, typer.Option("--pyproject", help="Add [tool.qc] to pyproject.toml.")] = False,
) -> None:
    """Write a commented settings file: qc.toml, or [tool.qc] in pyproject.toml."""
    from qc.cli import settings

    try:
        emit(f"wrote {settings.write(pyproject=pyproject)}\n")
    except OSError as error:
        misused(str(error))


@app.callback(invoke_without_command=True)
def _version(
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.", is_eager=True)] = False,
) -> None:
    if version:
        emit(f"qc {__version__}\n")
        raise typer.Exit


def _parted(names: list[str] | None) -> frozenset[str]:
    return frozenset(name.strip() for value in names or () for name in value.split(",") if name.strip())


def _reports(folder: str | None, none: bool, output: Format) -> str | None:
    if none and folder:
        misused("--no-report and --report-dir exclude each other")
    if none or (folder is None and output is not Format.TEXT):
        return None
    return folder or "reports"


def emit(text: str) -> None:
    """Print to standard output, whatever it can encode."""
    sys.stdout.write(text)


def complain(message: str) -> None:
    """Print one line on standard error."""
    from qc.report.untrusted import visible

    sys.stderr.write(f"qc: {visible(message)}\n")


def misused(message: str) -> None:
    """Say what is wrong with a command and end it."""
    complain(message)
    raise typer.Exit(MISUSE)


def main() -> None:
    """Run the command line and exit with its status."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character gets its number; dying on it would lose the rest.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        status = app(standalone_mode=True)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output has gone. Python would flush once more at exit, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(_BROKEN_PIPE)
    sys.exit(status)
