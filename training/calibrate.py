"""Numbers that go with the weights, from clean training documents read by the shipped model.

shift: the sentence logit that two in a hundred clean sentences of ten words or more exceed; a `damage` of one half.
overall_*, local_*: mean and spread, over clean documents, of the logits of `DocumentDamage.overall` and `.local`.
probe_limit, usual: see `_for_cascade`.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from pathlib import Path

import numpy as np

from qc.fluency import cascade, judgement, screening
from qc.fluency.judgement import Judgement, judge
from qc.fluency.pooling import SHORTEST, document_damage
from training import corpora
from training.examples import GENRES

DOCUMENTS = 30  # of each genre
SIZES = (120, 300, 700)  # words read of them, a third each
RARE = 0.02
SETTLED = 0.8


def documents(folder: Path, seed: int) -> list[list[str]]:
    """Sentences of documents of every genre, from a random place on."""
    rng = random.Random(seed)
    found = []
    for genre in GENRES:
        with gzip.open(folder / f"{genre}.txt.gz", "rt", encoding="utf-8") as lines:
            blocks = lines.read().split("<doc>")
        sizes = SIZES * (DOCUMENTS // len(SIZES))
        found += [_sentences(rng.choice(blocks), size, "book" in genre, rng) for size in sizes]
    return [d for d in found if sum(len(s.split()) for s in d) > 60]


def _sentences(block: str, most: int, wrapped: bool, rng: random.Random) -> list[str]:
    parts = re.split(r"\n\s*\n" if wrapped else r"\n", block)
    parts = parts[rng.randrange(max(1, len(parts) // 2)) :]
    found: list[str] = []
    words = 0
    for part in parts:
        for sentence in corpora.sentences(corpora.tidy(part)):
            if words < most and sum(map(str.islower, sentence)) > 0.5 * len(sentence):
                found.append(sentence)
                words += len(sentence.split())
    return found


def fit(folder: Path, out: Path, seed: int) -> dict[str, float]:
    """Measure, and write `calibration.json`."""
    judgement.WEIGHTS = screening.WEIGHTS = out
    numbers = {"shift": 0.0}
    _write(numbers, out)
    judged = [(judge(d), [len(s.split()) for s in d]) for d in documents(folder, seed)]
    logits = [_logit(j.damage) for js, ns in judged for j, n in zip(js, ns, strict=True) if n >= SHORTEST]
    shift = numbers["shift"] = float(np.quantile(logits, 1 - RARE))
    moved = [([Judgement(_back(_logit(j.damage) - shift), ()) for j in js], ns) for js, ns in judged]
    features = [document_damage(js, ns) for js, ns in moved]
    overall = np.array([_logit(f.overall) for f in features])
    local = np.array([_logit(f.local) for f in features])
    numbers |= {"overall_mean": overall.mean(), "overall_spread": overall.std()}
    numbers |= {"local_mean": local.mean(), "local_spread": local.std()}
    _write(numbers, out)
    numbers |= _for_cascade(folder, seed + 1)
    _write(numbers, out)
    return numbers


def _for_cascade(folder: Path, seed: int) -> dict[str, float]:
    """What the probes of four clean documents in five stay under, and the usual damage of a clean sentence."""
    probes, usual = [], []
    for lines in documents(folder, seed):
        found = judge([lines[i] for i in cascade.suspects(lines, [len(s.split()) for s in lines])])
        probes.append(cascade.mean_logit(found))
        usual += [j.damage for j in found]
    return {"probe_limit": float(np.quantile(probes, SETTLED)), "usual": float(np.median(usual))}


def _write(numbers: dict[str, float], out: Path) -> None:
    rounded = {k: round(float(v), 4) for k, v in numbers.items()}
    (out / "calibration.json").write_text(json.dumps(rounded, indent=2) + "\n", encoding="utf-8")
    judgement.calibration.cache_clear()


def _logit(damage: float) -> float:
    damage = min(max(damage, 1e-4), 1 - 1e-4)
    return float(np.log(damage / (1 - damage)))


def _back(logit: float) -> float:
    return float(1 / (1 + np.exp(-logit)))
