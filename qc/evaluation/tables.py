"""The evaluation as Markdown: verdicts, separation, and what every rule finds in clean and in damaged text."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from qc.evaluation.labelled import Outcome
from qc.evaluation.metrics import auc, interval, recall_at
from qc.policy import Decision, Policy
from qc.rule import Rule

BAR = 0.5
"""Findings per 10,000 words of clean text above which a rule has to be on trial."""

RATES = (0.005, 0.01, 0.05)

Pick = Callable[[Outcome], bool]

VERDICTS = """\
## Verdicts

Share of documents in per cent. What is expected to pass and is rejected is a good document lost.
"""
SEPARATION = """\
## Separation

Against every document expected to pass. Damage is what translation, quotation and encoding findings cost, before the
floor. Recall is the share of documents that score above the value which the given share of passing documents exceeds;
95 % bootstrap intervals over groups of documents in brackets.
"""
RULES = f"""\
## Rules

Findings per 10,000 words. A finding in clean text is not always false, because human text has lost marks and typing
errors too, but a rule above {BAR:g} on clean text has to be on trial.
"""


def markdown(outcomes: Sequence[Outcome], rules: Mapping[str, Rule], policy: Policy, source: str) -> str:
    """Render the whole evaluation. source: what the documents are called in the heading and the command."""
    words = sum(o.words for o in outcomes)
    parts = [
        "# Evaluation\n",
        f"Made by `qc eval {source}` (profile {policy.profile}): {len(outcomes):,} documents of {words:,} words.\n",
        VERDICTS,
        table(("expected", "kind", "tier", "documents", *map(str, Decision)), verdict_rows(outcomes)),
        "## Good documents lost, by source\n",
        table(("source", "documents", "review", "reject"), lost_rows(outcomes)),
        SEPARATION,
        table(("damaged", "documents", "AUC", *(f"recall at {rate:.1%}" for rate in RATES)), separation_rows(outcomes)),
        RULES,
        table(
            ("rule", "stage", "clean", "native news", "translations", "learners", "damaged", "ratio", "note"),
            rule_rows(outcomes, rules),
        ),
    ]
    return "\n".join(parts)


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; every column but the first is set to the right."""
    lines = ["| " + " | ".join(head) + " |", "|---|" + "--:|" * (len(head) - 1)]
    lines += ["| " + " | ".join(map(str, row)) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def verdict_rows(outcomes: Sequence[Outcome]) -> Iterator[tuple[object, ...]]:
    """One row for each expectation, kind and tier."""
    cells: dict[tuple[str, str, str], Counter[str]] = {}
    for o in outcomes:
        cells.setdefault((o.expect, o.kind, o.tier), Counter())[o.decision] += 1
    for key, decisions in sorted(cells.items()):
        total = decisions.total()
        yield (*key, total, *(_percent(decisions[str(d)], total) for d in Decision))


def lost_rows(outcomes: Sequence[Outcome]) -> Iterator[tuple[object, ...]]:
    """One row for each source of documents expected to pass, worst first."""
    sources: dict[str, Counter[str]] = {}
    for o in outcomes:
        if o.expect == "pass":
            sources.setdefault(o.source, Counter())[o.decision] += 1
    order = sorted(sources.items(), key=lambda item: (-item[1]["reject"] / item[1].total(), item[0]))
    for source, decisions in order:
        total = decisions.total()
        yield source, total, _percent(decisions["review"], total), _percent(decisions["reject"], total)


def separation_rows(outcomes: Sequence[Outcome]) -> Iterator[tuple[object, ...]]:
    """One row for all that is expected to be flagged, and one for each kind and tier not expected to pass."""
    clean = [(o.group, o.damage) for o in outcomes if o.expect == "pass"]
    for name, pick in _parts(outcomes):
        damaged = [(o.group, o.damage) for o in outcomes if pick(o)]
        figures = [auc, *(_recall(rate) for rate in RATES)]
        yield name, len(damaged), *(_with_interval(figure, damaged, clean) for figure in figures)


def _parts(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, Pick]]:
    yield "all flagged", lambda o: o.expect == "flag"
    for kind, tier in sorted({(o.kind, o.tier) for o in outcomes if o.expect != "pass" and (o.kind or o.tier)}):
        yield f"{kind} {tier}".strip(), partial(_is_of, kind, tier)


def _is_of(kind: str, tier: str, o: Outcome) -> bool:
    return (o.kind, o.tier) == (kind, tier) and o.expect != "pass"


def rule_rows(outcomes: Sequence[Outcome], rules: Mapping[str, Rule]) -> Iterator[tuple[object, ...]]:
    """One row a rule, by family."""
    picks: tuple[Pick, ...] = (
        lambda o: o.expect == "pass",
        lambda o: o.expect == "pass" and o.kind == "native" and o.genre == "news",
        lambda o: o.expect == "pass" and o.kind == "translation",
        lambda o: o.kind == "learner",
        lambda o: o.expect == "flag",
    )
    rates = [_Rates.over(outcomes, pick) for pick in picks]
    for name, rule in rules.items():
        clean, *_, damaged = (rate.of(name) for rate in rates)
        ratio = f"{damaged / clean:.0f}" if clean else "-"
        note = "above the bar" if clean > BAR and rule.stage == "stable" else ""
        yield f"{rule.family}/{name}", rule.stage, *(rate.shown(name) for rate in rates), ratio, note
    yield from _family_row(rules, rates)


def _family_row(rules: Mapping[str, Rule], rates: Sequence[_Rates]) -> Iterator[tuple[object, ...]]:
    quotes = [name for name, rule in rules.items() if rule.family == "quotes" and rule.stage == "stable"]
    if quotes:
        yield "**quotes, all stable**", "", *(rate.shown(*quotes) for rate in rates), "", ""


@dataclass(frozen=True, slots=True)
class _Rates:
    """What each rule found in a part of the documents, and how many words that part has."""

    found: Counter[str]
    words: int

    @classmethod
    def over(cls, outcomes: Iterable[Outcome], pick: Pick) -> _Rates:
        found: Counter[str] = Counter()
        words = 0
        for o in filter(pick, outcomes):
            found.update(o.findings)
            words += o.words
        return cls(found, words)

    def of(self, *rules: str) -> float:
        """Findings of these rules together per 10,000 words."""
        return sum(self.found[rule] for rule in rules) * 10_000 / self.words if self.words else 0.0

    def shown(self, *rules: str) -> str:
        # A part without documents has no rate; 0.00 would claim that the rule had been tried there.
        return f"{self.of(*rules):.2f}" if self.words else "-"


def _recall(rate: float) -> Callable[[Sequence[float], Sequence[float]], float]:
    return lambda damaged, clean: recall_at(damaged, clean, rate)


def _with_interval(
    figure: Callable[[Sequence[float], Sequence[float]], float],
    damaged: Sequence[tuple[str, float]],
    clean: Sequence[tuple[str, float]],
) -> str:
    value = figure([s for _, s in damaged], [s for _, s in clean])
    if math.isnan(value):
        return "-"
    low, high = interval(figure, damaged, clean, draws=100)
    return f"{value:.2f} [{low:.2f}-{high:.2f}]"


def _percent(count: int, total: int) -> str:
    return f"{100 * count / total:.1f}" if count else "0"
