"""Cold start of `qc check` on one page, beside `typos` and `ruff` on the same page, in one run.

    python benchmarks/cold_start.py [--runs 15]

What is measured is a whole process, as a commit hook starts one, with bytecode on disk as an installer leaves it. The
cases take turns, so that a change in the machine's speed hits all alike. Wall time is what a person waits; processor
time is what holds on a machine that has other things to do, and ratios are made of it. The page is written here:
clean, so that the first stage of the damage model and the rules settle it where they can.

typos and ruff are measured where they are installed (`pip install typos ruff`) and named as missing where they are not.
typos reads the same page; ruff reads a Python file with the page as its docstring, for it reads nothing else.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

PAGE = """\
The council met on Tuesday evening to discuss the new bridge over the river and the road that leads to it. Engineers had
measured the piers in spring and found them sound, but the deck was worn and the railings rusted through in several
places. After two hours of debate the members agreed to close one lane in May and to ask three firms for an estimate.

“We shall not rush this,” said the chair, who has held the post for nine years. “The bridge has stood for ninety, and a
summer more will do it no harm.” A shopkeeper at the back asked who would pay for the detour, and got no answer.

"""

GARBLED = "The advice voted the Tuesday for to close two of five libraries of the city before final of the year had.\n"

Case = tuple[str, list[str]]


def cases(folder: Path) -> Iterator[Case]:
    page, garbled, code = folder / "page.txt", folder / "garbled.txt", folder / "page.py"
    page.write_text(PAGE * 4, encoding="utf-8")
    garbled.write_text(PAGE + GARBLED * 20, encoding="utf-8")
    code.write_text(f'"""{PAGE * 4}"""\n', encoding="utf-8")
    check = [sys.executable, "-m", "qc", "check", "--no-report", "--brief", "--fail-on", "never"]
    yield "python -c pass", [sys.executable, "-c", "pass"]
    yield "qc, rules alone (--ignore fluency)", [*check, "--ignore", "fluency", str(page)]
    yield "qc, a clean page", [*check, str(page)]
    yield "qc, a garbled page", [*check, str(garbled)]
    for name, arguments in (("typos", [str(page)]), ("ruff", ["check", "--no-cache", "--isolated", str(code)])):
        program = Path(sysconfig.get_path("scripts"), name)
        if program.exists():
            yield name, [str(program), *arguments]
        else:
            print(f"{name}: not installed, not measured")


def once(command: list[str], folder: Path) -> tuple[float, float]:
    """Wall and processor seconds of one process."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    wall, after = perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 2) or b"Traceback" in done.stderr:  # typos ends with 2 where it finds a typo
        raise SystemExit(f"{command} failed: {done.stderr.decode()}")
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as name:
        running = list(cases(Path(name)))
        for _, command in running:
            once(command, Path(name))
        taken: dict[str, list[tuple[float, float]]] = {case: [] for case, _ in running}
        for _ in range(runs):
            for case, command in running:
                taken[case].append(once(command, Path(name)))
    _print(taken)


def _print(taken: dict[str, list[tuple[float, float]]]) -> None:
    """A line a case: wall time, processor time, and processor time as a multiple of that of the rules alone."""
    ours = min(cpu for _, cpu in taken["qc, rules alone (--ignore fluency)"])
    print(f"{'':36}{'wall: median':>14}{'fastest':>10}{'processor':>12}{'ratio':>8}")
    for case, figures in taken.items():
        walls, processor = [wall for wall, _ in figures], min(cpu for _, cpu in figures)
        wall = f"{statistics.median(walls):>12.3f} s{min(walls):>8.3f} s"
        print(f"{case:36}{wall}{processor:>10.3f} s{processor / ours:>8.2f}")


if __name__ == "__main__":
    main()
