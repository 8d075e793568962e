"""Labelled documents: what may stand in a file of them, and what is said of one that cannot be used."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from qc.cli.evaluating import Request, evaluate
from qc.evaluation.labelled import Labelled, LabelledError, Outcome, read, run
from qc.policy import Policy

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
    assert clean == Outcome("pass", "press", "native", "", "news", clean.group, words, 0.0, "accept", clean.findings)
    assert not clean.findings
    # Two of the three replacements hit: "The money" has a capital. Two words were added, and a sentence of five.
    assert (damaged.expect, damaged.group, damaged.words) == ("flag", "bridge", words + 1 + 5)
    assert dict(damaged.findings) == {"doubled-word": 2}
    # Weight 3 in 1,000 words, and prose under 300 words is charged as 300.
    assert damaged.damage == 2 * 3 * 1000 / 300
    assert (short.expect, short.decision, short.damage) == ("either", "not judged", 0.0)


def test_two_processes_find_what_one_finds_in_the_same_order(tmp_path: Path) -> None:
    made = documents(tmp_path) * 25
    assert run(made, Policy(), jobs=2) == run(made, Policy(), jobs=1)


Capture = pytest.CaptureFixture[str]


def test_the_command_prints_the_report_and_takes_every_nth(tmp_path: Path, capsys: Capture) -> None:
    path = written(tmp_path, *[labelled("Too short.", "clean")] * 5)
    evaluate(Request(path, None, None, every=2, jobs=1))
    assert "3 documents of 6 words" in capsys.readouterr().out


def test_the_command_writes_the_report_where_it_is_told(tmp_path: Path, capsys: Capture) -> None:
    path, page = written(tmp_path, labelled("Too short.", "clean")), tmp_path / "new" / "page.md"
    evaluate(Request(path, "strict", page, every=1, jobs=1))
    assert capsys.readouterr().out == ""
    assert page.read_text("utf-8").startswith("# Evaluation\n")


def test_a_report_that_cannot_be_written_is_printed_and_complained_of(tmp_path: Path, capsys: Capture) -> None:
    path = written(tmp_path, labelled("Too short.", "clean"))
    with pytest.raises(SystemExit) as ended:
        evaluate(Request(path, None, path / "page.md", every=1, jobs=1))
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
        evaluate(Request(written(tmp_path, *rows), profile, None, every=1, jobs=1))
    assert ended.value.code == 2
    out, err = capsys.readouterr()
    assert (out, err.startswith("qc: "), err.endswith(f"{complaint}\n")) == ("", True, True)
