"""Every figure equals textstat's; what the formulas cannot measure gets a reason instead."""

import gzip
import importlib
import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from growth import MOST, growth
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qc import readability
from qc.data import read
from qc.formulas import Counts, Figures, figures
from qc.words import syllables

CORPUS = Path(__file__).parents[2] / "shared" / "corpora" / "eval" / "dev.jsonl.gz"

FIGURES = {
    "flesch_reading_ease": "flesch_reading_ease",
    "flesch_kincaid_grade": "flesch_kincaid_grade",
    "smog_index": "smog_index",
    "gunning_fog": "gunning_fog",
    "coleman_liau_index": "coleman_liau_index",
    "automated_readability_index": "automated_readability_index",
    "dale_chall": "dale_chall_readability_score",
    "linsear_write": "linsear_write_formula",
    "lix": "lix",
    "spache": "spache_readability",
    "reading_seconds": "reading_time",
}

PROSE = """\
The committee met on Tuesday morning to discuss the harbour wall, which had been leaking since the storm of last
January. Nobody on the council could remember who had built it, and the plans, if there had ever been any, were
lost. "It's not that we don't care," said the oldest member; "it's that we've nothing left to mend it with."
Outside, the tide was coming in. A surveyor's report of 1974 (written, as it happens, by the mayor's own father)
recommended that the foundations be opened and the clay replaced at a cost of £2,350. It wasn't. Instead the wall
was painted, photographed for a calendar and forgotten. Three engineers from the university have since offered to
examine the structure free of charge, provided that their students may publish whatever they find. The offer was
accepted unanimously! Work begins in the spring, weather permitting.
"""


@pytest.fixture(scope="session")
def oracle() -> Iterator[Any]:
    """textstat with our table in the place of the one it would download."""
    textstat = pytest.importorskip("textstat")
    module: Any = importlib.import_module("textstat.backend.counts._count_syllables")

    table = dict(entry.rsplit(":", 1) for entry in read("cmudict.txt").decode().split())
    phonemes = {word: [["AH0"] * int(count, 36)] for word, count in table.items()}
    original = module.get_cmudict
    module.get_cmudict = lambda lang: phonemes if lang.startswith("en") else None
    yield textstat
    module.get_cmudict = original


def assert_same_figures(oracle: Any, text: str) -> None:
    counts = readability.count(text)
    assert counts is not None
    ours = figures(counts)
    for name, theirs in FIGURES.items():
        assert getattr(ours, name) == pytest.approx(getattr(oracle, theirs)(text), abs=1e-9), (name, text)
    assert ours.consensus_grade == oracle.text_standard(text, float_output=True)


#: Tokens on which a careless count goes wrong.
ODD = """\
the of a harbour council unanimously it's don't we've U.S. p.m. 3.14 “said” state-of-the-art naïve İstanbul ΣΊΣΥΦΟΣ —
... !? ' 's s' rock'n'roll O'Neill x_y hmm sh zxqvy antidisestablishmentarianism café ﬁnd ½ Mr. Dr. 1990s ’tis don’t
end. end! end? (aside) [note] a.b.c e.g., no.1 \u200b \xad"""
WORDS = [*ODD.split(), "\u00a0", "\n", "\n\n", "\t"]


@pytest.mark.parametrize("seed", range(60))
def test_equals_textstat_on_generated_texts(oracle: Any, seed: int) -> None:
    draw = random.Random(seed)
    common = [entry.split(":")[0] for entry in read("cmudict.txt").decode().split()]
    words = [
        draw.choice(WORDS if draw.random() < 0.4 else common) for _ in range(draw.choice([1, 5, 99, 100, 101, 300]))
    ]
    assert_same_figures(oracle, " ".join(words))


@pytest.mark.parametrize(
    "text",
    [
        PROSE, PROSE * 3, "", " ", "\n", "word", "...", "Go. Stop. Run.", "'", "''s", "don't DON'T Don’t", "İ İİ",
        '"Are you sure?" she asked. "Yes!" he said.', "— " * 120, "a. " * 150, "one two three " * 50, "½ ² ³ " * 40,
        "word\x1cword\x85word\u2028word", "ΟΔΟΣ ΣΊΣΥΦΟΣ", "x" * 900, "It is 5 p.m. in the U.S. of A., Mr. Jones. " * 20,
    ],
)  # fmt: skip
def test_equals_textstat_on_odd_texts(oracle: Any, text: str) -> None:
    assert_same_figures(oracle, text)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400) | st.lists(st.sampled_from(WORDS), max_size=160).map(" ".join))
@example("'ŉt ŉ")
def test_equals_textstat_on_any_text(oracle: Any, text: str) -> None:
    assert_same_figures(oracle, text)


@pytest.mark.skipif(not CORPUS.exists(), reason="the shared corpora are not here")
def test_equals_textstat_on_a_corpus(oracle: Any) -> None:
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    for text in random.Random(3).sample(texts, 150):
        assert_same_figures(oracle, text)


def test_measures_prose() -> None:
    measured = readability.measure(PROSE)
    assert measured.reason == ""
    assert measured.figures is not None
    assert measured.counts.words == 145
    assert measured.counts.unknown == 0
    assert next(row.name for row in measured.rows()) == "Flesch reading ease"
    assert list(measured.values()) == list(Figures.__slots__)


def test_picks_the_hardest_sentences() -> None:
    sentences = PROSE.split(". ")
    found = readability.hardest(sentences)
    assert [sentence.grade for sentence in found] == sorted((sentence.grade for sentence in found), reverse=True)
    assert len(found) == 3
    assert found[0].text == sentences[found[0].index]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Too short to say anything about.", "below 100 words of prose the formulas mean nothing"),
        ("", "below 100 words of prose the formulas mean nothing"),
        (
            "Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich. " * 20,
            "of the words are known English words",
        ),
        ("zxqv brglt wnrs qpl " * 50, "only 0 % of the words are known English words"),
        (PROSE + "A" * 1001, "it holds more than 1,000 characters without a space"),
    ],
)
def test_gives_a_reason_instead(text: str, reason: str) -> None:
    measured = readability.measure(text)
    assert reason in measured.reason
    assert measured.figures is None
    assert measured.rows() == []
    assert measured.values() == {}


def test_words_of_an_unbroken_text_are_still_counted() -> None:
    assert readability.measure(PROSE + "A" * 5000).counts.words == readability.measure(PROSE).counts.words


@pytest.mark.parametrize("value", [-5.0, 0.4, 5.0, 12.4, 14.0, 40.0, 100.0, 250.0])
def test_every_row_has_a_meaning(value: float) -> None:
    shown = readability.Readability(Counts(*[0] * 15), Figures(*[value] * 12), "")
    assert all(row.name and row.value and row.meaning for row in shown.rows())
    assert len(shown.rows()) == len(Figures.__slots__)


def test_same_result_after_the_memory_was_emptied(monkeypatch: pytest.MonkeyPatch) -> None:
    first = readability.measure(PROSE)
    monkeypatch.setattr(readability, "_TOKENS_KEPT", 3)
    readability._weights.clear()
    assert readability.measure(PROSE) == first
    assert len(readability._weights) <= 3


def test_is_many_times_faster_than_textstat(oracle: Any) -> None:
    """The benchmark measures 17 to 24 times; the test leaves room for a busy machine."""
    common = [entry.split(":")[0] for entry in read("cmudict.txt").decode().split()]
    draw = random.Random(8)
    texts = [". ".join(" ".join(draw.choices(common, k=14)) for _ in range(40)) for _ in range(12)]

    def seconds(run: Any) -> float:
        start = time.process_time()
        for text in texts:
            run(text)
        return time.process_time() - start

    theirs = seconds(lambda text: [getattr(oracle, name)(text) for name in FIGURES.values()])
    seconds(readability.measure)
    assert min(seconds(readability.measure) for _ in range(3)) * 10 < theirs


@pytest.mark.parametrize(
    "unit", ["word ", "word", ".", ". ", "a.", "!?", "' ", "'s ", "\u00a0", "a ", "one two. ", "— ", "-a", "a\u0301"]
)
def test_time_grows_linearly(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        start = time.process_time()
        readability.measure(text)
        return time.process_time() - start

    assert growth(seconds, 125_000) < MOST


def test_imports_nothing_heavy() -> None:
    code = (
        "import sys; from qc import readability; readability.measure('the odd zxqvy ' * 60);"
        "print(*[m for m in ('textstat', 'nltk', 'numpy', 'pyphen', 'importlib.resources') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_hyphenation_equals_pyphen() -> None:
    pyphen = pytest.importorskip("pyphen")
    points = pyphen.Pyphen(lang="en_US").positions
    listed = [entry.split(":")[0] for entry in read("scowl.txt").decode().split()]
    draw = random.Random(5)
    made = ["".join(draw.choices("abcdeinorstuéﬁ'9_", k=draw.randint(1, 16))) for _ in range(3000)]
    for word in draw.sample(listed, 5000) + made:
        assert syllables._hyphenation_points(word) == len(points(word)), word
