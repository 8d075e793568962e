"""Word tags of a language the tagger never saw tagged: each language left out in turn.

    python training/word_tags.py --corpora PATH --start CHECKPOINT --pretrained ARCHIVE [--steps 570] [--sentences 900]

CHECKPOINT is a tagger trained without word tags (the first pass of `training/train.py`). For each language it is
tuned on the tagged sentences of the others and asked about those of the one left out, none of which any pass saw.
Prints Matthews correlation of words tagged BAD, at the threshold that is best on the others, and Spearman's rank
correlation of sentence damage with experts' scores. Needs what `training/train.py` needs.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from qc.fluency.wordpiece import WordPiece
from training import corpora, examples, train
from training.corpora import Pair
from training.feed import collate
from training.model import exported, pretrained
from training.train import Stage

SEED = 31


@dataclass(frozen=True, slots=True)
class Judged:
    """Tags and logits of all words, scores and logits of all sentences, of one language."""

    bad: np.ndarray
    words: np.ndarray
    expert: np.ndarray
    sentences: np.ndarray


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--pretrained", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=570)
    parser.add_argument("--sentences", type=int, default=900)
    return parser.parse_args()


def judged(model: torch.nn.Module, pairs: Sequence[Pair], cutter: WordPiece) -> Judged:
    """Read sentences with the tagger; a word's logit is its worst piece's."""
    model.eval()
    bad, words, sentences = [], [], []
    for pair in pairs:
        cut = cutter.encode(pair.machine)
        side = examples.Side(pair.machine, 0.0)
        batch = collate([side], [], cutter)
        with torch.no_grad():
            (score, piece), _ = model(batch["pieces"], batch["cases"])
        logits = [-9.0] * len(cut.spans)
        for owner, value in zip(cut.owner, piece[0, 1:].tolist(), strict=False):
            logits[owner] = max(logits[owner], value)
        words += logits
        bad += [any(s < b and a < e for s, e in pair.tags or ()) for a, b in cut.spans]
        sentences.append(score.item())
    return Judged(np.array(bad), np.array(words), np.array([p.extra["da"] for p in pairs]), np.array(sentences))


def matthews(bad: np.ndarray, found: np.ndarray) -> float:
    return float(np.corrcoef(bad, found)[0, 1]) if found.any() and not found.all() else 0.0


def best_threshold(judgements: Sequence[Judged]) -> float:
    bad, words = (np.concatenate([getattr(j, n) for j in judgements]) for n in ("bad", "words"))
    return float(max(np.quantile(words, np.arange(0.5, 0.98, 0.02)), key=lambda t: matthews(bad, words > t)))


def spearman(a: np.ndarray, b: np.ndarray) -> float:
    ranks = [np.argsort(np.argsort(x)) for x in (a, b)]
    return float(np.corrcoef(*ranks)[0, 1])


def by_language(folder: Path) -> tuple[dict[str, list[Pair]], dict[str, list[Pair]]]:
    """Sentences to tune on, and those held out of every pass."""
    tuned, held = defaultdict(list), defaultdict(list)
    for pair in corpora.mlqe(folder / "mlqe_words.jsonl.gz"):
        tuned[pair.system].append(pair)
    for pair in corpora.mlqe(folder / "mlqe_words.jsonl.gz", held=True):
        held[pair.system].append(pair)
    return tuned, held


def main() -> None:
    args = arguments()
    torch.manual_seed(SEED)
    tuned, held = by_language(args.corpora / "train")
    with TemporaryDirectory() as work:
        graph, pieces = train.unpacked(args.pretrained, Path(work))
        cutter, rows = WordPiece(pieces), list(pieces.values())
        for left in sorted(held):
            rng = random.Random(SEED)
            pool = [p for language, part in tuned.items() if language != left for p in part]
            items = list(examples.from_experts(rng.sample(pool, args.steps * train.BATCH + 64)))
            model = pretrained(exported(graph), rows)
            model.load_state_dict(torch.load(args.start))
            stage = Stage(SEED, 3e-5, args.steps, 1.0, embeddings=False, experts=True)
            train.fit(model, items, cutter, stage, argparse.Namespace(minutes=1e9, work=Path(work)))
            others = [judged(model, held[o][: args.sentences // 3], cutter) for o in sorted(held) if o != left]
            own = judged(model, held[left][: args.sentences], cutter)
            mcc = matthews(own.bad, own.words > best_threshold(others))
            print(f"{left}: Matthews {mcc:.3f}, Spearman {-spearman(own.sentences, own.expert):.3f}", flush=True)


if __name__ == "__main__":
    main()
