"""The gate as a filter of a datatrove pipeline (extra `datatrove`).

pipeline = [JsonlReader("in"), GateFilter("news", exclusion_writer=JsonlWriter("held")), JsonlWriter("out")]
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from datatrove.data import Document
from datatrove.pipeline.filters.base_filter import BaseFilter
from datatrove.pipeline.writers.disk_base import DiskWriter

from qc.engines import column
from qc.gate.decision import GateDecision, Place
from qc.gate.stream import Gate
from qc.policy import Policy


class GateFilter(BaseFilter):
    """Lets accepted documents pass. What was found in a document stands in its metadata, under `qc`.

    policy, settings: as for `qc.Gate`. passing: the places whose documents go on. The others go to the exclusion
    writer, with the place and the costliest line of the score as their `filter_reason`.
    """

    name = "🩺 qc gate"

    def __init__(
        self,
        policy: Policy | str | None = None,
        *,
        passing: Collection[Place | str] = (Place.ACCEPTED,),
        exclusion_writer: DiskWriter | None = None,
        **settings: Any,
    ) -> None:
        super().__init__(exclusion_writer)
        self.gate, self.passing = Gate(policy, **settings), frozenset(map(Place, passing))

    def filter(self, doc: Document) -> bool | tuple[bool, str]:
        """Judge a document, and say why it is left out if it is."""
        decision = self.gate.decide({self.gate.terms.text_field: doc.text, self.gate.terms.id_field: doc.id})
        doc.metadata[column.NAME] = column.value(decision)
        return True if decision.place in self.passing else (False, _reason(decision))


def _reason(decision: GateDecision) -> str:
    """Why a document is left out, in one of few ways: datatrove counts each."""
    costs = decision.score.contributions if decision.score else ()
    return f"{decision.place}: {costs[0].rule}" if costs else str(decision.place)
