"""Syllables as textstat 0.7.13 counts them, without its downloads: a dictionary first, hyphenation for the rest."""

from functools import cache, lru_cache

from qc.data import Table, read

#: Nothing longer is looked up: the longest English words have 29 letters, hyphenated chains about 40.
LONGEST = 48

#: Words remembered. English documents of one kind repeat themselves; a hostile stream must not grow memory.
REMEMBERED = 1 << 16


def syllables(word: str) -> int:
    """Count syllables: those of the CMU dictionary's first entry, else hyphenation points plus one.

    The word is lower-case and holds letters, digits, underscores and apostrophes only, as textstat's own words do.
    """
    return _syllables(word) if len(word) <= LONGEST else _hyphenation_points(word) + 1


def pronounced(word: str) -> str:
    """Return the CMU dictionary's number of syllables of a lower-case word in base 36, empty if it is not listed."""
    return _dictionary().get(word) if len(word) <= LONGEST else ""


@lru_cache(REMEMBERED)
def _syllables(word: str) -> int:
    listed = pronounced(word)
    return int(listed, 36) if listed else _hyphenation_points(word) + 1


@cache
def _dictionary() -> Table:
    return Table("cmudict.txt")


@cache
def _patterns() -> dict[str, str]:
    """Map the letters of Liang's hyphenation patterns to offset and values, and their beginnings to "-"."""
    columns = read("hyphenation.txt").decode("utf-8").split()
    return dict(zip(columns[::2], columns[1::2], strict=True))


def _hyphenation_points(word: str) -> int:
    """Count the places where the word may be hyphenated, at least two characters from either end.

    Liang's method with the patterns of hyph_en_US, as pyphen applies them: of all the values that patterns give
    to a place between two letters the highest counts, and an odd one allows a hyphen.
    """
    patterns = _patterns()
    pointed = f".{word}."
    values = [0] * (len(pointed) + 1)
    for start in range(len(pointed) - 1):
        for end in range(start + 1, len(pointed) + 1):
            found = patterns.get(pointed[start:end])
            if found is None:
                break
            if found != "-":
                for place, digit in enumerate(found[1:], start + int(found[0], 16)):
                    values[place] = max(values[place], int(digit))
    return sum(value % 2 for value in values[3 : len(word)])
