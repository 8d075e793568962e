"""What `qc fix` does to a text: the edits of its findings, until none is left.

Only what has one right answer is changed, never a word, and only in prose, headings and tables: code and markup stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from qc.check import check
from qc.document import BlockKind, Document
from qc.policy import Policy
from qc.prose import masked
from qc.report import Reported
from qc.rule import Edit
from qc.score import FLUENCY

ROUNDS = 8
"""One edit may uncover another. A text that is not done by then has no certain answer, and stays as it is."""

_UNTOUCHED = frozenset({BlockKind.CODE, BlockKind.MARKUP})


@dataclass(frozen=True, slots=True)
class Fixed:
    """A text put right, and the findings that were, in the order they were mended."""

    text: str
    mended: tuple[Reported, ...] = ()


def fix(text: str, *, name: str = "<text>", markup: str = "text", policy: Policy | None = None) -> Fixed:
    """Put right what has one right answer; mending the result again changes nothing. Raises as `check` does."""
    policy = policy or Policy()
    # The damage model mends nothing and costs more than all rules together.
    policy = replace(policy, ignore=policy.ignore | {FLUENCY})
    mended, now = list[Reported](), text
    for _ in range(ROUNDS):
        report = check(now, name=name, markup=markup, policy=policy)
        chosen = list(_mendable(report.document, report.findings))
        if not chosen:
            return Fixed(now, tuple(mended))
        now = applied(now, [found.edit for found in chosen if found.edit])
        mended += chosen
    return Fixed(text)


def _mendable(doc: Document, findings: Iterable[Reported]) -> Iterator[Reported]:
    """The findings that say how to mend them, in order, without those that lie in code or overlap the one before."""
    if not any(found.edit for found in findings):
        return
    prose = BlockKind.PROSE
    blocks = tuple(block if block.kind in _UNTOUCHED else block._replace(kind=prose) for block in doc.blocks)
    shown, end = masked(doc.text, blocks, doc.markup), 0
    with_edit = [(found.edit, found) for found in findings if found.edit]
    for edit, found in sorted(with_edit, key=lambda pair: pair[0].span):
        place = slice(edit.span.start, edit.span.end)
        if edit.span.start >= end and shown[place] == doc.text[place]:
            yield found
            end = edit.span.end


def applied(text: str, edits: Iterable[Edit]) -> str:
    """Make edits that are in order and do not overlap."""
    pieces, last = list[str](), 0
    for edit in edits:
        pieces += text[last : edit.span.start], edit.text
        last = edit.span.end
    return "".join(pieces) + text[last:]
