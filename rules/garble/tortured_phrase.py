"""Set phrase with its words exchanged for synonyms.

A spinner, or an engine on the way out of English and back, replaced the words of a term one by one: artificial
intelligence became `counterfeit consciousness`, a random forest an `irregular woodland`, breast cancer `bosom disease`.
No reader knows the term any more, and the text was made to look original.

One such phrase may be a coincidence, a joke or a quotation and weighs little; several in a short text do not happen.
The list holds nothing that was found in clean English, and phrases between quotation marks are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from qc import Axis, Document, Finding, bad, good, miss, rule
from qc.words import phrases

STRENGTH = (0.0, 0.3, 0.6)
"""By the number of different phrases found; from three on there is no doubt."""

FEWEST_PER_1000 = 0.3
"""Phrases per thousand words under which a long text gets the strength of a single one: it only had more chances."""


@rule(
    axis=Axis.TRANSLATION,
    advice="put back the term of the field",
    examples=[
        bad("The use of ⟦counterfeit consciousness⟧ and ⟦profound learning⟧ helps in the ⟦irregular woodland⟧ model."),
        bad("Women with ⟦bosom malignancy⟧ were asked about ⟦heart assaults⟧ in the family."),
        bad("The ⟦flag to commotion⟧ ratio and the ⟦mean squared blunder⟧ were better in every test."),
        bad("They met the ⟦bad habit president⟧ of the firm, which sells ⟦savvy phones⟧."),
        bad("⟦Haze figuring⟧ lowers the ⟦vitality utilization⟧ of the network."),
        good(
            "The woodland was irregular, the forest dark, and her bosom friend had profound things to say on learning."
        ),
        good("Artificial intelligence, deep learning, random forests, neural networks and support vector machines."),
        good("He had a heart attack in the market after an assault, and felt the vitality of the city."),
        good("Authors write “counterfeit consciousness” where they mean artificial intelligence."),
        good("The counterfeit notes and the colossal amount of information in the flag were a commotion."),
        miss("The ⟦phony sharpness⟧ of the machine was praised."),
    ],
)
def tortured_phrase(doc: Document) -> Iterator[Finding]:
    found = phrases.places(doc, "tortured_phrases.txt")
    strength = _strength(len({place.meant for place in found}), len(doc.tokens))
    for place in found:
        yield Finding(place.span, f"“{doc[place.span]}” stands for “{place.meant}”", strength)


def _strength(different: int, words: int) -> float:
    if 1000 * different < FEWEST_PER_1000 * words:
        return STRENGTH[1]
    return STRENGTH[different] if different < len(STRENGTH) else 1.0
