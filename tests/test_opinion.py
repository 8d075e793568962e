"""A second opinion in the pipeline: what it adds to a report, when it is asked, and what if it is missing."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

import qc
from qc.document import Document, Span
from qc.opinion import Mode, Opinion, was_consulted
from qc.policy import Decision, Policy
from qc.report import Reported, jsonl, markdown
from qc.rule import Axis
from qc.scope import Scope
from qc.score import Contribution

CLEAN = (
    "The council met on Tuesday evening to discuss the new bridge over the river and the road that leads to it. "
    "Engineers had measured the piers in spring and found them sound, but the deck was worn and the railings rusted "
    "through in several places. After two hours of debate the members agreed to close one lane in May and to ask three "
    "firms for an estimate before the summer.\n"
)


RULES = Policy(ignore=frozenset({"fluency"}))
"""Without the damage model, which does not like "a" where "the" belongs."""


class Grumbler:
    """Finds fault with every "the", each as evidence of 1 and all together of 3."""

    name = "languagetool"

    def __init__(self, mode: Mode = Mode.ALWAYS, missing: str = "") -> None:
        self.mode, self.missing, self.asked = mode, missing, 0

    def ask(self, doc: Document, /) -> Opinion:
        self.asked += 1
        if self.missing:
            return Opinion(missing=self.missing)
        return Opinion(tuple(self._found(doc)), {"Grumbler": "1"})

    def _found(self, doc: Document) -> list[Reported]:
        starts = [at for at in range(len(doc.text)) if doc.text.startswith("the ", at)]
        return [
            Reported(
                "languagetool/THE",
                "languagetool",
                Axis.TRANSLATION,
                Span(at, at + 3),
                "a the",
                0.5,
                1.0,
                (),
                *doc.locate(at),
            )
            for at in starts
        ]

    def contribution(self, findings: Sequence[Reported], words: int) -> Contribution:
        return Contribution(self.name, Axis.TRANSLATION, len(findings), 0.0, min(float(len(findings)), 3.0))

    @property
    def most(self) -> Contribution:
        return Contribution(self.name, Axis.TRANSLATION, 1, 0.0, 3.0)


def the(count: int, before: str = "") -> str:
    """A clean text in which "the" stands so many times."""
    text = CLEAN.replace("the ", "a ", CLEAN.count("the ") - count)
    assert text.count("the ") == count
    return before + text


def test_where_only_a_part_counts_its_findings_elsewhere_cost_nothing() -> None:
    text = the(2)
    first, second = (at for at in range(len(text)) if text.startswith("the ", at))
    report = qc.check(text, second_opinion=Grumbler(), policy=RULES, scope=Scope((Span(second, len(text)),)))
    assert [found.span.start for found in report.findings] == [second]
    assert [found.span.start for found in report.hidden] == [first]
    assert report.score is not None
    assert [(cost.rule, cost.count) for cost in report.score.contributions] == [("languagetool", 1), ("unseen", 0)]


def test_its_findings_and_one_contribution_are_in_the_report() -> None:
    policy = Policy("mine", qc.Thresholds(10, 90), ignore=RULES.ignore)
    report = qc.check(the(2), second_opinion=Grumbler(), policy=policy)
    assert [report.document[found.span] for found in report.findings] == ["the", "the"]
    assert {found.rule for found in report.findings} == {"languagetool/THE"}
    assert report.score is not None
    assert [(c.rule, c.count, c.evidence) for c in report.score.contributions if c.axis] == [("languagetool", 2, 2.0)]
    assert (report.verdict, report.dearest) == (Decision.REVIEW, "languagetool")
    assert report.versions["Grumbler"] == "1"
    assert report.settings["languagetool"] == "always"
    assert was_consulted(report, "languagetool")
    assert "languagetool" in report.reasons[0]
    assert "`languagetool/THE`" in markdown.page(report)


def test_without_one_nothing_is_different() -> None:
    report = qc.check(the(2))
    assert "languagetool" not in report.settings
    assert set(report.versions) == {"qc"}


@pytest.mark.parametrize(
    ("review_below", "asked", "setting"),
    [(75, 1, "uncertain"), (45, 0, "uncertain, not asked: the verdict could not change")],
)
def test_uncertain_asks_where_the_verdict_could_change(review_below: float, asked: int, setting: str) -> None:
    second = Grumbler(Mode.UNCERTAIN)
    policy = Policy("mine", qc.Thresholds(10, review_below), ignore=RULES.ignore)
    report = qc.check(the(1), policy=policy, second_opinion=second)
    assert (second.asked, report.settings["languagetool"]) == (asked, setting)


def test_uncertain_does_not_ask_about_what_is_rejected_anyway() -> None:
    second = Grumbler(Mode.UNCERTAIN)
    policy = Policy("mine", qc.Thresholds(100, 100), weights={"doubled-word": 100.0})
    assert qc.check(the(1, "The the rain fell. "), policy=policy, second_opinion=second).verdict is Decision.REJECT
    assert second.asked == 0


@pytest.mark.parametrize("text", ["Too short to judge.", "Il pleut sur la ville depuis hier matin. " * 20])
def test_a_text_that_is_not_judged_is_not_shown_to_it(text: str) -> None:
    second = Grumbler()
    assert qc.check(text, second_opinion=second).verdict is Decision.NOT_JUDGED
    assert second.asked == 0


def test_where_it_is_missing_the_verdict_says_so_once_and_stands() -> None:
    gone = "LanguageTool: stopped answering, not counted"
    report = qc.check(the(2), second_opinion=Grumbler(missing=gone), policy=RULES)
    assert (report.verdict, report.reasons) == (Decision.ACCEPT, (gone,))
    assert report.reliability == qc.check(the(2), policy=RULES).reliability
    assert report.findings == ()
    assert report.settings["languagetool"] == "always, no answer"
    assert not was_consulted(report, "languagetool")
    assert markdown.page(report).count(gone) == 1
    assert jsonl.line(report).count(gone) == 1


def test_a_comment_or_the_policy_silences_a_rule_of_it() -> None:
    comment = "<!-- qc: ignore languagetool/THE -->\n"
    least = qc.check(the(2), policy=RULES).reliability
    report = qc.check(the(2, comment), second_opinion=Grumbler(), policy=RULES)
    assert (report.findings, report.suppressed, report.reliability) == ((), 2, least)
    silenced = Policy(ignore=RULES.ignore | {"languagetool/THE"})
    ignored = qc.check(the(2), policy=silenced, second_opinion=Grumbler())
    assert (ignored.findings, ignored.reliability) == ((), least)


def test_a_comment_for_a_rule_of_it_is_no_mistake_where_it_is_not_asked() -> None:
    assert qc.check(the(2, "<!-- qc: ignore languagetool/THE -->\n")).findings == ()
