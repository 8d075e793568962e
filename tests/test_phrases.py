"""Tables of phrases: what is found, and that no entry is ordinary English."""

from __future__ import annotations

import pytest

from qc.data import entries
from qc.document import Document
from qc.words import phrases

TABLES = ("tortured_phrases.txt", "calques.txt")

ORDINARY = (
    "The woodland was irregular and the random forest of learning is not. Deep learning, a neural network, "
    "supervised learning, a support vector machine, market rivalry, energy efficiency, a cyber attack, the greenhouse "
    "gas, breast cancer, the immune system, a decision tree, big data, cloud computing, the signal to noise ratio. It "
    "was "
    "a shot in the arm, the tip of the iceberg, a wake-up call, a drop in the ocean, a dead end, the last straw. For "
    "instance, then again, in addition to that, so that you can see, the death rate, good judgement, the long haul, "
    "a cell phone, presence of mind, little by little, a place to begin, the front room, a breaking point, sci-fi."
)


def found(text: str, table: str) -> list[tuple[str, str]]:
    doc = Document(text)
    return [(doc[place.span], place.meant) for place in phrases.places(doc, table)]


@pytest.mark.parametrize("table", TABLES)
def test_ordinary_phrases_are_in_no_table(table: str) -> None:
    assert found(ORDINARY, table) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("The use of counterfeit consciousness grew.", "counterfeit consciousness"),
        ("Counterfeit Consciousness is the title.", "Counterfeit Consciousness"),
        ("They fell a few irregular\nwoodlands that year.", "irregular\nwoodlands"),
        ("Parkinson’s malady was named.", "Parkinson’s malady"),
        ("In İzmir and in İnegöl the haze figuring began.", "haze figuring"),
    ],
)
def test_case_plurals_apostrophes_and_line_ends_do_not_hide_a_phrase(text: str, place: str) -> None:
    assert [span for span, _ in found(text, "tortured_phrases.txt")] == [place]


def test_a_number_stands_for_itself_in_words_or_digits() -> None:
    for number in ("4", "four"):
        assert found(f"They met at {number} of the afternoon.", "calques.txt") == [
            (f"at {number} of the afternoon", "at four in the morning")
        ]


def test_a_phrase_in_a_longer_one_is_not_found_besides() -> None:
    assert found("It is a standout amongst the most visited.", "tortured_phrases.txt") == [
        ("a standout amongst the most", "one of the most")
    ]


def test_a_phrase_between_quotation_marks_is_spoken_of() -> None:
    assert found("They write “counterfeit consciousness” in it.", "tortured_phrases.txt") == []


@pytest.mark.parametrize("table", TABLES)
def test_every_entry_has_one_star_and_is_found_where_it_stands(table: str) -> None:
    for entry in entries(table):
        meant, _, listed = entry.partition(":")
        for phrase in listed.split(";"):
            assert phrase.count("*") == 1, phrase
            written = phrase.replace("*", "").strip().replace("N", "five")
            assert (written, meant) in found(f"It was said that {written} was there.", table), phrase
