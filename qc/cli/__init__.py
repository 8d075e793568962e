"""The command line: finds the command and ends with its status."""

from __future__ import annotations

import os
import sys

_BROKEN_PIPE = 128 + 13  # what a shell reports of a program that SIGPIPE ended
_INTERRUPTED = 128 + 2


def main() -> None:
    """Run the command line and exit with its status."""
    # NumPy starts a thread a core for products we never ask of it, which takes longer than the rest of its import.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character gets its number; dying on it would lose the rest.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        status = _run(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output has gone. Python would flush once more at exit, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = _BROKEN_PIPE
    except KeyboardInterrupt:
        status = _INTERRUPTED
    sys.exit(status)


def _run(arguments: list[str]) -> int:
    from qc.cli.options import BARE, plain, written_out

    if arguments[:1] == ["check"] and (request := plain(arguments[1:])):
        from qc.cli.checking import check

        return check(request)
    from qc.cli.commands import app

    if arguments and arguments[0] in BARE:
        arguments = written_out(arguments)
    result = app(arguments, prog_name="qc", standalone_mode=True)
    return result if isinstance(result, int) else 0
