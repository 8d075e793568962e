"""LanguageTool itself: what a real server finds, how it is started and stopped, and what becomes of one that dies."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import monotonic, sleep

import pytest
from passage import CLEAN, DAMAGED, RULE, Passage

import qc
from qc.document import Document
from qc.languagetool import asking, client, installation, server
from qc.languagetool.asking import STOPPED, UNREAD, LanguageTool, Local, Named
from qc.languagetool.batches import LONGEST
from qc.languagetool.client import Client, Unanswered
from qc.opinion import OpinionError
from qc.policy import Decision

QC = [sys.executable, "-c", "from qc.cli import main; main()"]


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep a server that the user runs out of it, and a proxy out of the way."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def tool(languagetool: str) -> Iterator[LanguageTool]:
    with LanguageTool(Named(languagetool)) as asked:
        yield asked


def marked(tool: LanguageTool, doc: Document) -> list[tuple[str, str]]:
    return [(found.rule.partition("/")[2], doc[found.span]) for found in tool.ask(doc).findings]


# What it finds


@pytest.mark.parametrize(
    "before",
    [
        "",
        "\N{GRINNING FACE}\N{GRINNING FACE} Well. ",
        "\N{MATHEMATICAL SCRIPT CAPITAL A}\N{DESERET CAPITAL LETTER LONG I} is a name. ",
        "A cafe\N{COMBINING ACUTE ACCENT} stood there. ",
        "It\N{SOFT HYPHEN}self, the house\N{ZERO WIDTH JOINER} was old. ",
        "It was late.\r\nIt was dark.\r\n",
        "\ud800 is no character. ",
    ],
)
def test_spans_are_exact_whatever_stands_before_or_in_them(tool: LanguageTool, before: str) -> None:
    doc = Document(f"{before}He did not knew the \N{GRINNING FACE} the mill, and saw the the \N{GRINNING FACE} mill.\n")
    assert ("AUXILIARY_DO_WITH_INCORRECT_VERB_FORM", "knew") in marked(tool, doc)
    assert ("ENGLISH_WORD_REPEAT_RULE", "the the") in marked(tool, doc)


def test_a_finding_says_its_rule_category_and_suggestion(tool: LanguageTool) -> None:
    report = qc.check(DAMAGED, second_opinion=tool)
    (found,) = (found for found in report.findings if found.rule == RULE)
    assert report.document[found.span] == "knew"
    assert (found.family, found.axis, found.line, found.column) == ("languagetool", "translation", 1, 264)
    assert found.message.endswith("(grammar; try “know”)")
    assert 0 < found.strength <= 1
    assert found.weight > 0
    assert report.score is not None
    assert [c.count for c in report.score.contributions if c.rule == "languagetool"] == [1]
    assert report.versions["LanguageTool"] == installation.VERSION


def test_spelling_and_style_are_silent(tool: LanguageTool) -> None:
    assert (
        tool.ask(Document("Mr Haloran of Odessza utilised a large number of nails  in  order to close it.\n")).findings
        == ()
    )
    assert qc.check(CLEAN, second_opinion=tool).findings == ()


def test_only_prose_is_sent(tool: LanguageTool) -> None:
    doc = Document("```\nHe did not knew it.\n```\n\nHe did not knew it.\n", markup="markdown")
    (found,) = tool.ask(doc).findings
    assert found.line == 5


def test_a_long_document_is_read_whole(tool: LanguageTool) -> None:
    doc = Document(f"{CLEAN}\n{DAMAGED}\n" * (2 * LONGEST // len(CLEAN)))
    assert len(tool.ask(doc).findings) == 2 * LONGEST // len(CLEAN)


# What it is asked, and where


def test_a_text_is_asked_about_once_in_a_run(passage: Passage) -> None:
    with LanguageTool(Named(passage.address)) as asked:
        first = asked.ask(Document(DAMAGED)).findings
        assert asked.ask(Document(DAMAGED, "another name")).findings == first
    assert passage.checks == 1


def test_nothing_but_the_server_is_contacted_not_even_a_proxy(
    tool: LanguageTool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://192.0.2.1:9")
    reached = set()

    def connect(self: socket.socket, address: tuple[str, int]) -> None:
        reached.add(address[0])
        original(self, address)

    original: Callable[[socket.socket, tuple[str, int]], None] = socket.socket.connect
    monkeypatch.setattr(socket.socket, "connect", connect)
    assert tool.ask(Document(DAMAGED)).findings
    assert reached == {"127.0.0.1"}


def test_two_runs_at_once_get_the_same(languagetool: str) -> None:
    Path("bad.txt").write_text(DAMAGED)
    command = [*QC, "check", "bad.txt", "--format", "json", "--languagetool-url", languagetool]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    outputs = {run.communicate(timeout=120)[0] for run in runs}
    assert len(outputs) == 1
    assert RULE in outputs.pop()


# What becomes of one that stops answering


def test_a_server_that_dies_is_started_again_and_one_that_cannot_be_is_a_notice(
    languagetool_installed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "PAUSES", (0.0, 0.0))
    place = Local()
    with LanguageTool(place) as asked:
        assert [f.rule for f in qc.check(DAMAGED, second_opinion=asked).findings] == [RULE]
        _kill(place)
        again = DAMAGED.replace("Tuesday", "Monday")
        assert [f.rule for f in qc.check(again, second_opinion=asked).findings] == [RULE]
        _kill(place)
        monkeypatch.setattr(installation, "server_command", lambda *_: ["false", "-"])
        for day in ("Friday", "Sunday"):
            report = qc.check(DAMAGED.replace("Tuesday", day), second_opinion=asked)
            assert report.reasons == (STOPPED,)
            assert (report.verdict, report.findings) == (Decision.ACCEPT, ())


def _kill(place: Local) -> None:
    assert place.server.process
    os.kill(place.server.process, signal.SIGKILL)


def test_a_text_it_cannot_read_in_time_is_a_notice_and_the_next_is_read(
    passage: Passage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "LONGEST_WAIT", 0.2)
    with LanguageTool(Named(passage.address)) as asked:
        asked.connect()
        passage.held.add("POST")
        assert asked.ask(Document(DAMAGED)).missing == UNREAD
        passage.held.clear()
        vars(asked.connect()._tool)["_TIMEOUT"] = 60
        assert asked.ask(Document(DAMAGED)).findings


def test_a_server_of_the_user_that_goes_away_is_waited_for_and_then_given_up(
    passage: Passage, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(asking, "sleep", waited.append)
    with LanguageTool(Named(passage.address)) as asked:
        asked.connect()
        passage.close()
        assert asked.ask(Document(DAMAGED)).missing == STOPPED
        assert asked.ask(Document(CLEAN)).missing == STOPPED
    assert waited == [asking.PAUSES[0]]


def test_where_there_never_was_a_server_the_run_ends() -> None:
    pytest.importorskip(installation.EXTRA)
    with LanguageTool(Named(f"http://127.0.0.1:{server._free_port()}")) as asked, pytest.raises(OpinionError):
        asked.ask(Document(CLEAN))


def test_a_server_of_another_kind_is_not_taken_for_one() -> None:
    pytest.importorskip(installation.EXTRA)

    class Other(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"languages": 7}')

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Other) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        with pytest.raises(Unanswered):
            Client(f"http://127.0.0.1:{other.server_port}")
        other.shutdown()


# Its life


def test_start_status_and_stop(languagetool_installed: None) -> None:
    started, second = _qc("languagetool", "start"), _qc("languagetool", "start")
    assert (started.returncode, second.stdout) == (0, started.stdout)
    running = server.running()
    assert running
    assert f"at {running.address}, process {running.process}" in started.stdout
    assert f"running at {running.address}, process {running.process}, " in _qc("languagetool", "status").stdout
    assert Local().address() == running.address
    assert _qc("languagetool", "stop").stdout == f"stopped process {running.process}\n"
    assert server.running() is None
    assert "not running" in _qc("languagetool", "status").stdout
    assert _qc("languagetool", "stop").stdout == "no server was running\n"


def _qc(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*QC, *arguments], capture_output=True, text=True, timeout=240)


def test_a_run_that_is_killed_outright_leaves_no_server_behind(languagetool_installed: None) -> None:
    code = (
        "import time; from qc.languagetool.server import Server\n"
        "s = Server(); s.start(); print(s.process, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout
        process = int(run.stdout.readline())
        assert _lives(process)
        run.kill()
    until = monotonic() + 20
    while _lives(process) and monotonic() < until:
        sleep(0.05)
    assert not _lives(process)


def _lives(process: int) -> bool:
    try:
        return "HTTPServer" in Path(f"/proc/{process}/cmdline").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_server_that_cannot_start_says_why(languagetool_installed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "JAVA_OPTIONS", ("-Xmx1k",))
    with pytest.raises(server.ServerError, match="Too small maximum heap"):
        server.Server().start()


def test_what_the_server_says_of_an_address_is_where_it_listens(languagetool: str) -> None:
    port = int(languagetool.rstrip("/").rpartition(":")[2])
    listening = [
        line.split() for table in ("tcp", "tcp6") for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]
    ]
    addresses = {
        line[1].partition(":")[0] for line in listening if line[3] == "0A" and line[1].endswith(f":{port:04X}")
    }
    assert addresses <= {"0100007F", "0000000000000000FFFF00000100007F"}
    assert addresses
