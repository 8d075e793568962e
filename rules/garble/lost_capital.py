"""Name, nationality, weekday or sentence start without its capital.

Spinners and engines lower-case what they read and do not always restore it: `china’s exports`, `an american analyst`,
a sentence that begins `the shockwaves` after a full stop. In prose that otherwise keeps its capitals this is damage,
and a lost capital may turn a country into porcelain.

Writers who do without capitals are left alone, and so are dishes and things named after places (`french fries`, `dutch
oven`), words that are also common ones (`turkey`, `may`, `polish`), names that begin small (iPhone, de Gaulle), list
items, verse, ellipses, and the words that go on after a quotation.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache

from qc import Axis, Document, Finding, Span, bad, good, rule
from qc.document import Block, BlockKind
from qc.words.casing import keeps_capitals
from qc.words.forms import follows, mentions, precedes
from qc.words.lexicon import is_name, rarity

PLACES = (
    "afghanistan albania algeria angola argentina armenia australia austria azerbaijan bahrain bangladesh "
    "belarus belgium bolivia bosnia botswana brazil britain bulgaria cambodia cameroon canada colombia "
    "croatia cuba cyprus denmark ecuador egypt england estonia ethiopia europe finland france germany "
    "ghana greece guatemala haiti honduras hungary iceland india indonesia iran iraq ireland israel italy "
    "jamaica kazakhstan kenya kosovo kuwait kyrgyzstan laos latvia lebanon liberia libya lithuania "
    "luxembourg malaysia mali malta mexico moldova mongolia morocco mozambique myanmar namibia nepal "
    "netherlands nicaragua nigeria norway pakistan palestine paraguay peru philippines poland portugal "
    "qatar romania russia rwanda scotland senegal serbia singapore slovakia slovenia somalia spain sudan "
    "sweden switzerland syria taiwan tajikistan tanzania thailand tunisia turkmenistan uganda ukraine "
    "uruguay uzbekistan venezuela vietnam yemen zambia zimbabwe africa america asia antarctica amsterdam "
    "athens baghdad bangkok barcelona beijing berlin brussels budapest cairo chicago copenhagen dubai "
    "dublin geneva helsinki istanbul jakarta jerusalem kabul kyiv lisbon london madrid melbourne milan "
    "montreal moscow mumbai munich nairobi oslo paris prague rome seoul shanghai stockholm sydney tehran "
    "tokyo toronto vancouver vienna warsaw washington zurich california texas florida hollywood"
).split()  # fmt: skip

NATIONALITIES = (
    "albanian algerian american argentine argentinian armenian asian african australian austrian "
    "azerbaijani bangladeshi belarusian belgian bolivian bosnian brazilian british bulgarian cambodian "
    "canadian chilean chinese colombian croatian cuban cypriot czech dutch ecuadorian egyptian english "
    "estonian ethiopian european finnish french georgian german ghanaian greek guatemalan haitian "
    "hungarian icelandic indian indonesian iranian iraqi irish israeli italian jamaican japanese jordanian "
    "kazakh kenyan korean kurdish kuwaiti latvian lebanese libyan lithuanian malaysian mexican moldovan "
    "mongolian moroccan nepalese nigerian norwegian pakistani palestinian peruvian portuguese romanian "
    "russian rwandan saudi scottish senegalese serbian singaporean slovak slovenian somali soviet spanish "
    "sudanese swedish swiss syrian taiwanese thai tibetan tunisian turkish ugandan ukrainian uruguayan "
    "venezuelan vietnamese welsh yemeni zambian zimbabwean americans asians africans europeans germans "
    "russians israelis iraqis iranians ukrainians canadians australians italians mexicans indians koreans "
    "palestinians"
).split()  # fmt: skip

CALENDAR = (
    "monday tuesday wednesday thursday friday saturday january february july september october november "
    "december"
).split()  # fmt: skip

INITIALS = (
    "nato fbi cia nasa unesco unicef opec imf wto nhs bbc cnn ussr kgb eu usa gdp ceo hiv dna nba nfl uefa fifa osce un"
).split()
"""Abbreviations that are seldom typed small by one who types the rest with care."""

NEEDS_THE_CAPITAL_TOO = {"china": "China", "japan": "Japan", "jordan": "Jordan", "chile": "Chile", "georgia": "Georgia"}
"""Also porcelain, lacquer and given names: only where the document has the capital too, and in a country's context."""

_BEFORE_A_COUNTRY = frozenset("in from to with between against toward towards across throughout inside outside".split())

_OF_A_COUNTRY = frozenset(
    "analyst analysts expert experts market markets policy trade strategy desk correspondent watcher "
    "watchers hawk hawks summit government relations tariffs sanctions investor investors economy".split()
)

_THINGS = frozenset(
    "fries fry toast press horn horns window windows door doors bread onion beans bean dressing cut cuff "
    "cuffs kiss leave polish knot braid braids bulldog bulldogs oven ovens courage treat uncle door cap "
    "elm auction cocoa process muffin muffins cheese cheeses chard roll rolls roulette salad salads sauce "
    "delight bath baths towel ink summer corn pudding file rubber shepherd shepherds measles parsley "
    "seasoning sausage sausages loaf vermouth yogurt yoghurt style omelette rice wine wines beer beers tea "
    "coffee food foods dishes dish cuisine cabbage noodles spice five checkers lantern whispers puzzle "
    "pastry pastries blue numeral numerals type letters candle bacon crisp burn coffee stew breakfast "
    "setter terrier terriers cream pie pies pancake pancakes ham ale cake cakes pepper peppers chocolate "
    "fir oak elm ivy mustard moss fly guitar billiards saddle setter horn harp rarebit rabbit sprouts "
    "carpet carpets rug rugs leather lace millet sandwich meringue buttercream vanilla lentils cress "
    "eggplant pear pears apple almonds plum plums chestnut nut nuts chili folder folders envelope "
    "envelopes sling lanterns box boxes wall clubs club hound hounds spaniel spaniels corgi corgis collie "
    "mastiff retriever wolfhound shorthair cat cats pony ponies vinegar mocha marinade glaze gravy "
    "meatballs grilled toasted dip buns bun sub poodle gold silver leaf barn barns hoe".split()
)
"""Things whose name may begin small: `french fries`, `dutch oven`, `arabic numerals`, `german measles`."""

_SMALL_STARTS = frozenset(
    "de da di du del della van von der den ter ten la le al el bin ibn bint e.g i.e etc cf vs pp viz ca".split()
)

_PAIR = re.compile(r"-(china|russia|america|europe|iran|israel|india|japan|korea|american|chinese|russian|european)\b")

NAME, ADJECTIVE, START, LONE_START = 0.8, 0.5, 0.6, 0.3
"""Strengths: of a country, a city or a day, and of a single adjective, which cooks and gardeners write small;
of a sentence's beginning, and of one that is all the document has lost: a slip of the keyboard."""

SHORTEST_PARAGRAPH = 120
"""A paragraph shorter than this that begins small is a label, a list item or a line of verse."""

ABBREVIATED = 18
"""A sentence shorter than this may have ended at an abbreviation."""

COMMON = 50
"""A first word rarer than this (SCOWL size) may be a brand, a particle or a command."""


@rule(
    axis=Axis.TRANSLATION,
    advice="put the capital back",
    examples=[
        bad("The report doubts ⟦china⟧’s figures. It was read in Paris. Nobody in China answered it."),
        bad("Rosa Lind, an ⟦american⟧ analyst, doubts it. She told the paper so. It printed every word."),
        bad("They met on ⟦thursday⟧ in Oslo. The talks lasted an hour. Nothing was signed."),
        bad("The bridge was shut. ⟦the⟧ engineers found rust in it. It will open in May. Tolls will rise."),
        bad(
            "What comes next\n⟦the⟧ shock of the storm has not gone unnoticed in the capital, where the ministers met "
            "until midnight and went home without a word.\nThey will meet again. Nobody knows where. It may be Lima."
        ),
        bad("The US-⟦china⟧ talks failed, and an agent of the ⟦fbi⟧ said so. It was late. Nobody slept."),
        bad("He flew from Lagos to ⟦london⟧ for the trial. It began at nine. The judge was late."),
        good("She ate french fries, brussels sprouts and turkey from a dutch oven, and served tea in china cups."),
        good("You may march in august company, and polish the jersey with a swede. Jordan asked a frank question."),
        good("i live in london. my friend is american. we meet on monday. he likes it here. so do i."),
        good("“It is over!” he said. Then he left. “Why?” asked the guard. No one knew. She sat down."),
        good("Nobody came. iPhone sales fell. de Gaulle was told. He waited … and then he went home."),
        good("The tools are:\n- the hammer\n- the saw\n\nThe rest is at paris.example.org. Ask @london there."),
        good("so much depends\nupon the red roof\nof a london bus\n\nthe rain has stopped"),
    ],
)
def lost_capital(doc: Document) -> Iterator[Finding]:
    small = doc.forms & _small_names()
    starts = list(_small_starts(doc))
    found = list(_behind_hyphens(doc))
    if (small or starts) and keeps_capitals(doc):
        for name in sorted(small):
            found += _lost(doc, name)
        strength = START if len(found) + len(starts) > 1 else LONE_START
        for start in starts:
            word = Span(start, start + len(follows(doc.prose_text, start)))
            message = "the sentence begins with a small letter, in prose that keeps its capitals"
            found.append(Finding(word, message, strength))
    yield from found


def _behind_hyphens(doc: Document) -> Iterator[Finding]:
    """Find the second of two names joined by a hyphen: “US-china talks”."""
    for match in _PAIR.finditer(doc.prose_text):
        before = precedes(doc.prose_text, match.start())
        if before[:1].isupper() and (before.isupper() or is_name(before)):
            yield Finding(Span(*match.span(1)), f"“{match[1]}” has lost its capital beside “{before}”", NAME)


def _lost(doc: Document, name: str) -> Iterator[Finding]:
    places = [place for place in mentions(doc, name) if _means_the_name(doc, name, place)]
    if places:
        message = f"“{name}” has lost its capital, in prose that keeps its capitals"
        strength = ADJECTIVE if name in NATIONALITIES and len(places) == 1 else NAME
        yield Finding(places[0], message, strength, tuple(places[1:]))


def _means_the_name(doc: Document, name: str, place: Span) -> bool:
    text = doc.prose_text
    if follows(text, place.end) in _THINGS or text.endswith("plaster of ", 0, place.start):
        return False
    if name not in NEEDS_THE_CAPITAL_TOO:
        return True
    possessive = text[place.end : place.end + 2] in ("'s", "\N{RIGHT SINGLE QUOTATION MARK}s")
    if NEEDS_THE_CAPITAL_TOO[name] not in doc.forms:
        return False
    return possessive or precedes(text, place.start) in _BEFORE_A_COUNTRY or follows(text, place.end) in _OF_A_COUNTRY


def _small_starts(doc: Document) -> Iterator[int]:
    """Yield where a sentence begins with a small letter though the one before it is over."""
    text = doc.prose_text
    for number, sentence in enumerate(doc.sentences):
        if text[sentence.start].islower() and _begins_afresh(doc, number):
            yield sentence.start


def _begins_afresh(doc: Document, number: int) -> bool:
    text, start = doc.prose_text, doc.sentences[number].start
    word = follows(text, start)
    if word in _SMALL_STARTS or len(word) < 2 or not 0 < rarity(word) <= COMMON or not word.islower():
        return False
    at = bisect_right(doc.blocks, start, key=lambda block: block.start) - 1
    if doc.blocks[at].start == start:
        return at > 0 and _begins_paragraph(doc, doc.blocks[at - 1], doc.blocks[at])
    before = doc.sentences[number - 1]
    return "\n" not in text[start - 2 : start] and _is_over(text[before.start : before.end].rstrip())


def _begins_paragraph(doc: Document, before: Block, block: Block) -> bool:
    body = doc.text[block.start : block.end].rstrip()
    if len(body) < SHORTEST_PARAGRAPH or body[-1] not in ".!?" or "\n" in body:
        return False
    return before.kind is BlockKind.HEADING or _is_over(doc.text[before.start : before.end].rstrip())


def _is_over(sentence: str) -> bool:
    """A stop ends it, with a word before: an ellipsis does not, nor a quotation, whose attribution begins small."""
    return sentence[-1:] in (".", "!", "?") and sentence[-2:-1].isalnum() and len(sentence) > ABBREVIATED


@cache
def _small_names() -> frozenset[str]:
    return frozenset([*PLACES, *NATIONALITIES, *CALENDAR, *INITIALS, *NEEDS_THE_CAPITAL_TOO])
