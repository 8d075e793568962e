"""Finds machine-translation damage and mangled quotations in English text, span by span."""

from qc.document import Block, BlockKind, Document, Span, Word
from qc.rule import Axis, Example, Finding, Rule, bad, good, miss, rule

__all__ = ["Axis", "Block", "BlockKind", "Document", "Example", "Finding", "Rule", "Span", "Word", "bad", "good", "miss", "rule"]
