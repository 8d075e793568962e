"""Page furniture among the prose.

Menus, share buttons, cookie notices, comment forms, addresses and sizes of images are what an extractor is there to
remove. Left in, they part sentences from sentences, and are counted as words of the author.

A date, a byline, a caption, an address that a writer gives, one word such as "Contact" on a line, and a text that
explains such things in sentences are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from qc import Axis, Block, BlockKind, Document, Finding, Span, bad, good, rule
from qc.prose.furniture import Trace, trace

_EVIDENCE = {Trace.PHRASE: 1.0, Trace.IMAGE: 1.0, Trace.KEYWORDS: 0.5, Trace.BUTTON: 0.5}
ENOUGH = 1.0
"""One sentence that only pages say, or two buttons. Bare numbers are no evidence: tables have them, too."""
_AROUND = (BlockKind.FURNITURE, BlockKind.HEADING, BlockKind.MARKUP)
STRENGTHENED = 0.1
"""What each further piece of evidence adds to the strength of one that is just enough."""


@rule(
    axis=Axis.EXTRACTION,
    advice="delete it",
    examples=[
        bad(
            "The mill burnt down in the night, and nobody was hurt.\n\n"
            "⟦Leave a Reply\n\nYour email address will not be shown. Required fields are marked *\n\n"
            "Scroll to Top⟧"
        ),
        bad(
            "⟦Home\nNews\nContact us\nShare on Facebook\nSign in⟧\n"
            "The mill burnt down in the night, and nobody was hurt, said the fire officer on Monday."
        ),
        bad(
            "The mill burnt down in the night, and nobody was hurt.\n⟦252\n60\n1920\ntrue\n"
            "https://img.example.org/mill_0:160.jpg⟧\nThe owner has not been found, and the police are looking for him."
        ),
        bad(
            "⟦We use cookies to improve your experience on our site. By continuing to browse you accept our use of "
            "cookies.⟧\n\nThe mill burnt down in the night, and nobody was hurt."
        ),
        bad(
            "The mill burnt down in the night, and nobody was hurt.\n\n⟦ADVERTISEMENT\nContinue reading⟧\n\n"
            "The owner has not been found, and the police are looking for him."
        ),
        good("Mill burns down\n\nBy Ann Example\n\n12 January 2021\n\nThe mill burnt down, and nobody was hurt."),
        good(
            "Cookies are small files. We use cookies on this site to remember your language, and for nothing else. You "
            "may delete them when you like.\n\nPrivacy is dear to us, and we do not know who you are."
        ),
        good(
            "Contact\n\nWrite to the keeper of the mill, who answers on Mondays.\n\nMORE:\nhttps://mill.example.org/more"
        ),
        good("1\n\nThe mill burnt down in the night.\n\n2\n\nNobody was hurt, and the owner was not found."),
        good("“Share it,” she said.\n\n“Next!” he cried.\n\n“Save, print, and follow me on my search for home.”"),
    ],
)
def page_furniture(doc: Document) -> Iterator[Finding]:
    if all(block.kind is not BlockKind.FURNITURE for block in doc.blocks):
        return
    for around, group in groupby(doc.blocks, key=lambda block: block.kind in _AROUND):
        run = list(group) if around else []
        while run and run[0].kind is not BlockKind.FURNITURE:
            del run[0]
        while run and run[-1].kind is not BlockKind.FURNITURE:
            del run[-1]
        yield from _judge(doc, run)


def _judge(doc: Document, run: list[Block]) -> Iterator[Finding]:
    traces = [trace(doc.text[block.start : block.end]) for block in run]
    evidence = sum(_EVIDENCE.get(found, 0.0) for found in traces if found)
    if evidence < ENOUGH:
        return
    telling = next(at for at, found in enumerate(traces) if found in _EVIDENCE)
    shown = " ".join(doc.text[run[telling].start : run[telling].end].split())[:50]
    message = (
        f"{len(run)} lines belong to the page, such as “{shown}”" if len(run) > 1 else f"“{shown}” belongs to the page"
    )
    yield Finding(Span(run[0].start, run[-1].end), message, min(1.0, 0.5 + STRENGTHENED * evidence))
