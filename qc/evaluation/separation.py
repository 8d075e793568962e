"""Tables of separation: how far the damage of damaged documents lies above that of clean ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from qc.evaluation.labelled import Outcome
from qc.evaluation.metrics import Stratum, auc, recall
from qc.evaluation.tables import with_interval

RATES = (0.005, 0.01, 0.05)
LONG = 200
"""Words from which a document is long enough to be judged with some confidence."""

TIERS = ("very_poor", "poor", "smt", "fair", "good")
"""Machine text from the worst to the best, for the order of rows; other tiers follow by name."""

Pick = Callable[[Outcome], bool]
Value = Callable[[Outcome], float | None]


def damage(o: Outcome) -> float | None:
    """Damage of the text as it is."""
    return o.damage


def normal_damage(o: Outcome) -> float | None:
    """Damage of the normal form."""
    return o.normalised


def against_all(outcomes: Sequence[Outcome], pick: Pick, value: Value = damage) -> list[Stratum]:
    """The picked documents beside every clean one."""
    return [Stratum(_pairs(filter(pick, outcomes), value), _pairs((o for o in outcomes if o.expect == "pass"), value))]


def within_corpora(outcomes: Sequence[Outcome], pick: Pick, value: Value = damage) -> list[Stratum]:
    """The picked documents of each source beside the clean ones of the same corpus."""
    own = corpora(outcomes)
    return [
        Stratum(
            _pairs((o for o in outcomes if o.source == source and pick(o)), value),
            _pairs((o for o in outcomes if o.source in own[source] and o.expect == "pass"), value),
        )
        for source in sorted({o.source for o in outcomes if pick(o)})
    ]


def corpora(outcomes: Sequence[Outcome]) -> Mapping[str, frozenset[str]]:
    """The sources whose clean text a source is compared with: itself, or else those it shares groups with."""
    clean = {(o.source, o.group) for o in outcomes if o.expect == "pass"}
    with_clean = {source for source, _ in clean}
    groups: dict[str, set[str]] = {}
    for o in outcomes:
        groups.setdefault(o.source, set()).add(o.group)
    return {
        source: frozenset({source} if source in with_clean else {other for other, group in clean if group in own})
        for source, own in groups.items()
    }


def _pairs(outcomes: Iterator[Outcome] | filter[Outcome], value: Value) -> list[tuple[str, float]]:
    return [(o.group, score) for o in outcomes if (score := value(o)) is not None]


def overall_rows(outcomes: Sequence[Outcome]) -> Iterator[tuple[object, ...]]:
    """All damaged documents and the longer ones, as they are and in normal form, against every clean one."""
    values: list[tuple[str, Value]] = [("as they are", damage)]
    if any(o.normalised is not None for o in outcomes):
        values.append(("in normal form", normal_damage))
    picks: tuple[tuple[str, Pick], ...] = (
        ("all damaged", lambda o: o.expect == "flag"),
        (f"damaged, {LONG} words or more", lambda o: o.expect == "flag" and o.words >= LONG),
    )
    for name, pick in picks:
        for form, value in values:
            strata = against_all(outcomes, pick, value)
            figures = (with_interval(figure, strata) for figure in (auc, *map(recall, RATES)))
            yield f"{name}, {form}", len(strata[0].damaged), *figures


def part_rows(outcomes: Sequence[Outcome], part: Callable[[Outcome], str]) -> Iterator[tuple[object, ...]]:
    """One row a part of the documents not expected to pass: AUC and recall at 1 %, against all clean text and within
    corpora. Parts without a name are left out.
    """
    names = {part(o) for o in outcomes if o.expect != "pass"} - {""}
    for name in sorted(names, key=_order):

        def pick(o: Outcome, name: str = name) -> bool:
            return o.expect != "pass" and part(o) == name

        every, own = against_all(outcomes, pick), within_corpora(outcomes, pick)
        cells = (with_interval(figure, strata) for strata in (every, own) for figure in (auc, recall(0.01)))
        yield name, len(every[0].damaged), *cells


def _order(name: str) -> tuple[int, str]:
    first = name.partition(" ")[0]
    return (TIERS.index(first) if first in TIERS else len(TIERS)), name


def tier(o: Outcome) -> str:
    """The tier of a document that is damaged all over."""
    return "" if o.sentences else o.tier


def kind(o: Outcome) -> str:
    """The kind of a document."""
    return o.kind


def source(o: Outcome) -> str:
    """The source of a document; fluent machine text apart from weak."""
    return o.source if o.expect == "flag" else f"{o.source} (either)"


def length_rows(outcomes: Sequence[Outcome], lengths: Sequence[int]) -> Iterator[tuple[object, ...]]:
    """One row a length, all of the same documents: how many damaged and clean, AUC and recall at 1 %."""
    cut = [o for o in outcomes if o.shortened]
    if not cut:
        return
    for number, length in enumerate(lengths):
        yield _length_row(f"first {length:,}", cut, lambda o, number=number: o.shortened[number])  # type: ignore[misc]
    yield _length_row("whole", cut, damage)


def _length_row(name: str, cut: Sequence[Outcome], value: Value) -> tuple[object, ...]:
    (stratum,) = strata = against_all(cut, lambda o: o.expect == "flag", value)
    cells = (with_interval(figure, strata) for figure in (auc, recall(0.01)))
    return name, len(stratum.damaged), len(stratum.clean), *cells
