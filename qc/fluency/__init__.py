"""The trained damage model: reads English alone and says which sentences an engine garbled, and where.

`screen` is a hashed linear model in plain Python that every document passes. `judge` is a small encoder in int8, run by
ONNX Runtime on one thread; `skim` stops after a third of its layers. None touches the network; all give the same values
whatever else is in the batch. How they were trained: `training/`.
"""

from __future__ import annotations

from qc.fluency.cascade import Cascade, judge_document
from qc.fluency.doubts import Doubt, doubts, stretches
from qc.fluency.judgement import SALAD, Judgement, available, judge, logit, skim
from qc.fluency.pooling import NARRATED, QUOTED, DocumentDamage, document_damage
from qc.fluency.screening import screen

__all__ = [
    "NARRATED",
    "QUOTED",
    "SALAD",
    "Cascade",
    "DocumentDamage",
    "Doubt",
    "Judgement",
    "available",
    "document_damage",
    "doubts",
    "judge",
    "judge_document",
    "logit",
    "screen",
    "skim",
    "stretches",
]
