"""Only what is new counts: lines added since a revision, what is staged, what no baseline knows. With real git."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from qc import baseline, changes
from qc.check import check as judge
from qc.cli import checking, known
from qc.cli.options import Request, plain
from qc.document import Document, Span
from qc.policy import Policy
from qc.scope import Scope, garbled

CLEAN = (
    "The council met on Tuesday evening to discuss the new bridge over the river and the road that leads to it.\n"
    "Engineers had measured the piers in spring and found them sound, but the deck was worn and the railings rusted\n"
    "through in several places. After two hours of debate the members agreed to close one lane in May.\n"
)
OLD = CLEAN.replace("the new bridge", "the the new bridge")
NEW = "They will ask the the firms by letter for an estimate before the summer.\n"
GARBLED = "The advice voted the Tuesday for to close two of five libraries of the city before final of the year had.\n"
SETTINGS = 'reject-below = 90\nreview-below = 91\nweights = { doubled-word = 100 }\nignore = ["fluency"]\n'
POLICY = Policy(weights={"doubled-word": 5}, select=frozenset({"doubled-word"}))


def git(*arguments: str) -> str:
    person = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *person, *arguments], check=True, capture_output=True, text=True)
    return done.stdout


def commit(message: str = "a") -> None:
    git("add", "-A")
    git("commit", "-q", "-m", message)


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    git("init", "-q", "-b", "main")
    Path("qc.toml").write_text(SETTINGS)
    Path("old.md").write_text(OLD)
    commit()
    return tmp_path


def check(*arguments: str) -> int:
    request = plain([*arguments, "--no-report"])
    assert request is not None
    return checking.check(request)


def verdicts(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, tuple[str, list[int]]]:
    """The verdict on each document and the lines of its findings."""
    capsys.readouterr()
    check(*arguments, "--format", "jsonl")
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return {row["name"]: (row["verdict"], [found["line"] for found in row["findings"]]) for row in rows}


# Lines added


def test_old_damage_does_not_count_and_new_damage_does(capsys: pytest.CaptureFixture[str]) -> None:
    assert check("old.md") == 1
    Path("old.md").write_text(f"# Bridge\n\n{OLD}")
    assert verdicts(capsys, "--diff", "old.md")["old.md"] == ("accept", [])
    Path("old.md").write_text(f"# Bridge\n\n{OLD}{NEW}")
    assert verdicts(capsys, "--diff", "old.md")["old.md"] == ("reject", [6])
    assert check("old.md", "--diff") == 1


def test_the_output_says_that_only_added_lines_count(capsys: pytest.CaptureFixture[str]) -> None:
    Path("old.md").write_text(OLD + NEW)
    check("--diff", "old.md")
    out = capsys.readouterr().out
    assert "old.md: reject" in out
    assert "    judged only by lines added since HEAD; 1 other finding not counted\n" in out
    check("--diff", "old.md", "--brief")
    assert "of lines added since HEAD" in capsys.readouterr().out
    check("--diff", "old.md", "--format", "jsonl")
    assert json.loads(capsys.readouterr().out)["settings"]["only"] == "lines added since HEAD"


def test_a_form_of_the_run_holds_what_only_added_lines_come_to(capsys: pytest.CaptureFixture[str]) -> None:
    # The same damage in the same sentence twice: the mark of the second does not depend on whether the first counts.
    Path("old.md").write_text(f"{OLD}\n{OLD}")
    rule = ("--select", "doubled-word")
    assert check("old.md", *rule, "--format", "sarif", "--write", "gitlab=all.json") == 1
    everywhere = marked(capsys.readouterr().out)
    assert check("--diff", "old.md", *rule, "--format", "sarif", "--write", "gitlab=new.json") == 1
    assert marked(capsys.readouterr().out) == everywhere[1:] != []
    old, new = (json.loads(Path(name).read_text()) for name in ("all.json", "new.json"))
    assert [entry for entry in old if entry["check_name"] == "doubled-word"][1:] == [
        entry for entry in new if entry["check_name"] == "doubled-word"
    ]


def marked(sarif: str) -> list[tuple[int, str]]:
    """The lines and fingerprints of the findings of a run."""
    results = [result for result in json.loads(sarif)["runs"][0]["results"] if result["ruleId"] == "doubled-word"]
    places = [result["locations"][0]["physicalLocation"]["region"]["startLine"] for result in results]
    return list(zip(places, (result["partialFingerprints"]["qc/v1"] for result in results), strict=True))


def test_a_document_that_did_not_change_is_not_looked_at(capsys: pytest.CaptureFixture[str]) -> None:
    assert check("--diff", "old.md") == 0
    assert capsys.readouterr().out == "nothing to check: no document has changed\n"
    assert check("--diff") == 0


def test_a_new_document_counts_from_end_to_end_tracked_or_not(capsys: pytest.CaptureFixture[str]) -> None:
    Path("new.md").write_text(OLD)
    Path("other.py").write_text(OLD)
    assert verdicts(capsys, "--diff", ".") == {"new.md": ("reject", [1])}
    assert verdicts(capsys, "--diff") == {"new.md": ("reject", [1])}
    git("add", "new.md")
    assert verdicts(capsys, "--diff") == {"new.md": ("reject", [1])}
    assert verdicts(capsys, "--diff", "other.py") == {"other.py": ("reject", [1])}


def test_a_renamed_document_is_compared_with_what_it_was(capsys: pytest.CaptureFixture[str]) -> None:
    git("mv", "old.md", "moved.md")
    Path("moved.md").write_text(OLD + NEW)
    assert verdicts(capsys, "--diff") == {"moved.md": ("reject", [4])}
    assert verdicts(capsys, "--diff", "moved.md") == {"moved.md": ("reject", [4])}


def test_a_deleted_document_is_no_document(capsys: pytest.CaptureFixture[str]) -> None:
    Path("old.md").unlink()
    assert check("--diff") == 0
    git("add", "-A")
    assert check("--staged") == 0


def test_a_revision_can_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    Path("old.md").write_text(OLD + NEW)
    commit()
    assert check("--diff", "old.md") == 0
    assert verdicts(capsys, "--diff=HEAD~1")["old.md"] == ("reject", [4])
    assert verdicts(capsys, "--diff", "old.md", "--diff=main~1")["old.md"] == ("reject", [4])


ODD = ["two  words.md", "quo\"te's.md", "-dash.md", "new\nline.md", "tab\t*?.md", "日本 é.md", ":(top)x.md", "a/b c.md"]


@pytest.mark.parametrize("name", ODD)
def test_odd_names(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path(name).parent.mkdir(exist_ok=True)
    Path(name).write_text(OLD)
    commit()
    Path(name).write_text(OLD + NEW)
    assert verdicts(capsys, "--diff") == {name: ("reject", [4])}
    if not name.startswith("-"):
        assert verdicts(capsys, "--diff", name) == {name: ("reject", [4])}
    git("add", "-A")
    Path(name).unlink()
    assert verdicts(capsys, "--staged") == {name: ("reject", [1, 4])}
    assert verdicts(capsys, "--staged", "--diff") == {name: ("reject", [4])}


def test_a_name_that_is_not_unicode(capsys: pytest.CaptureFixture[str]) -> None:
    name = os.fsdecode(b"caf\xe9.md")
    Path(name).write_text(OLD)
    assert check("--diff", "--brief") == 1
    assert "caf⟨0xE9⟩.md:1:" in capsys.readouterr().out


def test_names_are_those_of_the_folder_one_is_in(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("deep/er").mkdir(parents=True)
    Path("deep/er/new.md").write_text(OLD)
    Path("top.md").write_text(OLD)
    monkeypatch.chdir("deep")
    assert set(verdicts(capsys, "--diff")) == {"er/new.md", "../top.md"}
    assert set(verdicts(capsys, "--diff", ".")) == {"er/new.md"}
    assert set(verdicts(capsys, "--diff", "..", "../top.md")) == {"er/new.md", "../top.md"}
    assert set(verdicts(capsys, "--diff", "er/*.md")) == {"er/new.md"}


def test_line_ends_and_encodings_make_no_line_new(capsys: pytest.CaptureFixture[str]) -> None:
    Path("old.md").write_bytes(b"\xef\xbb\xbf" + OLD.replace("\n", "\r\n").encode())
    assert verdicts(capsys, "--diff") == {"old.md": ("accept", [])}
    Path("old.md").write_bytes((OLD + NEW).encode("utf-16"))
    assert verdicts(capsys, "--diff") == {"old.md": ("reject", [4])}
    Path("old.md").write_text(OLD.replace("\n", "\u2028") + NEW)
    assert verdicts(capsys, "--diff") == {"old.md": ("reject", [4])}


def test_what_people_set_in_git_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    for setting in (
        "color.ui always",
        "diff.noprefix true",
        "diff.external false",
        "diff.relative true",
        "diff.interHunkContext 9",
        "diff.context 9",
        "core.quotePath true",
        "diff.renames false",
    ):
        git("config", *setting.split())
    git("mv", "old.md", "é.md")
    Path("é.md").write_text(f"One.\n{OLD}{NEW}")
    assert verdicts(capsys, "--diff") == {"é.md": ("reject", [5])}


def test_links_and_binary_files_of_before() -> None:
    Path("link.md").symlink_to("old.md")
    Path("was.md").write_bytes(b"\0\1")
    assert [place.name for place in changes.changed("HEAD", staged=False)] == ["was.md"]
    git("add", "was.md")
    git("commit", "-q", "-m", "binary")
    Path("was.md").write_text(OLD)
    assert check("--diff", "was.md") == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--diff=nowhere", "old.md"], "git knows no revision 'nowhere'"),
        (["--diff=--output=x", "old.md"], "git knows no revision '--output=x'"),
        (["--diff", "HEAD"], "HEAD: no such file or folder; --diff=HEAD compares with a revision"),
        (["--staged", "-"], "git knows nothing of standard input: --diff and --staged take files"),
        (["--baseline", "gone.json", "old.md"], "gone.json: the baseline cannot be read: no such file or directory"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    request = Request(tuple(a for a in arguments if not a.startswith("--diff=-")), diff="--output=x") \
        if "--diff=--output=x" in arguments else plain(arguments)  # fmt: skip
    assert request is not None
    try:
        status: object = checking.check(request)
    except SystemExit as error:
        status = error.code
    assert status == 2
    assert capsys.readouterr().err == f"qc: {message}\n"


def test_outside_a_repository_and_before_the_first_commit(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("bare"))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(Path.cwd().parent))
    Path("a.md").write_text(OLD)
    with pytest.raises(SystemExit):
        check("--diff", "a.md")
    said = "qc: --diff and --staged need a git repository: not a git repository"
    err = capsys.readouterr().err
    assert (err.count("\n"), err.startswith(said)) == (1, True)
    git("init", "-q")
    Path("qc.toml").write_text(SETTINGS)
    assert verdicts(capsys, "--diff") == {"a.md": ("reject", [1])}
    git("add", "-A")
    assert verdicts(capsys, "--staged") == {"a.md": ("reject", [1])}


# What is staged


def test_what_is_staged_is_judged_as_staged(capsys: pytest.CaptureFixture[str]) -> None:
    Path("new.md").write_text(CLEAN)
    git("add", "new.md")
    Path("new.md").write_text(OLD)
    assert verdicts(capsys, "--staged") == {"new.md": ("accept", [])}
    git("add", "new.md")
    Path("new.md").write_text(CLEAN)
    assert verdicts(capsys, "--staged") == {"new.md": ("reject", [1])}
    Path("unstaged.md").write_text(OLD)
    assert verdicts(capsys, "--staged", ".") == {"new.md": ("reject", [1])}


def test_a_hook_of_ones_own_stops_a_commit() -> None:
    hook = Path(".git/hooks/pre-commit")
    hook.write_text(f"#!/bin/sh\nexec '{sys.executable}' -m qc check --staged --diff --brief --no-report\n")
    hook.chmod(0o755)
    Path("old.md").write_text(OLD + NEW)
    git("add", "-A")
    with pytest.raises(subprocess.CalledProcessError) as stopped:
        git("commit", "-m", "x")
    said = (stopped.value.stdout + stopped.value.stderr).splitlines()
    assert said[0].startswith("old.md:4:15: doubled-word: ")
    assert said[1].startswith("old.md: reject")


# Scope and score


def test_lines_are_the_documents_own() -> None:
    doc = Document("one\x0btwo\u2028three\r\nfour")
    assert changes.added("one\ntwo\nfour", doc) == (Span(8, 13),)
    assert changes.added("one\ntwo\nthree\nfour\nfive", doc) == ()
    assert changes.added("@@ -1 +1 @@\n+one", Document("@@ -1 +1,9 @@\none")) == (Span(0, 17),)


def test_what_is_in_scope_is_weighed_in_the_words_in_scope() -> None:
    long = CLEAN * 20 + NEW
    start = len(CLEAN * 20)
    whole, part = judge(long, policy=POLICY), judge(long, policy=POLICY, scope=Scope((Span(start, len(long)),)))
    assert whole.score
    assert part.score
    assert part.score.value < whole.score.value
    assert [found.rule for found in part.findings] == ["doubled-word"]


def test_a_finding_is_in_scope_where_it_touches_what_was_added() -> None:
    text = "One one two two three three four four. " * 2
    whole = judge(text).findings
    for start in range(0, len(text), 3):
        added = (Span(start, start + 4), Span(start + 9, start + 11))
        touched = [f for f in whole if any(part.start < f.span.end and f.span.start < part.end for part in added)]
        assert list(judge(text, scope=Scope(added)).findings) == touched


def test_how_old_sentences_read_costs_a_change_nothing() -> None:
    old = GARBLED * 8
    text = old + CLEAN
    whole = judge(text)
    assert any(cost.rule == "fluency" for cost in whole.score.contributions)  # type: ignore[union-attr]
    clean = judge(text, scope=Scope((Span(len(old), len(text)),)))
    assert clean.score
    assert [cost.rule for cost in clean.score.contributions] == ["unseen"]
    assert clean.garbled == ()
    bad = judge(text, scope=Scope((Span(len(GARBLED), 2 * len(GARBLED)),)))
    assert [cost.rule for cost in bad.score.contributions if cost.axis] == ["fluency"]  # type: ignore[union-attr]
    assert {place.start for place, _ in bad.garbled} == {len(GARBLED)}


# Baseline


def base(*paths: str) -> list[baseline.Entry]:
    assert known.write(Request(paths or (".",)), Path("base.json")) == 0
    return baseline.load(Path("base.json"))


def test_known_findings_are_let_be_wherever_their_lines_go(capsys: pytest.CaptureFixture[str]) -> None:
    assert [(entry.document, entry.rule) for entry in base()] == [("old.md", "doubled-word")]
    Path("old.md").write_text(f"# Bridge\n\nA word before.\n\n{OLD}")
    assert verdicts(capsys, "--baseline", "base.json", "old.md")["old.md"] == ("accept", [])
    Path("old.md").write_text(OLD + NEW)
    assert verdicts(capsys, "--baseline", "base.json", "old.md")["old.md"] == ("reject", [4])
    check("--baseline", "base.json", "old.md")
    out, err = capsys.readouterr()
    assert "judged only by what is not in base.json; 1 other finding not counted" in out
    assert err == ""


def test_a_finding_that_occurs_once_more_is_new(capsys: pytest.CaptureFixture[str]) -> None:
    base()
    Path("old.md").write_text(f"{OLD}\n{OLD}")
    assert verdicts(capsys, "--baseline", "base.json", "old.md", "--ignore", "extraction")["old.md"] == ("reject", [5])


def test_what_no_longer_occurs_is_reported_and_only_that(capsys: pytest.CaptureFixture[str]) -> None:
    Path("gone.md").write_text(OLD.replace("Tuesday", "Monday"))
    Path("other.md").write_text(OLD.replace("Tuesday", "Friday"))
    base()
    capsys.readouterr()
    Path("gone.md").unlink()
    Path("old.md").write_text(CLEAN)
    assert check("--baseline", "base.json", "old.md") == 0
    err = capsys.readouterr().err.splitlines()
    assert [line.split(": ")[3] for line in err[:-1]] == ["gone.md", "old.md"]
    assert err[-1].startswith("qc: base.json: 2 of 3 known findings can go; ")
    check("--baseline", "base.json", "old.md", "--select", "quotes")
    assert capsys.readouterr().err == ""


def test_how_known_sentences_read_costs_nothing_and_new_ones_do(capsys: pytest.CaptureFixture[str]) -> None:
    Path("qc.toml").unlink()
    garbage = "".join(GARBLED.replace("Tuesday", day) for day in ("Monday", "Friday", "Sunday")) * 2
    Path("old.md").write_text(garbage + CLEAN)
    assert check("old.md") == 1
    entries = base("old.md")
    assert {"fluency"} <= {entry.rule for entry in entries}
    capsys.readouterr()
    assert check("--baseline", "base.json", "old.md") == 0
    assert capsys.readouterr().err == ""
    Path("old.md").write_text(garbage + CLEAN + GARBLED)
    assert check("--baseline", "base.json", "old.md") == 1
    Path("new.md").write_text(GARBLED * 6 + CLEAN)
    assert check("--baseline", "base.json", "new.md") == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "not a baseline: "),
        ("[]", "not a baseline of qc; "),
        ('{"version": 1}', "not a baseline of qc; "),
        ('{"kind": "qc-baseline", "version": 99, "findings": []}', "a baseline of version 99, and this qc reads"),
        ('{"kind": "qc-baseline", "version": 1, "findings": [{}]}', "not a baseline: "),
        ('{"kind": "qc-baseline", "version": 1}', "not a baseline: "),
        ('{"kind": "qc-baseline", "version": 1, "findings": [7]}', "not a baseline: "),
        ("\\xff", "not a baseline: "),
    ],
)
def test_a_baseline_that_cannot_be_used_is_one_line(
    content: str, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("base.json").write_bytes(content.encode("latin-1"))
    with pytest.raises(SystemExit) as ended:
        check("--baseline", "base.json", "old.md")
    assert ended.value.code == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith(f"qc: base.json: {reason}")


def test_a_baseline_is_the_same_whatever_the_order() -> None:
    Path("new.md").write_text(OLD)
    first = baseline.dumped(base("new.md", "old.md"))
    assert baseline.dumped(base("old.md", "new.md")) == first
    assert baseline.dumped([]) == '{"kind": "qc-baseline", "version": 1, "findings": [\n\n]}\n'


def test_what_is_garbled_is_at_least_the_worst_sentence() -> None:
    assert len(garbled(Document(CLEAN))) >= 1
    assert garbled(Document("")) == []
