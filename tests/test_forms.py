"""Forms, their places, and the words beside them."""

from __future__ import annotations

import pytest

from qc.document import Document
from qc.words.forms import capitalised, follows, mentions, occurrences, precedes

TEXT = "“Lima’s port,” said Ana's aunt (in Lima).\nWrite to @Lima, lima.example.org or Lima-born Ana—now."


def test_a_form_has_neither_marks_nor_a_possessive() -> None:
    assert {"Lima", "port", "said", "Ana", "aunt", "in"} <= Document(TEXT).forms


def test_occurrences_are_whole_words() -> None:
    doc = Document("Ann met Anna, Ann’s sister; ANN and Ann.")
    assert [span.start for span in occurrences(doc, "Ann")] == [0, 14, 36]


def test_mentions_leave_out_handles_addresses_and_chains() -> None:
    doc = Document(TEXT)
    assert [doc.text[: span.start].count("\n") for span in mentions(doc, "Lima")] == [0, 0]


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("the old | house of stone", "old", "house"),
        ("it ended. | “Then", "", ""),
        ("the well-known\n| man’s hat", "well-known", "man’s"),
        ("a new chapter\n\n| began", "", "began"),
        ("| start", "", "start"),
    ],
)
def test_the_words_beside_a_place(text: str, before: str, after: str) -> None:
    place = text.index("|")
    text = text.replace("|", "")
    assert precedes(text, place) == before
    assert follows(text, place) == after


def test_capitalised_forms_come_sorted() -> None:
    assert capitalised(Document("Then Zoltan met Anders, Bo and anders.")) == ("Anders", "Then", "Zoltan")
