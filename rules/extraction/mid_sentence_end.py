"""Paragraph that stops amid a sentence.

An extractor cuts a paragraph where a link, a picture or an advertisement stood in it, or where its limit of characters
was reached. What the sentence went on to say is lost, or stands further down without its beginning.

Headings, verse, lines that lead into a list, clauses of statutes, broken-off speech and texts whose lines all stop
anywhere (subtitles) are left alone, and so is every ending but a word that no sentence ends with.
"""

from __future__ import annotations

from collections.abc import Iterator

from qc import Axis, Block, BlockKind, Document, Finding, Span, bad, good, miss, rule
from qc.furniture import UNFINISHED
from qc.paragraph import LIST_ITEM

WORDS = 12
"""A shorter line may be a label, a heading or a verse."""
SHARE = 0.1
"""Where more of the paragraphs end so, the lines were cut on purpose."""


@rule(
    axis=Axis.EXTRACTION,
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
            "The tenant shall pay the rent on the first day of each month, and shall not keep upon the premises any of\n"
            "(a) horses;\n(b) pigs; or\n(c) bees."
        ),
        good(
            "The tenant shall keep the roof, the gutters and the walls of the house in good repair; and\n\n(b) the garden."
        ),
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
            if word in UNFINISHED and _is_cut(doc, block, blocks[at + 1] if at + 1 < len(blocks) else None):
                found.append((block, word))
    if len(found) > 1 and len(found) > SHARE * len(doc.prose):
        return
    for block, word in found:
        yield Finding(Span(block.end - len(word), block.end), f"the paragraph stops at “{word}”", 0.7)


def _is_cut(doc: Document, block: Block, below: Block | None) -> bool:
    text = doc.prose_text[block.start : block.end]
    words = text.split()
    if len(words) < WORDS or words[-2][-1] in ",;" or "\n" in text:
        return False
    return below is None or not LIST_ITEM.match(doc.text, below.start, below.end)
