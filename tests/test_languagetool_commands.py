"""LanguageTool beside the commands whose figures a check is compared with: `qc baseline` and `qc eval`."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from passage import CLEAN, DAMAGED, RULE, Passage

from qc import baseline
from qc.cli import checking, evaluating, known
from qc.cli.options import Request
from qc.evaluation import labelled
from qc.evaluation.labelled import Measures
from qc.languagetool import asking, client
from qc.languagetool.asking import STOPPED, UNREAD, LanguageTool, Named
from qc.opinion import Mode
from qc.policy import Policy

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    Path("qc.toml").write_text("")
    Path("page.txt").write_text(DAMAGED)


# A baseline


def written(address: str | None) -> set[str]:
    """The rules in a baseline of the page."""
    assert known.write(Request(("page.txt",), languagetool_url=address), Path("base.json")) == 0
    return {entry.rule for entry in baseline.load(Path("base.json"))}


def against_it(capsys: Capture, address: str | None) -> tuple[list[str], str]:
    """The rules that a check finds beside the baseline, and what it complains of."""
    capsys.readouterr()
    checking.check(Request(("page.txt",), no_report=True, baseline="base.json", languagetool_url=address))
    printed = capsys.readouterr()
    return [line.split(": ")[1] for line in printed.out.splitlines() if line.startswith("page.txt:1:")], printed.err


def test_what_a_baseline_holds_a_check_with_languagetool_lets_be(languagetool: str, capsys: Capture) -> None:
    assert RULE not in written(None)
    assert RULE in against_it(capsys, languagetool)[0]
    assert RULE in written(languagetool)
    assert against_it(capsys, languagetool) == ([], "")


def test_where_it_is_to_be_asked_of_the_uncertain_a_baseline_asks_of_all(languagetool: str) -> None:
    Path("qc.toml").write_text('languagetool = "uncertain"')
    assert RULE in written(languagetool)


def test_what_is_gone_from_a_baseline_is_said_by_a_check_that_looked_for_it(languagetool: str, capsys: Capture) -> None:
    written(languagetool)
    Path("page.txt").write_text(CLEAN)
    assert RULE not in against_it(capsys, None)[1]
    assert f"base.json: no longer occurs: page.txt: {RULE}: " in against_it(capsys, languagetool)[1]


@pytest.fixture
def dying(passage: Passage, monkeypatch: pytest.MonkeyPatch) -> Passage:
    """A server that answers when it is greeted and never again."""
    monkeypatch.setattr(asking, "PAUSES", ())

    def connect(tool: LanguageTool) -> object:
        client = original(tool)
        passage.close()
        return client

    original = LanguageTool.connect
    monkeypatch.setattr(LanguageTool, "connect", connect)
    return passage


def test_without_an_answer_no_baseline_is_written(dying: Passage, capsys: Capture) -> None:
    with pytest.raises(SystemExit) as ended:
        written(dying.address)
    assert (ended.value.code, capsys.readouterr().err) == (2, f"qc: {STOPPED}\n")
    assert not Path("base.json").exists()


# An evaluation


@pytest.fixture
def documents() -> Path:
    rows = [{"text": DAMAGED, "label": "damaged"}, {"text": CLEAN, "label": "clean"}]
    path = Path("labelled.jsonl")
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return path


def evaluated(capsys: Capture, path: Path, address: str, **options: int | bool | Mode) -> str:
    """The page of an evaluation, its lines without the padding of tables."""
    request = evaluating.Request(path, languagetool_url=address, languagetool=Mode.ALWAYS, **options)  # type: ignore[arg-type]
    evaluating.evaluate(request)
    return capsys.readouterr().out


def test_an_evaluation_has_a_row_for_each_rule_of_languagetool(
    languagetool: str, documents: Path, capsys: Capture
) -> None:
    page = evaluated(capsys, documents, languagetool, jobs=1)
    rows = [line.replace("\\", "").strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| ")]
    (found,) = [row for row in rows if row[0] == RULE]
    assert (found[1], found[3]) == ("0.00", "1.00")
    assert "languagetool, all" in {row[0] for row in rows}
    assert "`qc eval labelled.jsonl --languagetool --languagetool-url URL`" in page
    assert evaluated(capsys, documents, languagetool, jobs=2) == page


def test_its_findings_count_in_the_verdicts(languagetool: str, documents: Path) -> None:
    found = list(labelled.read(documents))
    consult = partial(LanguageTool, Named(languagetool))
    alone = list(labelled.run(found, Policy(), 1))
    both = list(labelled.run(found, Policy(), 1, Measures(normalise=True), consult))
    assert both[0].damage > alone[0].damage
    assert both[1].damage == alone[1].damage
    # The normal form is judged by the same two.
    assert both[0].normalised == both[0].damage


@pytest.mark.parametrize("jobs", [1, 2])
def test_without_an_answer_there_are_no_figures(
    passage: Passage, documents: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    monkeypatch.setattr(client, "LONGEST_WAIT", 0.2)
    passage.held.add("POST")
    with pytest.raises(SystemExit) as ended:
        evaluated(capsys, documents, passage.address, jobs=jobs)
    printed = capsys.readouterr()
    assert (ended.value.code, printed.out) == (2, "")
    assert printed.err.endswith(f"qc: {UNREAD}\n")


# The command line


@pytest.mark.parametrize("command", ["baseline", "eval"])
def test_the_option_alone_takes_no_path_for_its_value(command: str) -> None:
    code = "import sys; from qc.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, command, "--languagetool", "no-such-file.jsonl"], capture_output=True, text=True
    )
    assert "'no-such-file.jsonl' is not one of" not in done.stderr
    assert done.returncode == 2
