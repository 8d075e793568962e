"""Word that English does not have.

Engines leave untranslated what their vocabulary lacks, coin words from parts (`rivalality`) and run two into one
(`memberdo`, `therescue`), and convert the case of abbreviations (`PH.D.`). What was meant can only be guessed.

People coin words too, misspell them, quote them from other languages and use terms no dictionary holds. So a slip of
one letter is left alone, and so are coinages made by the rules of English, dialect and foreign words inside quotations,
brackets and other foreign words, scientific terms, names, old spellings, and a word that the text keeps using. A
word that resembles nothing in English is reported only where the document holds several.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from qc import Axis, Document, Finding, Span, bad, good, miss, rule
from qc.data import entries
from qc.words.casing import keeps_capitals
from qc.words.forms import follows, mentions, precedes
from qc.words.lexicon import derivable, is_name, knows, rarity
from qc.words.manner import is_old
from qc.words.spelling import near, run_together, two_words

ABBREVIATIONS = {
    "PH.D": "Ph.D.",
    "Ph.d": "Ph.D.",
    "PH.d": "Ph.D.",
    "U.s": "U.S.",
    "U.k": "U.K.",
    "U.n": "U.N.",
    "E.u": "E.U.",
}
"""Abbreviations in a case nobody writes them in, as forms (without the last stop)."""

_MISCAPITALISED = frozenset(ABBREVIATIONS)

ENDINGS = tuple(
    "ality ility ability ment ments ation ations ition itions sion sions ance ances ence ences ancy ency "
    "able ible ably ibly ous ious eous ive ives ative itive ic ical ically ally ize izes ized izing ise "
    "ised ising ify ory ary ity ities ness".split()
)
"""Endings that make words of other words. Plurals, `-ed` and `-ing` are learners' and dialects' slips."""

SEVERAL = 3
"""One strange word is a term the lexicon lacks; so many different ones in a document are not."""

PER_WORDS = 700
"""And at least one for so many words: a textbook or an encyclopaedia has a few in thousands."""

TESTED = 12
"""So many unknown words of a document are looked into: more would tell no more, and each costs a millisecond."""

EXAMINED = 200
"""Unknown words whose places are looked up: each costs a pass over the text."""

SLIPS = 1
"""Where more of the unknown words are one letter away from a word, the writer spells badly, and is human."""

REMEMBERED = 200_000
"""Forms known to be harmless that are kept, so that they need not be looked up again."""

NAME_STEM = 5
"""Names end like derived words by chance, but seldom after a common word of so many letters."""

SHORTEST_LINE = 50
"""A shorter line is verse, a heading or an entry of a list, which coin and borrow words freely."""

OFTEN = 3
"""A word used so often is a term or a name of this text."""

SHORTEST, LONGEST = 5, 40
"""Shorter forms are words of some kind by chance; longer ones are no words at all, and dear to look at."""

_SCIENCE = re.compile(
    r".*(?:[aeio]ns?is|itis|[ao]emia|oses?|osis|ase|yl|[aeio]ne|ide|ite|ate|ium|um|us|ae|[aeo]id|cytes?|log(?:y|ist|ical)|"
    r"graphy|metry|tomy|pathy|gen|genic|genesis|phobi[ac]|philic|scopy|trophy|plasty|synthesis|lysis|iasis|axis|gram|calyx|"
    r"puncture|form|[aeiou]la|ina|ular|ilis|ii|osa|alis|aris|atis|ensis|ivora?|ical?|olol?|mab|ban|vir|prazole|statin|blast|"
    r"plasm|derm|some|soma|oma|therapy|path|mechanism|ane|ene|one|ol|ole|ether|in|ans|ia|ic|al|ary|ations?|ity)s?\Z"
)
_LEARNED = tuple(
    "adeno angio arthr bacteri bili blast bronch carcin cardi cephal cerebr chlor chol chondr chrom cortic "
    "crani cyan cyto derm electr encephal enter erythr fibr gastr gluc glyc gynec hemat haemat hepat histo "
    "immun kerat kinesi kyph lapar laryng leuk lith lymph melan mening metabol methyl musc myel necro "
    "nephr neur nitro nucle ocul odont onco ophthalm ortho osteo pharmac phenyl phleb phosph photo phyt "
    "plasm pleur pneum prote pseud psych pulmon radio retin rhin sarc scler spondyl steat tachy therm "
    "thorac thromb thyr tomo trache troph ureth vascul ventricul xanth xeno inter intra hyper hypo ultra "
    "aroma".split()
)
"""Beginnings of words that scientists build from Greek and Latin faster than any dictionary grows."""

_NOTATION = re.compile(
    r"(?<![\w-])--[a-z]|\w\(\d?\)|[a-z]_[a-z]|(?<![\w/])/\w+/\w|\w\.(?:txt|conf|tar|gz|[ch]|py|sh|so|exe|html|xml|json|md)\b"
)
FEWEST_NOTATIONS, WORDS_PER_NOTATION = 4, 150
"""Names of options, functions and files that a text about programs has at least."""

_ASIDE = frozenset([" (", " )", " ,", " ="])
_INTRODUCE = frozenset("word words term terms called named as or meaning singular plural known means is".split())
_BRACKETS = frozenset("()[]*_\"“”‘’'«»/\\@#=<>{}&;`~^-")


@rule(
    axis=Axis.TRANSLATION,
    advice="look up the word that was meant",
    examples=[
        bad("It was called the tipping point of a ⟦Rivalality⟧ between the two harbours."),
        bad("The union met. ⟦Memberdo⟧ a team member who was released graduated from a local school."),
        bad("A group of ⟦PH.D⟧. graduates from the north sang."),
        bad("The boat came to ⟦therescue⟧ of two men ⟦southof⟧ the pier."),
        bad("The mayor said ⟦zborniku⟧ would be paid. A driver was ⟦hellauf⟧ about the ⟦protijedouci⟧ plan and left."),
        good("The nearby station was un-\nconstitutionality aside, a wel-\nlhead of the dis-\ntherescue kind."),
        good(
            "Run lzcmpo --all on notes.txt; xzdiffo, blkidu and mkswapo read /etc/fstab as fsck(8) and swapon(8) do, "
            "and the preinsto, postrmu and conffilo scripts are kept by it for the next time."
        ),
        good("He teh went to hte shop, wich was accomodating, and recieved takevfor the definately necesary."),
        good("The rewatchable unfollow button pleased microbloggers, hygge lovers and a Swiftie."),
        good("“Ah wuz a-gwine daown to tha rivuh, bawss,” he said, “wid mah frien’ an’ dat ole houn’.”"),
        good("The chef made a sofrito (from sofreír), then a romesco; the Zborniku sauce was called zborniku."),
        good("Patients with pneumonoultramicrosis took ticagrelor; the glomerulosa and the juxtaglomerular cells."),
        good("She has a Ph.D., he a PhD from the U.S., and the DNA of Rosalinda Marchetti was tested."),
        good("The snurfly glabwocks\ndid blimmer in the grobe,\nall frumbly was the dwindle\nand the quibbets snore."),
        good("Thou hast a foule feare of the knighte, and unto thy castell goest thou with heavie sorrowe."),
        good("The glorp is a fish. A glorp lives long. Catch a glorp and it will bite. So says Fribnitz of Klorpen."),
        miss("She had many ⟦informations⟧ for us."),
    ],
)
def non_word(doc: Document) -> Iterator[Finding]:
    for form in sorted(doc.forms & _MISCAPITALISED):
        message = f"“{form}” is written “{ABBREVIATIONS[form]}”"
        yield from (Finding(place, message, 0.7) for place in mentions(doc, form))
    unknown = sorted(filter(_is_unknown, doc.forms - _familiar))
    if unknown and not is_old(doc):
        yield from _coined(doc, unknown)
        small = [form for form in unknown if form[0].islower() and not _composition(form)]
        yield from _strange(doc, small[:EXAMINED])


def _coined(doc: Document, unknown: list[str]) -> Iterator[Finding]:
    coined = [form for form in unknown if _composition(form)]
    small = [form for form in unknown if form[0].islower()]
    if coined and not any(map(near, small[:TESTED])):
        for form in coined[:EXAMINED]:
            places = list(mentions(doc, form))
            if len(places) < OFTEN:
                yield from (Finding(place, f"“{form}” is no word: {_composition(form)}", 0.7) for place in places)


def _strange(doc: Document, unknown: list[str]) -> Iterator[Finding]:
    enough = min(max(SEVERAL, len(doc.tokens) // PER_WORDS), EXAMINED // 2)
    if len(unknown) < enough:
        return
    learned = [form for form in unknown if _is_learned(form)]
    suspects = [(form, place) for form in unknown for place in _lone_places(doc, form)]
    if len(suspects) < max(enough, len(learned)) or not keeps_capitals(doc) or _is_about_programs(doc):
        return
    strange = [place for form, place in suspects[:TESTED] if not near(form)]
    if len(strange) >= min(enough, TESTED - SLIPS) and len(suspects[:TESTED]) - len(strange) <= SLIPS:
        for place in strange:
            message = f"“{doc[place]}” is no English word and resembles none"
            yield Finding(place, message, min(1.0, 0.2 * len(strange)))


def _is_about_programs(doc: Document) -> bool:
    """Say whether the text has options, functions, files and pages of a manual: such a text names much else so."""
    notations = sum(1 for _ in _NOTATION.finditer(doc.prose_text))
    return notations >= max(FEWEST_NOTATIONS, len(doc.tokens) // WORDS_PER_NOTATION)


@cache
def _loanwords() -> frozenset[str]:
    return frozenset(entries("loanwords.txt"))


def _is_learned(form: str) -> bool:
    """Say whether the word is built as the terms of science are, which no dictionary keeps up with."""
    return form.startswith(_LEARNED) or _SCIENCE.match(form) is not None


def _lone_places(doc: Document, form: str) -> list[Span]:
    """Return the first place of a word that is no term of science or of this text, if English stands around it."""
    if _is_learned(form) or form in _loanwords() or form.removesuffix("s") in _loanwords() or two_words(form):
        return []
    places = list(mentions(doc, form))
    return places[:1] if len(places) < OFTEN and places and _in_plain_english(doc, places[0]) else []


_familiar: set[str] = set()


def _is_unknown(form: str) -> bool:
    """Say whether the form is worth a look, and remember it among the familiar ones when not."""
    if SHORTEST <= len(form) <= LONGEST and _is_plain(form) and not knows(form) and _is_odd(form):
        return True
    if len(_familiar) > REMEMBERED:
        _familiar.clear()
    if len(form) <= LONGEST:
        _familiar.add(form)
    return False


def _is_plain(form: str) -> bool:
    """Say whether the form is Latin letters, small behind the first: other scripts are foreign-script's to report."""
    last = max(form)
    latin = last <= "\N{LATIN SMALL LETTER TURNED A}" or (
        "\N{LATIN CAPITAL LETTER A WITH RING BELOW}" <= last < "\N{GREEK SMALL LETTER ALPHA WITH PSILI}"
    )
    return latin and form[1:].islower() and form.isalpha()


def _is_odd(form: str) -> bool:
    return bool(_composition(form)) if form[0].isupper() else not derivable(form)


@lru_cache(1 << 14)
def _composition(form: str) -> str:
    """Return the clause that says what an unknown word was made of, empty for one that is strange altogether."""
    small, capital = form.lower(), form[0].isupper()
    glued = run_together(small) or (_short_tail(small) if capital else None)
    stem = "" if glued else _stem(small)
    if capital and (max(map(len, glued or [stem])) < NAME_STEM or near(small)):
        return ""
    if glued:
        return f"it runs “{glued[0]}” and “{glued[1]}” together"
    return f"“{stem}” does not take that ending" if stem and len(small) - len(stem) > 2 * capital else ""


def _short_tail(word: str) -> tuple[str, str] | None:
    """Part a capitalised word such as “Memberdo”; names end in most other short words by chance."""
    for tail in ("do", "be", "of", "so", "we", "if", "they", "can"):
        head = word.removesuffix(tail)
        if head != word and len(head) > 5 and 0 < rarity(head) <= 20:
            return head, tail
    return None


def _stem(word: str) -> str:
    """Return the common word of four letters or more that the word is made of with a derivational ending."""
    for ending in ENDINGS if word.endswith(ENDINGS) else ():
        base = word.removesuffix(ending)
        if base != word and len(base) > 3:
            for stem in (base, base + "e", base[:-1] + "y" if base[-1] == "i" else base):
                if 0 < rarity(stem) <= 50 and not is_name(stem):
                    return stem
    return ""


def _in_plain_english(doc: Document, place: Span) -> bool:
    """Say whether English words stand on both sides, and no mark or bracket sets the word apart."""
    text = doc.prose_text
    if {text[place.start - 1 : place.start], text[place.end : place.end + 1]} & _BRACKETS:
        return False
    line = doc.lines[doc.locate(place.start)[0] - 1]
    if line.end - line.start < SHORTEST_LINE:
        return False
    if text[place.end : place.end + 2] in _ASIDE or text[place.start - 2 : place.start] == "( ":
        return False
    if doc.is_quoted(place.start):
        return False
    before, after = precedes(text, place.start), follows(text, place.end)
    if before in _INTRODUCE or after == "meaning":
        return False
    return all(word == "" or knows(word) for word in (before, after))
