"""What was measured of each rule on labelled documents: how often it speaks in clean and in damaged text.

The figures stand in `data/measured.toml`, which `tools/measure_rules.py` writes.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from qc import data

FEWEST = 10
"""A share of fewer findings than this would be a figure nobody measured."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Findings of one rule in clean and in damaged text, and how many words of prose each of the two has."""

    clean: int
    damaged: int
    clean_words: int
    damaged_words: int

    @property
    def clean_rate(self) -> float:
        """Findings in 10,000 words of clean text: false alarms, and the slips that people make."""
        return self.clean * 10_000 / self.clean_words

    @property
    def damaged_rate(self) -> float:
        """Findings in 10,000 words of damaged text."""
        return self.damaged * 10_000 / self.damaged_words

    @property
    def precision(self) -> int | None:
        """Share of its findings, in per cent, that lie in damaged text where there is as much of it as of clean text.

        Cut, not rounded: 99.7 % is not all of them. None where fewer than `FEWEST` were seen.
        """
        if self.clean + self.damaged < FEWEST:
            return None
        return int(100 * self.damaged_rate / (self.clean_rate + self.damaged_rate))

    def __str__(self) -> str:
        """Say it in one or two sentences."""
        if not self.clean + self.damaged:
            return f"not seen in {self.clean_words:,} words of clean and {self.damaged_words:,} of damaged text."
        findings = "1 finding" if self.clean == 1 else f"{self.clean:,} findings"
        return (
            f"{findings} in {self.clean_words:,} words of clean text ({self.clean_rate:.2f} in 10,000), "
            f"{self.damaged:,} in {self.damaged_words:,} of damaged text ({self.damaged_rate:.2f}). {self._share()}"
        )

    def _share(self) -> str:
        if self.precision is None:
            return "Too few to say how many of its findings are right."
        if not self.clean:
            return "None of its findings lay in clean text."
        return f"Of as much text of each kind, {self.precision} % of its findings lie in the damaged one."


def measured(rule: str) -> Measured | None:
    """What was measured of a rule; None of one that was not there when the figures were taken, say of a plug-in."""
    table = _table()
    found = table["rules"].get(rule)
    return found and Measured(found["clean"], found["damaged"], table["words"]["clean"], table["words"]["damaged"])


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(data.read("measured.toml").decode("utf-8"))
