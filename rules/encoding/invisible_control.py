"""Character nobody sees.

Zero-width spaces, byte-order marks, soft hyphens, direction overrides and control codes come along when text is
scraped, pasted or pulled through an engine as placeholder protection. They cut words in two for every search, count
and model, and can hide or reorder text.

Emoji sequences, joiners in Arabic, Persian and Indic words, direction marks on lines with Hebrew or Arabic, zero-width
spaces in Thai, Khmer and Burmese, and a byte-order mark at the very start are right.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from qc import Axis, Document, Edit, Finding, Span, bad, good, miss, rule
from qc.words.script import script

_CONTROLS = {chr(c) for c in (*range(9), *range(0x0E, 0x20), *range(0x7F, 0xA0))} - {"\x85"}
_BIDI = {chr(c) for c in (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))}
_JOINERS = {"\N{ZERO WIDTH JOINER}", "\N{ZERO WIDTH NON-JOINER}"}
_SPACES = {"\N{ZERO WIDTH SPACE}", "\N{WORD JOINER}", "\N{ZERO WIDTH NO-BREAK SPACE}", "\N{SOFT HYPHEN}"}
_TAGS = {chr(c) for c in range(0xE0020, 0xE0080)}
INVISIBLE = frozenset(_CONTROLS | _BIDI | _JOINERS | _SPACES | _TAGS)

RIGHT_TO_LEFT = frozenset({"Arabic", "Hebrew", "Syriac", "Thaana"})
LATIN_OR_NONE = frozenset({"", "Latin", "Cyrillic", "Greek"})
"""Around these neither a joiner nor a zero-width space has any work to do; in other scripts both may."""

WEAK = frozenset(_SPACES | {"\N{LEFT-TO-RIGHT MARK}"})
"""Put in on purpose by web pages, to say where a long word may break or not; in extracted text they are residue."""

SEEN_BY_NOBODY = frozenset(_SPACES | _JOINERS | _BIDI) - {"\N{LEFT-TO-RIGHT OVERRIDE}", "\N{RIGHT-TO-LEFT OVERRIDE}"}
"""Taken away, they leave a text that reads as before. An override turns the letters after it round."""

_RUN = re.compile("[" + re.escape("".join(sorted(INVISIBLE))) + "]+")
_RTL_NEAR = 200


@rule(
    axis=Axis.ENCODING,
    advice="delete the invisible character",
    examples=[
        bad("The tech⟦\u200b⟧nology firm lost its licence.", mended="The technology firm lost its licence."),
        bad("The court ⟦\u202e⟧ruled on Monday."),
        bad("Prices rose⟦\x08⟧ again, and then ⟦\x1b⟧[31mfell."),
        bad(
            "The second file began with a ⟦\ufeff⟧mark in the middle of a line.",
            mended="The second file began with a mark in the middle of a line.",
        ),
        bad("The gov⟦\u00ad⟧ern⟦\u00ad⟧ment fell.", mended="The government fell."),
        bad("It came with hidden words⟦\U000e0041\U000e0042⟧ behind it."),
        good("\ufeffThe file began with a byte-order mark, as files do."),
        good("A family 👨\u200d👩\u200d👧 and a pilot 👩🏽\u200d✈️ were waving."),
        good("The flag 🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f was raised at noon."),
        good("The Persian for “becomes” is (می\u200cشود), with a joiner that does not join."),
        good("The sign (\u200fאמת\u200e) hung over the door."),
        good("Hindi (क\u094d\u200dष) has half forms, and Thai (ภาษา\u200bไทย) has no spaces."),
        miss("She wrote \N{HANGUL FILLER}⟦\N{HANGUL FILLER}⟧ and nothing was seen."),
    ],
)
def invisible_control(doc: Document) -> Iterator[Finding]:
    if not doc.odd_characters & INVISIBLE:
        return
    for match in _RUN.finditer(doc.text):
        if not _right(doc.text, match):
            strength = 0.4 if WEAK.issuperset(match[0]) else 1.0
            yield Finding(Span(*match.span()), _message(doc.text, match), strength, edit=_edit(doc.text, match))


def _right(text: str, match: re.Match[str]) -> bool:
    """Say whether every character of the run has work to do between its neighbours."""
    start, end = match.span()
    if start == 0 and match[0] == "\N{ZERO WIDTH NO-BREAK SPACE}":
        return True
    before, after = text[start - 1 : start], text[end : end + 1]
    near = text[max(0, start - _RTL_NEAR) : end + _RTL_NEAR]
    return all(_works(char, before, after, near) for char in match[0])


def _works(char: str, before: str, after: str, near: str) -> bool:
    if char in _BIDI:
        return any(script(other) in RIGHT_TO_LEFT for other in near if other > "\u0590")
    if char in _TAGS:
        return _is_emoji(before)
    if char in _JOINERS and _is_emoji(before):
        return True
    return char not in _CONTROLS and not {_script(before), _script(after)} <= LATIN_OR_NONE


def _script(char: str) -> str:
    """Name the script of a letter or of a sign that belongs to one, as the vowel signs of Indic scripts do."""
    if char and unicodedata.category(char).startswith("M"):
        return unicodedata.name(char, "").partition(" ")[0].replace("COMBINING", "")
    return script(char) if char else ""


def _is_emoji(char: str) -> bool:
    return bool(char) and (char == "\N{VARIATION SELECTOR-16}" or unicodedata.category(char) in ("So", "Sk"))


def _message(text: str, match: re.Match[str]) -> str:
    name = _name(match[0][0])
    more = f" and {len(match[0]) - 1} more" if len(match[0]) > 1 else ""
    before = re.search(r"\w*\Z", text[max(0, match.start() - 20) : match.start()])
    after = re.match(r"\w*", text[match.end() : match.end() + 20])
    inside = before and after and before[0] and after[0]
    return f"an invisible {name}{more}" + (f" inside “{before[0]}{after[0]}”" if inside and before and after else "")


def _name(char: str) -> str:
    code = ord(char)
    if not 0x80 <= code < 0xA0:
        return f"U+{code:04X} {unicodedata.name(char, 'control code')}"
    meant = _meant(char)
    return f"U+{code:04X} control code" + (f" (“{meant}” in Windows-1252)" if meant else "")


def _meant(char: str) -> str:
    """What Windows-1252 has where Latin-1 has this control code: nearly always that was meant."""
    return bytes([ord(char)]).decode("cp1252", "ignore") if "\x80" <= char < "\xa0" else ""


def _edit(text: str, match: re.Match[str]) -> Edit | None:
    """Take away what changes nothing that is seen, and put marks for control codes; other codes may stand for more."""
    marks = [_meant(char) for char in match[0] if char not in SEEN_BY_NOBODY]
    hyphenated = "\N{SOFT HYPHEN}" in match[0] and text[match.end() : match.end() + 1] in "\r\n"
    if hyphenated or not all(mark and not mark.isalnum() for mark in marks):
        return None
    return Edit(Span(*match.span()), "".join(marks))
