"""Quoted speech that means nothing.

The narration around it reads well, but the words between the marks do not hold together: an engine or a spinner made
up what somebody is supposed to have said. To a reader it is evidence; nobody said it.

Speech is looser than prose: fragments, dialect, slips of the tongue and a foreigner's English are left alone, and so is
a quotation in a text that reads no better around it, where the whole is at fault. A sentence that does not hold
together at all is word-salad's. Where a mark is lost or damaged nobody knows what was quoted, and other rules say so.
In a document that is damaged as a whole, speech that reads somewhat worse than the narration is reported too. What the
sentences cost together is the contribution `fluency` of the score, so this rule has no weight of its own: it shows
where.
"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import fmean

from qc import Axis, Document, Finding, Span, bad, good, miss, rule
from qc.document import covered, merged
from qc.fluency import NARRATED, QUOTED, SALAD, logit

GARBLED = 0.75
"""Damage of a mostly quoted sentence from which it is reported: below 0.2 findings in 10,000 words of clean text."""

CONTRAST = 2.0
"""How far, in log-odds, it reads worse than the narration: where all reads badly, speech does not stand out."""

FEWEST_WORDS, FEWEST_NARRATED = 7, 3
"""Words of a sentence, and sentences of narration, below which either is judged by chance."""

DOUBTED, DOUBTFUL_CONTRAST, BELIEVED_BELOW = 0.03, 1.2, 30.0
"""Damage and contrast from which speech is reported in a document whose reliability is below the third: 5.6 findings
more in 10,000 words of damaged text, and 0.04 of clean text."""

_NARRATION = (
    "The council met on Monday evening in the old town hall. Two hundred people had come to hear what would become of "
    "the harbour. The debate lasted for three hours, and nobody left before the vote. "
)


@rule(
    axis=Axis.QUOTATION,
    advice="look up what was said",
    model=True,
    examples=[
        bad(
            f"{_NARRATION}“⟦The weather of prices has taken the harvest in the hands of those we were,⟧” said the "
            "farmer."
        ),
        bad(f"{_NARRATION}“⟦The winter it him has taken to the fishermen the nets of who we were before,⟧” she said."),
        bad(
            f"{_NARRATION}“⟦The wind of the prices it has taken us the harvest from the hands of who we were,⟧” said "
            "the teacher."
        ),
        good(f"{_NARRATION}“Ain’t nobody gonna tell me how to run my own boat, and that’s the end of it,” he said."),
        good(f"{_NARRATION}“Is very good fish, this one, I catch him in the morning when is still dark,” he said."),
        good(f"{_NARRATION}“We never … I mean, not in my lifetime, not the river, not this far up,” she said."),
        miss(f"{_NARRATION}“⟦The embrace of the harbour has confirmed deeply effective introductions,⟧” he said."),
    ],
)
def garbled_speech(doc: Document) -> Iterator[Finding]:
    if not doc.quotations or not doc.judgements:
        return
    damages = [judgement.damage for judgement in doc.judgements]
    if max(damages) < DOUBTED or logit(max(damages)) - logit(min(damages)) < DOUBTFUL_CONTRAST:
        return
    read = list(zip(doc.sentences, doc.judgements, doc.quoted_shares, doc.sentence_words, strict=True))
    narration = [logit(judgement.damage) for _, judgement, share, words in read if share <= NARRATED and words > 4]
    if len(narration) < FEWEST_NARRATED:
        return
    usual = fmean(narration)
    flawed = merged(q.body for q in doc.quotations if q.flaw or not (q.closing or q.continued))
    for span, judgement, share, words in read:
        if share < QUOTED or judgement.damage >= SALAD or words < FEWEST_WORDS:
            continue
        if covered(span, flawed):
            continue
        contrast = logit(judgement.damage) - usual
        if judgement.damage >= GARBLED and contrast >= CONTRAST:
            yield Finding(_speech(doc, span), "what is quoted here does not hold together", round(judgement.damage, 2))
        elif judgement.damage >= DOUBTED and contrast >= DOUBTFUL_CONTRAST:
            message = "what is quoted here hardly means anything"
            yield Finding(_speech(doc, span), message, round(judgement.damage, 2), believed_below=BELIEVED_BELOW)


def _speech(doc: Document, span: Span) -> Span:
    """The part of a sentence between its first and its last quoted character."""
    quoted = [offset for offset in range(span.start, span.end) if doc.is_quoted(offset)]
    return Span(quoted[0], quoted[-1] + 1)
