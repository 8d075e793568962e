"""Subject said twice, as a name and again as a pronoun.

Engines add the pronoun that the verb of another language contains (`The Ministry it published its report`), or take an
acronym beside a name for one. Written English has one subject or the other.

Speech and dialect do it freely, so quotations are left alone, and so are relative clauses (`the man he saw`, `all he
wanted`), objects put first (`this he denied`), times and places before a new subject (`Monday he left`, `In Lima she
sang`), addresses and exclamations (`God he was tired`). Only a name that opens the sentence, with a pronoun, a verb in
the past and its object behind it, is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from qc import Axis, Document, Finding, Span, bad, good, miss, rule
from qc.words.lexicon import is_name, knows

_OBJECTS = frozenset(
    "his her its their the a an that this these more about over only some no to in on at with from for into by "
    "$".split()
)
_PRONOUNS = {word: re.compile(rf" ({word}) ([a-z]{{3,}}) ([a-z]+|[\d$])") for word in ("he", "she", "it", "they")}
"""One pattern each: a search for a fixed beginning skips all other text at memory speed."""

_OPENING = re.compile(
    r"(?:^|[.!?][”\"’)]? +|\n|\b(?:that|because|although|while|since) )((?:[A-Z][\w’'-]* ){0,2}[A-Z][\w’'-]+)\Z"
)
_BODY = re.compile(r"(?:^|[.!?][”\"’)]? +|\n)(The ([a-z]+))\Z")

WINDOW = 60
"""Characters before the pronoun in which the subject and the sentence's beginning are looked for."""

_IRREGULAR = frozenset(
    "had was has is did made took gave got found lost won left sold bought brought built began became ran "
    "saw said spoke spent wrote told taught kept held led met paid put set sent showed shut stood struck "
    "thought threw understood went wore chose drew drove fell felt flew forgot grew hid knew laid lay rose "
    "sang sank shook shot spread stole swore tore beat broke came cut dealt dug fought hit hurt let lit "
    "meant read rode caught".split()
)

_NO_SUBJECTS = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July "
    "August September October November December Christmas Easter Ramadan Thanksgiving Spring Summer Autumn "
    "Winter God Lord Jesus Christ Heaven Hell Boy Man Damn Yes No OK".split()
)

_BODIES = frozenset(
    "company firm bank government ministry agency party newspaper court university startup organization "
    "organisation commission committee council institute federation association".split()
)
_ANNOUNCED = frozenset("announced declared confirmed explained stated warned reported added clarified".split())


@rule(
    axis=Axis.TRANSLATION,
    advice="delete the pronoun",
    examples=[
        bad("The race is on. Brendeep ⟦he⟧ trained his chatbot with two thousand chips."),
        bad("The day was over.\n\nBrendeep ⟦he⟧ kept the engine running, and nobody asked him why he did so."),
        bad("Nobody knew. Rosalind Karpova ⟦she⟧ opened the door and found a letter."),
        bad("The ministry ⟦it⟧ announced that the bridge would close."),
        bad("Toyota ⟦it⟧ sold more than a million cars that year."),
        good("The Anna he knew the best was gone. The man he saw the day before was Karpov."),
        good("Monday he left the house. God he hated the rain. Christmas she spent the day alone."),
        good("“Karpov he took the boat,” said the old man. “Maria she had a fever.”"),
        good(
            "What he did the next day, when she took the car, nobody knows. Then he made a plan. Everything he had the "
            "bank took."
        ),
        good("In Lima he met a doctor. Karpov, he said the next day, was late. To Anna it was a game."),
        good("The plan it announced the day before failed. The company it bought the year before failed."),
        miss("My brother ⟦he⟧ sold his car."),
    ],
)
def resumptive_pronoun(doc: Document) -> Iterator[Finding]:
    text = doc.prose_text
    patterns = (pattern for word, pattern in _PRONOUNS.items() if word in doc.vocabulary)
    for match in chain.from_iterable(pattern.finditer(text) for pattern in patterns):
        has_object = match[3] in _OBJECTS or match[3].isdigit()
        subject = _subject(text, match) if has_object else ""
        if subject and not doc.is_quoted(match.start()):
            place = Span(*match.span(1))
            yield Finding(place, f"“{match[1]}” repeats the subject “{subject}” before “{match[2]}”", 0.8)


def _subject(text: str, match: re.Match[str]) -> str:
    """Return the name that opens the sentence right before the pronoun, if a finite verb follows."""
    before = text[max(0, match.start() - WINDOW) : match.start()]
    if not "".join(before.split()[-1:])[:1].isupper() and match[2] not in _ANNOUNCED:
        return ""
    body = _BODY.search(before)
    if body:
        return body[1] if body[2] in _BODIES and match[2] in _ANNOUNCED else ""
    name = _OPENING.search(before)
    finite = match[2] in _IRREGULAR or (match[2].endswith("ed") and knows(match[2]))
    return name[1] if name and finite and all(map(_is_subject, name[1].split())) else ""


@lru_cache(1 << 12)
def _is_subject(word: str) -> bool:
    """Say whether the word is a name and nothing else: "Will", "Then" and "Monday" are not."""
    return word not in _NO_SUBJECTS and (is_name(word) or not knows(word.lower()))
