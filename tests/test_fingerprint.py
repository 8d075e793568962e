"""Fingerprints: the same finding keeps its own while the text round it moves, and no two share one."""

from __future__ import annotations

import re
from time import process_time

from growth import MOST, growth

from qc.document import Document, Span
from qc.fingerprint import LENGTH, fingerprints
from qc.report import Reported
from qc.rule import Axis

TEXT = "It rained. The mayor closed the the bridge on Monday, he said. Nobody asked.\n\nThe the end came at noon.\n"


def finding(doc: Document, start: int, end: int, rule: str = "doubled-word") -> Reported:
    line, column = doc.locate(start)
    return Reported(rule, "garble", Axis.TRANSLATION, Span(start, end), "twice", 1.0, 4.0, (), line, column)


def of(text: str, words: str = "the the", rule: str = "doubled-word", markup: str = "text") -> tuple[str, ...]:
    """The fingerprints of findings on every occurrence of some words, however their spaces run."""
    doc = Document(text, markup=markup)
    places = re.finditer(re.escape(words).replace(r"\ ", r"\s+"), text)
    return fingerprints(doc, [finding(doc, *place.span(), rule) for place in places])


def test_a_fingerprint_is_hexadecimal_and_the_same_in_every_version() -> None:
    # A change of this value makes every baseline stale: raise VERSION with it.
    assert of(TEXT) == ("9f4e3eda8603d21d55b2148007d51d0a",)
    assert re.fullmatch(f"[0-9a-f]{{{LENGTH}}}", of(TEXT)[0])


def test_it_holds_while_text_round_the_sentence_changes() -> None:
    assert of("# Heading\n\nA new paragraph.\n\n" + TEXT) == of(TEXT)
    assert of(TEXT.replace("It rained. ", "")) == of(TEXT)
    assert of(TEXT.replace("Nobody asked.", "Everybody asked why.")) == of(TEXT)
    assert of(TEXT.replace("It rained. ", "It rained.\r\n\r\n")) == of(TEXT)


def test_it_holds_while_lines_are_wrapped_anew() -> None:
    wide = "It rained. The mayor and the whole of the council closed the the bridge on Monday, he said. Nobody asked."
    narrow = wide.replace("council closed the the bridge", "council closed  the\nthe bridge")
    assert of(narrow) == of(wide)


def test_it_ends_with_the_sentence_the_words_or_the_rule() -> None:
    other = [of(TEXT.replace("Monday", "Tuesday")), of(TEXT, "the bridge"), of(TEXT, rule="repetition-loop")]
    assert len({of(TEXT), *other}) == 4


def test_where_in_the_sentence_the_damage_stands_counts() -> None:
    text = "The board met the the mayor and the the press on Monday."
    first, second = of(text)
    assert first != second


def test_equal_findings_in_equal_sentences_are_numbered_in_reading_order() -> None:
    text = "He saw the the bridge. " * 3
    assert len(set(of(text))) == 3
    assert of(text)[:1] == of("He saw the the bridge. ")
    doc = Document(text)
    places = [finding(doc, *place.span()) for place in re.finditer("the the", text)]
    assert fingerprints(doc, places[::-1]) == fingerprints(doc, places)[::-1]


def test_what_stands_outside_prose_is_known_by_its_line() -> None:
    page = "# The the heading\n\nA paragraph of prose stands below it and is long enough.\n"
    assert of(page, "The the", markup="markdown") == of(f"Prose before it.\n\n{page}", "The the", markup="markdown")
    assert of(page, "The the", markup="markdown") != of(page.replace("heading", "title"), "The the", markup="markdown")


def test_parts_do_not_run_into_each_other() -> None:
    doc = Document("ab ab\nab ab\n")
    spans = [(0, 1), (0, 2), (0, 5), (3, 5)]
    assert len(set(fingerprints(doc, [finding(doc, *span) for span in spans]))) == len(spans)


def test_a_lone_surrogate_is_text_like_any_other() -> None:
    assert len(of("He saw the the \ud800 bridge.")) == 1


def test_time_grows_with_a_text_that_is_one_sentence() -> None:
    def seconds(times: int) -> float:
        text = "and then the the mayor " * times
        doc = Document(text)
        assert doc.sentences
        made = [finding(doc, *place.span()) for place in re.finditer("the the", text)]
        start = process_time()
        fingerprints(doc, made)
        return process_time() - start

    assert growth(seconds, 500) < MOST
