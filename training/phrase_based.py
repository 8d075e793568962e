"""A phrase-based engine without its other language: clean text as such an engine gives it back.

A phrase-based engine knows a few English renderings of each foreign phrase, and a model of English chooses among them
and orders them, a few words at a time. Here the foreign language is made up: a clean sentence takes its order of words
and loses what it does not have (articles, forms, pronouns, one sense of a word for another), and is given back by that
choice. What comes out reads well from word to word, and not as a whole.

Method: Koehn, Och & Marcu 2003 (phrases, beam, distortion); Brants et al. 2007 (stupid back-off).
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from training.damage import ARTICLES, PREPOSITIONS, Tools
from training.resources import WORDS

BE = "is are was were be been has have had will would does did do".split()
SUBJECTS = "he she it they we i you that which who".split()
OBJECTS = "him her it them us me you his their its your my our".split()

FEWEST, MOST = 4, 60  # words and marks of a sentence that is translated
SIZES = (1, 1, 2, 2, 3, 4)  # words of a phrase
BEAM, RENDERINGS = 12, 6  # hypotheses of one length that are kept, and renderings of a phrase
JUMP = -0.7  # log-probability of each phrase jumped over
WORD = 4.5  # added for each word, which a model of English alone would rather leave out
BACK_OFF = math.log(0.4)

History = tuple[str, str]
Rendering = tuple[list[str], float]
"""What may stand for a phrase, and the logarithm of how readily."""

Hypothesis = tuple[float, int, int, History, tuple[tuple[int, int], ...]]
"""A score, the first phrase that waits, which ones behind it are done (bits), the last two words, and the phrases done
so far, each with the rendering chosen."""


class Trigrams:
    """Logarithms of how often a word follows two others."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.words: Counter[str] = Counter()
        self.pairs: Counter[tuple[str, str]] = Counter()
        triples: Counter[tuple[str, str, str]] = Counter()
        for sentence in sentences:
            words = ["<", "<", *(w.lower() for w in WORDS.findall(sentence)), ">"]
            self.words.update(words)
            self.pairs.update(pairwise(words))
            triples.update(zip(words, words[1:], words[2:], strict=False))
        self.triples = {triple: count for triple, count in triples.items() if count > 1}
        self.total = self.words.total()

    def __call__(self, first: str, second: str, word: str) -> float:
        """The logarithm for `word` after `first` and `second`, all in small letters."""
        if count := self.triples.get((first, second, word)):
            return math.log(count / self.pairs[first, second])
        if count := self.pairs.get((second, word)):
            return BACK_OFF + math.log(count / self.words[second])
        return 2 * BACK_OFF + math.log((self.words.get(word, 0) + 0.5) / self.total)


@dataclass(frozen=True, slots=True)
class Language:
    """What a made-up language lacks or orders otherwise, as chances; `senses`: it has one word for several."""

    articles: float
    forms: float
    prepositions: float
    be: float
    pronouns: float
    adjectives_last: float
    compounds_turned: float
    verbs_last: float
    senses: float = 0.0
    reach: int = 0  # phrases that the engine may put in front of the first one that waits


LANGUAGES = {
    "romance": Language(0.25, 0.12, 0.3, 0.15, 0.3, 0.6, 0.6, 0.05),
    "slavic": Language(0.8, 0.2, 0.4, 0.3, 0.3, 0.05, 0.4, 0.05),
    "germanic": Language(0.15, 0.12, 0.25, 0.15, 0.15, 0.05, 0.1, 0.5),
    "distant": Language(0.9, 0.5, 0.6, 0.4, 0.4, 0.05, 0.1, 0.4),
}


def language(rng: random.Random) -> Language:
    """A language like one of these, more or less."""
    like = rng.choice([*LANGUAGES.values()])
    much = rng.uniform(0.5, 1.3)
    return Language(
        articles=much * like.articles,
        forms=much * like.forms,
        prepositions=much * like.prepositions,
        be=much * like.be,
        pronouns=much * like.pronouns,
        adjectives_last=much * like.adjectives_last,
        compounds_turned=much * like.compounds_turned,
        verbs_last=much * like.verbs_last,
        senses=rng.choice([0.04, 0.08, 0.15, 0.3]),
        reach=rng.choice([0, 1, 2, 3]),
    )


class Engine:
    """Gives a clean sentence back as from a made-up language, drawn anew for each."""

    def __init__(self, model: Trigrams, tools: Tools) -> None:
        self.model, self.tools = model, tools

    def __call__(self, text: str) -> str:
        """The sentence given back; as it was where it is very short or long."""
        tokens = WORDS.findall(text)
        if not FEWEST <= len(tokens) <= MOST:
            return text
        foreign = language(self.tools.rng)
        given: list[str] = []
        for clause in _clauses(tokens):
            before = ["<", "<", *(word.lower() for word in given)]
            is_mark = not clause[0][0].isalnum()
            given += clause if is_mark else self._given_back(clause, foreign, (before[-2], before[-1]))
        return written(given, text)

    def ordered(self, clause: Sequence[str], foreign: Language) -> list[str]:
        """The clause in the other language's order of words."""
        rng, words, at = self.tools.rng, list(clause), 0
        while at + 1 < len(words):
            first, second = words[at], words[at + 1]
            if self._is(second, "n") and len(first) > 3 and len(second) > 2:
                if self._is(first, "adj") and not self._is(first, "n") and rng.random() < foreign.adjectives_last:
                    words[at : at + 2] = [second, first]
                    at += 1
                elif self._is(first, "n") and rng.random() < foreign.compounds_turned:
                    words[at : at + 2] = [second, "of", first]
                    at += 2
                elif at and first[0].isupper() and rng.random() < foreign.compounds_turned / 2:
                    words[at : at + 2] = rng.choice([[second, "of", first], [second, first]])
                    at += 1
            at += 1
        verbs = [i for i, w in enumerate(words[:-3]) if self._is(w, "vblex") and not self._is(w, "n")]
        if verbs and rng.random() < foreign.verbs_last:
            at = rng.choice(verbs)
            words.insert(at + rng.randint(2, 8), words.pop(at))
        return words

    def _is(self, word: str, part: str) -> bool:
        return part in self.tools.resources.tags.get(word.lower(), ())

    def renderings(self, word: str, foreign: Language) -> list[Rendering]:
        """What the engine may put for a word; only the word itself where the other language tells it apart."""
        rng, tables, low = self.tools.rng, self.tools.resources, word.lower()
        draw = rng.random()
        if low in ARTICLES and draw < foreign.articles:
            return [(["the"], 0.0), (["a"], -0.3), ([], rng.uniform(-1.5, 1.5))]
        for words, chance, others, kept, lost in (
            (PREPOSITIONS, foreign.prepositions, 4, -0.3, -2.5),
            (BE, foreign.be, 4, -0.3, -2.0),
            (SUBJECTS, foreign.pronouns, 3, -0.5, -1.0),
            (OBJECTS, foreign.pronouns, 3, -0.5, -9.0),
        ):
            if low in words and draw < chance:
                drawn = [([other], rng.uniform(-1, 0)) for other in rng.sample(words, others)]
                return [*drawn, ([low], kept), ([], lost)]
        if len(low) > 3 and low.isalpha():
            if word[0].islower() and draw < foreign.senses and low in tables.senses:
                senses = tables.senses[low]
                return [(w.split(), -0.2 * at) for at, w in enumerate(rng.sample(senses, min(4, len(senses))))]
            if draw > 1 - foreign.forms and low in tables.forms:
                forms = rng.sample(tables.forms[low], min(4, len(tables.forms[low])))
                return [([low], -0.5), *(([form], rng.uniform(-0.7, 0)) for form in forms)]
            if (low,) in tables.edits and rng.random() < foreign.senses:
                return [([*rng.choice(tables.edits[low,])], 0.0)]
            if word[0].islower() and rng.random() < foreign.articles / 10:
                return [([word], 0.0), (["the", word], rng.uniform(-1, 1))]
        return [([word], 0.0)]

    def _phrases(self, words: Sequence[str], foreign: Language) -> list[list[Rendering]]:
        """The words as phrases of one to four, with the best renderings of each."""
        phrases, at = [], 0
        while at < len(words):
            size = self.tools.rng.choice(SIZES)
            found: list[Rendering] = [([], 0.0)]
            for word in words[at : at + size]:
                found = [(a + b, p + q) for a, p in found for b, q in self.renderings(word, foreign)]
                found = sorted(found, key=self._inside, reverse=True)[:RENDERINGS]
            phrases.append(found)
            at += size
        return phrases

    def _inside(self, rendering: Rendering) -> float:
        words, readily = rendering
        low = [word.lower() for word in words]
        return readily + sum(self.model("", *pair) + WORD for pair in pairwise(low))

    def _given_back(self, words: Sequence[str], foreign: Language, before: History) -> list[str]:
        """The renderings and the order of phrases that the model of English likes best."""
        phrases = self._phrases(self.ordered(words, foreign), foreign)
        beam: list[Hypothesis] = [(0.0, 0, 0, before, ())]
        for _ in phrases:
            best: dict[tuple[int, int, History], Hypothesis] = {}
            for score, waiting, done, history, path in beam:
                behind = path[-1][0] + 1 if path else 0
                for at in range(waiting, min(len(phrases), waiting + foreign.reach + 1)):
                    if done >> (at - waiting) & 1:
                        continue
                    left, first = done | 1 << (at - waiting), waiting
                    while left & 1:
                        left, first = left >> 1, first + 1
                    jumped = JUMP * abs(at - behind)
                    for choice, rendering in enumerate(phrases[at]):
                        now, last = self._followed(score + jumped, history, rendering)
                        key = (first, left, last)
                        if key not in best or best[key][0] < now:
                            best[key] = (now, first, left, last, (*path, (at, choice)))
            beam = sorted(best.values(), key=lambda found: -found[0])[:BEAM]
        return [word for at, choice in beam[0][4] for word in phrases[at][choice][0]]

    def _followed(self, score: float, history: History, rendering: Rendering) -> tuple[float, History]:
        words, readily = rendering
        for word in words:
            score += self.model(*history, word.lower()) + WORD
            history = (history[1], word.lower())
        return score + readily, history


def _clauses(tokens: Sequence[str]) -> list[list[str]]:
    """Runs of words, and each mark between them alone."""
    found: list[list[str]] = []
    for token in tokens:
        if found and token[0].isalnum() and found[-1][0][0].isalnum():
            found[-1].append(token)
        else:
            found.append([token])
    return found


def written(words: Sequence[str], text: str) -> str:
    """Words and marks as text; each mark is spaced as in `text`, one after the other, else as a comma."""
    spaces: dict[str, list[tuple[bool, bool]]] = {}
    end = 0
    for match in WORDS.finditer(text):
        if not match[0][0].isalnum():
            before, after = match.start() > end, text[match.end() : match.end() + 1] == " "
            spaces.setdefault(match[0], []).append((before, after))
        end = match.end()
    out, gap = "", False
    for word in words:
        if word[0].isalnum():
            out, gap = out + " " * gap + word, True
        else:
            known = spaces.get(word, [(False, True)])
            before, after = known.pop(0) if len(known) > 1 else known[0]
            out, gap = out + " " * (before and bool(out)) + word, after
    return out[:1].upper() + out[1:] if text[:1].isupper() else out
