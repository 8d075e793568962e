"""Measure which of LanguageTool's findings are evidence of damage, and what they cost.

    python tools/languagetool_documents.py CORPORA/train > documents.jsonl
    python benchmarks/languagetool.py count documents.jsonl --counts counts.jsonl
    python tools/fit_languagetool.py documents.jsonl counts.jsonl

Writes `qc/data/languagetool.toml`. A rule's ratio is how many times as often it speaks in damaged text as in clean
text. It is drawn towards the ratio of its category by as much as `DRAWN` findings would; rules that spoke too seldom to
be measured have the ratio of all such rules of their category. The strength is the logarithm of the ratio. What a
finding costs comes from a logistic regression of damage on our own score and LanguageTool's evidence, with
strengths that were measured on the other half of the documents. The damage model was trained on these corpora, which
makes that price a low one.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from qc import check
from qc.evaluation.labelled import Labelled, read
from qc.score import FEWEST_WORDS

TABLE = Path(__file__).resolve().parent.parent / "qc" / "data" / "languagetool.toml"

DRAWN = 3
MEASURED = 6
"""Findings from which on a rule has a ratio of its own."""

REPEATED = 2
"""Findings of a rule that count in one document: what an author or an engine does, it does again."""

TELLING = 2.0
"""Ratio below which a finding says nothing."""

OUTRIGHT = 16.0
"""Ratio from which on a finding has full strength."""

UNASKED = "TYPOS"
"""Spelling: mostly names, and half of the server's time."""

SILENT = frozenset(
    {
        "AMERICAN_ENGLISH_STYLE", "BRITISH_ENGLISH", "REDUNDANCY", "REPETITIONS_STYLE", "STYLE",
        "MULTITOKEN_SPELLING", "PROPER_NOUNS",
        "CASING", "PUNCTUATION", "TYPOGRAPHY",
    }
)  # fmt: skip
"""Categories of taste and of variants; of names; and of layout. Training documents are all laid out alike, so of layout
they say nothing; our own rules find what damage does to it."""

MOST = 5.0
"""Points at most: LanguageTool tips what is near a threshold, and what is not need not be shown to it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A document: our own points, and findings by `CATEGORY/RULE`."""

    damaged: bool
    words: int
    ours: float
    found: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Strengths:
    """Strength by rule and by category, and rules that are silent in a category that is not."""

    rules: dict[str, float]
    categories: dict[str, float]
    silent: list[str]

    def density(self, row: Row) -> float:
        """Evidence in 1,000 words."""
        return sum(map(self._of, row.found, row.found.values())) * 1000 / max(row.words, FEWEST_WORDS)

    def _of(self, name: str, count: int) -> float:
        category, _, rule = name.partition("/")
        return 0.0 if rule in self.silent else count * self.rules.get(rule, self.categories.get(category, 0.0))


class Ratios:
    """How often findings stand in damaged and in clean text."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.words = [sum(row.words for row in rows if row.damaged is side) for side in (False, True)]
        self.found: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
        for row in rows:
            self.found[row.damaged].update({name: min(count, REPEATED) for name, count in row.found.items()})

    def of(self, names: Sequence[str], towards: float = 1.0) -> float:
        """The ratio of some rules together, drawn towards another one."""
        clean, damaged = (sum(side[name] for name in names) for side in self.found)
        expected = self.words[1] * towards / (self.words[0] + self.words[1] * towards)
        return ((damaged + DRAWN * expected) / self.words[1]) / ((clean + DRAWN * (1 - expected)) / self.words[0])

    def strengths(self) -> Strengths:
        """Make the table."""
        table = Strengths({}, {}, [])
        names = sorted(self.found[0] | self.found[1])
        for category in sorted({name.partition("/")[0] for name in names} - SILENT - {UNASKED}):
            members = [name for name in names if name.startswith(f"{category}/")]
            seldom = [name for name in members if self._count(name) < MEASURED]
            usual = self.of(seldom) if sum(map(self._count, seldom)) >= MEASURED else 1.0
            if usual >= TELLING:
                table.categories[category] = strength(usual)
            for name in set(members) - set(seldom):
                self._enter(table, name.partition("/")[2], self.of([name], usual), telling=usual >= TELLING)
        return table

    def _count(self, name: str) -> int:
        return self.found[0][name] + self.found[1][name]

    @staticmethod
    def _enter(table: Strengths, rule: str, ratio: float, *, telling: bool) -> None:
        if ratio >= TELLING:
            table.rules[rule] = strength(ratio)
        elif telling:
            table.silent.append(rule)


def strength(ratio: float) -> float:
    """Turn a ratio into a strength in (0, 1]."""
    return round(min(1.0, math.log(ratio) / math.log(OUTRIGHT)), 2)


def points(rows: Sequence[Row]) -> float:
    """What one full-strength finding in 1,000 words is worth in points of our own score."""
    halves = rows[::2], rows[1::2]
    measured = [
        (1.0, row.ours, min(Ratios(other).strengths().density(row), MOST), float(row.damaged))
        for half, other in (halves, halves[::-1])
        for row in half
    ]
    table = np.array(measured)
    weights = logistic(table[:, :3], table[:, 3])
    print(f"logistic regression: {weights[1]:.4f} a point of ours, {weights[2]:.4f} a finding of LanguageTool")
    return float(weights[2] / weights[1])


def logistic(features: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Fit by Newton's method; a little ridge keeps separable halves finite."""
    weights = np.zeros(features.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-features @ weights))
        slope = features.T @ (target - chance) - 0.01 * weights
        curve = (features * (chance * (1 - chance))[:, None]).T @ features + 0.01 * np.eye(len(weights))
        weights += np.linalg.solve(curve, slope)
    return weights


def rows(documents: Sequence[Labelled], counts: Path) -> Iterator[Row]:
    """Put documents, our score and the counts together."""
    found = {row["id"]: row["asked"] for row in map(json.loads, counts.read_text(encoding="utf-8").splitlines())}
    for document in documents:
        if document.id in found:
            report = check(document.text)
            ours = 100 - report.score.words if report.score else 0.0
            yield Row(document.expect == "flag", report.words, ours, found[document.id])


def toml(table: Strengths, price: float, measured: Sequence[Row]) -> str:
    """Write the table as the package reads it."""
    clean, damaged = ([row for row in measured if row.damaged is side] for side in (False, True))
    words = sum(row.words for row in measured) // 1000
    return "\n".join(
        [
            "# What LanguageTool's findings say of damage. Made by tools/fit_languagetool.py from",
            f"# {len(damaged)} damaged and {len(clean)} clean documents of the training corpora, {words},000 words.",
            "",
            "# Points of reliability that one full-strength finding costs in 1,000 words, and that all cost at most.",
            f"points = {price:.1f}",
            f"most = {MOST:g}",
            "",
            "# Spelling: mostly names, and half of the server's time.",
            f'unasked = ["{UNASKED}"]',
            "",
            "# Rules that say no more of damaged text than of clean text, in categories that do.",
            f"silent = {json.dumps(sorted(table.silent))}",
            "",
            "# Strength of the rules of a category that spoke too seldom to be measured one by one.",
            "[categories]",
            *(f"{name} = {value}" for name, value in sorted(table.categories.items())),
            "",
            f"# Strength of rules: 1 for one that speaks {OUTRIGHT:g} times as often in damaged text as in clean text.",
            "[rules]",
            *(f"{name} = {value}" for name, value in sorted(table.rules.items())),
            "",
        ]
    )


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", type=Path)
    parser.add_argument("counts", type=Path)
    options = parser.parse_args()
    measured = list(rows(list(read(options.documents)), options.counts))
    TABLE.write_text(toml(Ratios(measured).strengths(), points(measured), measured), encoding="utf-8")


if __name__ == "__main__":
    main()
