"""Hyphen with a space on one side.

Engines that take words apart at the hyphen put them back with a space too many: `Chinese -educated`, `well -known`,
`co- operation`. The reader takes it for a dash, and the sentence for two.

Dashes, suspended hyphens (`pre- and post-war`, `two- to three-year`), command-line options, negative numbers, list
bullets, stammering, and typed dashes that touch a word are left alone: only where the two halves make one word,
or the second is a participle that needs the first, is the hyphen a hyphen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qc import Axis, Document, Finding, Span, bad, good, miss, rule
from qc.words import lexicon

_BEFORE_WORD = re.compile(r" -([a-z]{2,})(?![\w=-])")
_AFTER_WORD = re.compile(r"- ([a-z]{2,})(?!\w)")
_WORD_BEFORE = re.compile(r"(?<![\w’'./-])([A-Za-z]{1,20})\Z")

SUSPENDED = frozenset("and or to nor but und versus vs as than not even through until".split())

TAILS = frozenset(
    "based born bound built called controlled dependent dominated driven educated educational elect established "
    "faced friendly funded general hand haired held income inch intensive known led length level like long looking "
    "made minded mile minute month old oriented owned paid paying picked powered priced produced quality range "
    "ranging ranked rate ready related rich run scale set shaped size sized speaking sponsored standing style "
    "supported term time trained type wide winning working year class backed free proof side time law chief elected "
    "being up off out down over in century day week hour page foot point step star round".split()
)
"""Second halves that seldom begin a clause of their own; any word in -ed or -ing is asked about as well."""

FRONTS = frozenset(
    "anti co ex non pre post self semi multi pro sub inter intra ultra mid vice well ill long short high low full "
    "half part all cross counter neo pan quasi re un over under one two three four five six seven eight nine ten "
    "twenty thirty forty fifty sixty seventy eighty ninety first second third".split()
)
"""First halves that seldom end a clause."""

COMMON = 55
"""Size class of the lexicon up to which both halves pass for words of their own: no word was divided then."""


@rule(
    axis=Axis.TRANSLATION,
    advice="delete the space beside the hyphen",
    examples=[
        bad("The firm hired Chinese⟦ -⟧educated engineers."),
        bad("They signed a co⟦- ⟧operation treaty with a well⟦ -⟧known bank."),
        bad("The long⟦ -⟧term plan of the state⟦ -⟧owned mill was dropped."),
        bad("The twenty⟦- ⟧year lease and the self⟦- ⟧governing town came to an end."),
        bad("The govern⟦- ⟧ment did what nobody liked."),
        good("Run grep -rn or tar -xzf, find -name and ls --all, or set it to -c."),
        good("It fell to -5 degrees - the pre- and post-war winters, two- to three-day storms, were worse."),
        good("He stopped - nobody knew why -and left. She said -well, never mind."),
        good("- bread\n- based on rye\n-butter"),
        good("I d- don’t know, she said- then laughed. It was late- again."),
        miss("The hospital⟦ -⟧bed was empty."),
    ],
)
def spaced_hyphen(doc: Document) -> Iterator[Finding]:
    text = doc.prose_text
    if " -" in text:
        yield from _found(_BEFORE_WORD, text)
    if "- " in text:
        yield from _found(_AFTER_WORD, text)


def _found(pattern: re.Pattern[str], text: str) -> Iterator[Finding]:
    for match in pattern.finditer(text):
        before = _WORD_BEFORE.search(text, max(0, match.start() - 21), match.start())
        if before and _one_word(before[1], match[1], glued_left=match[0].startswith("-")):
            message = f"the hyphen of “{before[1]}-{match[1]}” has a space beside it"
            yield Finding(Span(match.start(), match.start() + 2), message)


def _one_word(first: str, second: str, *, glued_left: bool) -> bool:
    """Say whether the halves belong together: as one word, or as a compound no clause break would part."""
    if second in SUSPENDED or len(first) < 2:
        return False
    if glued_left:
        return first.lower() in FRONTS or _divided(first, second)
    return first.lower() in FRONTS or second in TAILS or (second.endswith("ed") and first[0].isupper())


def _divided(first: str, second: str) -> bool:
    """Say whether it is a word divided at a line end, as "environ- ment" is."""
    if min(len(first), len(second)) < 3 or not lexicon.knows(first + second):
        return False
    return not all(0 < lexicon.rarity(half) <= COMMON for half in (first, second))
