"""Make the labelled documents on which `qc/data/languagetool.toml` was measured, from the training corpora.

    python tools/languagetool_documents.py CORPORA/train --seed 1 > documents.jsonl
    python benchmarks/languagetool.py documents.jsonl --counts counts.jsonl
    python tools/fit_languagetool.py documents.jsonl counts.jsonl

Machine sentences of one system are joined to documents, and the human versions of other sentences likewise; clean
documents are passages of text that nobody translated. Layout is alike on all sides
(`corpora.tidy`). The table that ships was measured on three draws together.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from training import corpora
from training.corpora import Pair

OF_A_KIND = 80
"""Documents a system or genre."""

WEAK = frozenset({"mozilla-eval:opusmt", "lafand_flores", "diabla", "mlqe", "apertium_pd"})
"""Systems and corpora whose machine sentences are damaged. Those of strong engines are left out, their human versions
are clean documents."""

OTHERS = frozenset({"mozilla-eval:nllb", "xstorycloze_docs"})

WORDS = 300
PARAGRAPH = 5
"""Sentences a paragraph."""

GENRES = (
    "books_1880_1960_pd", "presidential_pd", "digitalgov_pd", "site_policy_cc0", "recipes_unlicense", "rust_book_mit",
)  # fmt: skip
FAIR = 0.62
"""A machine sentence nearer to the human version than this (`ref_f`) is not counted as damaged."""


def kinds(folder: Path) -> Iterator[tuple[str, Iterable[Pair]]]:
    """Yield pairs by the system or corpus they come from."""
    found: dict[str, list[Pair]] = {}
    for pair in corpora.nmt_pairs(folder / "nmt_pairs.jsonl.gz"):
        for name in {pair.corpus, pair.system} & (WEAK | OTHERS):
            if pair.quality < FAIR:
                found.setdefault(name, []).append(pair)
    yield from sorted(found.items())
    yield "mlqe", (pair for pair in corpora.mlqe(folder / "mlqe_words.jsonl.gz") if pair.quality < FAIR)
    yield "apertium_pd", corpora.apertium_pairs(folder / "apertium_pd.jsonl.gz")


def joined(sentences: Iterable[str]) -> Iterator[str]:
    """Join sentences to documents of `WORDS` words and more, a few sentences a paragraph."""
    held: list[str] = []
    for sentence in sentences:
        held.append(sentence)
        if sum(len(one.split()) for one in held) >= WORDS:
            yield "\n\n".join(" ".join(held[at : at + PARAGRAPH]) for at in range(0, len(held), PARAGRAPH))
            held = []


def paired(folder: Path, rng: random.Random) -> Iterator[dict[str, object]]:
    """Yield damaged documents, and clean ones of other sentences of the same corpora."""
    for name, pairs in kinds(folder):
        several = list({pair.human: pair for pair in pairs}.values())
        rng.shuffle(several)
        half = len(several) * 2 // 3
        machine = joined(pair.machine for pair in several[:half]) if name in WEAK else iter(())
        for number, text in enumerate(islice(machine, OF_A_KIND)):
            yield row(f"{name}-machine-{number}", text, "damaged", name)
        for number, text in enumerate(islice(joined(pair.human for pair in several[half:]), OF_A_KIND // 2)):
            yield row(f"{name}-human-{number}", text, "clean", name)


def native(folder: Path, rng: random.Random) -> Iterator[dict[str, object]]:
    """Yield passages of text that was written in English."""
    for genre in GENRES:
        with gzip.open(folder / f"text_{genre}.txt.gz", "rt", encoding="utf-8") as lines:
            blocks = [block for block in lines.read().split("<doc>") if len(block.split()) > 2 * WORDS]
        for number in range(OF_A_KIND):
            yield row(f"{genre}-{number}", passage(rng.choice(blocks), rng), "clean", genre)


def passage(block: str, rng: random.Random) -> str:
    """Take paragraphs of running text from a random place on."""
    parts = re.split(r"\n\s*\n", block)
    kept: list[str] = []
    for part in parts[rng.randrange(max(1, len(parts) // 2)) :]:
        text = corpora.tidy(part)
        if text.endswith((".", "!", "?", '"', "”")) and sum(map(str.islower, text)) > 0.6 * len(text):
            kept.append(text)
        if sum(len(text.split()) for text in kept) >= WORDS:
            break
    return "\n\n".join(kept)


def row(name: str, text: str, label: str, source: str) -> dict[str, object]:
    """Make a labelled document as `qc eval` reads it."""
    return {"id": name, "text": text, "label": label, "source": source, "meta": {"group": name}}


def main() -> None:
    """Print the documents, one JSON object a line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1, help="another one draws other documents")
    options = parser.parse_args()
    rng = random.Random(options.seed)
    for document in (*paired(options.folder, rng), *native(options.folder, rng)):
        document["id"] = f"{options.seed}-{document['id']}"
        if len(str(document["text"]).split()) >= WORDS // 2:
            print(json.dumps(document))


if __name__ == "__main__":
    main()
