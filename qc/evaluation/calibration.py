"""Calibration: whether a probability of damage of 0.3 means that three in ten such documents are damaged."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

BINS = 10


class Bin(NamedTuple):
    """Documents of like prediction: their mean predicted and observed probability, and their share of the mass."""

    predicted: float
    observed: float
    mass: float


def bins(damaged: Sequence[float], clean: Sequence[float], base_rate: float, count: int = BINS) -> list[Bin]:
    """Predicted probabilities of damage in `count` bins of equal mass, the lowest first; equal ones stay together.

    Documents are weighted so that damaged ones make up `base_rate` of the mass (0 to 1), whatever their number: figures
    on sets of different make-up can be compared. Nothing without both sides.
    """
    if not damaged or not clean:
        return []
    masses: dict[float, list[float]] = {}
    for side, scores, share in ((0, clean, 1 - base_rate), (1, damaged, base_rate)):
        for score in scores:
            masses.setdefault(score, [0.0, 0.0])[side] += share / len(scores)
    return list(_bins(sorted(masses.items()), count))


def _bins(masses: Sequence[tuple[float, Sequence[float]]], count: int) -> Iterator[Bin]:
    total = predicted = observed = mass = 0.0
    for number, (score, (clean, damaged)) in enumerate(masses, 1):
        mass += clean + damaged
        predicted += score * (clean + damaged)
        observed += damaged
        full = math.floor((total + mass) * count + 1e-9) > math.floor(total * count + 1e-9)
        if mass and (full or number == len(masses)):
            yield Bin(predicted / mass, observed / mass, mass)
            total += mass
            predicted = observed = mass = 0.0


def expected_error(parts: Sequence[Bin]) -> float:
    """Expected calibration error, 0 to 1: the mean distance of predicted from observed, by mass; NaN without bins."""
    return sum(part.mass * abs(part.predicted - part.observed) for part in parts) if parts else math.nan


def calibration_error(damaged: Sequence[float], clean: Sequence[float], base_rate: float) -> float:
    """Expected calibration error of predicted probabilities of damage; NaN without both sides."""
    return expected_error(bins(damaged, clean, base_rate))
