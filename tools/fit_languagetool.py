"""Measure which of LanguageTool's findings are evidence of damage, and what they cost.

    python tools/fit_languagetool.py CORPORA/train

Writes `qc/data/languagetool.toml`, in about ten minutes. Needs an installed LanguageTool, whose answers are kept on
disk, so that a second run is quick.

A rule's ratio is how many times as often it speaks in damaged text as in clean text. It is drawn towards the ratio of
its category by as much as `DRAWN` findings would; rules that spoke too seldom to be measured have the ratio of all such
rules of their category. The strength is the logarithm of the ratio. What a finding costs comes from a logistic
regression of damage on our own score and LanguageTool's evidence, over documents that were held out of the damage
model's training and that no ratio was measured on.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

# Where the package `training` lies.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from languagetool_documents import Draw, Labelled, documents

from qc import check
from qc.document import Document
from qc.languagetool.asking import LanguageTool, Local
from qc.languagetool.batches import batches
from qc.languagetool.memory import DiskMemory
from qc.score import FEWEST_WORDS, coefficients

TABLE = Path(__file__).resolve().parents[1] / "qc" / "data" / "languagetool.toml"

FOR_RATIOS = Draw(words=300, most=200, held=False)
FOR_COST = Draw(words=100, most=250, held=True)
"""Short ones: of those we are the least sure ourselves, and what a finding adds shows where we are not sure."""

AT_ONCE = 50
"""Documents that LanguageTool is asked about before it is said how far this is."""

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

ENOUGH = 5.0
"""Full-strength findings in 1,000 words above which more say no more: LanguageTool tips what is near a threshold, and
takes no document by itself from accepted to rejected."""

DRAWS = 500


@dataclass(frozen=True, slots=True)
class Row:
    """A document: findings by `CATEGORY/RULE`, and our own log-odds of damage where they were asked for."""

    damaged: bool
    words: int
    found: Mapping[str, int]
    ours: float = math.nan


@dataclass(frozen=True, slots=True)
class Strengths:
    """Strength by rule and by category, and rules that are silent in a category that is not."""

    rules: dict[str, float]
    categories: dict[str, float]
    silent: list[str]

    def density(self, row: Row) -> float:
        """Evidence in 1,000 words, as far as it counts."""
        strength = sum(map(self._of, row.found, row.found.values()))
        return min(strength * 1000 / max(row.words, FEWEST_WORDS), ENOUGH)

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


@dataclass(frozen=True, slots=True)
class Cost:
    """Log-odds of damage that one full-strength finding in 1,000 words adds to our own, with its 95 % interval."""

    value: float
    low: float
    high: float

    @property
    def weight(self) -> float:
        """The same as a weight of our rules; never below nought, for no finding makes a text sounder."""
        return max(0.0, round(self.value / coefficients()["rules"], 2))


def cost(rows: Sequence[Row], strengths: Strengths) -> Cost:
    """Measure it on documents of which our own log-odds are known; the interval comes from drawing them anew."""
    table = np.array([(1.0, row.ours, strengths.density(row), row.damaged) for row in rows])
    rng = random.Random(0)
    several = sorted(_added(table[rng.choices(range(len(table)), k=len(table))]) for _ in range(DRAWS))
    return Cost(_added(table), several[int(0.025 * DRAWS)], several[int(0.975 * DRAWS)])


def _added(table: np.ndarray) -> float:
    weights = logistic(table[:, :3], table[:, 3])
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


def counted(tool: LanguageTool, found: Sequence[Labelled], what: str) -> Iterator[Row]:
    """Ask LanguageTool about documents."""
    for start in range(0, len(found), AT_ONCE):
        part = found[start : start + AT_ONCE]
        docs = [Document(document.text) for document in part]
        texts = [[batch.text for batch in batches(doc)] for doc in docs]
        answers = iter(tool.matches([text for several in texts for text in several]))
        for document, doc, several in zip(part, docs, texts, strict=True):
            matches = [match for _ in several for match in next(answers)]
            yield Row(document.damaged, len(doc.tokens), Counter(f"{m.category}/{m.rule}" for m in matches))
        print(f"\r{what}: {start + len(part)} of {len(found)} ", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


def with_ours(found: Sequence[Labelled], rows: Sequence[Row]) -> Iterator[Row]:
    """Add our own log-odds of damage; documents that get no score are left out."""
    for document, row in zip(found, rows, strict=True):
        if score := check(document.text).score:
            yield Row(row.damaged, row.words, row.found, score.log_odds)


def toml(table: Strengths, price: Cost, ratios: Sequence[Row], costs: Sequence[Row]) -> str:
    """Write the table as the package reads it."""
    weights = (limit / coefficients()["rules"] for limit in (price.low, price.high))
    return "\n".join(
        [
            "# What LanguageTool's findings say of damage, by tools/fit_languagetool.py from the training corpora:",
            f"# strengths from {_numbers(ratios)}, weights from",
            f"# {_numbers(costs)} that were held out of the damage model's training.",
            "",
            "# What one full-strength finding weighs in 1,000 words, as in weights.toml, and what all weigh at most.",
            f"# 95 % interval of the first: {_range(weights)}.",
            f"weight = {price.weight:g}",
            f"most = {price.weight * ENOUGH:g}",
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


def _numbers(rows: Sequence[Row]) -> str:
    damaged = sum(row.damaged for row in rows)
    words = sum(row.words for row in rows) // 1000
    return f"{damaged} damaged and {len(rows) - damaged} clean documents of {words},000 words"


def _range(limits: Iterator[float]) -> str:
    return " to ".join(f"{limit:.2g}" for limit in limits)


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=TABLE, help="where the table goes")
    options = parser.parse_args()
    for_ratios, for_cost = (documents(options.folder, draw) for draw in (FOR_RATIOS, FOR_COST))
    with LanguageTool(Local(), memory=DiskMemory()) as tool:
        ratios = list(counted(tool, for_ratios, "for ratios"))
        held = list(counted(tool, for_cost, "for the cost"))
    costs = list(with_ours(for_cost, held))
    strengths = Ratios(ratios).strengths()
    price = cost(costs, strengths)
    print(f"a full-strength finding adds {price.value:.3f} ({price.low:.3f} to {price.high:.3f}) to the log-odds")
    options.output.write_text(toml(strengths, price, ratios, costs), encoding="utf-8")


if __name__ == "__main__":
    main()
