"""Which words are English, how common they are, how many syllables they have, and which could be coined today.

Three lists answer: SCOWL (American, British, Canadian and Australian spellings, with size classes), the supplement of
this project, and the CMU pronouncing dictionary, whose extra entries are nearly all surnames and therefore count
with a capital only. They are read on the first question; see `qc/data/NOTICE.md` for sources and licences.
"""

import re
import unicodedata
from functools import cache, lru_cache

from qc.data import Table, entries
from qc.words.syllables import LONGEST, REMEMBERED, pronounced, syllables

__all__ = ["derivable", "is_name", "knows", "rarity", "syllables"]

#: SCOWL size classes by their rank in `scowl.txt`: a digit 1-9 for a word, a letter a-i for a name.
SIZES = (10, 20, 35, 40, 50, 55, 60, 70, 80)

#: Size given to the supplement, whose words are current, and to what only the CMU dictionary lists.
SUPPLEMENT_SIZE, PRONOUNCED_SIZE = 50, 80

#: Size of a single letter, as in lists and formulas, and of the supplement's acronyms.
LETTER_SIZE = 70

#: A name this common still counts as known without its capital: "london" lacks a capital, it is not a non-word.
LOWERED_NAME_SIZE = 60

_MARKS = str.maketrans({
    "\N{RIGHT SINGLE QUOTATION MARK}": "'", "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{MODIFIER LETTER APOSTROPHE}": "'", "\N{HYPHEN}": "-", "\N{NON-BREAKING HYPHEN}": "-",
    "\N{SOFT HYPHEN}": None,
})  # fmt: skip
_LIGATURES = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ß": "ss", "þ": "th"})

_DIAERESIS = re.compile("(?<=[aeiou])([aeiou])\N{COMBINING DIAERESIS}")

_CLITICS = ("'s", "'", "n't", "'ll", "'d", "'ve", "'re", "'m", "'em", "'all", "'n")
_DROPPED = {"in'": "ing", "'d": "ed", "'st": "est"}
_BEFORE_NAME = re.compile(r"(?:[OoDdLl]'|Mc|Mac|Fitz|Al-|al-|el-|El-)(?=[A-Z])")
_NUMBER = re.compile(r"'?\d+(?:[.,:/]\d+)*(?:st|nd|rd|th|'?s|[a-z]{1,3}|[A-Z]{1,3})?")
_INITIALS = re.compile(r"(?:[A-Za-z]{1,2}\.)+[A-Za-z]?")
_SHORT_SYLLABLE = re.compile(r"[^aeiou]*(?:qu)?[aeiouy][^aeiouwxyh]")
_INNER_CAPITAL = re.compile(r"[a-z][A-Z]")  # "materialsWrite" is two words run together
_HELD = re.compile(r"([aeiouyhmz])\1{2,}")
_ROMAN = re.compile(
    r"(?=[IVXLCDM])M{0,3}(?:C[MD]|D?C{0,3})(?:X[CL]|L?X{0,3})(?:I[XV]|V?I{0,3})|(?=[ivx])x{0,3}(?:i[xv]|v?i{0,3})"
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Prefixes that join any fitting word; before a hyphen they are known as they stand.
PREFIXES = _words(
    "a aero afro after agri agro all anglo ante anti arch astro audio auto back be bi bio by centi chrono co counter "
    "cross crypto cyber de deca demi di dis down eco electro em en endo ethno euro even ever ex extra far fin fore "
    "franco full geo giga grand great gyro half hard hetero hexa high homo hydro hyper hypo ill immuno in indo infra "
    "inter intra ir ism iso kilo long low macro mal mega meta micro mid milli mini mis mono multi nano narco near neo "
    "neuro new non off omni on one out over paleo pan para penta petro photo physio poly post pre pro proto pseudo "
    "psycho pyro quad quasi radio re retro self semi short single sino socio soft step stereo sub super sur techno "
    "tele tetra thermo trans tri turbo ultra un under uni up vice well xeno zoo"
)

#: Those that may be written solid before a word of at least so many letters: the shorter the prefix, the longer
#: the word must be, because any typing error begins with "re" or "de" by chance.
_SOLID_PREFIXES = {
    **dict.fromkeys(_words("re un de co"), 4),
    **dict.fromkeys(_words("non pre pro mis dis sub out bio eco geo neo tri mid uni agri agro afro anti auto"), 4),
    **dict.fromkeys(_words(
        "aero astro audio counter crypto cyber electro ethno euro extra fore hydro hyper hypo immuno infra inter "
        "intra kilo macro mega meta micro milli mini mono multi nano narco neuro omni over paleo petro photo physio "
        "poly post proto pseudo psycho quasi radio retro semi socio step super techno tele tetra thermo trans turbo "
        "ultra under"), 3,
    ),
}  # fmt: skip

#: Endings that join any fitting stem. Plurals and verb forms are absent: SCOWL inflects all it lists, and what it
#: leaves out ("informations", "knowed", "takeing") are the mistakes we look for.
_ENDINGS = (
    "ness", "nesses", "less", "lessly", "lessness", "like", "ish", "ishly", "ishness", "esque", "hood", "hoods",
    "ship", "ships", "dom", "wise", "ward", "wards", "proof", "fold", "able", "ably", "ability", "er", "ers", "ist",
    "ists", "istic", "ism", "isms", "ly", "ally", "ful", "fully", "ize", "izes", "ized", "izing", "ise", "ises",
    "ised", "ising", "ization", "izations", "isation", "isations", "izer", "izers", "iser", "isers", "ify",
    "ifies", "ified", "ifying", "ification", "in", "est", "eth",
)  # fmt: skip

#: Endings of words of the supplement and of coined words, whose inflections no list holds.
_INFLECTIONS = ("s", "es", "ed", "ing", "ings", "er", "ers", "est")

#: Words that never are half of a compound: "andthe" is two words run together, not a coinage.
_UNCOMPOUNDED = _words(
    "the and for with from that this than then they them their there these those was were are has had have "
    "been but not can could will would shall should may might must who whom whose what which when where why "
    "how you your our his her hers its she him one two any some such very also ever into onto upon about ing "
    "ers est ess ism ist able ion ity ive age ate ent ant ary ery ory ous ish ally ness ment tion sion per "
    "con com dis mis ali ala ado ane full fully did does done got gets get let said say says see seen went "
    "gone being because although though while since until too yet nor each every both few more most much many "
    "other another same own again just only even still ting ores tors ares ling "
    "mens ions dung sung red ring ping sing teds ties wares crafts"
)

_PARTICLES = ("the", "and", "with", "that", "from", "for", "this", "was", "are", "not", "has", "his", "you")

#: How common a word must be, by its length, before anything is derived from it: of three letters "legisation" would
#: be made of "leg", of four "demage" of "mage". Five and more may be as rare as SCOWL's class 60.
_STEM_SIZES = {3: 20, 4: 35}
_STEM_SIZE = 60

#: Both halves of a compound are at least this common; a half of three letters must be an everyday word.
_COMPOUND_SIZE, _SHORT_HALF_SIZE = 35, 10


def knows(word: str) -> bool:
    """Say whether this is an English word or a known name, possessives, contractions and compounds included."""
    return rarity(word) > 0


def rarity(word: str) -> int:
    """Return the SCOWL size class, 10 (the commonest) to 80 (word games), or 0 for what is not known.

    A compound is as rare as its rarest part. The supplement counts as 50, what only the CMU dictionary lists as 80.
    """
    return _rarity(word) if len(word) <= LONGEST else 0


def is_name(word: str) -> bool:
    """Say whether the word is listed with a capital only; a trailing 's is ignored, the capital need not be there."""
    size, name = _sizes(word.translate(_MARKS).lower().removesuffix("'s")) if len(word) <= LONGEST else (0, 0)
    return name > 0 and size == 0


def derivable(word: str) -> bool:
    """Say whether an unknown word follows from a known one by productive morphology, so that it is no non-word.

    "unfollow", "rewatchable", "microbloggers" and "storytime" are; "rivalality" and "informations" are not.
    """
    return 3 < len(word) <= LONGEST and _derivable(word)


# The length is checked outside the caches: what they remember must be bounded in size as well as in number.


@lru_cache(REMEMBERED)
def _rarity(word: str) -> int:
    plain = word.translate(_MARKS)
    return _single(plain) or _clitic(plain) or _compound(plain) or _notation(plain)


@lru_cache(REMEMBERED)
def _derivable(word: str) -> bool:
    if knows(word) or _INNER_CAPITAL.search(word):
        return False
    parts = word.translate(_MARKS).lower().removesuffix("'s").rstrip("'").split("-")
    return all(_part(part) > 0 or _stretched(part) or (_coined(part, 2) and not _misspelt(part)) for part in parts)


@cache
def scowl() -> Table:
    return Table("scowl.txt")


@cache
def _supplement() -> dict[str, tuple[int, int]]:
    """Map the supplement's words in lower case to their sizes as word and as name."""
    return {entry.lower(): _supplement_sizes(entry) for entry in entries("supplement.txt")}


def _supplement_sizes(entry: str) -> tuple[int, int]:
    if entry.islower():
        return SUPPLEMENT_SIZE, 0
    return 0, LETTER_SIZE if entry.isupper() else SUPPLEMENT_SIZE


@lru_cache(REMEMBERED)
def _sizes(key: str) -> tuple[int, int]:
    """Return the sizes of the lower-case key as a word and as a name, 0 for neither."""
    word = name = 0
    for code in scowl().get(key) if ":" not in key and " " not in key else "":
        if code.isdigit():
            word = SIZES[int(code) - 1]
        else:
            name = SIZES[ord(code) - ord("a")]
    added_word, added_name = _supplement().get(key, (0, 0))
    return word or added_word, name or added_name


def _single(word: str) -> int:
    """Return the size of a word taken whole, in this, a lower-cased or an unaccented form."""
    key = word.lower()
    size, name = _sizes(key)
    capital = key != word
    if name and (capital or name <= LOWERED_NAME_SIZE):
        size = min(size or name, name)
    if not size and len(key) == 1 and key.isascii() and key.isalpha():
        size = LETTER_SIZE
    if not size and capital and key.isalpha() and pronounced(key):
        size = PRONOUNCED_SIZE
    return size or (0 if word.isascii() else _unaccented(word))


def _unaccented(word: str) -> int:
    """Return the size of a word under its ligatures, its diaeresis ("coöperate") or, in a name, any accent.

    Other accents decide: French "décidé" is not English "decide". SCOWL lists "café" and "première" itself.
    """
    marks = unicodedata.normalize("NFKD", word.translate(_LIGATURES))
    if word.islower():
        plain = unicodedata.normalize("NFC", _DIAERESIS.sub(r"\1", marks))
    else:
        plain = "".join(char for char in marks if not unicodedata.combining(char))
    if plain == word:
        return 0
    return _single(plain)


def _clitic(word: str) -> int:
    """Return the size of what is left without a possessive or contracted ending, an -in' or a name's O' or Mc."""
    if "'" in word:
        for clitic in _CLITICS:
            if word.endswith(clitic) and len(word) > len(clitic):
                size = _single(word.removesuffix(clitic)) or _compound(word.removesuffix(clitic))
                if size:
                    return size
        for ending, written in _DROPPED.items():
            if word.endswith(ending):
                return _single(word.removesuffix(ending) + written)
    before = _BEFORE_NAME.match(word)
    if before:
        return _single(word[before.end() :])
    return _plural_name(word)


def _plural_name(word: str) -> int:
    """Return the size of a name under its plural, "Obamas" and "NGOs"; SCOWL's names come without one."""
    if word.endswith("s") and not word.islower():
        return _single(word[:-1]) or (_single(word[:-2]) if word.endswith("es") else 0)
    return 0


def _compound(word: str) -> int:
    """Return the size of the rarest part of a hyphenated compound, 0 if any part is unknown."""
    parts = word.strip("-").split("-")
    if len(parts) < 2 or not all(parts):
        return 0
    sizes = [_part(part) for part in parts]
    return max(sizes) if all(sizes) else 0


def _part(part: str) -> int:
    """Return the size of one part of a hyphenated compound; a prefix, a letter or a number will do there."""
    if part.lower() in PREFIXES or (len(part) == 1 and part.isalnum()):
        return SIZES[0]
    return _single(part) or _clitic(part) or _notation(part)


def _notation(word: str) -> int:
    """Return a size for numbers with their unit or ending, initials with stops, and Roman numerals."""
    if word.isnumeric() or _NUMBER.fullmatch(word) or _INITIALS.fullmatch(word):
        return SIZES[0]
    return SIZES[2] if len(word) > 1 and _ROMAN.fullmatch(word) else 0


def _coined(word: str, depth: int) -> bool:
    """Say whether at most `depth` affixes, or one compounding, lead from the word to a stem."""
    if not word.isalpha() or len(word) < 5:
        return False
    return _inflected(word, depth) or _prefixed(word, depth) or _suffixed(word, depth) or _two_words(word)


def _leads_to_stem(rest: str, depth: int) -> bool:
    return _is_stem(rest) or (depth > 1 and _coined(rest, depth - 1))


def _is_stem(word: str) -> bool:
    size, name = _sizes(word)
    if word in _PARTICLES:
        return False
    limit = _STEM_SIZES.get(len(word), _STEM_SIZE)
    return _is_current(word) or 0 < size <= limit or (0 < name <= SUPPLEMENT_SIZE and len(word) > 4)


def _is_current(word: str) -> bool:
    """Say whether the supplement lists the word, or a name long enough to be inflected: "googled"."""
    size, name = _supplement().get(word, (0, 0))
    return size > 0 or (0 < name <= SUPPLEMENT_SIZE and len(word) > 4)


def _prefixed(word: str, depth: int) -> bool:
    return any(
        word.startswith(prefix) and len(word) - len(prefix) >= shortest and _leads_to_stem(word[len(prefix) :], depth)
        for prefix, shortest in _SOLID_PREFIXES.items()
    )


def _suffixed(word: str, depth: int) -> bool:
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if 3 <= len(stem) < len(word) and any(_leads_to_stem(form, depth) for form in _stem_forms(stem, ending)):
            return True
    return False


def _inflected(word: str, depth: int) -> bool:
    """Say whether the word inflects a word of the supplement or a coined one, and that one is not inflected itself."""
    for ending in _INFLECTIONS:
        stem = word.removesuffix(ending)
        if 3 <= len(stem) < len(word) and not stem.endswith(("ing", "ed", "es")):
            for form in _stem_forms(stem, ending):
                if _is_current(form) or (depth > 1 and not _sizes(form)[0] and _coined(form, depth - 1)):
                    return True
    return False


def _stem_forms(stem: str, ending: str) -> list[str]:
    """Undo what spelling does where an ending joins: a dropped e, y turned to i, a doubled consonant.

    What spelling would have changed is not offered: "takeing" is not "take", nor "runing" "run".
    """
    vowel = ending[0] in "aeiouy"
    forms = [] if vowel and (_ends_in_mute_e(stem) or _must_double(stem)) else [stem]
    if vowel and stem[-1] != "e":
        forms.append(stem + "e")
        if stem[-1] == stem[-2] and _must_double(stem[:-1]):
            forms.append(stem[:-1])
    if stem[-1] == "i" and ending[0] != "i" and len(stem) > 3:
        forms.append(stem[:-1] + "y")
    return forms


def _ends_in_mute_e(stem: str) -> bool:
    return stem[-1] == "e" and stem[-2] not in "eoycg"


def _must_double(stem: str) -> bool:
    """Say whether the stem is one short syllable, "run" or "plot", whose last letter doubles before a vowel."""
    return _SHORT_SYLLABLE.fullmatch(stem) is not None


def _misspelt(word: str) -> bool:
    """Say whether a letter doubled or undoubled makes a common word: "comission" is not "co" and "mission"."""
    forms = [word[:at] + word[at - 1] + word[at:] for at in range(1, len(word))]
    forms += [word[:at] + word[at + 1 :] for at in range(1, len(word)) if word[at] == word[at - 1]]
    return any(0 < _sizes(form)[0] <= _COMPOUND_SIZE for form in forms)


def _two_words(word: str) -> bool:
    """Say whether the word is two common content words written as one, one of them of four letters or more."""
    if len(word) < 7 or _run_together(word):
        return False
    return any(_half(word[:cut]) and _half(word[cut:]) for cut in range(3, len(word) - 2))


def _run_together(word: str) -> bool:
    """Say whether the word is another one and a function word with the space lost: "sandthe", "glandsand"."""
    return any(
        (word.endswith(particle) and _sizes(word.removesuffix(particle))[0])
        or (word.startswith(particle) and _sizes(word.removeprefix(particle))[0])
        for particle in _PARTICLES
    )


def _half(word: str) -> bool:
    limit = _COMPOUND_SIZE if len(word) > 3 else _SHORT_HALF_SIZE
    return 0 < _sizes(word)[0] <= limit and word not in _UNCOMPOUNDED


def _stretched(word: str) -> bool:
    """Say whether the word is a short one but for a sound held: "sooo", "hmmmm"; not "diffficult"."""
    forms = (_HELD.sub(repeat, word) for repeat in (r"\1", r"\1\1"))
    return any(form != word and len(form) < 6 and 0 < rarity(form) <= LETTER_SIZE for form in forms)
