"""Word written twice in a row.

A decoder that loses its place emits the word again (`the the talks`, `the censorship censorship rules`), or emits
two forms of the verb it could not decide between (`they used using chips`). The reader stumbles, and where the
word is a noun it is no longer clear whether another word was meant.

English doubles words on purpose: `had had`, `that that`, `what it is is`, `gave her her book`, `long long ago`,
`bye bye`, place and band names, stammering and emphasis in speech, the last word of a line of verse and the first of
the next. Only words that are never doubled well are reported anywhere, and other words only outside quotations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import compress

from qc import Axis, Document, Finding, Span, bad, good, miss, rule
from qc.words.manner import is_transcript

NEVER_TWICE = frozenset(
    "the a an of and or with from into onto their my our its your these those be are were has have been "
    "than at between against among toward towards during because although while whose we upon".split()
)
"""Words that no construction of standard English puts beside themselves."""

ON_PURPOSE = frozenset(
    "had that very no yes bye so far long many much too really ha hah ho hee he hey now there well oh ah "
    "aye hear is was do does did what who whom which her him you it this they she one up out over by for "
    "to as if on in off not but can will would may might must could should i me us then when where how why "
    "all any some each more most less never ever always again only just even still back down round around "
    "about along away big old little great good bad hard fast slow high low deep dark red blue green white "
    "black cold hot warm cool new nice fine sweet dear poor real pretty super extra true rich thin fat "
    "tiny huge wide soft loud quiet young tall short please stop wait go come look listen run walk work "
    "try knock tick tock tap drip drop beep bang boom chop choo blah bla boo cha ding dong dum hush mahi "
    "night pom poo tut tsk woof yum bon pip puff rah rat zig haw hmm la lala na dah di da re mi fa sol ti "
    "mama papa dada wee whoa wow yeah yea yep nah okay ok right left first second third twenty thirty "
    "forty fifty sixty seventy eighty ninety hundred thousand million billion two three four five six "
    "seven eight nine ten zero point dot com www x y z etc sic said says say ago murmur couscous tam tom "
    "beri berry dik ylang aku couldn goody hubba juju kaka lulu muumuu nene paw pooh quack roly same tuk "
    "tutu twit yo yoyo chow chi gaga hotsy jam kuku pili sing thing walla wagga pago bora lang ling bing "
    "wing war love money home day days time times step years year steady inch brick miles mile bit stroke "
    "word line page face side end door layer piece bird person house man men woman child boy girl star "
    "hash pound double triple sapiens bison gorilla vulpes".split()
)
"""Words doubled for emphasis, in counting, as sounds, where two clauses meet, or where a dash was meant."""

SHORTEST = 4
"""Shorter content words are initials, symbols, syllables or sounds more often than words."""

WRAPPED = 45
"""A line end between the two is a wrapped line only after this many characters; shorter ones are verse or a list."""

DISTINCT = 50
"""Different words looked for: each costs a pass over the text, and no document doubles so many."""

_TWO_FORMS = re.compile(r"ed ([a-z]{2,})ing\b")
_MARKS = '.,;:!?)”’"'
_PLAIN = re.compile(r"[a-z]+")


@rule(
    axis=Axis.TRANSLATION,
    advice="delete one of the two",
    examples=[
        bad("Visitors posted photographs of the ⟦censorship censorship⟧ rules that the office had sent out."),
        bad("The engineers returned to ⟦the the⟧ northern valley before the snow came."),
        bad("One reporter ⟦used using⟧ a borrowed name to enter the hall."),
        bad("She asked for a list ⟦of of⟧ members, and nobody had one."),
        bad("The harbour master kept the ledgers of every ship that paid for ⟦the\nthe⟧ privilege of lying there."),
        good("He had had enough, and she knew that that was the end of it."),
        good("What it is is a question of money, and I gave her her share."),
        good("They were long, long years. A long long time ago the river ran here."),
        good("Homo sapiens sapiens scored a double double."),
        good("Duran Duran played in Walla Walla, and the Lin Lin bakery stayed open."),
        good("“I saw the rain rain down,” she said. “Run run, he cried, and never never come back.”"),
        good("Row, row the boat over\nover the quiet bay,\nslowly the evening\nevening draws away."),
        good("Well, uh, we we tried, and the the thing is, it’s a a lot of money, um, for for them."),
        good("The number is one one two. Press star star six to hear the menu again."),
        good("Whoever was in in March had left by April, and those who stayed on on Sunday saw the parade."),
        bad("The committee praised the ⟦delegation delegation⟧."),
        miss("⟦The the⟧ answer came late."),
    ],
)
def doubled_word(doc: Document) -> Iterator[Finding]:
    twice = sorted(set(_twice(doc.tokens)))
    if twice and not is_transcript(doc):
        for word in twice[:DISTINCT]:
            yield from _doubled(doc, word)
    yield from _two_forms(doc)


def _twice(tokens: list[str]) -> Iterator[str]:
    """Yield words whose next token begins with them and is the same but for a mark behind it."""
    following = tokens[1:]
    for word, after in compress(zip(tokens, following, strict=False), map(str.startswith, following, tokens)):
        if not after[len(word) :].strip(_MARKS) and _is_never_doubled(word):
            yield word


def _is_never_doubled(word: str) -> bool:
    if not _PLAIN.fullmatch(word) or word in ON_PURPOSE:
        return False
    return word in NEVER_TWICE or len(word) >= SHORTEST


def _doubled(doc: Document, word: str) -> Iterator[Finding]:
    pattern = re.compile(rf"(?<![^\s(“‘\"]){word}(\s+){word}(?![^\s.,;:!?)”’\"])(?!\s+{word}\b)")
    for match in pattern.finditer(doc.prose_text):
        if "\n" in match[1] and not _wrapped(doc.prose_text, match.start(1), match[1]):
            continue
        quoted = doc.is_quoted(match.start())
        if word in NEVER_TWICE or not quoted:
            strength = 0.5 if quoted or "\n" in match[1] else 1.0
            yield Finding(Span(match.start(), match.end()), f"“{word}” stands twice in a row", strength)


def _wrapped(text: str, end: int, gap: str) -> bool:
    return gap.count("\n") == 1 and end - text.rfind("\n", 0, end) > WRAPPED


def _two_forms(doc: Document) -> Iterator[Finding]:
    text = doc.prose_text
    for match in _TWO_FORMS.finditer(text):
        start = match.start() - len(match[1])
        if text[start : match.start()] == match[1] and not text[start - 1 : start].isalnum():
            words = text[start : match.end()]
            yield Finding(Span(start, match.end()), f"“{words}” is one verb in two forms", 0.8)
