"""What a report on a run says, before it is Markdown or HTML: sections of sentences, tables and samples.

Every text in it is as it came from the documents; what renders it makes it safe.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt
from typing import Any

from qc.gate.decision import Place
from qc.gate.samples import Sample
from qc.gate.tally import BIN_WIDTH, BINS, Tally

MOST_ROWS = 25
"""Rows of a table of rules or sources."""

FEWEST = 3
"""Documents a source needs to be ranked, where there are larger ones."""

STABLE, MOVED = 0.1, 0.25
"""Population stability index: what is usually taken for no shift, and for a large one."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table. bar: a share from 0 to 1 that is drawn beside it. code: set as code."""

    text: str
    bar: float | None = None
    code: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `right` are the columns of numbers."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    right: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with sentences, tables and samples below it."""

    title: str
    lines: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    samples: tuple[Sample, ...] = ()


PLACES = {
    Place.ACCEPTED: "accepted",
    Place.REVIEW: "to review",
    Place.REJECTED: "rejected",
    Place.ERRORS: "errors",
}


def sections(summary: Mapping[str, Any], earlier: Mapping[str, Any] | None = None) -> list[Section]:
    """Make the sections of a report. earlier: the summary of a run to compare with."""
    tally = Tally.from_json(summary["tally"])
    made = [
        _verdicts(summary, tally),
        *([_drift(tally, Tally.from_json(earlier["tally"]), summary, earlier)] if earlier else []),
        _histogram(tally),
        _rules(tally),
        _sources(tally),
        *_samples(summary),
        _errors(summary, tally),
    ]
    return [section for section in made if section.lines or section.tables or section.samples]


def headline(summary: Mapping[str, Any]) -> str:
    """One sentence: how many documents there were and where they are."""
    places = summary["tally"]["places"]
    parts = [f"{places.get(place, 0):,} {words}" for place, words in PLACES.items()]
    last = parts.pop().replace("errors", "in errors")
    return f"{_counted(summary['documents'], 'document')}: {', '.join(parts)} and {last}"


def standing(sample: Sample) -> str:
    """Say what a sample was judged and where it stands, unless its name says so already."""
    score = "" if sample.reliability is None else f", reliability {sample.reliability:g}"
    named = sample.row == 0 or sample.id == f"{sample.source}:{sample.row}"
    return f"{sample.verdict}{score}" + ("" if named else f", row {sample.row} of {sample.source}")


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def _verdicts(summary: Mapping[str, Any], tally: Tally) -> Section:
    settings = summary["settings"]
    opening = (
        f"{_counted(summary['documents'], 'document')} from {_counted(summary['files'], 'file')}, "
        f"{tally.words:,} words of prose. Profile {settings['profile']}: rejected below "
        f"{settings['reject-below']:g} for the words themselves, to review below {settings['review-below']:g} in all; "
        f"qc {summary['versions']['qc']}."
    )
    lines = [opening, *_unjudged(tally, settings)]
    if tally.scored:
        lines.append(f"Mean reliability {tally.points / tally.scored:.1f} of 100.")
    rows = tuple(
        (Cell(words), Cell(f"{tally.places[place]:,}"), _share(tally.places[place], tally.documents))
        for place, words in PLACES.items()
    )
    table = Table("Where the documents are", ("place", "documents", "share"), rows, frozenset({1, 2}))
    return Section("Verdicts", tuple(lines), (table,))


def _unjudged(tally: Tally, settings: Mapping[str, Any]) -> Iterator[str]:
    if count := tally.verdicts["not judged"]:
        yield (
            f"{_counted(count, 'document')} got no score (too short, without prose or not in English) and "
            f"went to {settings['not-judged']}."
        )


def _share(count: int, total: int) -> Cell:
    share = count / total if total else 0.0
    return Cell(f"{100 * share:.1f} %", bar=share)


def _histogram(tally: Tally) -> Section:
    if not tally.scored:
        return Section("Reliability")
    top = max(tally.bins)
    rows = tuple(
        (
            Cell(f"{low * BIN_WIDTH}\N{EN DASH}{100 if low == BINS - 1 else (low + 1) * BIN_WIDTH}"),
            Cell(f"{tally.bins[low]:,}", bar=tally.bins[low] / top),
        )
        for low in reversed(range(BINS))
    )
    table = Table("Documents by reliability, best first", ("reliability", "documents"), rows, frozenset({0, 1}))
    return Section("Reliability", (), (table,))


def _rules(tally: Tally) -> Section:
    ranked = sorted(tally.touched, key=lambda rule: (-tally.touched[rule], rule))
    rows = tuple(
        (
            Cell(rule, code=True),
            Cell(f"{tally.touched[rule]:,}"),
            _share(tally.touched[rule], tally.documents),
            Cell(f"{tally.findings[rule]:,}"),
        )
        for rule in ranked[: 2 * MOST_ROWS]
    )
    header = ("rule", "documents", "share of documents", "findings")
    tables = (Table("Findings by rule, the most widespread first", header, rows, frozenset({1, 2, 3})),)
    return Section("Findings by rule", (), tables if rows else ())


def _sources(tally: Tally) -> Section:
    large = {name: places for name, places in tally.origins.items() if places.total() >= FEWEST} or tally.origins
    ranked = sorted(large.items(), key=lambda item: (-_surely(_held(item[1]), item[1].total()), item[0]))
    rows = tuple(
        (
            Cell(name or "(the top folder)"),
            Cell(f"{places.total():,}"),
            _share(_held(places), places.total()),
            Cell(f"{places['rejected']:,}"),
            Cell(f"{places['review']:,}"),
            Cell(f"{places['errors']:,}"),
        )
        for name, places in ranked[:MOST_ROWS]
        if _held(places)
    )
    header = ("site or folder", "documents", "not accepted", "rejected", "to review", "errors")
    line = (
        "By the site of each document's URL, else by its folder. Ranked by the share that was not accepted as far as "
        "it is sure: a source of few documents ranks lower than a large one of the same share."
    )
    tables = (Table("Sources, worst first", header, rows, frozenset({1, 2, 3, 4, 5})),)
    return Section("Worst sources", (line,), tables) if rows else Section("Worst sources")


def _held(places: Counter[str]) -> int:
    return places.total() - places["accepted"]


def _surely(held: int, total: int) -> float:
    """The lower end of Wilson's 95 % interval of a share."""
    z, share = 1.96, held / total
    spread = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return (share + z * z / (2 * total) - spread) / (1 + z * z / total)


def _samples(summary: Mapping[str, Any]) -> Iterator[Section]:
    samples = [Sample(**each) for each in summary["samples"]]
    for place in (Place.REJECTED, Place.REVIEW, Place.ACCEPTED):
        chosen = tuple(sample for sample in samples if sample.place == place)
        yield Section(f"Samples: {PLACES[place]}", samples=chosen)


def _errors(summary: Mapping[str, Any], tally: Tally) -> Section:
    rows = [
        *((each["source"], "the whole file, or its end", each["error"]) for each in summary["unread"]),
        *((each["source"], str(each["row"] or ""), each["error"]) for each in tally.errors),
    ]
    if not rows:
        return Section("Errors")
    line = f"{_counted(tally.places[Place.ERRORS], 'document')} could not be judged; errors.jsonl lists all."
    if summary["unread"]:
        line += (
            f" {_counted(len(summary['unread']), 'file')} could not be read to the end; the same command tries again."
        )
    cells = tuple(tuple(Cell(text) for text in row) for row in rows[:MOST_ROWS])
    return Section("Errors", (line,), (Table("The first errors", ("source", "row", "reason"), cells),))


def _drift(tally: Tally, before: Tally, summary: Mapping[str, Any], earlier: Mapping[str, Any]) -> Section:
    index = stability(before.bins, tally.bins)
    word = "no shift to speak of" if index < STABLE else "a shift" if index < MOVED else "a large shift"
    opening = (
        f"Compared with an earlier run over {_counted(before.documents, 'document')} (qc {earlier['versions']['qc']}, "
        f"profile {earlier['settings']['profile']}). The population stability index of reliability is {index:.3f}: "
        f"{word} (below {STABLE:g} is taken for none, above {MOVED:g} for a large one)."
    )
    lines = [opening]
    if earlier["settings"] != summary["settings"]:
        lines.append("The settings differ, so verdicts are not like for like.")
    rows = tuple(
        _moved(Cell(words), before.places[place], before.documents, tally.places[place], tally.documents)
        for place, words in PLACES.items()
    )
    header = ("place", "before", "now", "change in points")
    right = frozenset({1, 2, 3})
    rules = sorted(
        {*before.touched, *tally.touched},
        key=lambda rule: (-abs(_rate(tally, rule) - _rate(before, rule)), rule),
    )
    changed = tuple(
        _moved(Cell(rule, code=True), before.touched[rule], before.documents, tally.touched[rule], tally.documents)
        for rule in rules[:10]
        if _rate(before, rule) != _rate(tally, rule)
    )
    tables = [Table("Shares of the places", header, rows, right)]
    if changed:
        tables.append(Table("Rules whose share of documents changed most", ("rule", *header[1:]), changed, right))
    return Section("Drift", tuple(lines), tuple(tables))


def _rate(tally: Tally, rule: str) -> float:
    return tally.touched[rule] / tally.documents if tally.documents else 0.0


def _moved(name: Cell, was: int, of: int, now: int, out_of: int) -> tuple[Cell, ...]:
    # Rounded first: the change is that of the shares as they stand beside it.
    old, new = (round(100 * part / whole, 1) if whole else 0.0 for part, whole in ((was, of), (now, out_of)))
    return name, Cell(f"{old:.1f} %"), Cell(f"{new:.1f} %"), Cell(f"{new - old:+.1f}".replace("-", "\N{MINUS SIGN}"))


def stability(before: Sequence[int], now: Sequence[int]) -> float:
    """The population stability index of two histograms; half a document is added to each bin, for some are empty."""
    old, new = _smoothed(before), _smoothed(now)
    return sum((q - p) * log(q / p) for p, q in zip(old, new, strict=True))


def _smoothed(bins: Iterable[int]) -> list[float]:
    raised = [count + 0.5 for count in bins]
    return [count / sum(raised) for count in raised]
