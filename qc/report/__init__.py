"""What is known of one document once it is judged: a single value that every renderer takes whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qc.document import Document, Span
from qc.fluency import stretches
from qc.policy import Decision, Verdict
from qc.readability import HardSentence, Readability, hardest
from qc.rule import Axis, Edit, Finding, Rule
from qc.score import FLUENCY, Score

MOST_GARBLED = 5
"""Sentences shown of a document that reads badly: what its score rests on is mostly the worst few."""

LEAST_GARBLED = 0.5
"""Damage below which a sentence is as likely as not in order."""

MOST_DOUBTED = 3
"""Stretches of such a sentence that are named."""


@dataclass(frozen=True, slots=True)
class Reported:
    """A finding with the rule that made it and the place it has for a reader.

    weight: points a full-strength finding of this rule costs in 1,000 words, 0 where it is only reported.
    line, column: where the span starts, both counted from 1, the column in code points. by_model: whether the damage
    model made it, so that it weighs in `fluency` and not by itself. edit: what `qc fix` does about it, if anything.
    believed_below: as of a `Finding`.
    """

    rule: str
    family: str
    axis: Axis
    span: Span
    message: str
    strength: float
    weight: float
    related: tuple[Span, ...]
    line: int
    column: int
    by_model: bool = False
    edit: Edit | None = None
    believed_below: float | None = None

    @classmethod
    def of(cls, doc: Document, rule: Rule, finding: Finding, weight: float) -> Reported:
        """Place a rule's finding in its document."""
        line, column = doc.locate(finding.span.start)
        return cls(
            rule=rule.id,
            family=rule.family,
            axis=rule.axis,
            span=finding.span,
            message=finding.message,
            strength=finding.strength,
            weight=0.0 if finding.believed_below is not None else weight,
            related=finding.related,
            line=line,
            column=column,
            by_model=rule.model,
            edit=finding.edit,
            believed_below=finding.believed_below,
        )

    def believed(self, score: Score | None) -> bool:
        """Whether the document, which scores so, makes the finding probable enough to be shown."""
        return self.believed_below is None or bool(score and score.words < self.believed_below)

    @property
    def unweighed(self) -> str:
        """What to say of a finding without a weight of its own; nothing of one that has a weight."""
        if self.weight:
            return ""
        return f"weighs in {FLUENCY}" if self.by_model else "weighs nothing"

    @property
    def finding(self) -> Finding:
        """The finding as its rule made it."""
        return Finding(self.span, self.message, self.strength, self.related, self.edit, self.believed_below)


def in_order(*findings: Reported) -> tuple[Reported, ...]:
    """Sort findings as a reader meets them."""
    return tuple(sorted(findings, key=lambda found: (found.span, found.rule)))


@dataclass(frozen=True)
class Report:
    """One document, judged.

    words, sentences: of prose. score: None where the document was not judged. judgement: the verdict with its
    reasons and remedies. findings: in reading order. silenced: those that comments in the text silence; they weigh
    nothing. hidden: those out of scope, which count for nothing. passed_over: sentences that read as garbled and are
    out of scope. versions, settings: what it takes to get the same report again.
    """

    document: Document
    words: int
    sentences: int
    readability: Readability
    score: Score | None
    judgement: Verdict
    findings: tuple[Reported, ...]
    silenced: tuple[Reported, ...]
    versions: Mapping[str, str]
    settings: Mapping[str, object]
    hidden: tuple[Reported, ...] = ()
    passed_over: frozenset[Span] = frozenset()

    @property
    def name(self) -> str:
        """What the reader calls the document."""
        return self.document.name

    @property
    def reliability(self) -> float | None:
        """0 to 100, or None where the document was not judged."""
        return self.score.value if self.score else None

    @property
    def suppressed(self) -> int:
        """How many findings comments in the text silence."""
        return len(self.silenced)

    @property
    def dearest(self) -> str | None:
        """What costs the document the most: a rule, or `fluency`; None where nothing does."""
        costs = self.score.contributions if self.score else ()
        return next((cost.rule for cost in costs if cost.axis), None)

    @property
    def reading_badly(self) -> tuple[tuple[Span, float], ...]:
        """Every sentence that reads badly, with its damage from 0 to 1, in order; none where they cost nothing."""
        if not self.score or all(cost.rule != FLUENCY for cost in self.score.contributions):
            return ()
        doc = self.document
        damages = zip(doc.sentences, (judgement.damage for judgement in doc.judgements), strict=True)
        return tuple((p, damage) for p, damage in damages if damage >= LEAST_GARBLED and p not in self.passed_over)

    @property
    def garbled(self) -> tuple[tuple[Span, float], ...]:
        """The few sentences that read worst, worst first."""
        return tuple(sorted(self.reading_badly, key=lambda pair: (-pair[1], pair[0]))[:MOST_GARBLED])

    def doubted(self, place: Span) -> tuple[Span, ...]:
        """The stretches of a sentence (one of the document's) that the damage model doubts most, the worst first."""
        judgement = self.document.judgements[self.document.sentences.index(place)]
        found = sorted(stretches(self.document, place, judgement), key=lambda each: (-each[1], each[0]))
        return tuple(span for span, _ in found[:MOST_DOUBTED])

    @property
    def hardest(self) -> tuple[HardSentence, ...]:
        """The sentences that are hardest to read; none where readability does not apply."""
        # Asked of a report that is rendered only: it costs as much as all the other figures.
        if self.readability.figures is None:
            return ()
        return hardest([self.document.running(span) for span in self.document.sentences])

    @property
    def verdict(self) -> Decision:
        """Accept, review, reject or not judged; equal to these words as strings."""
        return self.judgement.decision

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why the verdict is what it is, in plain sentences."""
        return self.judgement.reasons

    @property
    def remedies(self) -> tuple[str, ...]:
        """What would make the document pass."""
        return self.judgement.remedies
