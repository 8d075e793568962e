"""Quotation that says again what another one has said, as if for the first time.

An engine in a loop, or an article pasted together from two versions, gives a speaker the same words twice. Either
the second quotation replaced what was really said, or the text stands there twice.

Refrains and slogans are short and come back on purpose; a paragraph repeated whole is reported as that; a quotation
may quote a part of an earlier one to discuss it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qc import Axis, Document, Finding, Span, bad, good, rule
from qc.excerpt import words_from
from qc.quotation import Quotation

LEAST_WORDS = 7
"""Words that have to be the same: shorter quotations come back as slogans, titles and refrains."""

LOWER_SHARE = 0.7
"""Share of words in lower case: a title or a campaign is named as often as it is spoken of."""

SHORTEST = 4 * LEAST_WORDS
"""Characters that so many words have at the least."""

MOST_ALIKE = 8
"""Earlier quotations with the same beginning that one is compared with: a list of thousands is no speech."""

AROUND = 20
"""Characters of narration compared on each side."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@rule(
    axis=Axis.QUOTATION,
    advice="quote it once",
    examples=[
        bad(
            "“History will not forgive us for waiting another year,” said Tom Berg. Nobody answered him.\n\n"
            "Later he turned to the wells. ⟦“History will not forgive us for waiting another year,”⟧ said Berg."
        ),
        bad(
            'The mayor said: "We have never had so little water in the town."\n\nThe engineer was asked next. '
            '⟦"We have never had so little water in the town,"⟧ said the engineer.'
        ),
        bad(
            "“You cannot drink a promise, however large,” said Ms. Okafor. The meeting went on. Then she rose. "
            "⟦“You cannot drink a promise, however large,”⟧ she added, and sat down."
        ),
        good("“We shall overcome,” they sang. “We shall overcome,” they sang again, and the doors were opened."),
        good("He said “never again” at noon, “never again” at two, and “never again” at night."),
        good("“The wells are dry,” she said. “The wells are deep,” he said. “The wells are old,” said Tom."),
        good(
            "“History will not forgive us for waiting another year,” said Berg.\n\n"
            "By “waiting another year” he meant the dam, and by “us” the town."
        ),
        good(
            "“History will not forgive us for waiting another year,” said Berg. The hall was silent.\n\n"
            "“History will not forgive us for waiting another year,” said Berg. The hall was silent."
        ),
    ],
)
def doubled_quotation(doc: Document) -> Iterator[Finding]:
    seen: dict[str, list[Quotation]] = {}
    for quotation in doc.quotations:
        start, end = quotation.body.start, quotation.body.end
        if quotation.closing is None or end - start < SHORTEST:
            continue
        alike = seen.setdefault(doc.text[start : start + SHORTEST // 2].lower(), [])
        first = next((other for other in alike[:MOST_ALIKE] if _repeats(doc, other, quotation)), None)
        alike.append(quotation)
        if first:
            message = f"“{words_from(doc.text, start)} …” has been quoted before, word for word"
            yield Finding(Span(quotation.opening.start, quotation.closing.end), message, related=(first.body,))


def _repeats(doc: Document, first: Quotation, second: Quotation) -> bool:
    words = _speech(doc[second.body])
    return len(words) >= LEAST_WORDS and words == _speech(doc[first.body]) and not _same_passage(doc, first, second)


def _speech(body: str) -> tuple[str, ...]:
    """The words of a whole utterance in lower case; none for a title, which has no stop, or a part of a sentence."""
    words = _WORD.findall(body)
    lower = sum(word[0].islower() for word in words)
    if not words or not words[0][0].isupper() or body[-1] not in ".,!?" or lower < LOWER_SHARE * len(words):
        return ()
    return tuple(word.lower() for word in words)


def _same_passage(doc: Document, first: Quotation, second: Quotation) -> bool:
    """Say whether the words around the two are the same as well: then a passage is repeated, not a quotation."""
    text = doc.text
    ahead = [text[q.closing.end : q.closing.end + AROUND].strip() for q in (first, second) if q.closing]
    behind = [text[max(0, q.opening.start - AROUND) : q.opening.start].strip() for q in (first, second)]
    return ahead[0] == ahead[1] or (behind[0] == behind[1] and len(behind[0]) > AROUND // 2)
