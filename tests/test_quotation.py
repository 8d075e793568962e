"""The scanner: which marks open, close or are apostrophes, how they pair, and who is said to speak."""

from __future__ import annotations

import tomllib
from pathlib import Path
from time import process_time

import pytest
from growth import MOST, growth
from hypothesis import given, settings
from hypothesis import strategies as st

from qc.document import Document
from qc.quotation import Quotation, Role
from qc.quotation.flaw import Flaw

LETTERS = {Role.OPEN: "O", Role.CLOSE: "C", Role.APOSTROPHE: "A", Role.PRIME: "P", Role.STRAY: "S"}
GROUPS = tomllib.loads(Path(__file__).with_name("quotation_cases.toml").read_text(encoding="utf-8"))
CASES = [
    pytest.param(case["text"], case["roles"], case["quotations"], id=f"{group[:20]}-{at}")
    for group, cases in GROUPS.items()
    for at, case in enumerate(cases, 1)
]
CLEAN = [case for group, cases in GROUPS.items() if not group.startswith(("damage", "recovery")) for case in cases]

MARKS = "\"“”„«»'‘’‹›`′″"
texts = st.lists(
    st.sampled_from(
        [*MARKS, " ", "\n", "\n\n", ".", ",", "—", "(", ")", "a", "boys", "I’m", "6", "said", "She said", "Tom"]
    ),
    max_size=40,
).map("".join)


def roles(doc: Document) -> str:
    return " ".join(LETTERS[mark.role] + (f":{mark.flaw}" if mark.flaw else "") for mark in doc.marks)


def described(doc: Document, quotation: Quotation) -> str:
    words = ">" * quotation.depth + doc[quotation.body].replace("\n", "⏎")
    if quotation.closing is None:
        words += " ~continued" if quotation.continued else " ~cut" if quotation.cut else " ~unclosed"
    if said := quotation.attribution:
        speaker = doc[said.speaker] if said.speaker else "-"
        words += f" @{said.position} {speaker} {doc[said.verb] if said.verb else '-'}"
    return words


@pytest.mark.parametrize(("text", "expected_roles", "expected"), CASES)
def test_marks_and_quotations(text: str, expected_roles: str, expected: list[str]) -> None:
    doc = Document(text)
    assert roles(doc) == expected_roles
    assert [described(doc, quotation) for quotation in doc.quotations] == expected


def test_there_are_enough_cases_and_a_third_of_them_are_clean() -> None:
    assert len(CASES) >= 150
    assert 3 * len(CLEAN) >= len(CASES)


@pytest.mark.parametrize("case", CLEAN, ids=lambda case: case["text"][:30])
def test_clean_cases_have_no_flaw(case: dict[str, str]) -> None:
    assert ":" not in case["roles"]


@settings(max_examples=150, deadline=None)
@given(texts)
def test_the_quoted_share_of_a_sentence_counts_its_quoted_characters(text: str) -> None:
    doc = Document(text)
    inside = {offset for quotation in doc.quotations for offset in range(quotation.body.start, quotation.body.end)}
    assert {offset for offset in range(len(text)) if doc.is_quoted(offset)} == inside
    shares = [len(inside.intersection(range(s.start, s.end))) / (s.end - s.start) for s in doc.sentences]
    assert list(doc.quoted_shares) == shares


@settings(max_examples=150, deadline=None)
@given(texts)
def test_quotations_lie_in_the_text_open_before_they_close_and_do_not_cross(text: str) -> None:
    doc = Document(text)
    ends: list[int] = []
    for quotation in doc.quotations:
        assert 0 <= quotation.opening.start < quotation.opening.end <= quotation.body.start <= quotation.body.end
        assert quotation.body.end <= len(text)
        if quotation.closing:
            assert quotation.opening.end <= quotation.closing.start < quotation.closing.end <= len(text)
            while ends and ends[-1] <= quotation.opening.start:
                ends.pop()
            assert not ends or quotation.closing.end <= ends[-1]
            ends.append(quotation.closing.end)
        if quotation.attribution:
            assert doc[quotation.attribution.span].strip()


@settings(max_examples=150, deadline=None)
@given(texts)
def test_marks_are_in_order_and_quotations_are_made_of_them(text: str) -> None:
    doc = Document(text)
    assert list(doc.marks) == sorted(doc.marks)
    assert all(text[mark.start : mark.end] == mark.text for mark in doc.marks)
    opening = {mark.start for mark in doc.marks if mark.role is Role.OPEN}
    closing = {mark.start for mark in doc.marks if mark.role is Role.CLOSE}
    assert {quotation.opening.start for quotation in doc.quotations} == opening
    assert {quotation.closing.start for quotation in doc.quotations if quotation.closing} <= closing


@settings(max_examples=100, deadline=None)
@given(texts)
def test_a_clean_paragraph_in_front_only_shifts(text: str) -> None:
    # At its very beginning a document may have been cut inside a quotation, so four paragraphs stand before the text.
    lead = "Nobody had asked for the ferry, and nobody came to see it leave.\n\n"
    alone, shifted = Document(lead * 4 + text), Document(lead * 5 + text)
    moved = [(mark.start + len(lead), mark.role, mark.flaw) for mark in alone.marks]
    assert [(mark.start, mark.role, mark.flaw) for mark in shifted.marks] == moved


@pytest.mark.parametrize(
    "unit", ['"', "“", "”", "'a", '"a', "“a ", "a” ", "‘", "„", "«", '" ', "“a, said Tom ", "'n'", '6"', "“\n"]
)
def test_time_grows_with_length_on_odd_input(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        start = process_time()
        Document(text).quotations  # noqa: B018
        return process_time() - start

    assert growth(seconds, 4_000) < MOST


def test_one_lost_mark_costs_one_flaw() -> None:
    sentence = "“It was late,” said the clerk. "
    doc = Document(sentence * 3 + sentence.replace(",”", ",") + sentence * 3)
    assert [mark.flaw for mark in doc.damaged_marks] == [Flaw.UNCLOSED]
    assert len(doc.quotations) == 7


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_of_any_kind_are_line_ends(end: str) -> None:
    text = "“It rained.\n\n“Then it blew,” she wrote.\n\nHe called it “late and left.\n\n“So did I,” she said."
    flaws = [mark.flaw for mark in Document(text).marks]
    assert [mark.flaw for mark in Document(text.replace("\n", end)).marks] == flaws
    assert flaws.count(Flaw.UNCLOSED) == 1
