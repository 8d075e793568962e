"""The readability formulas, each a pure function of the counts of a text.

Each does its sums in the order in which textstat 0.7.13 does, so that the figures agree to the last bit.
"""

import math
from collections import Counter
from dataclasses import dataclass

#: Reading speed of Demberg and Keller (2008), milliseconds a character.
MS_PER_CHARACTER = 14.69


@dataclass(frozen=True, slots=True)
class Counts:
    """What the formulas need to know of a text; counted as textstat counts."""

    words: int
    """Tokens that hold a letter, a digit or an underscore."""
    syllables: int
    polysyllables: int
    """Words of three syllables or more."""
    difficult: int
    """Words outside the Dale-Chall list of easy words."""
    difficult_two: int
    """Those of two syllables or more."""
    difficult_three: int
    """Those of three syllables or more."""
    long_words: int
    """Words of more than six letters."""
    letters: int
    characters: int
    """All but white space."""
    unknown: int
    """Words holding a part the lexicon does not know."""
    tokens: int
    """Runs of characters between white space, words or not."""
    sentences: int
    opening_easy: int
    """Words of one or two syllables among the first hundred."""
    opening_hard: int
    """Words of three syllables or more among the first hundred."""
    opening_sentences: int
    """Sentences the first hundred words take up."""

    @property
    def words_per_sentence(self) -> float:
        """Mean length of a sentence, 0 without sentences."""
        return self.words / self.sentences if self.sentences else 0.0

    @property
    def syllables_per_word(self) -> float:
        """Mean length of a word, 0 without words."""
        return self.syllables / self.words if self.words else 0.0

    @property
    def known_share(self) -> float:
        """Share of the words all of whose parts the lexicon knows."""
        return 1 - self.unknown / self.words if self.words else 0.0


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one text; grades are years of school in the United States."""

    flesch_reading_ease: float
    flesch_kincaid_grade: float
    smog_index: float
    gunning_fog: float
    coleman_liau_index: float
    automated_readability_index: float
    dale_chall: float
    linsear_write: float
    lix: float
    spache: float
    consensus_grade: float
    reading_seconds: float


def flesch_reading_ease(counts: Counts) -> float:
    """Return the Flesch reading ease (Flesch 1948): 0 hard to 100 easy, both ends open."""
    if not counts.words_per_sentence or not counts.syllables_per_word:
        return 0.0
    return 206.835 - 1.015 * counts.words_per_sentence - 84.6 * counts.syllables_per_word


def flesch_kincaid_grade(counts: Counts) -> float:
    """Return the Flesch-Kincaid grade (Kincaid and others 1975)."""
    if not counts.words_per_sentence or not counts.syllables_per_word:
        return 0.0
    return (0.39 * counts.words_per_sentence) + (11.8 * counts.syllables_per_word) - 15.59


def smog_index(counts: Counts) -> float:
    """Return the SMOG grade (McLaughlin 1969)."""
    if not counts.sentences:
        return 0.0
    # mypy takes a power for possibly complex, which a root of counts never is.
    return float((1.043 * (30 * (counts.polysyllables / counts.sentences)) ** 0.5) + 3.1291)


def gunning_fog(counts: Counts) -> float:
    """Return the fog index (Gunning 1952), its hard words those outside the Dale-Chall list, as textstat has it."""
    if not counts.words:
        return 0.0
    return 0.4 * (counts.words_per_sentence + 100 * counts.difficult_three / counts.words)


def coleman_liau_index(counts: Counts) -> float:
    """Return the Coleman-Liau grade (Coleman and Liau 1975)."""
    if not counts.words:
        return 0.0
    letters = counts.letters / counts.words * 100
    sentences = counts.sentences / counts.words * 100
    return (0.058 * letters) - (0.296 * sentences) - 15.8 if letters and sentences else 0.0


def automated_readability_index(counts: Counts) -> float:
    """Return the ARI grade (Smith and Senter 1967); its characters include punctuation, its words lone marks."""
    if not counts.tokens or not counts.words_per_sentence:
        return 0.0
    return (4.71 * (counts.characters / counts.tokens)) + (0.5 * counts.words_per_sentence) - 21.43


def dale_chall(counts: Counts) -> float:
    """Return the Dale-Chall score (Dale and Chall 1948); inflections of easy words count as hard, as in textstat."""
    if not counts.words:
        return 0.0
    share = 100 * counts.difficult / counts.words
    score = (0.1579 * share) + (0.0496 * counts.words_per_sentence)
    return score + 3.6365 if share > 5 else score


def linsear_write(counts: Counts) -> float:
    """Return the Linsear Write grade (United States Air Force) of the first hundred words."""
    if not counts.opening_sentences:
        return 0.0
    number = float((counts.opening_easy * 1 + counts.opening_hard * 3) / counts.opening_sentences)
    return (number - 2 if number <= 20 else number) / 2


def lix(counts: Counts) -> float:
    """Return LIX (Björnsson 1968): words a sentence plus per cent of long words."""
    return counts.words_per_sentence + 100 * counts.long_words / counts.words if counts.words else 0.0


def spache(counts: Counts) -> float:
    """Return the revised Spache grade (Spache 1974) for young readers, on the Dale-Chall list, as textstat has it."""
    if not counts.words:
        return 0.0
    share = 100 * counts.difficult_two / counts.words
    return (0.141 * counts.words_per_sentence) + (0.086 * share) + 0.839


def consensus_grade(counts: Counts) -> float:
    """Return the grade most formulas agree on, 1 to 18 (textstat's `text_standard`)."""
    votes = _rounded(flesch_kincaid_grade(counts)) + _ease_grades(flesch_reading_ease(counts))
    for formula in _VOTING:
        votes += _rounded(formula(counts))
    # Of equally frequent grades the first one voted for wins, so the order of the formulas is part of the figure.
    return max(1.0, min(float(Counter(votes).most_common(1)[0][0]), 18.0))


def reading_seconds(counts: Counts) -> float:
    """Return the reading time (Demberg and Keller 2008) in seconds."""
    return MS_PER_CHARACTER * counts.characters / 1000


_VOTING = (
    smog_index, coleman_liau_index, automated_readability_index, dale_chall, linsear_write, gunning_fog,
)  # fmt: skip
_FORMULAS = (
    flesch_reading_ease, flesch_kincaid_grade, smog_index, gunning_fog, coleman_liau_index,
    automated_readability_index, dale_chall, linsear_write, lix, spache, consensus_grade, reading_seconds,
)  # fmt: skip


def figures(counts: Counts) -> Figures:
    """Return the figures of all formulas."""
    return Figures(*(formula(counts) for formula in _FORMULAS))


def _rounded(score: float) -> list[int]:
    return [math.floor(score), math.ceil(score), round(score)]


def _ease_grades(ease: float) -> list[int]:
    """Return the grade or grades of a Flesch reading ease; textstat takes 100 and more for the hardest."""
    if 60 <= ease < 70:
        return [8, 9]
    for lowest, grade in ((90, 5), (80, 6), (70, 7), (50, 10), (40, 11), (30, 12)):
        if lowest <= ease < lowest + 10:
            return [grade]
    return [13]
