"""What the command line may be given: each input becomes text or one clear reason why not."""

from __future__ import annotations

import os
import re
import socket
import sys
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qc.reading import Source, UnreadableError, decoded, sources

ENGLISH = "The café’s door was “open”.\n"


@pytest.mark.parametrize(
    "data",
    [
        ENGLISH.encode(),
        b"\xef\xbb\xbf" + ENGLISH.encode(),
        b"\xff\xfe" + ENGLISH.encode("utf-16-le"),
        b"\xfe\xff" + ENGLISH.encode("utf-16-be"),
        b"\xff\xfe\0\0" + ENGLISH.encode("utf-32-le"),
        b"\0\0\xfe\xff" + ENGLISH.encode("utf-32-be"),
    ],
)
def test_unicode_is_read_by_its_byte_order_mark(data: bytes) -> None:
    assert decoded(data) == ENGLISH


def test_line_ends_stay_as_they_are() -> None:
    assert decoded(b"a\r\nb\rc\n") == "a\r\nb\rc\n"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\xff\xfe", "empty"),
        (b" \n\t\r\n ", "nothing but white space"),
        (b"caf\xe9 noir", "not UTF-8: byte 3 (0xE9, line 1) does not decode; name another encoding with --encoding"),
        (b"one\ntwo\xff\n", "not UTF-8: byte 7 (0xFF, line 2)"),
        (b"\xef\xbb\xbfcaf\xe9 noir", "not UTF-8: byte 6 (0xE9, line 1)"),
        ("é".encode()[:1], "not UTF-8: byte 0 (0xC3, line 1)"),
        (b"\xff\xfea\0b", "not UTF-16-LE: byte 4 (0x62"),
        (b"text\0text", "binary: byte 4 is NUL"),
        (b"\xff\xfe" + "a\0b".encode("utf-16-le"), "binary: character 1 is NUL"),
        ("plain words".encode("utf-16-le"), "it looks like UTF-16 without a byte order mark: --encoding utf-16-le"),
        ("plain words".encode("utf-16-be"), "it looks like UTF-16 without a byte order mark: --encoding utf-16-be"),
        (b"%PDF-1.7\n...", "a PDF document, not text"),
        (b"PK\x03\x04\x14\0", "a ZIP archive"),
        (b"\x1f\x8b\x08\0", "compressed with gzip"),
        (b"\x89PNG\r\n\x1a\n\0", "a PNG image"),
        (b"\xff\xd8\xff\xe0\0", "a JPEG image"),
    ],
)
def test_bytes_that_are_no_text_get_a_reason(data: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=re.escape(reason)):
        decoded(data)


def test_an_encoding_that_is_named_is_used() -> None:
    assert decoded(b"caf\xe9", "cp1252") == "café"
    assert decoded("café".encode("utf-16"), "utf-16") == "café"
    assert decoded("plain words".encode("utf-16-le"), "utf-16-le") == "plain words"
    with pytest.raises(ValueError, match="not ASCII: byte 3 "):
        decoded("café".encode(), "ascii")


@given(st.binary(max_size=200))
def test_any_bytes_become_text_or_a_reason(data: bytes) -> None:
    try:
        text = decoded(data)
    except UnicodeDecodeError as error:
        pytest.fail(f"not said in our words: {error}")
    except ValueError as error:
        text = str(error)
    assert text.strip()
    assert "\0" not in text


def unreadable(path: Path | str, largest: int = 10_000) -> str:
    (found,) = sources([str(path)])
    if isinstance(found, UnreadableError):
        return found.reason
    with pytest.raises(UnreadableError) as raised:
        found.read(largest=largest)
    assert raised.value.name == str(path)
    return raised.value.reason


def test_places_that_are_no_files_get_a_reason(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "empty").mkdir()
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    (tmp_path / "dangling.txt").symlink_to("nowhere")
    (tmp_path / "file.txt").write_text("x")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s.txt"))
        assert unreadable(tmp_path / "s.txt") == "a socket, not a file"
    assert unreadable(tmp_path / "gone.txt") == "no such file or folder"
    assert unreadable(tmp_path / "dangling.txt") == "no such file or folder"
    assert unreadable(tmp_path / "pipe.txt") == "a named pipe, not a file"
    assert unreadable(tmp_path / "loop.txt") == "its symbolic links run in a circle"
    assert unreadable(tmp_path / "file.txt" / "x") == "part of the path is a file, not a folder"
    assert unreadable(tmp_path / ("x" * 300)) == "the name is too long"
    assert unreadable("/dev/zero") == "a device, not a file"
    assert unreadable(tmp_path / "empty").startswith("no text in this folder (")
    assert unreadable(tmp_path / "*.rst") == "no file matches"


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "big.txt").write_bytes(b"x" * 10_001)
    assert unreadable(tmp_path / "big.txt").startswith("0.0 MB, more than the 0.01 MB that are read; --largest")
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(200_000_000)
    assert unreadable(tmp_path / "huge.txt").startswith("200.0 MB, more than")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_gets_a_reason(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("x")
    (tmp_path / "secret.txt").chmod(0)
    assert unreadable(tmp_path / "secret.txt") == "no permission to read it"


def test_no_permission_is_said_so_whoever_runs_the_tests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret.txt").write_text("x")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert unreadable(tmp_path / "secret.txt") == "no permission to read it"


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in (
        "b/two.txt",
        "b/one.md",
        "a.txt",
        "c/three.TEXT",
        ".git/x.txt",
        "b/.hidden.txt",
        "b/page.html",
        "z.markdown",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("words")
    return tmp_path


def names(*paths: str, **options: object) -> list[str]:
    return [found.name for found in sources(paths, **options)]  # type: ignore[arg-type]


def test_a_folder_is_read_in_one_order_without_what_is_hidden_or_no_text(tree: Path) -> None:
    assert names(".") == ["a.txt", "z.markdown", "b/one.md", "b/two.txt", "c/three.TEXT"]
    assert names("b") == ["b/one.md", "b/two.txt"]


def test_a_file_that_is_named_is_read_whatever_it_is_called(tree: Path) -> None:
    assert names("b/page.html", "b/.hidden.txt") == ["b/page.html", "b/.hidden.txt"]


def test_patterns_that_no_shell_expanded_are_expanded(tree: Path) -> None:
    assert names("b/*.txt") == ["b/two.txt"]
    assert names("**/*.md") == ["b/one.md"]


def test_each_document_is_read_once(tree: Path) -> None:
    Path("link.txt").symlink_to("a.txt")
    assert names("a.txt", "./a.txt", str(tree / "a.txt"), "link.txt", "a.*") == ["a.txt"]
    assert names("gone.txt", "gone.txt") == ["gone.txt"]


def test_a_file_whose_name_looks_like_a_pattern_is_a_file(tree: Path) -> None:
    Path("what[1]?.txt").write_text("x")
    assert names("what[1]?.txt") == ["what[1]?.txt"]


def test_folders_do_not_follow_links_in_a_circle(tree: Path) -> None:
    Path("b/up").symlink_to("..")
    assert names("b") == ["b/one.md", "b/two.txt"]


def test_our_own_reports_in_a_folder_are_no_documents(tree: Path) -> None:
    assert names("b", skip=lambda path: path.name == "one.md") == ["b/two.txt"]
    assert names("b/one.md", skip=lambda _: True) == ["b/one.md"]


def test_the_suffix_says_the_markup() -> None:
    assert [Source(n, Path(n)).markup for n in ("a.md", "a.MARKDOWN", "a.txt", "a")] == ["markdown"] * 2 + ["text"] * 2
    assert Source("<stdin>", None).markup == "text"


def test_a_folder_that_cannot_be_listed_is_named(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.scandir

    def refuse(path: str) -> object:
        if Path(path).name == "c":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = list(sources(["."]))
    assert [str(f) for f in found if isinstance(f, UnreadableError)] == ["c: no permission to read it"]
    assert "b/one.md" in [f.name for f in found]


def test_standard_input_is_read_within_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = BytesIO(b"x" * 100)

    monkeypatch.setattr(sys, "stdin", Stdin)
    (source,) = sources(["-"])
    assert isinstance(source, Source)
    with pytest.raises(UnreadableError, match=r"<stdin>: 0\.0 MB, more than"):
        source.read(largest=50)
    Stdin.buffer.seek(0)
    assert source.read(largest=100) == "x" * 100


def test_names_that_are_not_utf8_are_kept(tmp_path: Path) -> None:
    name = os.fsdecode(os.fsencode(str(tmp_path)) + b"/caf\xe9.txt")
    Path(name).write_text("words")
    (source,) = sources([name])
    assert isinstance(source, Source)
    assert source.read() == "words"
