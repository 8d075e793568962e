"""Which of LanguageTool's findings are evidence of translation damage, how strong each is, and what they cost.

`data/languagetool.toml` has the figures and says how they were measured. A finding in none of its tables is a matter of
style, spelling or layout, and silent.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from qc import data
from qc.score import FEWEST_WORDS


@dataclass(frozen=True, slots=True)
class Evidence:
    """The table.

    weight: that of one full-strength finding in 1,000 words, as of our rules. most: what all weigh at most.
    unasked: categories that the server need not look for. rules: strength, in (0, 1], by rule. categories: strength of
    the rules of a category that are not in `rules`. silent: rules without strength, whatever their category.
    """

    weight: float
    most: float
    unasked: tuple[str, ...]
    rules: Mapping[str, float]
    categories: Mapping[str, float]
    silent: frozenset[str]

    def strength(self, rule: str, category: str) -> float:
        """Say how much a finding says: 0 where it is silent, else in (0, 1]."""
        if rule in self.silent:
            return 0.0
        return self.rules.get(rule, self.categories.get(category, 0.0))


@cache
def evidence() -> Evidence:
    """Read the table."""
    table = tomllib.loads(data.read("languagetool.toml").decode("utf-8"))
    return Evidence(
        weight=float(table["weight"]),
        most=float(table["most"]),
        unasked=tuple(table["unasked"]),
        rules=table["rules"],
        categories=table["categories"],
        silent=frozenset(table["silent"]),
    )


def languagetool_weight(strength: float, words: int) -> float:
    """Say what findings weigh whose strengths add up to `strength`, in a document with `words` words of prose."""
    table = evidence()
    density = strength * 1000 / max(words, FEWEST_WORDS)
    return min(table.weight * density, table.most)
