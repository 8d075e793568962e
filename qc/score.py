"""Evidence to reliability, itemised: 100 minus what each finding and the sentences as a whole cost, so that anybody
can add it up.

A rule costs `weight x strength` points a finding, per 1,000 words of prose, and at most `CAP` points: one noisy
rule cannot decide alone. The weights stand in one table, `data/weights.toml`. How the sentences read costs points by
how far the damage model holds them from clean text (`FLUENCY`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from qc.fluency import DocumentDamage
from qc.rule import Axis, Rule

CAP = 30.0
"""The most points one rule may cost: two rules at their cap leave 40, which no profile accepts."""

FEWEST_WORDS = 300
"""Shorter prose is charged as if it had this many words: one slip in a short note is not a third of a long page."""

FLUENCY = "fluency"
"""Names the contribution of the damage model: how the sentences of the document read, taken together."""

LANGUAGETOOL = "languagetool"
"""Names the contribution of LanguageTool, where it was asked, and the family of its findings."""

CLEAN_SPREADS, POINTS_A_SPREAD, FLUENCY_CAP = 1.3, 10.0, 70.0
"""Up to so many spreads above clean documents the sentences cost nothing (nine clean documents in ten lie below);
each further spread costs ten points. Two more send a document to review, four more reject it."""

FLOOR = "floor"
"""Names the contribution that balances the sum where the costs come to more than 100."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What the findings of one rule cost: `points` of 100, to one decimal."""

    rule: str
    axis: Axis | None
    count: int
    points: float


@dataclass(frozen=True, slots=True)
class Score:
    """Reliability, 0 to 100: 100 minus the points of its contributions, dearest first."""

    value: float
    contributions: tuple[Contribution, ...]

    def of(self, *axes: Axis) -> float:
        """The sub-score of one or several axes together, 0 to 100."""
        return max(0.0, round(100 - sum(c.points for c in self.contributions if c.axis in axes), 1))


@cache
def weights() -> dict[str, float]:
    """Points a full-strength finding costs in 1,000 words, by rule; a rule of a plug-in not listed costs 1."""
    with (Path(__file__).parent / "data" / "weights.toml").open("rb") as table:
        return {rule: float(weight) for rule, weight in tomllib.load(table).items()}


def weight_of(rule: Rule, overrides: Mapping[str, float] | None = None) -> float:
    """The weight of a rule: 0 on trial, else the user's, else the table's."""
    if rule.stage == "trial":
        return 0.0
    return {**weights(), **(overrides or {})}.get(rule.id, 1.0)


def reliability(
    strengths: Mapping[str, Sequence[float]],
    rules: Mapping[str, Rule],
    words: int,
    overrides: Mapping[str, float] | None = None,
    fluency: DocumentDamage | None = None,
    second: Contribution | None = None,
) -> Score:
    """Score a document with `words` words of prose by the strengths of its findings, by rule id, and by its fluency.

    second: what a second opinion costs, where one was asked.
    """
    costs = [_contribution(rules[rule], found, words, overrides) for rule, found in strengths.items()]
    if fluency:
        costs.append(Contribution(FLUENCY, Axis.TRANSLATION, 1, _fluency_points(fluency)))
    if second:
        costs.append(second)
    costs = sorted((c for c in costs if c.points), key=lambda c: (-c.points, c.rule))
    total = round(sum(c.points for c in costs), 1)
    if total > 100:
        costs.append(Contribution(FLOOR, None, 0, round(100 - total, 1)))
    return Score(max(0.0, round(100 - total, 1)), tuple(costs))


def _contribution(
    rule: Rule, found: Sequence[float], words: int, overrides: Mapping[str, float] | None
) -> Contribution:
    cost = weight_of(rule, overrides) * sum(found) * 1000 / max(words, FEWEST_WORDS)
    return Contribution(rule.id, rule.axis, len(found), round(min(cost, CAP), 1))


def _fluency_points(fluency: DocumentDamage) -> float:
    points = POINTS_A_SPREAD * (fluency.spreads - CLEAN_SPREADS)
    return round(min(max(points, 0.0), FLUENCY_CAP), 1)
