"""Notice that an engine translated this text.

Translation services sign their work: `Translated by Google`, `Translated with www.DeepL.com/Translator (free
version)`, `This article was machine translated`, `Original text · Rate this translation`. Nothing says more plainly
where a text comes from, and the line itself is no part of it.

Articles on translation, notices inside quotations, translations by people, and texts that tell of another text's
machine translation are left alone: a notice speaks of this text, on a line or in brackets of its own, or calls it
“this article”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qc import Axis, Document, Finding, Span, bad, good, miss, rule

_ENGINE = (
    r"(?:Google(?: Translate| Cloud)?|DeepL|Bing(?: Translator)?|Microsoft(?: Translator)?|Yandex|Baidu|Papago"
    r"|Systran|ChatGPT|GPT-?\d?|(?:an |the )?AI\b|artificial intelligence|(?:a )?machine(?: translation)?|(?:a "
    ")?computer|software)"
)
_THIS = (
    r"(?:[Tt]his|[Tt]he (?:following|above))(?: \w+)? (?:article|text|page|post|story|content|document|translation"
    r"|version|site|website|interview|report|message|review|paper|entry)"
)
_BY_MACHINE = (
    rf"(?:(?:automatically|machine)[- ](?:generated|translated|translation)|(?:auto|AI)-translated"
    rf"|translated (?:automatically|(?:by|with|using|via|through|with the help of) {_ENGINE}))"
)
_NEAR = 300
"""Characters of a long line looked at around a word of translation."""

_NOTICES = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        rf"{_THIS} (?:was|is|has been|may have been|were)(?: \w+)?(?: a)? {_BY_MACHINE}",
        (
            rf"^[ \t(\[*_]*(?:[Aa]utomatically |[Mm]achine )?[Tt]ranslated (?:by|with|using|via) {_ENGINE}"
            r"[^\n.]{0,40}[.)\]*_]*[ \t]*$"
        ),
        r"[Tt]ranslated with (?:www\.)?DeepL(?:\.com)?\S*(?: \(free version\))?",
        (
            rf"[(\[](?:[Aa]uto(?:matically)?[- ]|[Mm]achine[- ])?[Tt]ranslated (?:by|with|using|via) {_ENGINE}"
            r"[^\n)\]]{0,30}[)\]]"
        ),
        (
            r"^[ \t]*(?:(?:[Aa]uto|[Mm]achine)[- ]translated|[Aa]utomatically translated|[Mm]achine translation"
            r"|[Aa]utomatic translation)[ \t.:]*$"
        ),
        r"(?:[Tt]ranslation )?[Pp]owered by Google(?: Translate)?",
        r"[Rr]ate this translation|Your feedback will be used to help improve Google Translate",
        r"^[ \t]*(?:[Ss]ee|[Ss]how|[Vv]iew) translation(?: text)?[ \t.]*$",
    )
)


@rule(
    axis=Axis.TRANSLATION,
    advice="delete it",
    examples=[
        bad("⟦Translated by Google⟧\n\nThe mayor of the town resigned on Monday after a long quarrel."),
        bad("⟦This article was machine translated⟧ and may contain errors. The mayor resigned on Monday."),
        bad("The mayor resigned. ⟦Translated with www.DeepL.com/Translator (free version)⟧"),
        bad("Original text\n⟦Rate this translation⟧\nThe mayor resigned on Monday."),
        bad("⟦The following text has been automatically translated⟧ from Finnish."),
        bad("The mayor resigned ⟦(translated by Google)⟧ and left the town."),
        good("Google translated by hand the pages that its engine could not. Translated by Anna Berg."),
        good("The post was automatically translated into English, and readers of the rival paper laughed at it."),
        good("A line under it said “Translated by Google”, which explained the errors."),
        good("Machine translation has improved, and many an article is now translated by software."),
        good("This translation was made by Thomas Hart in 1911 and is in the public domain."),
        miss("⟦Sorry for the errors, I used a translator⟧. The mayor resigned."),
    ],
)
def engine_notice(doc: Document) -> Iterator[Finding]:
    last = 0
    for start, end in sorted(set(_notices(doc.text))):
        if start >= last and not doc.is_quoted(start):
            last = end
            yield Finding(Span(start, end), f"“{doc.text[start:end]}” is an engine’s notice, not the text")


def _notices(text: str) -> Iterator[tuple[int, int]]:
    for sign in ("ranslat", "owered by Google"):
        at = text.find(sign)
        while at >= 0:
            start = max(text.rfind("\n", 0, at) + 1, at - _NEAR)
            end = text.find("\n", at)
            end = min(end if end >= 0 else len(text), at + _NEAR)
            for pattern in _NOTICES:
                yield from map(_trimmed, pattern.finditer(text, start, end))
            at = text.find(sign, end)


def _trimmed(match: re.Match[str]) -> tuple[int, int]:
    lead = len(match[0]) - len(match[0].lstrip(" \t*_"))
    trail = len(match[0]) - len(match[0].rstrip(" \t*_.:"))
    return match.start() + lead, match.end() - trail
