"""The commands as typer shows them. Each imports what it needs when it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qc._version import __version__
from qc.cli import corpora, guide
from qc.cli.arguments import (
    Config,
    Encoding,
    Ignore,
    LanguageTool,
    LanguageToolUrl,
    Largest,
    Names,
    NoCache,
    Paths,
    Profile,
    Select,
    rule_names,
)
from qc.cli.languagetool import commands as languagetool_commands
from qc.cli.options import FailOn, Format, Listing, Request
from qc.cli.output import emit, misused, terminal

app = typer.Typer(
    name="qc",
    help="Finds machine-translation damage and mangled quotations in English text, span by span.",
    epilog=guide.MAIN,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.command(short_help="Judge documents and report what is wrong with them.", cls=guide.Grouped, epilog=guide.CHECK)
def check(
    context: typer.Context,
    paths: Paths = None,
    select: Select = None,
    ignore: Ignore = None,
    profile: Profile = None,
    config: Config = None,
    report_dir: Annotated[
        str | None,
        typer.Option(
            metavar="FOLDER",
            rich_help_panel=guide.OUTPUT,
            help="Where a Markdown report on each document goes; reports, with --format text.",
        ),
    ] = None,
    no_report: Annotated[
        bool, typer.Option("--no-report", rich_help_panel=guide.OUTPUT, help="Write no report files.")
    ] = False,
    output: Annotated[
        Format,
        typer.Option(
            "--format",
            rich_help_panel=guide.OUTPUT,
            help="What is printed; json is one text, jsonl a line for each document.",
        ),
    ] = Format.TEXT,
    write: Annotated[
        Names,
        typer.Option(
            metavar="FORMAT=FILE",
            rich_help_panel=guide.OUTPUT,
            help="Write a form of the run, e.g. sarif=qc.sarif, as well.",
        ),
    ] = None,
    step_summary: Annotated[
        bool,
        typer.Option(
            "--step-summary",
            rich_help_panel=guide.OUTPUT,
            help="Add a table to the file that GITHUB_STEP_SUMMARY names.",
        ),
    ] = False,
    quiet: Annotated[
        bool,
        typer.Option(
            "--quiet",
            "-q",
            rich_help_panel=guide.OUTPUT,
            help="Print only the verdicts on documents that are not accepted.",
        ),
    ] = False,
    fail_on: Annotated[
        FailOn, typer.Option(rich_help_panel=guide.COUNTS, help="The mildest verdict that exits with 1.")
    ] = FailOn.REJECT,
    encoding: Encoding = None,
    largest: Largest = 20,
    no_color: Annotated[
        bool, typer.Option("--no-color", rich_help_panel=guide.OUTPUT, help="Print without colours.")
    ] = False,
    brief: Annotated[
        bool,
        typer.Option(
            "--brief",
            rich_help_panel=guide.OUTPUT,
            help="Print one line for each cause of a verdict, with what to do: for hooks.",
        ),
    ] = False,
    diff: Annotated[
        str | None,
        typer.Option(
            metavar="[=REV]",
            rich_help_panel=guide.COUNTS,
            help="Judge only lines added since HEAD, or since another revision.",
        ),
    ] = None,
    staged: Annotated[
        bool,
        typer.Option(
            "--staged", rich_help_panel=guide.WHAT, help="Read what git has staged; all of it, where no PATH is given."
        ),
    ] = False,
    baseline: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", rich_help_panel=guide.COUNTS, help="Let known findings be: those qc baseline wrote to FILE."
        ),
    ] = None,
    watch: Annotated[
        bool, typer.Option("--watch", rich_help_panel=guide.WHAT, help="Check again whenever a document changes.")
    ] = False,
    languagetool: LanguageTool = None,
    languagetool_url: LanguageToolUrl = None,
    no_cache: NoCache = False,
) -> None:
    """Judge documents, print what is wrong with them and write a report on each."""
    from qc.cli import checking

    if not paths and not (diff or staged):
        context.fail("Missing argument 'PATH...'.")
    request = Request(
        tuple(paths or ()),
        tuple(select or ()),
        tuple(ignore or ()),
        profile,
        config,
        report_dir,
        no_report,
        output,
        tuple(write or ()),
        step_summary,
        quiet,
        fail_on,
        encoding,
        largest,
        no_color,
        brief,
        diff,
        staged,
        baseline,
        watch,
        languagetool,
        languagetool_url,
        no_cache,
    )
    raise typer.Exit(checking.check(request))


@app.command("baseline", short_help="Write down today's findings, to be let be.", cls=guide.Grouped)
def write_baseline(
    paths: Paths = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", rich_help_panel=guide.OUTPUT, help="Where it goes, not standard output."
        ),
    ] = None,
    select: Select = None,
    ignore: Ignore = None,
    config: Config = None,
    encoding: Encoding = None,
    languagetool: LanguageTool = None,
    languagetool_url: LanguageToolUrl = None,
    no_cache: NoCache = False,
) -> None:
    """Write down what qc finds in documents today, so that qc check --baseline FILE speaks of nothing but what is new.

    A finding is known by its rule, its words and its sentence, not by its line. Run it where qc check runs: documents
    are known by the names they are given here. LanguageTool, where it is asked, is asked about every document.
    """
    from qc.cli import known

    request = Request(
        tuple(paths or ["."]),
        tuple(select or ()),
        tuple(ignore or ()),
        config=config,
        encoding=encoding,
        languagetool=languagetool,
        languagetool_url=languagetool_url,
        no_cache=no_cache,
    )
    raise typer.Exit(known.write(request, output))


@app.command(short_help="Put right what has one right answer.", cls=guide.Grouped)
def fix(
    context: typer.Context,
    paths: Paths = None,
    diff: Annotated[
        bool,
        typer.Option("--diff", rich_help_panel=guide.OUTPUT, help="Print what would change, and change nothing."),
    ] = False,
    select: Select = None,
    ignore: Ignore = None,
    config: Config = None,
    encoding: Encoding = None,
    largest: Largest = 20,
) -> None:
    """Put right what has one right answer: marks turned or spaced wrongly, lost spaces, mojibake, invisible characters.

    Never a word. What a comment in the document silences stays. A file is written whole or not at all, in its own
    encoding, and - goes to standard output. Exits with 0; with --diff 1 where something would change; 2 where an input
    could not be read or written.
    """
    from qc.cli import mending

    if not paths:
        context.fail("Missing argument 'PATH...'.")
    request = Request(
        tuple(paths or ()), tuple(select or ()), tuple(ignore or ()), config=config, encoding=encoding, largest=largest
    )
    raise typer.Exit(mending.mend(request, diff=diff))


@app.command()
def rules(
    output: Annotated[
        Listing, typer.Option("--format", help="text: a table; markdown: the whole reference; json: one rule a line.")
    ] = Listing.TEXT,
) -> None:
    """List every rule."""
    from qc import reference

    renderings = {Listing.TEXT: reference.listing, Listing.MARKDOWN: reference.page, Listing.JSON: reference.json_lines}
    emit(renderings[output]())


@app.command(short_help="Say what a rule finds and why.")
def explain(
    rule: Annotated[str, typer.Argument(autocompletion=rule_names, help="A rule, e.g. reversed-mark.")],
) -> None:
    """Say what a rule finds, why, and what it leaves alone, with examples and what was measured."""
    from qc import reference

    try:
        emit(reference.explanation(rule, *terminal()))
    except LookupError as error:
        misused(str(error.args[0]))


@app.command(short_help="Print the JSON Schema of the json and jsonl formats.")
def schema() -> None:
    """Print the JSON Schema of what --format json and --format jsonl print."""
    from qc.report import jsonl

    emit(jsonl.schema())


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


app.command("eval", short_help="Measure verdicts, separation and rules on labelled documents.")(corpora.evaluate)
app.command(short_help="Find thresholds for your documents and your budget of false alarms.")(corpora.calibrate)
app.command(short_help="Part a corpus into accepted, review and rejected, at any size.")(corpora.gate)


app.add_typer(languagetool_commands, name="languagetool")


@app.callback(invoke_without_command=True)
def _version(
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.", is_eager=True)] = False,
) -> None:
    if version:
        emit(f"qc {__version__}\n")
        raise typer.Exit
