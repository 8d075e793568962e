"""Figures over scores: area under the curve, recall at a rate of false alarms, and their bootstrap intervals.

Pure functions of lists of numbers; higher means more damaged. No dependency, so that anybody can check them.
"""

from __future__ import annotations

import math
import random
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence

Figure = Callable[[Sequence[float], Sequence[float]], float]

DRAWS = 500
"""Bootstrap draws: enough for two digits of a 95 % interval, and a second or two of work."""


def auc(damaged: Sequence[float], clean: Sequence[float]) -> float:
    """How often a damaged document scores above a clean one, ties counting half (Mann-Whitney); NaN without both."""
    if not damaged or not clean:
        return math.nan
    ranked = sorted(clean)
    wins = sum(bisect_left(ranked, score) + bisect_right(ranked, score) for score in damaged)
    return wins / (2 * len(damaged) * len(clean))


def threshold_at(clean: Sequence[float], rate: float) -> float:
    """The lowest score above which at most `rate` (0 to 1) of the clean documents lie."""
    allowed = math.floor(rate * len(clean) + 1e-9)
    ranked = sorted(clean, reverse=True)
    return ranked[allowed] if allowed < len(ranked) else -math.inf


def recall_at(damaged: Sequence[float], clean: Sequence[float], rate: float) -> float:
    """Share of damaged documents above the score that at most `rate` of the clean ones exceed; NaN without both."""
    if not damaged or not clean:
        return math.nan
    limit = threshold_at(clean, rate)
    return sum(score > limit for score in damaged) / len(damaged)


def interval(
    figure: Figure,
    damaged: Sequence[tuple[str, float]],
    clean: Sequence[tuple[str, float]],
    draws: int = DRAWS,
    seed: int = 0,
) -> tuple[float, float]:
    """95 % bootstrap interval of a figure over (group, score) pairs; whole groups are drawn, as they hang together."""
    rng = random.Random(seed)  # noqa: S311 - a resampling, not a secret
    groups = [_grouped(damaged), _grouped(clean)]
    values = sorted(
        value for _ in range(draws) if not math.isnan(value := figure(*(_draw(rng, part) for part in groups)))
    )
    if not values:
        return math.nan, math.nan
    return values[int(0.025 * len(values))], values[min(int(0.975 * len(values)), len(values) - 1)]


def _grouped(scores: Sequence[tuple[str, float]]) -> list[list[float]]:
    groups: dict[str, list[float]] = {}
    for group, score in scores:
        groups.setdefault(group, []).append(score)
    return list(groups.values())


def _draw(rng: random.Random, groups: list[list[float]]) -> list[float]:
    return [score for group in rng.choices(groups, k=len(groups)) for score in group] if groups else []
