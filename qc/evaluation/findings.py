"""Tables of findings: what every rule finds in clean, in damaged and in marked text, and the quotes family by genre."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from qc.evaluation.labelled import DOUBT, Outcome
from qc.rule import Rule
from qc.score import LANGUAGETOOL

BAR = 0.5
"""Findings per 10,000 words of clean text above which a rule has to be on trial."""

Pick = Callable[[Outcome], bool]

PARTS: tuple[tuple[str, Pick], ...] = (
    ("native news", lambda o: o.kind == "native" and o.genre.partition("/")[0] == "news"),
    ("other native", lambda o: o.kind == "native" and o.genre.partition("/")[0] != "news"),
    ("translations", lambda o: o.kind == "translation"),
    ("learners", lambda o: o.kind == "learner"),
)
"""Parts of clean text in which false alarms are counted apart."""


def rule_rows(outcomes: Sequence[Outcome], rules: Mapping[str, Rule]) -> Iterator[tuple[object, ...]]:
    """One row a rule, by family: findings per 10,000 words of clean and of damaged text, precision with as many words
    of either, precision within marked spans, and a note.
    """
    clean, damaged = Rates.over(outcomes, _clean), Rates.over(outcomes, _damaged)
    for name, rule in rules.items():
        yield _rule_row(f"{rule.family}/{name}", outcomes, clean, damaged, [name], _note(rule, clean.of(name)))
        if rule.model and clean.of(name + DOUBT) + damaged.of(name + DOUBT):
            label = f"{rule.family}/{name}{DOUBT}"
            yield _rule_row(label, outcomes, clean, damaged, [name + DOUBT], "in bad documents alone")
    second = _of_languagetool(outcomes)
    for name in second:
        yield _rule_row(name, outcomes, clean, damaged, [name], "")
    for label, names in (("quotes, all stable", _quotes(rules)), (f"{LANGUAGETOOL}, all", second)):
        if names:
            yield _rule_row(label, outcomes, clean, damaged, names, "")


def _rule_row(
    label: str, outcomes: Sequence[Outcome], clean: Rates, damaged: Rates, names: Sequence[str], note: str
) -> tuple[object, ...]:
    share = precision(damaged.of(*names), clean.of(*names))
    precise = "-" if share is None or not (clean.words and damaged.words) else f"{share:.2f}"
    return label, clean.shown(*names), damaged.shown(*names), precise, _in_spans(outcomes, names), note


def precision(damaged: float, clean: float) -> float | None:
    """Share of findings that lie in damaged text, of as many words of either; None where nothing is found.

    damaged, clean: findings per 10,000 words.
    """
    return damaged / (damaged + clean) if damaged + clean else None


def _in_spans(outcomes: Iterable[Outcome], names: Sequence[str]) -> str:
    """Of the findings in damaged documents with marked spans, how many overlap one: "12 of 15"."""
    marked = [o for o in outcomes if o.expect == "flag" and o.sentences]
    found = sum(o.findings[name] for o in marked for name in names)
    return f"{sum(o.in_spans[name] for o in marked for name in names)} of {found}" if found else "-"


def _note(rule: Rule, clean: float) -> str:
    if rule.stage == "trial":
        return "on trial"
    return "above the bar" if clean > BAR else ""


def part_rows(outcomes: Sequence[Outcome], rules: Mapping[str, Rule]) -> Iterator[tuple[object, ...]]:
    """One row for each rule that finds anything in clean text: findings per 10,000 words of each of `PARTS`."""
    clean = [o for o in outcomes if o.expect == "pass"]
    rates = [Rates.over(clean, pick) for _, pick in PARTS]
    labels = {name + end: f"{rule.family}/{name}{end}" for name, rule in rules.items() for end in ("", DOUBT)}
    for name in (*labels, *_of_languagetool(outcomes)):
        if any(o.findings[name] for o in clean):
            yield labels.get(name, name), *(rate.shown(name) for rate in rates)


def quotation_rows(outcomes: Sequence[Outcome], rules: Mapping[str, Rule]) -> Iterator[tuple[object, ...]]:
    """One row a genre of clean text, the most findings of the quotes family first, and one of damaged text."""
    quotes = _quotes(rules)
    genres = {o.genre.partition("/")[0] for o in outcomes if o.expect == "pass"}
    rows = [
        (name or "(not given)", Rates.over(outcomes, lambda o, name=name: _clean(o) and _genre(o) == name))  # type: ignore[misc]
        for name in sorted(genres)
    ]
    rows.sort(key=lambda row: -row[1].of(*quotes))
    rows.append(("damaged text", Rates.over(outcomes, _damaged)))
    for name, rates in rows:
        yield name, rates.documents, f"{rates.words:,}", rates.shown(*quotes)


def _of_languagetool(outcomes: Iterable[Outcome]) -> list[str]:
    """The rules of LanguageTool that found anything."""
    return sorted({name for o in outcomes for name in o.findings if name.startswith(f"{LANGUAGETOOL}/")})


def _genre(o: Outcome) -> str:
    return o.genre.partition("/")[0]


def _clean(o: Outcome) -> bool:
    return o.expect == "pass"


def _damaged(o: Outcome) -> bool:
    return o.expect == "flag"


def _quotes(rules: Mapping[str, Rule]) -> list[str]:
    return [name for name, rule in rules.items() if rule.family == "quotes" and rule.stage == "stable"]


@dataclass(frozen=True, slots=True)
class Rates:
    """What each rule found in a part of the documents, how many these are and how many words they have."""

    found: Counter[str]
    documents: int
    words: int

    @classmethod
    def over(cls, outcomes: Iterable[Outcome], pick: Pick) -> Rates:
        """Count in the documents picked."""
        part = [o for o in outcomes if pick(o)]
        found: Counter[str] = Counter()
        for o in part:
            found.update(o.findings)
        return cls(found, len(part), sum(o.words for o in part))

    def of(self, *rules: str) -> float:
        """Findings of these rules together per 10,000 words."""
        return sum(self.found[rule] for rule in rules) * 10_000 / self.words if self.words else 0.0

    def shown(self, *rules: str) -> str:
        """The same to two decimals."""
        # A part without documents has no rate; 0.00 would claim that the rule had been tried there.
        return f"{self.of(*rules):.2f}" if self.words else "-"
