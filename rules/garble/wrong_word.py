"""Word that does not belong in its sentence.

An engine took the word in another sense, or put one in the place of a name or an acronym: `a blow to the arm` for a
shot in the arm. Every word is a word, so no dictionary objects. The damage model reads the sentence and stumbles at
these words; a stretch of a few words that it is nearly sure of, in a sentence it holds for damaged, is reported. Words
that it merely doubts are reported where the document as a whole is damaged: there a doubt is mostly right.

A sentence that does not hold together at all is word-salad's, and reported once. Learners' slips, dialect, verse and
jargon are part of what the model learned to leave alone. What the sentences cost together is the contribution
`fluency` of the score, so this rule has no weight of its own: it shows where.
"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from qc import Axis, Document, Finding, Span, bad, good, miss, rule
from qc.fluency import SALAD

SURE = 0.9
"""Strength of a word from which it is reported: below 0.5 findings in 10,000 words of clean text."""

DAMAGED = 0.4
"""Damage of the sentence from which one of its words is reported: doubt about one word alone is not enough."""

DOUBTED, BELIEVED_BELOW = 0.6, 30.0
"""Strength of a word in doubt, and the reliability of the document below which it is reported. Of such words in
engines' sentences held out of training experts marked seven in eight, four in five where the sentence is in doubt."""

THROUGHOUT, THROUGHOUT_BELOW = 0.1, 5.0
"""Where half of all sentences have this damage or more, it is enough for a doubt below the second reliability: one bad
sentence in ten says little of the others."""

MOST_WORDS = 4
"""A longer stretch is no wrong word but a broken clause."""


@rule(
    axis=Axis.TRANSLATION,
    model=True,
    examples=[
        bad("The ⟦ministry him⟧ has two hundred clerks and a garden that they keep themselves."),
        bad("The village ⟦him⟧ has a castle of the twelfth century that dominates the valley from a hill."),
        bad("The company said that its new engine ⟦him⟧ would be ready before the summer."),
        good("The museum, it turned out, had announced the purchase of a painting that had been lost for a century."),
        good("In my opinion the village have many old house and the people is very friendly with the tourist."),
        good("Her he loved, and him she never once forgave; the sea it was that parted them at last."),
        miss("The school ⟦him⟧ has two hundred pupils and a garden that they keep themselves."),
        miss("The harbour master gave the fishermen ⟦a blow to the arm⟧ when he lowered the fees for the winter."),
    ],
)
def wrong_word(doc: Document) -> Iterator[Finding]:
    if all(judgement.damage < THROUGHOUT for judgement in doc.judgements):
        return
    throughout = median(judgement.damage for judgement in doc.judgements) >= THROUGHOUT
    for place, judgement in zip(doc.sentences, doc.judgements, strict=True):
        damaged = judgement.damage >= DAMAGED
        if judgement.damage >= SALAD or not (damaged or (throughout and judgement.damage >= THROUGHOUT)):
            continue
        believed_below = BELIEVED_BELOW if damaged else THROUGHOUT_BELOW
        for start, end, strength in judgement.spans:
            span = Span(place.start + start, place.start + end)
            if strength < DOUBTED or not _words(doc[span]):
                continue
            sure = damaged and strength >= SURE
            message = f"“{' '.join(doc[span].split())}” {'does not' if sure else 'hardly seems to'} belong here"
            yield Finding(span, message, round(strength, 2), believed_below=None if sure else believed_below)


def _words(stretch: str) -> bool:
    """Whether the stretch is words, and few of them; marks alone are the rules' about marks."""
    return any(map(str.isalpha, stretch)) and len(stretch.split()) <= MOST_WORDS
