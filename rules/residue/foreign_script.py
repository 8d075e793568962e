# ruff: noqa: RUF001, RUF002 - signs and letters of other scripts are what this rule is about.
"""Words in another alphabet inside English prose.

What the engine had no translation for it left as it was: `the неделя of culture`. Readers cannot read it, and what it
said is missing from the English sentence.

An original name in brackets or quotation marks, language lessons and texts on words, letters as symbols (`α`, `Σ`,
`ℵ`), and pages that give names in their own script throughout are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from qc import Axis, BlockKind, Document, Finding, Span, bad, good, miss, rule
from qc.language import language, languages
from qc.words.script import script

LATIN_OR_NONE = frozenset({"", "Latin"})

SHORTEST = 3
"""Letters of an alphabet: one or two are symbols, initials or units (`°С`, `σ`, `мм`)."""

SHORTEST_CHINESE = 2
"""Characters of a script where one is a syllable or a word."""

LINE = 3
"""Words, or twice as many Chinese characters, that make a line a sentence rather than an entry of a language menu."""

_NO_SPACES = frozenset({"Chinese", "Japanese", "Korean", "Thai", "Lao", "Khmer", "Burmese", "Tibetan"})
_OPENERS = frozenset("([{<«„“‘\"'*_/=【「『《（—–")
_CLOSERS = frozenset(")]}>»”’\"'*_/=】」』》）(（—–")
_INTRODUCED = re.compile(
    r"(?:\b(?:kanji|hanzi|hangul|katakana|hiragana|pinyin|cyrillic|simplified|traditional|script|letters?|called|means?"
    r"|word|term|lit|characters?|phrase|spelled|spelt|written|alphabet|transliterated)|[:;=]),?\s*\Z",
    re.IGNORECASE,
)
_EXPLAINED = re.compile(
    r"\s*,?\s*(?:means?|meaning|literally|which means|is the word|translates|in (?:English|Latin))\b"
)
_OPEN_BRACKET = re.compile(r"[(\[（][^)\]）\n]*\Z")


@rule(
    axis=Axis.TRANSLATION,
    advice="translate it, or delete it",
    examples=[
        bad("The ⟦неделя⟧ of culture opened on Monday with a concert."),
        bad("The wife was ⟦запалена жива⟧ by the man who is accused."),
        bad("The resigned manager ⟦帕特里克⟧ spoke to the reporters."),
        bad("The mayor resigned on Monday.\n\n⟦Заголовок этой страницы не найден⟧"),
        bad("Children went to the ⟦مدرسة⟧ in the village every morning."),
        good("Moscow (Москва), the Chinese city of Xi’an (西安; old form 西京) and Greek λόγος were discussed."),
        good("The word “дача” and the Japanese term 改善 are known; she wrote *спасибо* and “谢谢”."),
        good("An angle α, a sum Σx, the set ℵ₀ and the β-test; 5 мм at 22 °С."),
        good("English\nРусский\n中文\nУкраїнська мова\n\nThe page has been translated by hand."),
        good("In Korean: 한국. He asked what хорошо means and what the letter ж is called."),
        miss("“Пойдём домой,” said the ⟦бабушка⟧ (and left)."),
    ],
)
def foreign_script(doc: Document) -> Iterator[Finding]:
    letters = "".join(sorted(char for char in doc.odd_characters if script(char) not in LATIN_OR_NONE))
    if not letters:
        return
    pattern = f"[{re.escape(letters)}]+(?:[ ·.,'’-]{{1,2}}[{re.escape(letters)}]+)*"
    runs = [match for match in re.finditer(pattern, doc.text) if _is_passage(doc, match)]
    stray = [match for match in runs if not _explained(doc.text, *match.span())]
    # Where most are explained the writer gives words in their own script on purpose, and needs not explain each.
    if 2 * len(stray) > len(runs):
        for match in stray:
            yield Finding(Span(*match.span()), f"“{match[0]}” is in {_name(match[0])}, in the middle of English")


def _is_passage(doc: Document, match: re.Match[str]) -> bool:
    """Say whether the run is words of prose, or a whole line of them, and neither a symbol nor part of a word."""
    start, end = match.span()
    run, words = match[0], match[0].split()
    spaceless = script(run[0]) in _NO_SPACES
    if len(run) < (SHORTEST_CHINESE if spaceless else SHORTEST):
        return False
    around = doc.text[start - 1 : start] + doc.text[end : end + 1]
    if not spaceless and any(char.isalnum() or char in "-_@°" for char in around):
        return False
    line = doc.text[doc.text.rfind("\n", 0, start) + 1 : start] + doc.text[end:].partition("\n")[0]
    if line.strip(" .!?:"):
        return doc.prose_text[start] == doc.text[start]
    return (len(run) >= 2 * LINE if spaceless else len(words) >= LINE) and not _in_code(doc, start)


def _in_code(doc: Document, offset: int) -> bool:
    return any(block.start <= offset < block.end and block.kind is BlockKind.CODE for block in doc.blocks)


def _explained(text: str, start: int, end: int) -> bool:
    """Say whether marks, brackets or words around the run show that it stands there on purpose."""
    before, after = text[max(0, start - 60) : start], text[end : end + 30]
    tail = before.rstrip()[-1:]
    return (
        tail in _OPENERS
        or after.lstrip(" ,.;")[:1] in _CLOSERS
        or bool(_INTRODUCED.search(before) or _EXPLAINED.match(after) or _OPEN_BRACKET.search(before))
        or not _language_names().isdisjoint(before.split()[-1:])
    )


@cache
def _language_names() -> frozenset[str]:
    names = {entry.name for entry in languages().values()}
    return frozenset(names | {"Chinese", "Japanese", "Korean", "Greek", "Hebrew"})


def _name(run: str) -> str:
    """Name the language where a few words tell it, the script otherwise."""
    words = run.split()
    code, share = language(words)
    return languages()[code].name if len(words) >= LINE and share >= 1 / LINE else script(run[0])
