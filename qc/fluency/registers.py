"""Registers of English that the encoder has read little of, and that engines do not write: judged with leniency.

Telegraphic English (notes, small ads, instructions, lists) leaves out articles, subjects and `to be`, and the encoder
takes them for lost. An engine loses some of these words too, but not throughout. Notation (moves, scores, statistics)
is half figures. Dialect and chat have words of their own, which engines neither know nor make.

Where a stretch is one of these, an engine's damage in it is hardly seen either. On the development set that is one word
in a hundred of clean text and one in four hundred of damaged (`training/NOTEBOOK.md`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

LEFT_OUT = frozenset(
    "the a an is are was were be been has have had he she it they we you i his her their its our your my this that "
    "these those him them me us".split()
)
"""Articles, forms of `be` and `have`, pronouns: an eighth to a quarter of the words of most prose."""

OWN = frozenset(
    # Singapore and Malaysia, West Africa, the Caribbean
    "lah leh lor meh liao sia shiok siao jialat kiasu makan jio anot walao alamak "
    "dey wetin abi sef oga wahala pikin comot naija abeg haba yuh pickney nuh cyah bwoy gyal "
    # Scotland, Ireland, the North
    "cannae didnae dinnae wasnae isnae couldnae wouldnae doesnae bairn bairns nae och auld weans amn't nowt owt summat "
    # anywhere, spoken and typed
    "ain't y'all finna gonna wanna gotta kinda sorta dunno lemme gimme outta innit "
    "ur lol lmao brb btw imo imho idk thx pls plz omg rofl tho cuz coz ppl".split()
)
"""Words of dialect and chat, none of them common in another language (`una`). They count in small letters alone: Jio,
Leh, Liao and Ur are names."""

AROUND, ENOUGH = 100, 60
"""Words around a sentence, itself among them, of which shares are taken; of fewer than the second nothing is said."""

TELEGRAPHIC, NOTATION, DIALECT = 0.06, 0.16, 0.025
"""Shares: below the first of the words left out, from the second on of figures, from the third on of own words."""

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+")


class _Counts(NamedTuple):
    tokens: int
    figures: int
    left_out: int
    own: int


def unfamiliar(sentences: Sequence[str]) -> list[bool]:
    """Whether each sentence of a document stands in a stretch of such English."""
    sums = [list(accumulate(column, initial=0)) for column in zip(*map(_counts, sentences), strict=True)]
    return [_is_unfamiliar(_around(sums, at)) for at in range(len(sentences))]


def _counts(sentence: str) -> _Counts:
    found = _TOKEN.findall(sentence.replace("’", "'"))
    left_out = sum(word.partition("'")[0].lower() in LEFT_OUT for word in found)
    return _Counts(len(found), sum(map(str.isdigit, found)), left_out, sum(map(OWN.__contains__, found)))


def _around(sums: Sequence[Sequence[int]], at: int) -> _Counts:
    """Counts of the sentence with its neighbours on both sides, as many as it takes."""
    words, start, end = sums[0], at, at + 1
    while words[end] - words[start] < AROUND and (start > 0 or end < len(words) - 1):
        start, end = max(0, start - 1), min(len(words) - 1, end + 1)
    return _Counts(*(column[end] - column[start] for column in sums))


def _is_unfamiliar(found: _Counts) -> bool:
    if found.tokens < ENOUGH:
        return False
    words = found.tokens - found.figures
    telegraphic = found.left_out < TELEGRAPHIC * words
    return telegraphic or found.figures >= NOTATION * found.tokens or found.own >= DIALECT * words
