"""The documentation site: it builds, every rule has its page, links resolve, and nothing comes from elsewhere."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from typer.main import get_command

from qc.cli.commands import app
from qc.config import SETTINGS
from qc.registry import rules
from qc.report.untrusted import LINE_END, visible

ROOT = Path(__file__).parent.parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

FETCHED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}
"""Attributes whose address a browser fetches without being asked to."""


class Page(HTMLParser):
    """What a page links to, what it fetches, the places in it that can be linked to, and its words."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.places: set[str] = set()
        self.words = ""
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if "id" in values:
            self.places.add(values["id"])
        if tag == "br":
            self.words += LINE_END
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        if values.get(FETCHED.get(tag, "")):
            self.fetched.append(values[FETCHED[tag]])

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("site")
    # Not --quiet: a warning that is not logged is not counted by --strict either.
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(target)]
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return target


@pytest.fixture(scope="module")
def pages(folder: Path) -> Mapping[str, Page]:
    return {path.relative_to(folder).as_posix(): Page(path) for path in folder.rglob("*.html")}


def test_every_rule_has_its_page_with_all_it_says_and_all_its_examples(pages: Mapping[str, Page]) -> None:
    for rule in rules().values():
        words = pages[f"rules/{rule.id}.html"].words
        # A span of spaces alone is shown by signs, and code without its backticks.
        flat = re.sub("[ ␣`]", "", words)
        said = [*(" ".join(part.split()) for part in rule.doc.split("\n\n")), *(visible(e.text) for e in rule.examples)]
        said += [f"qc fix: {visible(example.mended)}" for example in rule.examples if example.mended is not None]
        assert [text for text in said if re.sub("[ `]", "", text) not in flat] == []
        assert f"<!-- qc: ignore {rule.id} -->" in words
        assert f"{rule.id}.html" in pages["rules/index.html"].links


def test_every_setting_and_every_command_is_there(pages: Mapping[str, Page]) -> None:
    assert [key for key in SETTINGS if key not in pages["settings.html"].words] == []
    commands = get_command(app).commands  # type: ignore[attr-defined]
    assert [name for name in commands if f"qc-{name}" not in pages["commands.html"].places] == []
    options = {n for command in commands.values() for option in command.params for n in option.opts if n[0] == "-"}
    assert [name for name in sorted(options) if name not in pages["commands.html"].words] == []


def test_no_part_is_left_to_fill_in(pages: Mapping[str, Page]) -> None:
    assert [name for name, page in pages.items() if re.search(r"^\{\{ \w+", page.words, re.MULTILINE)] == []


def test_links_resolve(folder: Path, pages: Mapping[str, Page]) -> None:
    # 404.html is served from wherever something is missing, so its links are from the root of a server.
    broken = [
        f"{name}: {link}"
        for name, page in pages.items()
        for link in page.links + page.fetched
        if name != "404.html" and not urlsplit(link).scheme and not resolves(link, page, folder, pages)
    ]
    assert broken == []
    assert sum(len(page.links) for page in pages.values()) > 1000


def resolves(link: str, page: Page, folder: Path, pages: Mapping[str, Page]) -> bool:
    parts = urlsplit(link)
    target = (page.path.parent / unquote(parts.path)).resolve() if parts.path else page.path
    target = target / "index.html" if target.is_dir() else target
    if not target.is_file() or folder not in target.parents:
        return False
    anchored = target.suffix == ".html" and parts.fragment
    return not anchored or unquote(parts.fragment) in pages[target.relative_to(folder).as_posix()].places | {"__skip"}


def test_no_page_and_no_style_asks_for_anything_elsewhere(folder: Path, pages: Mapping[str, Page]) -> None:
    assert [address for page in pages.values() for address in page.fetched if urlsplit(address).netloc] == []
    styles = "".join(path.read_text("utf-8") for path in folder.rglob("*.css"))
    assert re.findall(r"(?:@import|url\()\s*[\"']?(?:https?:)?//[^)]*", styles) == []


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")
def test_in_a_browser_the_search_answers_from_a_file_and_nothing_is_asked_of_a_network(
    folder: Path, tmp_path: Path
) -> None:
    log, address = tmp_path / "net.json", f"{(folder / 'index.html').as_uri()}?q=mojibake"
    command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    command += ["--virtual-time-budget=10000", f"--log-net-log={log}", "--dump-dom", address]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    assert f"{folder.as_uri()}/rules/mojibake.html" in done.stdout
    assert asked_for_by_pages(log) == []


def asked_for_by_pages(log: Path) -> list[str]:
    """The addresses that pages had the browser ask for; what it asks for its own sake has no origin."""
    events = [event.get("params", {}) for event in json.loads(log.read_text("utf-8"))["events"]]
    return [e["url"] for e in events if "url" in e and e.get("initiator", "not an origin") != "not an origin"]
