"""One document to one decision: the pure function every engine calls, and the value it gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from qc._version import __version__
from qc.check import check, settings
from qc.document import Span
from qc.policy import Decision, Policy, Verdict
from qc.report import Report, Reported
from qc.rule import Axis
from qc.score import Contribution, Score

LARGEST = 5_000_000
"""Bytes of one document as it is stored. Judging takes about fifty times as much memory, in each worker."""

SECONDS = 120.0
"""Processor time one document may take; a document of the largest size takes about half of it."""

LONGEST_EXCERPT = 200
"""Code points of the words under a finding that the manifest keeps."""


class Place(StrEnum):
    """Where a document ends."""

    ACCEPTED = "accepted"
    REVIEW = "review"
    REJECTED = "rejected"
    ERRORS = "errors"


KEPT = (Place.ACCEPTED, Place.REVIEW, Place.REJECTED)
"""The places that hold documents. `errors` only names them."""

_PLACES = {Decision.ACCEPT: Place.ACCEPTED, Decision.REVIEW: Place.REVIEW, Decision.REJECT: Place.REJECTED}


@dataclass(frozen=True, slots=True)
class Terms:
    """All that the decision on a document depends on, besides the document.

    not_judged: where a document goes that gets no score (too short, no prose, not English). text_field, id_field,
    url_field: names of fields or columns. largest: in bytes. seconds: of processor time, for one document.
    """

    policy: Policy = field(default_factory=Policy)
    not_judged: Place = Place.REVIEW
    text_field: str = "text"
    id_field: str = "id"
    url_field: str = "url"
    largest: int = LARGEST
    seconds: float = SECONDS

    def place(self, verdict: Decision) -> Place:
        """Where a document with this verdict goes."""
        return _PLACES.get(verdict, self.not_judged)

    def settings(self) -> dict[str, object]:
        """What a reader of the manifest must know to get the same verdicts again."""
        return {**settings(self.policy), "not-judged": self.not_judged.value}


@dataclass(frozen=True, slots=True)
class Row:
    """One document of a source, or why there is none.

    number: its line or row in the source, from 1; 0 for a file of its own. origin: the site or folder it comes
    from. error: why it has no text, empty where it has.
    """

    id: str
    text: str
    source: str = ""
    number: int = 0
    origin: str = ""
    markup: str = "text"
    error: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A finding as it is kept: places in code points of the text, line and column from 1, the words under it cut."""

    rule: str
    axis: Axis
    span: Span
    line: int
    column: int
    message: str
    text: str
    strength: float
    weight: float

    @classmethod
    def of(cls, report: Report, found: Reported) -> Evidence:
        """Keep a finding of a report."""
        return cls(
            found.rule,
            found.axis,
            found.span,
            found.line,
            found.column,
            storable(found.message),
            storable(report.document[found.span][:LONGEST_EXCERPT]),
            found.strength,
            found.weight,
        )


@dataclass(frozen=True, slots=True)
class GateDecision:
    """What became of one document, and why.

    verdict: None where it could not be judged for an error. score: None also where it was not judged. grade: US school
    grade it reads at, None where that does not apply. garbled: the sentences that read worst, with damage from 0 to 1.
    """

    id: str
    source: str
    number: int
    origin: str
    place: Place
    verdict: Decision | None
    score: Score | None
    words: int = 0
    sentences: int = 0
    grade: float | None = None
    reasons: tuple[str, ...] = ()
    remedies: tuple[str, ...] = ()
    findings: tuple[Evidence, ...] = ()
    garbled: tuple[tuple[Span, float], ...] = ()
    error: str = ""
    versions: Mapping[str, str] = field(default_factory=lambda: {"qc": __version__})
    settings: Mapping[str, object] = field(default_factory=dict)

    @property
    def accepted(self) -> bool:
        """Whether the document may go on."""
        return self.place is Place.ACCEPTED

    @property
    def reliability(self) -> float | None:
        """0 to 100, None where the document was not judged."""
        return self.score.value if self.score else None

    def as_row(self) -> dict[str, Any]:
        """The decision as a row of the manifest, in JSON's types."""
        score = self.score
        return {
            "id": self.id,
            "source": self.source,
            "row": self.number,
            "origin": self.origin,
            "place": self.place.value,
            "verdict": self.verdict.value if self.verdict else None,
            "reliability": float(score.value) if score else None,
            "scores": {axis.value: float(score.of(axis)) for axis in Axis} if score else None,
            "contributions": [_contribution(cost) for cost in score.contributions] if score else [],
            "reasons": list(self.reasons),
            "remedies": list(self.remedies),
            "findings": [_evidence(found) for found in self.findings],
            "garbled": [
                {"start": span.start, "end": span.end, "damage": round(damage, 2)} for span, damage in self.garbled
            ],
            "words": self.words,
            "sentences": self.sentences,
            "grade": self.grade,
            "error": self.error or None,
            "versions": dict(self.versions),
            "settings": dict(self.settings),
        }

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> GateDecision:
        """Read a row of a manifest. Raises KeyError, TypeError or ValueError where it is none."""
        return cls(
            id=row["id"],
            source=row["source"],
            number=row["row"],
            origin=row["origin"],
            place=Place(row["place"]),
            verdict=Decision(row["verdict"]) if row["verdict"] else None,
            score=_score(row),
            words=row["words"],
            sentences=row["sentences"],
            grade=row["grade"],
            reasons=tuple(row["reasons"]),
            remedies=tuple(row["remedies"]),
            findings=tuple(_found(found) for found in row["findings"]),
            garbled=tuple((Span(each["start"], each["end"]), each["damage"]) for each in row["garbled"]),
            error=row["error"] or "",
            versions=dict(row["versions"]),
            settings=dict(row["settings"]),
        )


def decide(row: Row, terms: Terms) -> GateDecision:
    """Decide on a document: the same document under the same terms gives the same decision, anywhere.

    An error of a rule is a decision too, and so is a document over its time limit (see `qc.gate.limit` for where it
    holds): the document goes to `errors` and the others go on.
    """
    return judged(row, terms)[0]


def judged(row: Row, terms: Terms) -> tuple[GateDecision, Report | None]:
    """Decide on a document and hand over the whole report, where there is one, for its passages."""
    if row.error or len(row.text) > terms.largest:
        return failed(row, terms, row.error or too_large(len(row.text), terms.largest)), None
    # Imported here: `import qc` must stay light.
    from qc.gate.limit import TooSlowError, limited, too_slow

    try:
        with limited(terms.seconds):
            report = check(row.text, name=row.id, markup=row.markup, policy=terms.policy)
            decision = _of(report, row, terms)
    except TooSlowError:
        return failed(row, terms, too_slow(terms.seconds)), None
    except Exception as error:  # noqa: BLE001  # whatever a document does to a rule, the run goes on
        # MemoryError and RecursionError have no words of their own.
        return failed(row, terms, f"{type(error).__name__}: {error}".rstrip(": ")), None
    return decision, report


def failed(row: Row, terms: Terms, reason: str) -> GateDecision:
    """Make the decision on a document that cannot be judged."""
    return GateDecision(
        row.id,
        row.source,
        row.number,
        row.origin,
        Place.ERRORS,
        None,
        None,
        error=storable(reason),
        settings=terms.settings(),
    )


def ruled(decision: GateDecision, verdict: Verdict | None, terms: Terms) -> GateDecision:
    """Put another verdict on a decision: what was measured stays, what follows from it changes. None: an error."""
    if verdict is None:
        return replace(decision, settings=terms.settings())
    return replace(
        decision,
        verdict=verdict.decision,
        place=terms.place(verdict.decision),
        reasons=verdict.reasons,
        remedies=verdict.remedies,
        settings=terms.settings(),
    )


def too_large(size: int, largest: int) -> str:
    """Why a document of this size is not judged."""
    return f"{size / 1e6:,.1f} MB, more than the {largest / 1e6:g} MB that are read; --largest raises the limit"


def storable(text: str) -> str:
    """Escape what UTF-8 cannot hold, halves of surrogate pairs; Parquet takes nothing else."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode("utf-8")


def _of(report: Report, row: Row, terms: Terms) -> GateDecision:
    return GateDecision(
        id=row.id,
        source=row.source,
        number=row.number,
        origin=row.origin,
        place=terms.place(report.verdict),
        verdict=report.verdict,
        score=report.score,
        words=report.words,
        sentences=report.sentences,
        grade=_grade(report),
        reasons=report.reasons,
        remedies=report.remedies,
        findings=tuple(Evidence.of(report, found) for found in report.findings),
        garbled=report.garbled,
        versions=report.versions,
        settings=terms.settings(),
    )


def _grade(report: Report) -> float | None:
    figures = report.readability.figures
    return None if figures is None else float(figures.consensus_grade)


def _contribution(cost: Contribution) -> dict[str, Any]:
    axis = cost.axis.value if cost.axis else None
    return {
        "rule": cost.rule,
        "axis": axis,
        "count": cost.count,
        "points": float(cost.points),
        "evidence": cost.evidence,
    }


def _evidence(found: Evidence) -> dict[str, Any]:
    return {
        "rule": found.rule,
        "axis": found.axis.value,
        "start": found.span.start,
        "end": found.span.end,
        "line": found.line,
        "column": found.column,
        "message": found.message,
        "text": found.text,
        "strength": float(found.strength),
        "weight": float(found.weight),
    }


def _found(row: Mapping[str, Any]) -> Evidence:
    return Evidence(
        row["rule"],
        Axis(row["axis"]),
        Span(row["start"], row["end"]),
        row["line"],
        row["column"],
        row["message"],
        row["text"],
        row["strength"],
        row["weight"],
    )


def _score(row: Mapping[str, Any]) -> Score | None:
    if row["reliability"] is None:
        return None
    costs: Iterable[Mapping[str, Any]] = row["contributions"]
    return Score(
        row["reliability"],
        tuple(
            Contribution(c["rule"], Axis(c["axis"]) if c["axis"] else None, c["count"], c["points"], c["evidence"])
            for c in costs
        ),
    )
