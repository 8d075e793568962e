"""The texts a LanguageTool server gets, and positions in them back to the document."""

from __future__ import annotations

import pytest

from qc.document import INLINE_MASK, Document, Span
from qc.languagetool.batches import LONGEST, batches

SENTENCE = "The keeper of the lock wrote the level of the water in a book each morning. "


def found(doc: Document, words: str) -> list[str]:
    """What lies in the document where the words are found in the batches."""
    spans = [part.span(at, len(words)) for part in batches(doc) if (at := part.text.find(words)) >= 0]
    return [doc[span] for span in spans if span]


@pytest.mark.parametrize(
    "before",
    [
        "",
        "\N{GRINNING FACE}" * 3,
        "\N{MATHEMATICAL SCRIPT CAPITAL A} was",
        "ё",
        "e\N{COMBINING ACUTE ACCENT}",
        "\ud800",
    ],
)
def test_a_place_is_the_same_whatever_stands_before_it(before: str) -> None:
    doc = Document(f"{before} When it rained the river rose to the wall of the mill and went no further.\n")
    assert found(doc, "the river") == ["the river"]


def test_a_text_is_as_long_for_the_server_as_for_us() -> None:
    doc = Document(
        "She wrote \N{GRINNING FACE}\N{GRINNING FACE} and \N{MATHEMATICAL SCRIPT CAPITAL A} below the figure.\n"
    )
    (part,) = batches(doc)
    assert len(part.text.encode("utf-16-le")) == 2 * len(part.text)


def test_paragraphs_are_parted_by_blank_lines_and_lines_within_them_are_not() -> None:
    lines = [
        "The keeper of the lock wrote the level of the water in a book each morning, and in",
        "the spring, when it rose by the width of a hand every day, he slept on the bench by",
        "the stove.",
    ]
    (part,) = batches(Document("\n".join(lines) + "\n\n" + "\r\n".join(lines)))
    assert part.text == " ".join(lines) + "\n\n" + "  ".join(lines)


def test_what_is_no_prose_is_not_sent() -> None:
    text = "# Weather\n\nThe rain `fell(1)` on the town.\n\n```\nthe the code\n```\n\nThe river rose.\n"
    (part,) = batches(Document(text, markup="markdown"))
    assert part.text == f"The rain {INLINE_MASK * 9} on the town.\n\nThe river rose."
    assert part.span(part.text.index(INLINE_MASK) - 5, 9) is None


def test_a_match_between_paragraphs_is_none_of_the_document() -> None:
    (part,) = batches(Document("The rain fell.\n\nThe river rose.\n"))
    assert part.span(14, 2) is None
    assert part.span(10, 9) == Span(10, 14)


@pytest.mark.parametrize("end", ["\n\n", " "])
@pytest.mark.parametrize(
    "paragraphs", [[1], [3, 1, 2], [52], [53], [60, 1, 60], [130, 5], [1] * 120, [51, 2, 49, 4, 107]]
)
def test_the_batches_hold_all_prose_once_and_none_is_long(paragraphs: list[int], end: str) -> None:
    doc = Document(end.join((SENTENCE * count).strip() for count in paragraphs))
    parts = list(batches(doc))
    places = [place for part in parts for place in part.places]
    assert places == sorted(places)
    assert "".join(doc[place] for place in places).replace(" ", "") == "".join(doc.tokens)
    assert all(len(part.text) <= LONGEST + len("\n\n") * len(part.places) for part in parts)
    assert all(doc[place].startswith("The keeper") for place in places)


def test_a_sentence_longer_than_a_batch_is_cut_between_words() -> None:
    doc = Document("water " * LONGEST)
    assert all(doc[place].startswith("water") for part in batches(doc) for place in part.places)
    assert len(list(batches(Document("a" * 3 * LONGEST)))) == 3
