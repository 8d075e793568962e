"""Tables of verdicts: good documents lost, by what they are, and machine text by how weak it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from qc.evaluation.labelled import Outcome
from qc.evaluation.metrics import upper_bound
from qc.evaluation.tables import percent
from qc.policy import Decision

FEWEST = 20
"""Documents a genre must have to be named as the worst: of three, one is a third."""

UNKNOWN = "(not given)"


def by_kind(o: Outcome) -> str:
    """The kind of a document, for a table of verdicts."""
    return o.kind or UNKNOWN


def by_genre(o: Outcome) -> str:
    """The genre of a document, for a table of verdicts."""
    return o.genre or UNKNOWN


def by_source(o: Outcome) -> str:
    """The source of a document, for a table of verdicts."""
    return o.source


def lost_rows(outcomes: Sequence[Outcome], part: Callable[[Outcome], str]) -> Iterator[tuple[object, ...]]:
    """One row for all clean documents and one a part of them, the worst first: how many, per cent reviewed, per cent
    rejected, and the upper end of its 95 % interval.
    """
    for name, decisions in (*_lost(outcomes, lambda _: "all clean text"), *_lost(outcomes, part)):
        yield name, *_shares(decisions)


def worst_genre(outcomes: Sequence[Outcome]) -> str:
    """A sentence that names the genre of clean text of which the largest share is rejected; empty without genres."""
    known = [(name, d) for name, d in _lost(outcomes, by_genre) if name != UNKNOWN and d.total() >= FEWEST]
    if not known:
        return ""
    name, decisions = known[0]
    lost, total = decisions[Decision.REJECT], decisions.total()
    if not lost:
        return f"No genre with {FEWEST} documents or more has one rejected."
    return f"Of the genres with {FEWEST} documents or more, {name} loses the most: {lost} of {total} rejected."


def _lost(outcomes: Sequence[Outcome], part: Callable[[Outcome], str]) -> list[tuple[str, Counter[str]]]:
    parts: dict[str, Counter[str]] = {}
    for o in outcomes:
        if o.expect == "pass":
            parts.setdefault(part(o), Counter())[o.decision] += 1
    return sorted(parts.items(), key=lambda item: (*_badness(item[1]), item[0]))


def _badness(decisions: Counter[str]) -> tuple[float, float]:
    return tuple(-decisions[each] / decisions.total() for each in (Decision.REJECT, Decision.REVIEW))  # type: ignore[return-value]


def _shares(decisions: Counter[str]) -> tuple[object, ...]:
    total, rejected = decisions.total(), decisions[Decision.REJECT]
    bound = f"{100 * upper_bound(rejected, total):.1f}"
    return total, percent(decisions[Decision.REVIEW], total), percent(rejected, total), bound


def machine_rows(outcomes: Sequence[Outcome]) -> Iterator[tuple[object, ...]]:
    """One row for each kind and tier of what is not expected to pass: how many, and per cent of each verdict."""
    cells: dict[tuple[str, str, str], Counter[str]] = {}
    for o in outcomes:
        if o.expect != "pass":
            cells.setdefault((o.expect, o.kind, o.tier), Counter())[o.decision] += 1
    for (expect, *names), decisions in sorted(cells.items(), reverse=True):
        total = decisions.total()
        label = "damaged" if expect == "flag" else "either"
        yield " ".join(filter(None, names)) or UNKNOWN, label, total, *(percent(decisions[d], total) for d in Decision)
