"""A LanguageTool server on this machine: one of our own for the length of a run, or one that stays until it is stopped.

Either listens on a free port of the loopback interface and nowhere else.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import IO

from qc.languagetool import installation
from qc.languagetool.client import answers

JAVA_OPTIONS = (
    # Java takes a quarter of the machine's memory otherwise.
    "-Xmx1g",
    # A server without memory answers nothing and does not end by itself.
    "-XX:+ExitOnOutOfMemoryError",
    # Two lines a request, for ever, otherwise.
    f"-Dlogback.configurationFile={Path(__file__).with_name('logback.xml')}",
)

LONGEST_START = 180
"""Seconds a server may take: four on an idle machine, many times that on a busy one."""

PORTS_TRIED = 3
"""Between finding a free port and Java's opening it, somebody else may take it."""

SAME_MOMENT = 2
"""Seconds by which two readings of when a process began may differ: the system counts in ticks from its own start."""

CONFIGURATION = {
    # Without it each request builds the rules of the language anew.
    "pipelineCaching": True,
    "maxPipelinePoolSize": 8,
    "pipelineExpireTimeInSeconds": 3600,
    # Less than the client waits, so that a text which takes for ever is told from a server that is gone.
    "maxCheckTimeMillis": 100_000,
}

# Ends the server when whoever started it is gone, killed outright included: the shell becomes Java, and what it left
# behind waits for the end of a pipe that only the starter holds.
_KEEPER = 'exec 3<&0; (read -r _ <&3; kill "$$") & exec "$@" <&- 3<&-'


class ServerError(Exception):
    """A server that does not start; the message says why."""


@dataclass(frozen=True, slots=True)
class Running:
    """A server that runs until it is stopped. created: when its process began, by which it is told from a later one."""

    address: str
    process: int
    created: float
    version: str


class Server:
    """A server of our own, running from `start` to `stop`."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self.address = ""

    def start(self) -> None:
        """Start it and wait until it answers. Raises ServerError."""
        self.stop()
        self._process, self.address = _started(kept=True)

    @property
    def process(self) -> int | None:
        """The number of the process, None where there is none."""
        return self._process.pid if self._process else None

    def stop(self) -> None:
        """End it, if it runs."""
        if self._process:
            _end(self._process)
            self._process = None


def running() -> Running | None:
    """The server that `start` left running, if it still runs."""
    import psutil

    try:
        found = Running(**json.loads(_noted().read_text(encoding="utf-8")))
        alive = abs(psutil.Process(found.process).create_time() - found.created) < SAME_MOMENT
    except (OSError, ValueError, TypeError, psutil.Error):
        return None
    return found if alive and answers(found.address) else None


def start() -> Running:
    """Start a server that outlives this process, unless one runs; return that one then. Raises ServerError."""
    import psutil

    # Of two that start at once the second waits, and finds the server of the first.
    with _alone():
        if found := running():
            return found
        process, address = _started(kept=False)
        server = Running(address, process.pid, psutil.Process(process.pid).create_time(), installation.VERSION)
        draft = _noted().with_suffix(".draft")
        draft.write_text(json.dumps(asdict(server)), encoding="utf-8")
        draft.replace(_noted())
    return server


def stop() -> Running | None:
    """Stop the server that `start` left running and return it; None where there is none."""
    import psutil

    found = running()
    if found:
        server = psutil.Process(found.process)
        server.terminate()
        try:
            server.wait(timeout=10)
        except psutil.TimeoutExpired:
            server.kill()
    _noted().unlink(missing_ok=True)
    return found


def memory(process: int) -> int:
    """Bytes of memory that a process holds."""
    import psutil

    return int(psutil.Process(process).memory_info().rss)


def _noted() -> Path:
    return installation.cache() / "server.json"


@contextmanager
def _alone() -> Iterator[None]:
    """Keep other processes out; where the system has no such lock, nobody."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with _noted().with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _started(*, kept: bool) -> tuple[subprocess.Popen[bytes], str]:
    for attempt in range(PORTS_TRIED):
        port = _free_port()
        address = f"http://127.0.0.1:{port}/"
        with tempfile.TemporaryFile() as log:
            process = _launched(port, log, kept=kept)
            if _ready(process, address):
                return process, address
            code = process.poll()
            _end(process)
            log.seek(0)
            said = log.read().decode("utf-8", "replace")
        if "Address already in use" not in said or attempt == PORTS_TRIED - 1:
            break
    raise ServerError(_why(code, said))


def _launched(port: int, log: IO[bytes], *, kept: bool) -> subprocess.Popen[bytes]:
    java, *rest = installation.server_command(port, CONFIGURATION)
    command = [java, *JAVA_OPTIONS, *rest]
    keeping = kept and os.name == "posix"
    if keeping:
        command = ["/bin/sh", "-c", _KEEPER, "sh", *command]
    return subprocess.Popen(  # noqa: S603 - the command is ours
        command,
        stdin=subprocess.PIPE if keeping else subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        # Ctrl-C ends us, and we end the server.
        start_new_session=True,
    )


def _ready(process: subprocess.Popen[bytes], address: str) -> bool:
    until = monotonic() + LONGEST_START
    while process.poll() is None and monotonic() < until:
        if answers(address):
            # Another server on this port would have made ours end.
            return process.poll() is None
        sleep(0.1)
    return False


def _why(code: int | None, said: str) -> str:
    if code is None:
        return f"LanguageTool does not answer after {LONGEST_START} seconds"
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    # Java says that there is an error on one line and which on the next.
    first = next((number for number, line in enumerate(lines) if "rror" in line or "xception" in line), 0)
    return f"LanguageTool ended as it started, with status {code}: {': '.join(lines[first : first + 2])}"


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    if process.stdin:
        process.stdin.close()
