"""What people do to English that is not damage: slips, older English, cut lines, notes, transcripts.

They become *negatives*: a clean sentence so changed still has no damage, and what engines make of it has.
"""

from __future__ import annotations

import random
import re

from training.damage import (
    ARTICLES,
    Act,
    Tools,
    Word,
    acted,
    agreement,
    article,
    function_word_gained,
    function_word_lost,
    joined,
    like,
    lower,
    preposition,
    resumed_subject,
    tokens,
    verb_form,
)

_ALIKE = (
    "their there, then than, its it's, your you're, to too, new knew, know now, life live, lose loose, were where, "
    "who's whose, advice advise, quite quiet, effect affect, hear here, of off, they're theirs, weather whether, "
    "brake break, piece peace, man men, woman women, this these, much many, form from, though thought, whole hole"
)
SOUNDS = {a: b for pair in _ALIKE.split(", ") for a, b in (pair.split(), pair.split()[::-1])}
"""Words that learners and hasty writers take for each other."""

_OLD = {
    "you": "thou", "your": "thy", "yours": "thine", "are": "art", "has": "hath", "does": "doth", "have": "hast",
    "it is": "'tis", "never": "ne'er", "over": "o'er", "even": "e'en", "often": "oft", "before": "ere",
    "between": "betwixt", "will": "wilt", "to you": "to thee", "says": "saith", "where": "whither", "it was": "'twas",
}  # fmt: skip
_OLD_WORDS = re.compile(r"\b(?:" + "|".join(sorted(_OLD, key=len, reverse=True)) + r")\b")

_SPARED = {*ARTICLES, "is", "are", "was", "were", "am"}
_NOT_AFTER = {"it", "there", "that", "this", "what", "he", "she", "they", "we", "i", "you", "who"}


def typo(words: list[Word], tools: Tools) -> bool:
    """A slip of the fingers."""
    i = tools.place(words, lambda i: len(words[i].text) > 3 and words[i].text.isalpha())
    if i is None:
        return False
    old, k = words[i].text, tools.rng.randrange(1, len(words[i].text) - 1)
    words[i].text = tools.rng.choice(
        [old[:k] + old[k + 1 :], old[:k] + old[k] + old[k:], old[:k] + old[k + 1] + old[k] + old[k + 2 :]]
    )
    return True


def comma_lost(words: list[Word], tools: Tools) -> bool:
    """A comma left out."""
    i = tools.place(words, lambda i: words[i].text == ",")
    return i is not None and words.pop(i) is not None


def apostrophe_lost(words: list[Word], tools: Tools) -> bool:
    """`dont`."""
    i = tools.place(words, lambda i: "'" in words[i].text[1:-1] or "\u2019" in words[i].text[1:-1])
    if i is None:
        return False
    words[i].text = words[i].text.replace("'", "").replace("\u2019", "")
    return True


def sounds_like(words: list[Word], tools: Tools) -> bool:
    """Another word that sounds or looks like it: `knew`, `there`."""
    i = tools.place(words, lambda i: lower(words, i) in SOUNDS)
    if i is None:
        return False
    words[i].text = like(words[i].text, SOUNDS[lower(words, i)])
    return True


def lower_case(words: list[Word], tools: Tools) -> bool:
    """`i`, or a name or a sentence without its capital."""
    i = tools.place(words, lambda i: words[i].text == "I" or words[i].text.istitle())
    if i is None:
        return False
    words[i].text = words[i].text.lower()
    return True


def loose_mark(words: list[Word], tools: Tools) -> bool:
    """A space before a comma or a full stop, or none after it."""
    i = tools.place(words, lambda i: 0 < i < len(words) - 1 and words[i].text in (",", ".", "!", "?", ";"))
    if i is None:
        return False
    if tools.rng.random() < 0.6:
        words[i].spaced = True
    else:
        words[i + 1].spaced = False
    return True


LEARNER_ACTS: dict[Act, float] = {
    typo: 3, comma_lost: 1.5, article: 2, preposition: 1.2, agreement: 1, verb_form: 1.5, function_word_gained: 0.4,
    apostrophe_lost: 1, sounds_like: 1.5, lower_case: 1, loose_mark: 1, resumed_subject: 0.3, function_word_lost: 0.4,
}  # fmt: skip


def slip(text: str, tools: Tools) -> str:
    """A copy with a learner's or a hasty writer's slips: still not damage."""
    words = tokens(text)
    most = len(words) // 6 if tools.rng.random() < 0.4 else min(2, len(words) // 12)
    acted(words, tools, LEARNER_ACTS, tools.rng.randint(1, 1 + most))
    return joined(words)[0]


def run_on(first: str, second: str, rng: random.Random) -> str:
    """Two sentences of one writer with a comma, or nothing, between them: not damage."""
    end = rng.choice([",", ",", " ,", "", " and"])
    return f"{first.rstrip('.!?')}{end} {second[:1].lower()}{second[1:]}"


def archaic(text: str) -> str:
    """The sentence with a few words of older English, as in verse and drama: not damage."""
    text = _OLD_WORDS.sub(lambda m: _OLD[m.group()], text)
    return re.sub(r"(?<=[a-z]{3})ed\b", "'d", text)


def fragment(text: str, rng: random.Random) -> str:
    """Four to ten words in a row, as a line of verse or a wrapped line ends them: not damage."""
    parts = text.split()
    size = rng.randint(4, 10)
    start = rng.randrange(0, max(1, len(parts) - size))
    piece = " ".join(parts[start : start + size])
    return piece[:1].upper() + piece[1:] if rng.random() < 0.5 else piece


def telegraphic(text: str) -> str:
    """The sentence without its articles and forms of `be`, as in notes, headlines and small ads: not damage."""
    words = tokens(text)
    kept = [
        w
        for i, w in enumerate(words)
        if w.text.lower() not in _SPARED or (w.text.lower() not in ARTICLES and lower(words, i - 1) in _NOT_AFTER)
    ]
    new = joined(kept)[0] if len(kept) > 2 else text
    return new[:1].upper() + new[1:]


def transcribed(text: str) -> str:
    """The sentence as speech recognition writes it, in small letters and without marks: not damage."""
    return " ".join(w.text.lower() for w in tokens(text) if w.text[0].isalnum()) or text
