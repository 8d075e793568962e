"""Small corpora for the tests of the gate, and a gate with one cheap rule to run over them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from qc.gate.decision import Terms
from qc.gate.run import run
from qc.policy import Policy, Thresholds

CLEAN = (
    "The council met on Tuesday evening to discuss the bridge over the river and the road that leads to it. "
    "Engineers had measured the piers in spring and found them sound, but the deck was worn in several places. "
    "After two hours of debate the members agreed to close one lane in May and to ask three firms for an estimate."
)
TEXTS = {
    "accepted": CLEAN,
    "review": CLEAN.replace("the bridge", "the the bridge"),
    "rejected": CLEAN.replace("the ", "the the "),
}
LIMITS = Thresholds(reject_below=75, review_below=90)
TERMS = Terms(Policy("news", LIMITS, select=frozenset({"doubled-word"}), weights={"doubled-word": 5.0}))
PATIENT = 1.0
"""Seconds, within which any document of this file is judged many times over, and `slow_text` by no machine."""

CONFIG = """\
select = ["doubled-word"]
weights = { doubled-word = 5 }
reject-below = 75
review-below = 90
"""


def rows(count: int) -> list[dict[str, Any]]:
    """Documents of which a third each is accepted, goes to review and is rejected, with metadata of several kinds."""
    places = [("accepted", "review", "rejected")[n % 3] for n in range(count)]
    return [
        {
            "id": f"d{n}",
            "text": TEXTS[place],
            "url": f"https://s{n % 4}.example/{n}",
            "wanted": place,
            "n": n,
            "x": None,
        }
        for n, place in enumerate(places)
    ]


def slow_text() -> str:
    """Half a million words that nobody has met: each is looked up by itself."""
    return "The " + " ".join(f"{n:05x}".translate(_LETTERS) for n in range(500_000)) + "."


_LETTERS = str.maketrans("0123456789", "ghijklmnop")


def lines(documents: list[dict[str, Any]]) -> bytes:
    """JSON Lines in which spaces, escapes and the order of keys are not what a writer would make of them."""
    return b"".join(json.dumps(row, separators=(" ,", ":  ")).encode() + b"\n" for row in documents)


def gated(source: Path | str, out: Path, terms: Terms = TERMS, jobs: int = 1) -> dict[str, Any]:
    """Run the gate over a source."""
    return run([str(source)], out, terms, jobs, lambda _: None, lambda _: None)


def digests(out: Path) -> dict[str, str]:
    """The files of an output, all but the state of the run and what a clock said."""
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file() and not (name := path.relative_to(out).as_posix()).startswith((".gate/", "timing.json"))
    }
