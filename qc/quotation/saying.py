"""Words that introduce speech, and words by which a speaker's name is told from what surrounds it."""

from __future__ import annotations

_REGULAR = """
    acknowledge add admit advise affirm agree allege announce answer appeal argue ask assert assure banter bark
    bawl beam beg bellow bleat blurt boast boom brag breathe call caution challenge chant chime chirp chuckle
    claim coax comment complain concede conclude concur confess confide confirm consent contend continue cough
    counter croak croon crow cry declare demand deny describe detail disclose drawl echo elaborate emphasise
    emphasize enquire enthuse exclaim explain expostulate exult fume gasp giggle groan growl grumble grunt guess
    gush hint hiss holler howl implore inform inquire insist instruct interject interrupt intone jest joke
    lament laugh lecture lie maintain marvel mention moan mumble murmur muse mutter nod note object observe
    offer opine order persist plead pledge point ponder post pout praise pray predict press proclaim profess
    promise prompt pronounce propose protest purr quaver query question quip rage rant rasp reason reassure
    recall recite reckon recommend recount reflect reiterate rejoin relate remark remember remind remonstrate
    repeat reply report request resolve respond retort reveal roar scoff scold scream screech shout shriek shrug
    sigh smile snap snarl sneer snicker sniff snort sob speculate spit splutter sputter squawk squeak squeal
    stammer state stipulate stress stutter suggest summarise summarize surmise tease testify threaten thunder
    tweet urge utter venture voice volunteer vow wail warn whimper whine whisper whistle wonder yell yelp
""".split()

_IRREGULAR = """
    said say says told tell tells wrote write writes spoke speak speaks thought think thinks sang sing sings
    read reads put puts swore swear swears began begin begins quoth saith sayeth implied imply implies
""".split()

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

CAPITALISED_VERBS = frozenset(verb.capitalize() for verb in PLAIN_VERBS)
"""The same at the beginning of what an engine took for a sentence."""

PRONOUNS = frozenset("he she they i we it who you".split())
DETERMINERS = frozenset(
    "the a an one another his her my our their its this that these those some many several two three both".split()
)
TITLES = frozenset(
    "mr mrs ms dr prof sir lord lady gen col capt lt sgt rev sen rep gov st pres judge justice jr".split()
)
PARTICLES = frozenset("de van von der den da di du la le el al bin ibn ben and of for".split())
ADVERBS = frozenset(
    "also then later once again still simply just even finally further now never had has have would".split()
)
NO_NAMES = frozenset(
    """That This There Then When While But And So As If What Why How Where Here Now Yet For In On At After Before To Of
    With By From Not No Yes Only Even Both Those These Or Nor Because Since Although Though""".split()
)
"""Capitalised words that begin a sentence and no name."""

NOUNS = frozenset(
    """answers asks cries claims calls cautions challenges comments complaints details demands echoes hints jokes laughs
    lies murmurs notes objects observes offers orders pleads points pledges praises predicts promises prompts protests
    purposes questions remarks replies reports requests resolves screams shouts sighs smiles snaps sobs states stresses
    stutters suggests threats voices whispers yells posts appeals boasts puts reads thought read""".split()
)
"""Forms that are nouns as well: after `the` they hardly ever introduce speech."""

STOPPED = frozenset("in on at after during when as with while before to from by about under over via this last".split())
"""Words that end the phrase naming a speaker: a user | in Beijing."""
