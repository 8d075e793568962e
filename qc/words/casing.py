"""How a document uses capitals: whether a lower-case letter in it is a slip or a habit."""

from __future__ import annotations

from functools import lru_cache

from qc.document import Document

CAPITALISED_STARTS = 0.9
"""Below this share of sentences that begin with a capital, lower case is how the writer writes; one is a slip."""

FEWEST = 5
"""Fewer sentences than this show no habit, unless all of them begin with a capital."""


@lru_cache(2)
def keeps_capitals(doc: Document) -> bool:
    """Say whether nearly every sentence of the prose begins with a capital, so that an exception is a slip."""
    text, capital, small = doc.prose_text, 0, 0
    for sentence in doc.sentences:
        first = _first_letter(text, sentence.start, sentence.end)
        capital += first.isupper()
        small += first.islower()
    if capital + small < FEWEST:
        return capital > small
    return small <= 1 or capital >= CAPITALISED_STARTS * (capital + small)


def _first_letter(text: str, start: int, end: int) -> str:
    """Return the sentence's first letter, behind marks; empty where a digit or symbol comes first."""
    for offset in range(start, min(start + 4, end)):
        if text[offset].isalpha():
            return text[offset]
        if text[offset].isalnum():
            break
    return ""
