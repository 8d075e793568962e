"""The hook we offer, run by the real pre-commit in a real repository.

It needs git, pre-commit and a package index: pre-commit installs this project into an environment of its own.
QC_OFFLINE=1 leaves these tests out.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
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


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory, source: Path, environment: dict[str, str]) -> Path:
    """A repository with the hook installed. What doubled-word weighs there lets no weight of ours decide."""
    folder = tmp_path_factory.mktemp("repository")
    revision = git(source, "rev-parse", "HEAD", env=environment).stdout.strip()
    hooks = f"repos:\n- repo: {source}\n  rev: {revision}\n  hooks:\n  - id: qc\n"
    (folder / ".pre-commit-config.yaml").write_text(hooks)
    (folder / "qc.toml").write_text("reject-below = 90\nreview-below = 95\nweights = { doubled-word = 100 }\n")
    assert git(folder, "init", "-q", env=environment).returncode == 0
    install = [sys.executable, "-m", "pre_commit", "install", "--install-hooks"]
    done = subprocess.run(install, cwd=folder, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_a_damaged_document_stops_the_commit_and_a_mended_one_passes(
    repository: Path, environment: dict[str, str]
) -> None:
    (repository / "note.md").write_text(f"# Bridge\n\n{DAMAGED}")
    (repository / "page.txt").write_text(CLEAN)
    stopped = committed(repository, "a note", environment)
    said = stopped.stdout + stopped.stderr
    assert stopped.returncode == 1
    assert "note.md:3:47: doubled-word: " in said
    assert "note.md: reject" in said
    assert "page.txt: accept" in said
    assert "\x1b" not in said
    assert not (repository / "reports").exists()

    (repository / "note.md").write_text(f"# Bridge\n\n{CLEAN}")
    passed = committed(repository, "a note", environment)
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert git(repository, "status", "--porcelain", env=environment).stdout == ""


def test_files_that_are_no_documents_are_not_looked_at(repository: Path, environment: dict[str, str]) -> None:
    (repository / "code.py").write_text(f'"""{DAMAGED}"""\n')
    (repository / "data.json").write_text("{}\n")
    done = committed(repository, "code", environment)
    assert done.returncode == 0
    assert "no files to check" in done.stdout + done.stderr


def test_a_comment_in_the_document_lets_it_pass(repository: Path, environment: dict[str, str]) -> None:
    (repository / "quoted.md").write_text(f"<!-- qc: ignore doubled-word -->\n\n{DAMAGED}")
    done = committed(repository, "quoted", environment)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_file_that_cannot_be_read_stops_the_commit_and_says_why(
    repository: Path, environment: dict[str, str]
) -> None:
    (repository / "latin.txt").write_bytes(b"caf\xe9 noir\n")
    done = committed(repository, "latin", environment)
    assert done.returncode == 1
    assert "latin.txt: not UTF-8: byte 3" in done.stdout + done.stderr
    (repository / "latin.txt").unlink()
