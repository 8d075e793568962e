"""Slips of one letter, and words run together."""

from __future__ import annotations

import pytest

from qc.words.spelling import near, run_together, two_words


@pytest.mark.parametrize("word", ["recieve", "necesary", "hosue", "accomodation", "tomorow"])
def test_one_slip_away_from_a_word(word: str) -> None:
    assert near(word)


@pytest.mark.parametrize("word", ["zborniku", "rivalality", "hellauf", "souhlasil"])
def test_nowhere_near_a_word(word: str) -> None:
    assert not near(word)


def test_a_function_word_run_into_its_neighbour() -> None:
    assert run_together("therescue") == ("the", "rescue")
    assert run_together("southof") == ("south", "of")
    assert run_together("theory") is None
    assert run_together("scandal") is None


def test_two_everyday_words() -> None:
    assert two_words("theirown")
    assert not two_words("zborniku")
