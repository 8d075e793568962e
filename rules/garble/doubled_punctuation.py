"""Two stops where one belongs.

A word between two commas was dropped, two segments were joined with the stop of each, or an engine wrote its own stop
beside the one it copied: `under control, , then`, `the country., which`, `he asked? .` The reader sees that something
is missing and cannot see what.

Ellipses of any spacing, stops after abbreviations (`Inc., U.S., etc.,`), decimals, ranges and paths, marks that belong
to a name (`Yahoo!,`), doubled commas that open a quotation, and `?!` are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qc import Axis, Document, Edit, Finding, Span, bad, good, miss, rule
from qc.words import lexicon

_COMMA = re.compile(r",\s?[,;:.]")
_STOP = re.compile(r"\.\s?[,;.]")
_SEMICOLON = re.compile(r";\s?[;,.]")
_QUERY = re.compile(r"[?!]\s\.(?=\s[A-Z]|$)")
_TWO_DOTS = re.compile(r"\.\.(?!\.)(?<!\.\.\.)")
_ENTITY = re.compile(r"&#?\w+\Z")
_BEFORE = re.compile(r"(?:^|[\s(“‘\"])([a-z]+)[)”’\"]?\Z")

SHORTEST = 4
"""A shorter word before a stop and a comma is an abbreviation more often than a sentence's last word."""

ABBREVIATED = frozenset(
    "approx assn assoc corp dept dist elev esp esq etal etc govt incl intl mass misc natl prob publ resp tech univ "
    "viz anon attn bros capt cath chap cont dept dict diss eccl econ elec engr equiv exch excl fict geog geol govs "
    "hist illus inst intr lang lieut math orig paras perf pers pharm phil phys pref pres prof prop prov psych refs "
    "retd sect sing spec syst temp theol trad trans vols mils mins yrs feat intro".split()
)


ONE_TOO_MANY = frozenset({",,", ";;", "? .", "! ."})
"""What was surely one stop, the first."""


@rule(
    axis=Axis.TRANSLATION,
    advice="delete the mark that is one too many",
    examples=[
        bad("The plan is now under control⟦, ,⟧ then the board will meet."),
        bad("He left the country⟦.,⟧ which surprised nobody."),
        bad("She asked why⟦? .⟧ He did not answer.", mended="She asked why? He did not answer."),
        bad("They met in Lyon⟦,,⟧ and signed the papers⟦,.⟧", mended="They met in Lyon, and signed the papers,."),
        bad("The river rose⟦;,⟧ the bridge held."),
        bad("It rained all night⟦..⟧ The match was called off."),
        good("He worked for Acme Inc., Smith Bros., etc., and lived in Washington, D.C., until 5 p.m., or so."),
        good("Well, . . . I waited . . . and then, ... nothing. He said so.... Then he left..."),
        good("Pages 10..20 of ../notes/list; v1.,2 is the older one. Use a[1..5]."),
        good("Yahoo!, Jeopardy! and Who? all closed. Really?! he asked."),
        good("She said ,,good morning'' as they do there. The index is (a,,b)."),
        good("J. F. K., Jr., and Henry VIII., as the old books print him."),
        miss("The answer is no⟦,!⟧ he said."),
    ],
)
def doubled_punctuation(doc: Document) -> Iterator[Finding]:
    text = doc.prose_text
    for pattern in (_COMMA, _STOP, _SEMICOLON):
        for match in pattern.finditer(text):
            if not _left_alone(text, match):
                yield _finding(match)
    if "? ." in text or "! ." in text:
        yield from map(_finding, _QUERY.finditer(text))


def _left_alone(text: str, match: re.Match[str]) -> bool:
    start, end = match.span()
    before, after = text[start - 1 : start], text[end : end + 2]
    if "\n" in match[0] or before in ("", "\n", ";", ",") or after[:1] not in ("", " ", "\n"):
        return True
    if "." in match[0] and "." in before + after:
        return True  # part of an ellipsis
    if match[0].startswith("."):
        return not _ends_a_sentence(text, start) or (match[0] == ".." and (after[1:].islower() or _is_style(text)))
    return match[0][0] == ";" and bool(_ENTITY.search(text, max(0, start - 9), start))


def _is_style(text: str) -> bool:
    """Say whether the writer makes ellipses of two dots, which nobody does once."""
    return len(_TWO_DOTS.findall(text)) > 1


def _ends_a_sentence(text: str, stop: int) -> bool:
    """Say whether the stop follows a word that is no abbreviation: a known one, in lower case."""
    before = _BEFORE.search(text, max(0, stop - 30), stop)
    word = before[1] if before else ""
    return len(word) >= SHORTEST and word not in ABBREVIATED and lexicon.knows(word)


def _finding(match: re.Match[str]) -> Finding:
    span, stops = Span(*match.span()), match[0]
    message = f"“{stops}” is one stop too many, or a word between them is gone"
    # Of `,.` either may be the right one, in `, ,` a word may be gone, and `..` may be all that is left of dots.
    return Finding(span, message, edit=Edit(span, stops[0]) if stops in ONE_TOO_MANY else None)
