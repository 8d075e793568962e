"""Figures over scores: area under the curve, recall at a rate of false alarms, and their bootstrap intervals.

Pure functions of lists of numbers; higher means more damaged. No dependency, so that anybody can check them.
"""

from __future__ import annotations

import math
import random
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from statistics import NormalDist
from typing import NamedTuple

Figure = Callable[[Sequence[float], Sequence[float]], float]

DRAWS = 500
"""Bootstrap draws: enough for two digits of a 95 % interval, and a second or two of work."""


class Stratum(NamedTuple):
    """Damaged documents and the clean ones they are compared with, as (group, score) pairs."""

    damaged: Sequence[tuple[str, float]]
    clean: Sequence[tuple[str, float]]


def auc(damaged: Sequence[float], clean: Sequence[float]) -> float:
    """How often a damaged document scores above a clean one, ties counting half (Mann-Whitney); NaN without both."""
    if not damaged or not clean:
        return math.nan
    ranked = sorted(clean)
    wins = sum(bisect_left(ranked, score) + bisect_right(ranked, score) for score in damaged)
    return wins / (2 * len(damaged) * len(clean))


def allowed(count: int, rate: float) -> int:
    """How many of `count` documents a rate (0 to 1) lets through: rounded down, but for binary fractions."""
    return math.floor(rate * count + 1e-9)


def threshold_at(clean: Sequence[float], rate: float) -> float:
    """The lowest score above which at most `rate` (0 to 1) of the clean documents lie."""
    spared = allowed(len(clean), rate)
    ranked = sorted(clean, reverse=True)
    return ranked[spared] if spared < len(ranked) else -math.inf


def recall_at(damaged: Sequence[float], clean: Sequence[float], rate: float) -> float:
    """Share of damaged documents above the score that at most `rate` of the clean ones exceed; NaN without both."""
    if not damaged or not clean:
        return math.nan
    limit = threshold_at(clean, rate)
    return sum(score > limit for score in damaged) / len(damaged)


def recall(rate: float) -> Figure:
    """Recall at a rate of false alarms as a figure of damaged and clean scores."""
    return partial(recall_at, rate=rate)


def stratified(figure: Figure, strata: Iterable[Stratum]) -> float:
    """Mean of a figure over strata, each counting as many times as it has damaged documents; NaN where none has it."""
    values = [(figure([s for _, s in part.damaged], [s for _, s in part.clean]), len(part.damaged)) for part in strata]
    known = [(value, weight) for value, weight in values if not math.isnan(value)]
    total = sum(weight for _, weight in known)
    return sum(value * weight for value, weight in known) / total if total else math.nan


def interval(
    figure: Figure,
    damaged: Sequence[tuple[str, float]],
    clean: Sequence[tuple[str, float]],
    draws: int = DRAWS,
    seed: int = 0,
) -> tuple[float, float]:
    """95 % bootstrap interval of a figure over (group, score) pairs; whole groups are drawn, as they hang together."""
    return stratified_interval(figure, [Stratum(damaged, clean)], draws, seed)


def stratified_interval(
    figure: Figure, strata: Sequence[Stratum], draws: int = DRAWS, seed: int = 0
) -> tuple[float, float]:
    """The same over strata."""
    rng = random.Random(seed)  # noqa: S311 - a resampling, not a secret
    sides = [(_grouped(part.damaged), _grouped(part.clean)) for part in strata]
    values = sorted(
        value
        for _ in range(draws)
        if not math.isnan(value := stratified(figure, [Stratum(_draw(rng, d), _draw(rng, c)) for d, c in sides]))
    )
    if not values:
        return math.nan, math.nan
    return values[int(0.025 * len(values))], values[min(int(0.975 * len(values)), len(values) - 1)]


Pairs = list[tuple[str, float]]


def _grouped(pairs: Sequence[tuple[str, float]]) -> list[Pairs]:
    groups: dict[str, Pairs] = {}
    for pair in pairs:
        groups.setdefault(pair[0], []).append(pair)
    return list(groups.values())


def _draw(rng: random.Random, groups: list[Pairs]) -> Pairs:
    return [pair for group in rng.choices(groups, k=len(groups)) for pair in group] if groups else []


def upper_bound(hits: int, total: int) -> float:
    """Upper end of Wilson's 95 % interval of a share: how high the true rate may well be."""
    z = NormalDist().inv_cdf(0.975)
    share = hits / total
    centre = share + z * z / (2 * total)
    return (centre + z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))) / (1 + z * z / total)


class Found(NamedTuple):
    """How well what was found covers what is labelled: shares from 0 to 1, NaN where they have no meaning."""

    precision: float
    recall: float
    f1: float


def found(labelled: Sequence[bool], flagged: Sequence[bool]) -> Found:
    """Precision, recall and F1 of flags against labels."""
    hits = sum(a and b for a, b in zip(labelled, flagged, strict=True))
    precision = hits / sum(flagged) if any(flagged) else math.nan
    share = hits / sum(labelled) if any(labelled) else math.nan
    return Found(precision, share, 2 * hits / (sum(labelled) + sum(flagged)) if hits else 0.0)


def precision_recall(labelled: Sequence[bool], scores: Sequence[float]) -> list[tuple[float, float]]:
    """(precision, recall) at every threshold, from the strictest; tied scores are flagged together."""
    ranked = sorted(zip(scores, labelled, strict=True), reverse=True)
    total = sum(labelled)
    points, hits = [], 0
    for number, (score, label) in enumerate(ranked, 1):
        hits += label
        if total and (number == len(ranked) or ranked[number][0] < score):
            points.append((hits / number, hits / total))
    return points


def average_precision(points: Sequence[tuple[float, float]]) -> float:
    """Area under a precision-recall curve by steps; NaN without points."""
    if not points:
        return math.nan
    before = [0.0, *(share for _, share in points)]
    return sum(precision * (share - last) for (precision, share), last in zip(points, before, strict=False))


def recall_at_precision(points: Sequence[tuple[float, float]], least: float) -> float:
    """The highest recall at a precision of `least` or better; 0 where no threshold has it, NaN without points."""
    if not points:
        return math.nan
    return max((share for precision, share in points if precision >= least), default=0.0)
