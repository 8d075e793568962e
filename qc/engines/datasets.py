"""The gate as functions for `Dataset.map` and `Dataset.filter` of Hugging Face datasets (extra `datasets`).

    judge = Judge("news")
    judged = dataset.map(judge, batched=True, features=judge.features(dataset.features))
    accepted = dataset.filter(Accepted("news"), batched=True)

Both pickle, for `num_proc`, and to the same bytes for as long as settings and version are the same, by which the
cache of datasets knows what it has judged already.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from datasets import Features

from qc._version import __version__
from qc.engines import column
from qc.gate.stream import Gate
from qc.policy import Policy

Batch = Mapping[str, Sequence[Any]]


class _Function:
    """policy, settings: as for `qc.Gate`."""

    def __init__(self, policy: Policy | str | None = None, **settings: Any) -> None:
        self.gate = Gate(policy, **settings)

    def __getstate__(self) -> dict[str, Any]:
        # A set has another order in each process, and a version other rules.
        policy = self.gate.terms.policy
        ordered = {
            "select": sorted(policy.select),
            "ignore": sorted(policy.ignore),
            "weights": sorted(policy.weights.items()),
        }
        bare = replace(policy, select=frozenset(), ignore=frozenset(), weights={})
        return {"version": __version__, "terms": replace(self.gate.terms, policy=bare), **ordered}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        policy = replace(
            state["terms"].policy,
            select=frozenset(state["select"]),
            ignore=frozenset(state["ignore"]),
            weights=dict(state["weights"]),
        )
        self.gate = Gate()
        self.gate.terms = replace(state["terms"], policy=policy)


class Judge(_Function):
    """Adds the column `qc` to a batch: place, verdict, scores, all reasons, findings with their spans."""

    def __call__(self, batch: Batch) -> dict[str, list[dict[str, Any]]]:
        """Judge a batch."""
        return {column.NAME: [column.value(decision) for decision in column.decisions(self.gate, batch)]}

    def features(self, features: Features) -> Features:
        """The features of a judged dataset. Without them a first batch with no finding leaves their type open."""
        return Features({**features, **Features.from_arrow_schema(column.schema())})


class Accepted(_Function):
    """Says which documents of a batch are accepted."""

    def __call__(self, batch: Batch) -> list[bool]:
        """Judge a batch."""
        return [decision.accepted for decision in column.decisions(self.gate, batch)]
