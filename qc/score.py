"""Evidence to reliability: how probably a careful editor would call the document undamaged, in per cent, itemised.

Each kind of evidence adds to the log-odds that the words are damaged: a rule by what its findings weigh in 1,000
words of prose (`data/weights.toml`), the damage model by how far the sentences lie from clean ones. The sum is a
logistic model with coefficients of one sign, fitted on labelled documents (`data/score.toml`, `training/calibrate.py`).
What the evidence takes from 100 is shared out in proportion to what each kind added, so that the contributions add
up. What an extractor left in or cut off does not damage the words: it costs points of its own.

Method: logistic regression; Platt 1999 for its use as a calibrated probability.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from qc.fluency import DocumentDamage
from qc.rule import Axis, Rule

CAP = 30.0
"""The most one rule may weigh in 1,000 words: one noisy rule cannot decide alone."""

FEWEST_WORDS = 300
"""Shorter prose is charged as if it had this many words: one slip in a short note is not a third of a long page."""

BASE_RATE = 0.2
"""Share of damaged documents at which reliability is a probability."""

SHORTEST = 50
"""Words below which nothing more is taken off for shortness: no profile judges fewer, and none may reject for that."""

FLUENCY = "fluency"
"""Names the contribution of the damage model: how the sentences of the document read, taken together."""

LANGUAGETOOL = "languagetool"
"""Names the contribution of LanguageTool, where it was asked, and the family of its findings."""

UNSEEN = "unseen"
"""Names what no document is spared: the chance of damage of which nothing shows, the greater the shorter it is."""

FLOOR = "floor"
"""Names the contribution that balances the sum where the costs come to more than 100."""

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one kind of evidence costs: `points` of 100, to one decimal.

    evidence: what it adds to the log-odds that the words are damaged; of extraction damage, its points.
    """

    rule: str
    axis: Axis | None
    count: int
    points: float
    evidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Score:
    """Reliability, 0 to 100: 100 minus the points of its contributions, dearest first."""

    value: float
    contributions: tuple[Contribution, ...]

    def of(self, *axes: Axis) -> float:
        """The sub-score of one or several axes together, 0 to 100."""
        return max(0.0, round(100 - sum(c.points for c in self.contributions if c.axis in axes), 1))

    @property
    def words(self) -> float:
        """Reliability of the words alone, 0 to 100: without what an extractor left in or cut off."""
        rest = (c.points for c in self.contributions if c.axis is not Axis.EXTRACTION and c.rule != FLOOR)
        return round(100 - sum(rest), 1)

    @property
    def log_odds(self) -> float:
        """Log-odds that the words are damaged: unrounded, for putting documents in order."""
        return sum(c.evidence for c in self.contributions if c.axis is not Axis.EXTRACTION)

    def without(self, rules: Collection[str]) -> Score:
        """The score there would be without the evidence of these rules."""
        unseen = next((c.evidence for c in self.contributions if c.rule == UNSEEN), -math.inf)
        return scored((c for c in self.contributions if c.axis and c.rule not in rules), unseen)


@cache
def weights() -> dict[str, float]:
    """What a full-strength finding weighs in 1,000 words, by rule; a rule of a plug-in not listed weighs 1."""
    return _table("weights.toml")


@cache
def coefficients() -> dict[str, float]:
    """The fitted coefficients of the score; `data/score.toml` says what each means."""
    return _table("score.toml")


def _table(name: str) -> dict[str, float]:
    with (_DATA / name).open("rb") as table:
        return {key: float(value) for key, value in tomllib.load(table).items()}


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

    second: the evidence of a second opinion, where one was asked.
    """
    found = [_of_rule(rules[rule], values, words, overrides) for rule, values in strengths.items()]
    if fluency:
        found.append(Contribution(FLUENCY, Axis.TRANSLATION, 1, 0.0, fluency_evidence(fluency)))
    if second:
        found.append(second)
    return scored(found, unseen(words))


def _of_rule(rule: Rule, found: Sequence[float], words: int, overrides: Mapping[str, float] | None) -> Contribution:
    weight = weight_of(rule, overrides) * sum(found) * 1000 / max(words, FEWEST_WORDS)
    scale = 1.0 if rule.axis is Axis.EXTRACTION else coefficients()["rules"]
    return Contribution(rule.id, rule.axis, len(found), 0.0, scale * min(weight, CAP))


def fluency_evidence(damage: DocumentDamage) -> float:
    """What the damage model adds to the log-odds: nothing up to where clean documents lie on average."""
    fitted = coefficients()
    throughout = fitted["overall"] * damage.overall_spreads + fitted["local"] * damage.local_spreads
    return max(0.0, throughout + fitted["speech"] * damage.speech_excess)


def unseen(words: int) -> float:
    """Log-odds of damage where nothing is found in so many words, one document in five being damaged."""
    fitted = coefficients()
    return fitted["unseen"] + fitted["shortness"] * math.log(max(1.0, FEWEST_WORDS / max(words, SHORTEST)))


def scored(found: Iterable[Contribution], unseen: float) -> Score:
    """Add evidence up and share out its points. unseen: log-odds of damage where nothing is found."""
    costs = sorted((c for c in found if c.evidence > 0), key=lambda c: (-c.evidence, c.rule))
    text = [c for c in costs if c.axis is not Axis.EXTRACTION]
    rest = [replace(c, points=round(c.evidence, 1)) for c in costs if c.axis is Axis.EXTRACTION]
    shared = sorted((*_shared(text, unseen), *rest), key=lambda c: (-c.points, c.rule))
    least = Contribution(UNSEEN, None, 0, round(_percent(unseen), 1), unseen)
    parts = [c for c in (*shared, least) if c.points]
    total = round(sum(c.points for c in parts), 1)
    if total > 100:
        parts.append(Contribution(FLOOR, None, 0, round(100 - total, 1)))
    return Score(max(0.0, round(100 - total, 1)), tuple(parts))


def _shared(text: Sequence[Contribution], unseen: float) -> Iterator[Contribution]:
    """Contributions with their points; sums are rounded, not summands, so that the points add up."""
    total = sum(c.evidence for c in text)
    least = round(_percent(unseen), 1)
    lost = round(_percent(unseen + total), 1) - least
    before = evidence = 0.0
    for cost in text:
        evidence += cost.evidence
        after = round(lost * evidence / total, 1)
        yield replace(cost, points=round(after - before, 1))
        before = after


def _percent(log_odds: float) -> float:
    return 100 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))
