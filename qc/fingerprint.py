"""What a finding is known by when lines have moved: its rule, the damaged words and the sentence round them.

A baseline, SARIF and code quality reports compare runs by it. It holds while text is added, taken away, wrapped
anew or moved elsewhere in the document, and ends when the sentence itself is changed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

from qc.document import Document, Span
from qc.report import Report, Reported

VERSION = 1
"""Raised when the same finding in the same text gets another fingerprint."""

REACH = 300
"""Code points of the sentence taken in on either side: a file that is one sentence is not hashed for each finding."""

LENGTH = 32
"""Hexadecimal digits, 128 bits: two findings of any corpus do not meet by chance."""


def fingerprints(doc: Document, findings: Sequence[Reported]) -> tuple[str, ...]:
    """Give each finding in a document its fingerprint, in the order given; no two are equal.

    Equal findings in equal sentences are told apart by their number in reading order, whatever order they come in.
    """
    starts = [sentence.start for sentence in doc.sentences]
    made = [""] * len(findings)
    seen: Counter[tuple[str, ...]] = Counter()
    for at in sorted(range(len(findings)), key=lambda at: findings[at].span):
        key = _key(doc, findings[at], starts)
        made[at] = digest(*key, str(seen[key]))
        seen[key] += 1
    return tuple(made)


def of_findings(report: Report) -> tuple[str, ...]:
    """Give a report's findings their fingerprints, which are the same when only a part of the document counts."""
    return fingerprints(report.document, (*report.findings, *report.hidden))[: len(report.findings)]


def _key(doc: Document, found: Reported, starts: Sequence[int]) -> tuple[str, ...]:
    holder, span = _holder(doc, found.span.start, starts), found.span
    before = doc.text[max(holder.start, span.start - REACH) : span.start]
    after = doc.text[span.end : min(holder.end, span.end + REACH)]
    return found.rule, _flowing(doc[span]), _flowing(before), _flowing(after)


def _holder(doc: Document, offset: int, starts: Sequence[int]) -> Span:
    """The sentence an offset stands in, outside prose the line."""
    number = bisect_right(starts, offset) - 1
    if number >= 0 and offset in doc.sentences[number]:
        return doc.sentences[number]
    return doc.lines[doc.locate(offset)[0] - 1]


def _flowing(text: str) -> str:
    return " ".join(text.split())


def digest(*parts: str) -> str:
    """Hash texts so that none runs into the next: LENGTH hexadecimal digits."""
    # A document may hold a lone surrogate, which UTF-8 has no bytes for.
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:LENGTH]
