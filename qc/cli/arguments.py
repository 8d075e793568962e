"""Arguments and options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

from qc.cli import guide
from qc.opinion import Mode

Names = list[str] | None


def rule_names(incomplete: str) -> list[str]:
    """Complete the name of a rule or a family."""
    from qc.registry import rules as every

    known = every()
    return [name for name in (*known, *sorted({rule.family for rule in known.values()})) if name.startswith(incomplete)]


def _profiles(incomplete: str) -> list[str]:
    from qc.policy import PROFILES

    return [name for name in PROFILES if name.startswith(incomplete)]


Select = Annotated[
    Names,
    typer.Option(
        metavar="RULES",
        autocompletion=rule_names,
        rich_help_panel=guide.COUNTS,
        help="Run only these rules or families, parted by commas.",
    ),
]
Ignore = Annotated[
    Names,
    typer.Option(
        metavar="RULES",
        autocompletion=rule_names,
        rich_help_panel=guide.COUNTS,
        help="Leave out these, in the same way.",
    ),
]
Profile = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        autocompletion=_profiles,
        rich_help_panel=guide.COUNTS,
        help="Thresholds: news (the default), corpus or strict.",
    ),
]
Config = Annotated[
    str | None,
    typer.Option(
        metavar="FILE",
        rich_help_panel=guide.COUNTS,
        help="Settings; else the nearest qc.toml or pyproject.toml with [tool.qc].",
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option(metavar="NAME", rich_help_panel=guide.WHAT, help="Encoding of the files, instead of UTF-8."),
]
Largest = Annotated[
    int, typer.Option(min=1, metavar="MB", rich_help_panel=guide.WHAT, help="Largest file that is read, in MB.")
]
Paths = Annotated[
    Names,
    typer.Argument(
        metavar="PATH", rich_help_panel=guide.WHAT, help="Files, folders, patterns, or - for standard input."
    ),
]
LanguageTool = Annotated[
    Mode | None,
    typer.Option(
        "--languagetool",
        metavar="[=WHEN]",
        rich_help_panel=guide.COUNTS,
        help="Ask LanguageTool as well; uncertain: where it could change the verdict; alone: always.",
    ),
]
LanguageToolUrl = Annotated[
    str | None,
    typer.Option(
        "--languagetool-url",
        metavar="URL",
        rich_help_panel=guide.COUNTS,
        help="A LanguageTool server to ask; it gets the text of the documents.",
    ),
]
NoCache = Annotated[
    bool,
    typer.Option(
        "--no-cache",
        rich_help_panel=guide.COUNTS,
        help="Ask LanguageTool anew, and keep none of its answers on disk.",
    ),
]
