"""The GitHub action and the GitLab job: their own scripts, run by a real shell."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = {step.get("name", step.get("id")): step for step in ACTION["runs"]["steps"]}

CLEAN = (
    "The council met on Tuesday evening to discuss the new bridge over the river. Engineers had measured the piers in "
    "spring and found them sound, but the deck was worn and the railings rusted through in several places. After two "
    "hours of debate the members agreed to close one lane in May and to ask three firms for an estimate.\n"
)
DAMAGED = CLEAN.replace("the new bridge", "the the new bridge")
SETTINGS = "ignore = ['fluency']\nreject-below = 90\nreview-below = 91\nweights = { doubled-word = 100 }\n"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout to check, beside it the folder of the runner with the command as the action installs it."""
    (tmp_path / "runner" / "qc" / "bin").mkdir(parents=True)
    command = tmp_path / "runner" / "qc" / "bin" / "qc"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -c "from qc.cli import main; main()" "$@"\n')
    command.chmod(0o755)
    folder = tmp_path / "work space"
    folder.mkdir()
    monkeypatch.chdir(folder)
    Path("qc.toml").write_text(SETTINGS)
    Path("clean.txt").write_text(CLEAN)
    return folder


def resolved(text: str, inputs: dict[str, str]) -> str:
    """What GitHub makes of an expression that names an input."""
    return re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda named: inputs[named[1]], text)


def run_check(folder: Path, **given: str) -> tuple[int, str, str, str]:
    """Run the action's step as the runner does: status, output, errors, summary."""
    inputs = {name: str(value["default"]) for name, value in ACTION["inputs"].items()}
    inputs |= {name.replace("_", "-"): value for name, value in given.items()}
    step = STEPS["Check"]
    variables = {name: resolved(value, inputs) for name, value in step["env"].items()}
    runner = folder.parent / "runner"
    env = {**os.environ, **variables, "RUNNER_TEMP": str(runner), "GITHUB_STEP_SUMMARY": str(runner / "summary.md")}
    script = runner / "step.sh"
    script.write_text(step["run"], encoding="utf-8")
    shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)]
    done = subprocess.run(shell, capture_output=True, text=True, env=env, timeout=60)
    summary = runner / "summary.md"
    return done.returncode, done.stdout, done.stderr, summary.read_text() if summary.exists() else ""


def test_the_action_is_complete_and_puts_no_input_into_a_script() -> None:
    assert ACTION["runs"]["using"] == "composite"
    for step in ACTION["runs"]["steps"]:
        assert "uses" in step or step["shell"] == "bash"
        assert "${{" not in step.get("run", "")
    used = set(re.findall(r"inputs\.([\w-]+)", (ROOT / "action.yml").read_text(encoding="utf-8")))
    assert used == set(ACTION["inputs"])
    assert all(value["description"] for value in ACTION["inputs"].values())


def test_the_installed_command_is_the_one_that_is_called() -> None:
    assert '-m venv "$RUNNER_TEMP/qc"' in STEPS["Install qc"]["run"]
    assert '"$RUNNER_TEMP/qc/bin/qc" check' in STEPS["Check"]["run"]


def test_the_action_passes_and_fails_as_the_command_does(workspace: Path) -> None:
    assert run_check(workspace)[:3] == (0, "", "")
    Path("bad.txt").write_text(DAMAGED)
    status, out, err, summary = run_check(workspace)
    assert (status, err) == (1, "")
    assert out.startswith("::error file=bad.txt,line=1,title=qc%3A reject")
    assert "::warning file=bad.txt,line=1" in out
    assert "| Reject |" in summary
    assert run_check(workspace, fail_on="never")[0] == 0
    assert run_check(workspace, fail_on="sometimes")[0] == 2


NAMES = ["a b.txt", 'it\'s "quoted".txt', "$(touch owned).txt", "`touch owned`; exit 0.txt", "-x.txt", "*.md", "\\.txt"]


def test_names_reach_the_command_as_they_are(workspace: Path) -> None:
    for name in NAMES:
        Path(name).write_text(DAMAGED)
    status, out, err, _ = run_check(workspace, paths="\n".join([*NAMES, ""]), sarif="out dir/q'c.sarif")
    assert (status, err) == (1, "")
    assert out.count("::error ") == len(NAMES)
    log = json.loads(Path("out dir/q'c.sarif").read_text())
    assert len(log["runs"][0]["artifacts"]) == len(NAMES)
    assert not Path("owned").exists()


def test_other_inputs_reach_the_command_as_they_are(workspace: Path) -> None:
    Path("bad.txt").write_text(DAMAGED)
    assert run_check(workspace, arguments="--ignore\ndoubled-word\n", profile="news")[0] == 0
    assert "there is no profile '$(touch owned)'" in run_check(workspace, profile="$(touch owned)")[2]
    assert run_check(workspace, arguments="--config\nno such.toml")[0] == 2
    assert not Path("owned").exists()


def test_the_gitlab_job_calls_the_command_as_it_is(workspace: Path) -> None:
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    found = re.search(r"<!-- gitlab: .*?-->\n```yaml\n(.*?)```", page, re.DOTALL)
    assert found
    (job,) = yaml.safe_load(found[1]).values()
    Path("docs").mkdir()
    Path("docs/a b.txt").write_text(DAMAGED)
    (line,) = [line for line in job["script"] if line.startswith("qc ")]
    path = f"{workspace.parent / 'runner' / 'qc' / 'bin'}:{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "-ec", line], capture_output=True, text=True, env={**os.environ, "PATH": path}, timeout=60
    )
    assert (done.returncode, done.stderr) == (1, "")
    (verdict, finding) = json.loads(Path(job["artifacts"]["reports"]["codequality"]).read_text())
    assert (verdict["check_name"], finding["check_name"]) == ("verdict", "doubled-word")
    assert ET.parse(job["artifacts"]["reports"]["junit"]).getroot().attrib["failures"] == "1"
    assert all(Path(name).is_file() for name in job["artifacts"]["paths"])
