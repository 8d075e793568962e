"""Finds machine-translation damage and mangled quotations in English text, span by span.

`report = qc.check(text)` judges a text; `report.verdict`, `report.reliability` and `report.findings` say how.
"""

from qc._version import __version__
from qc.check import BrokenRuleError, check
from qc.document import Block, BlockKind, Document, Span, Word
from qc.gate.decision import GateDecision, Place
from qc.gate.stream import Gate
from qc.policy import Decision, Policy, PolicyError, Thresholds, Verdict
from qc.report import Report, Reported
from qc.rule import Axis, Edit, Example, Finding, Rule, bad, good, miss, rule
from qc.score import Contribution, Score

__all__ = [
    "Axis",
    "Block",
    "BlockKind",
    "BrokenRuleError",
    "Contribution",
    "Decision",
    "Document",
    "Edit",
    "Example",
    "Finding",
    "Gate",
    "GateDecision",
    "Place",
    "Policy",
    "PolicyError",
    "Report",
    "Reported",
    "Rule",
    "Score",
    "Span",
    "Thresholds",
    "Verdict",
    "Word",
    "__version__",
    "bad",
    "check",
    "good",
    "miss",
    "rule",
]
