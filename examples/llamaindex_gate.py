"""A step of a LlamaIndex ingestion pipeline that lets only accepted documents through, and keeps what became of each.

pip install translation-qc llama-index-core
python examples/llamaindex_gate.py
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from llama_index.core import Document
from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.schema import BaseNode, TransformComponent
from pydantic import PrivateAttr

from qc import Gate, GateDecision


class QualityGate(TransformComponent):
    """Drops what the gate does not accept. It stands before the splitter: a document is judged whole."""

    profile: str = "news"
    _decisions: list[GateDecision] = PrivateAttr(default_factory=list)

    def __call__(self, nodes: Sequence[BaseNode], **_: Any) -> list[BaseNode]:
        rows = ({"id": node.node_id, "text": node.get_content()} for node in nodes)
        decided = list(Gate(self.profile)(rows))
        self._decisions += decided
        return [node for node, decision in zip(nodes, decided, strict=True) if decision.accepted]

    @property
    def decisions(self) -> list[GateDecision]:
        """What became of each document so far, with all reasons and findings."""
        return self._decisions


def main() -> None:
    """Gate and split the sample documents."""
    gate = QualityGate()
    pipeline = IngestionPipeline(transformations=[gate, SentenceSplitter(chunk_size=128, chunk_overlap=0)])
    pages = sorted(Path(__file__).parent.glob("*.txt"))
    chunks = pipeline.run(documents=[Document(text=page.read_text("utf-8"), doc_id=page.name) for page in pages])

    print(f"{len(chunks)} chunks of", ", ".join(sorted({chunk.ref_doc_id or "" for chunk in chunks})))
    for decision in gate.decisions:
        if not decision.accepted:
            print(f"held: {decision.id} ({decision.verdict}): {decision.reasons[0]}")


if __name__ == "__main__":
    main()
