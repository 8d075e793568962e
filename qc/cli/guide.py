"""Help worth reading: options in groups, examples, and what the exit status says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from typer.core import TyperCommand

WHAT = "What is checked"
COUNTS = "What counts"
OUTPUT = "What is printed and written"

CHECK = """\
Examples:

\b
  qc check notes.md drafts/           the worst first in reports/index.md
  qc check --format json - < a.txt    one JSON object, and no files
  qc check --diff                     only what is new since the last commit
  qc check --staged --brief --no-report
                                      what is staged, in a hook of your own
  qc baseline -o known.json .         what is wrong today ...
  qc check --baseline known.json .    ... and is to be let be

Exit status:

\b
  0  nothing was rejected (or whatever --fail-on names)
  1  something was
  2  an option is wrong, or an input could not be read; others are judged
"""

MAIN = """\
Examples:

\b
  qc check page.txt         judge a document; qc check --help says what more
  qc fix --diff page.txt    show what it would change; without --diff, do it
  qc explain reversed-mark  what a rule means, with examples
  qc --install-completion   let the shell complete options and names of rules
"""


class Grouped(TyperCommand):
    """A command whose help shows its options under the headings they name."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write a section a heading, in the order in which the headings first come."""
        sections: dict[str, list[tuple[str, str]]] = {}
        for heading, record in self._records(ctx):
            sections.setdefault(heading, []).append(record)
        for heading, records in sections.items():
            with formatter.section(heading):
                formatter.write_dl(records)

    def _records(self, ctx: Any) -> Iterator[tuple[str, tuple[str, str]]]:
        for parameter in self.get_params(ctx):
            if record := parameter.get_help_record(ctx):
                name = record[0] if parameter.param_type_name == "option" else parameter.metavar or record[0]
                yield getattr(parameter, "rich_help_panel", None) or "Other options", (name, record[1])
