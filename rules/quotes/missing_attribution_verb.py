"""Attribution that names the speaker and says nothing of them.

The engine drops the verb of saying between two halves of a quotation: `“… end of the line,” Mr. Halloran, “they will
not come …”`. The name then stands in the middle of the speech like somebody being addressed or talked about.

Titles in a row (“Hamlet,” Macbeth, “Lear”) are a list, a speaker may be named in brackets or after a dash, and short
pieces between marks are no speech.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from qc import Axis, Document, Finding, Span, bad, good, rule
from qc.quotation import Quotation
from qc.quotation.displaced import ENDS

_NAME = re.compile(
    r"\s*((?:(?:Mr|Mrs|Ms|Dr|Prof|Sir|Lord|Lady|Gen|Col|Capt|Rev|Sen|Gov|President|Professor)\.? )?"
    r"(?:[A-Z][\w.’'-]*(?: (?:de|van|von|der|al|bin|Mc))?)(?: [A-Z][\w.’'-]*){0,3}|he|she|they),\s*"
)

LEAST_WORDS = 4
"""Words in each half: shorter pieces are titles, terms and scraps, which stand in lists."""

LOWER_SHARE = 0.6
"""Share of the words of each half that begin in lower case: titles are mostly capitals, speech hardly ever."""


@rule(
    axis=Axis.QUOTATION,
    advice="put the verb of saying back",
    examples=[
        bad("“When the wells ran dry we dug again,” ⟦Ms. Okafor⟧, “and the water came back.”"),
        bad('"It was never a question of money," ⟦Tom Harris⟧, "but of who would do the work."'),
        bad("“Nobody told us that the road was closed,” ⟦she⟧, “so we took it.”"),
        good("“When the wells ran dry,” said Ms. Okafor, “we dug again until the water came.”"),
        good("They played “Hamlet,” Macbeth, “King Lear” and “The Winter’s Tale” that year."),
        good("“The Long Road to the Sea,” Ulysses, “A Portrait of the Artist as a Young Man” stood there."),
        good("“It was never a question of money,” (Tom Harris), “but of who would do the work.”"),
        good("“I tell you this once more,” he roared, “and I mean it, Tom,” she heard, “so go home.”"),
        good('"One," Alice, "two," Bob, "three," and so it went round the table.'),
    ],
)
def missing_attribution_verb(doc: Document) -> Iterator[Finding]:
    quotations = doc.quotations
    for before, after in pairwise(quotations):
        if before.closing is None or not 0 < after.opening.start - before.closing.end < 60:
            continue
        found = _NAME.fullmatch(doc.text, before.closing.end, after.opening.start)
        if (
            found
            and doc[before.body][-1:] in ENDS
            and "\n" not in found.group()
            and _is_speech(doc, before)
            and _is_speech(doc, after)
        ):
            span = Span(*found.span(1))
            yield Finding(span, f"“{doc[span]}” stands between two halves of a quotation without a verb of saying")


def _is_speech(doc: Document, quotation: Quotation) -> bool:
    words = doc[quotation.body].split()
    if quotation.flaw:
        return False
    lower = sum(word[0].islower() for word in words)
    return len(words) >= LEAST_WORDS and lower >= LOWER_SHARE * len(words)
