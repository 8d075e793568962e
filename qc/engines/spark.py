"""The gate as a function for `DataFrame.mapInPandas` of Apache Spark (extra `spark`).

judge = Judge("news")
judged = frame.mapInPandas(judge, judge.schema(frame.schema))
accepted = judged.where("qc.place = 'accepted'")
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.types import StructType

from qc.engines import column
from qc.gate.stream import Gate
from qc.policy import Policy

if TYPE_CHECKING:
    import pandas as pd


class Judge:
    """Adds the column `qc`: place, verdict, scores, all reasons, findings with their spans.

    policy, settings: as for `qc.Gate`. The workers of Spark need qc installed.
    """

    def __init__(self, policy: Policy | str | None = None, **settings: Any) -> None:
        self.gate = Gate(policy, **settings)

    def __call__(self, frames: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        """Judge batch after batch."""
        for frame in frames:
            judged = column.decisions(self.gate, {name: frame[name].tolist() for name in frame.columns})
            yield frame.assign(**{column.NAME: list(map(column.value, judged))})

    def schema(self, schema: StructType) -> StructType:
        """The schema of a judged frame."""
        return StructType([*schema.fields, *from_arrow_schema(column.schema()).fields])
