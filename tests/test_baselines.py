"""The parts of `benchmarks/baselines.py` that are ours: the n-gram model, and the measures that need nothing else."""

from __future__ import annotations

import gzip
from collections import Counter
from pathlib import Path

import pytest
from baselines import odd_marks, row, scored, unknown_words
from ngrams import Ngrams, clean_text

from qc.evaluation.labelled import LabelledSentence, Outcome


def test_an_ngram_is_mixed_with_shorter_ones_by_witten_and_bell() -> None:
    model = Ngrams(2)
    model.count(["a", "b", "a", "c"])
    # One of four words is "b"; three kinds were seen, and a fourth share is left for what was not.
    single = (1 + 3 * 1 / 4) / (4 + 3)
    assert model.probability(("b",)) == pytest.approx(single)
    # After "a" came two words of two kinds, "b" once.
    assert model.probability(("a", "b")) == pytest.approx((1 + 2 * single) / (2 + 2))
    # After "z" nothing is known.
    assert model.probability(("z", "b")) == pytest.approx(single)


def test_the_probabilities_after_a_context_make_one() -> None:
    model = Ngrams(3)
    model.count("abracadabra")
    assert sum(model.probability("ab" + c) for c in "abrcd?") == pytest.approx(1)


def test_text_like_the_counted_is_less_perplexing() -> None:
    model = Ngrams(3)
    model.count("the cat sat on the mat and the dog sat on the cat")
    assert model.perplexity("the dog sat on the mat") < model.perplexity("tac eht no tas god eht")
    assert model.perplexity("a") == 1.0


def test_clean_text_takes_of_each_file_what_it_has(tmp_path: Path) -> None:
    (tmp_path / "short.txt").write_text("one <doc> two", encoding="utf-8")
    (tmp_path / "long.txt.gz").write_bytes(gzip.compress(b"three " * 50))
    assert clean_text(tmp_path, 10) == "one two" + " three" * 8


def test_a_folder_without_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"no \*\.txt"):
        clean_text(tmp_path, 10)


def test_unknown_words_are_counted_without_names() -> None:
    assert unknown_words("The bridge is glorfed by Halloran.") == 1 / 4


@pytest.mark.parametrize(
    ("text", "odd"), [('He said "no".', 0), ('He said "no.', 1), ("He said “no.", 1), ("He said “no”.", 0)]
)
def test_marks_that_do_not_pair_are_one(text: str, odd: float) -> None:
    assert odd_marks(text) == odd


def test_a_row_has_whole_documents_and_hybrids_apart() -> None:
    clean = Outcome("pass", "a", "", "", "", "c", 300, 0.0, "accept", Counter())
    whole = Outcome("flag", "a", "", "", "", "d", 300, 0.0, "accept", Counter())
    hybrid = Outcome(
        "flag", "b", "", "", "", "h", 300, 0.0, "accept", Counter(), sentences=(LabelledSentence(True, True, 1),)
    )
    outcomes = scored([clean, whole, hybrid], [1.0, 2.0, 0.5])
    sure, never = "1.00 [1.00-1.00]", "0.00 [0.00-0.00]"
    assert row("x", outcomes) == ("x", sure, sure, sure, sure, never)
