"""What of a document counts where not all of it does: the lines a change added, or what a baseline does not know.

The question is then whether the change adds damage. Findings out of scope cost nothing and are not reported. What is
left is weighed in the words that are in scope. How the sentences read costs its points, which are those of the whole
document, only where a sentence in scope reads as garbled.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from qc.document import Document, Span
from qc.report import LEAST_GARBLED, Reported
from qc.rule import Axis
from qc.score import FLUENCY


@dataclass(frozen=True, slots=True)
class Scope:
    """added: the stretches of text that count, in order, None for all. known: fingerprints of findings that do not.

    name: what counts, in words for the reader; nothing where everything does.
    """

    added: tuple[Span, ...] | None = None
    known: frozenset[str] = frozenset()
    name: str = ""

    def part(self, doc: Document, found: Sequence[Reported]) -> tuple[list[Reported], list[Reported]]:
        """Part findings into those that count and those that do not."""
        if self.is_whole:
            return list(found), []
        prints = _fingerprints(doc, found) if self.known else ("",) * len(found)
        shown, hidden = list[Reported](), list[Reported]()
        for finding, fingerprint in zip(found, prints, strict=True):
            counts = self._holds(finding.span) and fingerprint not in self.known
            (shown if counts else hidden).append(finding)
        return shown, hidden

    def words(self, doc: Document) -> int:
        """Words of prose that findings are weighed in."""
        if self.added is None:
            return len(doc.tokens)
        return sum(len(doc.prose_text[span.start : span.end].split()) for span in self.added)

    def reads_garbled(self, doc: Document) -> bool:
        """Say whether what the sentences cost counts: of a whole document always."""
        return self.is_whole or bool(self.part(doc, garbled(doc))[0])

    def passed_over(self, doc: Document) -> frozenset[Span]:
        """The sentences that read as garbled and do not count."""
        return frozenset() if self.is_whole else frozenset(s.span for s in self.part(doc, garbled(doc))[1])

    @property
    def is_whole(self) -> bool:
        """Whether everything counts, as it does unless something else is asked."""
        return self.added is None and not self.known

    def _holds(self, span: Span) -> bool:
        if self.added is None:
            return True
        # By bisection: a document may have ten thousand findings, and as many stretches that were added.
        number = bisect_left(self.added, span.end, key=lambda part: part.start)
        return number > 0 and span.start < self.added[number - 1].end


WHOLE = Scope()


def _fingerprints(doc: Document, found: Sequence[Reported]) -> tuple[str, ...]:
    # Imported here: a check without a baseline need not load what makes hashes.
    from qc.fingerprint import fingerprints

    return fingerprints(doc, found)


def garbled(doc: Document) -> list[Reported]:
    """The sentences of a document that read as garbled, or else the worst one, each as a finding named `fluency`."""
    judged = [(j.damage, span) for span, j in zip(doc.sentences, doc.judgements, strict=True)]
    least = min(LEAST_GARBLED, max((damage for damage, _ in judged), default=0.0))
    return [_sentence(doc, span, damage) for damage, span in judged if damage >= least > 0]


def _sentence(doc: Document, span: Span, damage: float) -> Reported:
    line, column = doc.locate(span.start)
    message = "the sentence reads as if an engine had garbled it"
    return Reported(FLUENCY, "garble", Axis.TRANSLATION, span, message, damage, 0.0, (), line, column, by_model=True)
