"""Reports: the same facts in every form, nothing of a document that acts, and files whole or not at all."""

from __future__ import annotations

import json
import os
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_reports import ATTACKS, found, hostile, report
from markdown_it import MarkdownIt
from markdown_it.token import Token

import qc
from qc.document import Document, Span
from qc.fluency import Judgement
from qc.policy import Decision, Verdict, not_judged
from qc.readability import measure
from qc.report import Report, columns, files, index, jsonl, markdown, strip, terminal, webpage
from qc.report.passage import LONGEST, REACH, passages
from qc.report.style import Style
from qc.report.untrusted import at_line_start, shortened, visible
from qc.report.untrusted import markdown as escaped
from qc.rule import Axis
from qc.score import FLUENCY, Contribution, Score

PLAIN = Style(colour=False)
ROOT = Path(__file__).parent.parent


# What GitHub looks for in the text that is left when Markdown is done: people, issues, addresses, emoji.
MENTIONS = r"@\w|#\d|\bgh-\d|(?<!\w):[\w+-]+:"

OURS = {"html_block": {f"{strip.OURS}\n"}, "html_inline": set()}


def tokens(page: str) -> list[Token]:
    """Every token that GitHub's dialect, bare links included, makes of a page."""
    flat = []
    for token in MarkdownIt("gfm-like", {"linkify": True}).enable(["table", "strikethrough", "linkify"]).parse(page):
        flat += [token, *(token.children or [])]
    return flat


def structure(page: str) -> list[str]:
    """The kinds of tokens in order, the text left out."""
    return [f"{t.type}:{t.tag}" for t in tokens(page) if t.type not in {"text", "text_special", "softbreak"}]


def shown(page: str) -> str:
    """What a reader sees of a page."""
    return "".join(t.content for t in tokens(page) if t.type in {"text", "code_inline", "text_special", "code_block"})


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
def test_a_hostile_text_leaves_the_structure_of_a_page_as_a_harmless_one_does(attack: str) -> None:
    kinds = {t.type for t in tokens(markdown.page(hostile(attack), "page.svg"))}
    assert kinds <= {t.type for t in tokens(markdown.page(hostile("harmless words"), "page.svg"))} | {"softbreak"}
    for token in tokens(markdown.page(hostile(attack), "page.svg")):
        if token.type in OURS:
            assert token.content in OURS[token.type]
        if token.type == "image":
            assert token.attrs["src"] == "page.svg"


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
def test_escaped_text_renders_as_itself(attack: str) -> None:
    line = " ".join(visible(attack).split())
    page = at_line_start(escaped(line))
    assert structure(page) == ["paragraph_open:p", "inline:", "paragraph_close:p"]
    assert shown(page).replace("\N{ZERO WIDTH SPACE}", "") == line
    assert not re.search(MENTIONS, shown(page), re.IGNORECASE)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(ATTACKS), st.text(max_size=12)), max_size=4).map("".join))
def test_any_text_renders_as_one_paragraph_of_text(text: str) -> None:
    page = at_line_start(escaped(" ".join(visible(text).split())))
    assert set(structure(page)) <= {"paragraph_open:p", "inline:", "paragraph_close:p"}
    assert set(structure(f"> {page}\n")) <= {"blockquote_open:blockquote", "blockquote_close:blockquote"} | set(
        structure("x")
    )
    cells = structure("\n".join(markdown.table(["a", "b"], [[escaped(visible(text)), "x"]])))
    assert cells.count("td_open:td") == 2


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("a\x1b[31m", "a⟨U+001B⟩[31m"),
        ("\u202egnp.exe", "⟨U+202E⟩gnp.exe"),
        ("a\r\nb\nc\rd\u2028e", "a⏎b⏎c⏎d⏎e"),
        ("a\tb", "a⇥b"),
        ("\ufeff\u200b\u00ad\x00", "⟨U+FEFF⟩⟨U+200B⟩⟨U+00AD⟩⟨U+0000⟩"),
        ("\udce9.txt", "⟨0xE9⟩.txt"),
        ("\ud800", "⟨U+D800⟩"),
        ("a\N{NO-BREAK SPACE}b\N{IDEOGRAPHIC SPACE}c", "a\N{NO-BREAK SPACE}b\N{IDEOGRAPHIC SPACE}c"),
        ("naïve 日本 \U0001f642 e\N{COMBINING ACUTE ACCENT}", "naïve 日本 \U0001f642 e\N{COMBINING ACUTE ACCENT}"),
    ],
)
def test_what_cannot_be_seen_is_shown(text: str, sign: str) -> None:
    assert visible(text) == sign


@given(st.text())
def test_nothing_shown_can_act_on_a_terminal(text: str) -> None:
    assert all(c.isprintable() or c.isspace() for c in visible(text))
    assert not set(visible(text)) & set("\x1b\x07\x08\r\n\x9b\u202e\u2066\u200b")


def test_ordinary_prose_is_not_littered_with_backslashes() -> None:
    prose = "The U.S. economy (3.5 %) grew at 9 a.m., Dr. O’Neill said: “No.” It was 1-2 – or a/b – in 1999!"
    assert escaped(prose) == prose


def test_a_shortened_text_keeps_both_ends() -> None:
    assert shortened("a" * 10, 10) == "a" * 10
    assert shortened("first " + "x" * 500 + " last", 40).startswith("first xxx")
    assert shortened("first " + "x" * 500 + " last", 40).endswith("x last")
    assert len(shortened("x" * 500, 40)) <= 43


# Passages


def test_findings_in_one_sentence_share_a_passage_and_others_do_not() -> None:
    doc = Document("The the old bridge was was closed on Monday. Nobody knew why.\n\nThe mayor mayor left.")
    marks = [found(doc, "The the"), found(doc, "was was"), found(doc, "mayor mayor")]
    assert [len(p.findings) for p in passages(doc, marks)] == [2, 1]


def test_overlapping_marks_become_one() -> None:
    doc = Document("The mayor said said it again and left the hall.")
    passage = passages(doc, [found(doc, "said said"), found(doc, "said it")])[0]
    assert [p.text for p in passage.pieces(doc) if p.marked] == ["said said it"]
    assert "".join(p.text for p in passage.pieces(doc)) == doc.text


def test_a_passage_of_a_text_without_line_or_sentence_ends_stays_short() -> None:
    doc = Document("word " * 200_000)
    marks = [found(doc, "word word", nth=n * 50) for n in range(100)]
    grouped = passages(doc, marks)
    assert sum(len(p.findings) for p in grouped) == 100
    assert all(p.extent.end - p.extent.start <= LONGEST + 2 * REACH + 20 for p in grouped)


def test_a_long_mark_is_shown_by_its_ends() -> None:
    doc = Document("Start. " + "again and again " * 500 + "End.")
    passage = passages(doc, [found(doc, "again and again " * 400)])[0]
    assert sum(len(p.text) for p in passage.pieces(doc)) < 700


# The page


MANY = "The mayor said said that the bridge was closed. " * 150


def test_a_page_says_everything_in_the_order_a_reader_needs_it() -> None:
    verdict = Verdict(Decision.REJECT, ("damaged quotations costs 40 points",), ("mending 2 some-rule would do",))
    page = markdown.page(report(MANY + "\n\nHe said “no”.", ("said said", "“said” twice"), verdict=verdict), "page.svg")
    headings = re.findall(r"^## (.*)$", page, re.MULTILINE)
    assert headings[:4] == ["Scores", "What would make it pass", "Where it is", "What was found"]
    assert headings[-2:] == ["Readability", "Versions and settings"]
    assert "**Reject** · reliability 90 of 100 · reads like grade" in page
    assert "— damaged quotations costs 40 points." in page
    assert "> The mayor ⟦**said said**⟧ that the bridge was closed." in page
    assert "- 1:11 `some-rule`: “said” twice" in page
    assert "| `some-rule` | quotation | 1 | 10.0 |" in page
    assert page.endswith(f"\n{strip.OURS}\n")


def test_bold_marks_render_bold_inside_words_and_at_marks_and_blanks() -> None:
    text = "costs!Seriously “ one two  three**four"
    for mark in ("!", "s!S", "“", "“ one", " ", "  ", "*", "e**", "four"):
        page = markdown.page(report(text + " and so on.", (mark, "wrong")))
        line = next(line for line in page.splitlines() if line.startswith("> "))
        assert line.count("⟦") == 1
        kinds = structure(line)
        assert ("strong_open:strong" in kinds) == bool(mark.strip()), line
        assert "em_open:em" not in kinds


def test_a_rule_with_hundreds_of_findings_is_cut_and_says_so() -> None:
    doc_report = report(MANY, *[("said said", "twice", "noisy-rule", n) for n in range(150)])  # type: ignore[arg-type]
    page = markdown.page(doc_report)
    assert page.count("`noisy-rule`: twice") == markdown.MOST_OF_A_RULE
    assert "And 50 more of `noisy-rule`." in page
    lines = "".join(terminal.findings(doc_report, PLAIN, 80, "see reports/page.md"))
    assert lines.count("noisy-rule: twice") == terminal.MOST_OF_A_RULE
    assert "… and 142 more noisy-rule, see reports/page.md" in lines


def test_a_document_that_was_not_judged_has_no_scores() -> None:
    doc = Document("Too short.")
    short = Report(doc, 2, 1, measure("Too short."), None, not_judged("2 words of prose"), (), (), {"qc": "0"}, {})
    page = markdown.page(short)
    assert "**Not judged** — 2 words of prose." in page
    assert "## Scores" not in page
    assert json.loads(jsonl.line(short))["reliability"] is None
    assert "not judged" in "".join(terminal.summary(short, PLAIN))


def garbled(*damages: float) -> Report:
    """A report on sentences that cost points for how they read: each is `<b>` and its number."""
    made = report(" ".join(f"This is sentence <b>{n} of them." for n in range(len(damages))))
    made.document.__dict__["judgements"] = tuple(Judgement(damage, ()) for damage in damages)
    costs = (Contribution(FLUENCY, Axis.TRANSLATION, 1, 30.0),)
    return replace(
        made, score=Score(70.0, costs), judgement=Verdict(Decision.REVIEW, ("why",), ("mending it would help",))
    )


def test_the_sentences_that_read_worst_are_shown_worst_first_and_those_in_order_are_not() -> None:
    one = garbled(0.1, 0.6, 0.95, 0.49)
    page = shown(markdown.page(one))
    assert page.index("0.95") < page.index("sentence <b>2") < page.index("0.60") < page.index("sentence <b>1")
    assert "sentence <b>0" not in page
    assert "sentence <b>3" not in page
    assert "reads worst at 1:63: This is sentence <b>2 of them." in "".join(terminal.summary(one, PLAIN))
    assert [place["damage"] for place in json.loads(jsonl.line(one))["garbled"]] == [0.95, 0.6]


def test_beside_a_sentence_that_reads_badly_stand_the_words_that_are_doubted_most() -> None:
    one = garbled(0.9)
    spans = ((0, 4, 0.59), (5, 7, 0.6), (8, 16, 0.7), (17, 21, 0.8), (22, 24, 0.65))
    one.document.__dict__["judgements"] = (Judgement(0.9, spans),)
    page = markdown.page(one)
    assert "| “b\\>0”, “sentence”, “of” |" in page
    assert "“b&gt;0”, “sentence”, “of”" in webpage.page([webpage.part(one)])
    assert " of them. (doubted most: “b>0”, “sentence”, “of”)\n" in "".join(terminal.summary(one, PLAIN))
    (place,) = json.loads(jsonl.line(one))["garbled"]
    assert place["doubted"] == [{"start": s, "end": e} for s, e in ((18, 21), (8, 16), (22, 24))]
    one.document.__dict__["judgements"] = (Judgement(0.9, spans[:1]),)
    assert "doubted" not in "".join(terminal.summary(one, PLAIN))


def test_of_an_accepted_document_the_terminal_names_no_worst_sentence() -> None:
    one = replace(garbled(0.9), judgement=Verdict(Decision.ACCEPT))
    assert "reads worst" not in "".join(terminal.summary(one, PLAIN))
    assert "This is sentence" in markdown.page(one)


def test_no_more_than_a_few_sentences_that_read_badly_are_shown() -> None:
    assert len(garbled(*[0.9] * 50).garbled) == 5


def test_sentences_that_cost_nothing_are_not_asked_how_they_read() -> None:
    one = report("One. Two.")
    assert one.garbled == ()
    assert "judgements" not in one.document.__dict__


def test_how_the_sentences_read_is_no_number_of_findings() -> None:
    assert "| `fluency`: how the sentences read | translation |  | 30.0 |" in markdown.page(garbled(0.9))


def test_a_remedy_is_a_sentence_and_a_setting_that_names_nothing_says_what_it_means() -> None:
    page = markdown.page(garbled(0.9))
    assert "- Mending it would help.\n" in page
    for row in ("| select | every rule |", "| ignore | none |", "| weights | built in |"):
        assert row in page


def test_the_last_line_says_where_to_read_about_what_costs_most() -> None:
    one = garbled(0.9)
    assert one.dearest == "fluency"
    assert "--ignore fluency leaves it out" in "".join(terminal.summary(one, PLAIN, explained="fluency"))
    assert "qc: ignore one --> above" in "".join(terminal.summary(one, PLAIN, explained="one"))
    assert "qc explain" not in "".join(terminal.summary(one, PLAIN))
    assert replace(one, score=Score(100.0, ())).dearest is None


def test_only_what_is_wrong_with_a_quotation_is_its_state() -> None:
    one = report("He said: “It is the the end of it.”", ("the the", "twice"), ("end", "odd"))
    word, mark = one.findings
    findings = (replace(word, rule="a-word", axis=Axis.TRANSLATION), replace(mark, rule="a-mark"))
    assert "the the end of it. | `a-mark` |" in markdown.page(replace(one, findings=findings))
    assert "the the end of it. | closed |" in markdown.page(replace(one, findings=findings[:1]))


def test_the_contributions_on_a_page_add_up() -> None:
    page = markdown.page(report(MANY, ("said said", "twice"), value=71.3))
    assert "**100 - 28.7 = 71.3**" in page


# The strip


def test_the_strip_shows_damage_where_it_is() -> None:
    text = "clean words stand here. " * 100 + "the the end. " + "clean words stand here. " * 300
    one = report(text, ("the the", "twice"))
    line = strip.as_text(one)
    assert len(line) == strip.CELLS
    assert line.index("█") == text.index("the the") * strip.CELLS // len(text)
    assert set(line) == {strip.CLEAN, "█"}


def test_the_picture_is_well_formed_and_holds_no_text_that_acts() -> None:
    for attack in ATTACKS:
        picture = strip.as_svg(hostile(attack))
        root = ET.fromstring(picture.encode("utf-8", "strict"))
        assert {element.tag.rpartition("}")[2] for element in root.iter()} <= {"svg", "title", "rect", "text"}
        assert picture.count("<rect") < 1000


# The terminal


def carets(text: str, words: str, width: int = 100) -> tuple[str, str]:
    doc = Document(text)
    mark = found(doc, words).span
    place = columns.window(doc, mark, width)
    drawn = columns.snippet(doc, place, [mark])
    return drawn.text, drawn.carets


@pytest.mark.parametrize(
    ("text", "words", "under"),
    [
        ("a plain line", "plain", 2),
        ("日本 wide", "wide", 5),
        ("日本 wide", "本", 2),
        ("\ttab", "tab", 1),
        ("e\N{COMBINING ACUTE ACCENT}te\N{COMBINING ACUTE ACCENT} here", "here", 4),
        ("\U0001f642 face", "face", 3),
        ("\U00010400\U00010401 deseret", "deseret", 3),
        ("\x1b[0m here", "here", 12),
    ],
)
def test_carets_stand_under_the_words(text: str, words: str, under: int) -> None:
    shown, marks = carets(text, words)
    assert marks.index("^") == under
    assert len(marks.strip()) == columns.width(visible(words))
    assert columns.width(shown) == columns.width(visible(text))


def test_a_mark_too_long_for_the_window_is_cut_between_words() -> None:
    words = "the first of several words that are marked together and do not fit"
    line, under = carets(f"Before it, {words}.", words, width=50)
    assert line == "Before it, the first of several words that are…"
    assert under == "           " + "^" * len("the first of several words that are")


def test_a_finding_without_a_weight_says_where_it_weighs() -> None:
    one = report("It is wrong here.", ("wrong", "it is wrong"))
    for by_model, aside in ((True, "(weighs in fluency)"), (False, "(weighs nothing)")):
        light = replace(one, findings=(replace(one.findings[0], weight=0.0, by_model=by_model),))
        assert aside in "".join(terminal.findings(light, PLAIN, 80, ""))
        assert aside in markdown.page(light)
    assert "weighs" not in "".join(terminal.findings(one, PLAIN, 80, ""))


def test_a_combining_mark_alone_gets_its_caret_under_its_letter() -> None:
    assert carets("ae\N{COMBINING ACUTE ACCENT}b", "\N{COMBINING ACUTE ACCENT}")[1] == " ^"


@given(
    st.text(alphabet="ab “日\t\N{COMBINING ACUTE ACCENT}\U0001f642\x1b", min_size=3, max_size=300),
    st.integers(0, 298),
    st.integers(1, 40),
    st.integers(20, 90),
)
def test_a_window_fits_the_terminal_and_shows_the_mark(text: str, start: int, length: int, budget: int) -> None:
    start = min(start, len(text) - 1)
    doc, mark = Document(text), Span(start, min(len(text), start + length))
    place = columns.window(doc, mark, budget)
    drawn = columns.snippet(doc, place, [mark])
    assert place.start <= mark.start < max(place.end, mark.start + 1)
    assert columns.width(drawn.text) <= budget + 2
    assert "^" in drawn.carets
    assert len(drawn.carets) <= columns.width(drawn.text) + 1


def test_findings_of_one_line_are_shown_with_it_once() -> None:
    lines = "".join(
        terminal.findings(report("The the old old bridge.", ("The the", "a"), ("old old", "b")), PLAIN, 80, "")
    )
    assert lines == (
        "page.txt:1:1: some-rule: a\n"
        "page.txt:1:9: some-rule: b\n"
        "    1 | The the old old bridge.\n"
        "      | ^^^^^^^ ^^^^^^^\n"
        "\n"
    )


def test_a_line_of_ten_million_characters_is_shown_in_part_and_at_once() -> None:
    doc_report = report("word " * 2_000_000 + "the the end", ("the the", "twice"))
    line = "".join(terminal.findings(doc_report, PLAIN, 80, "")).splitlines()[1]
    assert line.endswith("the the end")
    assert len(line) <= 80


def test_terminal_output_without_colour_holds_no_escape_whatever_the_text() -> None:
    for attack in ATTACKS:
        text = "".join([*terminal.findings(hostile(attack), PLAIN, 80, "x"), *terminal.summary(hostile(attack), PLAIN)])
        assert all(c.isprintable() or c.isspace() for c in text)
        assert "\x1b" not in text


# JSON


def test_json_says_what_python_says() -> None:
    one = report(MANY, ("said said", "twice"), verdict=Verdict(Decision.REVIEW, ("a reason",), ("a remedy",)))
    value = json.loads(jsonl.line(one))
    assert value["schema"] == jsonl.SCHEMA
    assert (value["verdict"], value["reliability"], value["reasons"]) == (one.verdict, one.reliability, ["a reason"])
    (finding,) = value["findings"]
    (same,) = one.findings
    assert finding["span"] == {"start": same.span.start, "end": same.span.end}
    assert {k: finding[k] for k in ("rule", "message", "weight", "strength", "line", "column")} == {
        k: getattr(same, k) for k in ("rule", "message", "weight", "strength", "line", "column")
    }
    assert finding["text"] == one.document[same.span]
    assert value["readability"]["figures"]["flesch_reading_ease"] == pytest.approx(
        one.readability.values()["flesch_reading_ease"], abs=0.01
    )


def test_json_is_one_line_of_ascii_whatever_the_text() -> None:
    for attack in ATTACKS:
        line = jsonl.line(hostile(attack))
        assert line.isascii()
        assert line.count("\n") == 1
        assert json.loads(line)["name"] == attack


# The index


def row(name: str, verdict: Decision, reliability: float | None, **found: int) -> index.Row:
    return index.Row(
        name, verdict, reliability, "11", 300, found, max(found, key=found.__getitem__, default=None), "page.md"
    )


def test_the_index_sorts_the_worst_first_and_adds_up() -> None:
    rows = [
        row("fine.txt", Decision.ACCEPT, 100.0),
        row("short.txt", Decision.NOT_JUDGED, None),
        row("bad.txt", Decision.REJECT, 40.0, one=3, two=1),
        row("worse.txt", Decision.REJECT, 20.0, one=2),
        row("doubtful.txt", Decision.REVIEW, 75.0),
    ]
    page = index.page(rows, [("gone.txt", "no such file")])
    places = [page.index(name) for name in ("worse.txt", "bad.txt", "doubtful.txt", "short.txt", "fine.txt")]
    assert places == sorted(places)
    assert "6 documents: 2 rejected, 1 to review, 1 not judged, 1 accepted, 1 not read; 6 findings." in page
    assert "| `one` | 5 | 2 |" in page
    assert "| Reject | 40.0 | 11 | 300 | 4 | `one` | [bad.txt](page.md) |" in page
    assert "| gone.txt | no such file |" in page


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
def test_a_hostile_name_leaves_the_structure_of_the_index_alone(attack: str) -> None:
    def page(name: str) -> str:
        return index.page([row(name, Decision.REJECT, 40.0, one=3)], [(name, name)])

    assert structure(page(attack)) == structure(page("harmless"))


# Files


NAMES = [
    (["a/x.txt"], ["x"]),
    (["a/x.txt", "b/x.txt"], ["a-x", "b-x"]),
    (["a/x.txt", "a/x.md"], ["x.txt", "x.md"]),
    (["X.txt", "y/x.txt"], ["X", "y-x"]),
    (["a/index.txt"], ["a-index"]),
    (["../../etc/passwd"], ["passwd"]),
    (["..", "."], ["document", "document-2"]),
    (["-"], ["document"]),
    (["<stdin>"], ["stdin"]),
    ([".hidden.txt", "-rf.txt"], ["hidden", "rf"]),
    (["a\nb\x1b.txt"], ["a_b"]),
    (["con.txt"], ["con.txt"]),
    (["a/b-x.txt", "a-b/x.txt", "a/b/x.txt"], ["b-x", "a-b-x.txt", "a-b-x.txt-2"]),
]


@pytest.mark.parametrize(("documents", "expected"), NAMES)
def test_reports_get_names_that_are_safe_and_short(documents: list[str], expected: list[str]) -> None:
    assert list(files.names(documents).values()) == expected


PATHS = st.text(alphabet="aAb./\\-x\n\x1b\u202e|*[é日\ud800 ", min_size=1, max_size=12)


@given(st.lists(st.one_of(PATHS, st.text(min_size=1, max_size=300)), max_size=8))
def test_no_two_reports_share_a_name_and_none_leaves_its_folder(documents: list[str]) -> None:
    names = files.names(documents)
    assert set(names) == set(documents)
    assert len({name.casefold() for name in names.values()}) == len(names)
    for name in names.values():
        assert name.casefold() != files.INDEX
        assert not name.startswith((".", "-"))
        assert not set(name) & set("/\\\n\r\x1b\0\u202e|*[] ")
        assert len(f".{name}.md.4194304".encode()) <= 255


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "new" / "page.md"
    files.write(path, f"first\n{strip.OURS}\n")

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        files.write(path, f"second\n{strip.OURS}\n")
    assert path.read_text() == f"first\n{strip.OURS}\n"
    assert os.listdir(path.parent) == ["page.md"]  # noqa: PTH208


def test_a_file_of_somebody_else_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "index.md"
    path.write_text("# My notes\n")
    with pytest.raises(FileExistsError, match="not a report"):
        files.publish(path, f"x\n{strip.OURS}\n")
    assert path.read_text() == "# My notes\n"


# Golden reports: examples holds documents written for this, reports/examples what qc makes of them.


GOLDEN = sorted((ROOT / "examples").glob("*.txt"))
EXAMPLES = ROOT / "reports" / "examples"


def rendered(paths: Iterable[Path]) -> dict[str, str]:
    rows, pages = [], {}
    for path in paths:
        one = qc.check(
            path.read_text(encoding="utf-8"),
            name=path.relative_to(ROOT).as_posix(),
            markup="markdown" if path.suffix == ".md" else "text",
        )
        picture = f"{path.stem}.svg" if one.findings else None
        pages[f"{path.stem}.md"] = markdown.page(one, picture)
        if picture:
            pages[picture] = strip.as_svg(one)
        rows.append(index.Row.of(one, f"{path.stem}.md"))
    pages["index.md"] = index.page(rows)
    return pages


def test_the_sample_reports_are_what_qc_makes_of_the_sample_documents() -> None:
    pages = rendered(GOLDEN)
    if os.environ.get("QC_REWRITE"):
        for name, content in pages.items():
            files.write(EXAMPLES / name, content)
    assert {name: (EXAMPLES / name).read_text(encoding="utf-8") for name in pages} == pages, (
        "QC_REWRITE=1 rewrites them"
    )
    # The PNGs are photographs of the web page, which a browser takes.
    assert sorted(path.name for path in EXAMPLES.iterdir() if path.suffix != ".png") == sorted(pages)


def test_a_report_is_the_same_whatever_ran_before() -> None:
    paths = GOLDEN.copy()
    first = rendered(paths)
    Random(7).shuffle(paths)
    assert {name: first[name] for name in sorted(first)} == dict(sorted(rendered(paths).items()))
