"""Who is said to have said a quotation: speaker and verb, after, before or amid the words quoted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_REGULAR = """acknowledge add admit advise affirm agree allege announce answer appeal argue ask assert assure banter bark
bawl beam beg bellow bleat blurt boast boom brag breathe call caution challenge chant chime chirp chuckle claim coax
comment complain concede conclude concur confess confide confirm consent contend continue cough counter croak croon crow
declare demand deny describe detail disclose drawl echo emphasise emphasize enquire enthuse exclaim explain expostulate
exult fume gasp giggle groan growl grumble grunt guess gush hint hiss holler howl implore inform inquire insist
instruct interject interrupt intone joke jest lament laugh lecture lie maintain marvel mention moan mumble murmur
mutter muse nod note object observe offer opine order persist plead pledge point ponder pout praise pray predict press proclaim
profess promise prompt pronounce propose protest purr quaver query question quip rage rant rasp reason reassure recall recite
reckon recommend recount reflect reiterate rejoin relate remark remember remind remonstrate repeat reply report request
resolve respond retort reveal roar scoff scold scream screech shout shriek shrug sigh smile snap snarl sneer snicker sniff snort
sob speculate splutter spit sputter squawk squeak squeal stammer state stipulate stress stutter suggest summarise summarize
surmise tease testify threaten thunder tweet urge utter venture voice volunteer vow wail warn whimper whine whisper whistle
wonder yell yelp post conclude elaborate""".split()

_IRREGULAR = """said say says told tell tells wrote write writes spoke speak speaks thought think thinks went goes cried cry
cries replied reply replies sang sing sings read reads put puts swore swear swears began begin begins got quoth quipped quips
put saith sayeth denied denies implied imply implies found finds felt feels heard hears lied lies knew knows""".split()

_DOUBLING = frozenset("admit beg brag blab chat concur confer nod quip rap sob spit stir strum".split())


def _inflected(verb: str) -> tuple[str, str]:
    if verb.endswith("e"):
        return verb + "d", verb + "s"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ied", verb[:-1] + "ies"
    if verb in _DOUBLING:
        return verb + verb[-1] + "ed", verb + "s"
    if verb.endswith(("s", "sh", "ch", "x")):
        return verb + "ed", verb + "es"
    return verb + "ed", verb + "s"


VERBS_OF_SAYING = frozenset(form for verb in _REGULAR for form in _inflected(verb)) | frozenset(_IRREGULAR)
"""Finite forms of verbs that introduce speech, thought and writing, in lower case."""

PLAIN_VERBS = frozenset(
    """said says say told tells wrote writes added adds asked asks replied replies answered answers explained explains
    noted notes stated states continued continues concluded concludes insisted insists argued argues announced
    announces commented comments cried cries declared declares exclaimed exclaims remarked remarks responded responds
    shouted whispered warned warns tweeted stressed emphasised emphasized admitted claimed claims recalled""".split()
)
"""The verbs that hardly ever do anything but introduce speech: enough on their own to show where a quotation ended."""

_CAPITALISED_VERBS = frozenset(verb.capitalize() for verb in PLAIN_VERBS)

PRONOUNS = frozenset("he she they i we it who you".split())
_DETERMINERS = frozenset(
    "the a an one another his her my our their its this that these those some many several two three both".split()
)
_TITLES = frozenset(
    "mr mrs ms dr prof sir lord lady gen col capt lt sgt rev sen rep gov st pres judge justice jr".split()
)
_PARTICLES = frozenset("de van von der den da di du la le el al bin ibn ben and of for".split())
_ADVERBS = frozenset(
    "also then later once again still simply just even finally further now never had has have would".split()
)
_NO_NAMES = frozenset(
    """That This There Then When While But And So As If What Why How Where Here Now Yet For In On At After Before To Of
    With By From Not No Yes Only Even Both Those These Or Nor Because Since Although Though""".split()
)
_NOUNS = frozenset(
    """answers asks cries claims calls cautions challenges comments complaints details demands echoes hints jokes laughs
    lies murmurs notes objects observes offers orders pleads points pledges praises predicts promises prompts protests
    purposes questions remarks replies reports requests resolves screams shouts sighs smiles snaps sobs states stresses
    stutters suggests threats voices whispers yells posts appeals boasts puts reads thought read""".split()
)
"""Forms that are nouns as well: after `the` they hardly ever introduce speech."""

_STOPPED = frozenset(
    "in on at after during when as with while before to from by about under over via this last".split()
)

WINDOW = 170
"""Characters read on each side of a quotation: an apposition between name and verb seldom runs longer."""


_SWALLOWED = re.compile(
    r"\s?(?:(?P<verb>[A-Z][a-z]+(?:ed|id|ote|old|ys|ies))(?= (?:he|she|they|I|the|a|an|another|one|his|her|my|[A-Z][\w.'’-]+)\b)"
    r"|(?:He|She|They|I|We|It|(?:The|A|An|Another|One|[A-Z][\w.'’-]+)(?: [\w.'’-]+){0,6}?) (?P<after>[a-z]+)"
    r"(?:(?<=told)|(?= [a-z]+ing\b)|(?=[.,;:]|\s*$|\n| (?:in|on|at|during|after|when|last|this|to|with|as|of|while|following|from|by|before|via"
    r"|late|early|earlier|recently|yesterday|today|Monday|reporters|journalists)\b)))"
)
_IN_LOWER_CASE = re.compile(
    r"\s?(?:(?P<verb>[a-z]+)(?= (?:he|she|they|I|the|a|an|another|one|his|her|my|[A-Z][\w.'’-]+)\b)"
    r"|(?:he|she|they) (?P<after>[a-z]+)(?=[.,;:]|\s*$|\n| (?:in|on|at|to|with|as|of|after|during)\b))"
)


def swallowed(text: str, start: int, end: int) -> int:
    """Where an attribution ends that begins with a capital right after the mark at text[start:end]; 0 for none.

    `Begins with the courage to try. “He said.`: the mark closed the quotation before it was turned round. The words
    before it must have ended, and the verb must be one that introduces speech: “He said” opens many a true quotation.
    """
    if not text[end : end + 2].lstrip()[:1].isupper():
        return 0
    return _attribution_next(_SWALLOWED, _CAPITALISED_VERBS, text, start, end)


def narrated_next(text: str, start: int, end: int) -> int:
    """Where an attribution in lower case ends that follows the mark at text[start:end] as if quoted; 0 for none."""
    return _attribution_next(_IN_LOWER_CASE, PLAIN_VERBS, text, start, end)


def _attribution_next(pattern: re.Pattern[str], verbs: frozenset[str], text: str, start: int, end: int) -> int:
    if text[max(0, start - 3) : start].rstrip(" ")[-1:] not in ENDS:
        return 0
    found = pattern.match(text, end, end + WINDOW)
    if not found:
        return 0
    verb_first = found["verb"]
    return found.end() if (verb_first in verbs if verb_first else found["after"] in PLAIN_VERBS) else 0


_WITHIN = re.compile(
    r"(?:[,—–][\s—–]?(?:(?:he|she|they|it|I|we|(?:[Tt]he |[Aa] )?[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,4}|the \w+(?: \w+)?)"
    r" (?P<after>[a-z]+)(?=[.,;:]|\s*$| (?:in|on|at|during|after|last|to reporters|as|while)\b)"
    r"|(?P<verb>[a-z]+) (?:he|she|they|I|the|a|an|another|one|his|her|[A-Z][\w.'’-]+)\b)"
    r"|[!?] (?:(?:he|she|they|I|we|it) (?P<asked>[a-z]+)\b|(?P<cried>[a-z]+) (?:he|she|they|I|the|[A-Z])))"
)


def attributed_within(text: str, start: int, end: int) -> bool:
    """Say whether text[start:end] holds an attribution as it stands after words quoted: `…, she said.`, `…, said Ann`.

    `When I came, Ann said she was leaving` is none: after the verb the sentence must end or turn to time and place.
    """
    for found in _WITHIN.finditer(text, start, end):
        if any(verb in PLAIN_VERBS for verb in found.group("after", "verb", "asked", "cried") if verb):
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


ENDS = frozenset(".!?,…")


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


_SAYING = VERBS_OF_SAYING | _CAPITALISED_VERBS | {"according", "According"}


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
    if tokens[0].word in VERBS_OF_SAYING or tokens[0].word in _CAPITALISED_VERBS:
        return _verb_first(tokens)
    if tokens[0].word.lower() == "according" and len(tokens) > 2 and tokens[1].word == "to":
        who = _speaker(tokens[2:])
        return who and Said(tokens[0].start, who[1], who, (tokens[0].start, tokens[1].end))
    return _speaker_first(tokens)


def _clause(tokens: Iterable[_Token]) -> list[_Token]:
    """The tokens up to the end of the sentence or a semicolon."""
    clause: list[_Token] = []
    for token in tokens:
        clause.append(token)
        stop = token.stop[:1]
        if stop and (stop in ".!?;…" and not _abbreviated(token) or (":" in token.stop and len(clause) > 1)):
            break
    return clause


def _abbreviated(token: _Token) -> bool:
    return token.word.lower() in _TITLES or (len(token.word) == 1 and token.word.isupper()) or "." in token.word


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
    if first.word.lower() in _DETERMINERS:
        return _noun_phrase(tokens)
    if not first.word[:1].isupper():
        return _titled(tokens)
    end = first.end
    for at, token in enumerate(tokens[:8]):
        if token.word[:1].isupper():
            end = token.end
        elif token.word not in _PARTICLES or token.word == "of":
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
        if token.stop or token.word in _STOPPED or token.word in _PARTICLES or token.word in VERBS_OF_SAYING:
            return None
    return None


def _noun_phrase(tokens: list[_Token]) -> tuple[int, int] | None:
    end = tokens[0].end
    for token in tokens[:9]:
        if token.word in _STOPPED or token.word in VERBS_OF_SAYING:
            break
        end = token.end
        if token.stop and not _abbreviated(token):
            break
    return (tokens[0].start, end) if end > tokens[0].end else None


def _speaker_first(tokens: list[_Token]) -> Said | None:
    first = tokens[0].word
    if not (first[:1].isupper() or first.lower() in PRONOUNS or first in _DETERMINERS) or first in _NO_NAMES:
        return None
    determined = first.lower() in _DETERMINERS
    reach = 3 if first.lower() in PRONOUNS else 22
    for at, token in enumerate(tokens[1:reach], 1):
        if token.word in VERBS_OF_SAYING and not (determined and token.word in _NOUNS):
            who = _speaker(tokens[:at])
            return who and Said(tokens[0].start, token.end, who, (token.start, token.end))
        if first.lower() in PRONOUNS and token.word not in _ADVERBS and not token.word.endswith("ly"):
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
    while tokens and (tokens[-1].word in _ADVERBS or tokens[-1].word.endswith("ly")):
        tokens = tokens[:-1]
    if not tokens:
        return None
    if tokens[-1].word.lower() in PRONOUNS:
        return tokens[-1].start, tokens[-1].end
    if tokens[-1].stop.endswith(",") and len(tokens) > 2:
        return _speaker(tokens)
    if tokens[0].word.lower() in _DETERMINERS and len(tokens) < _SHORT_PHRASE:
        return _noun_phrase(tokens)
    at = len(tokens)
    while at and (tokens[at - 1].word[:1].isupper() or tokens[at - 1].word in _PARTICLES):
        at -= 1
    if at < len(tokens) and tokens[at].word[:1].isupper():
        return tokens[at].start, tokens[-1].end
    for at in range(len(tokens) - 1, max(-1, len(tokens) - 8), -1):
        if tokens[at].word.lower() in _DETERMINERS:
            return tokens[at].start, tokens[-1].end
    return None
