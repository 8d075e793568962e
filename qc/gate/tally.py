"""What a run comes to, as sums that add up in any grouping, and so in parallel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from qc.gate.decision import GateDecision, Place

BINS, BIN_WIDTH = 20, 5
"""Reliability in steps of five; 100 belongs to the last."""

MOST_ORIGINS = 20_000
"""Sites and folders counted apart. A corpus may have millions; the smallest are then counted together."""

MOST_ERRORS = 50
"""Errors that are kept in words; all of them are in errors.jsonl."""

OTHERS = "(smaller ones)"


@dataclass(slots=True)
class Tally:
    """Sums over documents.

    bins: documents by reliability. findings: by rule; touched: documents with such a finding. origins: by site or
    folder, documents by place. errors: the first ones.
    """

    places: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[str] = field(default_factory=Counter)
    bins: list[int] = field(default_factory=lambda: [0] * BINS)
    words: int = 0
    points: float = 0.0
    findings: Counter[str] = field(default_factory=Counter)
    touched: Counter[str] = field(default_factory=Counter)
    origins: dict[str, Counter[str]] = field(default_factory=dict)
    errors: list[dict[str, Any]] = field(default_factory=list)

    @property
    def documents(self) -> int:
        """All documents, those in errors among them."""
        return sum(self.places.values())

    @property
    def scored(self) -> int:
        """Documents that have a score."""
        return sum(self.bins)

    def add(self, decision: GateDecision) -> None:
        """Count a decision."""
        self.places[decision.place.value] += 1
        self.verdicts[decision.verdict.value if decision.verdict else "error"] += 1
        self.words += decision.words
        if decision.score:
            self.bins[min(BINS - 1, int(decision.score.value // BIN_WIDTH))] += 1
            self.points = round(self.points + decision.score.value, 1)
        rules = Counter(found.rule for found in decision.findings)
        self.findings.update(rules)
        self.touched.update(rules.keys())
        self.origins.setdefault(decision.origin, Counter())[decision.place.value] += 1
        if decision.place is Place.ERRORS and len(self.errors) < MOST_ERRORS:
            self.errors.append(
                {"id": decision.id, "source": decision.source, "row": decision.number, "error": decision.error}
            )

    def merge(self, other: Tally) -> None:
        """Add the sums of another tally, of documents that come after these."""
        self.places.update(other.places)
        self.verdicts.update(other.verdicts)
        self.bins = [mine + theirs for mine, theirs in zip(self.bins, other.bins, strict=True)]
        self.words += other.words
        self.points = round(self.points + other.points, 1)
        self.findings.update(other.findings)
        self.touched.update(other.touched)
        for name, places in other.origins.items():
            self.origins.setdefault(name, Counter()).update(places)
        if len(self.origins) > MOST_ORIGINS:
            self._fold()
        self.errors = (self.errors + other.errors)[:MOST_ERRORS]

    def _fold(self) -> None:
        """Count the smaller half of the origins together."""
        ranked = sorted(self.origins.items(), key=lambda item: (-item[1].total(), item[0]))
        rest = self.origins.pop(OTHERS, Counter())
        for name, _ in ranked[MOST_ORIGINS // 2 :]:
            if name != OTHERS:
                rest.update(self.origins.pop(name))
        self.origins[OTHERS] = rest

    def as_json(self) -> dict[str, Any]:
        """The sums in JSON's types, in an order of their own."""
        return {
            "places": _ordered(self.places),
            "verdicts": _ordered(self.verdicts),
            "bins": self.bins,
            "words": self.words,
            "points": self.points,
            "findings": _ordered(self.findings),
            "touched": _ordered(self.touched),
            "origins": {name: _ordered(places) for name, places in sorted(self.origins.items())},
            "errors": self.errors,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Tally:
        """Read what `as_json` made. Raises KeyError where it did not."""
        return cls(
            Counter(value["places"]),
            Counter(value["verdicts"]),
            list(value["bins"]),
            value["words"],
            value["points"],
            Counter(value["findings"]),
            Counter(value["touched"]),
            {name: Counter(places) for name, places in value["origins"].items()},
            list(value["errors"]),
        )


def _ordered(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items()))
