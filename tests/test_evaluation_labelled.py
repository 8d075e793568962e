"""Labelled documents: what may stand in a file of them, and what is said of one that cannot be used."""

from __future__ import annotations

import gzip
import json
import math
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from qc.cli.evaluating import Request, evaluate
from qc.document import Document, Span
from qc.evaluation.labelled import Labelled, LabelledSentence, Measures, Outcome, beginning, lengths_for, read, run
from qc.evaluation.rows import LabelledError
from qc.policy import Policy
from qc.score import coefficients, unseen

CLEAN = (
    "The parish council met on Monday to talk about the bridge. Nobody spoke against the repairs, which are to begin "
    "in May and to last until the end of August. The money comes from a fund that the county set up after the floods, "
    "and the clerk said that a second payment would follow in the autumn."
)
DAMAGED = (
    CLEAN.replace("the repairs", "the the repairs").replace("the money", "the the money") + " He said the the end."
)


def written(tmp_path: Path, *rows: object, name: str = "labelled.jsonl") -> Path:
    path = tmp_path / name
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


def labelled(text: str, label: str, **rest: object) -> dict[str, object]:
    return {"text": text, "label": label, **rest}


@pytest.mark.parametrize(
    ("label", "expect"),
    [
        ("pass", "pass"), ("human", "pass"), ("clean", "pass"), ("good", "pass"),
        ("flag", "flag"), ("mt", "flag"), ("damaged", "flag"), ("bad", "flag"), ("mixed", "flag"),
        ("either", "either"),
    ],
)  # fmt: skip
def test_a_label_says_what_is_expected(tmp_path: Path, label: str, expect: str) -> None:
    (document,) = read(written(tmp_path, labelled("One.", label)))
    assert document.expect == expect


def test_the_meta_goes_before_the_label(tmp_path: Path) -> None:
    (document,) = read(written(tmp_path, labelled("One.", "mt", meta={"expect": "either"})))
    assert document.expect == "either"


def test_what_is_not_said_is_empty_and_a_document_is_its_own_group(tmp_path: Path) -> None:
    path = written(tmp_path, labelled("One.", "clean"))
    (document,) = read(path)
    place = f"{path}:1"
    assert document == Labelled(place, "One.", "pass", source="-", kind="", tier="", genre="", group=place)


def test_everything_that_may_be_said_is_read_from_a_compressed_file_with_blank_lines(tmp_path: Path) -> None:
    meta = {"kind": "native", "tier": "poor", "genre": "news", "group": "g"}
    row = json.dumps(labelled("Café.", "human", id=7, source="press", meta=meta), ensure_ascii=False)
    path = tmp_path / "labelled.jsonl.gz"
    path.write_bytes(gzip.compress(f"\ufeff{row}\n\n{row}\n".encode()))
    first, second = read(path)
    assert first == second == Labelled("7", "Café.", "pass", "press", "native", "poor", "news", "g")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"label": "clean"}', '"text" is missing'),
        ('{"text": 5, "label": "clean"}', '"text" is no string'),
        ('{"text": "One."}', '"label" is missing'),
        ('{"text": "One.", "label": "spam"}', "label 'spam' is none of pass, human, clean"),
        ('{"text": "One.", "label": "clean", "meta": [1]}', '"meta" is no object'),
        ("[1]", "JSON, but no object"),
        ("text,label", "not JSON: Expecting value"),
        ('{"text": "\udcff"}', "not UTF-8: byte 10"),
    ],
)
def test_a_line_that_cannot_be_used_is_named_with_the_reason(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "labelled.jsonl"
    path.write_bytes(b'{"text": "One.", "label": "clean"}\n' + line.encode("utf-8", "surrogateescape") + b"\n")
    with pytest.raises(LabelledError) as raised:
        list(read(path))
    assert str(raised.value).startswith(f"{path}:2: {reason}")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'{"text": "One."}\n', "Not a gzipped file"),
        (gzip.compress(bytes(range(256)) * 99, mtime=0)[:40], "Compressed file ended"),
        (gzip.compress(b"", mtime=0)[:10] + b"\xff" * 30, "Error -3 while decompressing"),
    ],
)
def test_an_archive_that_cannot_be_read_is_named_with_the_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "labelled.jsonl.gz"
    path.write_bytes(content)
    with pytest.raises(LabelledError) as raised:
        list(read(path))
    assert str(raised.value).startswith(f"{path}: {reason}")


def test_a_file_that_is_not_there_is_named_once(tmp_path: Path) -> None:
    path = tmp_path / "none.jsonl"
    with pytest.raises(LabelledError) as raised:
        list(read(path))
    assert str(raised.value) == f"{path}: No such file or directory"


def test_spans_are_read_from_either_place_and_empty_ones_left_out(tmp_path: Path) -> None:
    spans = [{"start": 0, "end": 3, "category": "machine"}, {"start": 2, "end": 2}, {"start": 1, "end": 99}]
    path = written(
        tmp_path, labelled("One.", "mixed", meta={"spans": spans}), labelled("One.", "mixed", spans=spans[:1])
    )
    first, second = read(path)
    # The last one runs past the end, and is cut there.
    assert first.spans == (Span(0, 3), Span(1, 4))
    assert second.spans == (Span(0, 3),)


@pytest.mark.parametrize(
    "spans", [5, [5], [{"start": 1}], [{"start": "0", "end": 1}], [{"start": 3, "end": 1}], [{"start": 5, "end": 6}]]
)
def test_a_span_that_is_none_is_named(tmp_path: Path, spans: object) -> None:
    path = written(tmp_path, labelled("One.", "mixed", spans=spans))
    with pytest.raises(LabelledError, match=r":1: (a span is an object|\"spans\" is no list)"):
        list(read(path))


def test_parquet_holds_what_json_lines_hold(tmp_path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    rows = [
        labelled("One.", "clean", id="a", meta={"kind": "native", "spans": None}),
        labelled("Two.", "mixed", id="b", meta={"kind": "hybrid", "spans": [{"start": 0, "end": 3}]}),
    ]
    path = tmp_path / "labelled.parquet"
    parquet.write_table(pa.Table.from_pylist(rows), path)
    assert list(read(path)) == list(read(written(tmp_path, *rows)))


def test_a_row_of_parquet_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    path = tmp_path / "labelled.parquet"
    parquet.write_table(pa.Table.from_pylist([labelled("One.", "clean")] * 300 + [labelled("One.", "spam")]), path)
    with pytest.raises(LabelledError, match=r"labelled\.parquet, row 301: label 'spam' is none of"):
        list(read(path))


def test_what_is_no_parquet_is_named_in_a_line(tmp_path: Path) -> None:
    path = tmp_path / "labelled.parquet"
    path.write_bytes(b"text,label\n")
    with pytest.raises(LabelledError) as raised:
        list(read(path))
    assert str(raised.value).startswith(f"{path}: ")
    assert "\n" not in str(raised.value)


def test_without_pyarrow_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(LabelledError, match=r"pip install 'translation-qc\[parquet\]'"):
        list(read(tmp_path / "labelled.parquet"))


FIRST, WRONG, LAST = (
    CLEAN.split(". ", maxsplit=1)[0] + ". ",
    "They met the the committee in the evening. ",
    "It rained all day.",
)


def marked() -> Labelled:
    text = FIRST + WRONG + CLEAN + " " + LAST
    return Labelled("x", text, "flag", "-", "", "", "", "x", (Span(len(FIRST), len(FIRST) + 17),))


def test_sentences_of_a_marked_document_are_labelled_and_found() -> None:
    (made,) = run([marked()], Policy(select=frozenset({"doubled-word"})))
    assert made.sentences[:3] == (
        LabelledSentence(labelled=False, found=False, damage=0.0),
        LabelledSentence(labelled=True, found=True, damage=0.0),
        LabelledSentence(labelled=False, found=False, damage=0.0),
    )
    assert made.in_spans == made.findings == {"doubled-word": 1}


def test_a_finding_outside_the_marked_spans_is_not_in_them() -> None:
    elsewhere = replace(marked(), spans=(Span(0, 5),))
    (made,) = run([elsewhere], Policy(select=frozenset({"doubled-word"})))
    assert (made.findings["doubled-word"], made.in_spans["doubled-word"]) == (1, 0)
    assert [(s.labelled, s.found) for s in made.sentences[:2]] == [(True, False), (False, True)]


def test_sentence_damage_is_the_damage_models() -> None:
    (made,) = run([marked()], Policy())
    judged = Document(marked().text).judgements
    assert [s.damage for s in made.sentences] == [j.damage for j in judged]


def test_the_normal_form_is_judged_and_findings_are_those_of_the_text_as_it_is() -> None:
    """Straight marks hide that these were turned round; the findings must not go with them."""
    text = CLEAN + " The clerk said ”it is late“ and went home, and nobody said ”stay“ to him."
    document = Labelled("x", text, "pass", "-", "", "", "", "x")
    policy = Policy(select=frozenset({"quotes"}))
    (plain,) = run([document], policy)
    (made,) = run([document], policy, measures=Measures(normalise=True))
    assert plain.normalised is None
    assert plain.damage > unseen(len(text.split()))
    assert (made.damage, made.findings, made.reliability) == (plain.damage, plain.findings, plain.reliability)
    assert made.normalised == pytest.approx(unseen(len(text.split())))


def test_a_beginning_ends_with_the_sentence_that_reaches_the_words() -> None:
    doc = Document("One two three. Four five six. Seven eight.\n")
    assert beginning(doc, 3) == "One two three."
    assert beginning(doc, 4) == "One two three. Four five six."
    assert beginning(doc, 99) == doc.text


def test_lengths_are_those_enough_documents_reach() -> None:
    def made(expect: str, words: int, count: int) -> list[Labelled]:
        return [Labelled("x", "word " * words, expect, "-", "", "", "", "x")] * count  # type: ignore[arg-type]

    assert lengths_for([*made("pass", 900, 20), *made("flag", 250, 20)]) == (50, 100, 200)
    assert lengths_for([*made("pass", 900, 20), *made("flag", 250, 19)]) == ()


def test_documents_long_enough_are_cut_and_the_others_not() -> None:
    document = Labelled("x", DAMAGED + " " + CLEAN, "flag", "-", "", "", "", "x")
    policy = Policy(select=frozenset({"doubled-word"}))
    long, short, either = run(
        [document, replace(document, text=CLEAN), replace(document, expect="either")],
        policy,
        measures=Measures(lengths=(50, 100)),
    )
    # One doubled word stands in the first sentences, the second at the end of the first text.
    first, second = long.shortened
    assert second - first == pytest.approx(10 * coefficients()["rules"] + unseen(100) - unseen(50), abs=0.2)
    assert first > unseen(50)
    assert (short.shortened, either.shortened) == ((), ())


def documents(tmp_path: Path) -> list[Labelled]:
    rows = [
        labelled(CLEAN, "clean", source="press", meta={"kind": "native", "genre": "news"}),
        labelled(DAMAGED, "damaged", meta={"kind": "mt", "tier": "poor", "group": "bridge"}),
        labelled("Too short.", "either"),
    ]
    return list(read(written(tmp_path, *rows)))


def test_an_outcome_holds_what_the_document_costs_and_what_was_found(tmp_path: Path) -> None:
    clean, damaged, short = run(documents(tmp_path), Policy(select=frozenset({"doubled-word"})))
    words = len(CLEAN.split())
    least = round(100 / (1 + math.exp(unseen(words))), 1)
    assert clean == Outcome(
        "pass", "press", "native", "", "news", clean.group, words, clean.damage, "accept", clean.findings, least, least
    )
    assert clean.damage == pytest.approx(unseen(words))
    assert not clean.findings
    # Two of the three replacements hit: "The money" has a capital. Two words were added, and a sentence of five.
    assert (damaged.expect, damaged.group, damaged.words) == ("flag", "bridge", words + 1 + 5)
    assert dict(damaged.findings) == {"doubled-word": 2}
    # Weight 3 in 1,000 words, and prose under 300 words is charged as 300.
    assert damaged.damage == pytest.approx(unseen(words + 6) + coefficients()["rules"] * 2 * 3 * 1000 / 300)
    assert (
        damaged.reliability == damaged.text_reliability == pytest.approx(100 / (1 + math.exp(damaged.damage)), abs=0.06)
    )
    assert (short.expect, short.decision, short.damage) == ("either", "not judged", -math.inf)
    assert (short.reliability, short.text_reliability) == (None, None)


def test_two_processes_find_what_one_finds_in_the_same_order(tmp_path: Path) -> None:
    made = documents(tmp_path) * 25
    policy = Policy(ignore=frozenset({"fluency"}))
    assert list(run(made, policy, jobs=2)) == list(run(made, policy, jobs=1))


Capture = pytest.CaptureFixture[str]


def test_the_command_prints_the_report_and_takes_every_nth(tmp_path: Path, capsys: Capture) -> None:
    path = written(tmp_path, *[labelled("Too short.", "clean")] * 5)
    evaluate(Request(path, every=2, jobs=1))
    assert "3 documents of 6 words" in capsys.readouterr().out


def test_the_command_writes_the_report_where_it_is_told(tmp_path: Path, capsys: Capture) -> None:
    path, page = written(tmp_path, labelled("Too short.", "clean")), tmp_path / "new" / "page.md"
    evaluate(Request(path, "strict", page, jobs=1))
    assert capsys.readouterr().out == ""
    text = page.read_text("utf-8")
    assert text.startswith("# Evaluation\n")
    assert "`qc eval labelled.jsonl --profile strict`" in text
    assert "](page-calibration.svg)" in text
    assert (page.parent / "page-calibration.svg").read_text("utf-8").startswith("<svg ")


def test_a_file_is_appended_and_named_in_the_command(tmp_path: Path, capsys: Capture) -> None:
    more = tmp_path / "baselines.md"
    more.write_text("## Baselines\n", encoding="utf-8")
    evaluate(Request(written(tmp_path, labelled("Too short.", "clean")), jobs=1, normalise=False, append=(more,)))
    out = capsys.readouterr().out
    assert out.endswith("\n## Baselines\n")
    assert "`qc eval labelled.jsonl --no-normalise --append baselines.md`" in out


def test_somebody_elses_picture_stays_and_nothing_is_measured(tmp_path: Path, capsys: Capture) -> None:
    path, picture = written(tmp_path, labelled("Too short.", "clean")), tmp_path / "page-calibration.svg"
    picture.write_text("<svg/>", encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        evaluate(Request(path, output=tmp_path / "page.md", jobs=1))
    assert (ended.value.code, picture.read_text("utf-8")) == (2, "<svg/>")
    assert not (tmp_path / "page.md").exists()
    assert "page-calibration.svg: somebody else's picture" in capsys.readouterr().err


@pytest.mark.parametrize("rate", [0.0, 1.0, -0.1])
def test_a_base_rate_is_a_share(tmp_path: Path, capsys: Capture, rate: float) -> None:
    with pytest.raises(SystemExit):
        evaluate(Request(tmp_path / "x.jsonl", base_rate=rate))
    assert "--base-rate lies between 0 and 1" in capsys.readouterr().err


def test_a_report_that_cannot_be_written_is_printed_and_complained_of(tmp_path: Path, capsys: Capture) -> None:
    path = written(tmp_path, labelled("Too short.", "clean"))
    with pytest.raises(SystemExit) as ended:
        evaluate(Request(path, output=path / "page.md", jobs=1))
    out, err = capsys.readouterr()
    assert ended.value.code == 2
    assert out.startswith("# Evaluation\n")
    assert err.startswith(f"qc: {path / 'page.md'}: cannot be written: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("rows", "profile", "complaint"),
    [
        ([], "nope", "there is no profile 'nope': news, corpus, strict"),
        ([], None, "labelled.jsonl: no labelled documents"),
        ([{"text": "One."}], None, 'labelled.jsonl:1: "label" is missing'),
    ],
)
def test_the_command_says_in_a_line_what_it_cannot_use(
    tmp_path: Path, capsys: Capture, rows: list[object], profile: str | None, complaint: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        evaluate(Request(written(tmp_path, *rows), profile, jobs=1))
    assert ended.value.code == 2
    out, err = capsys.readouterr()
    assert (out, err.startswith("qc: "), err.endswith(f"{complaint}\n")) == ("", True, True)
