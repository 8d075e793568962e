"""A second opinion: what an engine other than our rules finds in a document, where somebody asks for one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Protocol

from qc import suppression
from qc.document import Document
from qc.policy import Verdict
from qc.report import Report, Reported, in_order
from qc.scope import WHOLE, Scope
from qc.score import Contribution, Score

Judge = Callable[[Contribution], tuple[Score | None, Verdict]]
"""Scores a document once more, with one contribution more."""


class Mode(StrEnum):
    """Of which documents a second opinion is asked: none, every one, or those whose verdict it could change."""

    OFF = "off"
    ALWAYS = "always"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the other engine found.

    versions: of the engine and what asked it. missing: why there is no opinion, in words for the verdict; else empty.
    """

    findings: tuple[Reported, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    missing: str = ""


class SecondOpinion(Protocol):
    """An engine that can be asked."""

    name: str
    mode: Mode

    def ask(self, doc: Document, /) -> Opinion:
        """Have the engine read a document. Raises OpinionError where it cannot be had at all."""

    def contribution(self, findings: Sequence[Reported], words: int) -> Contribution:
        """Say what its findings cost a document with `words` words of prose: one line of the score for all of them."""

    @property
    def most(self) -> Contribution:
        """What its findings could cost a document at most."""


class OpinionError(Exception):
    """An engine that was asked for and cannot be had; the message says why and what to do about it."""


def consulted(
    report: Report, second: SecondOpinion, judge: Judge, ignored: Collection[str], scope: Scope = WHOLE
) -> Report:
    """Put a second opinion into a report.

    ignored: rules of the engine whose findings are left out. scope: what of the text counts.
    """
    mode = second.mode.value
    if report.score is None:
        return _with_setting(report, second.name, f"{mode}, not asked")
    if second.mode is Mode.UNCERTAIN and judge(second.most)[1].decision is report.verdict:
        return _with_setting(report, second.name, f"{mode}, not asked: the verdict could not change")
    opinion = second.ask(report.document)
    report = _with_setting(report, second.name, f"{mode}, no answer" if opinion.missing else mode)
    if opinion.missing:
        reasons = (*report.reasons, opinion.missing)
        return replace(report, judgement=replace(report.judgement, reasons=reasons))
    wanted = [found for found in opinion.findings if found.rule not in ignored]
    kept, silenced, _ = suppression.apply(report.document, wanted, ())
    kept, hidden = scope.part(report.document, kept)
    silenced, _ = scope.part(report.document, silenced)
    score, judgement = judge(second.contribution(kept, scope.words(report.document)))
    return replace(
        report,
        score=score,
        judgement=judgement,
        findings=in_order(*report.findings, *kept),
        silenced=in_order(*report.silenced, *silenced),
        hidden=(*report.hidden, *hidden),
        versions={**report.versions, **opinion.versions},
    )


def was_consulted(report: Report, name: str) -> bool:
    """Say whether a report holds what the engine of that name found."""
    return report.settings.get(name) in {Mode.ALWAYS.value, Mode.UNCERTAIN.value}


def _with_setting(report: Report, name: str, value: str) -> Report:
    return replace(report, settings={**report.settings, name: value})
