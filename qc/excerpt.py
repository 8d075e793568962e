"""A few words around a place, for messages that a person can check against the text."""

from __future__ import annotations

_REACH = 48
"""Characters looked at: four words of ordinary length, and an end to any run without white space."""


def words_from(text: str, at: int, count: int = 4) -> str:
    """The first words at or after `at`, no more than `count` of them, on one line."""
    return " ".join(text[at : at + _REACH].split()[:count])


def words_to(text: str, at: int, count: int = 4) -> str:
    """The last words before `at`, no more than `count` of them, on one line."""
    return " ".join(text[max(0, at - _REACH) : at].split()[-count:])
