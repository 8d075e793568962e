"""Which stretches of words to report, and how far a document must be damaged for a doubt to be probable.

How often experts marked a stretch follows its strength and hardly the damage of the sentence around it (measured by
`training/doubted.py`). But experts were shown engines' sentences only: in a document of which some sentences are an
engine's and the others a person's, it is the sentence that says which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from qc.document import Document, Span
from qc.fluency.judgement import SALAD, Judgement

SURE = 0.875
"""Strength from which a stretch of few words is reported anywhere: 0.4 findings in 10,000 words of clean text."""

DAMAGED = 0.4
"""Damage of the sentence from which one of its stretches may be sure."""

PATCHED = 0.6
"""Damage of the sentence from which a doubt is reported where the other sentences read well. At 0.5,
`benchmarks/doubts.py` finds 41 doubts more, of which 19 lie in an engine's sentences among a person's; at 0.4, 72 more,
of which 28 do."""

DOUBTED, BELIEVED_BELOW = 0.6, 30.0
"""Strength of a stretch in doubt, and the reliability of the document below which it is reported."""

THROUGHOUT, THROUGHOUT_BELOW = 0.1, 5.0
"""Median damage of the sentences, with a reliability below the second, from which a document is an engine's from end
to end, so that a doubt needs no support by its sentence. At 0.08, `benchmarks/doubts.py` finds 32 doubts more in
documents with an engine's sentences among a person's, of which 6 are right, and hardly more in other damaged ones."""

RECURRING = 3
"""Times a name stands in a document from which a doubt about it says only that the model does not know it."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A stretch of words in a document; strength in (0, 1]. believed_below: as of a `Finding`."""

    span: Span
    strength: float
    believed_below: float | None


def doubts(doc: Document) -> Iterator[Doubt]:
    """The doubts about a document's sentences, in reading order; none about salad, which is reported whole."""
    damages = [judgement.damage for judgement in doc.judgements]
    throughout = bool(damages) and median(damages) >= THROUGHOUT
    for place, judgement in zip(doc.sentences, doc.judgements, strict=True):
        damaged = judgement.damage >= DAMAGED
        doubtful = throughout or judgement.damage >= PATCHED
        if judgement.damage >= SALAD or not (damaged or doubtful):
            continue
        for span, strength in stretches(doc, place, judgement):
            is_sure = damaged and strength >= SURE
            if is_sure or (doubtful and not _recurs(doc, span)):
                limit = None if is_sure else BELIEVED_BELOW if damaged else THROUGHOUT_BELOW
                yield Doubt(span, strength, limit)


def stretches(doc: Document, place: Span, judgement: Judgement) -> Iterator[tuple[Span, float]]:
    """The doubted stretches of a sentence and their strengths, in reading order.

    Without the marks around it; of one that a quotation ends in, the longer side.
    """
    for start, end, strength in judgement.spans:
        sides = [*_WORDS.finditer(doc.text, place.start + start, place.start + end)]
        if sides and strength >= DOUBTED:
            words = max(sides, key=lambda side: side.end() - side.start())
            yield Span(words.start(), words.end()), strength


_WORDS = re.compile(r"[^\W_](?:[^\"“”«»„]*[^\W_])?")


def _recurs(doc: Document, span: Span) -> bool:
    """Whether the stretch is a name, and nothing else, that stands in the document again and again."""
    stretch = doc[span]
    return stretch[0].isupper() and sum(name.text == stretch for name in doc.names) >= RECURRING
