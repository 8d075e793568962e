"""How far an unknown word lies from the words of English: one slip of the pen, or nowhere near."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from string import ascii_lowercase

from qc.words.lexicon import rarity, scowl

COMMON_CODES = "1234567"
"""SCOWL size classes 10 to 60 of words, as `scowl.txt` codes them: a slip away from a rarer word means nothing."""

FUNCTION_WORDS = frozenset("the of and to for with that this from was were has are not".split())
"""Words that run together with a neighbour leave no doubt. Shorter ones begin and end too many words by chance."""


@lru_cache(1 << 12)
def near(word: str) -> str:
    """Return a common word that one letter lost, put in, replaced or exchanged would make of it, or nothing.

    The word is in lower case. Costs up to a millisecond the first time: ask for few words of a document.
    """
    get = scowl().get
    return next((slip for slip in _slips(word) if get(slip)[:1] in COMMON_CODES and get(slip)), "")


def _slips(word: str) -> Iterator[str]:
    yield from (word[:at] + word[at + 1 :] for at in range(len(word)))
    yield from (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1))
    for at in range(len(word) + 1):
        for letter in ascii_lowercase:
            yield word[:at] + letter + word[at + 1 :]
            yield word[:at] + letter + word[at:]


def run_together(word: str) -> tuple[str, str] | None:
    """Return the two words that stand here without a space, one of them a function word: `southof`, `therescue`."""
    for cut in range(2, len(word) - 1):
        first, second = word[:cut], word[cut:]
        if (first in FUNCTION_WORDS and _plain(second)) or (second in FUNCTION_WORDS and _plain(first)):
            return first, second
    return None


def two_words(word: str) -> bool:
    """Say whether two everyday words stand here without a space: a slip of the thumb, `theirown`."""
    return any(0 < rarity(word[:cut]) <= 20 and 0 < rarity(word[cut:]) <= 20 for cut in range(3, len(word) - 2))


def _plain(word: str) -> bool:
    return len(word) > 3 and 0 < rarity(word) <= 35
