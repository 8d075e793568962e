"""Words as the dictionary would list them: without the marks around them and without a possessive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import filterfalse

from qc.document import INLINE_MASK, Document, Span

_EDGE = (
    ".,;:!?()[]{}<>*_/\\|~`\"'…-\N{EN DASH}\N{EM DASH}"
    "\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}"
    "\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}" + INLINE_MASK
)
_POSSESSIVE = ("'s", "\N{RIGHT SINGLE QUOTATION MARK}s")
LONGEST = 64
"""No token longer is remembered, nor is a longer form anybody's name: memory must be bounded in size as in number."""

_WINDOW = 40
"""Characters before a place in which the word before it is looked for."""

_HYPHENS = ("-", "\N{HYPHEN}")
_BREAKS = tuple(f"{hyphen}\n" for hyphen in _HYPHENS)
_JOINS_BEFORE = frozenset("@#/._\\:=-`")
_JOINS_AFTER = frozenset("/_@\\(=`")
_REMEMBERED = 200_000
"""Tokens kept: an English corpus repeats itself within that many, and they take some 20 MB."""


class _Forms(dict[str, str]):
    """The form of each token met so far that is more than letters."""

    def __missing__(self, token: str) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        form = token.strip(_EDGE)
        form = form[:-2] if form.endswith(_POSSESSIVE) else form
        if len(token) <= LONGEST:
            self[token] = form
        return form


_forms = _Forms()


def forms(doc: Document) -> frozenset[str]:
    """Return each distinct form of the prose, case kept: the trigger of rules that look for listed words."""
    # Most tokens are letters alone and their own forms; the table need not hold them, nor be asked.
    marked = [*filterfalse(str.isalpha, doc.vocabulary)]
    return doc.vocabulary.difference(marked).union(map(_forms.__getitem__, marked))


def occurrences(doc: Document, form: str) -> Iterator[Span]:
    """Yield each place of the prose where `form` stands as a whole word, in order."""
    text, size = doc.prose_text, len(form)
    at = text.find(form)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + size : at + size + 1]
        if not before.isalnum() and not after.isalnum():
            yield Span(at, at + size)
        at = text.find(form, at + size)


def mentions(doc: Document, form: str) -> Iterator[Span]:
    """Yield where the form is a word of its sentence: not in an address, a handle, code or a chain, nor half a word."""
    text = doc.prose_text
    for place in occurrences(doc, form):
        before, after = text[max(0, place.start - 1) : place.start], text[place.end : place.end + 2]
        joined = after[:1] in _JOINS_AFTER or (after[:1] in (".", ":", "-") and after[1:].isalnum())
        if before not in _JOINS_BEFORE and not joined and after not in _BREAKS and not _goes_on(text, place.start):
            yield place


def _goes_on(text: str, offset: int) -> bool:
    """Say whether a word that the line end above breaks goes on at `offset`."""
    margin = text[max(0, offset - _WINDOW) : offset].rstrip(" \t")
    return margin.endswith("\n") and margin.rstrip()[-1:] in _HYPHENS


def follows(text: str, offset: int) -> str:
    """Return the word that begins at or after `offset` behind spaces alone, empty where something else stands."""
    match = _NEXT.match(text, offset)
    return match.group(1) if match else ""


def precedes(text: str, offset: int) -> str:
    """Return the word that ends before `offset` with spaces alone between, empty where something else stands."""
    window = text[max(0, offset - _WINDOW) : offset]
    before = window.rstrip()
    if not before or not before[-1].isalnum() or window.count("\n", len(before)) > 1:
        return ""
    match = _LAST.search(before[before.rfind(" ") + 1 :])
    return match.group() if match else ""


@lru_cache(2)
def capitalised(doc: Document) -> tuple[str, ...]:
    """Return the forms that begin with a plain capital and have four characters or more, sorted."""
    return tuple(sorted([form for form in doc.forms if form < "a" and 3 < len(form) <= LONGEST]))


_NEXT = re.compile(r"[ \t]*(?:\r?\n)?[ \t]*([^\W_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}-][^\W_]+)*)")
_LAST = re.compile(r"[^\W_](?:[^\W_]|['\N{RIGHT SINGLE QUOTATION MARK}-](?=[^\W_]))*\Z")
