"""Apostrophes, primes and single quotation marks told apart, one mark at a time.

Between letters the question does not arise. At the edge of a word the mark may stand for dropped letters (goin’,
’tis, ’90s), for a possessive (dogs’), for feet or minutes (6'), or quote. Each reading gets a price here, and
`qc.quotation.pairing` takes the cheapest over the whole text: “the boys’ room” inside ‘…’ costs less as an apostrophe
than as a closing mark that leaves another one without its opening.
"""

from __future__ import annotations

from qc.quotation.bearing import NO_MARK, Bearing, Side, bearing

CLIPPED = frozenset(
    """em en n til till tis twas twere twill twould twould've tisn't twasn't cause cos cuz coz bout round neath gainst
    ere er im is ave ad ow ouse ome ell ello ere's nuff fraid nother way stead scuse kay sup tude bye m t s d ll re ve
    o un uns im's e ee er's prentice stablish twixt tween mongst midst scape bove fore hind low long cross kid pon
    phone bus plane cello flu ud alf alfway and eard ead ole undred ope old im self emself emselves erself ard appen
    ead's orse eaven ell's ead ate appy umble oo ooever ooray tother t'other yer ya y'all sfar nd ard""".split()
)
"""Words that begin with an apostrophe, without it: ’tis, ’em, ’cause, and the dropped aitches of dialogue."""

CLIPPED_ENDS = frozenset(
    "an th o t d ol lil mo po fo yo wi ha gi ca wha tha jus mus bes las ole ev e'e y i s an' g m l".split()
)
"""Short words that end with an apostrophe, without it: th’, o’, ol’, wi’."""

_LIKELY, _POSSIBLE, _UNLIKELY, _NEVER = 0.2, 2.0, 3.0, 6.0


def between_letters(text: str, start: int, end: int) -> bool:
    """Say whether the mark stands inside a word: don’t, O’Neill, rock’n’roll."""
    return start > 0 and text[start - 1].isalnum() and text[end : end + 1].isalnum()


def single_bearing(text: str, start: int, end: int) -> Bearing:
    """Weigh a single mark: as `qc.quotation.bearing.bearing`, where "neither" is an apostrophe or a prime."""
    weighed = bearing(text, start, end)
    if _drops_letters(text, start, end):
        return weighed._replace(opening=LEFT_OUT, closing=LEFT_OUT, neither=0.0)
    return weighed._replace(neither=_as_apostrophe(text, start, end, weighed))


def _drops_letters(text: str, start: int, end: int) -> bool:
    """Say whether the mark is one of those of rock 'n' roll, or the first of the '60s' music."""
    if text[end : end + 1] in "nN" and text[end + 1 : end + 2] in _APOSTROPHES:
        return True
    if text[start - 1 : start] in "nN" and text[start - 2 : start - 1] in _APOSTROPHES:
        return True
    return text[end : end + 2].isdigit() and text[end + 2 : end + 3] == "s"


_APOSTROPHES = frozenset("'’‘")

LEFT_OUT = 2.0
"""Reading such a mark as quoting: dearer than two apostrophes, cheaper than a lost partner."""


def before_clipped_word(text: str, end: int) -> bool:
    """Say whether a word with dropped letters follows: ’tis, ’em."""
    return _word_after(text, end).lower() in CLIPPED


def _as_apostrophe(text: str, start: int, end: int, weighed: Bearing) -> float:
    before, after = weighed.before, weighed.after
    if before is Side.WORD and after is not Side.WORD:
        return _at_word_end(text, start)
    if after is Side.WORD and before is not Side.WORD:
        return _at_word_start(text, end, before)
    if before is Side.SPACE and after is Side.SPACE:
        return 1.0
    return _NEVER if before is Side.STOP else NO_MARK


def _at_word_end(text: str, start: int) -> float:
    word = _word_before(text, start)
    if not word:
        return NO_MARK
    if word[-1] in "sSzxX" or word.endswith("in") or word in CLIPPED_ENDS:
        return _LIKELY
    return 0.5 if word[-1].isdigit() else _POSSIBLE


def _at_word_start(text: str, end: int, before: Side) -> float:
    word = _word_after(text, end)
    if not word:
        return NO_MARK
    if word[0].isdigit():
        return _LIKELY if word[:2].isdigit() else _UNLIKELY
    if word.lower() in CLIPPED:
        return _LIKELY
    return _NEVER if before is Side.STOP else _UNLIKELY


_LONGEST = 24  # letters of a word worth reading: no table entry is longer


def _word_before(text: str, start: int) -> str:
    at = start
    while at > 0 and start - at < _LONGEST and text[at - 1].isalnum():
        at -= 1
    return text[at:start]


def _word_after(text: str, end: int) -> str:
    at, last = end, min(len(text), end + _LONGEST)
    while at < last and (text[at].isalnum() or text[at] in "'’"):
        at += 1
    return text[end:at].rstrip("'’")


_MEASURES = frozenset(
    """x by by: wide tall long high deep thick diameter disk disks disc discs drive drives floppy screen screens
    monitor monitors tv tvs television televisions display displays pipe pipes pan pans nail nails gun guns laptop
    square inch inches round plank planks board boards tyre tyres wheel wheels vinyl single remix lcd""".split()
)


def prime_cost(text: str, start: int, end: int) -> float:
    """What it costs to read the double mark at text[start:end] as inches or seconds; `NO_MARK` without a digit."""
    head = text[max(0, start - 8) : start].rstrip(" ")
    if not head or not (head[-1].isnumeric() or head[-1] in "'’′"):
        return NO_MARK
    if any(mark in head for mark in "'’′°"):
        return 0.0 if _measured(head) else NO_MARK
    following = text[end : end + 16].split(None, 1)[:1]
    if following and following[0].strip(".,;)").lower() in _MEASURES:
        return 0.0
    if text[start - 1] != head[-1] or (text[start] == "”" and text[end : end + 1] != "”" and "/" not in head):
        return NO_MARK  # a curly mark after a bare number closes a quotation far more often
    return 1.2


def _measured(head: str) -> bool:
    """Say whether `head` ends in feet or minutes and a number: 6'2, 28' 38."""
    number = head.rstrip("0123456789.½¼¾")
    mark = number.rstrip()
    return mark[-1:] in ("'", "’", "′", "°") and mark[-2:-1].isdigit()


def possessive_cost(text: str, end: int) -> float:
    """What it costs to read the double mark that ends at `end` as a mistyped apostrophe: the boys" room.

    Old wire copy is full of them. It costs a third of a lost mark, so that it never breaks a pair.
    """
    following = text[end : end + 16]
    if text[end - 1] != '"' or following[:1] != " " or not following[1:2].isalpha():
        return NO_MARK
    return NO_MARK if following.split()[0] in _NOT_OWNED else 1.0


_NOT_OWNED = frozenset(
    """in on at of and or to for as by with from that which who is was are were has have had will would can could may
    the a an he she it they but said says""".split()
)
"""Words that do not follow a possessive: the boys' room, but `the "boys" in the room`."""
