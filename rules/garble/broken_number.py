"""Number with a space inside.

Tokenised text was put together again by rules of another language, or an engine took the comma of a number for one of
the sentence: `$ 100 billion`, `1, 000`, `2. 5 million`, `19 th century`. What was one figure reads as two.

`US$ 5`, `€ 20` and `50 %` are the style of whole houses; they are left alone, and so are thousands set apart by
spaces, lists of numbers, sentences that end in a number, batting averages and calibres.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qc import Axis, Document, Finding, Span, bad, good, miss, rule

_SIGN = re.compile(r"\$ \d+(?:[.,]\d+)*")
AMOUNTS = ("thousand", "million", "billion", "trillion", "percent", "per", "%")
_AMOUNT = "(?:" + "|".join(AMOUNTS) + ")"
_AFTER_A_WORD = re.compile(r"\b(?:of|by|to|about|than|is|was|at|nearly|some) [$£€]?(\d{1,3})\Z|[$£€](\d{1,3})\Z")
_DIGITS = re.compile(r"(?<![\d,.])(\d{1,3}(?:,\d{3})*)\Z")
_ZEROS = (
    # A sentence or a member of a list hardly ever begins with three zeros.
    (re.compile(r", 000\b(?![.,]?\d)"), _DIGITS),
    (re.compile(r"\. 000\b(?![.,]?\d)"), _DIGITS),
    (re.compile(r" ,\d{3}\b(?!\d)"), _DIGITS),
)
_DECIMALS = (
    (re.compile(r" \.\d{1,2} " + _AMOUNT), _DIGITS),
    # "in May 5. 5 million stayed" is two sentences: here the words before must ask for a quantity.
    (re.compile(r"\. \d{1,2} " + _AMOUNT), _AFTER_A_WORD),
    (re.compile(r", \d " + _AMOUNT), _AFTER_A_WORD),
)
_ORDINAL = re.compile(r"(?<![\d.,/:-])(?:\d*1 st|\d*2 nd|\d*3 rd|\d*[04-9] th|1[1-3] th)\b(?![.’'-])")


@rule(
    axis=Axis.TRANSLATION,
    advice="write the number in one piece",
    examples=[
        bad("The fund of ⟦$ 100⟧ billion was spent, and $3 million more was promised."),
        bad("It cost about ⟦$ 3⟧ million, compared to ⟦$ 80⟧ to ⟦$ 100⟧ million for the other."),
        bad("About ⟦1, 000⟧ people live there, and ⟦12. 000⟧ in the valley."),
        bad("Exports rose by ⟦2. 5 million⟧ tonnes and by ⟦3, 5 percent⟧ in June."),
        bad("The town has ⟦45 ,300⟧ inhabitants, or ⟦1 .2 million⟧ with its suburbs."),
        bad("The church dates from the ⟦19 th⟧ century."),
        good("It cost US$ 100 million, € 20 or 50 % of the € 40; the population is 1 000 000."),
        good("Type $ to see the price, or $x for its name; it cost 80 US$ 5 years ago."),
        good("There were 30 in 2009. 500 came later. Take 1, 2, 300 or 5, 10."),
        good("He hit .300 in 1927 and carried a .38 or two .45 pistols. In May 5. 5 million stayed home."),
        good("Turn right into 4th St, then 5 St. James Place. Between 2, 3 and 4 percent agreed."),
        miss("It grew from 4 to ⟦4, 7⟧ in a year."),
    ],
)
def broken_number(doc: Document) -> Iterator[Finding]:
    text = doc.prose_text
    if "$" in text and "$ " in text:
        yield from (_finding(*match.span(), match[0]) for match in _SIGN.finditer(text) if _bare(text, match.start()))
    decimals = () if doc.forms.isdisjoint(AMOUNTS) else _DECIMALS
    for pattern, before in (*_ZEROS, *decimals):
        for match in pattern.finditer(text):
            start = _number_start(text, match.start(), before)
            if start is not None:
                yield _finding(start, match.end(), text[start : match.end()])
    if not doc.vocabulary.isdisjoint(("th", "nd", "rd", "st")):
        yield from (_finding(*match.span(), match[0]) for match in _ORDINAL.finditer(text))


def _bare(text: str, offset: int) -> bool:
    """Say whether the sign stands alone: "US$ 5" and "A$ 5" are the style of whole houses."""
    return not text[offset - 1 : offset].isalpha()


def _number_start(text: str, offset: int, before: re.Pattern[str]) -> int | None:
    match = before.search(text, max(0, offset - 40), offset)
    return match.start(match.lastindex or 0) if match else None


def _finding(start: int, end: int, number: str) -> Finding:
    return Finding(Span(start, end), f"“{number}” is one number with a space in it")
