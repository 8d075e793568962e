"""What LanguageTool answered, kept on disk: found again, bounded, shared by runs, and without the text."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from passage import Passage

from qc.cli import checking, consulting, languagetool
from qc.cli.options import Request
from qc.document import Document
from qc.languagetool import installation, memory
from qc.languagetool.asking import LanguageTool, Local, Named
from qc.languagetool.client import Match
from qc.languagetool.memory import BLOCK, DiskMemory, RunMemory, key
from qc.opinion import Mode, SecondOpinion

TEXT = (
    "The council met on Tuesday evening to discuss the new bridge over the river and the road that leads to it. "
    "Engineers had measured the piers in spring and found them sound, but the mayor did not knew of it. "
)
FOUND = (Match("DT_DT", "GRAMMAR", "Two determiners in “the a”.", "a", 3, 5), Match("X", "STYLE", "", "", 0, 1))


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "cache"


def kept() -> list[Path]:
    return sorted(memory.folder().iterdir())


# The key


def test_a_key_depends_on_all_that_an_answer_depends_on_and_on_nothing_else() -> None:
    first = key("a", "6.8", ("TYPOS", "STYLE"))
    assert first == key("a", "6.8", ("STYLE", "TYPOS"))
    others = {key("b", "6.8", ("STYLE", "TYPOS")), key("a", "6.9", ("STYLE", "TYPOS")), key("a", "6.8", ("TYPOS",))}
    assert len(others - {first}) == 3
    assert len(bytes.fromhex(key("é\N{GRINNING FACE}\ud800", "6.8", ()))) == 32


# What is kept


def test_an_answer_is_found_again_by_another_run() -> None:
    DiskMemory().put("a", FOUND)
    DiskMemory().put("b", ())
    assert [DiskMemory().get(name) for name in "abc"] == [FOUND, (), None]


def test_it_is_for_the_user_alone(cache: Path) -> None:
    DiskMemory().put("a", FOUND)
    assert {place.stat().st_mode & 0o777 for place in (cache / "translation-qc", memory.folder())} == {0o700}


@pytest.mark.parametrize(
    "content", [b"", b"[", b"\xff\xfe", b"7", b'{"a": 1}', b'[["DT_DT"]]', b'["abcdef"]', b'[["A","B","C","D","3",5]]']
)
def test_a_file_that_makes_no_sense_is_no_answer_and_is_written_anew(content: bytes) -> None:
    (memory.folder() / "a").write_bytes(content)
    assert DiskMemory().get("a") is None
    DiskMemory().put("a", FOUND)
    assert DiskMemory().get("a") == FOUND


def test_what_was_used_longest_ago_goes_when_there_is_no_more_room() -> None:
    disk = DiskMemory(most=10 * BLOCK)
    for age, name in enumerate("abcdefghij"):
        disk.put(name, FOUND)
        os.utime(memory.folder() / name, (1_000_000_000 - age,) * 2)
    assert disk.get("j") == FOUND
    for name in "klm":
        disk.put(name, FOUND)
    assert memory.size().bytes <= 11 * BLOCK
    left = "".join(path.name for path in kept())
    assert {*"ajklm"} <= {*left}
    assert not {*"hi"} & {*left}


def test_a_run_remembers_so_many_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "REMEMBERED", 2)
    run = RunMemory()
    for name in "abc":
        run.put(name, FOUND)
    assert [run.get(name) for name in "abc"] == [None, FOUND, FOUND]


def test_where_nothing_can_be_kept_nothing_is_and_nothing_fails(cache: Path) -> None:
    cache.write_text("a file stands where the folder ought to")
    DiskMemory().put("a", FOUND)
    assert DiskMemory().get("a") is None


RUN = """\
from qc.languagetool.client import Match
from qc.languagetool.memory import BLOCK, DiskMemory
disk, found = DiskMemory(20 * BLOCK), (Match("A", "B", "C" * 9000, "D", 0, 1),)
for number in range(300):
    name = str(number % 40)
    assert disk.get(name) in {None, found}
    disk.put(name, found)
"""


def test_runs_at_the_same_time_keep_whole_answers_and_to_the_bound() -> None:
    runs = [subprocess.Popen([sys.executable, "-c", RUN], stderr=subprocess.PIPE, text=True) for _ in range(3)]
    assert [run.communicate(timeout=60)[1] for run in runs] == ["", "", ""]
    assert all(DiskMemory().get(path.name) for path in kept())
    # Each run counts what it adds by itself.
    assert memory.size().bytes <= 3 * 23 * BLOCK


# With the real server


@pytest.fixture
def local(languagetool: str) -> Callable[[], Named]:
    """A place as that of a server of our own, without starting another one."""
    return lambda: Named(languagetool, installation.VERSION)


def test_the_next_run_does_not_ask_again_and_no_sentence_is_kept(passage: Passage) -> None:
    place = Named(passage.address, installation.VERSION)
    opinions = []
    for _ in range(2):
        with LanguageTool(place, memory=DiskMemory()) as asked:
            opinions.append(asked.ask(Document(TEXT)))
    assert (opinions[0].missing, passage.checks) == ("", 1)
    assert opinions[0] == opinions[1]
    assert "languagetool/DID_BASEFORM" in {found.rule for found in opinions[0].findings}
    content = b"".join(path.read_bytes() for path in kept())
    assert b"DID_BASEFORM" in content
    assert not [word for word in (b"council", b"Tuesday", b"Engineers", b"mayor") if word in content]


def test_a_text_that_has_not_changed_needs_no_server(
    languagetool_installed: None, local: Callable[[], Named], monkeypatch: pytest.MonkeyPatch
) -> None:
    with LanguageTool(local(), memory=DiskMemory()) as asked:
        first = asked.ask(Document(TEXT))
    place = Local()
    with LanguageTool(place, memory=DiskMemory()) as asked:
        assert asked.ask(Document(TEXT)) == first
        assert place.server.process is None


def checked(monkeypatch: pytest.MonkeyPatch, local: Callable[[], Named], **options: bool | str) -> int:
    """The exit status of a check in which LanguageTool is asked, in `local` where no address is named."""
    monkeypatch.setattr(consulting, "Local", local)
    Path("page.txt").write_text(TEXT * 2)
    return checking.check(Request(("page.txt",), no_report=True, quiet=True, languagetool=Mode.ALWAYS, **options))  # type: ignore[arg-type]


def test_a_check_keeps_answers_unless_it_is_told_not_to(
    local: Callable[[], Named], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert checked(monkeypatch, local, no_cache=True) == 0
    assert kept() == []
    assert checked(monkeypatch, local) == 0
    (answer,) = kept()
    answer.write_bytes(b"[]")
    assert checked(monkeypatch, local) == 0
    assert answer.read_bytes() == b"[]"
    assert checked(monkeypatch, local, no_cache=True) == 0
    assert answer.read_bytes() == b"[]"


def test_answers_of_a_server_that_the_user_names_are_not_kept(
    languagetool: str, local: Callable[[], Named], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert checked(monkeypatch, local, languagetool_url=languagetool) == 0
    assert kept() == []


def test_status_says_how_much_is_kept_and_clear_deletes_it(
    languagetool_installed: None, capsys: pytest.CaptureFixture[str]
) -> None:
    DiskMemory().put("a", FOUND)
    DiskMemory().put("b", FOUND)
    languagetool._say_what_there_is()
    assert f"2 answers, 0.0 MB, kept in {memory.folder()}\n" in capsys.readouterr().out
    languagetool.clear()
    assert (capsys.readouterr().out, kept()) == ("2 answers, 0.0 MB, deleted\n", [])


def test_a_second_opinion_travels_to_another_process_with_its_memory(local: Callable[[], Named]) -> None:
    with LanguageTool(local(), memory=DiskMemory()) as asked:
        other: SecondOpinion = asked.lent()()
        assert other.ask(Document(TEXT)).findings
    assert len(kept()) == 1
