"""HTML entity left in the text.

The extractor took the markup off and forgot to decode the characters (`&amp;`, `&nbsp;`, `&#8217;`), or the page had
encoded them twice. The marks of quotations are often among them.

Company names (`AT&T; Ford`), query strings, code, and pages that explain HTML are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import unescape

from qc import Axis, Document, Finding, Span, bad, good, miss, rule

_ENTITY = re.compile(r"&(?:amp;)?(?:#(?:\d{2,6}|[xX][0-9a-fA-F]{2,6});|([A-Za-z]{2,8}\d?);|(nbsp(?!=)|quot(?![\w=])))")
_EXPLAINED = re.compile(r"HTML|XML|entit(?:y|ies)|escap(?:e|ing)|markup")
_ADDRESS = re.compile(r"(?:https?:|www\.|[/?]\S*=)\S*\Z")


@rule(
    axis=Axis.ENCODING,
    advice="write the character it stands for",
    examples=[
        bad("Marks ⟦&amp;⟧ Spencer closed three shops in the north."),
        bad("The board said it had⟦&nbsp;⟧no comment, and the minister didn⟦&#8217;⟧t answer."),
        bad("⟦&ldquo;⟧We are ready,⟦&rdquo;⟧ the captain said."),
        bad("The price of bread⟦&nbsp⟧rose twice in the spring."),
        bad("Salt ⟦&amp;#38;⟧ pepper were rationed until 1953."),
        good("He worked for AT&T; later he joined R&D; then he left."),
        good("The address is https://example.org/list?a=1&copy;=2&lt;b and nothing else."),
        good("In HTML an ampersand is written &amp; and a space that does not break &nbsp;."),
        good("Q&A; B&B; the usual."),
        good("Write `&lt;` for the sign, and `&amp;` for the other.", markup="markdown"),
        miss("Tom ⟦&amp⟧ Sons have moved to Leith."),
    ],
)
def html_entity(doc: Document) -> Iterator[Finding]:
    text = doc.prose_text
    if "&" not in text:
        return
    for match in _ENTITY.finditer(text):
        name = match[1] or match[2]
        if (name and name not in _names()) or _ADDRESS.search(text, max(0, match.start() - 200), match.start()):
            continue
        if not _explained(text, match.start()):
            yield Finding(Span(*match.span()), f"“{match[0]}” is an undecoded {_decoded(match[0])}")


def _explained(text: str, offset: int) -> bool:
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    return bool(_EXPLAINED.search(text, max(start, offset - 400), min(end if end >= 0 else len(text), offset + 400)))


def _decoded(entity: str) -> str:
    char = unescape(unescape(entity if entity.endswith(";") else entity + ";"))
    return "space" if char.isspace() else f"“{char}”" if char.isprintable() else "invisible character"


@cache
def _names() -> frozenset[str]:
    # Imported here: most documents have no ampersand, and the table of two thousand names takes a millisecond.
    from html.entities import name2codepoint

    return frozenset(name2codepoint) | {"apos"}
