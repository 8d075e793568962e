"""The gate as a function for `mapInPandas` inside a real Spark with two worker processes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest
from gate_corpus import CLEAN, PATIENT, TERMS, rows, slow_text
from libraries import needs

needs("pyspark")

from pyspark.sql import SparkSession  # noqa: E402

from qc import Gate  # noqa: E402
from qc.engines import column  # noqa: E402
from qc.engines.spark import Judge  # noqa: E402


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
        session = builder.config("spark.sql.session.timeZone", "UTC").getOrCreate()
        yield session
        session.stop()


def test_it_adds_the_decision(spark: Any) -> None:
    frame = spark.createDataFrame(rows(30), "id string, text string, url string, wanted string, n long, x string")
    judge = Judge(TERMS.policy)
    judged = frame.repartition(2).mapInPandas(judge, judge.schema(frame.schema)).orderBy("n").collect()
    assert [{name: row[name] for name in frame.columns} for row in judged] == rows(30)
    assert [row["qc"].asDict(recursive=True) for row in judged] == [
        column.value(decision) for decision in Gate(TERMS.policy)(rows(30))
    ]


def test_its_column_can_be_asked_for(spark: Any) -> None:
    frame = spark.createDataFrame([("Too short.",), (None,)], "body string")
    judge = Judge(TERMS.policy, text_field="body")
    judged = frame.coalesce(1).mapInPandas(judge, judge.schema(frame.schema))
    assert [row.verdict for row in judged.where("qc.place = 'review'").select("qc.verdict").collect()] == ["not judged"]
    assert judged.where("qc.error is not null").count() == 1


def test_a_document_over_its_time_is_an_error(spark: Any) -> None:
    frame = spark.createDataFrame([(0, slow_text()), (1, CLEAN)], "n long, text string")
    judge = Judge(TERMS.policy, seconds=PATIENT)
    judged = frame.coalesce(1).mapInPandas(judge, judge.schema(frame.schema)).orderBy("n").collect()
    assert [row["qc"]["place"] for row in judged] == ["errors", "accepted"]
    assert judged[0]["qc"]["error"].startswith("took more than 1 s")
