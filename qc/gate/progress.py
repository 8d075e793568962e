"""How far a run is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Progress:
    """How far a run is. total, done: bytes of the inputs. found, found_bytes: what an earlier run had done of it.

    worker_peak: MB, of the worker that took most.
    """

    total: int = 0
    done: float = 0.0
    documents: int = 0
    found: int = 0
    found_bytes: float = 0.0
    places: Counter[str] = field(default_factory=Counter)
    worker_peak: int = 0

    @property
    def share(self) -> float:
        """The part that is done, from 0 to 1."""
        return min(1.0, self.done / self.total) if self.total else 1.0

    def left(self, seconds: float) -> float | None:
        """Seconds to the end, after as many of this run; None where there is nothing to go by."""
        made = self.done - self.found_bytes
        return max(0.0, self.total - self.done) * seconds / made if made > 0 else None
