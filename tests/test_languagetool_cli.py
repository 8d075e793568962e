"""`qc check --languagetool` where something is missing or wrong, its settings, and what it takes to install it."""

from __future__ import annotations

import shutil
import tomllib
import zipfile
from pathlib import Path

import pytest

from qc import config, data
from qc.cli import checking
from qc.cli.options import Request, plain
from qc.languagetool import installation, maven
from qc.languagetool.client import base
from qc.languagetool.evidence import evidence, languagetool_weight
from qc.opinion import Mode
from qc.policy import PolicyError
from qc.reference import explanation

TEXT = "The council met on Tuesday evening to discuss the new bridge over the river and the road that leads to it. " * 4


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("qc.toml").write_text("")
    Path("page.txt").write_text(TEXT)


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Run a check that must be refused: what it says, without the line end."""
    request = plain(["page.txt", "--no-report", *arguments])
    assert request is not None
    with pytest.raises(SystemExit) as ended:
        checking.check(request)
    printed = capsys.readouterr()
    assert (ended.value.code, printed.out, printed.err.count("\n")) == (2, "", 1)
    return printed.err.rstrip("\n")


# What is missing


def test_without_the_extra_it_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(installation, "EXTRA", "no_such_module")
    wanted = "qc: --languagetool: language-tool-python is not installed: pip install 'translation-qc[languagetool]'"
    assert refused(capsys, "--languagetool") == wanted
    assert refused(capsys, "--languagetool-url", "http://localhost:1") == wanted


def test_without_java_it_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip(installation.EXTRA)
    monkeypatch.setenv("PATH", "")
    assert "Java is not installed: install Java 17 or later" in refused(capsys, "--languagetool")


def test_an_old_java_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip(installation.EXTRA)
    Path("java").write_text("#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15'\n")
    Path("java").chmod(0o755)
    monkeypatch.setenv("PATH", f"{Path.cwd()}:/bin:/usr/bin")
    assert "Detected java 11.0" in refused(capsys, "--languagetool")


@pytest.mark.skipif(not shutil.which("java"), reason="needs Java")
def test_without_an_installation_it_says_how_to_get_one_and_downloads_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip(installation.EXTRA)
    monkeypatch.setenv("LTP_PATH", "elsewhere")
    wanted = (
        "qc: --languagetool: LanguageTool 6.8 is not installed in elsewhere/LanguageTool-6.8: qc languagetool install"
    )
    assert refused(capsys, "--languagetool") == wanted
    assert list(Path("elsewhere").iterdir()) == []


def test_an_installation_is_found_below_ltp_path(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip(installation.EXTRA)
    monkeypatch.setenv("LTP_PATH", "elsewhere")
    assert installation.installed() is None
    place = Path("elsewhere/LanguageTool-6.8")
    place.mkdir(parents=True)
    (place / "languagetool-server.jar").touch()
    assert installation.installed() == place


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("http://127.0.0.1:1", "http://127.0.0.1:1/: "),
        ("ftp://example.org", "'ftp://example.org' is no address of a server, such as http://localhost:8081"),
        ("http://", "'http://' is no address of a server"),
    ],
)
def test_a_wrong_address_is_said_before_anything_is_judged(
    address: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip(installation.EXTRA)
    assert refused(capsys, "--languagetool-url", address).startswith(f"qc: --languagetool-url: {message}")


@pytest.mark.parametrize(
    "address", ["localhost:8081", "http://localhost:8081", "http://localhost:8081/", "http://localhost:8081/v2"]
)
def test_an_address_may_be_written_in_several_ways(address: str) -> None:
    assert base(address) == "http://localhost:8081/"


# Settings


@pytest.mark.parametrize(
    ("line", "mode"),
    [
        ("", Mode.OFF),
        ("languagetool = true", Mode.ALWAYS),
        ("languagetool = false", Mode.OFF),
        ('languagetool = "uncertain"', Mode.UNCERTAIN),
    ],
)
def test_the_setting(line: str, mode: Mode) -> None:
    Path("qc.toml").write_text(line)
    assert config.languagetool(Path("qc.toml")) is mode
    Path("pyproject.toml").write_text(f"[tool.qc]\n{line}\n")
    assert config.languagetool(Path("pyproject.toml")) is mode


@pytest.mark.parametrize("value", ['"sometimes"', "1", "[]"])
def test_a_setting_that_means_nothing_is_an_error(value: str) -> None:
    with pytest.raises(PolicyError, match="languagetool is true, false"):
        config.policy(tomllib.loads(f"languagetool = {value}"))


def test_a_server_cannot_be_named_in_the_settings() -> None:
    # They come with a repository; where its documents are sent to is for the user to say.
    with pytest.raises(PolicyError, match="unknown setting 'languagetool-url'"):
        config.policy(tomllib.loads('languagetool-url = "https://example.org"'))


def test_the_option_goes_before_the_setting() -> None:
    Path("qc.toml").write_text("languagetool = true")
    assert checking.check(Request(("page.txt",), no_report=True, languagetool=Mode.OFF)) == 0


def test_the_option_alone_means_always_and_takes_no_path_for_its_value() -> None:
    assert plain(["--languagetool", "page.txt"]) == Request(("page.txt",), languagetool=Mode.ALWAYS)
    assert plain(["page.txt", "--languagetool=uncertain"]) == Request(("page.txt",), languagetool=Mode.UNCERTAIN)
    assert plain(["page.txt", "--languagetool=sometimes"]) is None


@pytest.mark.parametrize("name", ["languagetool", "languagetool/DT_DT"])
def test_its_contribution_is_explained(name: str) -> None:
    assert "What LanguageTool found" in explanation(name)


# The table of evidence


def test_the_table_of_evidence_holds_together() -> None:
    table = evidence()
    assert all(0 < strength <= 1 for strength in [*table.rules.values(), *table.categories.values()])
    assert not set(table.rules) & table.silent
    assert not set(table.categories) & set(table.unasked)
    assert table.strength("MORFOLOGIK_RULE_EN_US", "TYPOS") == 0
    assert table.strength(next(iter(table.silent)), "GRAMMAR") == 0
    assert table.strength("SOME_NEW_RULE", "GRAMMAR") == table.categories["GRAMMAR"]
    assert table.strength("SOME_NEW_RULE", "STYLE") == 0
    assert set(tomllib.loads(data.read("languagetool.toml").decode())) == set(table.__slots__)


def test_points_grow_with_the_evidence_and_have_an_end() -> None:
    table = evidence()
    assert languagetool_weight(0, 1000) == 0
    assert languagetool_weight(1, 1000) == table.weight
    assert languagetool_weight(1, 60) == languagetool_weight(1, 300)
    assert languagetool_weight(1000, 1000) == table.most


# Installing


def test_archives_are_held_against_their_digests(tmp_path: Path) -> None:
    place = tmp_path / "archives"
    place.mkdir()
    (place / "a.jar").write_bytes(b"a")
    digests = {"a.jar": "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"}
    maven.check(place, digests)
    (place / "b.jar").write_bytes(b"b")
    with pytest.raises(maven.MavenError, match=r"pinned: b\.jar"):
        maven.check(place, digests)
    (place / "b.jar").unlink()
    (place / "a.jar").write_bytes(b"b")
    with pytest.raises(maven.MavenError, match=r"pinned: a\.jar"):
        maven.check(place, digests)
    (place / "a.jar").unlink()
    with pytest.raises(maven.MavenError, match=r"pinned: a\.jar"):
        maven.check(place, digests)


def test_every_archive_is_pinned() -> None:
    digests = maven.pinned()
    assert len(digests) == 172
    assert "languagetool-server-6.8.jar" in digests
    assert all(len(digest) == 64 and int(digest, 16) for digest in digests.values())


def test_the_class_path_of_the_server_is_wrapped_as_java_wants_it(tmp_path: Path) -> None:
    for name in maven.pinned():
        (tmp_path / name).touch()
    maven.write_server(tmp_path)
    with zipfile.ZipFile(tmp_path / maven.SERVER) as archive:
        lines = archive.read("META-INF/MANIFEST.MF").split(b"\r\n")
    assert max(map(len, lines)) <= 70
    assert (
        b"".join(lines[1:]).replace(b"Class-Path: ", b"").replace(b" ", b"") == "".join(sorted(maven.pinned())).encode()
    )


def test_without_maven_or_a_download_the_installation_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip(installation.EXTRA)
    monkeypatch.setattr(installation, "missing_java", lambda: "")
    monkeypatch.setattr(installation, "_downloaded", lambda _: False)
    monkeypatch.setenv("LTP_PATH", "elsewhere")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(installation.InstallationError, match="Maven is not installed"):
        installation.install(lambda _: None)
    assert list(Path("elsewhere").iterdir()) == []
