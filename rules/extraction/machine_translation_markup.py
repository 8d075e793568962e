"""Markup in which a page says that a machine translated it.

Translation plug-ins and proxies mark what they made: in the language tag (`en-x-mtfrom-ru`), in links to the original,
in their own styles and scripts. Where the markup was extracted with the text, nothing need be guessed.

A text that shows such markup as code, and one that only speaks of it, is left alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from qc import Axis, BlockKind, Document, Finding, Span, bad, good, rule

_HEADER = "X-Translated-By: "
_HEAD = 4000
"""Characters at the top in which the header of an HTTP answer may have been left."""
_TAG = 400
"""How far before its attribute a tag begins, at most."""
_MARKUP = re.compile(
    r"(?<![\w-])(?:"
    r"(?:xml:|href)?lang ?= ?[\"']?[A-Za-z-]{1,30}-x-mtfrom-[\w-]{1,40}[\"']?"
    r"|rel ?= ?[\"']?[^\"'<>]{0,80}alternate-machine-translated-from[^\"'<>\s]{0,80}[\"']?"
    r"|(?:id|class|src|href) ?= ?[\"']?[^\"'<>]{0,200}(?:gtranslate|goog-te-|translated-(?:ltr|rtl))"
    r"[^\"'<>\s]{0,200}[\"']?"
    r"|name ?= ?[\"']?translation-stats[\"']?"
    r"|http-equiv ?= ?[\"']?X-Translated-By[\"']?(?: content ?= ?[\"'][^\"'<>]{0,80}[\"'])?"
    r"|X-Translated-By: [^\n<>]{1,80}"
    r"|data-machine-translated(?:-from)?(?: ?= ?[\"'][^\"'<>]{0,80}[\"'])?)"
)


@rule(
    axis=Axis.EXTRACTION,
    advice="delete it, and see who translated the page",
    examples=[
        bad('<html ⟦lang="en-x-mtfrom-ru"⟧>\nThe mill burnt down in the night, and nobody was hurt.'),
        bad('<link ⟦rel="alternate-machine-translated-from"⟧ hreflang="de" href="/de/"> The mill burnt down.'),
        bad(
            '<link ⟦id="gtranslate-style-css"⟧ rel="stylesheet">\n<aside ⟦id="gtranslate_wrapper"⟧>The mill burnt down.'
        ),
        bad('<meta ⟦name="translation-stats"⟧ content="{}"> <meta ⟦http-equiv="X-Translated-By" content="Google"⟧>'),
        bad('<script ⟦src="https://cdn.example.org/gtranslate/latest.js"⟧></script>\nThe mill burnt down.'),
        bad('<body ⟦class="page translated-ltr"⟧><div ⟦data-machine-translated="true"⟧>The mill burnt down.</div>'),
        bad("⟦X-Translated-By: Google⟧\n\nThe mill burnt down in the night."),
        good('Publishers may write `<p lang="en-x-mtfrom-fr">` on what a machine translated.', markup="markdown"),
        good('Use this:\n\n```html\n<html lang="en-x-mtfrom-fr">\n```\n\nIt marks the page.', markup="markdown"),
        good("The gtranslate plug-in and other machine-translated menus are listed under translation-stats."),
        good('<p lang="en-GB" class="translated">The letter was translated from the Latin by her sister.</p>'),
    ],
)
def machine_translation_markup(doc: Document) -> Iterator[Finding]:
    text = doc.text
    if "<" not in text and _HEADER not in text[:_HEAD]:
        return
    code = [block for block in doc.blocks if block.kind is BlockKind.CODE]
    starts = [block.start for block in code]
    for match in _MARKUP.finditer(text):
        tag = text.rfind("<", max(0, match.start() - _TAG), match.start())
        quoted = tag > 0 and text[tag - 1] == "`"
        above = bisect_right(starts, match.start()) - 1
        if not quoted and (above < 0 or match.start() >= code[above].end):
            yield Finding(Span(*match.span()), f"the markup says that a machine translated this: {match[0]}")
