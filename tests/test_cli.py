"""The command line as its users meet it: what is printed, what is written, how it ends."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st
from typer.main import get_command

from qc import config
from qc.cli import checking, guide, settings
from qc.cli.commands import app
from qc.cli.options import FLAGS, VALUES, FailOn, Format, Request, plain, written_out
from qc.document import Document, Span
from qc.policy import Policy
from qc.reference import explanation, page
from qc.registry import rules
from qc.report.style import Style
from qc.rule import Axis, Finding, Rule

ROOT = Path(__file__).parent.parent
QC = [sys.executable, "-c", "from qc.cli import main; main()"]

SENTENCE = "The council met on Tuesday evening to discuss the new bridge over the river and the road that leads to it. "
CLEAN = SENTENCE + (
    "Engineers had measured the piers in spring and found them sound, but the deck was worn and the railings rusted "
    "through in several places. After two hours of debate the members agreed to close one lane in May and to ask three "
    "firms for an estimate before the summer.\n"
)
DAMAGED = CLEAN.replace("discuss the new", "discuss the the new")
PLACE = f"1:{DAMAGED.index('the the') + 1}"

# Weights and thresholds of these tests, so that none of them depends on what a rule weighs this month.
REJECTING = "reject-below = 90\nreview-below = 91\nweights = { doubled-word = 100 }\n"
REVIEWING = "reject-below = 0\nreview-below = 91\nweights = { doubled-word = 100 }\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    Path("clean.txt").write_text(CLEAN)
    Path("bad.txt").write_text(DAMAGED)
    Path("qc.toml").write_text(REJECTING)
    return tmp_path


def qc(*arguments: str, stdin: bytes = b"", **environment: str) -> tuple[int, str, str]:
    """Run the command in a process of its own: status, standard output, standard error."""
    done = subprocess.run(
        [*QC, *arguments], input=stdin, capture_output=True, env={**os.environ, **environment}, timeout=60
    )
    return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")


def listed(folder: str) -> list[str]:
    return sorted(path.name for path in Path(folder).iterdir())


def check(*arguments: str) -> int:
    """Run `qc check` in this process."""
    request = plain(arguments)
    assert request is not None
    return checking.check(request)


def test_what_a_rule_means_is_pointed_to_once_in_a_run(capsys: pytest.CaptureFixture[str]) -> None:
    Path("worse.txt").write_text(DAMAGED)
    assert check("bad.txt", "worse.txt") == 1
    assert capsys.readouterr().out.count("qc explain doubled-word") == 1


# How it ends


def test_exit_status_is_0_where_nothing_is_rejected_and_1_where_something_is() -> None:
    assert qc("check", "clean.txt")[0] == 0
    assert qc("check", "bad.txt")[0] == 1
    assert qc("check", "clean.txt", "bad.txt")[0] == 1


@pytest.mark.parametrize(
    ("table", "fail_on", "status"),
    [
        (REJECTING, "reject", 1),
        (REJECTING, "review", 1),
        (REJECTING, "never", 0),
        (REVIEWING, "reject", 0),
        (REVIEWING, "review", 1),
        (REVIEWING, "never", 0),
    ],
)
def test_fail_on_says_which_verdict_fails(table: str, fail_on: str, status: int) -> None:
    Path("qc.toml").write_text(table)
    assert check("bad.txt", "--fail-on", fail_on) == status


def test_a_text_that_is_not_judged_fails_nothing() -> None:
    Path("short.txt").write_text("Too short to say.")
    assert check("short.txt", "--fail-on", "review") == 0


FRENCH = (
    "Le conseil municipal a décidé mardi soir de fermer le pont qui traverse la rivière au sud de la ville, parce que "
    "les ingénieurs avaient trouvé des fissures dans trois piliers. « Nous avons attendu longtemps », a déclaré le "
    "maire devant les journalistes. Le chantier doit commencer au mois de mars, quand la glace aura fondu. "
    "Quel est le prix ? Personne ne le sait !\n"
)


def test_a_text_in_another_language_gets_a_plain_answer_and_no_findings(capsys: pytest.CaptureFixture[str]) -> None:
    Path("fr.txt").write_text(FRENCH)
    assert check("fr.txt", "--no-report") == 0
    assert capsys.readouterr().out == "fr.txt: not judged, 0 findings\n    not English but French\n"


HINT = "name another encoding with --encoding, e.g. cp1252"
BAD_NAME = "new\nline\x1b[31m\u202e.txt"


def test_an_input_that_cannot_be_read_is_named_on_one_line_and_the_others_are_judged() -> None:
    Path("binary.txt").write_bytes(b"\0\1\2")
    Path("latin.txt").write_bytes(b"caf\xe9")
    Path(BAD_NAME).write_bytes(b"")
    Path("nothing").mkdir()
    status, out, err = qc("check", "gone.txt", "binary.txt", "latin.txt", BAD_NAME, "nothing", "bad.txt", "clean.txt")
    assert status == 2
    assert err.splitlines() == [
        "qc: gone.txt: no such file or folder",
        "qc: binary.txt: binary: byte 0 is NUL",
        f"qc: latin.txt: not UTF-8: byte 3 (0xE9, line 1) does not decode; {HINT}",
        "qc: new⏎line⟨U+001B⟩[31m⟨U+202E⟩.txt: empty",
        "qc: nothing: no text in this folder (.markdown, .md, .text, .txt)",
    ]
    assert "bad.txt: reject" in out
    assert "clean.txt: accept" in out
    assert "7 documents: 1 rejected, 1 accepted, 5 not read" in out
    assert listed("reports") == ["bad.md", "bad.svg", "clean.md", "index.md"]


def test_a_name_with_control_characters_acts_nowhere() -> None:
    Path(BAD_NAME).write_text(DAMAGED)
    status, out, err = qc("check", BAD_NAME, "clean.txt")
    assert status == 1
    assert not {"\x1b", "\u202e"} & set(out + err)
    assert listed("reports")[-2:] == ["new_line_31m.md", "new_line_31m.svg"]
    assert not {"\x1b", "\u202e"} & set("".join(path.read_text() for path in Path("reports").iterdir()))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["check"], "Missing argument"),
        (["check", "clean.txt", "--nonsense"], "No such option"),
        (["check", "clean.txt", "--format", "xml"], "xml"),
        (["check", "clean.txt", "--largest", "0"], "largest"),
        (["check", "clean.txt", "--select", "reversed-marks"], "did you mean 'reversed-mark'?"),
        (["check", "clean.txt", "--profile", "lenient"], "there is no profile 'lenient'"),
        (["check", "clean.txt", "--config", "gone.toml"], "gone.toml"),
        (["check", "clean.txt", "--encoding", "klingon"], "there is no text encoding 'klingon'"),
        (["check", "clean.txt", "--encoding", "hex"], "there is no text encoding 'hex'"),
        (["check", "clean.txt", "--no-report", "--report-dir", "x"], "exclude each other"),
        (["explain", "reversed-marks"], "did you mean reversed-mark"),
        (["nonsense"], "No such command"),
    ],
)
def test_misuse_exits_with_2_and_says_what_is_wrong(arguments: list[str], message: str) -> None:
    status, out, err = qc(*arguments)
    assert status == 2
    assert message in err
    assert "Traceback" not in err
    assert out == ""
    assert not Path("reports").exists()


def test_an_unknown_setting_is_misuse() -> None:
    Path("qc.toml").write_text("treshold = 3\n")
    status, _, err = qc("check", "clean.txt")
    assert (status, err.count("\n")) == (2, 1)
    assert "unknown setting 'treshold'" in err


def test_a_broken_rule_ends_the_run_with_2(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fail(doc: Document) -> list[Finding]:
        raise KeyError("lost")

    broken = Rule(check=fail, axis=Axis.QUOTATION, examples=())  # type: ignore[arg-type]
    monkeypatch.setattr(
        sys.modules["qc.check"], "rules", lambda: {"broken": broken, "doubled-word": rules()["doubled-word"]}
    )
    assert check("clean.txt", "bad.txt") == 2
    assert "failed on clean.txt: KeyError: 'lost'" in capsys.readouterr().err
    assert not Path("reports").exists()


def test_a_report_that_cannot_be_written_is_an_error_and_the_others_are() -> None:
    Path("reports").mkdir()
    Path("reports/clean.md").write_text("# My own notes on cleaning\n")
    status, out, err = qc("check", "clean.txt", "bad.txt")
    assert status == 2
    assert err == (
        "qc: reports/clean.md: the report cannot be written: "
        "this file is not a report of qc and stays as it is; choose another --report-dir\n"
    )
    assert Path("reports/clean.md").read_text() == "# My own notes on cleaning\n"
    assert Path("reports/bad.md").exists()
    assert "clean.txt: accept" in out


def test_a_reader_that_goes_away_is_no_error() -> None:
    Path("long.txt").write_text(DAMAGED * 1500)
    qc_check = f"{sys.executable} -c 'from qc.cli import main; main()' check long.txt --format json"
    script = f"{qc_check} | head -c 9; status=${{PIPESTATUS[0]}}; echo; echo $status"
    # Unbuffered, Python takes a write that was cut short for a whole one.
    buffered = {**os.environ, "PYTHONUNBUFFERED": ""}
    done = subprocess.run(["bash", "-c", script], capture_output=True, timeout=60, env=buffered)
    assert done.stderr == b""
    assert done.stdout.decode().splitlines() == ['{"schema"', "141"]


# What is printed and written


def test_findings_are_printed_as_compilers_do_and_a_report_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    check("bad.txt")
    out = capsys.readouterr().out
    assert f"bad.txt:{PLACE}: doubled-word: " in out
    assert re.search(r"^    1 \| .*discuss the the new.*\n      \| +\^{7}$", out, re.MULTILINE)
    assert re.search(r"^bad\.txt: reject, .*; reports/bad\.md$", out, re.MULTILINE)
    assert "⟦**the the**⟧" in Path("reports/bad.md").read_text()
    assert "![" in Path("reports/bad.md").read_text()
    assert Path("reports/bad.svg").exists()


def test_several_documents_get_an_index_and_a_last_line(capsys: pytest.CaptureFixture[str]) -> None:
    check("bad.txt", "clean.txt")
    assert capsys.readouterr().out.splitlines()[-1].startswith("2 documents: 1 rejected, 1 accepted; 1 finding")
    assert "[bad.txt](bad.md)" in Path("reports/index.md").read_text()


def test_a_document_that_is_mended_leaves_no_picture_behind() -> None:
    check("bad.txt")
    Path("bad.txt").write_text(CLEAN)
    check("bad.txt")
    assert listed("reports") == ["bad.md"]
    Path("reports/clean.svg").write_text("<svg/>")
    check("clean.txt")
    assert Path("reports/clean.svg").read_text() == "<svg/>"


def test_no_report_writes_nothing() -> None:
    check("bad.txt", "clean.txt", "--no-report")
    assert not Path("reports").exists()


def test_report_dir_is_where_reports_go() -> None:
    check("bad.txt", "--report-dir", "out/deep")
    assert listed("out/deep") == ["bad.md", "bad.svg"]


def test_quiet_prints_the_verdicts_that_matter(capsys: pytest.CaptureFixture[str]) -> None:
    check("bad.txt", "clean.txt", "-q")
    assert re.fullmatch(r"bad\.txt: reject, .*\n", capsys.readouterr().out)


def test_json_is_one_text_and_jsonl_its_documents_a_line_each_and_neither_writes_a_file(
    capsys: pytest.CaptureFixture[str],
) -> None:
    check("bad.txt", "clean.txt", "gone.txt", "--format", "json")
    run = json.loads(capsys.readouterr().out)
    verdicts = [(document["name"], document["verdict"]) for document in run["documents"]]
    assert verdicts == [("bad.txt", "reject"), ("clean.txt", "accept")]
    assert run["unread"] == [{"name": "gone.txt", "reason": "no such file or folder"}]
    check("bad.txt", "clean.txt", "--format", "jsonl")
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == run["documents"]
    assert not Path("reports").exists()


WHOLE = ["json", "sarif", "junit", "github", "gitlab", "csv", "html"]


@pytest.mark.parametrize("form", ["markdown", "jsonl", *WHOLE])
def test_what_is_written_is_what_is_printed(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert check("bad.txt", "clean.txt", "--format", form) == 1
    printed = capsys.readouterr().out
    assert check("bad.txt", "clean.txt", "--no-report", "-q", "--write", f"{form}=out/a b.x") == 1
    assert Path("out/a b.x").read_text() == printed
    assert "bad.txt" in printed
    assert capsys.readouterr().out.startswith("bad.txt: reject")


@pytest.mark.parametrize("form", WHOLE)
def test_a_form_of_a_whole_run_is_whole_or_not_there(
    form: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail_on_the_second(doc: Document) -> list[Finding]:
        if doc.name == "clean.txt":
            raise KeyError("lost")
        return []

    broken = Rule(check=fail_on_the_second, axis=Axis.QUOTATION, examples=())  # type: ignore[arg-type]
    known = {"broken": broken, "doubled-word": rules()["doubled-word"]}
    monkeypatch.setattr(sys.modules["qc.check"], "rules", lambda: known)
    assert check("bad.txt", "clean.txt", "--format", form, "--write", f"{form}=out") == 2
    assert capsys.readouterr().out == ""
    assert not Path("out").exists()


def test_several_forms_of_one_run_are_written_and_text_is_still_printed(capsys: pytest.CaptureFixture[str]) -> None:
    check("bad.txt", "--write", "sarif=a.sarif", "--write=csv=a=b.csv")
    assert "bad.txt: reject" in capsys.readouterr().out
    assert json.loads(Path("a.sarif").read_text())["version"] == "2.1.0"
    assert Path("a=b.csv").read_text().startswith("document,")
    assert Path("reports/bad.md").exists()


@pytest.mark.parametrize(
    ("write", "message"),
    [
        ("qc.sarif", "--write takes FORMAT=FILE, not 'qc.sarif'"),
        ("sarif=", "--write takes FORMAT=FILE, not 'sarif='"),
        ("text=a.txt", "--write takes FORMAT=FILE, not 'text=a.txt'"),
        ("csv=./clean.txt", "this document is checked and stays as it is"),
    ],
)
def test_a_file_to_write_that_makes_no_sense_is_misuse(write: str, message: str) -> None:
    status, out, err = qc("check", "clean.txt", "--write", write)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert message in err
    assert Path("clean.txt").read_text() == CLEAN


def test_one_file_takes_one_form() -> None:
    status, _, err = qc("check", "clean.txt", "--write", "csv=out", "--write", "json=./out")
    assert (status, Path("out").exists()) == (2, False)
    assert "twice" in err


def test_a_form_that_cannot_be_written_is_an_error_and_the_others_are_written() -> None:
    os.mkfifo("pipe")
    Path("link").symlink_to("target")
    Path("target").write_text("old")
    arguments = ("--no-report", "--write", "csv=pipe", "--write", "json=clean.txt/x", "--write", "sarif=link")
    status, _, err = qc("check", "bad.txt", *arguments)
    assert status == 2
    assert [line.rpartition(": ")[2] for line in err.splitlines()] == [
        "this is no file; nothing is written over it",
        "File exists",
    ]
    assert Path("pipe").is_fifo()
    assert Path("link").is_symlink()
    assert "2.1.0" in Path("target").read_text()


def test_a_step_summary_is_added_where_it_is_asked_for_and_github_offers_a_file() -> None:
    Path("summary.md").write_text("before\n")
    assert qc("check", "bad.txt", "--step-summary", GITHUB_STEP_SUMMARY="summary.md")[0] == 1
    summary = Path("summary.md").read_text()
    assert summary.startswith("before\n## qc: 1 document: 1 rejected; 1 finding.\n")
    assert "| Reject |" in summary
    qc("check", "bad.txt", GITHUB_STEP_SUMMARY="summary.md")
    assert Path("summary.md").read_text() == summary
    assert qc("check", "bad.txt", "--step-summary", GITHUB_STEP_SUMMARY="")[::2] == (1, "")


def test_the_schema_is_printed() -> None:
    status, out, _ = qc("schema")
    assert status == 0
    assert json.loads(out)["$id"] == "urn:translation-qc:schema:1"


def test_markdown_is_the_page_itself(capsys: pytest.CaptureFixture[str]) -> None:
    check("bad.txt", "--format", "markdown", "--report-dir", "out")
    printed, written = capsys.readouterr().out, Path("out/bad.md").read_text()
    assert printed.strip() == re.sub(r"!\[.*\n\n", "", written).strip()


def test_standard_input_is_a_document() -> None:
    status, out, _ = qc("check", "-", stdin=DAMAGED.encode())
    assert status == 1
    assert f"<stdin>:{PLACE}: doubled-word" in out
    assert [n for n in listed("reports") if n.endswith(".md")] == ["stdin.md"]


def test_standard_input_without_end_is_read_up_to_the_limit() -> None:
    endless = f"yes 'words without end' | {sys.executable} -c 'from qc.cli import main; main()' check - --largest 1"
    done = subprocess.run(["bash", "-c", endless], capture_output=True, text=True, timeout=30)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "qc: <stdin>: 1.0 MB, more than the 1 MB that are read; --largest raises the limit\n"


def test_an_empty_standard_input_is_said_to_be_empty() -> None:
    assert qc("check", "-") == (2, "", "qc: <stdin>: empty\n")


def test_our_own_reports_are_not_checked_in_the_next_run(capsys: pytest.CaptureFixture[str]) -> None:
    check(".")
    first = capsys.readouterr().out
    check(".")
    assert capsys.readouterr().out == first


def test_select_and_ignore_choose_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert check("bad.txt", "--ignore", "doubled-word,fluency") == 0
    assert check("bad.txt", "--select", "quotes", "--select", "encoding") == 0
    assert check("bad.txt", "--select", "garble") == 1


def test_profile_and_config_are_obeyed() -> None:
    Path("other.toml").write_text('profile = "corpus"\n')
    check("clean.txt", "--config", "other.toml")
    assert "| profile | corpus |" in Path("reports/clean.md").read_text()
    check("clean.txt", "--config", "other.toml", "--profile", "strict")
    assert "| profile | strict |" in Path("reports/clean.md").read_text()


def test_an_encoding_can_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    Path("latin.txt").write_bytes((CLEAN + "The café was open.").encode("cp1252"))
    assert check("latin.txt", "--encoding", "cp1252") == 0


def test_a_run_is_the_same_in_every_folder_and_for_every_hash_seed(tmp_path: Path) -> None:
    outputs = []
    for seed in ("1", "2"):
        _, out, _ = qc("check", "bad.txt", "clean.txt", "--report-dir", f"out{seed}", PYTHONHASHSEED=seed)
        files = {path.name: path.read_text() for path in sorted(Path(f"out{seed}").iterdir())}
        outputs.append((out.replace(f"out{seed}", "out"), files))
    assert outputs[0] == outputs[1]


def test_a_line_of_megabytes_is_judged(capsys: pytest.CaptureFixture[str]) -> None:
    Path("line.txt").write_text((SENTENCE * 20_000).replace("\n", " ") + "the the.")
    assert check("line.txt") in {0, 1}
    assert max(map(len, capsys.readouterr().out.splitlines())) < 400


# Colours, terminals, encodings


@pytest.mark.parametrize(
    ("environment", "arguments", "coloured"),
    [
        ({}, [], False),
        ({"FORCE_COLOR": "1"}, [], True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, [], False),
        ({"FORCE_COLOR": "1"}, ["--no-color"], False),
        ({"FORCE_COLOR": ""}, [], False),
    ],
)
def test_colours_follow_the_environment(environment: dict[str, str], arguments: list[str], coloured: bool) -> None:
    assert ("\x1b[" in qc("check", "bad.txt", "--no-report", *arguments, stdin=b"", **environment)[1]) == coloured


def on_terminal(*arguments: str, columns: int = 60, **environment: str) -> tuple[int, str]:
    """Run the command on a real pseudo-terminal: status and all that it drew."""
    main, side = pty.openpty()
    fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    env = {**os.environ, "TERM": "xterm-256color", **environment}
    process = subprocess.Popen([*QC, *arguments], stdin=side, stdout=side, stderr=side, env=env)
    os.close(side)
    drawn = b""
    while True:
        try:
            part = os.read(main, 65536)
        except OSError:  # how Linux says that the other side has closed
            break
        if not part:
            break
        drawn += part
    os.close(main)
    return process.wait(timeout=60), drawn.decode("utf-8").replace("\r\n", "\n")


def without_colour(drawn: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", drawn)


def test_a_terminal_gets_colours_and_lines_that_fit() -> None:
    status, drawn = on_terminal("check", "bad.txt", columns=60)
    assert status == 1
    assert "\x1b[1;31mreject\x1b[0m" in drawn
    lines = without_colour(drawn).splitlines()
    source, carets = lines[1], lines[2]
    assert len(source) <= 60
    assert source[carets.index("^") : carets.rindex("^") + 1] == "the the"


def test_a_terminal_shows_progress_over_many_files_and_leaves_none_of_it() -> None:
    for number in range(6):
        Path(f"file{number}.txt").write_text(CLEAN)
    _, drawn = on_terminal("check", ".", "--no-report")
    assert "░" in drawn
    screen = [line.rpartition("\r\x1b[K")[2] for line in drawn.split("\n")]
    assert not any("░" in line for line in screen)
    assert "░" not in on_terminal("check", "clean.txt", "bad.txt")[1]
    assert "\x1b[K" not in on_terminal("check", ".", "--no-report", TERM="dumb")[1]
    assert "░" not in on_terminal("check", ".", "--no-report", "--quiet")[1]


def test_no_color_holds_on_a_terminal() -> None:
    assert "\x1b" not in on_terminal("check", "bad.txt", NO_COLOR="1")[1]


def test_an_output_that_is_not_unicode_gets_numbers_for_what_it_cannot_show() -> None:
    Path("bad.txt").write_text(DAMAGED.replace("Tuesday evening", "Tuesday “日本” evening"))
    status, out, err = qc("check", "bad.txt", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert (status, err) == (1, "")
    assert "\\u65e5" in out


# The quick way in


OPTIONS = st.lists(
    st.one_of(
        st.sampled_from(sorted(FLAGS)).map(lambda flag: [flag]),
        st.tuples(
            st.sampled_from(sorted(VALUES)),
            st.sampled_from(["text", "json", "review", "never", "7", "0", "a,b", "x", "uncertain"]),
        ).flatmap(lambda pair: st.sampled_from([list(pair), [f"{pair[0]}={pair[1]}"]])),
        st.sampled_from(
            [
                ["a.txt"],
                ["-"],
                ["b c.md"],
                ["--"],
                ["-x"],
                ["--format"],
                ["--help"],
                ["-qq"],
                ["--form=json"],
                ["--diff"],
            ]
        ),
    ),
    max_size=5,
).map(lambda parts: [word for part in parts for word in part])


def by_typer(arguments: list[str]) -> Request | None:
    """What typer makes of a command line, None where it explains or refuses."""
    asked: list[Request] = []

    def note(request: Request) -> int:
        asked.append(request)
        return 0

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checking, "check", note)
        patch.setattr("sys.stdout", open(os.devnull, "w"))  # noqa: SIM115, PTH123
        patch.setattr("sys.stderr", sys.stdout)
        try:
            app(["check", *written_out(arguments)], standalone_mode=True)
        except SystemExit:
            pass
        finally:
            sys.stdout.close()
    return asked[0] if asked else None


@given(OPTIONS)
@limits(deadline=None)
def test_what_is_read_without_typer_is_what_typer_reads(arguments: list[str]) -> None:
    quick = plain(arguments)
    if quick is not None:
        assert quick == by_typer(arguments)


def test_the_table_of_the_quick_way_names_every_option() -> None:
    (command,) = [c for c in app.registered_commands if c.name in {None, "check"} and c.callback.__name__ == "check"]  # type: ignore[union-attr]
    values = {"--format": "json", "--fail-on": "never", "--largest": "3", "--languagetool": "always"}
    arguments = [
        "a",
        *FLAGS,
        *(f"{n}={values.get(n, 'x')}" for n in VALUES),
    ]
    full = plain(arguments)
    assert full == by_typer(arguments)
    assert full is not None
    default = Request(paths=("a",))
    assert all(getattr(full, name) != getattr(default, name) for name in Request.__slots__ if name != "paths")
    assert set(command.callback.__annotations__) - {"return", "context"} == set(Request.__slots__)
    named = {o for p in get_command(app).commands["check"].params for o in p.opts if o.startswith("-")}  # type: ignore[attr-defined]
    assert named - {"-h", "--help"} == {*FLAGS, *VALUES}


def loaded(*arguments: str) -> set[str]:
    """The modules that a run of the command has loaded when it ends."""
    code = "import sys; from qc.cli import main\ntry: main()\nfinally: sys.stderr.write(' '.join(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, timeout=60)
    return set(done.stderr.split())


SLOW = {"typer", "click", "rich", "pydantic", "textstat", "nltk", "ftfy", "importlib.metadata", "glob"}


FORMS = [
    "json_run",
    "jsonl",
    "sarif",
    "junit",
    "github",
    "gitlab",
    "spreadsheet",
    "webpage",
    "step_summary",
    "location",
]


def test_a_plain_check_loads_nothing_it_does_not_need() -> None:
    unneeded = SLOW | {f"qc.report.{name}" for name in FORMS} | {"qc.fingerprint", "qc.reference"}
    assert loaded("check", "clean.txt") & unneeded == set()
    assert "qc.report.sarif" in loaded("check", "clean.txt", "--format", "sarif")


def test_a_plain_check_loads_nothing_of_languagetool() -> None:
    assert not {name for name in loaded("check", "clean.txt") if "language" in name} - {"qc.language"}


def test_without_the_damage_model_its_runtime_is_not_loaded() -> None:
    unasked = {
        "numpy",
        "onnxruntime",
        "subprocess",
        "tempfile",
        "hashlib",
        "difflib",
        "qc.fixing",
        "qc.changes",
        "qc.baseline",
    }
    assert loaded("check", "--ignore", "fluency", "clean.txt") & (SLOW | unasked) == set()


# The other commands


def test_init_writes_settings_that_change_nothing() -> None:
    Path("qc.toml").unlink()
    status, out, _ = qc("init")
    assert (status, out) == (0, "wrote qc.toml\n")
    assert config.load(Path("qc.toml")) == Policy()
    assert qc("init")[::2] == (2, "qc: qc.toml is there already and stays as it is\n")


def test_every_setting_that_init_shows_is_real_and_shows_its_default() -> None:
    shown = "\n".join(line[2:] for line in settings.template().splitlines() if re.match(r"# [a-z-]+ = ", line))
    assert config.policy(tomllib.loads(shown)) == Policy()
    assert list(tomllib.loads(shown)) == list(config.SETTINGS)


def test_init_adds_to_pyproject_once() -> None:
    Path("pyproject.toml").write_text('[project]\nname = "x"\n')
    assert qc("init", "--pyproject")[0] == 0
    assert tomllib.loads(Path("pyproject.toml").read_text()) == {"project": {"name": "x"}, "tool": {"qc": {}}}
    status, _, err = qc("init", "--pyproject")
    assert (status, err) == (2, "qc: pyproject.toml has a [tool.qc] table already\n")


def test_version_and_help() -> None:
    assert re.fullmatch(r"qc \d+\.\d+\.\d+\n", qc("--version")[1])
    for command in ([], ["check"], ["fix"], ["baseline"], ["rules"], ["explain"], ["schema"], ["init"], ["eval"]):
        status, out, _ = qc(*command, "--help")
        assert status == 0
        assert "Usage: qc" in out
        assert max(map(len, out.splitlines())) <= 80


def test_every_option_of_check_is_explained_under_a_heading_and_every_example_can_be_run() -> None:
    out = qc("check", "--help")[1]
    groups = re.split(r"^(\w.*):$", out, flags=re.MULTILINE)
    assert [group.strip() for group in groups[1::2]] == [guide.WHAT, guide.COUNTS, guide.OUTPUT, "Other options"]
    for option in {*FLAGS, *VALUES} - {"-q"}:
        assert re.search(rf"^  .*{option}\b", out, re.MULTILINE), option
    examples = re.findall(r"^  qc check ((?:\S+ )*?)(?:  |<|\S*$)", guide.CHECK, re.MULTILINE)
    assert len(examples) >= 5
    assert all(plain(example.split()) for example in examples), examples


BASH = """
source /dev/stdin <<< "$(_QC_COMPLETE=source_bash qc)"
completed() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _qc_completion qc; echo "${COMPREPLY[@]}"; }
completed qc ba
completed qc check --bas
completed qc explain reversed-
completed qc check --select enc
completed qc check --profile s
"""


def test_the_shell_completes_commands_options_and_rules(tmp_path: Path) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(["bash"], input=BASH, capture_output=True, text=True, env={**os.environ, "PATH": path})
    assert done.stdout.split("\n")[:5] == ["baseline", "--baseline", "reversed-mark", "encoding", "strict"]


def test_rules_lists_every_rule_once() -> None:
    listed = [line.split()[0] for line in qc("rules")[1].splitlines()[1:]]
    assert listed == list(rules())
    assert [json.loads(line)["rule"] for line in qc("rules", "--format", "json")[1].splitlines()] == list(rules())


@pytest.mark.parametrize("rule", [*rules(), "unused-suppression", "fluency"])
def test_every_rule_is_explained(rule: str) -> None:
    text = explanation(rule)
    assert text.startswith(f"{rule}: ")
    assert all(c.isprintable() or c == "\n" for c in text.replace("\N{NO-BREAK SPACE}", " ").replace("\u3000", " "))


def test_an_explanation_marks_the_damage_in_colour_on_a_terminal_and_by_brackets_in_a_pipe() -> None:
    plain, painted = qc("explain", "mismatched-marks")[1], on_terminal("explain", "mismatched-marks")[1]
    assert '  - “The price will rise again,⟦"⟧ the grocer said.\n' in plain
    assert '  - “The price will rise again,\x1b[31;1;4m"\x1b[0m the grocer said.\n' in painted
    assert "⟦" not in painted
    assert "\x1b" not in plain
    assert "Measured: " in plain


@pytest.mark.parametrize("rule", rules())
@pytest.mark.parametrize("columns", [40, 80])
def test_an_explanation_fits_its_columns_and_says_the_same(rule: str, columns: int) -> None:
    wrapped = re.sub("\x1b\\[[0-9;]*m", "", explanation(rule, Style(colour=True), columns))
    _, *body, _ = wrapped.rstrip().split("\n")
    assert max(map(len, body)) <= columns
    assert "".join(wrapped.split()) == re.sub(r"[⟦⟧\s]", "", explanation(rule))


def test_the_rule_reference_is_fresh() -> None:
    path = ROOT / "reports" / "rules.md"
    if os.environ.get("QC_REWRITE"):
        path.write_text(page(), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == page(), "QC_REWRITE=1 rewrites it"


def test_words_of_options_are_the_enums() -> None:
    assert [f.value for f in Format] == ["text", "markdown", "json", "jsonl", *WHOLE[1:]]
    assert [f.value for f in FailOn] == ["reject", "review", "never"]
    assert Span(0, 1)
