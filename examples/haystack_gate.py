"""A Haystack component that lets only accepted documents into a store, and hands on the others with their reasons.

pip install translation-qc haystack-ai
python examples/haystack_gate.py
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from haystack import Document, Pipeline, component
from haystack.components.writers import DocumentWriter
from haystack.document_stores.in_memory import InMemoryDocumentStore

from qc import Gate


@component
class QualityGate:
    """Part documents into `accepted` and `held`, each with its verdict in the metadata, and the held with reasons."""

    def __init__(self, profile: str = "news") -> None:
        self.gate = Gate(profile)

    @component.output_types(accepted=list[Document], held=list[Document])
    def run(self, documents: list[Document]) -> dict[str, list[Document]]:
        parted: dict[str, list[Document]] = {"accepted": [], "held": []}
        for document, decision in zip(documents, self.gate(each.content or "" for each in documents), strict=True):
            meta = {**document.meta, "verdict": decision.verdict or "error", "reliability": decision.reliability}
            if not decision.accepted:
                meta["reasons"] = list(decision.reasons) or [decision.error]
            parted["accepted" if decision.accepted else "held"].append(replace(document, meta=meta))
        return parted


def main() -> None:
    """Gate the sample documents on their way into a store."""
    store = InMemoryDocumentStore()
    pipeline = Pipeline()
    pipeline.add_component("gate", QualityGate())
    pipeline.add_component("writer", DocumentWriter(store))
    pipeline.connect("gate.accepted", "writer.documents")

    pages = sorted(Path(__file__).parent.glob("*.txt"))
    documents = [Document(content=page.read_text("utf-8"), meta={"file": page.name}) for page in pages]
    held = pipeline.run({"gate": {"documents": documents}})["gate"]["held"]

    print("stored:", ", ".join(document.meta["file"] for document in store.filter_documents()))
    for document in held:
        print(f"held: {document.meta['file']} ({document.meta['verdict']}): {document.meta['reasons'][0]}")


if __name__ == "__main__":
    main()
