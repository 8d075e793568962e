"""A few documents of each place, drawn by a hash of where they stand: the same ones whatever the order of work."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from hashlib import blake2b
from typing import Any

from qc.gate.decision import GateDecision, storable
from qc.report import Report
from qc.report.passage import passages
from qc.report.untrusted import shortened

EACH = 4
"""Documents shown of each place."""

PASSAGES, LONGEST = 4, 320
"""Passages shown of a document, and code points of each where it is not cut around marks."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A document as it is shown: passages are lists of (text, whether it stands under a mark)."""

    draw: str
    id: str
    source: str
    row: int
    place: str
    verdict: str
    reliability: float | None
    reasons: list[str]
    passages: list[list[list[Any]]]
    messages: list[str]

    @classmethod
    def of(cls, drawn: str, decision: GateDecision, report: Report) -> Sample:
        """Show a document."""
        shown = [_pieces(report, number) for number in range(PASSAGES)]
        return cls(
            drawn,
            decision.id,
            decision.source,
            decision.number,
            decision.place.value,
            str(decision.verdict.value if decision.verdict else ""),
            decision.reliability,
            list(decision.reasons),
            [pieces for pieces in shown if pieces] or [[[_opening(report), False]]],
            [found.message for found in decision.findings[:PASSAGES]],
        )


def _opening(report: Report) -> str:
    return storable(shortened(" ".join(report.document.text[: 4 * LONGEST].split()), LONGEST))


def _pieces(report: Report, number: int) -> list[list[Any]]:
    found = passages(report.document, report.findings)
    if number < len(found):
        return [[storable(piece.text), piece.marked] for piece in found[number].pieces(report.document)]
    garbled = report.garbled[number - len(found) : number - len(found) + 1]
    return [[storable(shortened(report.document[span], LONGEST)), True] for span, _ in garbled]


def draw(source: str, number: int, name: str) -> str:
    """The lot of a document: the lowest are shown."""
    return blake2b(f"{source}\0{number}\0{name}".encode("utf-8", "backslashreplace"), digest_size=8).hexdigest()


class Sampler:
    """Keeps the samples with the lowest lots of each place."""

    def __init__(self, samples: Iterable[Sample] = ()) -> None:
        self.kept: dict[str, list[Sample]] = {}
        for sample in samples:
            self.keep(sample)

    def offer(self, decision: GateDecision, report: Report | None) -> None:
        """Show a document if its lot is low enough."""
        lot = draw(decision.source, decision.number, decision.id)
        kept = self.kept.get(decision.place.value, [])
        if report and (len(kept) < EACH or lot < kept[-1].draw):
            self.keep(Sample.of(lot, decision, report))

    def keep(self, sample: Sample) -> None:
        """Take a sample in, and let go of the highest."""
        kept = [*self.kept.get(sample.place, []), sample]
        self.kept[sample.place] = sorted(kept, key=lambda each: (each.draw, each.source, each.row))[:EACH]

    def as_json(self) -> list[dict[str, Any]]:
        """All samples, by place and lot."""
        return [asdict(sample) for _, kept in sorted(self.kept.items()) for sample in kept]
