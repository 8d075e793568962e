"""UTF-8 read in another encoding.

A page in UTF-8 went through a program that took it for Windows-1252, Mac Roman or Windows-1251: `donâ€™t`, `cafÃ©`,
`‚Äôs`. The words can be guessed, the marks often cannot, and an engine that got the text in this state translated it
in this state. What the characters would have been is worked out by ftfy and named in the message.

Accented letters, capitals with a tilde or a ring, the sequence of a letter and a curly mark, currency and trade marks
are left alone where the same bytes make no sense in UTF-8.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from qc import Axis, Document, Edit, Finding, Span, bad, good, miss, rule

SUSPECTS = frozenset("ÃÂâÄÅåÎÏÐÑØÙðïÉÊËÌÍàáãäŠŽžœ€™ŒРСðГ‚„¬√ÔÕÓ∂¶≈") | {chr(code) for code in range(0x80, 0xA0)}
"""What the first byte of a UTF-8 sequence looks like in the encodings it is mistaken for."""

_RUN = re.compile(r"[^\x00-\x7f](?:[^\x00-\x7f]|[\x20-\x7e](?=[^\x00-\x7f]))*")
"""Odd characters, single plain ones between them included: two accents of one word are one accident."""


@rule(
    axis=Axis.ENCODING,
    examples=[
        bad(
            "The mayor said he didn⟦â€™⟧t know who had signed the order.",
            mended="The mayor said he didn’t know who had signed the order.",
        ),
        bad(
            "They met in a caf⟦Ã©⟧ near the harbour and spoke for an hour.",
            mended="They met in a café near the harbour and spoke for an hour.",
        ),
        bad(
            "The firm⟦‚Äô⟧s results were better than in the spring.",
            mended="The firm’s results were better than in the spring.",
        ),
        bad(
            "He wrote ⟦РџСЂРёРІРµС‚⟧ on the wall of the station.", mended="He wrote Привет on the wall of the station."
        ),
        bad(
            "The ticket costs ⟦Â£⟧12 at the door ⟦â€“⟧ less for children.",
            mended="The ticket costs £12 at the door – less for children.",
        ),
        bad(
            "Letters from ⟦Ã‰⟧tienne and from Mrs Na⟦Ã¯⟧f lay unopened.",
            mended="Letters from Étienne and from Mrs Naïf lay unopened.",
        ),
        good("The café in São Paulo sells pão de açúcar, and Åse’s naïve façade fooled nobody."),
        good("CRIAÇÃO E FORMAÇÃO stood over the door of the school in Évora."),
        good("A room for €90, a “view” of the Ångström Building™, and 10 °C at noon – or so it said."),
        good("Târgu Mureș, l’Âge d’or and the ‘Â’ of the French alphabet are spelt with a circumflex."),
        good("“Привет,” said the sign in St Petersburg, and nobody minded."),
        miss("She wore a cap from M⟦√∫⟧nich, or so the label said."),
    ],
)
def mojibake(doc: Document) -> Iterator[Finding]:
    if not doc.odd_characters & SUSPECTS:
        return
    for match in _RUN.finditer(doc.text):
        start, run = match.start(), match.group()
        if len(run) > 1 and not SUSPECTS.isdisjoint(run):
            yield from _misread(run, start)


def _misread(run: str, start: int) -> Iterator[Finding]:
    intended = _intended(run)
    if intended != run:
        message = f"“{run}” is what “{intended}” looks like when it is read in the wrong encoding"
        span = Span(start, start + len(run))
        yield Finding(span, message, edit=Edit(span, intended) if _is_whole(run) and intended.isprintable() else None)


@lru_cache(4096)
def _intended(run: str) -> str:
    # Imported here: most documents have no suspect character, and ftfy takes 50 ms of a cold start.
    from ftfy import fix_encoding

    return fix_encoding(run)


def _is_whole(run: str) -> bool:
    """Say whether no byte was lost on the way, so that what was meant is known and not guessed."""
    from ftfy import fix_encoding_and_explain

    steps = fix_encoding_and_explain(run).explanation or ()
    return all(action in ("encode", "decode") for action, _ in steps)
