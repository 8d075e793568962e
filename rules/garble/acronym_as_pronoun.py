"""Acronym that came back as a pronoun.

An engine reads AI, US, IT, WHO or UN as words and translates them: into he, him, that, who or I where the other
language has a pronoun spelt `ai`, into us, it, who and un where the acronym was lower-cased on the way. `American
talent of AI` becomes `American talent of him`, and the sentence has lost what it is about.

Each shape below cannot be English with a pronoun: `the us government`, `an it company`, `officials of who said`, `the
sector I China`. Relative clauses (`the man I met`, `the book it sold`), `it girl`, the who and the why, `phase I`, and
texts that do without capitals are left alone; `him`, `that` and `I` after a noun are reported only where the text is
about artificial intelligence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qc import Axis, Document, Finding, Span, bad, good, miss, rule
from qc.words.casing import keeps_capitals
from qc.words.forms import follows, precedes
from qc.words.lexicon import is_name

_US = frozenset(
    "government military president presidents administration army navy congress senate senator senators economy "
    "dollar market markets embassy ambassador troops forces officials official state department treasury fed "
    "election elections court courts constitution company companies firm firms citizen citizens intelligence "
    "secretary sanctions tariffs soldiers trade border supreme capitol stock census visa".split()
)
_BESIDE_US = frozenset(
    "China china UK uk EU Europe europe Russia russia Japan japan Britain Canada India Israel".split()
)
_IT = frozenset(
    "company companies sector industry department departments firm firms giant giants specialist specialists expert "
    "experts infrastructure system systems service services professional professionals manager managers consultant "
    "consultants outsourcing security budget team teams staff solution solutions".split()
)
_UN = frozenset(
    "security general secretary report reports resolution resolutions agency agencies peacekeepers envoy charter human "
    "refugee official officials convention mission special summit".split()
)
_SAYS = frozenset("said says has had warned warns declared declares recommends recommended announced reported".split())
_MODELS = frozenset(
    "model models chip chips chatbot chatbots technology technologies startup startups race tool tools industry system "
    "systems algorithm algorithms lab labs assistant assistants boom".split()
)

_BEFORE_IT = frozenset(
    "the The an An our Our their Their its Its local Local global Global leading large major".split()
)
_STAFF = frozenset(
    "expert experts official officials doctor doctors scientist scientists director directors head chief "
    "chiefs spokesman spokesperson spokeswoman representative representatives epidemiologist "
    "epidemiologists".split()
)
_OF = frozenset("of at from for by".split())
_BEFORE_NOUN = frozenset("the a an of in for with on about using this these".split())

_HIM_HAS_NONE = _MODELS | frozenset(
    "adoption application applications capability capabilities deployment developer developers development engineer "
    "engineers ethics expert experts implementation innovation integration investment investments pioneer pioneers "
    "platform platforms regulation research researcher researchers safety scientist scientists sector software "
    "specialist specialists superpower superpowers talent talents training".split()
)
_THAT_HAS_NONE = frozenset(
    "chatbot chatbots chip chips developers engineers ethics lab labs pioneers researchers scientists specialists "
    "startup startups superpower superpowers talent talents".split()
)
"""Nouns that are followed by `of AI`, and by `of him` or a bare `of that` only where AI was meant."""

_NUMBERED = frozenset(
    "phase type class part level stage grade category section chapter volume book act scene title article "
    "schedule appendix figure table group factor tier division period world element step war king pope".split()
)

_SUBJECT = frozenset(
    "AI A.I chatbot chatbots ChatGPT Chatgpt OpenAI Openai DeepSeek Deepseek Nvidia algorithms".split()
)


_THE = re.compile(r"the (u[sn])(?:['’]s\b| ([a-z]+)(?: ([A-Za-z]+))?)")
_BARE_IT = re.compile(r" (it) ([a-z]+)")
_BARE_WHO = re.compile(r" (who) ([a-z]+)")
_HE_MODELS = re.compile(r" (h(?:im|e)|who) ([a-z]+)")
_OF_HIM = re.compile(r" of (him|that)(?=[,.;:]| and )")
_NOUN_I = re.compile(r" (I)(?= [A-Z][a-z])")


@rule(
    axis=Axis.TRANSLATION,
    advice="put the acronym back",
    examples=[
        bad("The report blamed the ⟦us⟧ government and praised the ⟦un⟧ envoy. In the ⟦us⟧ and China it rained."),
        bad("She worked for an ⟦it⟧ company until the ⟦it⟧ sector shrank."),
        bad("Experts at ⟦who⟧ said that the outbreak was over, and the head of ⟦who⟧ warned of the next."),
        bad("AI is feared. The myth of American talent of ⟦him⟧ and companies like it is broken, he wrote."),
        bad("In my book on AI, the superpowers of ⟦that⟧, I said so. The sector ⟦I⟧ China built up is China’s pride."),
        bad("The chatbot is new. The race for ⟦him⟧ chips and the ⟦he⟧ models goes on."),
        good("The man I met told us. The US government sold the book it wrote, and it services the it girl’s car."),
        good("Give us government that works; it systems people call chaos. Who said so? Ask those who said it."),
        good("AI is near. The picture of him and friends is old, the thought of that, too; because of him, I left."),
        good("AI helped in the phase I Pfizer trial, a type I error, and the first time I Googled it I laughed."),
        good("the us army left. the it sector grew. the un envoy came. nobody cared. so it goes."),
        good("The us and them of it, the us versus them, and the un-British way of the us we were."),
        good("They know the who and the why. The Who said so. A debate about who said what to the un-American group."),
        miss("AI was the topic. The power of ⟦I⟧ and the fear of it."),
    ],
)
def acronym_as_pronoun(doc: Document) -> Iterator[Finding]:
    found = [*_anywhere(doc)]
    if doc.forms & _SUBJECT or "artificial intelligence" in doc.prose_text:
        found += _about_ai(doc.prose_text)
    if found and keeps_capitals(doc):
        for place, acronym in sorted(found):
            yield Finding(place, f"“{doc[place]}” stands where only a noun can: {acronym} was meant", 0.9)


def _anywhere(doc: Document) -> Iterator[tuple[Span, str]]:
    text = doc.prose_text
    for match in _THE.finditer(text):
        nouns = _US if match[1] == "us" else _UN
        if match[2] is None or match[2] in nouns or (match[2] == "and" and match[3] in _BESIDE_US):
            yield Span(*match.span(1)), match[1].upper()
    for match in _BARE_IT.finditer(text) if "it" in doc.vocabulary else ():
        if match[2] in _IT and precedes(text, match.start()) in _BEFORE_IT:
            yield Span(*match.span(1)), "IT"
    for match in _BARE_WHO.finditer(text) if "who" in doc.vocabulary else ():
        if match[2] in _SAYS and _stands_for_body(text, match.start()):
            yield Span(*match.span(1)), "WHO"


def _stands_for_body(text: str, place: int) -> bool:
    of = precedes(text, place)
    return of in _OF and precedes(text, place - len(of)).lower() in _STAFF


def _about_ai(text: str) -> Iterator[tuple[Span, str]]:
    for match in _HE_MODELS.finditer(text):
        if match[2] in _MODELS and precedes(text, match.start()) in _BEFORE_NOUN:
            yield Span(*match.span(1)), "AI"
    for match in _OF_HIM.finditer(text):
        if precedes(text, match.start()) in (_HIM_HAS_NONE if match[1] == "him" else _THAT_HAS_NONE):
            yield Span(*match.span(1)), "AI"
    yield from ((Span(*match.span(1)), "AI") for match in _NOUN_I.finditer(text) if _is_noun(text, match))


def _is_noun(text: str, capital: re.Match[str]) -> bool:
    """Say whether a noun with its article stands before this “I”, and behind it the name of something."""
    noun, name = precedes(text, capital.start()), follows(text, capital.end())
    if not noun.islower() or noun in _NUMBERED:
        return False
    article = precedes(text, capital.start() - len(noun)).lower()
    return article in {"the", "a", "an", "its", "their"} and (is_name(name) or text.count(f" {name}") > 1)
