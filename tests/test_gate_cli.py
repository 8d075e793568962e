"""`qc gate` as its users meet it: what is printed, and how it ends."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from gate_corpus import CONFIG, digests, lines, rows


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("qc.toml").write_text(CONFIG)
    Path("a.jsonl").write_bytes(lines(rows(6)))
    return tmp_path


def gate(*arguments: str) -> tuple[int, str, str]:
    command = [sys.executable, "-m", "qc", "gate", *arguments, "--jobs", "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def test_it_prints_the_counts_and_where_everything_is() -> None:
    counts = "6 documents read = 2 accepted + 2 to review + 2 rejected + 0 errors\n"
    assert gate("a.jsonl", "--out", "out") == (0, f"{counts}see out/reports/gate.html and out/manifest.jsonl\n", "")
    assert {path.name for path in Path("out").iterdir()} == {
        ".gate", "accepted", "review", "rejected", "reports", "manifest.jsonl", "manifest.parquet", "errors.jsonl",
        "summary.json", "timing.json",
    }  # fmt: skip
    assert gate("a.jsonl", "--out", "out", "--fail-on", "reject")[0] == 1


def test_errors_end_with_2() -> None:
    with Path("a.jsonl").open("ab") as file:
        file.write(b"broken\n")
    status, shown, said = gate("a.jsonl", "--out", "out")
    assert (status, said) == (2, "")
    assert shown.startswith("7 documents read = 2 accepted + 2 to review + 2 rejected + 1 errors\n")


def test_a_replay_gives_what_a_scan_gives() -> None:
    gate("a.jsonl", "--out", "first")
    Path("qc.toml").write_text(CONFIG.replace("75", "90"))
    assert gate("--replay", "first/manifest.jsonl", "--out", "replayed")[0] == 0
    assert gate("--replay", "first/manifest.parquet", "--out", "again")[0] == 0
    gate("a.jsonl", "--out", "scanned")
    wanted = {name: digest for name, digest in digests(Path("scanned")).items() if "a.jsonl" not in name}
    assert digests(Path("replayed")) == digests(Path("again")) == wanted
    assert json.loads(Path("replayed/summary.json").read_bytes())["tally"]["places"] == {"accepted": 2, "rejected": 4}


def test_comparing_with_an_earlier_run() -> None:
    gate("a.jsonl", "--out", "first")
    Path("b.jsonl").write_bytes(lines(rows(3)))
    assert gate("b.jsonl", "--out", "second", "--compare", "first")[0] == 0
    assert "## Drift" in Path("second/reports/gate.md").read_text()
    assert gate("b.jsonl", "--out", "second", "--compare", "a")[2] == (
        "qc: a: no summary.json in it, so no finished run to compare with\n"
    )


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        ((), "name the sources, or a manifest with --replay"),
        (("a.jsonl", "--replay", "x"), "name the sources, or a manifest with --replay"),
        (("nowhere",), "nowhere: no such file or folder"),
        (("--replay", "nowhere"), "nowhere: no such file"),
        (("a.jsonl", "--ray-address", "head:6379"), "--ray-address goes with --engine ray"),
        (("a.jsonl", "--profile", "lenient"), "there is no profile 'lenient': news, corpus, strict"),
        (("zzz://a/b.jsonl",), "zzz://a/b.jsonl: Protocol not known: zzz"),
    ],
)
def test_misuse_is_one_line_and_writes_nothing(arguments: tuple[str, ...], wanted: str) -> None:
    status, shown, said = gate(*arguments, "--out", "out")
    assert (status, shown, said) == (2, "", f"qc: {wanted}\n")
    assert not Path("out", "manifest.jsonl").exists()


def test_what_an_extra_is_for_is_said_where_it_is_missing() -> None:
    code = (
        "import sys\n"
        "for name in ('pyarrow', 'fsspec', 'ray', 'zstandard'): sys.modules[name] = None\n"
        "from qc.cli import main\nmain()"
    )

    def bare(source: str, out: str, *options: str) -> tuple[int, str]:
        command = [sys.executable, "-c", code, "gate", source, "--out", out, "--jobs", "1", *options]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.returncode, done.stderr

    Path("a.jsonl.zst").write_bytes(b"x")
    Path("a.parquet").write_bytes(b"x")
    for source, wanted in (
        ("a.jsonl.zst", "a .zst file needs zstandard: pip install 'translation-qc[gate]'"),
        ("a.parquet", "Parquet and Arrow need pyarrow: pip install 'translation-qc[gate]'"),
        ("s3://a/b", "a URL needs fsspec: pip install 'translation-qc[gate]'"),
    ):
        assert bare(source, "out-" + source.replace("/", "-")) == (2, f"qc: {wanted}\n")
    wanted = "the engine ray needs Ray: pip install 'translation-qc[ray]'"
    assert bare("a.jsonl", "out", "--engine", "ray") == (2, f"qc: {wanted}\n")
