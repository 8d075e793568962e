"""Phrase repeated over and over.

A neural engine that loses its place falls into a loop and writes the same few words until it runs out of room: `and
the of the city of the city of the city of the city`. Everything the source said from there on is gone.

Refrains, chants, laughter, `very, very, very`, `and on and on and on`, nursery rhymes, forms to fill in and lists with
the same words in every line are left alone: the repetitions must follow each other without a stop that ends a
sentence or a line between them, or run on longer than any refrain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qc import Axis, Document, Finding, Span, bad, good, miss, rule

STEP, PROBE, REACH = 48, 10, 160
"""Every so many characters of a paragraph, so many are looked for again within so many: engines that loop do so for
hundreds of characters, and to look at every word would cost ten times as much."""

LONGEST = 20
"""Words: a longer phrase that comes again is a repeated sentence, which is another defect."""

TIMES = {2: 5, 3: 4}
"""Repetitions that make a loop of a phrase of so many words; from four words on, `FEWEST` do."""

FEWEST = 3

REFRAIN = 6
"""Repetitions with a stop or a line end between them that no verse, chant or list has."""

WINDOW = 400
"""Characters looked at on either side of a probe: LONGEST words, three times."""

_WORD = re.compile(r"\S+")
_STOP = re.compile(r"[.!?;][\"”’)]*\s|\n")
_EDGE = ".,;:!?()[]\"'“”‘’–—-*_"


@rule(
    axis=Axis.TRANSLATION,
    advice="delete the repetitions, and see what the text went on with",
    examples=[
        bad("He was one ⟦of the city of the city of the city of the city of the city of the city⟧ and left."),
        bad("It says ⟦that it is, that it is, that it is, that it is, that it is, that it is, that it is⟧ true."),
        bad("The report of the board on ⟦the use of water in the use of water in the use of water in the⟧ valley."),
        bad(
            "Since the war they have had ⟦a lot a lot a lot a lot a lot a lot a lot a lot a lot a lot a lot a lot a "
            "lot⟧."
        ),
        good("It went on and on and on and on, and it was very, very, very, very long."),
        good("“We want bread! We want bread! We want bread!” they shouted, and again: “No, no, no, no, no!”"),
        good("Row, row, row the boat, row, row, row the boat,\nrow, row, row the boat, row, row the boat."),
        good("Ha ha ha ha ha ha ha ha ha! Left, right, left, right, left, right, they marched."),
        good("The sum of the squares of the sides of the faces of the cube of the side of the box is six."),
        miss("The city ⟦of the city of the city⟧ was large."),
        miss("The town ⟦of the river of the river of the river⟧ was large."),
    ],
)
def repetition_loop(doc: Document) -> Iterator[Finding]:
    text = doc.prose_text
    for block in doc.prose:
        end = block.start
        for start in range(block.start, block.end - 2 * PROBE, STEP):
            again = text.find(text[start : start + PROBE], start + 1, start + REACH)
            # Words come again by chance in every other line; a whole period that comes again is rare.
            if again >= 0 and start >= end and text.startswith(text[start:again], again):
                found = _loop(text, start, block.start, block.end)
                # Laughter and lines of dots repeat themselves too, and are not looked into every 48 characters.
                end = found.span.end if found else start + WINDOW
                if found:
                    yield found


def _loop(text: str, probe: int, first: int, last: int) -> Finding | None:
    """Find the loop that the probe lies in, if the words around it are one."""
    words = list(_WORD.finditer(text, max(first, probe - WINDOW), min(last, probe + 2 * WINDOW)))
    plain = [word[0].strip(_EDGE).lower() for word in words]
    at = next((number for number, word in enumerate(words) if word.end() > probe), len(words))
    for size in range(2, LONGEST + 1):
        start, stop = _stretch(plain, at, size)
        if start == stop:
            continue
        end = words[stop - 1].start() + len(words[stop - 1][0].rstrip(_EDGE))
        span, phrase = Span(words[start].start(), end), plain[start : start + size]
        if _is_loop(text[span.start : span.end], phrase, (stop - start) // size):
            return Finding(span, f"“{' '.join(phrase)}” comes {(stop - start) // size} times in a row")
    return None


def _stretch(words: list[str], at: int, size: int) -> tuple[int, int]:
    """Return the longest stretch around `at` in which every word equals the one `size` words before."""
    start = stop = min(at, max(0, len(words) - size))
    while stop + size < len(words) and words[stop] == words[stop + size]:
        stop += 1
    while start > 0 and start - 1 + size < len(words) and words[start - 1] == words[start - 1 + size]:
        start -= 1
    return start, min(stop + size, len(words))


def _is_loop(written: str, phrase: list[str], times: int) -> bool:
    size = len(phrase)
    if times < TIMES.get(size, FEWEST) or len(set(phrase)) < 2 or not all(phrase):
        return False
    if size == 2 and "and" in phrase:
        return False
    return times >= REFRAIN or not _STOP.search(written)
