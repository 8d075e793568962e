"""Whether a small letter is a slip or a habit."""

from __future__ import annotations

import pytest

from qc.document import Document
from qc.words.casing import keeps_capitals


@pytest.mark.parametrize(
    ("text", "keeps"),
    [
        ("The rain fell. Nobody minded. It was warm. They sang. She slept.", True),
        ("the rain fell. nobody minded. it was warm. they sang. she slept.", False),
        ("The rain fell. Nobody minded. it was warm. They sang. She slept.", True),
        ("The rain fell. nobody minded. it was warm. They sang. She slept.", False),
        ("The rain fell. Nobody minded.", True),
        ("the rain fell.", False),
    ],
)
def test_one_small_start_is_a_slip_and_several_are_a_habit(text: str, keeps: bool) -> None:
    assert keeps_capitals(Document(text)) is keeps
