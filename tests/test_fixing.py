"""`qc fix`: what has one right answer is put right, and nothing else in the file changes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from time import process_time

import pytest
from growth import MOST, growth
from hypothesis import given, settings
from hypothesis import strategies as st

from qc.check import check
from qc.document import Document, Span
from qc.fixing import applied, fix
from qc.registry import rules
from qc.rule import Edit

QC = [sys.executable, "-m", "qc"]

DAMAGE = [
    "“The roof will hold,“ said the builder, and it did.",
    "“The roof will hold, ” said the builder, and it did.",
    "The clerk said, “ The ferry leaves at noon.” We ran.",
    "She said“we shall go by water,” and they went.",
    "With this technology,Acme’s engineers went further than anyone.",
    "They met in Lyon,, and signed the papers.",
    "The mayor said he didnâ€™t know who had signed the order.",
    "The tech\u200bnology firm lost its licence.",
    "The harbour \x96 a small one \x96 was full.",
]
CLEAN = [
    "“The roof will hold,” said the builder, and it did.",
    "The clerk, Ann O’Neill, said: ‘The ferry leaves at noon.’",
    "The café in São Paulo sells bread at 1,000.50 a loaf, or so it said...",
    'He knew “Hamlet”’s lines; the pipe is 2 " wide.',
    "A family 👨\u200d👩\u200d👧 stood by the sign (\u200fאמת\u200e) at 10:30.",
]
PROBES = [*DAMAGE, *CLEAN, *(example.text for rule in rules().values() for example in rule.examples)]
MARKS = [*"“”\"'’,.;()—`", ",,", " .", "? .", "\u200b", "\ufeff", "\x92", "\x1b", "â€œ", "Ã©", "\u00ad", "\u202e"]
PIECES = [*MARKS, " ", "\n", "\n\n", "\r\n", "<b>", "word", "The", "a", "7", "said", "日本"]
TEXTS = st.one_of(
    st.lists(st.sampled_from(PROBES), min_size=1, max_size=4).map("\n\n".join),
    st.lists(st.sampled_from([*PIECES, *DAMAGE]), max_size=24).map("".join),
    st.text(max_size=60),
)
MARKUP = st.sampled_from(["text", "markdown"])


@given(TEXTS, MARKUP)
@settings(max_examples=100, deadline=None)
def test_mending_twice_is_mending_once(text: str, markup: str) -> None:
    once = fix(text, markup=markup)
    again = fix(once.text, markup=markup)
    assert again.text == once.text
    assert again.mended == ()


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


@given(TEXTS, MARKUP)
@settings(max_examples=100, deadline=None)
def test_no_letter_and_no_digit_changes_but_for_mojibake(text: str, markup: str) -> None:
    fixed = fix(text, markup=markup)
    if all(found.rule != "mojibake" for found in fixed.mended):
        assert letters(fixed.text) == letters(text)


@given(TEXTS, MARKUP)
@settings(max_examples=100, deadline=None)
def test_an_edit_reaches_no_further_than_blanks_beside_its_finding(text: str, markup: str) -> None:
    report = check(text, markup=markup, policy=None)
    for found in report.findings:
        if found.edit:
            before = report.document.text[found.edit.span.start : found.span.start]
            after = report.document.text[found.span.end : found.edit.span.end]
            assert (before + after).strip(" \t\N{NO-BREAK SPACE}") == ""
            assert "\n" not in before + after
            assert found.edit.text != report.document[found.edit.span]


@given(st.lists(st.sampled_from(CLEAN), min_size=1, max_size=5).map("\n\n".join), MARKUP)
@settings(deadline=None)
def test_clean_text_is_left_as_it_is(text: str, markup: str) -> None:
    assert fix(text, markup=markup).text == text


@pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.id)
def test_what_a_rule_leaves_alone_is_left_as_it_is(rule: object) -> None:
    for example in rules()[rule.id].examples:  # type: ignore[attr-defined]
        if example.expectation == "good":
            assert fix(example.text, markup=example.markup).text == example.text


@pytest.mark.parametrize("text", DAMAGE)
def test_what_is_mended_is_found_no_more(text: str) -> None:
    fixed = fix(text)
    assert fixed.mended
    still = {found.rule for found in check(fixed.text).findings}
    assert not still & {found.rule for found in fixed.mended}


@pytest.mark.parametrize(
    "text",
    [
        "“We shall go by water, “and then by land, ” she said. He left “without a word.\n",  # one is never closed
        'The so-called "fast ferry " was late again, and the clerk ("our friend") had left.',
        "The plan is now under control, , then the board will meet.",
        "“The bells rang twice.”” Nobody knew why.",
        "Prices rose\x08 again, and then \x1b[31mfell.",
        "The court \u202eruled on Monday.",
        "He don?t know, M\ufffdd\ufffdric.",
        "She wrote the the letter.",
    ],
)
def test_what_has_more_than_one_answer_is_left_to_people(text: str) -> None:
    assert fix(text) == type(fix(text))(text)


def test_code_markup_and_addresses_are_not_touched() -> None:
    code = "    print('didnâ€™t,,')\n"
    text = f'# It didnâ€™t rain\n\nCall `donâ€™t,,so` and <a title="donâ€™t">it</a> or it didnâ€™t work.\n\n{code}'
    expected = text.replace("It didnâ€™t rain", "It didn’t rain").replace("it didnâ€™t work", "it didn’t work")
    assert fix(text, markup="markdown").text == expected


def test_what_a_comment_silences_is_not_mended() -> None:
    text = "<!-- qc: ignore mojibake -->\n\nThe mayor said he didnâ€™t know.\n\nNobody didnâ€™t.\n"
    assert fix(text, markup="markdown").text == text.replace("Nobody didnâ€™t", "Nobody didn’t")


@pytest.mark.parametrize("end", [" ", "\n\n"])
def test_time_grows_with_the_text_and_not_with_its_square(end: str) -> None:
    def seconds(size: int) -> float:
        text = ("“We shall not rush this,“ said the chair." + end) * (size // 44)
        start = process_time()
        assert fix(text).mended
        return process_time() - start

    assert growth(seconds, 4_000) < MOST


def test_edits_are_made_in_place() -> None:
    edits = [Edit(Span(0, 1), "A"), Edit(Span(2, 2), "-"), Edit(Span(3, 5), "")]
    assert applied("abcdef", edits) == "Ab-cf"


# The command


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def qc(*arguments: str, stdin: bytes = b"") -> tuple[int, str, str]:
    done = subprocess.run([*QC, *arguments], input=stdin, capture_output=True, timeout=60)
    return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")


BEFORE = "The mayor said he didnâ€™t know.\r\nThey met in Lyon,, and left.\r\nNo end"
AFTER = "The mayor said he didn’t know.\r\nThey met in Lyon, and left.\r\nNo end"


@pytest.mark.parametrize(
    ("bom", "encoding"),
    [(b"", "utf-8"), (b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")],
)
def test_line_ends_byte_order_mark_encoding_and_mode_stay(bom: bytes, encoding: str) -> None:
    Path("a.txt").write_bytes(bom + BEFORE.encode(encoding))
    Path("a.txt").chmod(0o640)
    assert qc("fix", "a.txt") == (0, "a.txt: 2 mended: 1 mojibake, 1 doubled-punctuation\n", "")
    assert Path("a.txt").read_bytes() == bom + AFTER.encode(encoding)
    assert Path("a.txt").stat().st_mode & 0o777 == 0o640
    assert [path.name for path in Path().iterdir()] == ["a.txt"]


def test_a_named_encoding_is_kept_and_what_it_cannot_hold_is_refused() -> None:
    Path("a.txt").write_bytes("Café,, they said, was full.".encode("cp1252"))
    assert qc("fix", "--encoding", "cp1252", "a.txt")[0] == 0
    assert Path("a.txt").read_bytes() == "Café, they said, was full.".encode("cp1252")
    Path("b.txt").write_bytes("He ticked âœ“ and left.".encode("cp1252"))
    before = Path("b.txt").read_bytes()
    status, out, err = qc("fix", "--encoding", "cp1252", "b.txt")
    assert (status, out, err) == (2, "", "qc: b.txt: CP1252 has no bytes for '✓'\n")
    assert Path("b.txt").read_bytes() == before


def test_diff_shows_and_changes_nothing_and_git_applies_it() -> None:
    Path("a b.txt").write_bytes(BEFORE.encode())
    Path("clean.txt").write_text(CLEAN[0])
    status, out, err = qc("fix", "--diff", "a b.txt", "clean.txt")
    assert (status, err) == (1, "")
    assert out.startswith("--- a/a b.txt\n+++ b/a b.txt\n@@")
    assert Path("a b.txt").read_bytes() == BEFORE.encode()
    subprocess.run(["git", "apply", "-"], input=out.encode(), check=True, capture_output=True)
    assert Path("a b.txt").read_bytes() == AFTER.encode()
    assert qc("fix", "--diff", "a b.txt", "clean.txt") == (0, "", "")


def test_what_cannot_be_read_is_one_line_and_the_others_are_mended() -> None:
    Path("bad.txt").write_bytes(b"caf\xe9,, noir")
    Path("a.txt").write_text(BEFORE)
    status, out, err = qc("fix", "bad.txt", "gone.txt", "a.txt")
    assert status == 2
    assert [line.split(":")[1] for line in err.splitlines()] == [" bad.txt", " gone.txt"]
    assert out.endswith("3 documents: 1 mended, 0 left as they were\n")
    assert Path("bad.txt").read_bytes() == b"caf\xe9,, noir"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anything")
def test_a_file_that_is_not_to_be_written_is_refused() -> None:
    Path("a.txt").write_text(BEFORE)
    Path("a.txt").chmod(0o444)
    assert qc("fix", "a.txt") == (2, "", "qc: a.txt: no permission to write it\n")


def test_a_link_stays_a_link() -> None:
    Path("a.txt").write_text(BEFORE, newline="")
    Path("link.txt").symlink_to("a.txt")
    assert qc("fix", "link.txt")[0] == 0
    assert Path("link.txt").is_symlink()
    assert Path("a.txt").read_bytes() == AFTER.encode()


def test_standard_input_goes_to_standard_output() -> None:
    assert qc("fix", "-", stdin=BEFORE.encode()) == (0, AFTER, "")
    Path("a.txt").write_text(BEFORE)
    status, out, err = qc("fix", "-", "a.txt", stdin=BEFORE.encode())
    assert (status, out, err.count("\n")) == (2, "", 1)


def test_rules_can_be_chosen() -> None:
    Path("a.txt").write_text(BEFORE, newline="")
    assert qc("fix", "--select", "encoding", "a.txt")[1] == "a.txt: 1 mended: 1 mojibake\n"
    assert ",," in Path("a.txt").read_text()


def test_the_document_a_fix_reads_is_the_one_a_check_reads() -> None:
    text = DAMAGE[0]
    (found,) = fix(text).mended
    assert Document(text)[found.span] == "“"
