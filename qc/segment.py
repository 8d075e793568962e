"""Sentences: where they end, and where a stop ends nothing.

Every stop that white space follows is a candidate. What stands before it (an abbreviation, an initial, a list
number) and what comes next (a capital, a small letter, a verb of saying) settle it. A stop with no space behind it
is never an end: that is a file name, a figure, or damage which a rule reports.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qc.document import INLINE_MASK

_OPENERS = "\"'‘’“”«»‹„‚([{*_–—-¿¡" + INLINE_MASK
_CLOSED = "\"'’”»)]"
_FOREIGN = (
    "\N{IDEOGRAPHIC FULL STOP}\N{FULLWIDTH EXCLAMATION MARK}\N{FULLWIDTH QUESTION MARK}"
    "\N{HALFWIDTH IDEOGRAPHIC FULL STOP}\N{DEVANAGARI DANDA}\N{DEVANAGARI DOUBLE DANDA}"
    "\N{ARABIC QUESTION MARK}\N{ARABIC FULL STOP}"
)
"""Stops of scripts that put no space behind them, or whose stops end nothing but sentences."""
# A single mark first, then all that belongs to it, matched whether or not it ends anything: with a run first, or white
# space demanded behind, a million full stops in a row would be read a million times.
_FOREIGN_CLOSERS = "\N{RIGHT CORNER BRACKET}\N{RIGHT WHITE CORNER BRACKET}\N{FULLWIDTH RIGHT PARENTHESIS}"
_CANDIDATE = re.compile(rf"[.!?…{_FOREIGN}][.!?…{_FOREIGN}{_FOREIGN_CLOSERS}\"'’”»›)\]}}*_{INLINE_MASK}]*+")

#: Titles and ranks, written with a capital: a name follows.
_TITLES = frozenset(
    "mr mrs ms mx messrs mme mlle dr drs prof profs gen sen sens rep reps gov govs lt col capt cpt cmdr maj sgt cpl "
    "pvt adm hon rev fr pres supt det insp dist asst assoc mt ft pt dept univ inst u.s.s h.m.s r.m.s s.s h.r.h "
    "atty brig mmes chmn jas wm chas thos geo robt rte mfg stat app spec".split()
)

#: Words that something always follows.
_NEVER_LAST = frozenset(
    "vs v viz cf ca approx esp incl excl resp e.g i.e eg ie n.b nb op cit loc ibid s.t w.r.t abbr anon".split()
)

#: Words that a number follows, and that end a sentence like any other where none does.
_NUMBERED = frozenset(
    "fig figs eq eqs ref refs ed eds pp vol vols ch chap sec sect art arts para paras no nos cl ss pl tel ext max min "
    "acc acct flt bk pt app ex".split()
)

#: Abbreviations a sentence may end with: what follows decides.
_EITHER = frozenset(
    "inc corp co cos ltd llc plc bros jr sr esq etc al st ave blvd rd hwy sq bldg apt a.m p.m am pm a.d b.c "
    "b.c.e c.e u.s u.k u.n e.u u.s.a u.s.s.r d.c l.a n.y u.a.e ph.d m.d b.a m.a b.sc m.sc m.b.a j.d ll.b d.phil r.n "
    "r.i.p o.k jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun ala "
    "ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa penn "
    "tenn tex va vt wash wis wyo ont que alta ft in oz lb lbs kg km cm mm mi min mins sec secs hr hrs wk wks mo mos "
    "yr yrs tsp tbsp tbs pt qt gal doz govt intl natl assn cie s.a n.v s.p.a gmbh pty".split()
)

_ABBREVIATED = _TITLES | _NEVER_LAST | _NUMBERED | _EITHER

#: Abbreviations after which a capital that is no sentence starter still begins a sentence.
_USUALLY_LAST = frozenset("etc a.m p.m am pm ph.d m.d r.i.p o.k".split())

#: Abbreviations in small letters; others so written ("sat", "mass") are words.
_SMALL = _USUALLY_LAST | {"al", "u.s", "u.k"}

#: Words that are capitalised only where a sentence (or a title) starts.
_STARTERS = frozenset(
    "A An The This That These Those He She It They We You I There Here His Her Its Their Our My Your In On At By "
    "For From To With Without Within After Before Since During Under Over Between Among Through Until Despite As If "
    "When While Where Why What Who Whose Which How Because Although Though Unless Once And But Or Nor So Yet Not No "
    "Now Then Thus However Therefore Moreover Meanwhile Instead Also Even Still Only Just Both Each Every Some Many "
    "Most Much All Any Another Other Others Several Few One Two Three Four Five Six Seven Eight Nine Ten Is Are Was "
    "Were Has Have Had Do Does Did Can Could Will Would Shall Should May Might Must Let Such According Asked Last "
    "Next More About Against Across Around Perhaps Maybe Yes Well Nobody Nothing Everyone Everything Someone "
    "Something It's He's She's That's There's They're We're You're I'm I've I'd I'll Don't Didn't It’s He’s She’s "
    "That’s There’s They’re We’re You’re I’m I’ve I’d I’ll Don’t Didn’t".split()
)

_AFTER_TIME = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday GMT EST EDT PST PDT CET CEST UTC BST ET PT CT MT "
    "Eastern Pacific Central Mountain January February March April May June July August September October November "
    "December".split()
)

_SAYING = (
    "said|says|asked|asks|cried|replied|answered|shouted|exclaimed|whispered|wondered|demanded|called|screamed|yelled|"
    "muttered|inquired|enquired|added|wrote|writes|tweeted|joked|repeated|continued|returned|murmured|sighed|laughed|"
    "snapped|growled|gasped|roared|insisted|declared|remarked|observed|interrupted|went|thought"
)
_SPEAKER_FOLLOWS = re.compile(
    rf"(?:I|(?!(?:He|She|They|We|It|You)\b)[A-Z][\w’'-]*\.?(?:\s[A-Z][\w’'-]*\.?){{0,2}})\s(?:{_SAYING})\b"
)
_NO_BEGINNING = frozenset(".!?…/%&+=,;:")
_COUNT = re.compile(r"\d|[IVXLC]+\Z|[A-Z]\Z")
_DOTTED = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]\Z")
_INITIALS = 4
"""Letters and stops of initials before an initial: `J. I. Case`, `U.S. A. Smith`; longer words may well end."""
_YEAR = 4
"""A number of four digits may end a sentence though another number follows; `1. 000` is one number, broken."""
_LONGEST_BEFORE = 24
"""How far the word before a stop is looked for: what is longer is no abbreviation."""


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each sentence of `text[start:end]`, one block of prose, in code points.

    White space around a sentence is in none; everything else of the block is in exactly one. Linear in the length.
    """
    start = _past_space(text, start, end) if text[start : start + 1].isspace() else start
    for stop in _CANDIDATE.finditer(text, start, end):
        last, after = stop.span()
        if after == end or (not text[after].isspace() and text[last] not in _FOREIGN):
            continue
        following = after + 1 if text[after] == " " else after
        if following < end and text[following].isspace():
            following = _past_space(text, following, end)
        if following < end and _ends(text, start, last, after, following, end):
            yield start, after
            start = following
    if start < end:
        while text[end - 1].isspace():
            end -= 1
        yield start, end


def _past_space(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _ends(text: str, start: int, stop: int, after: int, following: int, end: int) -> bool:
    """Say whether the marks of `text[stop:after]` end the sentence that begins at `start`."""
    if text[stop] == "." and after == stop + 1 and text[following].isupper():
        word = text[text.rfind(" ", max(start, stop - _LONGEST_BEFORE), stop) + 1 : stop]
        if len(word) > 3 and word.islower() and word.isalpha() and word not in _ABBREVIATED:
            return True
    return _ends_on_reflection(text, start, stop, after, following, end)


def _ends_on_reflection(text: str, start: int, stop: int, after: int, following: int, end: int) -> bool:
    if text[stop] in _FOREIGN:
        return True
    marks = text[stop:after]
    letter = _first_letter(text, following, end)
    if letter < 0:
        if text[following] in _NO_BEGINNING:
            return False
        letter = following
    if marks[0] in "!?":
        return not _goes_on(text, letter, marks)
    if marks.startswith(("..", "…")):
        return _ellipsis_ends(text, letter)
    return _full_stop_ends(text, start, stop, letter, closed=after - stop > 1)


def _first_letter(text: str, offset: int, end: int) -> int:
    """Return the place of the first character of the next word, or -1 where no word follows."""
    limit = min(end, offset + 8)
    while offset < limit and text[offset] in _OPENERS:
        offset += 1
    while offset < limit and text[offset].isspace():
        offset += 1
    return offset if offset < limit and text[offset].isalnum() else -1


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


def _full_stop_ends(text: str, start: int, stop: int, following: int, *, closed: bool) -> bool:
    before = text[max(start, stop - _LONGEST_BEFORE) : stop]
    words = before.split()
    if not words:
        return not text[following].islower()
    word = words[-1].lstrip(_OPENERS).rstrip(_CLOSED)
    if text[following].islower():
        return not closed and _is_plain(word)
    if closed or words[-1][-1] in _CLOSED:
        return True
    if word.isdigit():
        return stop - len(word) > start and (len(word) == _YEAR or not text[following].isdigit())
    return _word_ends(text, words, word, following)


def _is_plain(word: str) -> bool:
    """Say whether this is a word that no one abbreviates so: the next sentence has lost its capital."""
    return len(word) > 3 and word.isalpha() and word.lower() not in _ABBREVIATED


def _word_ends(text: str, words: list[str], word: str, following: int) -> bool:
    lowered = word.rpartition("-")[2].lower()
    upcoming = _word_at(text, following)
    if len(upcoming) == 1 and text.startswith(".", following + 1) and len(word) < _INITIALS:
        return False
    if len(word) == 1 and word.isalpha():
        return _letter_ends(words, word, upcoming)
    if lowered in _NEVER_LAST or (lowered in _TITLES and word.rpartition("-")[2][:1].isupper()):
        return False
    if lowered in _NUMBERED:
        return _COUNT.match(upcoming) is None
    if lowered in _EITHER and (word[0].isupper() or lowered in _SMALL or upcoming[:1].isdigit()):
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
