"""Damage a clean sentence the way middling engines and spinners do, and know which words were damaged.

Each act takes the tokens, changes some in place and says whether it could.
"""

from __future__ import annotations

import difflib
import random
from collections.abc import Callable
from dataclasses import dataclass

from training.resources import WORDS, Resources

PREPOSITIONS = (
    "of in to for on with at by from about into over after between under against through during upon"
).split()
ARTICLES = ["the", "a", "an"]
AUXILIARIES = {
    "is": "are",
    "are": "is",
    "was": "were",
    "were": "was",
    "has": "have",
    "have": "has",
    "does": "do",
    "do": "does",
}
SAYING = {"said", "says", "told", "asked", "added", "wrote", "replied", "explained", "argued", "noted", "warned"}
PRONOUNS = ["he", "she", "it", "they", "him", "her", "them", "his", "its", "their", "I", "you", "that", "this", "one"]
_LETTERS = "etaoinshrdlucmfwypvbgk"


@dataclass(slots=True)
class Word:
    """A token; `spaced` says whether white space stands before it."""

    text: str
    spaced: bool
    bad: bool = False


Act = Callable[["list[Word]", "Tools"], bool]


@dataclass(frozen=True, slots=True)
class Tools:
    """What an act may draw on."""

    resources: Resources
    rng: random.Random

    def has(self, word: Word, *parts: str) -> bool:
        """Whether the word may be of one of these parts of speech."""
        tags = self.resources.tags.get(word.text.lower(), frozenset())
        return any(p in tags for p in parts)

    def place(self, words: list[Word], fits: Callable[[int], bool]) -> int | None:
        """A random place that fits, or None."""
        places = [i for i in range(len(words)) if fits(i)]
        return self.rng.choice(places) if places else None


def tokens(text: str) -> list[Word]:
    """Words and marks of a text, untouched."""
    end = 0
    found = []
    for match in WORDS.finditer(text):
        found.append(Word(match.group(), match.start() > end))
        end = match.end()
    return found


def joined(words: list[Word]) -> tuple[str, list[tuple[int, int]]]:
    """The text and the character spans of its damaged words."""
    text = ""
    bad = []
    for word in words:
        if text and word.spaced:
            text += " "
        if word.bad:
            bad.append((len(text), len(text) + len(word.text)))
        text += word.text
    return text, bad


def like(model: str, word: str) -> str:
    """`word` with a capital where `model` has one."""
    return word[:1].upper() + word[1:] if model[:1].isupper() else word


def _swap(words: list[Word], start: int, count: int, new: list[str]) -> bool:
    spaced = words[start].spaced
    new = [like(words[start].text, new[0]), *new[1:]] if new else new
    words[start : start + count] = [Word(w, spaced if i == 0 else True, True) for i, w in enumerate(new)]
    if not new and start < len(words):
        words[start].bad = True
    return True


def _content(word: Word) -> bool:
    return len(word.text) > 3 and word.text.isalpha()


def lower(words: list[Word], i: int) -> str:
    """The word in this place in small letters, nothing beyond the ends."""
    return words[i].text.lower() if 0 <= i < len(words) else ""


def sense(words: list[Word], tools: Tools) -> bool:
    """A word in the wrong sense of a pivot language's word."""
    table = tools.resources.senses
    i = tools.place(words, lambda i: _content(words[i]) and lower(words, i) in table)
    return i is not None and _swap(words, i, 1, tools.rng.choice(table[lower(words, i)]).split())


def engine_edit(words: list[Word], tools: Tools) -> bool:
    """What an engine once made of this phrase in another sentence."""
    table = tools.resources.edits
    spots = [
        (i, n)
        for n in (1, 2, 3)
        for i in range(len(words) - n + 1)
        if tuple(w.text.lower() for w in words[i : i + n]) in table and not any(w.bad for w in words[i : i + n])
    ]
    if not spots:
        return False
    start, count = tools.rng.choices(spots, [n * n for _, n in spots])[0]
    new = tools.rng.choice(table[tuple(w.text.lower() for w in words[start : start + count])])
    return _swap(words, start, count, list(new))


def neighbour(words: list[Word], tools: Tools) -> bool:
    """A word of the same kind and field, as a weak generator would put it (Clark et al. 2020, ELECTRA)."""
    table = tools.resources.neighbours
    i = tools.place(words, lambda i: _content(words[i]) and lower(words, i) in table)
    return i is not None and _swap(words, i, 1, [tools.rng.choice(table[lower(words, i)])])


def adjective_after(words: list[Word], tools: Tools) -> bool:
    """`the agreement commercial`."""
    i = tools.place(words, lambda i: i + 1 < len(words) and _adjective(words[i], tools) and _noun(words[i + 1], tools))
    if i is None:
        return False
    words[i].text, words[i + 1].text = like(words[i].text, words[i + 1].text), words[i].text
    words[i].bad = words[i + 1].bad = True
    return True


def _adjective(word: Word, tools: Tools) -> bool:
    return tools.has(word, "adj") and len(word.text) > 3


def _noun(word: Word, tools: Tools) -> bool:
    return tools.has(word, "n") and len(word.text) > 2


def noun_of_noun(words: list[Word], tools: Tools) -> bool:
    """`tax office` becomes `office of tax`, `office of the tax`; the calque of a compound."""
    i = tools.place(words, lambda i: i + 1 < len(words) and _noun(words[i], tools) and _noun(words[i + 1], tools))
    if i is None:
        return False
    link = tools.rng.choice([["of"], ["of", "the"], ["in"], ["for"], ["to"], []])
    return _swap(words, i, 2, [words[i + 1].text, *link, words[i].text])


def acronym_as_pronoun(words: list[Word], tools: Tools) -> bool:
    """`AI` read as a pronoun: `the sector I China`, `of him`."""
    i = tools.place(
        words, lambda i: 2 <= len(words[i].text) <= 5 and words[i].text.isupper() and words[i].text.isalpha()
    )
    return i is not None and _swap(words, i, 1, [tools.rng.choice(PRONOUNS)])


def name_cut(words: list[Word], tools: Tools) -> bool:
    """A name cut, doubled or inflected: `Mello`, `Rivalality`, `Memberdo`."""
    i = tools.place(words, lambda i: i > 0 and len(words[i].text) > 4 and words[i].text[0].isupper())
    if i is None:
        i = tools.place(words, lambda i: len(words[i].text) > 7 and words[i].text.isalpha())
    if i is None:
        return False
    old, rng = words[i].text, tools.rng
    k = rng.randrange(2, len(old) - 1)
    ways = [old[:-2], old[:k] + old[k - 2 :], old + rng.choice(["do", "os", "en", "a", "ic"]), old[:k] + old[k + 1 :]]
    new = rng.choice([*ways, old[:k] + rng.choice(_LETTERS) + old[k + 1 :]])
    return _swap(words, i, 1, [new])


def resumed_subject(words: list[Word], tools: Tools) -> bool:
    """`The Ministry it published`; a pronoun beside the noun it stands for."""
    i = tools.place(
        words,
        lambda i: i > 0 and tools.has(words[i], "vblex.past", "vblex.p3", "vbser") and _noun_like(words[i - 1], tools),
    )
    if i is None:
        return False
    words.insert(i, Word(tools.rng.choice(["he", "it", "they", "she", "that", "who", "which"]), True, True))
    return True


def _noun_like(word: Word, tools: Tools) -> bool:
    return word.text[:1].isupper() or _noun(word, tools)


def verb_lost(words: list[Word], tools: Tools) -> bool:
    """A verb gone, first of all a verb of saying or `to be`."""
    i = tools.place(
        words, lambda i: lower(words, i) in SAYING or tools.has(words[i], "vbser", "vblex.past", "vblex.p3")
    )
    if i is None or len(words) < 5:
        return False
    return _swap(words, i, 1, [])


def verb_form(words: list[Word], tools: Tools) -> bool:
    """Another form of the same verb, noun or adjective."""
    i = tools.place(words, lambda i: len(words[i].text) > 2 and lower(words, i) in tools.resources.forms)
    return i is not None and _swap(words, i, 1, [tools.rng.choice(tools.resources.forms[lower(words, i)])])


def agreement(words: list[Word], tools: Tools) -> bool:
    """`they was`."""
    i = tools.place(words, lambda i: lower(words, i) in AUXILIARIES)
    return i is not None and _swap(words, i, 1, [AUXILIARIES[lower(words, i)]])


def preposition(words: list[Word], tools: Tools) -> bool:
    """Another preposition."""
    i = tools.place(words, lambda i: lower(words, i) in PREPOSITIONS)
    if i is None:
        return False
    return _swap(words, i, 1, [tools.rng.choice([p for p in PREPOSITIONS[:12] if p != lower(words, i)])])


def function_word_lost(words: list[Word], tools: Tools) -> bool:
    """An article, preposition, `to`, `that`, `be` or `not` gone."""
    losable = {*ARTICLES, *PREPOSITIONS, "that", "be", "been", "not", "who", "which", "as", "than"}
    i = tools.place(words, lambda i: lower(words, i) in losable)
    return i is not None and _swap(words, i, 1, [])


def function_word_gained(words: list[Word], tools: Tools) -> bool:
    """An article or preposition where none belongs."""
    i = tools.place(words, lambda i: i > 0 and words[i].text[0].isalpha() and lower(words, i - 1) not in ARTICLES)
    if i is None:
        return False
    words.insert(
        i, Word(tools.rng.choice([*ARTICLES[:2], "the", "of", "to", "in", "that", "of the", "for", "as"]), True, True)
    )
    return True


def article(words: list[Word], tools: Tools) -> bool:
    """An article dropped or changed: the commonest slip of learners and engines alike."""
    i = tools.place(words, lambda i: lower(words, i) in ARTICLES)
    return i is not None and _swap(words, i, 1, tools.rng.choice([[], ["the"], ["a"]]))


def pronoun(words: list[Word], tools: Tools) -> bool:
    """Another pronoun."""
    i = tools.place(words, lambda i: words[i].text in PRONOUNS)
    return i is not None and _swap(words, i, 1, [tools.rng.choice([p for p in PRONOUNS if p != words[i].text])])


def doubled(words: list[Word], tools: Tools) -> bool:
    """A word said twice, perhaps in another form: `used using`."""
    i = tools.place(words, lambda i: words[i].text[0].isalpha())
    if i is None:
        return False
    others = tools.resources.forms.get(lower(words, i), [])
    again = tools.rng.choice(others) if others and tools.rng.random() < 0.5 else words[i].text.lower()
    words.insert(i + 1, Word(again, True, True))
    return True


def moved(words: list[Word], tools: Tools) -> bool:
    """A run of one to four words set down elsewhere in the clause."""
    if len(words) < 7:
        return False
    rng = tools.rng
    size = rng.randint(1, min(4, len(words) // 3))
    start = rng.randrange(0, len(words) - size)
    run = words[start : start + size]
    if not all(w.text[0].isalnum() for w in run):
        return False
    rest = words[:start] + words[start + size :]
    to = max(0, min(len(rest) - 1, start + rng.choice([-6, -4, -3, -2, 2, 3, 4, 6])))
    if to == start:
        return False
    for word in run:
        word.bad, word.spaced = True, True
    words[:] = rest[:to] + run + rest[to:]
    return True


def chunks_swapped(words: list[Word], tools: Tools) -> bool:
    """Two neighbouring phrases in each other's place, as phrase-based engines leave them."""
    first, second = tools.rng.randint(2, 5), tools.rng.randint(2, 5)
    if len(words) < first + second + 2:
        return False
    start = tools.rng.randrange(0, len(words) - first - second)
    middle, end = start + first, start + first + second
    if not all(w.text[0].isalnum() for w in words[start:end]):
        return False
    for word in words[start:end]:
        word.bad, word.spaced = True, True
    words[start:end] = words[middle:end] + words[start:middle]
    return True


def clause_end_verb(words: list[Word], tools: Tools) -> bool:
    """A verb at the end of its clause, as in German."""
    i = tools.place(words, lambda i: tools.has(words[i], "vblex", "vbser") and i + 2 < len(words))
    if i is None:
        return False
    end = next((k for k in range(i + 1, len(words)) if not words[k].text[0].isalnum()), len(words))
    if end - i < 3 or end - i > 14:
        return False
    verb = words.pop(i)
    verb.bad = True
    words.insert(end - 1, verb)
    return True


def cut_off(words: list[Word], tools: Tools) -> bool:
    """The sentence breaks off, or a piece in its middle is gone."""
    if len(words) < 9:
        return False
    start = tools.rng.randrange(3, len(words) - 3)
    return _swap(words, start, tools.rng.randint(2, min(5, len(words) - start - 1)), [])


def looped(words: list[Word], tools: Tools) -> bool:
    """A phrase said again and again, the failure of weak neural decoders."""
    if len(words) < 6:
        return False
    size = tools.rng.randint(2, 4)
    start = tools.rng.randrange(0, len(words) - size)
    copies = [Word(w.text, True, True) for _ in range(tools.rng.randint(1, 2)) for w in words[start : start + size]]
    words[start + size : start + size] = copies
    return True


ENGINE_ACTS: dict[Act, float] = {
    sense: 6, engine_edit: 7, neighbour: 3, adjective_after: 1.5, noun_of_noun: 1.2, acronym_as_pronoun: 1.5,
    name_cut: 0.7, resumed_subject: 1, verb_lost: 1.8, verb_form: 1.5, agreement: 0.4, preposition: 2,
    function_word_lost: 2, function_word_gained: 1.2, article: 0.8, pronoun: 1, doubled: 0.5,
    moved: 2.2, chunks_swapped: 2, clause_end_verb: 1.4, cut_off: 0.5, looped: 0.2,
}  # fmt: skip
"""Acts and how often each is tried, set by what a careful editor marked in middling engines' output."""


def garble(text: str, tools: Tools) -> tuple[str, list[tuple[int, int]], float]:
    """A damaged copy, its damaged spans and how sure the damage is (0-1)."""
    words = tokens(text)
    size = sum(w.text[0].isalnum() for w in words)
    rate = tools.rng.choice([0.06, 0.12, 0.12, 0.2, 0.3])
    wanted = max(1, round(size * rate * tools.rng.uniform(0.6, 1.4)))
    done = acted(words, tools, ENGINE_ACTS, wanted)
    new, bad = joined(words)
    sure = 0.0 if not done or new.lower() == text.lower() else min(1.0, 0.62 + 0.13 * done + 0.8 * done / (size + 4))
    return new, bad, sure


SPINS: dict[str, float] = {"senses": 3, "neighbours": 2, "kin": 3, "mixed": 2}
"""Where a spinner takes its words from, and how often: `kin` are words of the same form from anywhere."""


def spin(text: str, tools: Tools) -> tuple[str, list[tuple[int, int]], float]:
    """A copy of sound grammar that means little: many content words replaced, as spinners and loose engines do.

    Returns what `garble` does.
    """
    words = tokens(text)
    way = tools.rng.choices(list(SPINS), list(SPINS.values()))[0]
    share = tools.rng.choice([0.3, 0.5, 0.5, 0.75])
    places = [i for i, w in enumerate(words) if _content(w) and (i == 0 or w.text.islower())]
    done = sum(_spun(words, i, way, tools) for i in places if tools.rng.random() < share)
    new, bad = joined(words)
    sure = 0.0 if not done or new.lower() == text.lower() else min(1.0, 0.45 + 0.12 * done + 0.8 * done / len(words))
    return new, bad, sure


def _spun(words: list[Word], i: int, way: str, tools: Tools) -> bool:
    tables = tools.resources
    old = words[i].text.lower()
    if way == "mixed":
        way = tools.rng.choice(["senses", "neighbours", "kin"])
    if way == "kin":
        others = tables.kin.get(tables.tags.get(old, frozenset()), [])
    else:
        others = (tables.senses if way == "senses" else tables.neighbours).get(old, [])
    new = tools.rng.choice(others) if others else old
    return new != old and len(new.split()) == 1 and _swap(words, i, 1, [new])


def acted(words: list[Word], tools: Tools, acts: dict[Act, float], wanted: int) -> int:
    """Try acts as often as they are weighted until so many are done; returns how many were."""
    done = 0
    for act in tools.rng.choices(list(acts), list(acts.values()), k=3 * wanted):
        if done < wanted and len(words) > 1:
            done += act(words, tools)
    return done


def adopt(human: str, machine: str, share: float, rng: random.Random) -> tuple[str, list[tuple[int, int]]]:
    """The human's sentence with a share of the machine's differences taken over; all of them when `share` is 1."""
    h, m = tokens(human), tokens(machine)
    blocks = difflib.SequenceMatcher(None, [w.text.lower() for w in h], [w.text.lower() for w in m], autojunk=False)
    words: list[Word] = []
    for kind, a, b, c, d in blocks.get_opcodes():
        if kind == "equal":
            words += m[c:d] if share == 1 else h[a:b]
        elif rng.random() < share:
            words += [Word(w.text, w.spaced, True) for w in m[c:d]]
            if c == d and words:
                words[-1].bad = True
        else:
            words += h[a:b]
    return joined(words)
