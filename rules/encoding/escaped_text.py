r"""Escape sequence left in the text.

The text was taken out of JSON, a program, a web address or a mail and not decoded: `\u2019`, `\n`, `\"`, `%20`,
`=E2=80=99`. An engine translates such text with the escapes in it, and where the letters beside them were taken for
part of the word it breaks the word as well.

Windows paths, TeX, regular expressions, addresses, percentages, the end of a program's string, a table of
escapes and text that speaks of them are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qc import Axis, Document, Finding, Span, bad, good, miss, rule

_BACKSLASH = re.compile(
    r"\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[rn](?=[\\\sA-Z“‘]|\"\w|$)|t(?=[\\\sA-Z]|$)|\"(?!\w*\{)|/)"
    r"(?:\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[rnt]|\"))*",
    re.MULTILINE,
)
_PERCENT = re.compile(r"%(?:20|2[0-9A-F]|3[A-F]|C3%[89AB][0-9A-F]|E2%80%[89][0-9A-F])(?=[A-Za-z%])")
_QUOTED_PRINTABLE = re.compile(r"=(?:[C-F][0-9A-F]=[89AB][0-9A-F](?:=[89AB][0-9A-F]){0,2}|3D\"|20$)", re.MULTILINE)
_SPOKEN_OF = re.compile(
    r"escap(?:e|ing)|backslash|new ?line|regex|regular expression|[Uu]nicode|URL|encod|character|TeX"
)
_PATH_OR_ADDRESS = re.compile(r"(?:[A-Za-z]:\\|\\\\|https?:|www\.|\w/|[?&]\w+=)\S*\Z")


@rule(
    axis=Axis.ENCODING,
    advice="undo the escaping, or read the file as what it is",
    examples=[
        bad(r"The minister said he didn⟦\u2019⟧t know."),
        bad(r"The first line ends here.⟦\n⟧The second begins."),
        bad(r"She said ⟦\"⟧we have no choice⟦\"⟧ and left the hall."),
        bad("The bank⟦=E2=80=99⟧s answer came late."),
        bad("Read⟦%20⟧the⟦%20⟧letter before noon."),
        bad(r"They voted on Monday.⟦\r\n\r\n⟧On Tuesday it rained."),
        good(r"The file lies in C:\new\reports\texts and in \\server\notes\u2019 as well."),
        good(r"The gradient \nabla f and the mean \nu are set in bold; G\"odel and Erd\H{o}s agree."),
        good(r"In a string, \n stands for a newline and \u2019 for an escaped apostrophe."),
        good(r'It prints "no such user\n"; nothing follows.'),
        good("The file may hold these.\n\n    \\n\n    the name of the machine\n\n    \\t\n\n    the time"),
        good("About 20%25 years ago; 30%of them; see https://example.org/a%20b%20c for more."),
        good("Set x=20 and y=3D, then read on: the score was A=E2 at the end."),
        miss(r"The road⟦\n⟧fork is closed."),
    ],
)
def escaped_text(doc: Document) -> Iterator[Finding]:
    text = doc.prose_text
    if "\\" in text:
        yield from _found(_BACKSLASH, text)
    if "%" in text:
        percents = list(_found(_PERCENT, text))
        yield from percents if len(percents) > 1 else ()
    if "=" in text:
        yield from _found(_QUOTED_PRINTABLE, text)


def _found(pattern: re.Pattern[str], text: str) -> Iterator[Finding]:
    for match in pattern.finditer(text):
        if not _left_alone(text, match):
            yield Finding(Span(*match.span()), f"“{_shown(match[0])}” is an escape nobody decoded")


def _left_alone(text: str, match: re.Match[str]) -> bool:
    line = text.rfind("\n", 0, match.start()) + 1
    start = max(line, match.start() - 200)
    if _PATH_OR_ADDRESS.search(text, start, match.start()):
        return True
    if text[line : match.start()].isspace() and text[match.end() : match.end() + 1] in ("", "\n"):
        return True
    umlaut = match[0] == '\\"' and text[match.start() - 1 : match.start()].isalpha() and text[match.end()].isalpha()
    return umlaut or bool(_SPOKEN_OF.search(text, start, match.end() + 100))


def _shown(escape: str) -> str:
    return escape if len(escape) <= 20 else escape[:19] + "…"
