"""The LanguageTool server of the tests: the real one, from an installation outside the repository. What did not run."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest
from libraries import LACKING as LIBRARIES
from passage import Passage

from qc.languagetool import installation
from qc.languagetool.server import Server

LACKING = pytest.StashKey[str]()

# A shell has programs that it starts in the background ignore Ctrl-C, and what the tests start would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def languagetool_installed(request: pytest.FixtureRequest) -> None:
    """Make a test fail in CI, and skip it elsewhere, where LanguageTool is not installed."""
    if lacks := next(installation.missing(), ""):
        request.config.stash[LACKING] = lacks
        if os.environ.get("CI"):
            pytest.fail(f"CI runs the tests against LanguageTool: {lacks}", pytrace=False)
        pytest.skip(lacks)


@pytest.fixture(scope="session")
def languagetool(languagetool_installed: None) -> Iterator[str]:
    """The address of a server that runs for all tests of the session."""
    server = Server()
    server.start()
    yield server.address
    server.stop()


@pytest.fixture
def passage(languagetool: str) -> Iterator[Passage]:
    """A way to it that can be closed."""
    way = Passage(languagetool)
    yield way
    way.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say it in one line where tests against real programs did not run: a skipped test is easily overlooked."""
    for line in LIBRARIES:
        terminalreporter.write_line(line, red=True, bold=True)
    if lacks := config.stash.get(LACKING, ""):
        terminalreporter.write_line(f"The tests against LanguageTool did not run: {lacks}", red=True, bold=True)
