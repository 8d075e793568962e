"""Old texts and transcripts are told by their words."""

from __future__ import annotations

from qc.document import Document
from qc.words.manner import is_old, is_transcript


def test_two_old_words_make_an_old_text() -> None:
    assert is_old(Document("Thou art late, and thy lord hath gone unto the sea."))
    assert not is_old(Document("The play ends with the words “if thou canst”. Nobody clapped."))


def test_hesitations_make_a_transcript() -> None:
    assert is_transcript(Document("Well, uh, we, we tried."))
    assert not is_transcript(Document("Well, we tried. The error was ours."))
