"""The garbling that the damage model is taught by: what needs no PyTorch, no dictionary and no corpus."""

from __future__ import annotations

import random
import re

import pytest

from training.damage import Tools
from training.examples import rendered
from training.phrase_based import Engine, Language, Trigrams, written
from training.resources import Resources
from training.undamaged import telegraphic, transcribed

TEXT = (
    "The miller of the old town said (to the bishop) that the corn tax was too high; he paid it in March. "
    "The corn tax of the town is paid by the miller in March, and the old bishop is glad of it. "
    "The bishop said that he was glad of the corn, and that the tax of the old miller was paid."
)
SENTENCES = re.split(r"(?<=\.) ", TEXT)
TABLES = Resources(
    senses={"corn": ["grain", "horn"], "glad": ["merry"]},
    tags={w: frozenset(["n"]) for w in ("corn", "tax", "town", "miller", "bishop")}
    | {"old": frozenset(["adj"]), "said": frozenset(["vblex"]), "paid": frozenset(["vblex"])},
    forms={"said": ["say", "saying"], "paid": ["pay", "pays"]},
    edits={},
    neighbours={},
    kin={},
)


def tools(seed: int) -> Tools:
    return Tools(TABLES, random.Random(seed))


def engine(seed: int) -> Engine:
    return Engine(Trigrams(SENTENCES), tools(seed))


def test_the_engine_garbles_and_gives_the_same_for_the_same_seed() -> None:
    given = [engine(seed)(sentence) for seed in range(20) for sentence in SENTENCES]
    assert given == [engine(seed)(sentence) for seed in range(20) for sentence in SENTENCES]
    changed = sum(a != b for a, b in zip(given, 20 * SENTENCES, strict=True))
    assert changed > 30


@pytest.mark.parametrize("seed", range(20))
def test_marks_stand_where_they_stood(seed: int) -> None:
    marks = re.compile(r" ?[^\w\s] ?")
    for sentence in SENTENCES:
        assert marks.findall(engine(seed)(sentence)) == marks.findall(sentence)


def test_a_language_that_lacks_nothing_gives_the_sentence_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.phrase_based.language", lambda _: Language(0, 0, 0, 0, 0, 0, 0, 0))
    assert [engine(1)(sentence) for sentence in SENTENCES] == SENTENCES


def test_a_sentence_of_three_words_stays() -> None:
    assert {engine(seed)("The old miller") for seed in range(20)} == {"The old miller"}


def test_a_mark_that_the_sentence_lacks_stands_as_a_comma_does() -> None:
    given = "The tax (of the miller) is 5 % ; he pays ."
    assert written("the miller ( he ) pays : 5 %".split(), given) == "The miller (he) pays: 5 %"


def test_a_rarer_word_follows_less_readily() -> None:
    model = Trigrams(SENTENCES)
    assert model("the", "corn", "tax") > model("the", "corn", "of") > model("the", "corn", "windmill")


def test_what_an_engine_made_is_damaged_the_surer_the_more_it_changed() -> None:
    def surest(machine: str) -> float:
        human = "The old miller paid the corn tax in March."
        made = (example for seed in range(9) for example in rendered("fiction", human, machine, tools(seed)))
        return max((example.worse.target for example in made), default=0.0)

    assert surest("The old Miller paid the corn tax in March.") == 0
    assert 0.3 < surest("The old miller paid the grain tax in March.") < 0.6
    assert surest("Old mill is corns by taxing for the March.") > 0.8


def test_notes_lose_articles_and_forms_of_be_but_not_after_a_pronoun() -> None:
    assert telegraphic("The miller is glad of the corn.") == "Miller glad of corn."
    assert telegraphic("He is a miller.") == "He is miller."


def test_speech_recognition_writes_no_marks_and_no_capitals() -> None:
    assert transcribed("“Well,” said the miller, “it’s ours!”") == "well said the miller it’s ours"
