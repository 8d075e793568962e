"""What damage is made with: senses through a pivot language, word forms, edits of real engines, spinner synonyms.

Dictionaries come from Debian's `dict-freedict-*` packages, word forms and parts of speech from Debian's
`apertium-eng-spa`; nothing of theirs is shipped, only used to garble training text.
"""

from __future__ import annotations

import difflib
import gzip
import re
import subprocess
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from training.corpora import Pair

DICTIONARIES = Path("/usr/share/dictd")
MORPHOLOGY = Path("/usr/share/apertium/apertium-eng-spa/eng-spa.automorf.bin")
PIVOTS = ("deu", "fra", "spa", "nld", "ita", "por", "swe", "pol", "hun", "tur")

WORDS = re.compile(r"\w+(?:['’-]\w+)*|[^\w\s]")
_BASE64 = {c: i for i, c in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")}
_BRACKETS = re.compile(r"<[^>]*>|\([^)]*\)|\[[^\]]*\]|\{[^}]*\}|/[^/]*/|\b\d+\.")


@dataclass(frozen=True, slots=True)
class Resources:
    """Tables from a lower-case word (or phrase) to what an engine might put in its place."""

    senses: dict[str, list[str]]
    tags: dict[str, frozenset[str]]
    forms: dict[str, list[str]]
    edits: dict[tuple[str, ...], list[tuple[str, ...]]]
    neighbours: dict[str, list[str]]
    kin: dict[frozenset[str], list[str]]


KIN = 3000  # words kept of each form


def build(counts: Counter[str], pairs: Iterable[Pair], neighbours: dict[str, list[str]]) -> Resources:
    """All tables for the counted words of the clean text; raises when the Debian packages are missing."""
    vocabulary = set(counts)
    tags, forms = morphology(sorted(vocabulary))
    return Resources(pivoted(vocabulary), tags, forms, engine_edits(pairs), neighbours, kin(counts, tags))


def kin(counts: Counter[str], tags: dict[str, frozenset[str]]) -> dict[frozenset[str], list[str]]:
    """Words by the parts of speech and forms they may be, each as often as its square root of use."""
    found: dict[frozenset[str], list[str]] = defaultdict(list)
    for word, count in counts.most_common():
        if len(word) > 3 and word in tags:
            found[tags[word]] += [word] * max(1, round(count**0.5 / 3))
    return {forms: words[:KIN] for forms, words in found.items()}


def pivoted(vocabulary: set[str]) -> dict[str, list[str]]:
    """English words that share a translation: the wrong sense of a word sent through one language and back."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for pivot in PIVOTS:
        there, back = DICTIONARIES / f"freedict-eng-{pivot}", DICTIONARIES / f"freedict-{pivot}-eng"
        if not Path(f"{back}.index").exists():
            continue
        returned = _dictionary(back, None)
        for word, foreign in _dictionary(there, vocabulary).items():
            for other in {
                english.removeprefix("to ") for f in foreign[:8] for english in returned.get(f.lower(), ())[:8]
            }:
                if all(part in vocabulary for part in other.split()) and not _akin(word, other):
                    found[word][other] += 1
    return {word: [w for w, _ in others.most_common(12)] for word, others in found.items()}


def _akin(word: str, other: str) -> bool:
    return other[:4] == word[:4] or other.endswith(" " + word) or len(other) < 3


def _dictionary(stem: Path, wanted: set[str] | None) -> dict[str, list[str]]:
    """Headword to translations of at most two words, as far as the loose format tells them apart."""
    body = gzip.decompress(Path(f"{stem}.dict.dz").read_bytes())
    entries: dict[str, list[str]] = {}
    for line in Path(f"{stem}.index").read_text(encoding="utf-8", errors="replace").split("\n"):
        head, _, place = line.partition("\t")
        head = head.lower()
        if not place or head.startswith("00database") or (wanted is not None and head not in wanted):
            continue
        offset, length = map(_number, place.split("\t")[:2])
        text = body[offset : offset + length].decode("utf-8", "replace")
        entries.setdefault(head, []).extend(_translations(text))
    return entries


def _number(digits: str) -> int:
    value = 0
    for digit in digits:
        value = value * 64 + _BASE64[digit]
    return value


def _translations(entry: str) -> list[str]:
    found = []
    for line in entry.split("\n")[1:]:
        if '"' in line or "Synonym" in line or "see:" in line or "Note" in line:
            continue
        for part in re.split(r"[,;]", _BRACKETS.sub(" ", line)):
            words = part.split()
            if 1 <= len(words) <= 2 and all(w.replace("-", "").isalpha() for w in words):
                found.append(" ".join(words).lower())
    return found


def morphology(words: list[str]) -> tuple[dict[str, frozenset[str]], dict[str, list[str]]]:
    """Parts of speech of each word, and the other forms of its lemma."""
    out = subprocess.run(
        ["/usr/bin/lt-proc", str(MORPHOLOGY)], input="\n".join(words) + "\n", capture_output=True, text=True, check=True
    ).stdout
    tags: dict[str, set[str]] = defaultdict(set)
    lemmas: dict[tuple[str, str], set[str]] = defaultdict(set)
    for line in out.split("\n"):
        surface, *analyses = line.strip().strip("^$").split("/")
        for analysis in analyses:
            lemma, _, rest = analysis.partition("<")
            if rest and not analysis.startswith("*") and "+" not in analysis:
                part = rest.split(">")[0]
                tags[surface].add(part)
                tags[surface].add(part + "." + rest.rstrip(">").split("<")[-1])
                lemmas[lemma, part].add(surface)
    forms: dict[str, set[str]] = defaultdict(set)
    for (_, part), surfaces in lemmas.items():
        for surface in surfaces if part in {"n", "vblex", "adj", "vbser", "vbhaver", "vbdo"} else ():
            forms[surface] |= surfaces - {surface}
    return {w: frozenset(t) for w, t in tags.items()}, {w: sorted(f) for w, f in forms.items() if f}


def engine_edits(pairs: Iterable[Pair]) -> dict[tuple[str, ...], list[tuple[str, ...]]]:
    """Phrases of up to three words and what engines of middling quality made of them, out of their context."""
    found: dict[tuple[str, ...], Counter[tuple[str, ...]]] = defaultdict(Counter)
    for pair in pairs:
        if 0.3 <= pair.quality <= 0.72:
            for left, right in edits_between(pair.human, pair.machine):
                found[left][right] += 1
    return {left: list(right) for left, right in found.items()}


def edits_between(human: str, machine: str) -> Iterable[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Aligned differences, lower case; a lost or gained word carries its left neighbour as context."""
    h, m = WORDS.findall(human.lower()), WORDS.findall(machine.lower())
    for kind, a, b, c, d in difflib.SequenceMatcher(None, h, m, autojunk=False).get_opcodes():
        if kind == "equal" or b - a > 3 or d - c > 3:
            continue
        back = int((a == b or c == d) and a > 0)
        left, right = tuple(h[a - back : b]), tuple(m[c - back : d])
        if (
            left
            and right
            and all(w[0].isalnum() for w in left + right)
            and not any(map(str.isdigit, "".join(left + right)))
        ):
            yield left, right
