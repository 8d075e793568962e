"""Clean sentences of technical manuals, from Debian packages under permissive licences.

Programmers write of their options and files in a language that books and news do not know, and the damage model took
it for an engine's. `apt-get install` the packages of `MANUALS`; nothing of theirs is shipped.
"""

from __future__ import annotations

import random
import re
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from qc.prose import code
from training import corpora

MANUALS = {"postgresql-doc-15": 6000, "sqlite3-doc": 4000, "apache2-doc": 2500, "python-django-doc": 3500}
"""Sentences taken of each package in one pass. PostgreSQL, public domain, Apache-2.0, BSD-3-Clause."""

UNREAD = ("script", "style", "head", "nav")
INLINE = ("a", "abbr", "b", "code", "em", "i", "kbd", "span", "strong", "sub", "sup", "tt", "u", "var")
ENGLISH = frozenset(
    "the a an of to and is are in for that it this be by with as or if not on can which from you when will has have "
    "was no only".split()
)
OTHER = frozenset(
    "le la les des du une der die das und ist ein eine el los las una por que para os um do da em não se y en est pour "
    "dans".split()
)
SHARE = 0.12  # of the words that are English ones, at least, and another language's, at most
LONGEST = 60  # words
CODE = 0.25  # share of a sentence's tokens that are code's, at most

_SPACES = re.compile(r"\s+")


class _Text(HTMLParser):
    """The text of a page, a line for each block."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 (HTMLParser's)
        self.unread += tag in UNREAD
        self.parts.append("" if tag in INLINE else "\n")

    def handle_endtag(self, tag: str) -> None:
        self.unread -= tag in UNREAD
        self.parts.append("" if tag in INLINE else "\n")

    def handle_data(self, data: str) -> None:
        if self.unread <= 0:
            self.parts.append(_SPACES.sub(" ", data))


def lines(rng: random.Random, scale: float) -> dict[str, list[str]]:
    """Sentences by package, of pages not held out. Raises CalledProcessError where a package is not installed."""
    found = {}
    for package, size in MANUALS.items():
        sentences = [*dict.fromkeys(s for page in _pages(package) for s in _sentences(page))]
        rng.shuffle(sentences)
        found[package] = sentences[: int(size * scale)]
    return found


def versions() -> dict[str, str]:
    """The packages' versions. Raises CalledProcessError where one is not installed."""
    asked = ["dpkg-query", "-W", "-f", "${Package} ${Version}\\n", *MANUALS]
    listed = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    return dict(line.split() for line in listed.splitlines())


def _pages(package: str) -> list[Path]:
    listed = subprocess.run(["dpkg", "-L", package], capture_output=True, text=True, check=True).stdout
    return sorted(Path(line) for line in listed.split("\n") if ".htm" in line and "release" not in line)


def _sentences(page: Path) -> Iterator[str]:
    text = _Text()
    text.feed(page.read_text(encoding="utf-8", errors="replace"))
    for block in "".join(text.parts).split("\n"):
        if not corpora.held_out(block):
            yield from filter(_is_sound, corpora.sentences(corpora.tidy(block)))


def _is_sound(sentence: str) -> bool:
    words = sentence.lower().split()
    found, tokens = code.counted(sentence)
    return (
        3 <= len(words) <= LONGEST
        and corpora.mostly_letters(sentence)
        and found < CODE * tokens
        and sum(map(ENGLISH.__contains__, words)) >= max(1, SHARE * len(words))
        and sum(map(OTHER.__contains__, words)) < SHARE * len(words)
        and not sentence.startswith((">>>", "...", "$", "#"))
    )
