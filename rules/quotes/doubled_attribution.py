"""Attribution given twice.

The engine renders the speaker once where the source has it and once where English puts it: `to explore the borders
he said, he said`, `said Mr. Lee said`. The second one belongs to nobody.

“He said, she said” names two people, one person may say that he said something (`he said he said it`), and people
repeat themselves when they talk, so nothing inside a quotation is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qc import Axis, Document, Finding, Span, bad, good, rule

VERBS = frozenset(
    "said says told wrote writes added adds asked explained noted stated replied answered argued claimed declared "
    "announced insisted stressed emphasized emphasised remarked concluded continued".split()
)


REACH = 60
"""Characters from one verb to the next: a name of five words."""

_NAME = r"(?:(?:Mr|Mrs|Ms|Dr)\.? )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,3}"
_SPEAKER_FIRST = re.compile(
    rf"(?P<all>\b(?P<who>he|she|they|it|[Tt]he [a-z]+(?: [a-z]+)?|{_NAME}) "
    r"(?P<verb>[a-z]+),? (?P=who) (?P=verb))(?=[.;:!?”\"]|\s*\Z|\n| (?:on|in|at|last|during|after)\b)"
)
_BETWEEN = re.compile(f" (?:{_NAME}|the [a-z]+)")
_BEFORE_VERB = (",”", ',"', ".”", '."', "?”", '?"', "!”", '!"', "”,", '",')


@rule(
    axis=Axis.QUOTATION,
    advice="name the speaker once",
    examples=[
        bad("He left the firm because he wanted to see the coast ⟦he said, he said⟧."),
        bad("“We dug again,” ⟦she said, she said⟧. The water came back."),
        bad("“We dug again,” ⟦said Okafor said⟧, and the water came back."),
        bad("“We will sue,” – ⟦said the paper said⟧ F. Weber."),
        bad("The harvest was late, ⟦he added he added⟧. Nobody sang."),
        bad("The roads were closed, ⟦the mayor said, the mayor said⟧ on Monday."),
        good("It is a case of he said, she said, and no one else was there."),
        good("He said he said it once, and she says she says it often."),
        good("“I know what he said, he said it twice,” she told us. “And then he said, he said no.”"),
        good("What Tom said Ann said too. As Ann said, Tom said little."),
        good("“We dug,” she said. She said that the water came."),
        good("He wrote, he wrote, and he never stopped writing; he said what he said."),
    ],
)
def doubled_attribution(doc: Document) -> Iterator[Finding]:
    text = doc.prose_text
    for verb in sorted(VERBS & doc.forms):
        last, told = -REACH, -1
        at = text.find(f" {verb}")
        while at >= 0:
            if told < last and at - last < REACH and (span := _attribution_twice(text, verb, last, at)):
                told = span.end
                if not doc.is_quoted(span.start):
                    yield Finding(span, f"the attribution is given twice: “{doc[span]}”")
            last, at = at, text.find(f" {verb}", at + 1)


def _attribution_twice(text: str, verb: str, first: int, second: int) -> Span | None:
    """The two attributions around the verbs at the places given, if they are one and the same."""
    found = _SPEAKER_FIRST.search(text, max(0, first - REACH), second + len(verb) + 12)
    if found and found["verb"] == verb and found.end("verb") <= second:
        return Span(found.start("all"), found.end("all"))
    before = text[max(0, first - 5) : first].rstrip(" -–—")
    if before.endswith(_BEFORE_VERB) and _BETWEEN.fullmatch(text, first + 1 + len(verb), second):
        end = second + 1 + len(verb)
        return None if text[end : end + 1].isalnum() else Span(first + 1, end)
    return None
