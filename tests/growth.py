"""How time grows with the length of a text, measured so that a busy machine does not matter.

Time of this process, not of the clock on the wall; long enough to be measured; and where the first answer is bad,
asked again, because what else the machine does can only make a run slower.
"""

from __future__ import annotations

from collections.abc import Callable

TIMES = 12
"""So many times the text is compared with the text."""

MOST = 60
"""So many times as long it may take. Work that grows with the square of the length takes 144 times as long; work that
leaves the processor's cache, or asks the system for memory, on the way up takes some 30, and on a busy machine 45."""

MEASURABLE = 0.005
"""Seconds below which a measurement says more of the machine than of the code."""

LONGEST = 2_000_000


def growth(seconds: Callable[[int], float], size: int) -> float:
    """Return how many times as long `TIMES` the size takes; the size is doubled until it can be measured at all."""
    while seconds(size) < MEASURABLE and size < LONGEST:
        size *= 2
    small = large = float("inf")
    for _ in range(5):
        small, large = min(small, seconds(size)), min(large, seconds(TIMES * size))
        if large < MOST * small:
            break
    return large / small
