"""The hook we offer, run by the real pre-commit in a real repository.

It needs git, pre-commit and a package index: pre-commit installs this project into an environment of its own.
QC_OFFLINE=1 leaves these tests out.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

pytest.importorskip("pre_commit")
pytestmark = pytest.mark.skipif(bool(os.environ.get("QC_OFFLINE")), reason="QC_OFFLINE is set")

ROOT = Path(__file__).parent.parent

CLEAN = (
    "The council met on Tuesday evening to discuss the new bridge over the river. Engineers had measured the piers in "
    "spring and found them sound, but the deck was worn and the railings rusted through in several places. After two "
    "hours of debate the members agreed to close one lane in May and to ask three firms for an estimate.\n"
)
DAMAGED = CLEAN.replace("the new bridge", "the the new bridge")


def git(folder: Path, *arguments: str, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, env=env)


def committed(folder: Path, message: str, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    assert git(folder, "add", "-A", env=env).returncode == 0
    return git(folder, "commit", "-m", message, env=env)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A home of its own, so that neither somebody's settings nor their hooks have a say."""
    home = tmp_path_factory.mktemp("home")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
    person = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org"}
    person |= {name.replace("AUTHOR", "COMMITTER"): value for name, value in person.items()}
    return {**kept, **person, "HOME": str(home), "PRE_COMMIT_HOME": str(home / "pre-commit"), "NO_COLOR": "1"}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Path:
    """This checkout as it stands, committed or not, as a repository to take the hook from."""
    copy = tmp_path_factory.mktemp("source")
    listing = ["ls-files", "--cached", "--others", "--exclude-standard"]
    for name in git(ROOT, *listing, env=environment).stdout.splitlines():
        if (ROOT / name).is_file() and not name.startswith("tests/"):
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, copy / name)
    assert git(copy, "init", "-q", env=environment).returncode == 0
    assert committed(copy, "source", environment).returncode == 0
    return copy


Hook = Callable[[str], Path]


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory, source: Path, environment: dict[str, str]) -> Hook:
    """Make a repository with the hook installed, from the lines of its settings that name it.

    What doubled-word weighs there lets no weight of ours decide.
    """
    revision = git(source, "rev-parse", "HEAD", env=environment).stdout.strip()

    def made(hook: str) -> Path:
        folder = tmp_path_factory.mktemp("repository")
        config = f"repos:\n- repo: {source}\n  rev: {revision}\n  hooks:\n  - {hook}\n"
        (folder / ".pre-commit-config.yaml").write_text(config)
        weights = "weights = { doubled-word = 100, reversed-mark = 100 }\n"
        (folder / "qc.toml").write_text('reject-below = 75\nreview-below = 91\nignore = ["fluency"]\n' + weights)
        assert git(folder, "init", "-q", env=environment).returncode == 0
        install = [sys.executable, "-m", "pre_commit", "install", "--install-hooks"]
        done = subprocess.run(install, cwd=folder, capture_output=True, text=True, env=environment)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "pre-commit installed at" in done.stdout
        return folder

    return made


def said(done: subprocess.CompletedProcess[str]) -> list[str]:
    """What the hook itself printed: what stands below the lines of pre-commit."""
    return [line for line in (done.stdout + done.stderr).splitlines() if ": " in line and not line.startswith("- ")]


def test_a_damaged_document_stops_the_commit_and_a_mended_one_passes(
    repository: Hook, environment: dict[str, str]
) -> None:
    folder = repository("id: qc")
    (folder / "note.md").write_text(f"# Bridge\n\n{DAMAGED}")
    (folder / "page.txt").write_text(CLEAN)
    stopped = committed(folder, "a note", environment)
    assert stopped.returncode == 1
    lines = said(stopped)
    assert re.fullmatch(r"note\.md: reject, reliability \d+\.\d", lines[-2])
    assert lines[-1] == HINT
    assert [line for line in lines if line.startswith("note.md:3")] == [
        "note.md:3:47: doubled-word: “the” stands twice in a row; delete one of the two"
    ]
    assert "page.txt" not in stopped.stdout + stopped.stderr
    assert "\x1b" not in stopped.stdout + stopped.stderr
    assert not (folder / "reports").exists()

    (folder / "note.md").write_text(f"# Bridge\n\n{CLEAN}")
    passed = committed(folder, "a note", environment)
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert re.search(r"^qc\.+Passed$", passed.stdout + passed.stderr, re.MULTILINE)
    assert git(folder, "status", "--porcelain", env=environment).stdout == ""


HINT = "qc explain RULE says what is meant; <!-- qc: ignore RULE --> above a passage lets it be"


def test_one_line_a_cause_however_many_files_and_odd_names(repository: Hook, environment: dict[str, str]) -> None:
    folder = repository("id: qc")
    reversed_mark = "“We shall not rush this,“ said the chair, and closed the meeting.\n"
    for number in range(40):
        (folder / f"clean {number}.txt").write_text(CLEAN)
    (folder / "two  words.md").write_text(DAMAGED + "\nThey left by the the road.\n\n" + reversed_mark)
    (folder / "quo\"te's $(x).txt").write_text(DAMAGED)
    (folder / "日本.txt").write_text(DAMAGED)
    lines = said(committed(folder, "many", environment))
    assert [line.partition(";")[0] for line in lines if re.match(r".*:\d+:\d+: ", line)] == [
        "quo\"te's $(x).txt:1:47: doubled-word: “the” stands twice in a row",
        "two  words.md:1:47: doubled-word: “the” stands twice in a row (and 1 more)",
        "two  words.md:5:25: reversed-mark: “ stands after “… not rush this,” like a mark that opens",
        "日本.txt:1:47: doubled-word: “the” stands twice in a row",
    ]
    assert any(line.endswith("; mended by qc fix 'two  words.md'") for line in lines)
    assert lines.count(HINT) == 1


def test_a_staged_document_is_judged_as_staged(repository: Hook, environment: dict[str, str]) -> None:
    folder = repository("id: qc")
    (folder / "note.md").write_text(DAMAGED)
    git(folder, "add", "-A", env=environment)
    (folder / "note.md").write_text(CLEAN)
    assert git(folder, "commit", "-m", "staged", env=environment).returncode == 1
    git(folder, "add", "-A", env=environment)
    (folder / "note.md").write_text(DAMAGED)
    assert git(folder, "commit", "-m", "staged", env=environment).returncode == 0
    assert (folder / "note.md").read_text() == DAMAGED


def test_skip_lets_a_commit_pass(repository: Hook, environment: dict[str, str]) -> None:
    folder = repository("id: qc")
    (folder / "note.md").write_text(DAMAGED)
    assert committed(folder, "no", environment).returncode == 1
    done = committed(folder, "yes", environment | {"SKIP": "qc"})
    assert done.returncode == 0
    assert "Skipped" in done.stdout + done.stderr


def test_args_and_files_are_obeyed(repository: Hook, environment: dict[str, str]) -> None:
    folder = repository("{id: qc, args: [--ignore, doubled-word], files: ^docs/}")
    (folder / "docs").mkdir()
    (folder / "docs/a.md").write_text(DAMAGED)
    done = committed(folder, "args", environment)
    assert done.returncode == 0
    assert "Passed" in done.stdout + done.stderr
    (folder / "b.md").write_text("“ \x92")
    assert "no files to check" in "".join(committed(folder, "files", environment).stderr)


def test_only_lines_added_where_args_say_so(repository: Hook, environment: dict[str, str]) -> None:
    folder = repository("{id: qc, args: [--diff]}")
    (folder / "old.md").write_text(DAMAGED)
    assert committed(folder, "old", environment | {"SKIP": "qc"}).returncode == 0
    (folder / "old.md").write_text(f"{DAMAGED}\nThe summer came early.\n")
    assert committed(folder, "harmless", environment).returncode == 0
    (folder / "old.md").write_text(f"{DAMAGED}\nThe summer came came early.\n")
    stopped = committed(folder, "harmful", environment)
    assert stopped.returncode == 1
    assert [line.partition(" ")[0] for line in said(stopped) if line.startswith("old.md:")][:1] == ["old.md:3:12:"]


def test_the_strict_hook_stops_what_the_other_lets_pass(repository: Hook, environment: dict[str, str]) -> None:
    folder = repository("id: qc-strict")
    (folder / "qc.toml").write_text("weights = { doubled-word = 6 }\n")
    (folder / "note.md").write_text(DAMAGED)
    stopped = committed(folder, "note", environment)
    assert stopped.returncode == 1
    assert "note.md: review, reliability " in stopped.stdout + stopped.stderr
    lax = [sys.executable, "-m", "qc", "check", "--no-report", "note.md"]
    assert subprocess.run(lax, cwd=folder, capture_output=True).returncode == 0


def test_files_that_are_no_documents_are_not_looked_at(repository: Hook, environment: dict[str, str]) -> None:
    folder = repository("id: qc")
    (folder / "code.py").write_text(f'"""{DAMAGED}"""\n')
    (folder / "data.json").write_text("{}\n")
    done = committed(folder, "code", environment)
    assert done.returncode == 0
    assert "no files to check" in done.stdout + done.stderr


def test_a_comment_in_the_document_lets_it_pass(repository: Hook, environment: dict[str, str]) -> None:
    folder = repository("id: qc")
    (folder / "quoted.md").write_text(f"<!-- qc: ignore doubled-word -->\n\n{DAMAGED}")
    done = committed(folder, "quoted", environment)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_file_that_cannot_be_read_stops_the_commit_and_says_why(
    repository: Hook, environment: dict[str, str]
) -> None:
    folder = repository("id: qc")
    (folder / "latin.txt").write_bytes(b"caf\xe9 noir\n")
    done = committed(folder, "latin", environment)
    assert done.returncode == 1
    assert "latin.txt: not UTF-8: byte 3" in done.stdout + done.stderr
