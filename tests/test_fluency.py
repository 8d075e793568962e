"""The damage model: garbled sentences above clean ones in several genres, exact offsets, the same values always."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, pairwise
from math import exp, inf
from statistics import mean
from typing import Any

import pytest

from qc.document import INLINE_MASK, Document
from qc.fluency import (
    Judgement,
    available,
    cascade,
    document_damage,
    doubts,
    encoder,
    judge,
    judge_document,
    judgement,
    screen,
    skim,
)
from qc.fluency.encoder import WEIGHTS
from qc.fluency.judgement import Reader, calibration
from qc.fluency.registers import unfamiliar
from qc.fluency.wordpiece import FIRST, PAD, UNKNOWN, WordPiece, case_of

CLEAN = [
    "The council voted on Tuesday to close two of the town's five libraries before the end of the year.",
    "She had not expected the letter, and for a while she left it lying on the hall table among the gloves.",
    "Drain the beans, keep a cup of the water, and stir both into the onions once they are soft.",
    "The tenant shall pay for any damage that exceeds ordinary wear and tear.",
    "A function that borrows its argument does not own it and cannot free it.",
    "Ask not how late the evening comes, but what the day has brought you.",
    "Rainfall in the northern valleys has fallen by a third since the nineteen-fifties, the survey found.",
    "We walked down to the harbour after lunch and watched the boats come in.",
]
GARBLED = [
    "The advice voted the Tuesday for to close two of five libraries of the city before final of the year had.",
    "She not had waited the card, and during a time left him lying in the table of corridor between of gloves.",
    "Empty the beans, guard a cup of her, and remove both in onions a time that they are smooth of it.",
    "The inquilino will owe pay by whichever hurt that it exceeds the waste ordinary and the tear of.",
    "One function that it lends his argument not him possesses and cannot liberate to the same one.",
    "Not ask how afternoon the evening arrives, but the that the day you has carried the question of.",
    "The rain in the valleys of north it has fallen in a third from the fifty, discovered the investigation that.",
    "We walk until port after eating and looked at the barks to enter in the interior of he.",
]
LEARNER = [
    "I think that people should to use public transport more often, because it is good for environment.",
    "Last summer I have visited my aunt in Spain and we went to the beach every days.",
    "In my opinion the most important thing in a job is colleagues, not only money.",
]

needs_model = pytest.mark.skipif(not available(), reason="onnxruntime or the weights are not installed")


@needs_model
def test_every_garbled_sentence_is_above_its_clean_version() -> None:
    clean, garbled = judge(CLEAN), judge(GARBLED)
    for text, good, bad in zip(GARBLED, clean, garbled, strict=True):
        assert bad.damage > good.damage + 0.2, text


@needs_model
def test_clean_sentences_of_all_genres_are_under_one_half() -> None:
    assert [s for s, j in zip(CLEAN, judge(CLEAN), strict=True) if j.damage >= 0.5] == []


@needs_model
def test_learners_english_is_not_damage() -> None:
    assert mean(j.damage for j in judge(LEARNER)) < mean(j.damage for j in judge(GARBLED)) - 0.3


@needs_model
def test_garbled_sentences_have_spans_of_whole_words() -> None:
    for text, found in zip(GARBLED, judge(GARBLED), strict=True):
        for start, end, strength in found.spans:
            assert 0 <= start < end <= len(text)
            assert 0 < strength <= 1
            assert text[start].isalnum() or not text[start].isspace()
            assert start == 0 or not (text[start - 1].isalnum() and text[start].isalnum())
    assert sum(bool(j.spans) for j in judge(GARBLED)) >= 6


@needs_model
def test_offsets_are_code_points_also_behind_astral_characters() -> None:
    plain = judge([GARBLED[0]])[0]
    astral = judge(["\N{GRINNING FACE}\N{MATHEMATICAL BOLD CAPITAL A} " + GARBLED[0]])[0]
    assert astral.spans
    for start, end, _ in astral.spans:
        text = ("\N{GRINNING FACE}\N{MATHEMATICAL BOLD CAPITAL A} " + GARBLED[0])[start:end]
        assert text == text.strip()
        assert text
    assert plain.spans
    assert {GARBLED[0][s:e] for s, e, _ in plain.spans}


@needs_model
def test_the_same_values_in_any_order_and_company() -> None:
    texts = CLEAN + GARBLED + LEARNER
    once = dict(zip(texts, judge(texts), strict=True))
    shuffled = texts * 3
    random.Random(3).shuffle(shuffled)
    for text, found in zip(shuffled, judge(shuffled), strict=True):
        assert found.damage == pytest.approx(once[text].damage, abs=1e-6)
        assert [s[:2] for s in found.spans] == [s[:2] for s in once[text].spans]
    for text in texts[::5]:
        assert judge([text])[0].damage == pytest.approx(once[text].damage, abs=1e-6)


@needs_model
def test_skimming_ranks_garbled_above_clean_and_learners_below_garbled() -> None:
    assert mean(skim(GARBLED)) > mean(skim(CLEAN)) + 0.3
    assert mean(skim(GARBLED)) > mean(skim(LEARNER)) + 0.1


@needs_model
def test_skimming_gives_one_value_in_any_order_and_company() -> None:
    texts = CLEAN + GARBLED + LEARNER
    once = dict(zip(texts, skim(texts), strict=True))
    shuffled = texts * 3
    random.Random(3).shuffle(shuffled)
    assert skim(shuffled) == pytest.approx([once[text] for text in shuffled], abs=1e-6)
    assert skim(["He said so. " * 60 + text for text in GARBLED[:1]])[0] > 0.01


@needs_model
@pytest.mark.parametrize("many", [1, 7, judgement.MANY])
def test_a_document_is_the_same_in_lots_and_when_skimmed_before(monkeypatch: pytest.MonkeyPatch, many: int) -> None:
    texts = [*CLEAN, " ".join(GARBLED * 3), *GARBLED]  # the long one is read in parts
    glance, whole = skim(texts), judge(texts)
    monkeypatch.setattr(judgement, "MANY", many)
    reader = Reader(texts)
    assert [reader.skim(range(10))[i] for i in range(10)] == pytest.approx(glance[:10], abs=1e-6)
    found = reader.judge(range(len(texts)))
    assert [found[i].damage for i in range(len(texts))] == pytest.approx([j.damage for j in whole], abs=1e-6)
    assert [[s[:2] for s in j.spans] for j in found.values()] == [[s[:2] for s in j.spans] for j in whole]


@needs_model
def test_what_was_skimmed_is_not_skimmed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    skimmed: list[int] = []
    run = encoder.skim

    def watched(parts: Iterable[encoder.Part]) -> Iterator[encoder.Skimmed]:
        chosen = list(parts)
        skimmed.extend(part.of for part in chosen)
        yield from run(chosen)

    monkeypatch.setattr(encoder, "skim", watched)
    reader = Reader(CLEAN)
    reader.skim([1, 3])
    reader.judge([0, 1, 3])
    assert sorted(skimmed) == [0, 1, 3]


@needs_model
def test_padding_changes_no_value_of_a_sentence() -> None:
    short, long = (next(encoder.parts(0, judgement.cutter().encode(text))) for text in (CLEAN[0], " ".join(CLEAN)))
    alone = graph_on([short])
    padded = graph_on([short, long, short])
    for row in (0, 2):
        assert (padded[row, : len(short.pieces) + 1] == alone[0]).all()


def graph_on(parts: list[encoder.Part]) -> Any:
    """Hidden states of these parts in one batch."""
    return encoder.graph("lower").run(["hidden"], encoder._feeds(parts))[0]


def test_a_batch_holds_parts_of_like_length() -> None:
    lengths = [90, 20, 21, 22, 96, 20, 5, 20, *[30] * 40]
    batches = list(encoder._batches(lengths, lambda length: length))
    assert sorted(chain(*batches)) == sorted(lengths)
    assert all(max(b) * len(b) - sum(b) <= encoder.SPARED for b in batches)
    assert all(max(b) * len(b) <= encoder.BATCH for b in batches)
    assert len(batches) == 6


@needs_model
@pytest.mark.parametrize(
    "text",
    [
        "See https://example.org/docs/reference/config/templates.html for the terms of the lease and the form.",
        "The minutes are at www.example.org/council/minutes/2024/11/26/item-7a.pdf until the end of the month.",
        "Call `open_the_ledger_file()` first, or `read_all_entries()` will raise an error.",
        "Write to the press.office.of.the.council@example.org, and somebody will answer within a week.",
        "Signed on this ______________________ day of ____________________ at the town hall.",
        "Chapter one: the road to the harbour ............................................... page 3",
    ],
)
def test_addresses_code_and_blanks_are_not_read_as_salad(text: str) -> None:
    shown = Document(text, markup="markdown").prose_text
    assert judge([shown])[0].damage < 0.4
    assert skim([shown])[0] < 0.4


@needs_model
def test_marks_in_the_spelling_of_html_are_read_as_marks() -> None:
    cut = judgement.cutter().encode
    spelt = cut("He said &quot;no&quot; &amp; left&nbsp;us at 9&#39;s end.")
    assert spelt.pieces == cut('He said "no" & left us at 9\'s end.').pieces
    assert spelt.spans[2] == (8, 14)
    assert cut("a &nosuch; b").pieces == cut("a & b").pieces


@needs_model
def test_a_sentence_read_in_parts_is_as_bad_as_its_parts_are_together() -> None:
    # Speech recognition writes no stops: one bad clause in many makes no bad sentence.
    clauses = " and ".join(text.rstrip(".").lower() for text in CLEAN * 3)
    whole, mixed = judge([clauses])[0], judge([f"{clauses} and {GARBLED[4].lower()}"])[0]
    assert whole.damage < 0.5
    assert mixed.damage < judge([GARBLED[4].lower()])[0].damage - 0.2


def test_what_stands_in_for_an_address_counts_once_in_both_stages() -> None:
    cut = WordPiece(["[PAD]", "[UNK]", "[CLS]", "see", ".", "_"])
    assert cut.encode(f"see {INLINE_MASK * 40}.").pieces == [3, UNKNOWN, 4]
    assert cut.encode(f"see {INLINE_MASK * 40}.").spans == [(0, 3), (4, 44), (44, 45)]
    assert cut.encode("see ......").pieces == cut.encode("see __").pieces == [3, UNKNOWN]
    assert cut.encode("see ...").pieces == [3, 4, 4, 4]
    assert cut.encode("see _").pieces == [3, 5]
    for name in ("3f2a9c1e8b7d6f5a4c3b2a1908f7e6d5", "InterProcessReaderWriterLock", "x" * 41):
        assert cut.encode(f"see {name}").pieces == [3, UNKNOWN]
    one, many = (screen([f"The form is at {INLINE_MASK * n} until May, see {'.' * n} below."]) for n in (3, 60))
    assert one == many


@needs_model
def test_quotation_style_and_white_space_say_nothing() -> None:
    straight = '"It\'s over," the mayor said - and she meant it.'
    curly = "“It’s  over,”\nthe mayor said — and she meant it."
    assert judge([straight])[0].damage == judge([curly])[0].damage


@needs_model
@pytest.mark.parametrize(
    "text",
    ["", " \n\t", "\u200b", "…", "\ud800", "x" * 5000, "word " * 700, "\N{ZERO WIDTH JOINER}" * 9, "中文 и русский"],
)
def test_odd_input_is_judged_without_error(text: str) -> None:
    judgement = judge([text])[0]
    assert 0 <= judgement.damage <= 1
    assert 0 <= skim([text])[0] <= 1
    assert 0 <= screen([text])[0] <= 1


@needs_model
def test_no_sentences_no_judgements() -> None:
    assert judge([]) == []
    assert skim([]) == screen([]) == []


def test_screen_ranks_garbled_above_clean() -> None:
    assert mean(screen(GARBLED)) > mean(screen(CLEAN)) + 0.03
    assert sum(b > g for b, g in zip(screen(GARBLED), screen(CLEAN), strict=True)) >= 7


def test_screen_gives_one_value_whatever_the_company() -> None:
    together = screen(CLEAN + GARBLED)
    assert together == [screen([s])[0] for s in CLEAN + GARBLED]


def test_screen_gives_the_same_value_with_numpy_and_without(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["", "Yes.", *CLEAN, "x", *GARBLED, "\ud800 中文", "Go!", ""]
    pytest.importorskip("numpy")
    at_once = screen(texts)
    monkeypatch.delitem(sys.modules, "numpy")
    assert screen(texts) == at_once


def test_screen_loads_neither_numpy_nor_the_second_stage() -> None:
    code = (
        "import sys; from qc.fluency import screen; screen(['Yes.']); print([m in sys.modules for m in sys.argv[1:]])"
    )
    out = subprocess.run(
        [sys.executable, "-c", code, "numpy", "onnxruntime"], capture_output=True, text=True, check=True
    )
    assert out.stdout.strip() == "[False, False]"


def test_pieces_belong_to_the_words_they_came_from() -> None:
    cutter = WordPiece(["[PAD]", "[UNK]", "[CLS]", "un", "##read", "##able", "cafe", "."])
    cut = cutter.encode("  Unreadable \N{GRINNING FACE} café.")
    assert cut.pieces == [3, 4, 5, UNKNOWN, 6, 7]
    assert cut.owner == [0, 0, 0, 1, 2, 3]
    assert cut.spans == [(2, 12), (13, 14), (15, 19), (19, 20)]
    assert cut.cases == [1, 1, 1, 0, 0, 0]


def test_the_shipped_vocabulary_has_its_reserved_pieces_first() -> None:
    pieces = (WEIGHTS / "vocab.txt").read_text(encoding="utf-8").split("\n")
    assert [pieces[PAD], pieces[UNKNOWN], pieces[FIRST]] == ["[PAD]", "[UNK]", "[CLS]"]
    assert len(set(pieces)) == len(pieces)


@pytest.mark.parametrize(
    ("word", "case"), [("word", 0), ("Word", 1), ("WHO", 2), ("iPhone", 2), ("I", 1), ("7th", 0), ("!", 0)]
)
def test_case_classes(word: str, case: int) -> None:
    assert case_of(word) == case


@needs_model
def test_six_bad_sentences_in_sixty_are_not_averaged_away() -> None:
    def features(share: int) -> float:
        texts = [(GARBLED if i < share else CLEAN)[i % 8] for i in range(60)]
        return document_damage(judge(texts), [len(t.split()) for t in texts]).local

    assert features(6) > features(0) + 0.1


@pytest.mark.parametrize(("spoken", "contrast"), [(3, 4.0), (2, None)])
def test_speech_is_held_against_the_narration_around_it(spoken: int, contrast: float | None) -> None:
    judgements = [Judgement(1 / (1 + exp(1)), ())] * spoken + [Judgement(1 / (1 + exp(5)), ())] * 4
    shares = [0.8] * spoken + [0.0] * 4
    assert document_damage(judgements, [12] * len(shares), shares).speech == (contrast and pytest.approx(contrast))
    assert document_damage(judgements, [12] * len(shares)).speech is None


def test_short_answers_and_sentences_half_quoted_are_neither_speech_nor_narration() -> None:
    judgements = [Judgement(0.5, ())] * 3 + [Judgement(0.1, ())] * 3
    assert document_damage([*judgements, Judgement(0.9, ())], [9] * 6 + [2], [1.0] * 3 + [0.0] * 4).speech == (
        document_damage(judgements, [9] * 6, [1.0] * 3 + [0.0] * 3).speech
    )
    assert document_damage([*judgements, Judgement(0.9, ())], [9] * 7, [1.0] * 3 + [0.0] * 3 + [0.25]).speech == (
        document_damage(judgements, [9] * 6, [1.0] * 3 + [0.0] * 3).speech
    )


def limited(monkeypatch: pytest.MonkeyPatch, **limits: float) -> dict[str, float]:
    """Set limits of the cascade; returns all that is calibrated."""
    known = calibration() | {f"{name}_limit": limit for name, limit in limits.items()}
    monkeypatch.setattr(cascade, "calibration", lambda: known)
    return known


def sizes_of(texts: list[str]) -> list[int]:
    return [len(text.split()) for text in texts]


@needs_model
def test_a_document_that_the_screen_settles_is_as_usual(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = limited(monkeypatch, screen=inf)["usual"]
    found = judge_document(GARBLED, sizes_of(GARBLED))
    assert (found.settled, found.probed) == (True, ())
    assert {j.damage for j in found.judgements} == {usual}


@needs_model
def test_a_document_that_its_sample_settles_is_as_skimmed_and_as_usual(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = limited(monkeypatch, screen=-inf, sample=inf)["usual"]
    texts = CLEAN + GARBLED
    found, glance, whole = judge_document(texts, sizes_of(texts)), skim(texts), [j.damage for j in judge(texts)]
    seen = {place for place, j in enumerate(found.judgements) if j.damage != usual}
    assert (found.settled, len(seen)) == (True, 12)
    assert sum(texts[i] in GARBLED for i in seen) > 4
    assert set(found.probed) == {i for i in seen if glance[i] >= cascade.DOUBTFUL} != set()
    for place in seen:
        wanted = whole if place in found.probed else glance
        assert found.judgements[place].damage == pytest.approx(wanted[place], abs=1e-6)


@needs_model
def test_what_looks_bad_when_skimmed_is_read_though_the_document_is_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    limited(monkeypatch, screen=-inf, sample=-inf, skim=inf)
    texts = CLEAN + GARBLED
    found, glance = judge_document(texts, sizes_of(texts)), skim(texts)
    assert found.settled
    assert found.probed == tuple(i for i, damage in enumerate(glance) if damage >= cascade.DOUBTFUL) != ()
    for place, (mine, whole) in enumerate(zip(found.judgements, judge(texts), strict=True)):
        read = place in found.probed
        assert mine.damage == pytest.approx(whole.damage if read else glance[place], abs=1e-6)
        assert mine.spans == (whole.spans if read else ())


@needs_model
def test_a_clean_document_is_settled_and_nothing_read_to_the_end() -> None:
    found = judge_document(CLEAN, sizes_of(CLEAN))
    assert (found.settled, found.probed) == (True, ())


@needs_model
def test_a_sample_holds_all_speech_and_narration_that_is_no_suspect(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = limited(monkeypatch, screen=-inf, sample=inf, skim=inf)["usual"]
    texts = CLEAN * 6
    sizes, quoted = sizes_of(texts), [0.0] * 44 + [0.5] * 4
    silent, spoken = (judge_document(texts, sizes, shares) for shares in ([0.0] * 48, quoted))
    sample = cascade.Sample.of(screen(texts), sizes, quoted)
    suspected = sorted(sample.suspects)
    assert [i for i, j in enumerate(silent.judgements) if j.damage != usual] == suspected
    assert {i for i, j in enumerate(spoken.judgements) if j.damage != usual} == sample.suspects | sample.contrast
    assert sample.contrast >= {*range(44, 48)}
    narration = sorted(sample.contrast - {*range(44, 48)})
    assert len(narration) == cascade.NARRATION
    assert max(after - before for before, after in pairwise(narration)) < 10


def test_speech_in_a_sample_is_held_against_narration_that_is_no_suspect() -> None:
    # The suspects read as badly as the speech; the rest of the narration reads well.
    quoted = [1.0] * 3 + [0.0] * 37
    sample = cascade.Sample.of([0.5] * 3 + [0.9] * 12 + [0.1] * 25, [12] * 40, quoted)
    assert sample.suspects == {*range(3, 15)}
    assert sample.contrast >= {0, 1, 2}
    glances = {i: 0.9 if i < 15 else 0.1 for i in sample.suspects | sample.contrast}
    pool = partial(cascade.so_far, words_per_sentence=[12] * 40, quoted_shares=quoted)
    assert (sample.seen(glances, pool).speech or 0) > 1.5
    assert sample.seen(glances, pool).local == pool({i: glances[i] for i in sample.suspects}).local


def test_of_two_suspects_a_sample_holds_the_longer() -> None:
    sizes = [10] * 30 + [20] * 10
    assert cascade.Sample.of([0.5] * 40, sizes, ()).suspects == {*range(2), *range(30, 40)}
    # Length is not all: a sentence twice as long is worth less than one that looks thrice as bad.
    assert cascade.Sample.of([0.7] * 12 + [0.3] * 28, [10] * 12 + [20] * 28, ()).suspects == {*range(12)}


@needs_model
def test_the_longest_quoted_sentences_are_probed_too(monkeypatch: pytest.MonkeyPatch) -> None:
    # Skimming passes over them: each is clean.
    limited(monkeypatch, screen=-inf, sample=-inf, skim=-inf)
    texts = CLEAN * 4
    sizes = sizes_of(texts)
    longest = sorted(range(24, 32), key=lambda i: -sizes[i])[:5]
    probed = judge_document(texts, sizes, [0.0] * 24 + [0.5] * 8).probed
    assert set(longest) <= set(probed)
    assert set(judge_document(texts, sizes, [0.0] * 30 + [0.5] * 2).probed) < set(probed)


@needs_model
@pytest.mark.parametrize("settled", [True, False])
def test_what_looks_bad_when_skimmed_is_read_before_the_rest(monkeypatch: pytest.MonkeyPatch, settled: bool) -> None:
    limited(monkeypatch, screen=-inf, sample=-inf, skim=-inf, probe=inf if settled else -inf)
    texts = CLEAN[:4] + GARBLED[:2] + CLEAN[4:]
    found = judge_document(texts, sizes_of(texts))
    glance, whole = skim(texts), [j.damage for j in judge(texts)]
    assert found.settled is settled
    assert len(found.probed) == 5
    assert {4, 5} < set(found.probed)
    for place, mine in enumerate(found.judgements):
        read = place in found.probed or not settled
        assert mine.damage == pytest.approx(whole[place] if read else glance[place], abs=1e-6)


def test_three_bad_sentences_are_not_averaged_away() -> None:
    clean = cascade.so_far(dict(enumerate([0.01] * 40)), [12] * 40)
    assert cascade.so_far(dict(enumerate([0.01] * 37 + [0.7] * 3)), [12] * 40).skimmed_doubt > clean.skimmed_doubt + 2


def test_speech_worse_than_its_narration_is_doubted_when_skimmed() -> None:
    damages, sizes = dict(enumerate([0.01] * 9 + [0.2] * 3)), [12] * 12
    spoken = cascade.so_far(damages, sizes, [0.0] * 9 + [0.8] * 3)
    assert spoken.skimmed_doubt > cascade.so_far(damages, sizes, [0.0] * 12).skimmed_doubt + 1
    assert spoken.doubt > cascade.so_far(damages, sizes).doubt + 1


def test_what_is_not_known_yet_counts_neither_way() -> None:
    known = cascade.so_far({2: 0.5, 0: 0.1}, [10, 20, 30], [0.0, 0.0, 0.5])
    assert known == document_damage([Judgement(0.1, ()), Judgement(0.5, ())], [10, 30], [0.0, 0.5])


@needs_model
def test_a_garbled_document_is_judged_whole() -> None:
    texts = CLEAN + GARBLED
    found = judge_document(texts, [len(t.split()) for t in texts])
    assert not found.settled
    assert [j.damage for j in found.judgements] == pytest.approx([j.damage for j in judge(texts)], abs=1e-6)


@needs_model
def test_an_empty_document_is_settled() -> None:
    found = judge_document([], [])
    assert found.settled
    assert found.judgements == ()
    assert document_damage(found.judgements, []).words == 0


@needs_model
def test_verse_and_older_english_are_judged_leniently() -> None:
    lines = "Of late the river, thin beneath its stones,", "Holds up no boat, nor any boatman's song"
    verse = "\n".join([*lines, "That once the banks gave back;"])
    assert judge([verse])[0].damage < judge([verse.replace("\n", " ")])[0].damage
    assert judgement.verse(
        "the wheel goes round\nand round again, and who\nwould stop it there,\nin the dark beside it?"
    )
    assert not judgement.verse(
        "The wheel of the old mill goes round and\nround, and nobody has ever stopped it so\nfar."
    )
    assert judge(["Thou hast the key, and yet the door is shut."])[0].damage < 0.3


PROSE = (
    "She put the kettle on and looked out at the rain, and decided that the letter to her brother could wait. "
    "He had been in the town for a week, and they had not yet spoken about the house that was theirs. "
)
REGISTERS = {
    "instructions": "Turn off water at mains. Open tap to drain. Prise off cap with screwdriver, undo screw, lift off "
    "handle. Unscrew headgear with spanner, holding body of tap firm. Lift out valve. Fit new washer of same size. ",
    "moves": "After 14...Nd7 White has a choice, for the obvious 15.Bxh7+ Kxh7 16.Ng5+ Kg6 17.Qd3+ f5 18.exf6 leads to "
    "nothing, and the quiet 15.Rad1 keeps the tension while 15...b5 16.Nxb5 axb5 17.Be4 wins the exchange. ",
    "dialect": "Wah, yesterday I go eat the laksa you recommend, damn shiok leh. The queue is very long lah, and I "
    "wait until my leg pain. Next time you come along anot? Bring the umbrella also can, the rain is like siao. ",
}


def cut(text: str) -> list[str]:
    return [f"{part}." for part in text.rstrip(". ").split(". ")]


@pytest.mark.parametrize("register", REGISTERS)
def test_a_stretch_of_an_unfamiliar_register_is_told_from_the_prose_around_it(register: str) -> None:
    own, prose = cut(REGISTERS[register] * 3), cut(PROSE * 5)
    assert unfamiliar(own) == [True] * len(own)
    assert unfamiliar(prose) == [False] * len(prose)
    found = unfamiliar([*prose, *own, *prose])
    assert found[: len(prose) - 2] == [False] * (len(prose) - 2)
    assert any(found[len(prose) : -len(prose)])


def test_a_name_is_no_word_of_dialect() -> None:
    text = "The road to Leh was closed on Monday, and Jio lost its masts in the storm that came over the pass to Leh. "
    assert unfamiliar(cut(text * 4)) == [False] * 4


def test_of_few_words_no_register_is_told() -> None:
    assert unfamiliar(cut(REGISTERS["instructions"])[:4]) == [False] * 4
    assert unfamiliar([]) == []


@needs_model
def test_an_unfamiliar_register_is_read_with_leniency() -> None:
    own = cut(REGISTERS["instructions"] * 2)
    found = judge_document(own, sizes_of(own)).judgements
    strictly = [judgement.damage for judgement in judge(own)]
    assert max(strictly) > 0.4
    assert max(judgement.damage for judgement in found) < 0.2
    leniently = [judgement.damage for judgement in judge(own, [True] * len(own))]
    assert all(lower < strict for lower, strict in zip(leniently, strictly, strict=True))


def doubted(damages: Sequence[float], span: tuple[int, int, float]) -> list[float | None]:
    """How far a document must be damaged for each doubt about sentences of these damages, `span` in each."""
    return [doubt.believed_below for doubt in doubts(judged("The harbour is open. " * len(damages), damages, span))]


def judged(text: str, damages: Sequence[float], *spans: tuple[int, int, float]) -> Document:
    """A document whose sentences have these damages, each with doubts at `spans`."""
    doc = Document(text)
    assert len(doc.sentences) == len(damages)
    doc.__dict__["judgements"] = tuple(Judgement(damage, spans) for damage in damages)
    return doc


def test_how_far_a_doubt_is_believed_follows_its_sentence_and_the_document() -> None:
    assert doubted([0.45, 0.01, 0.01], (0, 3, 0.95)) == [None]
    assert doubted([0.6, 0.01, 0.01], (0, 3, 0.7)) == [30.0]
    assert doubted([0.59, 0.01, 0.01], (0, 3, 0.7)) == []
    assert doubted([0.01, 0.01, 0.5], (0, 3, 0.55)) == []


def test_where_all_reads_badly_a_doubt_needs_no_support_by_its_sentence() -> None:
    assert doubted([0.02, 0.1, 0.5], (0, 3, 0.7)) == [5.0, 5.0, 30.0]
    assert doubted([0.02, 0.09, 0.49], (0, 3, 0.7)) == []


def test_salad_holds_no_doubts_for_it_is_reported_whole() -> None:
    assert doubted([0.96, 0.96], (0, 3, 0.99)) == []
    assert doubted([], (0, 3, 0.99)) == []


def test_a_doubt_is_about_words_not_about_the_marks_around_them() -> None:
    doc = judged("“Harbour’s end”, he said.", [0.6], (0, 9, 0.7), (11, 16, 0.7), (14, 16, 0.7))
    assert [doc[doubt.span] for doubt in doubts(doc)] == ["Harbour", "end"]
    doc = judged("“The harbour ends”, we are told.", [0.6], (13, 31, 0.7))
    assert [doc[doubt.span] for doubt in doubts(doc)] == ["we are told"]


def test_a_name_that_recurs_is_not_doubted_unless_it_is_sure() -> None:
    for text, found in (("We met Orlova. " * 3, 0), ("We met Orlova. " * 2, 2), ("We met others. " * 3, 3)):
        assert len(list(doubts(judged(text, [0.6] * text.count("."), (7, 13, 0.7))))) == found
    assert len(list(doubts(judged("We met Orlova. " * 3, [0.5] * 3, (7, 13, 0.95))))) == 3
