"""Program code in plain text: between fences, or told by its tokens.

A page about programs has listings between its paragraphs, and where they were not set apart by fences nothing but
their look tells. Prose of any kind, formulas, party lists and statutes among it, has hardly a token in ten with a
brace, an equals sign, an arrow or the like; a listing has one in three. A file that is a program, or data in its
notation, has fewer where strings and comments are long: there, less is asked of each passage.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, groupby

from qc.prose.furniture import TAG
from qc.prose.paragraph import Line

_FENCE = "```"
"""Not three tildes, which part the scenes of a story as often."""

_SIGNS = "={}\\_|"
"""What a listing has one of. Single characters, for these are looked for ten times as fast as two in a row."""

# Fields of templates, escapes and tags are no tokens of code: where they are left in prose, they are its damage. A tag
# is taken out whole, for what stands between tags may be prose.
_TOKEN = re.compile(
    r"=|::|->|\|\||<[<-]|\w_\w|\w\(\)"
    r"|(?<!\{)\{(?![\w.]*\}|\{)|(?<![\w}])\}(?!\})|\[-|\$(?!\{[\w.]+\})[a-z_({]"
    r"|\\(?![\"'/]|[nrtu](?![a-z]))|\\n[\"']|\"{3}|'{3}|\"\w+\":"
    r"|[a-z_]\((?![a-z]{1,5}\))"  # a call, not "letter(s)"
    r"|(?<!\d)[)\]\"'];$|^(?:/\w+/|//|/\*|\*/|&&|#!|>>>)"
)
_FEWEST, _SHARE = 3, 0.3
"""Tokens of code in a listing at least, and their share: so many take no paragraph of prose of the development set."""

_PROGRAM = 0.12
"""Share of a whole text's tokens that makes it a program, and then of a passage's: pages about programs have up to
0.06 in the development set, one text garbled amid its listings 0.09."""


def parted(text: str, runs: Sequence[list[Line]]) -> tuple[list[list[Line]], list[list[Line]]]:
    """Part runs of lines into those of prose and those of code."""
    if not _has_signs(text) and _FENCE not in text:
        return list(runs), []
    parts = list(_by_fences(text, runs))
    counts = [counted(text[run[0].start : run[-1].end]) for _, run in parts]
    found, tokens = map(sum, zip(*counts, strict=True)) if counts else (0, 0)
    share = _PROGRAM if found >= _PROGRAM * tokens else _SHARE
    prose: list[list[Line]] = []
    code: list[list[Line]] = []
    for (fenced, run), count in zip(parts, counts, strict=True):
        (code if fenced or _is_code(*count, share) else prose).append(run)
    return prose, code


def _is_code(found: int, tokens: int, share: float) -> bool:
    return found >= _FEWEST and found >= share * tokens


def counted(passage: str) -> tuple[int, int]:
    """Tokens of code in a passage, and all its tokens."""
    if not _has_signs(passage):
        return 0, len(passage.split())
    tokens = TAG.sub(" ", passage).split()
    return sum(map(bool, map(_TOKEN.search, tokens))), len(tokens)


def _has_signs(text: str) -> bool:
    return any(map(text.__contains__, _SIGNS))


def _by_fences(text: str, runs: Sequence[list[Line]]) -> Iterator[tuple[bool, list[Line]]]:
    """The runs, parted where a fence stands; with each whether it lies between two."""
    fenced = _fenced(text, runs) if _FENCE in text else None
    for run in runs:
        if fenced:
            yield from ((inside, list(lines)) for inside, lines in groupby(run, key=fenced.__contains__))
        else:
            yield False, run


def _fenced(text: str, runs: Sequence[list[Line]]) -> set[Line]:
    """The lines from each fence to the next one that has nothing behind it; an open one fences nothing."""
    found: set[Line] = set()
    lines: list[Line] = []
    for line in chain.from_iterable(runs):
        behind = text[line.start + len(_FENCE) : line.end] if text.startswith(_FENCE, line.start) else None
        if lines:
            lines.append(line)
            if behind == "":
                found.update(lines)
                lines = []
        elif behind is not None and "`" not in behind:
            lines = [line]
    return found
