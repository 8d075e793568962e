"""Two small words that never stand side by side.

A language that says “the his house” or “no only” was carried over word by word, or an engine dropped the noun between
an article and a preposition (`the of the minister`, `the that came`). Native speakers do not make these slips and
learners hardly ever do: each pair here was searched for in two million words of clean English and not found.

Words mentioned as words, hyphenated compounds (`the on-air light`, `a to-do list`), letters used as names (`Column A
of`), and pairs parted by a stop or a mark are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qc import Axis, Document, Finding, Span, bad, good, miss, rule

_AFTER = {
    "the": "his|our|ours|your|my|their|its|another|any|each|been|be|have|has|also|put|come|had|of|that|to|with|from"
    "|but|are|were|which|because|than",
    "a": "of|that|from|the|his|their|our|my|are|with|is|was|were|has|have",
    **dict.fromkeys(("my", "your", "our", "their"), "the|a|an|of|to|is|are|was|that|which|with|from|in"),
    "no": "only|always|still",
}
_BEFORE = {
    "another": ("each", "any", "all", "the", "a"),
    "been": ("is", "are", "was", "were", "am", "be"),
}


_NEXT = r"(?= [a-z])(?! (?:statement|keyword|clause|block|expression|operator)s?\b)"
"""A word in small letters, which shows that no stop, mark or capital parts the pair, and that it is not mentioned."""


def _followed(first: str, seconds: str) -> re.Pattern[str]:
    # The word comes first and what must stand before it after it: a pattern that begins with a letter is found fast.
    return re.compile(rf"{first} (?<=[ (“\"]{first} )(?:{seconds}){_NEXT}")


def _preceded(second: str, firsts: tuple[str, ...]) -> re.Pattern[str]:
    before = "|".join(rf"(?<= {first} {second})" for first in firsts)
    return re.compile(rf"{second}(?:{before}){_NEXT}")


_SHAPES = (
    *((first, _followed(first, seconds)) for first, seconds in _AFTER.items()),
    *((second, _preceded(second, firsts)) for second, firsts in _BEFORE.items()),
    ("more", re.compile(r"more of (?:the half\b|\d+)")),
)
"""A word the text must have, and the pair."""


@rule(
    axis=Axis.TRANSLATION,
    advice="put back the word that is missing, or delete the one too many",
    examples=[
        bad("She went to ⟦the his⟧ house and found nobody."),
        bad("The president of ⟦the of⟧ the board resigned."),
        bad("It is ⟦no only⟧ a question of money."),
        bad("They spoke with ⟦each another⟧ and with the mayor."),
        bad("The bridge ⟦is been⟧ closed since May, and ⟦more of 30⟧ houses are empty."),
        bad("This is ⟦our the⟧ last chance, said ⟦the that⟧ came late."),
        good("The on-air light, a to-do list, the with-profits fund and the by-road were mentioned."),
        good("Column A of the table and vitamin A are for the his-and-hers shop; the That Was The Week team."),
        good("What it is, been there. The more of it the better; more of a friend, and a few more of the halves."),
        good("He wrote “the of” twice. Of the, to the. The article is the word the, and the “that” is not."),
        good("There is no “only” there, no. Always ask. His is the best, and ours was a that-clause."),
        good("Leave a with block early, or write the from clause and the with statement on lines of their own."),
        miss("She went ⟦to at⟧ the house."),
    ],
)
def impossible_pair(doc: Document) -> Iterator[Finding]:
    text = doc.prose_text
    for word, pattern in _SHAPES:
        if word in doc.vocabulary:
            for match in pattern.finditer(text):
                start = text.rfind(" ", 0, match.start() - 1) + 1 if word in _BEFORE else match.start()
                pair = text[start : match.end()]
                yield Finding(Span(start, match.end()), f"“{pair}”: no sentence has these two words side by side")
