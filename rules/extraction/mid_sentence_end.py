"""Paragraph that stops amid a sentence.

An extractor cuts a paragraph where a link, a picture or an advertisement stood in it, or where its limit of characters
was reached. What the sentence went on to say is lost, or stands further down without its beginning.

Headings, verse, lines that lead into a list, clauses of statutes, broken-off speech and texts whose lines all stop
anywhere (subtitles) are left alone, and so is every ending but a word that no sentence ends with.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qc import Axis, Block, BlockKind, Document, Finding, Span, bad, good, miss, rule
from qc.prose.furniture import UNFINISHED
from qc.prose.paragraph import LIST_ITEM

_JOINING = frozenset("to in on at by for with from into between that which who is are was were has have had be".split())
"""Words that may end a sentence, and do not where the next paragraph goes on in small letters."""
_BEFORE_OF = frozenset(
    "made think thought speak spoke heard hear full proud aware sort kind course dream capable worthy out consist "
    "consists consisting afraid fond know knew known short".split()
)
"""Words after which "of" may end a sentence: "what it is made of"."""
WORDS = 12
"""A shorter line may be a label, a heading or a verse."""
SHARE = 0.1
"""Where more of the paragraphs end so, the lines were cut on purpose."""


@rule(
    axis=Axis.EXTRACTION,
    advice="put back what was cut off",
    examples=[
        bad(
            "The harbour master said on Tuesday that the ferry would not sail until ⟦the⟧\n\n"
            "Subscribe\n\nPassengers may claim their fares at the office by the pier."
        ),
        bad("The committee met for the third time this week and heard the engineer, the owner of the mill ⟦and⟧"),
        bad(
            "She had walked from the station to the old bridge every day of her life with a basket ⟦of⟧\n\n"
            "eggs on her arm, and she had never dropped one of them."
        ),
        good(
            "The tenant shall pay the rent on the first day of each month, and shall not keep in the house any of\n"
            "(a) horses;\n(b) pigs; or\n(c) bees."
        ),
        good("The tenant shall keep the roof, the gutters and the walls in good repair; and\n\n(b) the garden."),
        good("Of all the roads that led away from the\nI took the one that nobody had swept, and\nslept."),
        good("“I never once in all my life heard such a thing from any of the—”\n\n“Hush,” said Ada."),
        good(
            "What the Old Men of the Village Sing of the\n\nFirst of all they sing of the river, and then of the road."
        ),
        good("This is the song the old men of the village used to sing and this is the house that he used to live in"),
        miss(
            "The minister said that the government would, in any event and whatever the opposition did, ⟦continue⟧ to"
        ),
    ],
)
def mid_sentence_end(doc: Document) -> Iterator[Finding]:
    blocks = doc.blocks
    found = []
    for at, block in enumerate(blocks):
        if block.kind is BlockKind.PROSE and doc.prose_text[block.end - 1].isalpha():
            word = doc.prose_text[max(block.start, block.end - 12) : block.end].split()[-1]
            if (word in UNFINISHED or word in _JOINING) and _is_cut(doc, block, blocks[at + 1 : at + 2]):
                found.append((block, word))
    if len(found) > 1 and len(found) > SHARE * len(doc.prose):
        return
    for block, word in found:
        yield Finding(Span(block.end - len(word), block.end), f"the paragraph stops at “{word}”", 0.7)


def _is_cut(doc: Document, block: Block, below: Sequence[Block]) -> bool:
    text = doc.prose_text[block.start : block.end]
    words = text.split()
    if len(words) < WORDS or words[-2][-1] in ",;" or "\n" in text:
        return False
    if any(LIST_ITEM.match(doc.text, start, end) for start, end, _ in below):
        return False
    if words[-1] in _JOINING:
        return any(kind is BlockKind.PROSE and doc.text[start].islower() for start, _, kind in below)
    return words[-1] != "of" or not (words[-2] in _BEFORE_OF or words[-2].endswith("ed"))
