"""Whole paragraph that stands in the text again.

A page holds its article more than once (in the body, in a preview, in data for search engines), and an extractor that
takes them all pastes the text after itself. The copies count twice in everything that is learned from the corpus.

Short paragraphs come again in letters, law and liturgy, and a chorus or refrain is meant to: verse is left alone up to
the length of a long stanza, and so are entries of fact sheets, which begin with a small letter, and what the reference
of a program says of a parameter.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from qc import Axis, Block, BlockKind, Document, Finding, Span, bad, good, miss, rule
from qc.prose.paragraph import LIST_ITEM

WORDS = 25
"""Fewer words do recur in honest text: a clause of a contract, a prayer, a stage direction."""
REFERENCE_WORDS = 60
"""The reference of a program describes the same parameter under each of its functions; items of lists recur, too."""
VERSE_WORDS = 120
"""A chorus has less."""
VERSE_LINE = 60
"""Characters of a line of verse on average; prose wrapped by hand fills its lines further."""
_SHORTEST = WORDS * 3
_LONG = _SHORTEST * 4
"""Characters of a paragraph in which a long sentence may stand twice with anything between."""


@rule(
    axis=Axis.EXTRACTION,
    advice="delete the repetition",
    examples=[
        bad(
            "The ferry from Oban to Craignure was withdrawn on Monday after a crack appeared in its bow door, and the "
            "operator said that it could not say when she would be back.\n\n"
            "They were not amused.\n\n"
            "⟦The ferry from Oban to Craignure was withdrawn on Monday after a crack appeared in its bow door, and the "
            "operator said that it could not say when she would be back.⟧"
        ),
        bad(
            "Home\nNews\nSport\n\nA library has lent the same novel to the same reader forty times since 1989, "
            "and on Friday its staff decided, after a short discussion, to give it to her.\n"
            "⟦A library has lent the same novel to the same reader forty times since 1989, "
            "and on Friday its staff decided, after a short discussion, to give it to her.⟧"
        ),
        bad(
            "“I have kept bees for forty years,” said Ada Moyo, who lives above the mill with her sister, “and no "
            "winter has taken as many of them as this one did.”\n\n"
            "⟦“I have kept bees for forty years,” said Ada Moyo, who lives above the mill with her sister, “and no "
            "winter has taken as many of them as this one did.”⟧\n\n"
            "⟦“I have kept bees for forty years,” said Ada Moyo, who lives above the mill with her sister, “and no "
            "winter has taken as many of them as this one did.”⟧"
        ),
        bad(
            "On Friday the staff of the library decided, after a short talk in which nobody spoke against it, to give "
            "the novel to the reader who had borrowed it forty times. She was glad. It is not worth much, they said, "
            "its last page is gone. ⟦On Friday the staff of the library decided, after a short talk in which nobody "
            "spoke against it, to give the novel to the reader who had borrowed it forty times.⟧ She was glad."
        ),
        good(
            "Row, brothers, row to the harbour wall,\nThe lamp is lit in the fisher's hall,\n"
            "Row, brothers, row till the break of day,\nFor the herring is gone and the gulls away.\n\n"
            "I had a boat and I had a wife,\nAnd little enough of either in life,\nSo I went to sea.\n\n"
            "Row, brothers, row to the harbour wall,\nThe lamp is lit in the fisher's hall,\n"
            "Row, brothers, row till the break of day,\nFor the herring is gone and the gulls away."
        ),
        good(
            "IN WITNESS WHEREOF the parties have signed.\n\nThe lessee shall keep the roof in repair.\n\n"
            "IN WITNESS WHEREOF the parties have signed."
        ),
        good("“No.”\n\n“Are you sure of it?”\n\n“No.”\n\n“Are you sure of it?”\n\n“Quite sure, my dear.”"),
        good(
            "The ferry was withdrawn on Monday after a crack appeared in its bow door, and the operator said it "
            "could not say when she would be back.\n\n"
            "The ferry was withdrawn on Tuesday after a crack appeared in its stern door, and the operator said it "
            "could not say when she would be back."
        ),
        good(
            "* `base` The address to which the other is relative, if it is not a whole one, or nothing at all if it "
            "is, since a whole one needs no base.\n\n```\njoin(base)\n```\n\n"
            "* `base` The address to which the other is relative, if it is not a whole one, or nothing at all if it "
            "is, since a whole one needs no base.",
            markup="markdown",
        ),
        miss(
            "The market closed early on Thursday.\nNobody could say why it had closed.\nShares fell again on Friday.\n"
            "⟦The market closed early on Thursday.\nNobody could say why it had closed.\nShares fell again on Friday.⟧"
        ),
    ],
)
def repeated_block(doc: Document) -> Iterator[Finding]:
    seen: dict[str, Block] = {}
    copies: list[Block] = []
    with_code = any(block.kind is BlockKind.CODE for block in doc.blocks)
    for block in doc.blocks:
        start, end, kind = block
        if end - start < _SHORTEST or kind is BlockKind.CODE:
            continue
        passage = doc.text[start:end]
        first = seen.setdefault(passage, block)
        if first is not block and not passage[0].islower() and len(passage.split()) >= _least(passage, with_code):
            copies.append(block)
            yield _finding(doc, Span(start, end), Span(first.start, first.end))
    long = [block for block in doc.prose if block.end - block.start > _LONG]
    if long:
        yield from _sentences(doc, long, copies)


def _sentences(doc: Document, long: list[Block], copies: list[Block]) -> Iterator[Finding]:
    """Look for long sentences of long paragraphs that come again outside the copies.

    So looks a text that is read out once without its breaks, and perhaps once more with them.
    """
    text = doc.text
    passages = [text[sentence.start : sentence.end] for sentence in doc.sentences]
    if len(set(passages)) == len(passages):
        return
    seen: dict[str, Span] = {}
    for passage, sentence in zip(passages, doc.sentences, strict=True):
        first = seen.setdefault(passage, sentence)
        if first is sentence or len(passage.split()) < WORDS or passage[0].islower() or _lies(sentence, copies):
            continue
        if _lies(first, long) or _lies(sentence, long):
            yield _finding(doc, sentence, first)


def _lies(span: Span, blocks: list[Block]) -> bool:
    above = bisect_right(blocks, span.start, key=lambda block: block.start) - 1
    return above >= 0 and span.start < blocks[above].end


def _finding(doc: Document, span: Span, first: Span) -> Finding:
    line = doc.locate(first.start)[0]
    return Finding(span, f"these {len(doc[span].split())} words stand in line {line} already", related=(first,))


def _least(passage: str, with_code: bool) -> int:
    lines = passage.count("\n") + 1
    if lines > 1 and len(passage) / lines < VERSE_LINE:
        return VERSE_WORDS
    is_reference = LIST_ITEM.match(passage) or with_code
    return REFERENCE_WORDS if is_reference else WORDS
