"""Placeholder that nothing was put in for.

Engines and their tool chains protect names, numbers and markup with placeholders and mark the words they do not know
(`__NAME__`, `[[TERM_1]]`, `<unk>`, `*word`, `@@`, `▁`); templates have fields (`%s`, `{name}`, `{{ title }}`).
Where one is left, the word that belonged there is gone.

Code and what documents it (roles, metavariables, pointers), social handles and tags, emphasis in Markdown, footnote
signs, masked swear words, file patterns, percentages and sets in braces are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qc import Axis, Document, Finding, Span, bad, good, miss, rule
from qc.words import lexicon

_FIELD = r"(?:[a-z]+(?:_[a-z]+)*|[A-Z]+(?:_[A-Z]+)*)"
_TAG = "unk|UNK|pad|eos|bos|mask|ph|PH|NUM|NAME|num|name"
_SHAPES = (
    ("%", r"%(?<![\w%.]%)(?<!\d %)(?:\d\$)?(?:[sd@]|\((?:\w+)\)[sd])(?![\w%])"),
    (
        "{",
        r"\{(?<![\\$\w{(=/@^`-]\{)(?<!= \{)(?!\s?(?:at|dot)\s?\})(?:\{\s?[\w.]+(?:\s?\|\s?\w+)*\s?\}|"
        + _FIELD
        + r")\}(?![\w}/`])",
    ),
    ("$", r"\$\{(?<!/\$\{)[\w.]+\}(?!/)"),
    ("_", r"__(?<!\w__)(?!(?:END|DATA|FILE|LINE|PACKAGE|FUNCTION|WARN|DIE)__)[A-Z][A-Z0-9_]*?__(?!\w)"),
    ("[", r"\[\[[A-Z_]+_?\d*\]\]"),
    ("<", r"<(?<![\w.:\[-]<)/?(?:" + _TAG + r")(?: id=\"?\d+\"?)?\s?/?>(?![.:\]]\w|:<)"),
    ("@", r"@@(?<=[a-z]@@) (?=[a-z])"),
    ("▁", "▁+"),
    ("ipsum", r"[Ll]orem ipsum(?: dolor sit amet)?"),
)
"""What to ask for first, one character where one will do because that costs nothing, and the shape."""

_STARRED = re.compile(r"\*(?<=[ (“\"‘]\*)([^\W\d_]{2,}(?:['’-][^\W\d_]+)*)(?![*\w/:(\[])(?!\.\w)")
_UNINFLECTED = re.compile(r"[@#](?<=[ (“\"‘][@#])([^\W\d_]{2,})(?![*\w/:])")
_DOCUMENTED = re.compile(
    r"println!|printf|format|placeholder|curly|brace|bracket|template|syntax|variable|regex|token|macro|function"
    r"|argument|parameter|escape|string|dummy|filler"
)
_NEAR = 300
_POINTER = re.compile(r"\b(?:const|struct|char|void|int|unsigned)\s(?:\w+\s)?\s*\*\w")
"""A star of C, which would be an unknown word's elsewhere."""

NOTATION = 5
"""Words in single braces of which a text may have so many by accident: with more it is how a dictionary refers to its
other entries, or a manual to arguments."""

UNKNOWN_WORDS = 2
"""One starred word is a footnote or a reconstructed form; an engine that marks its unknown words marks many."""


@rule(
    axis=Axis.TRANSLATION,
    advice="put in what it stands for",
    examples=[
        bad("The mayor of ⟦%s⟧ resigned on ⟦%1$s⟧ after a long quarrel."),
        bad("Dear ⟦{first_name}⟧, the council of ⟦{{ town }}⟧ thanks you for the letter."),
        bad("The talks between ⟦__NAME__⟧ and ⟦[[TERM_1]]⟧ broke down on Friday."),
        bad("The ⟦<unk>⟧ of the town was rebuilt by the ⟦<unk>⟧ brothers."),
        bad("The ⟦*txorrota⟧ in the kitchen and the ⟦*sukaldea⟧ behind it were painted."),
        bad("The gover⟦@@ ⟧nor of the re⟦@@ ⟧gion resigned."),
        bad("⟦Lorem ipsum dolor sit amet⟧ and so on."),
        good("It rose by 5 %s of all; 10% said yes, 20 %d no. Set {a, b} and {1} in the proof; f(x) = {y}."),
        good("Follow @harbourtown and #bridge, or write *very* loudly. *Terms apply. What the f*** is this?"),
        good("The macro println! takes {} and {name} as a placeholder; __init__ and __name__ are methods."),
        good("Files called *.txt, and *args as well. The root *bher is reconstructed."),
        good("See {forum}, {flame}, {troll} and {hacker}; compare {crunch} and {munch}, and the entry {slurp}."),
        good("Set branch.<name>.merge or -C[<num>]; <name>:<name> is a refspec, main@{upstream} one, too."),
        good("Read about the {ref}`editable mode` of {pypi}`keyring`, and what __PACKAGE__ and __END__ are."),
        good("char *priv; struct conn *xconn; and void put (Display *dpy, Trapezoid *trapz) are declared."),
        good("Write to ann {at} mill {dot} org."),
        good("It is kept under projects/{project}/regions/{region}. The *roff of old, and *roff as it is now."),
        good("She wrote <s>old</s> a < b and c > d; the score was 3@@."),
        miss("The mayor of ⟦XXX⟧ resigned."),
    ],
)
def placeholder(doc: Document) -> Iterator[Finding]:
    text = doc.prose_text
    for literal, pattern in _SHAPES:
        found = list(re.finditer(pattern, text)) if literal in text else []
        if sum(map(_is_plain, found)) > NOTATION:
            found = [match for match in found if not _is_plain(match)]
        for match in found:
            if not _documented(text, match.start()):
                yield Finding(Span(*match.span()), f"“{match[0].strip()}” stands where a word should be")
    if "*" in text:
        yield from _marked_words(text)


def _is_plain(match: re.Match[str]) -> bool:
    return match[0][0] == "{" != match[0][1] and "_" not in match[0]


def _documented(text: str, offset: int) -> bool:
    """Say whether the words around speak of placeholders: programmers write about them in prose."""
    return bool(_DOCUMENTED.search(text, max(0, offset - _NEAR), offset + _NEAR))


def _marked_words(text: str) -> Iterator[Finding]:
    """Find words with the mark of an engine that did not know them, or could not inflect what it knew (@, #).

    Handles and tags look the same as the latter: they count only where unknown words are starred too.
    """
    starred = [match for match in _STARRED.finditer(text) if not lexicon.knows(match[1])]
    if len({match[1] for match in starred}) < UNKNOWN_WORDS or _POINTER.search(text):
        return
    for match in starred + [match for match in _UNINFLECTED.finditer(text) if lexicon.knows(match[1])]:
        yield Finding(Span(*match.span()), f"“{match[0]}” has an engine’s mark for a word it could not translate")
