"""Installing LanguageTool from Maven Central: the same archives as in its own download, one by one, digests checked."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

ARCHIVES = Path(__file__).with_name("archives.txt")
"""A line for each archive, its SHA-256 and its name, as `sha256sum` writes them."""

PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies"

SERVER = "languagetool-server.jar"

_MANIFEST_LINE = 70
"""Bytes, of the 72 that the format allows with a line end."""

_POM = """\
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>qc</groupId>
  <artifactId>languagetool</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.languagetool</groupId>
      <artifactId>languagetool-server</artifactId>
      <version>{version}</version>
    </dependency>
  </dependencies>
</project>
"""


class MavenError(Exception):
    """Archives that did not come, or not as they were pinned."""


def install(folder: Path, version: str) -> None:
    """Fill a folder that does not exist yet: whole or not at all. Raises MavenError."""
    maven = shutil.which("mvn")
    if not maven:
        raise MavenError("Maven is not installed; apt-get install maven, for example")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".languagetool-") as work:
        _fetch(maven, Path(work), version)
        draft = Path(work) / "archives"
        check(draft, pinned())
        write_server(draft)
        try:
            draft.rename(folder)
        except OSError as error:
            # Another installation that ran at the same time was faster.
            if not (folder / SERVER).is_file():
                raise MavenError(f"{folder}: {error.strerror}") from error


def _fetch(maven: str, work: Path, version: str) -> None:
    (work / "pom.xml").write_text(_POM.format(version=version), encoding="utf-8")
    target = f"-DoutputDirectory={work / 'archives'}"
    command = [maven, "--quiet", "--batch-mode", "--strict-checksums", PLUGIN, "-DincludeScope=runtime", target]
    done = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    if done.returncode:
        errors = [line for line in done.stdout.splitlines() if line.startswith("[ERROR]")]
        raise MavenError(f"Maven failed: {errors[0].removeprefix('[ERROR] ') if errors else done.returncode}")


def pinned() -> dict[str, str]:
    """Digests by name."""
    return {name: digest for digest, name in map(str.split, ARCHIVES.read_text(encoding="ascii").splitlines())}


def check(folder: Path, digests: dict[str, str]) -> None:
    """Hold every archive of a folder against its digest. Raises MavenError for one that differs, lacks or is new."""
    found = {path.name: _digest(path) for path in folder.iterdir()}
    wrong = sorted({name for name, _ in found.items() ^ digests.items()})
    if wrong:
        raise MavenError(f"not the archives that were pinned: {', '.join(wrong[:3])}" + (", …" if wrong[3:] else ""))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_server(folder: Path) -> None:
    """Write the archive that language-tool-python starts: nothing but a class path of all the others."""
    names = sorted(path.name for path in folder.glob("*.jar"))
    with zipfile.ZipFile(folder / SERVER, "w") as archive:
        entry = zipfile.ZipInfo("META-INF/MANIFEST.MF")
        archive.writestr(entry, b"".join(line + b"\r\n" for line in _manifest(names)))


def _manifest(names: Iterable[str]) -> Iterator[bytes]:
    yield b"Manifest-Version: 1.0"
    line = f"Class-Path: {' '.join(names)}".encode("ascii")
    yield line[:_MANIFEST_LINE]
    for at in range(_MANIFEST_LINE, len(line), _MANIFEST_LINE - 1):
        yield b" " + line[at : at + _MANIFEST_LINE - 1]
    yield b""
