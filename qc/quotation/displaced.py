"""Attributions where no attribution can be: after a mark that opens, or between marks that should have closed.

They are the evidence that a mark was lost or turned round. `Begins with courage. “He said.` shows that “ closed the
quotation; `“The harvest was poor, said Anna.` shows that one should have been closed before the comma.
"""

from __future__ import annotations

import re

from qc.quotation.attribution import said_after
from qc.quotation.saying import CAPITALISED_VERBS, NO_NAMES, PLAIN_VERBS

ENDS = frozenset(".!?,…")
"""What words quoted end with before an attribution."""

REACH = 170
"""Characters of an attribution that are read."""

_CAPITALISED = r"[A-Z][\w.'’-]*"
_SOMEBODY = rf"(?:he|she|they|I|the|a|an|another|one|his|her|my|{_CAPITALISED})\b"
_SETTING = (
    r"(?:in|on|at|during|after|when|last|this|to|with|as|of|while|following|from|by|before|via|late|early|earlier|"
    r"recently|yesterday|today|Monday|reporters|journalists)\b"
)
_DONE = rf"(?=[.,;:]|\s*\Z|\n| {_SETTING})"
"""After a verb of saying the attribution is over, or turns to time and place: speech would go on with what was said."""

_SWALLOWED = re.compile(
    rf"\s?(?:(?P<verb>{'|'.join(sorted(CAPITALISED_VERBS))})(?= {_SOMEBODY})"
    rf"|(?:He|She|They|It|(?!I\b|We\b){_CAPITALISED}(?: [\w.'’-]+){{0,6}}?) (?P<after>[a-z]+)"
    rf"(?:(?<=told)|(?= [a-z]+ing\b)|{_DONE}))"
)
_NARRATED = re.compile(rf"\s?(?:(?P<verb>[a-z]+)(?= {_SOMEBODY})|(?:he|she|they) (?P<after>[a-z]+){_DONE})")
_WITHIN = re.compile(
    r"[,—–][\s—–]?"
    rf"(?:(?:he|she|they|it|I|we|(?:[Tt]he |[Aa] )?{_CAPITALISED}(?: {_CAPITALISED}){{0,4}}|the \w+(?: \w+)?)"
    rf" (?P<after>[a-z]+){_DONE}|(?P<verb>[a-z]+) {_SOMEBODY})"
    rf"|[!?] (?:(?:he|she|they|I|we|it) (?P<asked>[a-z]+)\b|(?P<cried>[a-z]+) (?:he|she|they|I|the|[A-Z]))"
)


def swallowed(text: str, start: int, end: int) -> int:
    """Where an attribution ends that begins with a capital right after the mark at text[start:end]; 0 for none.

    The words before the mark must have ended, and the verb must be one that does nothing but introduce speech: “He
    said it was late” opens many a true quotation.
    """
    first = text[end : end + 12].split(None, 1)[:1]
    if not first or not first[0][0].isupper() or first[0] in NO_NAMES:
        return 0
    return _attribution_next(_SWALLOWED, CAPITALISED_VERBS, text, start, end)


def narrated_next(text: str, start: int, end: int) -> int:
    """Where an attribution in lower case ends that follows the mark at text[start:end] as if quoted; 0 for none."""
    return _attribution_next(_NARRATED, PLAIN_VERBS, text, start, end)


def _attribution_next(pattern: re.Pattern[str], verbs: frozenset[str], text: str, start: int, end: int) -> int:
    if text[max(0, start - 3) : start].rstrip(" ")[-1:] not in ENDS:
        return 0
    found = pattern.match(text, end, end + REACH)
    if not found:
        return 0
    return found.end() if found["verb"] in verbs or found["after"] in PLAIN_VERBS else 0


def attributed_within(text: str, start: int, end: int) -> bool:
    """Say whether text[start:end] holds an attribution as it stands after words quoted: `…, she said.`, `…, said Ann`.

    `When I came, Ann said she was leaving` is none: after the verb the sentence must end or turn to time and place.
    """
    for found in _WITHIN.finditer(text, start, end):
        if any(verb in PLAIN_VERBS for verb in found.groups() if verb):
            return True
    return _attributed_at_end(text, start, end)


_SPEECH_GOES_ON = frozenset("that i we you he she they it us me him her them no yes so if".split())


def _attributed_at_end(text: str, start: int, end: int) -> bool:
    """Say whether the last sentence ends in a full attribution: `…, the chairman of the board told reporters.`"""
    last = max(text.rfind(stop, start, end - 2) for stop in (". ", "! ", "? "))
    comma = text.find(", ", max(start, last), end)
    while comma >= 0:
        said = said_after(text, comma + 2, end)
        if said and said.speaker and text[slice(*said.verb)] in PLAIN_VERBS:
            following = text[said.verb[1] : end].split(None, 1)[:1]
            return not following or following[0].lower() not in _SPEECH_GOES_ON
        comma = text.find(", ", comma + 2, end)
    return False
