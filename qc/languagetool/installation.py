"""What LanguageTool needs on this machine: language-tool-python, Java, and LanguageTool itself.

language-tool-python says where LanguageTool lies: below `$LTP_PATH`, else in its own folder of the user's cache, so
that what other programs installed is found, and what we install is found by them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from zipfile import BadZipFile

from qc.languagetool import maven

VERSION = "6.8"
"""Of LanguageTool. Another one has other rules, for which nothing was measured."""

EXTRA = "language_tool_python"
INSTALL_EXTRA = "pip install 'translation-qc[languagetool]'"
INSTALL_JAVA = "install Java 17 or later, e.g. apt-get install openjdk-17-jre-headless"
INSTALL = "qc languagetool install"


class InstallationError(Exception):
    """LanguageTool that could not be installed; the message says why and what to do."""


def cache() -> Path:
    """The folder of the user's cache that is ours; it is made, for the user alone, where there is none."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(home) / "translation-qc"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def missing() -> Iterator[str]:
    """Yield what a local server lacks, each with what to do about it."""
    if lacks := missing_extra():
        yield lacks
    if lacks := missing_java():
        yield lacks
    if not missing_extra() and not installed():
        yield f"LanguageTool {VERSION} is not installed in {folder()}: {INSTALL}"


def missing_extra() -> str:
    """What to do where language-tool-python is not installed; else nothing."""
    return "" if find_spec(EXTRA) else f"language-tool-python is not installed: {INSTALL_EXTRA}"


def missing_java() -> str:
    """What to do where there is no Java, or one that is too old; else nothing."""
    java = shutil.which("java")
    if not java:
        return f"Java is not installed: {INSTALL_JAVA}"
    if missing_extra():
        return ""
    from language_tool_python.download_lt import confirm_java_compatibility

    try:
        confirm_java_compatibility(VERSION)
    except (SystemError, SystemExit, subprocess.CalledProcessError, OSError) as error:
        return f"{java} will not do ({error}): {INSTALL_JAVA}"
    return ""


def java_version() -> str:
    """The first line of what Java says of itself."""
    said = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False)  # noqa: S607
    return (said.stderr or said.stdout).partition("\n")[0].strip()


def extra_version() -> str:
    """The version of language-tool-python."""
    from importlib.metadata import version

    return version(EXTRA)


def folder() -> Path:
    """Where LanguageTool is looked for: `$LTP_PATH/LanguageTool-6.8`, or below language-tool-python's own folder."""
    from language_tool_python.utils import get_language_tool_download_path

    return Path(get_language_tool_download_path()) / f"LanguageTool-{VERSION}"


def installed() -> Path | None:
    """The folder LanguageTool lies in, None where there is none."""
    place = folder()
    names = ("languagetool-server.jar", "languagetool.jar")
    return place if any((place / name).is_file() for name in names) else None


def server_command(port: int, configuration: Mapping[str, object]) -> list[str]:
    """The command that runs a server on a port of the loopback interface, Java first."""
    from language_tool_python.config_file import LanguageToolConfig
    from language_tool_python.download_lt import LocalLanguageTool

    local = LocalLanguageTool.from_version_name(VERSION)
    return list(local.get_server_cmd(port, LanguageToolConfig(dict(configuration))))


def install(say: Callable[[str], None]) -> Path:
    """Install LanguageTool where there is none, and return its folder. say: is told what goes on.

    language-tool-python's own download comes first, then Maven. Raises InstallationError.
    """
    if lacks := missing_extra() or missing_java():
        raise InstallationError(lacks)
    if place := installed():
        return place
    if not _downloaded(say):
        say("fetching it from Maven Central, 250 MB")
        try:
            maven.install(folder(), VERSION)
        except maven.MavenError as error:
            raise InstallationError(f"LanguageTool {VERSION} could not be installed: {error}") from error
    return folder()


def _downloaded(say: Callable[[str], None]) -> bool:
    """Let language-tool-python download it; it checks the digest of what it gets."""
    from language_tool_python.download_lt import LocalLanguageTool
    from language_tool_python.exceptions import LanguageToolError

    say(f"downloading LanguageTool {VERSION}, 250 MB")
    try:
        LocalLanguageTool.from_version_name(VERSION).download()
    except (OSError, LanguageToolError, BadZipFile, ValueError) as error:
        # What requests says of a host it cannot reach fills several lines.
        say(f"it cannot be downloaded ({type(error).__name__})")
    return installed() is not None
