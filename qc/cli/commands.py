"""The commands as typer shows them. Each imports what it needs when it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qc._version import __version__
from qc.cli.languagetool import commands as languagetool_commands
from qc.cli.options import FailOn, Format, Request
from qc.cli.output import emit, misused
from qc.opinion import Mode

app = typer.Typer(
    name="qc",
    help="Finds machine-translation damage and mangled quotations in English text, span by span.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Names = list[str] | None


@app.command(short_help="Judge documents and report what is wrong with them.")
def check(
    paths: Annotated[list[str], typer.Argument(help="Files, folders, patterns, or - for standard input.")],
    select: Annotated[Names, typer.Option(help="Run only these rules or families, parted by commas.")] = None,
    ignore: Annotated[Names, typer.Option(help="Leave out these rules or families, parted by commas.")] = None,
    profile: Annotated[str | None, typer.Option(help="Thresholds: news (the default), corpus or strict.")] = None,
    config: Annotated[
        str | None, typer.Option(help="Settings; else the nearest qc.toml or pyproject.toml with [tool.qc].")
    ] = None,
    report_dir: Annotated[
        str | None, typer.Option(help="Where a Markdown report on each document goes; reports, with --format text.")
    ] = None,
    no_report: Annotated[bool, typer.Option("--no-report", help="Write no report files.")] = False,
    output: Annotated[
        Format, typer.Option("--format", help="What is printed; json is one object a document, a line each.")
    ] = Format.TEXT,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print only the verdicts on documents that are not accepted.")
    ] = False,
    fail_on: Annotated[FailOn, typer.Option(help="The mildest verdict that exits with 1.")] = FailOn.REJECT,
    encoding: Annotated[str | None, typer.Option(help="Encoding of the files, instead of UTF-8.")] = None,
    largest: Annotated[int, typer.Option(min=1, help="Largest file that is read, in MB.")] = 20,
    no_color: Annotated[bool, typer.Option("--no-color", help="Print without colours.")] = False,
    languagetool: Annotated[
        Mode | None,
        typer.Option(help="Ask LanguageTool as well, uncertain: where it could change the verdict; alone: always."),
    ] = None,
    languagetool_url: Annotated[
        str | None, typer.Option(help="A LanguageTool server to ask; it gets the text of the documents.")
    ] = None,
) -> None:
    """Judge documents, print what is wrong with them and write a report on each.

    Exits with 0 where nothing was rejected, 1 where something was, 2 where an input could not be read.
    """
    from qc.cli import checking

    request = Request(
        tuple(paths),
        tuple(select or ()),
        tuple(ignore or ()),
        profile,
        config,
        report_dir,
        no_report,
        output,
        quiet,
        fail_on,
        encoding,
        largest,
        no_color,
        languagetool,
        languagetool_url,
    )
    raise typer.Exit(checking.check(request))


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


@app.command(short_help="Say what a rule finds and why.")
def explain(rule: Annotated[str, typer.Argument(help="A rule, e.g. reversed-mark.")]) -> None:
    """Say what a rule finds, why, and what it leaves alone, with examples."""
    from qc import reference

    try:
        emit(reference.explanation(rule))
    except LookupError as error:
        misused(str(error.args[0]))


@app.command(short_help="Write a commented settings file.")
def init(
    pyproject: Annotated[bool, typer.Option("--pyproject", help="Add [tool.qc] to pyproject.toml.")] = False,
) -> None:
    """Write a commented settings file: qc.toml, or [tool.qc] in pyproject.toml."""
    from qc.cli import settings

    try:
        emit(f"wrote {settings.write(pyproject=pyproject)}\n")
    except (OSError, ValueError) as error:
        misused(str(error))


@app.command("eval", short_help="Measure verdicts and rules on labelled documents.")
def evaluate(
    path: Annotated[Path, typer.Argument(help="Labelled documents: JSON Lines, gzip or not.")],
    profile: Annotated[str | None, typer.Option(help="Thresholds: news (the default), corpus or strict.")] = None,
    output: Annotated[Path | None, typer.Option(help="Where the report goes, instead of standard output.")] = None,
    every: Annotated[int, typer.Option(min=1, help="Take each n-th document only.")] = 1,
    jobs: Annotated[int, typer.Option(min=0, help="Processes; 0 for one a core.")] = 0,
) -> None:
    """Measure verdicts, separation and every rule on labelled documents."""
    from qc.cli import evaluating

    evaluating.evaluate(evaluating.Request(path, profile, output, every, jobs))


app.add_typer(languagetool_commands, name="languagetool")


@app.callback(invoke_without_command=True)
def _version(
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.", is_eager=True)] = False,
) -> None:
    if version:
        emit(f"qc {__version__}\n")
        raise typer.Exit
