"""The most memory a process ever had."""

from __future__ import annotations

from pathlib import Path


def peak(process: int | str = "self") -> int:
    """The peak resident memory of a process, in MB; 0 where the system does not tell, or the process has ended.

    getrusage will not do: a program begins with the peak of the one that started it.
    """
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmHWM:")), 0)
