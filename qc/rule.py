"""What a rule is and what it yields."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from qc.document import Document, Span

_MARKED = re.compile("[⟦⟧]")


class Axis(StrEnum):
    """Which sub-score of reliability a rule bears on."""

    TRANSLATION = "translation"
    QUOTATION = "quotation"
    ENCODING = "encoding"
    EXTRACTION = "extraction"


ADVICE: Mapping[Axis, str] = MappingProxyType(
    {
        Axis.TRANSLATION: "rewrite it, or translate it anew",
        Axis.QUOTATION: "put the marks and the speaker right",
        Axis.ENCODING: "read the file in its own encoding again",
        Axis.EXTRACTION: "delete what is not the text",
    }
)
"""What to do about most of what bears on an axis, where a rule says nothing better."""


@dataclass(frozen=True, slots=True)
class Edit:
    """How a finding is put right: `text` in place of `span`, which may take in white space beside the damage."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where a rule saw damage.

    span: the damage itself, not empty. message: one lower-case clause about *this* text that a person can check.
    strength: in (0, 1], how sure the rule is here. related: other places that explain it.
    edit: what `qc fix` does about it; None wherever more than one answer is possible. It never touches a word.
    believed_below: the reliability, 0 to 100, below which a document makes a doubtful finding probable; None for one
    that needs no such support. One in doubt follows from the score and weighs nothing in it.
    """

    span: Span
    message: str
    strength: float = 1.0
    related: tuple[Span, ...] = ()
    edit: Edit | None = None
    believed_below: float | None = None

    def __post_init__(self) -> None:
        if not 0 < self.strength <= 1:
            raise ValueError(f"strength lies in (0, 1], not {self.strength}")


@dataclass(frozen=True, slots=True)
class Example:
    """A text and the spans a rule must find in it, no more and no fewer.

    expectation: "bad" finds something, "good" finds nothing, "miss" is damage the rule is known not to see:
    its spans are what it ought to find, and the test fails on the day it does.
    mended: the text as `qc fix` leaves it, where the rule says how; None where it does not.
    """

    text: str
    spans: tuple[Span, ...]
    expectation: Literal["bad", "good", "miss"]
    markup: str = "text"
    mended: str | None = None


def _example(
    marked: str, expectation: Literal["bad", "good", "miss"], markup: str, mended: str | None = None
) -> Example:
    spans: list[Span] = []
    text, start, last = "", 0, 0
    for bracket in _MARKED.finditer(marked):
        text += marked[last : bracket.start()]
        last = bracket.end()
        if bracket.group() == "⟦":
            start = len(text)
        else:
            spans.append(Span(start, len(text)))
    if bool(spans) == (expectation == "good"):
        raise ValueError(f"a {expectation} example with {len(spans)} marked spans: {marked!r}")
    return Example(text + marked[last:], tuple(spans), expectation, markup, mended)


def bad(marked: str, markup: str = "text", mended: str | None = None) -> Example:
    """Make an example whose damage stands between `⟦` and `⟧`. mended: the same text put right, if the rule can."""
    return _example(marked, "bad", markup, mended)


def good(text: str, markup: str = "text") -> Example:
    """Make an example that looks guilty and is not."""
    return _example(text, "good", markup)


def miss(marked: str, markup: str = "text") -> Example:
    """Make an example of damage the rule is known not to find."""
    return _example(marked, "miss", markup)


Check = Callable[[Document], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A check with what it is about. Its id, family and documentation are read from its file.

    stage: a "trial" rule is reported and weighs nothing. model: whether it asks the damage model, which costs more
    than all other rules together. advice: what to do about a finding, an imperative of a few words in lower case.
    """

    check: Check
    axis: Axis
    examples: tuple[Example, ...]
    stage: Literal["stable", "trial"] = "stable"
    model: bool = False
    advice: str = ""

    @property
    def id(self) -> str:
        """The file's name with hyphens: `unclosed-quotation`."""
        return self.check.__module__.rpartition(".")[2].replace("_", "-")

    @property
    def family(self) -> str:
        """The folder the file stands in: `quotes`."""
        return self.check.__module__.rpartition(".")[0].rpartition(".")[2]

    @property
    def doc(self) -> str:
        """The file's docstring: what is wrong, why it matters, what is left alone."""
        return (sys.modules[self.check.__module__].__doc__ or "").strip()

    @property
    def summary(self) -> str:
        """The docstring's first line: a noun phrase naming the defect."""
        return self.doc.partition("\n")[0]


def rule(
    *,
    axis: Axis,
    examples: list[Example],
    advice: str = "",
    stage: Literal["stable", "trial"] = "stable",
    model: bool = False,
) -> Callable[[Check], Rule]:
    """Make the decorated check the rule of its file. The rest as in `Rule`; without `advice` its axis has a word."""

    def make(check: Check) -> Rule:
        return Rule(check, axis, tuple(examples), stage, model, advice or ADVICE[axis])

    return make
