"""Words left in another language.

An engine copies what it cannot translate, and a tool chain leaves out whole segments: `the minister said que no hay
nada que hacer and left`. What those words said is missing from the English text.

Quotations, words in brackets or italics, titles, names of people and institutions, Latin and French phrases at home in
English, dishes, species, mottos, and words that the sentence explains are left alone: only a run of lower-case words
with several function words of one language counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Literal

from qc import Axis, Document, Finding, Span, Word, bad, good, miss, rule
from qc.language import UNKNOWN, language, languages
from qc.words import lexicon
from qc.words.forms import occurrences
from qc.words.script import script

PARTICLES = frozenset(
    "de la le les el los las del du des di da do dos das der den dem von vom van und y e et al il lo della delle dei "
    "degli a o i en in zu zur zum ter ten op av af og och ben bin ibn abu san santa st the of and d l".split()
)
"""Words between the parts of names: alone they make no foreign sentence."""

AT_HOME = frozenset(
    "a la de du en et est il ad hoc pro bono non sine qua per se vis à déjà vu je ne sais quoi nom guerre plume "
    "coup tour force joie vivre laissez faire faux pas cum laude magna summa ipso facto post mortem rigor habeas "
    "corpus quid quo modus operandi vivendi persona grata in vitro vivo situ terra firma ex officio libris mea "
    "culpa ars longa vita brevis carpe diem c'est c’est vie raison d'être d’être comme faut haute couture pièce "
    "résistance prima nouveau riche enfant terrible fait accompli femme fatale avant garde hors d’oeuvre d'oeuvre "
    "al dente fresco bona fide alma mater pater familias deus machina ultra vires res judicata stare decisis mens "
    "rea amicus curiae sui generis ab initio jure novo pari passu facie sub rosa poena dei gratia annus mirabilis "
    "horribilis homo sapiens lingua franca sotto voce tutti frutti zeitgeist weltanschauung au revoir contraire "
    "pair jus lait vin pot feu gratin fraîche crème brûlée brulee cordon bleu mot juste bête noire maison cuisine "
    "que sera olé hasta luego vista mañana amigo señor señora tierra".split()
)
"""Words of phrases that English prose uses untranslated; a run made of these alone is such a phrase."""

SHORTEST = 4
"""Words in a run. Three are a name or a phrase too often."""

FUNCTION_WORDS = 2
"""Distinct function words of the one language that English has not; one less if there are more that both have."""

UNLISTED = 3
"""Lower-case words no English lexicon knows that make up for a missing second function word."""

RARE = 55
"""Size class of the lexicon above which an English word is as likely to be a foreign one: "que", "der", "een"."""

FIRST_GREEK = "\u0370"
"""The first letter that is not Latin, near enough: other scripts are the affair of foreign-script."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_JOINED = re.compile(r"[ ,’']{1,2}|, ")
_MARKED = re.compile(r"[(\[*_«„“‘\"/<][^)\]*_»”’\"\n>]{0,60}\Z")
_INTRODUCED = re.compile(
    r"(?:called|titled|entitled|named|motto(?: is)?|phrase|term|word|saying|proverb|known as|means|says|[:=–—])\s*\Z"
)
_EXPLAINED = re.compile(r"\s*(?:[)\]*_»”\"(\[–—=]|,? ?(?:or|which means|means|meaning|that is|literally|i\.e\.)\b)")


@rule(
    axis=Axis.TRANSLATION,
    advice="translate it, or delete it",
    examples=[
        bad("The minister said ⟦que no hay nada que hacer⟧ and left the hall."),
        bad("He left the bank, ⟦wo die Leute noch nicht wussten dass⟧ er was gone."),
        bad("The council of the town ⟦n’a pas encore décidé de ce que l’on doit⟧ do with the bridge."),
        bad("The wife, ⟦która była już w domu⟧, called the police."),
        bad("⟦Perché non può più parlare⟧ was the answer of the mayor."),
        good("She said “no hay nada que hacer” and left; the motto is Dieu et mon droit."),
        good("He read Le Monde des livres and taught at the Universidad de los Andes and the École des Hautes Études."),
        good("It has a certain je ne sais quoi, a raison d’être, and was done ad hoc, pro bono and vis-à-vis nobody."),
        good("They ate pâté de foie gras, arroz con pollo and coq au vin at the Auberge du Pont d’Or."),
        good("In Spanish one says no hay nada que hacer (there is nothing to be done)."),
        good("Ludwig van der Berg und Söhne sold Amanita muscaria var. formosa to Ibn al-Haytham."),
        good("The Latin version reads: et in terra pax hominibus bonae voluntatis."),
        miss("The door was ⟦geschlossen wegen Umbau⟧."),
    ],
)
def untranslated_passage(doc: Document) -> Iterator[Finding]:
    signs = [word for word in doc.forms & _signs() if _gives_away(word.lower())]
    for run in _runs(doc.prose_text, _lines(doc, signs)):
        code = _language_of([word.text for word in run])
        if not code:
            continue
        span = Span(run[0].start, run[-1].end)
        if not _left_alone(doc, span):
            name = languages()[code].name
            yield Finding(span, f"“{_shown(doc[span])}” is {name} in an English sentence", min(1.0, len(run) / 6))


@cache
def _listed() -> frozenset[str]:
    """Every function word of another language written in Latin letters."""
    words = (word for code, (_, listed) in languages().items() if code != "en" for word in listed)
    return frozenset(word for word in words if word[0] < FIRST_GREEK)


@cache
def _unlike_english() -> frozenset[str]:
    return frozenset(word for word in _listed() - languages()["en"].words - PARTICLES if len(word) > 1)


@cache
def _signs() -> frozenset[str]:
    return frozenset(form for word in _unlike_english() for form in (word, word.capitalize()))


def _gives_away(word: str) -> bool:
    """Say whether a word in lower case is a function word of another language and no English word."""
    # Asked word by word: to look all of them up beforehand would cost every run ten milliseconds.
    return word in _unlike_english() and not 0 < lexicon.rarity(word) <= RARE


def _lines(doc: Document, signs: list[str]) -> Iterator[tuple[int, int]]:
    """Yield the lines with one of the words, in order."""
    text, end = doc.prose_text, -1
    for start in sorted(place.start for sign in signs for place in occurrences(doc, sign)):
        # One search a line: a page without line ends must not be searched from every word.
        if start > end:
            begin, end = text.rfind("\n", 0, start) + 1, text.find("\n", start)
            end = end if end >= 0 else len(text)
            yield begin, end


def _runs(text: str, lines: Iterator[tuple[int, int]]) -> Iterator[list[Word]]:
    """Yield each run of words that could be of another language, nothing but spaces and commas between them."""
    for line in lines:
        run: list[Word] = []
        for match in _WORD.finditer(text, *line):
            word = Word(*match.span(), match[0])
            kind = _kind(word.text)
            if run and (not kind or not _JOINED.fullmatch(text, run[-1].end, word.start)):
                yield _trimmed(run)
                run = []
            if kind:
                run.append(word)
        yield _trimmed(run)


@lru_cache(1 << 14)
def _kind(word: str) -> Literal["foreign", "either", ""]:
    """Say whether a word is foreign, could be either because both languages have it or it is a name, or is English."""
    lower = word.lower()
    if script(word[0]) != "Latin":
        return ""
    if _gives_away(lower) or (word == lower and not 0 < lexicon.rarity(word) <= RARE):
        return "foreign"
    return "either" if lower in _listed() or not lexicon.knows(word) else ""


def _trimmed(run: list[Word]) -> list[Word]:
    foreign = [number for number, word in enumerate(run) if _kind(word.text) == "foreign"]
    return run[foreign[0] : foreign[-1] + 1] if foreign else []


def _language_of(words: list[str]) -> str:
    """Return the code of the language the words are a passage of, empty where they are a name or a phrase."""
    lower = [word.lower() for word in words]
    if len(words) < SHORTEST or AT_HOME.issuperset(lower) or 2 * sum(map(str.islower, words)) <= len(words):
        return ""
    code, _ = language(lower)
    if code in ("en", UNKNOWN):
        return ""
    certain = {word for word in languages()[code].words.intersection(lower) if _gives_away(word)}
    unknown = {word for word in words if word.islower() and word not in _listed() and not lexicon.knows(word)}
    shared = languages()[code].words.intersection(lower) - PARTICLES
    enough = len(certain) >= FUNCTION_WORDS or len(shared) > FUNCTION_WORDS or len(unknown) >= UNLISTED
    return code if certain and enough else ""


def _left_alone(doc: Document, span: Span) -> bool:
    """Say whether marks or words around the passage show that it stands there on purpose."""
    before, after = doc.text[max(0, span.start - 80) : span.start], doc.text[span.end : span.end + 30]
    if _MARKED.search(before) or _INTRODUCED.search(before) or _EXPLAINED.match(after):
        return True
    return doc.is_quoted(span.start)


def _shown(passage: str) -> str:
    return passage if len(passage) <= 60 else passage[:57].rstrip() + "…"
