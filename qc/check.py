"""The whole pipeline: text to Document to findings to score to verdict to Report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from qc import language, readability, suppression
from qc._version import __version__
from qc.document import Document, covered, merged
from qc.fluency import DocumentDamage, document_damage
from qc.opinion import SecondOpinion, consulted
from qc.policy import Policy, Verdict, not_judged
from qc.registry import rules
from qc.report import Report, Reported, in_order
from qc.rule import Finding, Rule
from qc.scope import WHOLE, Scope
from qc.score import Contribution, Score, reliability, weight_of

EXPLAINED = 1 / 3
"""Share of a doubt that other findings cover from which they explain it: a doubled word is no wrong word besides, but a
broken number in a quotation does not explain the quotation."""


class BrokenRuleError(Exception):
    """A rule that failed, or found something outside the text. It ends the run: nothing it missed would be noticed."""


def check(
    text: str,
    *,
    name: str = "<text>",
    markup: str = "text",
    policy: Policy | str | None = None,
    scope: Scope = WHOLE,
    second_opinion: SecondOpinion | None = None,
) -> Report:
    """Judge an English text.

    name: what reports call it. markup: "text" or "markdown". policy: a Policy, the name of a profile, or None for
    the default profile. scope: what of the text counts. second_opinion: another engine to ask, such as
    `qc.languagetool`. Raises PolicyError for an unknown profile or rule, BrokenRuleError where a rule fails,
    OpinionError where the other engine cannot be had.
    """
    policy = policy if isinstance(policy, Policy) else Policy.named(policy) if policy else Policy()
    doc = Document(text, name, markup)
    chosen = policy.chosen(rules())
    foreign = _foreign(doc, policy)
    if foreign:
        # Rules know English. Of a text in another language each would report that it is not English.
        chosen = {}
    reported = _reported(doc, chosen, policy)
    kept, silenced, unused = suppression.apply(doc, reported, chosen)
    kept, hidden = scope.part(doc, kept)
    silenced, _ = scope.part(doc, silenced)
    counted = readability.measure(doc.prose_text, doc.tokens)
    score, verdict = _judged(doc, foreign, kept, chosen, policy, scope)
    kept, hidden, silenced = (_believed(part, score) for part in (kept, hidden, silenced))
    report = Report(
        document=doc,
        words=len(doc.tokens),
        sentences=len(doc.sentences),
        readability=counted,
        score=score,
        judgement=verdict,
        findings=in_order(*kept, *unused),
        silenced=in_order(*silenced),
        versions={"qc": __version__},
        settings=settings(policy) | ({"only": scope.name} if scope.name else {}),
        hidden=tuple(hidden),
        passed_over=scope.passed_over(doc) if score and policy.fluency else frozenset(),
    )
    if second_opinion is None:
        return report
    again = partial(_judged, doc, foreign, kept, chosen, policy, scope)
    return consulted(report, second_opinion, again, policy.ignore, scope)


def settings(policy: Policy) -> dict[str, object]:
    """What a reader must know of the policy to get the same verdict again."""
    return {
        "profile": policy.profile,
        "reject-below": policy.thresholds.reject_below,
        "review-below": policy.thresholds.review_below,
        "min-words": policy.thresholds.min_words,
        "select": sorted(policy.select),
        "ignore": sorted(policy.ignore),
        "weights": dict(sorted(policy.weights.items())),
    }


def _reported(doc: Document, chosen: Mapping[str, Rule], policy: Policy) -> list[Reported]:
    return [
        Reported.of(doc, rule, finding, weight_of(rule, policy.weights))
        for rule in chosen.values()
        for finding in _run(rule, doc)
    ]


def _believed(found: Sequence[Reported], score: Score | None) -> list[Reported]:
    """What a document with this score makes probable, without doubts that other findings explain."""
    sure = [f for f in found if f.believed_below is None]
    if len(sure) == len(found):
        return sure
    explained = merged(f.span for f in sure)
    doubts = (f for f in found if f.believed_below is not None and f.believed(score))
    return [*sure, *(f for f in doubts if covered(f.span, explained) < EXPLAINED * (f.span.end - f.span.start))]


def _run(rule: Rule, doc: Document) -> list[Finding]:
    try:
        found = list(rule.check(doc))
    except Exception as error:
        raise BrokenRuleError(f"rule {rule.id} failed on {doc.name}: {type(error).__name__}: {error}") from error
    for finding in found:
        if not finding.span.start < finding.span.end <= len(doc.text):
            raise BrokenRuleError(f"rule {rule.id} found {finding.span} outside {doc.name} or empty")
    return found


def _foreign(doc: Document, policy: Policy) -> str:
    """The language of a text that is long enough to be judged and not English, else nothing."""
    if len(doc.tokens) < max(1, policy.thresholds.min_words) or language.english(doc):
        return ""
    return language.identified(doc)


def _judged(
    doc: Document,
    foreign: str,
    kept: Iterable[Reported],
    chosen: Mapping[str, Rule],
    policy: Policy,
    scope: Scope,
    second: Contribution | None = None,
) -> tuple[Score | None, Verdict]:
    words = len(doc.tokens)
    if not words:
        return None, not_judged("no prose in it")
    if words < policy.thresholds.min_words:
        return None, not_judged(f"{words} words of prose, fewer than {policy.thresholds.min_words}")
    if foreign:
        known = foreign != language.UNKNOWN
        return None, not_judged(f"not English but {foreign}" if known else "in no language that is known")
    strengths: dict[str, list[float]] = {}
    for found in kept:
        if found.believed_below is None:
            strengths.setdefault(found.rule, []).append(found.strength)
    fluency = _fluency(doc) if policy.fluency and scope.reads_garbled(doc) else None
    score = reliability(strengths, chosen, scope.words(doc), policy.weights, fluency, second)
    return score, policy.judge(score)


def _fluency(doc: Document) -> DocumentDamage:
    """The damage model's judgements of the sentences, pooled."""
    return document_damage(doc.judgements, doc.sentence_words, doc.quoted_shares)
