"""Two words with only a stop between them.

Spinners and engines put protected words back without the space that followed (`technology,Acme’s`), and segments are
joined as they come (`sanctions.However,`). Every count, search and splitter takes the two words for one.

Numbers, initials, file and domain names, abbreviations, code, addresses and lists of keywords are left alone, and so
is what removed markup glued together after a colon or a closing mark: that is glued-sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qc import Axis, Document, Edit, Finding, Span, bad, good, miss, rule
from qc.words import lexicon

_COMMA = re.compile(r",(?=[A-Za-z“‘][a-z’A-Z]|[aI] )")
_SEMICOLON = re.compile(r";(?=[A-Za-z][a-z])")
_STOP = re.compile(r"\.(?=[A-Z][a-z])")
_QUESTION = re.compile(r"\?(?=[A-Z][a-z])")
_SHOUT = re.compile(r"!(?=[A-Z][a-z])")
_WORD_BEFORE = re.compile(r"\S+\Z")
_WORD_AFTER = re.compile(r"[“‘]?([A-Za-z][A-Za-z’'-]*)(\S*)")
_LAST_LETTERS = re.compile(r"(?<![\w.@/\\])[“‘(\"']?([A-Za-z][\w’'-]*|[\d,.]+%?)\Z")
_FILE = re.compile(r"[.:(]\w")
_MACHINE = re.compile(r"[@/\\_=<>{}\[\]|#&+*~`$]|\(\w|\w\(")

TITLES = frozenset(
    "mr mrs ms dr st prof gen col sgt capt lt rev hon gov sen rep no vs nos pp vol fig jr sr ed eds al cf eg ie etc "
    "viz approx dept".split()
)

ALONE = 0.4
"""Strength of a place that is the only one: people forget a space now and then, and three times is no accident."""

LEAST_CERTAIN = 3
"""Letters of the second word from which on a space is all that is missing: `Raleigh,a` may name a footnote."""


@rule(
    axis=Axis.TRANSLATION,
    advice="put the space back",
    examples=[
        bad(
            "With this technology⟦,⟧Acme’s engineers went further than anyone.",
            mended="With this technology, Acme’s engineers went further than anyone.",
        ),
        bad(
            "Critics said nothing. However⟦,⟧Brexcorp’s lawyers did.",
            mended="Critics said nothing. However, Brexcorp’s lawyers did.",
        ),
        bad("In the first instance⟦,⟧has the board refused.", mended="In the first instance, has the board refused."),
        bad(
            "The bank lifted its sanctions⟦.⟧However, the trade did not return.",
            mended="The bank lifted its sanctions. However, the trade did not return.",
        ),
        bad("The court closed⟦;⟧the lawyers went home.", mended="The court closed; the lawyers went home."),
        bad("Who was it⟦?⟧Nobody could say.", mended="Who was it? Nobody could say."),
        bad("In the US⟦,⟧a fear of weakness spread."),
        good("It cost 1,000 pounds, or 3.5, more or less; see [1],[2] and (a,b)."),
        good("Write to Node.js users at Booking.com, St.John’s or J.R.Smith and O.J.Simpson, e.g.Monday."),
        good("Keywords: news,weather,sports,travel. The files are notes.Old.txt and readme.TXT."),
        good("Call list.Sort() or System.Out on x,y and foo(bar,baz), or see www.example.org/a,b;c."),
        good("He worked in the U.S.Army under Gen.Clark, at Yahoo!Japan and will.I.am."),
        good("AT&T;they said."),
        miss("The price rose by 5⟦.⟧This was too much."),
    ],
)
def lost_space(doc: Document) -> Iterator[Finding]:
    places = list(_places(doc.prose_text))
    for span, message, edit in places:
        yield Finding(span, message, min(1.0, ALONE * len(places)), edit=edit)


def _places(text: str) -> Iterator[tuple[Span, str, Edit | None]]:
    for pattern in (_COMMA, _STOP, _SEMICOLON, _QUESTION, _SHOUT):
        for match in pattern.finditer(text):
            words = _words(text, match.start())
            if words and _parted(*words, match[0]):
                span, message = Span(*match.span()), f"no space between “{words[0]}{match[0]}” and “{words[1]}”"
                yield span, message, Edit(span, f"{match[0]} ") if len(words[1]) >= LEAST_CERTAIN else None


def _words(text: str, offset: int) -> tuple[str, str] | None:
    """Return the words on both sides of a stop, None where the token is no two words of prose."""
    token = _WORD_BEFORE.search(text, max(0, offset - 40), offset)
    before = _LAST_LETTERS.search(text, max(0, offset - 40), offset)
    after = _WORD_AFTER.match(text, offset + 1, offset + 60)
    if not token or not before or not after:
        return None
    whole = token[0] + after[0]
    if (
        _MACHINE.search(whole)
        or whole.count(",") > 1
        or _FILE.match(after[2])
        or whole.lower().startswith(("http", "www."))
    ):
        return None
    return before[1], after[1]


def _parted(before: str, after: str, stop: str) -> bool:
    """Say whether the two are words that stand beside each other in prose."""
    if len(before) < 2 or not lexicon.knows(before) or not _is_word(after):
        return False
    if stop in ".?!":
        return before.islower() and before not in TITLES and lexicon.knows(after.lower())
    return True


def _is_word(word: str) -> bool:
    if len(word) == 1:
        return word in ("a", "I")
    return lexicon.knows(word) or (word[0].isupper() and word[1:2].islower())
