"""Labelled documents: what they hold, and what `qc` makes of each."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import repeat
from pathlib import Path
from typing import Literal

from qc.check import check
from qc.document import Document, Span
from qc.evaluation.normalise import normalised
from qc.evaluation.rows import LabelledError, Row, rows
from qc.opinion import SecondOpinion
from qc.policy import Policy
from qc.report import Report, Reported
from qc.score import Score

Expectation = Literal["pass", "flag", "either"]

Judge = Callable[[str], Report]
"""Checks a text."""

_LABELS: dict[str, Expectation] = {
    "pass": "pass", "human": "pass", "clean": "pass", "good": "pass",
    "flag": "flag", "mt": "flag", "damaged": "flag", "bad": "flag", "mixed": "flag",
    "either": "either",
}  # fmt: skip

DOUBT = " (in doubt)"
"""Ends the name of a rule where its doubtful findings are counted, which only a damaged document has."""

LENGTHS = (50, 100, 200, 400, 800)
"""Words to which documents are cut, to see how separation depends on length."""

ENOUGH = 20
"""Clean and damaged documents it takes for a table of lengths."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A document and what is known of it.

    expect: "pass" must not be flagged, "flag" should be, "either" counts neither way. group: documents of one group
    (versions of one article) are drawn together in the bootstrap. kind, tier, genre: for the tables; may be empty.
    spans: where the damage is, in code points; empty where nobody marked it.
    """

    id: str
    text: str
    expect: Expectation
    source: str
    kind: str
    tier: str
    genre: str
    group: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    """A sentence of a document with marked damage.

    labelled: a marked span overlaps it. found: a finding or one of the sentences a report lists as garbled does.
    damage: the damage model's judgement, 0 to 1; 0 where the model was not asked.
    """

    labelled: bool
    found: bool
    damage: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What `qc` made of a labelled document.

    words: of prose. damage: from 0, what is wrong with its words. reliability, text_reliability: of all axes and of
    damage to the words, 0 to 100; None where it was not judged. findings: how many of each rule. in_spans: how many of
    them overlap a labelled span. normalised: damage of the normal form; None where that was not measured. shortened:
    damage of its first 50, 100, … words; empty where it was not cut. sentences: those of a document with labelled
    spans.
    """

    expect: Expectation
    source: str
    kind: str
    tier: str
    genre: str
    group: str
    words: int
    damage: float
    decision: str
    findings: Counter[str]
    reliability: float | None = None
    text_reliability: float | None = None
    in_spans: Counter[str] = field(default_factory=Counter)
    normalised: float | None = None
    shortened: tuple[float, ...] = ()
    sentences: tuple[LabelledSentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Measures:
    """What is measured beside the text as it is: its normal form, and its beginning of so many words each."""

    normalise: bool = False
    lengths: tuple[int, ...] = ()


def read(path: Path) -> Iterator[Labelled]:
    """Yield the documents of a JSON Lines (plain or .gz) or Parquet file. Raises LabelledError.

    Each row has `text` and `label` (pass, human, clean, good; flag, mt, damaged, bad, mixed; either) and, as far as
    known, `id`, `source`, `spans` (objects with `start` and `end` in code points) and `meta` with `expect` (goes before
    the label), `kind`, `tier`, `genre`, `group` and `spans`.
    """
    for place, row in rows(path):
        yield _labelled(row, place)


def _labelled(row: Row, place: str) -> Labelled:
    text, meta = row.get("text"), row.get("meta") or {}
    if not isinstance(text, str):
        raise LabelledError(f'{place}: "text" is {"missing" if text is None else "no string"}')
    if not isinstance(meta, dict):
        raise LabelledError(f'{place}: "meta" is no object')
    name = str(row.get("id") or place)
    return Labelled(
        id=name,
        text=text,
        expect=_expectation(meta.get("expect") or row.get("label"), place),
        source=str(row.get("source") or "-"),
        kind=str(meta.get("kind") or ""),
        tier=str(meta.get("tier") or ""),
        genre=str(meta.get("genre") or ""),
        group=str(meta.get("group") or name),
        spans=_spans(meta.get("spans") or row.get("spans") or [], text, place),
    )


def _expectation(label: object, place: str) -> Expectation:
    if label is None:
        raise LabelledError(f'{place}: "label" is missing')
    if str(label) not in _LABELS:
        raise LabelledError(f"{place}: label {label!r} is none of {', '.join(_LABELS)}")
    return _LABELS[str(label)]


def _spans(given: object, text: str, place: str) -> tuple[Span, ...]:
    """The spans that hold anything: where a word is missing, annotators mark a span without length.

    One that runs past the end is cut there: texts lose their last line end on the way.
    """
    if not isinstance(given, list):
        raise LabelledError(f'{place}: "spans" is no list')
    spans = (_span(each, len(text), place) for each in given)
    return tuple(span for span in spans if span.start < span.end)


def _span(given: object, length: int, place: str) -> Span:
    start, end = (given.get("start"), given.get("end")) if isinstance(given, dict) else (None, None)
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start <= min(end, length)):
        raise LabelledError(f'{place}: a span is an object with "start" and "end" in the text, not {given!r}')
    return Span(start, min(end, length))


def lengths_for(documents: Sequence[Labelled]) -> tuple[int, ...]:
    """The lengths to which enough documents of either side can be cut, so that each row has the same documents."""
    sizes = {
        side: sorted((len(d.text.split()) for d in documents if d.expect == side and not d.spans), reverse=True)
        for side in ("pass", "flag")
    }
    reached = min(side[ENOUGH - 1] if len(side) >= ENOUGH else 0 for side in sizes.values())
    return tuple(length for length in LENGTHS if length <= reached)


def run(
    documents: Iterable[Labelled],
    policy: Policy,
    jobs: int = 1,
    measures: Measures | None = None,
    consult: Callable[[], SecondOpinion] | None = None,
) -> Iterator[Outcome]:
    """Check every document under a policy, in order, in `jobs` processes.

    consult: makes the second opinion that each process asks; it travels to the processes, an opinion cannot.
    """
    measures = measures or Measures()
    if jobs <= 1:
        second = consult() if consult else None
        yield from (outcome(document, policy, measures, second) for document in documents)
        return
    with ProcessPoolExecutor(jobs, initializer=_prepare, initargs=(consult,)) as pool:
        yield from pool.map(_outcome, documents, repeat(policy), repeat(measures), chunksize=8)


_SECOND: ContextVar[SecondOpinion | None] = ContextVar("second opinion of this process", default=None)


def _prepare(consult: Callable[[], SecondOpinion] | None) -> None:
    _SECOND.set(consult() if consult else None)


def _outcome(document: Labelled, policy: Policy, measures: Measures) -> Outcome:
    return outcome(document, policy, measures, _SECOND.get())


def outcome(document: Labelled, policy: Policy, measures: Measures, second: SecondOpinion | None = None) -> Outcome:
    """Check one document."""
    judge = partial(check, name=document.id, policy=policy, second_opinion=second)
    report = judge(document.text)
    damage = _damage(report.score)
    made = Outcome(
        expect=document.expect,
        source=document.source,
        kind=document.kind,
        tier=document.tier,
        genre=document.genre,
        group=document.group,
        words=report.words,
        damage=damage,
        decision=str(report.verdict),
        findings=Counter(map(_name, report.findings)),
        reliability=report.reliability,
        text_reliability=report.score.words if report.score else None,
        normalised=_normalised(document.text, damage, judge) if measures.normalise else None,
        shortened=_shortened(document, report.document, measures.lengths, judge),
    )
    return _with_spans(made, report, document.spans, asked=policy.fluency) if document.spans else made


def _name(found: Reported) -> str:
    return found.rule + (DOUBT if found.believed_below is not None else "")


def _damage(score: Score | None) -> float:
    """Log-odds that the words are damaged, unrounded, so that all documents keep their order."""
    return score.log_odds if score else -math.inf


def _normalised(text: str, damage: float, judge: Judge) -> float:
    normal = normalised(text)
    return damage if normal == text else _damage(judge(normal).score)


def _shortened(document: Labelled, doc: Document, lengths: Sequence[int], judge: Judge) -> tuple[float, ...]:
    """Damage of the beginnings of a document that is clean or damaged all over and long enough for all of them."""
    if not lengths or document.expect == "either" or document.spans or len(doc.tokens) < lengths[-1]:
        return ()
    return tuple(_damage(judge(beginning(doc, length)).score) for length in lengths)


def beginning(doc: Document, words: int) -> str:
    """The fewest whole sentences from the first that hold so many words of prose."""
    seen = 0
    for span in doc.sentences:
        seen += len(doc.prose_text[span.start : span.end].split())
        if seen >= words:
            return doc.text[: span.end]
    return doc.text


def _with_spans(made: Outcome, report: Report, spans: Sequence[Span], *, asked: bool) -> Outcome:
    found = [each.span for each in report.findings] + [span for span, _ in report.garbled]
    sentences = report.document.sentences
    judged = report.document.judgements if asked and report.score else ()
    damages = [judgement.damage for judgement in judged] or [0.0] * len(sentences)
    return replace(
        made,
        in_spans=Counter(_name(each) for each in report.findings if _overlaps(each.span, spans)),
        sentences=tuple(
            LabelledSentence(_overlaps(sentence, spans), _overlaps(sentence, found), damage)
            for sentence, damage in zip(sentences, damages, strict=True)
        ),
    )


def _overlaps(span: Span, others: Iterable[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)
