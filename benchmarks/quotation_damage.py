"""Recall on quotations damaged on purpose, kind by kind, and false alarms on the same texts undamaged.

    python benchmarks/quotation_damage.py DOCUMENTS.jsonl.gz [--cases 60] [--half second] [--show KIND]

DOCUMENTS holds one JSON object a line with "id", "text" and "meta" ("expect": "pass" marks human text, "genre",
"group"). News and fiction whose marks are whole are kept. One quotation of one document is damaged in one way;
a case is found when a finding of the quotes family that the undamaged text does not have lies within 40 characters
of the damage, in the same sentence, or on the other mark of the damaged quotation (where a mark is lost, that is the
only mark left to point at). `strict` counts the first two only. Everything is drawn from a fixed seed.

Documents are parted in two by a hash of their group: the rules were developed on the first half.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from qc.document import Document
from qc.registry import rules
from qc.rule import Finding

SEED = 20250131
WINDOW = 40
LONGEST = 600
FICTION = ("fiction", "brown/k", "brown/l", "brown/m", "brown/n", "brown/p", "brown/r", "fiction/nonfiction")
PUBLISHED = {
    "reversed opening": "100", "reversed closing": "100", "slid opening": "100", "slid closing": "100",
    "„ for opening": "87", "space in closing": "75", "space around": "78", "glued opening": "63",
    "space in opening": "58", "« for opening": "46", "opening dropped": "42", "closing dropped": "39",
    "doubled closing": "29", "swallowed speaker": "8",
}  # fmt: skip
"""LanguageTool 6.8 on 319 cases of the same kinds, per cent found; 65 overall, 0.25 false alarms per 10,000 words."""

_WORDS = r"(?=\w)[^\"“”\n]{12,300}?(?<=[\w.,!?])"
_WORDS = r"(?=\w)[^\"“”\n]{12,300}?(?<=[\w.,!?])"
_QUOTATION = re.compile(rf"(?<![^\s(])(?:\"{_WORDS}\"|“{_WORDS}”)(?=[\s.,;:)])")
_SPEAKER = r"(?:[Tt]he |[Aa] )?(?:he|she|they|said|says|wrote|added|[A-Z][\w.]+(?: [A-Z][\w.]+)*)"
_ATTRIBUTED = re.compile(
    rf"(?P<stop>[,!?])[\"”] (?P<rest>{_SPEAKER} (?:said|says|wrote|added|told|he|she|they|[A-Z]\w+)\b)"
)


class Case(NamedTuple):
    """A damaged text: the edit lies at text[start:end], and `delta` characters were added there."""

    text: str
    start: int
    end: int
    delta: int
    partner: int | None


Damage = Callable[[str, int, int], Case | None]
"""Given a text and the places of a quotation's two marks, damage it or decline."""


def edit(text: str, start: int, end: int, new: str, partner: int | None = None) -> Case:
    """Put `new` in place of text[start:end]; `partner` is a place in the text before."""
    delta = len(new) - (end - start)
    moved = None if partner is None else partner + (delta if partner >= end else 0)
    return Case(text[:start] + new + text[end:], start, start + len(new), delta, moved)


def opening_dropped(text: str, o: int, c: int) -> Case:
    return edit(text, o, o + 1, "", c)


def closing_dropped(text: str, o: int, c: int) -> Case:
    return edit(text, c, c + 1, "", o)


def reversed_opening(text: str, o: int, _c: int) -> Case | None:
    if text[o] == "“":
        return edit(text, o, o + 1, "”")
    return edit(text, o - 1, o + 1, '" ') if text[o - 1 : o] == " " else None


def reversed_closing(text: str, _o: int, c: int) -> Case | None:
    if text[c] == "”":
        return edit(text, c, c + 1, "“")
    return edit(text, c, c + 2, ' "') if text[c + 1 : c + 2] == " " else None


def space_in_opening(text: str, o: int, _c: int) -> Case:
    return edit(text, o, o + 1, text[o] + " ")


def space_in_closing(text: str, _o: int, c: int) -> Case:
    return edit(text, c, c + 1, " " + text[c])


def space_around(text: str, o: int, c: int) -> Case | None:
    return edit(text, c, c + 1, f" {text[c]} ") if text[c + 1] in ".,;:)" else space_in_closing(text, o, c)


def doubled_opening(text: str, o: int, _c: int) -> Case:
    return edit(text, o, o + 1, text[o] * 2)


def doubled_closing(text: str, _o: int, c: int) -> Case:
    return edit(text, c, c + 1, text[c] * 2)


def glued_opening(text: str, o: int, _c: int) -> Case | None:
    return edit(text, o - 1, o + 1, text[o]) if text[o - 1 : o] == " " else None


def glued_closing(text: str, _o: int, c: int) -> Case | None:
    return edit(text, c, c + 2, text[c]) if text[c + 1 : c + 2] == " " else None


def guillemet_opening(text: str, o: int, _c: int) -> Case:
    return edit(text, o, o + 1, "«")


def low_opening(text: str, o: int, _c: int) -> Case:
    return edit(text, o, o + 1, "„")


def guillemet_closing(text: str, _o: int, c: int) -> Case:
    return edit(text, c, c + 1, "»")


def slid_opening(text: str, o: int, c: int) -> Case | None:
    """`“We did` becomes `We“ did`."""
    space = text.find(" ", o, c)
    return edit(text, o, space, text[o + 1 : space] + text[o]) if space > 0 else None


def slid_closing(text: str, o: int, c: int) -> Case | None:
    """`the money,”` becomes `the ”money,`."""
    space = text.rfind(" ", o, c)
    return edit(text, space + 1, c + 1, text[c] + text[space + 1 : c]) if space > 0 else None


def hopped_opening(text: str, o: int, c: int) -> Case | None:
    """`“We did` becomes `We “did`."""
    space = text.find(" ", o, c)
    return edit(text, o, space + 1, f"{text[o + 1 : space]} {text[o]}") if space > 0 else None


def hopped_closing(text: str, o: int, c: int) -> Case | None:
    """`the money,” he` becomes `the” money, he`."""
    space = text.rfind(" ", o, c)
    return edit(text, space, c + 1, text[c] + text[space:c]) if space > 0 else None


def swallowed_speaker(text: str, o: int, c: int) -> Case | None:
    """`the money,” he said` becomes `the money. “He said`."""
    found = _ATTRIBUTED.match(text, c - 1)
    if not found:
        return None
    stop = "." if found["stop"] == "," else found["stop"]
    rest = found["rest"]
    return edit(text, c - 1, found.end(), f"{stop} {text[o]}{rest[0].upper()}{rest[1:]}")


KINDS: dict[str, Damage] = {
    "opening dropped": opening_dropped, "closing dropped": closing_dropped,
    "reversed opening": reversed_opening, "reversed closing": reversed_closing,
    "space in opening": space_in_opening, "space in closing": space_in_closing, "space around": space_around,
    "doubled opening": doubled_opening, "doubled closing": doubled_closing,
    "glued opening": glued_opening, "glued closing": glued_closing,
    "« for opening": guillemet_opening, "„ for opening": low_opening, "» for closing": guillemet_closing,
    "slid opening": slid_opening, "slid closing": slid_closing, "swallowed speaker": swallowed_speaker,
}  # fmt: skip


UNCOUNTED: dict[str, Damage] = {"hopped opening": hopped_opening, "hopped closing": hopped_closing}
"""A mark moved over a word and its space leaves English that is well formed, and only its sense is wrong: shown, and
not counted among the kinds that can be told by the text alone."""


def documents(path: Path) -> list[tuple[str, str]]:
    """(group, text) of the human news and fiction in the file."""
    kept = []
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            meta, text = record["meta"], record["text"]
            genre = meta.get("genre") or ("news" if record["source"].startswith(("wmt", "ntrex")) else "")
            if meta["expect"] == "pass" and (genre.startswith("news") or genre in FICTION):
                kept.append((str(meta.get("group", record["id"])), text))
    return kept


def clean(text: str) -> bool:
    """Say whether the double marks of a text, taken two by two, open and close by a plain pattern.

    What stands undamaged in human text is settled here without the scanner that is measured: each first mark has
    white space or a bracket before it and none after it, each second one the reverse, and none is far from its other.
    """
    marks = [found.start() for found in re.finditer('["“”]', text)]
    return len(marks) > 0 and len(marks) % 2 == 0 and all(map(partial(is_plain, text), marks[::2], marks[1::2]))


def is_plain(text: str, o: int, c: int) -> bool:
    """Say whether the marks at these places open and close a quotation by their looks."""
    if c - o > LONGEST or (text[o], text[c]) not in (('"', '"'), ("“", "”")):
        return False
    before, after = text[o - 1 : o], text[c + 1 : c + 2]
    within = text[o + 1], text[c - 1]
    return not any(map(str.isspace, within)) and (not before or before in " \n(—") and not after.isalnum()


def half_of(group: str) -> str:
    return "first" if hashlib.sha256(group.encode()).digest()[0] % 2 else "second"


def found_in(text: str) -> list[tuple[str, Finding]]:
    doc = Document(text)
    family = [rule for rule in rules().values() if rule.family == "quotes" and rule.stage == "stable"]
    return [(rule.id, finding) for rule in family for finding in rule.check(doc)]


def new_findings(case: Case, before: list[tuple[str, Finding]]) -> Iterator[tuple[str, Finding]]:
    """The findings on the damaged text that the undamaged one lacks, told by their places."""
    known = {(rule, finding.span.start) for rule, finding in before}
    for rule, finding in found_in(case.text):
        start = finding.span.start
        original = start - case.delta if start >= case.end else start
        if (rule, original) not in known or case.start <= start < case.end:
            yield rule, finding


def hit(case: Case, finding: Finding, strict: bool) -> bool:
    low, high = sentence_around(case)
    low, high = min(low, case.start - WINDOW), max(high, case.end + WINDOW)
    if finding.span.start < high and finding.span.end > low:
        return True
    return not strict and case.partner is not None and case.partner in finding.span


def sentence_around(case: Case) -> tuple[int, int]:
    ends = [m.end() for m in re.finditer(r"[.!?][\"”’)]*\s|\n", case.text)]
    low = max((end for end in ends if end <= case.start), default=0)
    return low, min((end for end in ends if end > case.end), default=len(case.text))


def cases(texts: list[str], count: int) -> Iterator[tuple[str, int, Case]]:
    """`count` cases of each kind, each with the index of its text: one quotation of a text, damaged one way."""
    for kind, damage in {**KINDS, **UNCOUNTED}.items():
        chance = random.Random(f"{SEED} {kind}")
        order = list(range(len(texts)))
        chance.shuffle(order)
        made = 0
        for at in order:
            quotations = list(_QUOTATION.finditer(texts[at]))
            chance.shuffle(quotations)
            drawn = (damage(texts[at], found.start(), found.end() - 1) for found in quotations)
            case = next((case for case in drawn if case), None)
            if case and made < count:
                made += 1
                yield kind, at, case


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", type=Path)
    parser.add_argument("--cases", type=int, default=60, help="cases of each kind")
    parser.add_argument("--half", choices=["first", "second", "both"], default="both")
    parser.add_argument("--show", help="print the cases of this kind that are missed")
    options = parser.parse_args()
    every = documents(options.documents)
    kept = [(group, text) for group, text in every if clean(text)]
    for half in ("first", "second") if options.half == "both" else (options.half,):
        alarms, words = count_alarms(text for group, text in every if half_of(group) == half)
        print(f"\n{half} half: {1e4 * alarms / words:.2f} findings per 10,000 words of all its human news and fiction,")
        print(f"  whole or not ({words} words); below, those texts whose marks all pair by a plain pattern")
        report(half, [text for group, text in kept if half_of(group) == half], options.cases, options.show)


def count_alarms(texts: Iterable[str]) -> tuple[int, int]:
    """Findings of the family, and words."""
    counted = [(len(found_in(text)), len(text.split())) for text in texts]
    return sum(alarms for alarms, _ in counted), sum(words for _, words in counted)


def report(half: str, texts: list[str], count: int, show: str | None) -> None:
    before = [found_in(text) for text in texts]
    words = sum(len(text.split()) for text in texts)
    tally = {kind: [0, 0, 0] for kind in (*KINDS, *UNCOUNTED)}
    for kind, at, case in cases(texts, count):
        fresh = list(new_findings(case, before[at]))
        is_found = any(hit(case, finding, strict=False) for _, finding in fresh)
        is_strict = any(hit(case, finding, strict=True) for _, finding in fresh)
        tally[kind] = [a + b for a, b in zip(tally[kind], (1, int(is_found), int(is_strict)), strict=True)]
        if not is_found and show in (kind, "all"):
            around = case.text[max(0, case.start - 150) : case.start] + "⟦" + case.text[case.start : case.end] + "⟧"
            print(f"  missed ({kind}):", repr(around + case.text[case.end : case.end + 150]))
    print(f"\n{half} half: {len(texts)} documents, {words} words")
    for kind, (made, found, strict) in tally.items():
        ours = f"{100 * found / made:4.0f} % ({strict}/{made} strict)" if made else "none made"
        print(f"  {kind:<20} {found:>3}/{made:<3} {ours:<28} LanguageTool {PUBLISHED.get(kind, '-'):>4}")
    total, hits, strictly = (sum(column) for column in zip(*(tally[kind] for kind in KINDS), strict=True))
    alarms = sum(map(len, before))
    print(
        f"  {'overall':<20} {hits:>3}/{total:<4} {100 * hits / total:.1f} % ({100 * strictly / total:.1f} strict)",
        end="",
    )
    print("  LanguageTool 65 %")
    print(
        f"  findings on the undamaged texts: {alarms}, {1e4 * alarms / words:.2f} per 10,000 words (LanguageTool 0.25)"
    )
    if show == "alarms":
        for text, findings in zip(texts, before, strict=True):
            for rule, finding in findings:
                start, end = finding.span.start, finding.span.end
                around = text[max(0, start - 100) : start] + "⟦" + text[start:end] + "⟧" + text[end : end + 80]
                print("   ", rule, repr(around))


if __name__ == "__main__":
    main()
