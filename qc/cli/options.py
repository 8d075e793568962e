"""What `qc check` may be asked, and a way to read it that does not load typer.

typer takes 0.15 s to load, half of what a commit hook may take on one page. So a command line in which all is
plain is read here, by a table that a test compares with typer's; help, mistakes and abbreviations go to typer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from qc.opinion import Mode


class Format(StrEnum):
    """What goes to standard output."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"
    JSONL = "jsonl"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"
    GITLAB = "gitlab"
    CSV = "csv"
    HTML = "html"


class Listing(StrEnum):
    """The forms of the list of rules."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


class FailOn(StrEnum):
    """The mildest verdict that makes the exit status 1."""

    REJECT = "reject"
    REVIEW = "review"
    NEVER = "never"


class Machines(StrEnum):
    """What `qc gate` runs on."""

    LOCAL = "local"
    RAY = "ray"


class Judged(StrEnum):
    """Where `qc gate` puts documents that get no score."""

    ACCEPTED = "accepted"
    REVIEW = "review"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Request:
    """The options of `qc check` as given.

    output: the form that is printed. write: FORMAT=FILE each. largest: in MB. diff: a revision. baseline: a file.
    """

    paths: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    profile: str | None = None
    config: str | None = None
    report_dir: str | None = None
    no_report: bool = False
    output: Format = Format.TEXT
    write: tuple[str, ...] = ()
    step_summary: bool = False
    quiet: bool = False
    fail_on: FailOn = FailOn.REJECT
    encoding: str | None = None
    largest: int = 20
    no_color: bool = False
    brief: bool = False
    diff: str | None = None
    staged: bool = False
    baseline: str | None = None
    watch: bool = False
    languagetool: Mode | None = None
    languagetool_url: str | None = None
    no_cache: bool = False


FLAGS: Mapping[str, str] = MappingProxyType(
    {
        "--no-report": "no_report",
        "--quiet": "quiet",
        "-q": "quiet",
        "--no-color": "no_color",
        "--brief": "brief",
        "--staged": "staged",
        "--watch": "watch",
        "--step-summary": "step_summary",
        "--no-cache": "no_cache",
    }
)
VALUES: Mapping[str, str] = MappingProxyType(
    {
        "--select": "select",
        "--ignore": "ignore",
        "--profile": "profile",
        "--config": "config",
        "--report-dir": "report_dir",
        "--format": "output",
        "--write": "write",
        "--fail-on": "fail_on",
        "--encoding": "encoding",
        "--largest": "largest",
        "--diff": "diff",
        "--baseline": "baseline",
        "--languagetool": "languagetool",
        "--languagetool-url": "languagetool_url",
    }
)
_SEVERAL = frozenset({"select", "ignore", "write"})
_MADE_BY = {"output": Format, "fail_on": FailOn, "largest": int, "languagetool": Mode}


HEAD = "HEAD"
"""What lines are compared with where no revision is named."""

ALONE: Mapping[str, str] = MappingProxyType({"--diff": HEAD, "--languagetool": Mode.ALWAYS})
"""What an option means that may stand without its value."""


BARE = frozenset({"check", "baseline", "eval"})
"""Commands in which these may."""


def written_out(arguments: Sequence[str]) -> list[str]:
    """Give a bare option its value: as git has it, what follows an option that needs no value is a path."""
    return [f"{argument}={ALONE[argument]}" if argument in ALONE else argument for argument in arguments]


def plain(arguments: Sequence[str]) -> Request | None:
    """Read the arguments after `qc check`, or answer None where they are for typer to read or to explain."""
    given: dict[str, object] = {}
    paths: list[str] = []
    rest = iter(written_out(arguments))
    for argument in rest:
        name, equals, value = argument.partition("=")
        if argument == "-" or not argument.startswith("-"):
            paths.append(argument)
        elif argument in FLAGS:
            given[FLAGS[argument]] = True
        elif name not in VALUES or not _take(given, VALUES[name], value if equals else next(rest, "-")):
            return None
    # Attributes only of our own tables: nothing that was typed becomes a name.
    return Request(paths=tuple(paths), **given) if paths or git_finds(given) else None  # type: ignore[arg-type]


def git_finds(given: Mapping[str, object]) -> bool:
    """Say whether git knows which documents are meant, so that none need be named."""
    return bool(given.get("diff") or given.get("staged"))


def _take(given: dict[str, object], name: str, value: str) -> bool:
    """Note the value of an option; False where it looks like a mistake."""
    if value.startswith("-"):
        return False
    try:
        made = _MADE_BY.get(name, str)(value)
    except ValueError:
        return False
    if name == "largest" and made < 1:
        return False
    given[name] = (*given.get(name, ()), made) if name in _SEVERAL else made  # type: ignore[misc]
    return True
