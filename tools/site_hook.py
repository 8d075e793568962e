"""What mkdocs calls while it builds the site: adds the pages that are read from the code, and fills in their parts.

A line `{{ name argument }}` of a page stands for what the function `name` of `site_pages` returns.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any

import site_pages
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from qc.registry import rules

OURS = (
    "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "qc/data/NOTICE.md", "reports/evaluation*",
    "reports/examples/garbled-news.*", "reports/examples/web-page*.png", "examples/*_gate.py",
)  # fmt: skip
"""Files of the repository that are pages, pictures on one, or linked to, as they are."""

PARTS = frozenset(
    {
        "readme",
        "file",
        "docstring",
        "constants",
        "settings",
        "profiles",
        "explained",
        "commands",
        "misses",
        "rule_tables",
    }
)

LINKS = {"](../": "](", "](docs/": "](", "](reports/rules.md": "](rules/index.md"}
"""Where a link between files of the repository goes on the site."""

_PART = re.compile(r"^\{\{ (\w+)(?: (.+?))? \}\}$", re.MULTILINE)


def on_config(config: MkDocsConfig) -> None:
    """Put a page for each rule, by family, under the index of the rules."""
    families: list[Any] = ["rules/index.md"]
    for family, members in groupby(rules().values(), key=lambda rule: rule.family):
        families.append({family: [{rule.id: f"rules/{rule.id}.md"} for rule in members]})
    for entry in config.nav or ():
        if "Rules" in entry:
            entry["Rules"] = families


def on_files(files: Files, config: MkDocsConfig) -> None:
    """Add the files that do not stand in docs/."""
    for path in sorted(path for pattern in OURS for path in site_pages.ROOT.glob(pattern)):
        files.append(File.generated(config, path.relative_to(site_pages.ROOT).as_posix(), abs_src_path=str(path)))
    for rule in rules().values():
        files.append(File.generated(config, f"rules/{rule.id}.md", content=site_pages.rule_page(rule)))


def on_page_markdown(markdown: str, page: Page, **_: object) -> str:
    """Fill in the parts of a page of docs/, and turn links between files of the repository into links on the site."""
    if page.file.generated_by is None:
        markdown = _PART.sub(_part, markdown)
    if not page.file.src_uri.startswith("rules/"):
        for link, here in LINKS.items():
            markdown = markdown.replace(link, here)
    return markdown


def _part(line: re.Match[str]) -> str:
    name, argument = line.groups()
    if name not in PARTS:
        raise ValueError(f"{line[0]}: there is no such part; there are {', '.join(sorted(PARTS))}")
    made: str = getattr(site_pages, name)(*([argument] if argument else []))
    return made
