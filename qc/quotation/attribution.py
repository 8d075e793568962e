"""Who is said to have said a quotation: speaker and verb, after, before or amid the words quoted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from qc.quotation.saying import (
    ADVERBS,
    CAPITALISED_VERBS,
    DETERMINERS,
    NO_NAMES,
    NOUNS,
    PARTICLES,
    PRONOUNS,
    STOPPED,
    TITLES,
    VERBS_OF_SAYING,
)

WINDOW = 170
"""Characters read on each side of a quotation: an apposition between name and verb seldom runs longer."""


class Said(NamedTuple):
    """An attribution in a stretch of text: its bounds, the speaker's and the verb's; -1 where there is none."""

    start: int
    end: int
    speaker: tuple[int, int] | None
    verb: tuple[int, int]


class _Token(NamedTuple):
    start: int
    end: int
    word: str  # without stops
    stop: str  # the stops that follow it


def _tokens(text: str, start: int, end: int) -> Iterator[_Token]:
    for raw in text[start:end].split():
        word = raw.strip(_STOPS)
        at = text.find(word or raw, start, end)
        start = at + len(word)
        yield _Token(at, start, word, raw[raw.find(word) + len(word) :])


_STOPS = ",.;:!?()[]–—-…"


def _mentions_saying(stretch: str) -> bool:
    """Say whether a verb of saying is among the words: a cheap question that settles most stretches."""
    for stop in ",.:;":
        stretch = stretch.replace(stop, " ")
    return not _SAYING.isdisjoint(stretch.split())


_SAYING = VERBS_OF_SAYING | CAPITALISED_VERBS | {"according", "According"}


def said_after(text: str, start: int, end: int) -> Said | None:
    """Read an attribution that begins at `start`, right after a closing mark, and lies before `end`."""
    end = min(end, start + WINDOW)
    if not _mentions_saying(text[start:end]):
        return None
    tokens = _clause(_tokens(text, start, end))
    if tokens and not tokens[0].word:
        tokens = tokens[1:]
    if not tokens:
        return None
    if tokens[0].word in VERBS_OF_SAYING or tokens[0].word in CAPITALISED_VERBS:
        return _verb_first(tokens)
    if tokens[0].word.lower() == "according" and len(tokens) > 2 and tokens[1].word == "to":
        who = _speaker(tokens[2:])
        return who and Said(tokens[0].start, who[1], who, (tokens[0].start, tokens[1].end))
    if _stopped(text, start) and tokens[0].word[:1].isupper() and tokens[0].word.lower() not in PRONOUNS:
        return None
    return _speaker_first(tokens)


def _stopped(text: str, end: int) -> bool:
    """Whether the quotation that ends here ends its sentence: `We go.” The mayor says` is two of them."""
    quoted = text[max(0, end - 4) : end].rstrip("\"'”’»“„‟")
    return quoted.endswith(".") and not quoted.endswith("..")


def _clause(tokens: Iterable[_Token]) -> list[_Token]:
    """The tokens up to the end of the sentence or a semicolon."""
    clause: list[_Token] = []
    for token in tokens:
        clause.append(token)
        stop = token.stop[:1]
        if (stop and stop in ".!?;…" and not _abbreviated(token)) or (":" in token.stop and len(clause) > 1):
            break
    return clause


def _abbreviated(token: _Token) -> bool:
    return token.word.lower() in TITLES or (len(token.word) == 1 and token.word.isupper()) or "." in token.word


def _verb_first(tokens: list[_Token]) -> Said | None:
    verb = tokens[0]
    if verb.stop:
        return None
    who = _speaker(tokens[1:])
    return who and Said(verb.start, who[1], who, (verb.start, verb.end))


def _speaker(tokens: list[_Token]) -> tuple[int, int] | None:
    """The bounds of a name, pronoun or noun phrase that begins the tokens."""
    if not tokens or not tokens[0].word:
        return None
    first = tokens[0]
    if first.word.lower() in PRONOUNS:
        return first.start, first.end
    if first.word.lower() in DETERMINERS:
        return _noun_phrase(tokens)
    if not first.word[:1].isupper():
        return _titled(tokens)
    end = first.end
    for at, token in enumerate(tokens[:8]):
        if token.word[:1].isupper():
            end = token.end
        elif token.word not in PARTICLES or token.word == "of":
            break
        if token.stop and not _abbreviated(token):
            break
        if at and tokens[at - 1].word == "and" and not token.word[:1].isupper():
            break
    return first.start, end


def _titled(tokens: list[_Token]) -> tuple[int, int] | None:
    """The bounds of a name after a title in lower case: coach Sam de Vries."""
    for at, token in enumerate(tokens[:4]):
        if token.word[:1].isupper():
            name = _speaker(tokens[at:])
            return name and (tokens[0].start, name[1])
        if token.stop or token.word in STOPPED or token.word in PARTICLES or token.word in VERBS_OF_SAYING:
            return None
    return None


def _noun_phrase(tokens: list[_Token]) -> tuple[int, int] | None:
    end = tokens[0].end
    for token in tokens[:9]:
        if token.word in STOPPED or token.word in VERBS_OF_SAYING:
            break
        end = token.end
        if token.stop and not _abbreviated(token):
            break
    return (tokens[0].start, end) if end > tokens[0].end else None


def _speaker_first(tokens: list[_Token]) -> Said | None:
    first = tokens[0].word
    if not (first[:1].isupper() or first.lower() in PRONOUNS or first in DETERMINERS) or first in NO_NAMES:
        return None
    determined = first.lower() in DETERMINERS
    reach = 3 if first.lower() in PRONOUNS else 22
    for at, token in enumerate(tokens[1:reach], 1):
        if token.word in VERBS_OF_SAYING and not (determined and token.word in NOUNS):
            who = _speaker(tokens[:at])
            return who and Said(tokens[0].start, token.end, who, (token.start, token.end))
        if first.lower() in PRONOUNS and token.word not in ADVERBS and not token.word.endswith("ly"):
            return None
    return None


def said_before(text: str, start: int, end: int) -> Said | None:
    """Read an attribution in text[start:end], which ends at an opening mark: `Smith said: “`, `she called it “`."""
    start = max(start, end - WINDOW)
    if not _mentions_saying(text[start:end]):
        return None
    tokens = list(_tokens(text, start, end))
    for at in range(len(tokens) - 1, -1, -1):
        if tokens[at].stop.startswith((".", "!", "?", ";")) and not _abbreviated(tokens[at]):
            tokens = tokens[at + 1 :]
            break
    for at in range(len(tokens) - 1, -1, -1):
        token = tokens[at]
        if token.word in VERBS_OF_SAYING:
            who = _speaker_before(tokens[:at])
            return Said(who[0] if who else token.start, tokens[-1].end, who, (token.start, token.end))
        if token.word == "to" and at and tokens[at - 1].word.lower() == "according" and at + 1 < len(tokens):
            who = _speaker(tokens[at + 1 :])
            return who and Said(tokens[at - 1].start, who[1], who, (tokens[at - 1].start, token.end))
    return None


_SHORT_PHRASE = 8  # tokens: `A user in Beijing`, `The head of the harbour office`


def _speaker_before(tokens: list[_Token]) -> tuple[int, int] | None:
    """The bounds of the name, pronoun or noun phrase that ends the tokens, looking past adverbs and appositions."""
    while tokens and (tokens[-1].word in ADVERBS or tokens[-1].word.endswith("ly")):
        tokens = tokens[:-1]
    if not tokens:
        return None
    if tokens[-1].word.lower() in PRONOUNS:
        return tokens[-1].start, tokens[-1].end
    if tokens[-1].stop.endswith(",") and len(tokens) > 2:
        return _speaker(tokens)
    if tokens[0].word.lower() in DETERMINERS and len(tokens) < _SHORT_PHRASE:
        return _noun_phrase(tokens)
    at = len(tokens)
    while at and (tokens[at - 1].word[:1].isupper() or tokens[at - 1].word in PARTICLES):
        at -= 1
    if at < len(tokens) and tokens[at].word[:1].isupper():
        return tokens[at].start, tokens[-1].end
    for at in range(len(tokens) - 1, max(-1, len(tokens) - 8), -1):
        if tokens[at].word.lower() in DETERMINERS:
            return tokens[at].start, tokens[-1].end
    return None
