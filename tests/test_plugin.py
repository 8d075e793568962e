"""The example plug-in, installed as its users install it: its rule is found, runs, and passes its own tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parent.parent / "examples" / "plugin"


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy: building leaves files beside the source."""
    copy = tmp_path_factory.mktemp("plugin") / "source"
    return Path(shutil.copytree(EXAMPLE, copy, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info", "build")))


@pytest.fixture(scope="module")
def installed(source: Path) -> dict[str, str]:
    """The environment in which the plug-in is installed, without asking an index for anything."""
    target = source.parent / "installed"
    offline = ["--no-index", "--no-deps", "--no-build-isolation", "--no-cache-dir"]
    command = [sys.executable, "-m", "pip", "install", "--quiet", *offline, "--target", str(target), str(source)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return {**os.environ, "PYTHONPATH": str(target), "NO_COLOR": "1"}


def run(*arguments: str, cwd: Path, env: dict[str, str]) -> tuple[int, str]:
    done = subprocess.run([sys.executable, "-m", *arguments], cwd=cwd, env=env, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def test_its_rule_is_listed_and_explained_beside_ours(installed: dict[str, str], tmp_path: Path) -> None:
    status, listed = run("qc", "rules", cwd=tmp_path, env=installed)
    assert status == 0
    rows = [line.split()[:3] for line in listed.splitlines()]
    assert ["desk-note", "qc_newsroom", "1"] in rows
    assert ["doubled-word", "garble"] in [row[:2] for row in rows]
    status, explained = run("qc", "explain", "desk-note", cwd=tmp_path, env=installed)
    assert status == 0
    assert "  - The council meets again on Friday.⏎⟦-ENDS-⟧\n" in explained
    assert "Measured: nothing yet.\n" in explained


def test_its_rule_runs_can_be_weighed_and_ignored(installed: dict[str, str], tmp_path: Path) -> None:
    text = "The council met on Tuesday to discuss the bridge over the river and the road that leads to it. " * 4
    (tmp_path / "copy.txt").write_text(f"{text}\n\nMORE TO FOLLOW\n")
    (tmp_path / "qc.toml").write_text("weights = { desk-note = 100 }\nreview-below = 90\n")
    check = ["qc", "check", "--no-report", "--fail-on=review", "copy.txt"]
    status, found = run(*check, cwd=tmp_path, env=installed)
    assert status == 1
    assert "copy.txt:3:1: desk-note: the desk wrote “MORE TO FOLLOW” for itself" in found
    assert "1 desk-note" in found
    assert "desk-note" not in run(*check, "--ignore=qc_newsroom", cwd=tmp_path, env=installed)[1]


def test_its_own_tests_pass(source: Path, installed: dict[str, str]) -> None:
    status, output = run("pytest", "--quiet", "-p", "no:cacheprovider", "tests", cwd=source, env=installed)
    assert status == 0, output
    assert "10 passed" in output
