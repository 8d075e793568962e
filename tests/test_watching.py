"""`qc check --watch` checks again what has changed, and ends when it is told to."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

CLEAN = (
    "The council met on Tuesday evening to discuss the new bridge over the river and the road that leads to it. "
    "Engineers had measured the piers in spring and found them sound, but the deck was worn and the railings rusted "
    "through in several places. After two hours of debate the members agreed to close one lane in May.\n"
)
DAMAGED = CLEAN.replace("the new bridge", "the the new bridge")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("qc.toml").write_text('weights = { doubled-word = 100 }\nignore = ["fluency"]\n')


def saved(name: str, text: str) -> None:
    """Save as editors do: beside the file, then over it."""
    Path("draft").write_text(text)
    Path("draft").replace(name)


def until(process: subprocess.Popen[str], words: str) -> str:
    """What the process prints up to and with a line that holds these words. Waits as long as it takes."""
    assert process.stdout
    said = ""
    for line in process.stdout:
        said += line
        if words in line:
            return said
    raise AssertionError(f"{words!r} never came:\n{said}")


def test_what_changes_is_checked_again_until_it_is_interrupted() -> None:
    Path("a.txt").write_text(CLEAN)
    Path("b.md").write_text(DAMAGED)
    command = [sys.executable, "-m", "qc", "check", "--watch", "--brief", "."]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert "b.md:1:47: doubled-word" in until(process, "b.md: ")
        until(process, "qc explain")
        saved("a.txt", DAMAGED)
        said = until(process, "a.txt: ")
        assert said.startswith("\na.txt has changed\na.txt:1:47: doubled-word")
        assert "b.md" not in said
        until(process, "qc explain")
        saved("a.txt", CLEAN)
        assert until(process, "a.txt has changed")
        Path("b.md").unlink()
        assert until(process, "is gone") == "\nb.md is gone\n"
        saved("new.md", DAMAGED)
        assert "new.md:1:47" in until(process, "new.md:1")
    finally:
        process.send_signal(signal.SIGINT)
        _, err = process.communicate()
    assert (process.returncode, err) == (0, "")
    assert not Path("reports").exists()


@pytest.mark.parametrize(
    "arguments", [["-"], ["--staged"], ["a.txt", "--report-dir", "x"], ["a.txt", "--write", "csv=x"]]
)
def test_what_cannot_be_watched_is_refused(arguments: list[str]) -> None:
    command = [sys.executable, "-m", "qc", "check", "--watch", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert done.returncode == 2
    assert done.stderr.startswith("qc: --watch ")
    assert done.stderr.count("\n") == 1
