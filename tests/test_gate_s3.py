"""Sources on a store: a real S3 server, started here, read through fsspec."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import fsspec
import pyarrow as pa
import pytest
from gate_corpus import CLEAN, digests, gated, lines, rows
from moto.server import ThreadedMotoServer
from pyarrow import parquet

from qc.gate import listing
from qc.gate.shard import GateError


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    # What it stores outlives a server of the same process.
    urlopen(Request(f"http://{host}:{port}/moto-api/reset", method="POST")).close()
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "nobody",
        "AWS_SECRET_ACCESS_KEY": "nothing",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    fsspec.filesystem("s3").clear_instance_cache()
    files = fsspec.filesystem("s3")
    files.mkdir("corpus")
    yield files
    fsspec.filesystem("s3").clear_instance_cache()
    server.stop()


def test_a_bucket_is_gated_like_a_folder(store: Any, tmp_path: Path) -> None:
    local = tmp_path / "in"
    (local / "day").mkdir(parents=True)
    (local / "day" / "a.jsonl").write_bytes(lines(rows(6)))
    parquet.write_table(pa.Table.from_pylist(rows(5)), local / "b.parquet")
    (local / "page.md").write_text(CLEAN)
    store.put(f"{local}/", "corpus/in/", recursive=True)
    store.pipe("corpus/in/_SUCCESS", b"")
    remote, near = gated("s3://corpus/in", tmp_path / "far"), gated(local, tmp_path / "near")
    assert remote == near
    assert digests(tmp_path / "far") == digests(tmp_path / "near")


def test_a_pattern_and_a_single_object(store: Any, tmp_path: Path) -> None:
    store.pipe("corpus/x/a.jsonl", lines(rows(1)))
    store.pipe("corpus/y/a.jsonl", lines(rows(1)))

    def names(source: str) -> list[str]:
        return [file.name for unit in listing.units([source], tmp_path / "o") for file in unit.files]

    assert names("s3://corpus/*/a.jsonl") == ["x/a.jsonl", "y/a.jsonl"]
    assert names("s3://corpus/x/a.jsonl") == ["a.jsonl"]
    with pytest.raises(GateError, match="s3://corpus/z"):
        names("s3://corpus/z/")


def test_an_object_that_was_replaced_is_refused(store: Any, tmp_path: Path) -> None:
    store.pipe("corpus/a.jsonl", lines(rows(2)))
    gated("s3://corpus/a.jsonl", tmp_path / "out")
    data = lines(rows(2)).replace(b"council", b"consuls")
    assert len(data) == len(lines(rows(2)))
    store.pipe("corpus/a.jsonl", data)
    store.invalidate_cache()
    with pytest.raises(GateError, match=r"a\.jsonl is another"):
        gated("s3://corpus/a.jsonl", tmp_path / "out")
    assert json.loads((tmp_path / "out" / "summary.json").read_bytes())["documents"] == 2
