"""Sentences: where they end, and where a stop ends nothing.

Every stop that white space follows is a candidate. What stands before it (an abbreviation, an initial, a list
number) and what comes next (a capital, a small letter, a verb of saying) settle it. A stop with no space behind it
is never an end: that is a file name, a figure, or damage which a rule reports.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qc.document import INLINE_MASK

_CLOSERS = "\"'’”»›)]}*_" + INLINE_MASK
_OPENERS = "\"'‘’“”«‹„‚([{*_–—-¿¡" + INLINE_MASK
_CANDIDATE = re.compile(
    rf"[.!?…]++[{re.escape(_CLOSERS)}.!?…]*+(?:\s++|\Z)"
    r"|[。！？｡।॥۔؟]++[”’」』）\"')\]]*+\s*+"
)  # fmt: skip

#: Never the last word of a sentence: something is always named, numbered or compared behind it.
_OPEN_ENDED = frozenset(
    "mr mrs ms mx messrs mme mlle dr prof profs gen sen sens rep reps gov govs lt col capt cpt cmdr maj sgt cpl pvt adm "
    "hon rev fr pres supt det insp dist asst assoc sr. mt ft pt vs v viz cf ca approx esp incl excl resp e.g i.e eg ie "
    "fig figs eq eqs ref refs ed eds trans pp p vol vols ch chap sec sect art arts para paras no. nos cl ss pl "
    "dept univ inst acc acct tel ext max min abbr abbrev anon al. b d r c. fl n.b nb op cit loc ibid s.t w.r.t "
    "u.s.s h.m.s r.m.s s.s h.r.h".split()
)

#: Abbreviations a sentence may end with: what follows decides.
_EITHER = frozenset(
    "inc corp co cos ltd llc plc bros jr sr esq etc al st ave blvd rd dr. hwy sq bldg apt a.m p.m am pm a.d b.c b.c.e c.e "
    "u.s u.k u.n e.u u.s.a u.s.s.r d.c l.a n.y u.a.e ph.d m.d b.a m.a b.sc m.sc m.b.a j.d ll.b d.phil r.n r.i.p o.k "
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun "
    "ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa penn "
    "tenn tex va vt wash wis wyo ont que alta "
    "ft in oz lb lbs kg km cm mm mi min mins sec secs hr hrs wk wks mo mos yr yrs tsp tbsp tbs pt qt gal doz approx "
    "govt intl natl assn gen. rev. no nos cie s.a n.v s.p.a gmbh pty".split()
)

#: Abbreviations after which a capital that is no sentence starter still begins a sentence.
_USUALLY_LAST = frozenset("etc a.m p.m am pm ph.d m.d r.i.p o.k b.c a.d b.c.e c.e".split())

#: Words that are capitalised only where a sentence (or a title) starts.
_STARTERS = frozenset(
    "A An The This That These Those He She It They We You I There Here His Her Its Their Our My Your In On At By For From "
    "To With Without Within After Before Since During Under Over Between Among Through Until Despite As If When While "
    "Where Why What Who Whose Which How Because Although Though Unless Once And But Or Nor So Yet Not No Now Then Thus "
    "However Therefore Moreover Meanwhile Instead Also Even Still Only Just Both Each Every Some Many Most Much All Any "
    "Another Other Others Several Few One Two Three Four Five Six Seven Eight Nine Ten Is Are Was Were Has Have Had Do "
    "Does Did Can Could Will Would Shall Should May Might Must Let Such According Asked Last Next More About Against "
    "Across Around Perhaps Maybe Yes Well Nobody Nothing Everyone Everything Someone Something It's He's She's That's "
    "There's They're We're You're I'm I've I'd I'll Don't Didn't It’s He’s She’s That’s There’s They’re We’re You’re "
    "I’m I’ve I’d I’ll Don’t Didn’t".split()
)

_AFTER_TIME = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday GMT EST EDT PST PDT CET CEST UTC BST ET PT CT MT Eastern "
    "Pacific Central Mountain January February March April May June July August September October November December".split()
)

_SAYING = (
    "said|says|asked|asks|cried|replied|answered|shouted|exclaimed|whispered|wondered|demanded|called|screamed|yelled|"
    "muttered|inquired|enquired|added|wrote|writes|tweeted|joked|repeated|continued|returned|murmured|sighed|laughed|"
    "snapped|growled|gasped|roared|insisted|declared|remarked|observed|interrupted|went|thought"
)
_SPEAKER_FOLLOWS = re.compile(
    rf"(?:I|(?!(?:He|She|They|We|It|You)\b)[A-Z][\w’'-]*\.?(?:\s[A-Z][\w’'-]*\.?){{0,2}})\s(?:{_SAYING})\b"
)
_DOTTED = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]\Z")
_CITATION = re.compile(r"\[\d")
_LONGEST_BEFORE = 24
"""How far the word before a stop is looked for: what is longer is no abbreviation."""


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each sentence of `text[start:end]`, one block of prose, in code points.

    White space around a sentence is in none; everything else of the block is in exactly one. Linear in the length.
    """
    start = _skip_space(text, start, end)
    first = start
    for stop in _CANDIDATE.finditer(text, start, end):
        after = stop.end()
        if after >= end:
            break
        if _ends(text, first, start, stop, end):
            yield start, stop.start() + len(stop.group().rstrip())
            start = after
    if start < end:
        tail = text[start:end].rstrip()
        if tail:
            yield start, start + len(tail)


def _skip_space(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _ends(text: str, block: int, start: int, stop: re.Match[str], end: int) -> bool:
    marks = stop.group().rstrip()
    if marks[0] not in ".!?…":
        return True
    following = _first_letter(text, stop.end(), end)
    if not following:
        return text[stop.end()] not in ".!?…"
    if marks[0] in "!?":
        return not _goes_on(text, following - 1, marks)
    if marks.startswith(("..", "…")):
        return _ellipsis_ends(text, following - 1)
    return _full_stop_ends(text, block, start, stop.start(), following - 1, len(marks) > 1)


def _first_letter(text: str, offset: int, end: int) -> int:
    """Return one more than the place of the first character of the next word, or 0 where no word follows."""
    limit = min(end, offset + 8)
    while offset < limit and text[offset] in _OPENERS:
        offset += 1
    while offset < limit and text[offset].isspace():
        offset += 1
    return offset + 1 if offset < limit and text[offset].isalnum() else 0


def _goes_on(text: str, following: int, marks: str) -> bool:
    if text[following].islower():
        return True
    return len(marks) > 1 and marks[-1] not in "!?." and _SPEAKER_FOLLOWS.match(text, following) is not None


def _word_at(text: str, offset: int) -> str:
    word = text[offset : offset + _LONGEST_BEFORE].split(None, 1)[0]
    return word.rstrip(',.;:!?"”)')


def _ellipsis_ends(text: str, following: int) -> bool:
    if text[following].islower():
        return False
    return not _word_at(text, following).startswith(("I'", "I’")) and _word_at(text, following) != "I"


def _full_stop_ends(text: str, block: int, start: int, stop: int, following: int, closed: bool) -> bool:
    before = text[max(start, stop - _LONGEST_BEFORE) : stop]
    words = before.split()
    if not words:
        return not text[following].islower()
    word = words[-1].lstrip(_OPENERS)
    if text[following].islower():
        return not closed and _is_plain(word)
    if closed:
        return True
    if word.isdigit():
        return _number_ends(text, block, start, stop, following, word)
    return _word_ends(text, start, words, word, following)


def _is_plain(word: str) -> bool:
    """Say whether this is a word that no one abbreviates so: the next sentence has lost its capital."""
    return len(word) > 3 and word.isalpha() and word.lower() not in _OPEN_ENDED | _EITHER


def _number_ends(text: str, block: int, start: int, stop: int, following: int, number: str) -> bool:
    if stop - len(number) <= start:
        return False
    return not text[following].isdigit() or len(number) == 4


def _word_ends(text: str, start: int, words: list[str], word: str, following: int) -> bool:
    lowered = word.lower()
    upcoming = _word_at(text, following)
    if len(word) == 1 and word.isalpha():
        return _letter_ends(words, word, upcoming)
    if lowered in _OPEN_ENDED:
        return False
    if lowered == "no" or lowered == "nos":
        return not upcoming[:1].isdigit()
    if lowered in _EITHER and (word[0].isupper() or lowered in _USUALLY_LAST or upcoming[:1].isdigit()):
        return _abbreviation_ends(lowered, upcoming)
    if _DOTTED.match(word):
        return upcoming in _STARTERS
    return True


def _abbreviation_ends(word: str, upcoming: str) -> bool:
    if upcoming in _STARTERS:
        return True
    return word in _USUALLY_LAST and not upcoming[:1].isdigit() and upcoming not in _AFTER_TIME


def _letter_ends(words: list[str], letter: str, upcoming: str) -> bool:
    """Settle a single letter: an initial, a label (`Q.`), the pronoun, or the end of `plan B.`"""
    if len(words) == 1:
        return False
    if letter.islower():
        return upcoming in _STARTERS
    if letter == "I":
        return words[-2][:1].islower() or upcoming in _STARTERS
    return upcoming in _STARTERS and not words[-2].endswith(".")
