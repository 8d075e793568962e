"""The README promises what the program does: its terminal excerpt, its Python, its settings and its files."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import qc
from qc.config import policy

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def fenced(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)


def test_the_terminal_excerpt_is_what_qc_prints() -> None:
    command = [sys.executable, "-m", "qc", "check", "--no-report", "examples/garbled-news.txt"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    for passage in fenced("text")[0].rstrip("\n").split("\n\n"):
        assert passage in done.stdout


def test_the_gate_prints_what_it_says_on_what_it_names(tmp_path: Path) -> None:
    arguments, printed = re.findall(r"^```console\n\$ qc (gate .+)\n((?:.+\n)*)```$", README, flags=re.MULTILINE)[0]
    built = shutil.ignore_patterns("build", "*.egg-info")
    shutil.copytree(ROOT / "examples", tmp_path / "examples", ignore=built)
    command = [sys.executable, "-m", "qc", *arguments.split()]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)
    # On standard error a slow machine would see how far it is.
    assert (done.returncode, done.stdout) == (0, printed)
    assert [path for path in re.findall(r"gated/\S+", printed) if not (tmp_path / path).exists()] == []


def test_the_python_runs() -> None:
    found: list[object] = []
    code = fenced("python")[0]
    exec(
        code, {"text": (ROOT / "examples" / "garbled-news.txt").read_text("utf-8"), "print": lambda *a: found.append(a)}
    )
    assert len(found) > 5


def test_the_settings_are_settings() -> None:
    assert policy(tomllib.loads(fenced("toml")[0])).thresholds.review_below == 80


def test_the_files_it_links_to_exist() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert len(links) > 5
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_version_is_one() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        assert tomllib.load(file)["project"]["version"] == qc.__version__
    assert f"## {qc.__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")
