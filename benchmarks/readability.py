"""Compare our readability with textstat's ten formulas, interleaved in one run.

    python benchmarks/readability.py [TEXT.txt | DOCUMENTS.jsonl.gz]

Without a file it writes documents of 2-8 KB from the lexicon's own words, common ones more often. Each block of
documents is timed with one, then with the other; the ratio of the same round is what another machine will see too.
"""

import gzip
import itertools
import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import textstat
from oracle import give_textstat_our_dictionary

from qc import readability
from qc.data import read
from qc.formulas import Figures

FORMULAS: tuple[Callable[[str], object], ...] = (
    textstat.flesch_reading_ease,
    textstat.flesch_kincaid_grade,
    textstat.smog_index,
    textstat.gunning_fog,
    textstat.coleman_liau_index,
    textstat.automated_readability_index,
    textstat.dale_chall_readability_score,
    textstat.linsear_write_formula,
    textstat.lix,
    textstat.spache_readability,
)
ROUNDS, BLOCKS, BYTES = 3, 8, 2_000_000
_SPACES = itertools.cycle(range(1, 98))


def main(paths: Sequence[str]) -> None:
    give_textstat_our_dictionary()
    documents = read_documents(Path(paths[0])) if paths else write_documents()
    documents = documents[:: max(1, sum(map(len, documents)) // BYTES)]
    size, words = sum(len(text.encode()) for text in documents), sum(len(text.split()) for text in documents)
    print(f"{len(documents)} documents, {size / 1e6:.2f} MB, {words:,} words, {ROUNDS} rounds")
    cold = timed(ours, documents)
    rounds = [one_round(documents) for _ in range(ROUNDS)]
    for name, seconds in (
        ("qc, 11 figures, consensus, reading time", min(a for a, _ in rounds)),
        ("qc, first sight of every word", cold),
        ("textstat, ten formulas", min(b for _, b in rounds)),
    ):
        print(f"{name:42} {size / 1e6 / seconds:8.2f} MB/s {words / seconds:12,.0f} words/s")
    print(f"ratio, median of rounds: {statistics.median(b / a for a, b in rounds):.1f}")


def one_round(documents: Sequence[str]) -> tuple[float, float]:
    """Return the processor seconds of ours and theirs, block by block in turn."""
    blocks = [documents[start::BLOCKS] for start in range(BLOCKS)]
    pairs = [(timed(ours, block), timed(theirs, block)) for block in blocks]
    return sum(a for a, _ in pairs), sum(b for _, b in pairs)


def timed(measure: Callable[[str], object], documents: Sequence[str]) -> float:
    start = time.process_time()
    for text in documents:
        measure(text)
    return time.process_time() - start


def ours(text: str) -> Figures | None:
    return readability.measure(text).figures


def theirs(text: str) -> list[object]:
    # In a corpus a document is measured once: without the space textstat would answer from its cache of whole texts.
    fresh = text + " " * next(_SPACES)
    return [formula(fresh) for formula in FORMULAS]


def read_documents(path: Path) -> list[str]:
    if path.name.endswith(".jsonl.gz"):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            return [
                text for line in lines if json.loads(line)["label"] == "human" and (text := json.loads(line)["text"])
            ]
    paragraphs = path.read_text("utf-8").split("\n\n")
    return ["\n\n".join(paragraphs[start : start + 10]) for start in range(0, len(paragraphs), 10)]


def write_documents() -> list[str]:
    draw = random.Random(1)
    entries = [entry.split(":") for entry in read("scowl.txt").decode().split()]
    words = [word for word, code in entries if code[0].isdigit()]
    weights = [10.0 ** (3 - int(code[0])) for word, code in entries if code[0].isdigit()]
    stream = iter(draw.choices(words, weights, k=300_000))
    documents = []
    for _ in range(300):
        sentences = (" ".join(next(stream) for _ in range(draw.randint(5, 30))).capitalize() for _ in range(40))
        documents.append(". ".join(sentences) + ".")
    return documents


if __name__ == "__main__":
    main(sys.argv[1:])
