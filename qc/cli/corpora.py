"""The commands over a whole corpus: `qc eval`, `qc calibrate`, `qc gate`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qc.cli.arguments import Config, Ignore, LanguageTool, LanguageToolUrl, NoCache, Profile, Select
from qc.cli.options import FailOn, Judged, Machines, Request
from qc.opinion import Mode

LabelledFile = Annotated[Path, typer.Argument(help="Labelled documents: JSON Lines, gzip or not, or Parquet.")]
Jobs = Annotated[int, typer.Option(min=0, help="Processes; 0 for one a core.")]


def evaluate(
    path: LabelledFile,
    profile: Profile = None,
    output: Annotated[
        Path | None, typer.Option(help="Where the report goes, with its diagram beside it; else standard output.")
    ] = None,
    every: Annotated[int, typer.Option(min=1, help="Take each n-th document only.")] = 1,
    jobs: Jobs = 0,
    normalise: Annotated[
        bool, typer.Option(help="Judge each text also without what gives its corpus away: layout, spaced marks.")
    ] = True,
    lengths: Annotated[bool, typer.Option(help="Judge long documents also cut to 50, 100, 200, … words.")] = True,
    base_rate: Annotated[float, typer.Option(help="Share of damaged documents that calibration is measured at.")] = 0.2,
    append: Annotated[
        list[Path] | None, typer.Option(help="A Markdown file to end the report with; may be given again.")
    ] = None,
    languagetool: LanguageTool = None,
    languagetool_url: LanguageToolUrl = None,
    no_cache: NoCache = False,
) -> None:
    """Measure on labelled documents: verdicts, separation, calibration, length, marked damage, rules, quotations.

    A document is a row with `text` and `label` (clean or damaged) and, as far as known, `source`, `spans` (start and
    end of damage in code points) and `meta` with `kind`, `tier`, `genre` and `group`.
    """
    from qc.cli import evaluating

    evaluating.evaluate(
        evaluating.Request(
            path,
            profile,
            output,
            every,
            jobs,
            normalise=normalise,
            lengths=lengths,
            base_rate=base_rate,
            append=tuple(append or ()),
            languagetool=languagetool or (Mode.ALWAYS if languagetool_url else Mode.OFF),
            languagetool_url=languagetool_url,
            no_cache=no_cache,
        )
    )


def calibrate(
    path: LabelledFile,
    false_alarms: Annotated[
        str, typer.Option(help="Share of clean documents that may be reviewed or rejected.")
    ] = "1%",
    reject_false_alarms: Annotated[
        str | None, typer.Option(help="Share of clean documents that may be rejected; else half as many.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Where the settings go; else standard output.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the settings that are there.")] = False,
    profile: Annotated[str | None, typer.Option(help="What all else is taken from: news, corpus or strict.")] = None,
    jobs: Jobs = 0,
) -> None:
    """Find the thresholds that keep to a budget of false alarms on your own labelled documents.

    Says what share of the damaged documents that finds, and writes settings for `qc check --config`. Labelled documents
    are what `qc eval` reads.
    """
    from qc.cli import calibrating

    calibrating.calibrate(
        calibrating.Request(path, false_alarms, reject_false_alarms, output, force=force, profile=profile, jobs=jobs)
    )


def gate(
    out: Annotated[Path, typer.Option(help="Folder for the output; a run that was killed goes on in it.")],
    sources: Annotated[
        list[str] | None, typer.Argument(help="Files, folders, patterns, URLs: text, JSON Lines, Parquet, Arrow.")
    ] = None,
    select: Select = None,
    ignore: Ignore = None,
    profile: Profile = None,
    config: Config = None,
    not_judged: Annotated[
        Judged, typer.Option(help="Where documents go that get no score: too short, no prose, not English.")
    ] = Judged.REVIEW,
    text_field: Annotated[str, typer.Option(help="Field or column that holds the text.")] = "text",
    id_field: Annotated[str, typer.Option(help="Field or column that names a document.")] = "id",
    url_field: Annotated[str, typer.Option(help="Field or column whose site is a source in the report.")] = "url",
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=0, help="Worker processes; 0 for one a core.")] = 0,
    engine: Annotated[
        Machines, typer.Option(help="The workers of this machine, or Ray's on a cluster; the output is the same.")
    ] = Machines.LOCAL,
    ray_address: Annotated[
        str | None, typer.Option(help="Of the Ray cluster; else the one that RAY_ADDRESS names or that runs here.")
    ] = None,
    largest: Annotated[float, typer.Option(min=0.001, help="Largest document that is judged, in MB.")] = 5,
    time_limit: Annotated[float, typer.Option(min=0.01, help="Processor time one document may take, in s.")] = 120,
    fail_on: Annotated[FailOn, typer.Option(help="The mildest verdict that exits with 1.")] = FailOn.NEVER,
    compare: Annotated[Path | None, typer.Option(help="Output of an earlier run, for the drift since then.")] = None,
    replay: Annotated[
        Path | None, typer.Option(help="Manifest to judge anew by other thresholds, instead of sources.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress.")] = False,
) -> None:
    """Decide on every document of a corpus: accepted, review, rejected or errors, each in exactly one of them.

    Kill it at any time: the same command goes on where it was. Exits with 0 where all were judged, 1 where --fail-on
    says so, 2 where a document or file is in errors.
    """
    from qc.cli import gating
    from qc.gate.decision import Place

    policy = Request(select=tuple(select or ()), ignore=tuple(ignore or ()), profile=profile, config=config)
    request = gating.GateRequest(
        tuple(sources or ()),
        out,
        policy,
        text_field,
        id_field,
        url_field,
        Place(not_judged.value),
        jobs,
        engine,
        ray_address,
        largest,
        time_limit,
        fail_on,
        compare,
        replay,
        quiet,
    )
    raise typer.Exit(gating.gate(request))
