"""Sentence, or stretch of one, whose words do not hold together.

An engine kept the words and lost how they belong to each other: order, verbs, prepositions and pronouns are those of
another language, or of none. The damage model reads each sentence; one it holds as badly damaged as no more than one
clean sentence in thousands is reported, with the words it stumbles over most. Of a sentence that it holds for damaged
but not as a whole, a stretch of five words or more is reported where the document is damaged as a whole too; a shorter
stretch is `wrong-word`'s.

Short sentences, headings and fragments say too little to be judged. Learners' slips, dialect, verse, law and old prose
are part of what the model learned to leave alone. What the sentences of a document cost together is the contribution
`fluency` of the score, so this rule has no weight of its own: it shows where.
"""

from __future__ import annotations

from collections.abc import Iterator

from qc import Axis, Document, Finding, Span, bad, good, miss, rule
from qc.fluency import SALAD, doubts
from qc.fluency.doubts import BELIEVED_BELOW

FEWEST_WORDS = 8
"""Shorter sentences are judged by chance."""

STRETCH = 5
"""Words of a stretch from which it is reported here: fewer are wrong words."""


@rule(
    axis=Axis.TRANSLATION,
    model=True,
    examples=[
        bad(
            "⟦The council it voted of the bridge who the repair in the month that it comes, and the money he is not of "
            "them.⟧ It rained."
        ),
        bad(
            "⟦To the children it likes them the school of village for the professor who he explains with many "
            "patience the things.⟧"
        ),
        bad(
            "The mayor left. ⟦The farmers they wait that the rain it falls for to sow of the wheat in the camp theirs.⟧"
        ),
        good("She put the kettle on, looked out at the rain and decided that the letter could wait until Monday."),
        good("I has went to the shop for buy milk, but it were closed so I come back home to my family."),
        good("Whereas the Lessee shall, upon the expiry of the said term, yield up the premises in good repair;"),
        good("O wild west wind, thou breath of autumn’s being, thou from whose unseen presence the leaves are driven."),
        good("Na so we dey waka go market every day, my brother, and the people plenty well well for there."),
        miss("⟦The truth question theory that was adopted by harbour ferry design has achieved effective modules.⟧"),
    ],
)
def word_salad(doc: Document) -> Iterator[Finding]:
    for place, judgement, words in zip(doc.sentences, doc.judgements, doc.sentence_words, strict=True):
        if judgement.damage >= SALAD and words >= FEWEST_WORDS:
            yield Finding(place, _message(doc, place, judgement.spans), round(judgement.damage, 2))
    for doubt in doubts(doc):
        if len(doc[doubt.span].split()) >= STRETCH:
            limit = doubt.believed_below or BELIEVED_BELOW
            message = "these words hardly hold together"
            yield Finding(doubt.span, message, round(doubt.strength, 2), believed_below=limit)


def _message(doc: Document, place: Span, spans: tuple[tuple[int, int, float], ...]) -> str:
    if not spans:
        return "the words of this sentence do not hold together"
    start, end, _ = max(spans, key=lambda span: span[2])
    worst = " ".join(doc.text[place.start + start : place.start + end].split())
    return f"the words of this sentence do not hold together, least of all “{worst}”"
