"""Every format goes in and comes out: each document in the place it belongs to, with all that it came with."""

from __future__ import annotations

import gzip
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import zstandard
from gate_corpus import CLEAN, TERMS, TEXTS, digests, gated, lines, rows
from pyarrow import feather, parquet

from qc.gate import lines as json_lines
from qc.gate import listing, tables
from qc.gate.shard import GateError, Unit

COUNT = 7


def unpacked(path: Path) -> bytes:
    data = path.read_bytes()
    if path.suffix == ".gz":
        return gzip.decompress(data)
    # Not all readers go on after the first frame of a file.
    return zstandard.ZstdDecompressor().stream_reader(data).read() if path.suffix == ".zst" else data


@pytest.mark.parametrize("name", ["a.jsonl", "a.json.gz", "a.ndjson.zst"])
def test_lines_pass_byte_for_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(json_lines, "SHARD_ROWS", 2)
    data = lines(rows(COUNT))
    packed = {".gz": gzip.compress(data), ".zst": zstandard.compress(data[:900]) + zstandard.compress(data[900:])}
    (tmp_path / name).write_bytes(packed.get(Path(name).suffix, data))
    summary = gated(tmp_path / name, tmp_path / "out")
    assert summary["documents"] == COUNT
    for place in TEXTS:
        wanted = b"".join(line for line in data.splitlines(True) if json.loads(line)["wanted"] == place)
        assert unpacked(tmp_path / "out" / place / name) == wanted


def table() -> pa.Table:
    made = pa.Table.from_pylist(rows(COUNT)).replace_schema_metadata({"kept": "as it is"})
    return made.append_column("nested", pa.array([[{"a": n}] for n in range(COUNT)]))


def written(path: Path) -> None:
    if path.suffix == ".parquet":
        parquet.write_table(table(), path, row_group_size=3, compression="gzip")
    elif path.suffix == ".feather":
        feather.write_feather(table(), path)
    else:
        with pa.ipc.new_stream(path, table().schema) as writer:
            writer.write_table(table(), max_chunksize=3)


def read(path: Path) -> pa.Table:
    if path.suffix == ".parquet":
        return parquet.read_table(path)
    whole = path.read_bytes()
    return (pa.ipc.open_file if whole.startswith(b"ARROW1") else pa.ipc.open_stream)(whole).read_all()


@pytest.mark.parametrize("name", ["a.parquet", "a.feather", "a.arrow"])
def test_tables_keep_every_column(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(tables, "SHARD_ROWS", 2)
    written(tmp_path / name)
    gated(tmp_path / name, tmp_path / "out")
    for place in TEXTS:
        found = read(tmp_path / "out" / place / name)
        assert found.to_pylist() == [row for row in table().to_pylist() if row["wanted"] == place]
        assert found.schema.equals(read(tmp_path / name).schema, check_metadata=True)
    if name == "a.parquet":
        group = parquet.ParquetFile(tmp_path / "out" / "accepted" / name).metadata.row_group(0)
        assert group.column(0).compression == "GZIP"


def test_text_files_keep_their_folders(tmp_path: Path) -> None:
    source = tmp_path / "in"
    for place, text in TEXTS.items():
        (source / "deep" / place).mkdir(parents=True)
        (source / "deep" / place / "page.md").write_bytes(text.replace(" ", "\r\n", 1).encode())
    (source / "broken.txt").write_bytes(b"\xff\xfe\xff")
    (source / "blank.txt").write_bytes(b" \n")
    (source / ".hidden.txt").write_text(CLEAN)
    (source / "no.bin").write_text(CLEAN)
    summary = gated(source, tmp_path / "out")
    for place in TEXTS:
        name = f"deep/{place}/page.md"
        assert (tmp_path / "out" / place / name).read_bytes() == (source / name).read_bytes()
    assert (tmp_path / "out" / "review" / "blank.txt").exists()
    assert summary["tally"]["places"] == {"accepted": 1, "errors": 1, "rejected": 1, "review": 2}


BROKEN = [
    (b'{"text": 5}', "is int, not text"),
    (b'{"text": null}', "is NoneType, not text"),
    (b'{"body": "x"}', '"text" is missing'),
    (b"[1]", "JSON, but no object"),
    (b'{"text": "x"', "not JSON: "),
    (b'{"text": "\xff"}', "not UTF-8: byte 10"),
    (b"[" * 100_000, "JSON nested too deep"),
    (b'{"text": "' + b"x" * 200_000 + b'"}', "0.2 MB, more than the 0.15 MB that are read"),
]


def test_broken_rows_are_errors_and_the_others_go_on(tmp_path: Path) -> None:
    good = lines(rows(3))
    data = b"\xef\xbb\xbf" + good + b"\n".join([b"", *(line for line, _ in BROKEN), b""]) + good.rstrip(b"\n")
    (tmp_path / "a.jsonl").write_bytes(data)
    summary = gated(tmp_path / "a.jsonl", tmp_path / "out", replace(TERMS, largest=150_000))
    assert summary["tally"]["places"] == {"accepted": 2, "errors": len(BROKEN), "rejected": 2, "review": 2}
    errors = [json.loads(line) for line in (tmp_path / "out" / "errors.jsonl").read_bytes().splitlines()]
    assert [row["row"] for row in errors] == [5 + n for n in range(len(BROKEN))]
    for row, (_, reason) in zip(errors, BROKEN, strict=True):
        assert reason in row["error"]
    kept = b"".join((tmp_path / "out" / place / "a.jsonl").read_bytes() for place in TEXTS)
    assert sorted(kept.splitlines()) == sorted(good.splitlines() * 2)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("cut.jsonl.gz", gzip.compress(lines(rows(40)))[:-20], "damaged: "),
        ("no.jsonl.zst", b"nonsense", "zstd"),
        ("no.parquet", b"nonsense", "Parquet"),
        ("no.arrow", b"nonsense", ""),
    ],
)
def test_a_damaged_file_is_named_and_the_others_go_on(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    source = tmp_path / "in"
    source.mkdir()
    (source / name).write_bytes(data)
    (source / "z.jsonl").write_bytes(lines(rows(3)))
    summary = gated(source, tmp_path / "out")
    assert [each["source"] for each in summary["unread"]] == [name]
    assert reason in summary["unread"][0]["error"]
    assert (tmp_path / "out" / "accepted" / "z.jsonl").exists()
    assert json.loads((tmp_path / "out" / "errors.jsonl").read_bytes().splitlines()[-1]) == summary["unread"][0]


def test_a_table_without_the_column_says_what_there_is(tmp_path: Path) -> None:
    parquet.write_table(pa.table({"body": ["x"], "n": [1]}), tmp_path / "a.parquet")
    summary = gated(tmp_path / "a.parquet", tmp_path / "out")
    assert summary["unread"][0]["error"] == "no column 'text'; --text-field names another of body, n"


def test_a_file_that_can_be_read_again_is(tmp_path: Path) -> None:
    whole = gzip.compress(lines(rows(4)), mtime=0)
    source, out = tmp_path / "a.jsonl.gz", tmp_path / "out"
    source.write_bytes(whole)
    stamp = source.stat().st_mtime_ns
    wanted = digests_of(gated(source, tmp_path / "calm"), tmp_path / "calm")
    source.write_bytes(whole[:-9] + bytes(9))
    os.utime(source, ns=(stamp, stamp))
    assert gated(source, out)["unread"]
    source.write_bytes(whole)
    os.utime(source, ns=(stamp, stamp))
    assert digests_of(gated(source, out), out) == wanted


def digests_of(summary: dict[str, Any], out: Path) -> dict[str, str]:
    assert not summary["unread"]
    return digests(out)


def test_names_never_leave_the_output_and_never_clash(tmp_path: Path) -> None:
    for folder in ("a/x", "b/x"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "p.txt").write_text(CLEAN)
    found = listing.units([str(tmp_path / "a/x"), str(tmp_path / "b/x"), str(tmp_path / "a/x/p.txt")], tmp_path / "o")
    names = [file.name for unit in found for file in unit.files]
    assert names == ["x/p.txt", "x/p-2.txt"]
    for name, safe in (("../../etc/p.txt", "_/_/etc/p.txt"), ("/p.txt", "p.txt"), ("a//./p.txt", "a/_/p.txt")):
        assert listing.inside(name) == safe


def test_patterns_and_the_output_folder(tmp_path: Path) -> None:
    (tmp_path / "d1").mkdir()
    for name in ("d1/a.jsonl", "d1/b.jsonl", "d1/c.txt"):
        (tmp_path / name).write_bytes(lines(rows(1)))
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "z.jsonl").write_text("")

    def names(source: str) -> list[str]:
        units: list[Unit] = listing.units([str(tmp_path / source)], tmp_path / "out")
        return [file.name for unit in units for file in unit.files]

    assert names("d*/*.jsonl") == ["d1/a.jsonl", "d1/b.jsonl"]
    assert names(".") == ["d1/a.jsonl", "d1/b.jsonl", "d1/c.txt"]
    for source in ("nowhere", "nothing*.txt", "out/z.bin"):
        with pytest.raises(GateError):
            names(source)
