"""Profiles and thresholds: from a score to accept, review or reject, with the reasons in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from qc.rule import Axis, Rule
from qc.score import FLUENCY, LANGUAGETOOL, Contribution, Score


class PolicyError(ValueError):
    """A profile, rule or setting that does not exist."""


class Decision(StrEnum):
    """What is to become of a document."""

    ACCEPT = "accept"
    REVIEW = "review"
    REJECT = "reject"
    NOT_JUDGED = "not judged"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision, the reasons for it, and what would make the document pass."""

    decision: Decision
    reasons: tuple[str, ...] = ()
    remedies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Scores from 0 to 100 and a length in words.

    reject_below: of the reliability of the words alone. What an extractor left in or cut off can be cleaned away, so
    it never rejects. review_below: of reliability, all four axes. min_words: prose shorter than this is not judged.
    """

    reject_below: float
    review_below: float
    min_words: int = 50

    def __post_init__(self) -> None:
        if self.reject_below > self.review_below:
            raise PolicyError(f"reject-below ({self.reject_below:g}) lies above review-below ({self.review_below:g})")


PROFILES: Mapping[str, Thresholds] = MappingProxyType(
    {
        "news": Thresholds(reject_below=30, review_below=70),
        "corpus": Thresholds(reject_below=15, review_below=50),
        "strict": Thresholds(reject_below=50, review_below=85),
    }
)
DEFAULT_PROFILE = "news"

AXIS_WORDS: Mapping[Axis, str] = MappingProxyType(
    {
        Axis.TRANSLATION: "translation damage",
        Axis.QUOTATION: "quotation damage",
        Axis.ENCODING: "encoding damage",
        Axis.EXTRACTION: "extraction damage",
    }
)


@dataclass(frozen=True, slots=True)
class Policy:
    """Which rules run, what they weigh and where the thresholds lie.

    select, ignore: rule ids, families, or "fluency" for all that asks the damage model; with nothing selected every
    rule runs. weights: points by rule id, instead
    of the table's. A rule or family that does not exist is an error when the policy is applied.
    """

    profile: str = DEFAULT_PROFILE
    thresholds: Thresholds = PROFILES[DEFAULT_PROFILE]
    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    weights: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def named(cls, profile: str) -> Policy:
        """The policy of a profile with nothing changed. Raises PolicyError for an unknown name."""
        if profile not in PROFILES:
            raise PolicyError(f"there is no profile {profile!r}: {', '.join(PROFILES)}")
        return cls(profile, PROFILES[profile])

    @property
    def fluency(self) -> bool:
        """Whether the damage model is asked: unless it is ignored, or rules are selected and it is not."""
        return FLUENCY not in self.ignore and (not self.select or FLUENCY in self.select)

    def chosen(self, rules: Mapping[str, Rule]) -> dict[str, Rule]:
        """The rules that run under this policy. Raises PolicyError for a name that no rule or family has."""
        named = {name for name in self.select | self.ignore if not name.startswith(f"{LANGUAGETOOL}/")}
        # Families are looked up only where they are named: this is done for every document.
        if others := (named | set(self.weights)) - {FLUENCY, *rules}:
            known = {FLUENCY, *rules, *(rule.family for rule in rules.values())}
            for name in sorted(others - known):
                raise PolicyError(f"there is no rule or family {name!r}{_nearest(name, known)}")
        if not named:
            return dict(rules)
        return {
            name: rule for name, rule in rules.items() if self._selects(name, rule) and not self._ignores(name, rule)
        }

    def _selects(self, name: str, rule: Rule) -> bool:
        return not self.select or bool(self.select & {name, rule.family, FLUENCY if rule.model else name})

    def _ignores(self, name: str, rule: Rule) -> bool:
        return bool(self.ignore) and bool(self.ignore & {name, rule.family, FLUENCY if rule.model else name})

    def judge(self, score: Score) -> Verdict:
        """Give the verdict on a score."""
        decision = self._decision(score)
        if decision is Decision.ACCEPT:
            return Verdict(decision)
        return Verdict(decision, tuple(_reasons(score)), tuple(self._remedies(score)))

    def _decision(self, score: Score) -> Decision:
        if score.words < self.thresholds.reject_below:
            return Decision.REJECT
        return Decision.REVIEW if score.value < self.thresholds.review_below else Decision.ACCEPT

    def _remedies(self, score: Score) -> Iterable[str]:
        """Name the fewest rules, dearest first, whose findings gone would let the document pass."""
        limit = self.thresholds.review_below
        mended: list[Contribution] = []
        better = score
        for cost in score.contributions:
            if better.value >= limit:
                break
            if cost.axis:
                mended.append(cost)
                better = score.without({c.rule for c in mended})
        if mended:
            named = _named(mended, "the sentences that read badly")
            yield f"mending {named} would bring reliability from {score.value:g} to {better.value:g}; {limit:g} passes"


def not_judged(reason: str) -> Verdict:
    """Make the verdict on a text that gets no score, and why it gets none."""
    return Verdict(Decision.NOT_JUDGED, (reason,))


def _reasons(score: Score) -> Iterable[str]:
    """One sentence an axis, the dearest first, naming the rules that cost the most."""
    for axis in sorted(Axis, key=score.of):
        costs = [c for c in score.contributions if c.axis is axis]
        if costs:
            points = round(sum(c.points for c in costs), 1)
            yield f"{AXIS_WORDS[axis]} costs {points:g} points: {_named(costs)}"
    if all(c.axis is None for c in score.contributions):
        yield "nothing was found; more is asked than can be said of a text of this length"


NAMED_AT_MOST = 4
"""A reason is one line; the table of contributions has the rest."""


def _named(costs: Sequence[Contribution], fluency: str = "how its sentences read") -> str:
    """Word contributions as "4 reversed-mark, 1 non-word and how its sentences read"; fluency comes last."""
    shown = costs[:NAMED_AT_MOST]
    parts = [f"{c.count} {c.rule}" for c in shown if c.rule != FLUENCY]
    if rest := sum(c.count for c in costs[NAMED_AT_MOST:]):
        parts.append(f"{rest} of other kinds" if rest > 1 else "1 of another kind")
    if any(c.rule == FLUENCY for c in shown):
        parts.append(fluency)
    return ", ".join(parts[:-1]) + " and " + parts[-1] if len(parts) > 1 else parts[0]


def _nearest(name: str, known: Iterable[str]) -> str:
    # Imported here: difflib is needed only to word an error.
    from difflib import get_close_matches

    near = get_close_matches(name, sorted(known), n=1)
    return f"; did you mean {near[0]!r}?" if near else ""
