"""How often experts marked what the shipped model doubts: `python training/doubted.py CORPORA/train`.

Read are the word-tagged engines' sentences that were held out of training, in the languages it was trained on. A
stretch counts as marked where a word in it is.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from qc.fluency import SALAD, judge
from training import corpora

DAMAGES = ((0.4, SALAD), (0.1, 0.4), (0.02, 0.1))  # of a sentence, at least and below
STRENGTHS = (0.5, 0.6, 0.7, 0.9)  # of a stretch, at least


def main() -> None:
    """Print a line for each damage and strength."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("train", type=Path)
    pairs = list(corpora.mlqe(parser.parse_args().train / "mlqe_words.jsonl.gz", held=True))
    judged = list(zip(pairs, judge([pair.machine for pair in pairs]), strict=True))
    for least, below in DAMAGES:
        for strength in STRENGTHS:
            marked = [
                any(a < end and start < b for a, b in pair.tags or ())
                for pair, judgement in judged
                if least <= judgement.damage < below
                for start, end, doubt in judgement.spans
                if doubt >= strength
            ]
            share = sum(marked) / max(1, len(marked))
            print(f"damage {least} to {below}, strength {strength}: {share:.3f} of {len(marked):,} stretches marked")


if __name__ == "__main__":
    main()
