"""The normal form of a text: what gives a corpus away goes, what is damage stays."""

from __future__ import annotations

import pytest

from qc.evaluation.normalise import normalised

LINE = "The parish council met on Monday evening to talk about the bridge that the floods had taken away"


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        # Wrapped prose comes on one line; paragraphs stay.
        (f"{LINE}\nand about its cost.\n\n{LINE}.\n", f"{LINE} and about its cost.\n\n{LINE}.\n"),
        # Tokens.
        ("They do n't know , and it 's late ; we 'll see .", "They don't know, and it's late; we'll see."),
        ("He left ( at last ) . It was over !", "He left (at last). It was over!"),
        ("He paid 3.50 , not .75 of it.", "He paid 3.50, not .75 of it."),
        # Quotation marks.
        ("“It’s late,” he said.", '"It\'s late," he said.'),
        ("`` It is late , '' he said .", '"It is late," he said.'),
        ('He said: " It is late. " Then he left.', 'He said: "It is late." Then he left.'),
        ('" One , " he said , " and two . "', '"One," he said, "and two."'),
    ],
)
def test_what_gives_a_corpus_away_goes(text: str, normal: str) -> None:
    assert normalised(text) == normal
    assert normalised(normal) == normal


@pytest.mark.parametrize(
    "text",
    [
        # Verse is not prose that was wrapped.
        "The river rose above the town,\nThe river took the mill,\nThe rain came down, the rain came down.\n",
        # Marks that touch what they quote.
        'He meant the bridge ("the new one", he said) and left.',
        # Headings, lists and tables are no prose.
        "The bridge\n==========\n\n| cost | year |\n|---|---|\n| 5 | 1990 |\n",
        # Damage.
        "He he went to to the the house.",
        'He said "it is late. Then he left.',
        "",
    ],
)
def test_the_rest_stays(text: str) -> None:
    assert normalised(text) == text
