"""Headline, caption or short line that stands in the text again.

An extractor takes a headline from the page's title, its header and its data, and a caption from the picture and from
the text that stands in for it, and puts one below the other. A reader sees a stutter, and a model learns one.

Labels of a few words, entries of fact sheets ("100% of the population"), dialogue, verse and sentences that come again
in a text are left alone, and so is a table of contents, whose lines all come again as headings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qc import Axis, Block, BlockKind, Document, Finding, Span, bad, good, rule

WORDS = 5
"""Headings of fewer words recur by design: "Ingredients", "What you need", "Questions and answers"."""
BLOCK_WORDS = 25
"""From here on it is repeated-block."""
CONTENTS = 3
"""Lines that come again one after another in a table of contents, at least."""
_OPENINGS = "\"'“‘«©"
_KINDS = (BlockKind.HEADING, BlockKind.FURNITURE)


@rule(
    axis=Axis.EXTRACTION,
    advice="delete the repetition",
    examples=[
        bad(
            "Harbour town votes to keep its lighthouse keeper\n⟦Harbour town votes to keep its lighthouse keeper⟧\n"
            "The council of a small harbour town voted on Monday to keep paying a man who has no light to keep."
        ),
        bad(
            "How to prune an old apple tree in winter\n12 January 2021\nSubscribe\n"
            "⟦How to prune an old apple tree in winter⟧\n"
            "Begin with what is dead, and go on to what is diseased. Leave the rest for another year."
        ),
        bad(
            "The mill burnt down in the night, and nobody was hurt.\n\n© Press Pool / Ann Example The mill, 2 May\n\n"
            "⟦© Press Pool / Ann Example The mill, 2 May⟧\n\nIts owner has not been found."
        ),
        good("Nobody came to the old door.\n\nHe knocked again.\n\nNobody came to the old door.\n\nHe left."),
        good(
            "Ingredients\n\nFlour, butter and two eggs.\n\nDirections\n\nBeat the eggs.\n\n"
            "Ingredients\n\nSugar and cream.\n\nDirections\n\nWhip the cream."
        ),
        good(
            "How to choose a good knife\nHow to keep the knife sharp\nHow to hold a blunt knife\n\n"
            "How to choose a good knife\n\nTake the heaviest one you can lift, and put it back on the shelf again.\n\n"
            "How to keep the knife sharp\n\nUse it every day, and never let a guest wash it for you in the evening.\n\n"
            "How to hold a blunt knife\n\nDo not hold it, but put it down and go and buy another one instead."
        ),
        good(
            "And miles to go before the inn,\nAnd miles to go before the inn,\nAnd then the door, and the light within."
        ),
    ],
)
def repeated_line(doc: Document) -> Iterator[Finding]:
    lines = [block for block in doc.blocks if block.kind in _KINDS]
    if len(lines) < 2:
        return
    places: dict[str, list[Block]] = {}
    for line in lines:
        words = doc.text[line.start : line.end].split()
        if WORDS <= len(words) < BLOCK_WORDS and (words[0][0].isupper() or words[0][0] in _OPENINGS):
            places.setdefault(" ".join(words), []).append(line)
    again = {text: found for text, found in places.items() if len(found) > 1}
    contents = _contents(doc.blocks, {found[0].start for found in again.values()}) if len(again) >= CONTENTS else set()
    for text, (first, *rest) in again.items():
        if first.start not in contents:
            for line in rest:
                yield _finding(doc, text, first, line)


def _finding(doc: Document, text: str, first: Block, line: Block) -> Finding:
    where = doc.locate(first.start)[0]
    return Finding(
        Span(line.start, line.end),
        f"“{text[:60]}{'…' * (len(text) > 60)}” stands in line {where} already",
        related=(Span(first.start, first.end),),
    )


def _contents(blocks: Sequence[Block], firsts: set[int]) -> set[int]:
    """Return the starts of lines that stand with others of their kind, each of which comes again further down."""
    found: set[int] = set()
    run: list[int] = []
    for block in blocks:
        if block.start in firsts:
            run.append(block.start)
            continue
        if len(run) >= CONTENTS:
            found.update(run)
        run = []
    return found | set(run) if len(run) >= CONTENTS else found
