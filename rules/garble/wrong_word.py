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

from qc import Axis, Document, Finding, bad, good, miss, rule
from qc.fluency import doubts

MOST_WORDS = 4
"""A longer stretch is no wrong word but a broken clause: see `word-salad`."""


@rule(
    axis=Axis.TRANSLATION,
    model=True,
    examples=[
        bad("The ⟦castle him⟧ has a garden of the twelfth century that dominates the valley from a hill."),
        bad("The factory ⟦him⟧ have two hundred workers and a garden of the vegetables."),
        bad("The young ⟦company him has⟧ found money in the valley for the machine that it builds."),
        bad("The ⟦ministry him⟧ has two hundred clerks and a garden that they keep themselves."),
        good("The museum, it turned out, had announced the purchase of a painting that had been lost for a century."),
        good("In my opinion the village have many old house and the people is very friendly with the tourist."),
        good("Her he loved, and him she never once forgave; the sea it was that parted them at last."),
        miss("The company said that its new engine ⟦him⟧ would be ready before the summer."),
        miss("The harbour master gave the fishermen ⟦a blow to the arm⟧ when he lowered the fees for the winter."),
    ],
)
def wrong_word(doc: Document) -> Iterator[Finding]:
    for doubt in doubts(doc):
        stretch = doc[doubt.span].split()
        if len(stretch) <= MOST_WORDS and any(map(str.isalpha, doc[doubt.span])):
            does_not = "does not" if doubt.believed_below is None else "hardly seems to"
            message = f"“{' '.join(stretch)}” {does_not} belong here"
            yield Finding(doubt.span, message, round(doubt.strength, 2), believed_below=doubt.believed_below)
