"""One function over many items, on all cores."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from multiprocessing import get_context
from typing import TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")


def mapped(function: Callable[[Item], Made], items: Sequence[Item]) -> list[Made]:
    """Results in the order of the items. Workers are forked, so that they read the weights this process was told to."""
    with get_context("fork").Pool() as pool:
        return pool.map(function, items, chunksize=8)
