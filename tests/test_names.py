"""What counts as a proper name, and what a capital alone does not make one."""

from __future__ import annotations

import pytest

from qc.data import entries
from qc.document import Document
from qc.names import names
from qc.words.lexicon import is_name, rarity


def found(text: str) -> list[str]:
    return [name.text for name in names(Document(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We met Maria Lopez in Lima.", ["Maria Lopez", "Lima"]),
        ("The garden was dry. Nobody watered it.", []),
        ("Zelmira was late.", ["Zelmira"]),
        ("They praised Ludwig van Tessen and Omar bin Saleh.", ["Ludwig van Tessen", "Omar bin Saleh"]),
        ("I think that Mr. Harlow’s brother, Dr Anna Reyes-Cole, left.", ["Harlow", "Anna Reyes-Cole"]),
        ("The works of J. R. Pelham and T.S. Orne are lost.", ["J. R. Pelham", "T.S. Orne"]),
        ("“Maybe,” said Kenji. “It is I.”", ["Kenji"]),
        ("The aide of President Ortega and Prime Minister Sato spoke.", ["Ortega", "Sato"]),
        ("Jean-Luc de Aubert saw Éric Ňemec in New York.", ["Jean-Luc de Aubert", "Éric Ňemec", "New York"]),
        ("Peru's President Elena Ruiz answered.", ["Peru", "Elena Ruiz"]),
    ],
)
def test_names_are_runs_that_no_sentence_start_explains(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_places_point_into_the_text() -> None:
    doc = Document("On Monday Ines Rocha’s train left.\n\nRocha waved.")
    assert [doc.text[name.start : name.end] for name in names(doc)] == [name.text for name in names(doc)]


def test_time_grows_with_the_text_alone() -> None:
    doc = Document("Aa " * 60_000 + "A." * 60_000 + "A-" * 60_000 + "Aa de la " * 20_000)
    assert names(doc)


@pytest.mark.parametrize("listed", ["known_names.txt", "multiword_names.txt", "loanwords.txt"])
def test_lists_hold_each_entry_once(listed: str) -> None:
    found = [entry.partition(" ~")[0].partition(" =")[0] for entry in entries(listed)]
    assert len(found) >= 300
    assert len(found) == len(set(found))


def test_a_recased_known_name_is_no_common_word() -> None:
    """Wrong forms of known names would report good English: `Delay`, `Postscript`, `Leapfrog`."""
    names = [entry.partition(" ")[0] for entry in entries("known_names.txt")]
    ordinary = [name for name in names if name.lower() != name and 0 < rarity(name.lower()) <= 20]
    assert [name for name in ordinary if not is_name(name.lower()) and not name.isupper()] == []
