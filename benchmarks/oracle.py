"""textstat as it can run without a download: with our syllable table in the place of the dictionary it would fetch."""

import importlib
from typing import Any

from qc.data import read


def give_textstat_our_dictionary() -> None:
    """Spare textstat the download, which would count against it."""
    table = (entry.rsplit(":", 1) for entry in read("cmudict.txt").decode().split())
    phonemes = {word: [["AH0"] * int(count, 36)] for word, count in table}
    module: Any = importlib.import_module("textstat.backend.counts._count_syllables")
    module.get_cmudict = lambda _: phonemes
