"""Numbers that go with the weights, from documents held out of training and read by the shipped model.

`weights/calibration.json`
    shift, early_shift: the sentence logit that two in a hundred clean sentences of ten words or more exceed, at the
    last and at the early reading; a `damage` of one half.
    overall_*, local_*: mean and spread, over clean documents, of the logits of `DocumentDamage.overall` and `.local`.
    speech_*: the same of `.speech`, over those that have it.
    screen_limit: what the screen's view of one clean document in five stays under. early_limit: what the early probes
    of three in four stay under. worst_limit: what the worst probes of seventeen in twenty stay under, read to the end.
    usual: the usual damage of a clean sentence.
`qc/data/score.toml`
    the coefficients of `qc.score`, fitted with one damaged document in five.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from qc.check import check
from qc.document import Document
from qc.fluency import cascade, encoder, judgement, screening
from qc.fluency.judgement import Judgement, judge, logit
from qc.fluency.pooling import SHORTEST, DocumentDamage, document_damage
from qc.policy import Policy
from qc.rule import Axis
from qc.score import BASE_RATE, FEWEST_WORDS, FLUENCY, UNSEEN, coefficients
from training.cores import mapped
from training.documents import Labelled

RARE = 0.02
SCREENED, EARLY, WORST = 0.2, 0.75, 0.85
"""Shares of clean documents that stay under the limits of the screen, of the early probes, and of the worst probes."""
STEPS, RATE = 3000, 0.02
RIDGE = 0.01  # new sources are harder than documents held out of known ones: coefficients are drawn towards nought
RULES = 0.11
"""Not fitted, for the corpora hold few mangled quotations: a rule at its cap alone sends a document to review."""
SPEECH = 0.6
"""Not fitted either: in the corpora hardly any speech is worse than its narration. It rejects a sixth more hybrids."""


@dataclass(frozen=True, slots=True)
class Read:
    """The sentences of a document, their words, how much of each is quoted, their judgements at both readings."""

    label: Labelled
    sentences: list[str]
    words: list[int]
    quoted: tuple[float, ...]
    last: list[Judgement]
    early: list[Judgement]


def level(documents: Sequence[Labelled], weights: Path) -> list[Read]:
    """Judge the documents and write the shifts; returns the judgements with the shifts taken off."""
    judgement.WEIGHTS = screening.WEIGHTS = encoder.WEIGHTS = weights
    _write({"shift": 0.0, "early_shift": 0.0}, weights)
    reads = mapped(_read, documents)
    clean = [r for r in reads if not r.label.damaged]
    shifts = {"shift": _shift(clean, "last"), "early_shift": _shift(clean, "early")}
    _write(shifts, weights)
    return [_moved(r, shifts) for r in reads]


def fit(reads: Sequence[Read], weights: Path, score: Path) -> None:
    """Measure the rest, which takes the first stage, and write both files."""
    clean = [r for r in reads if not r.label.damaged]
    pooled = [document_damage(r.last, r.words, r.quoted) for r in clean]
    numbers = dict(judgement.calibration())
    for name in ("overall", "local"):
        logits = np.array([logit(getattr(p, name)) for p in pooled])
        numbers |= {f"{name}_mean": float(logits.mean()), f"{name}_spread": float(logits.std())}
    speech = np.array([p.speech for p in pooled if p.speech is not None])
    numbers |= {"speech_mean": float(speech.mean()), "speech_spread": float(speech.std())}
    _write(numbers | _for_cascade(clean), weights)
    _write_score(_fitted(reads), score)


def _read(document: Labelled) -> Read:
    doc = Document(document.text)
    texts = [doc.prose_text[s.start : s.end] for s in doc.sentences]
    words = [len(t.split()) for t in texts]
    return Read(document, texts, words, doc.quoted_shares, judge(texts), judge(texts, early=True))


def _shift(reads: Iterable[Read], reading: str) -> float:
    logits = [
        logit(j.damage) for r in reads for j, n in zip(getattr(r, reading), r.words, strict=True) if n >= SHORTEST
    ]
    return float(np.quantile(logits, 1 - RARE))


def _moved(read: Read, shifts: dict[str, float]) -> Read:
    def moved(judgements: list[Judgement], shift: float) -> list[Judgement]:
        return [Judgement(_back(logit(j.damage) - shift), j.spans) for j in judgements]

    early = moved(read.early, shifts["early_shift"])
    return replace(read, last=moved(read.last, shifts["shift"]), early=early)


def _for_cascade(clean: Sequence[Read]) -> dict[str, float]:
    screens, early, worst, usual = [], [], [], []
    for read in clean:
        screened = screening.screen(read.sentences)
        screens.append(cascade.screened_logit(screened, read.words))
        places = cascade.suspects(screened, read.words), cascade.longest_quoted(read.words, read.quoted)
        early.append(cascade.probed_logit(dict(enumerate(read.early)), *places))
        worst.append(cascade.worst_logit({i: read.last[i] for part in places for i in part}))
        usual += [j.damage for j in read.last]
    return {
        "screen_limit": float(np.quantile(screens, SCREENED)),
        "early_limit": float(np.quantile(early, EARLY)),
        "worst_limit": float(np.quantile(worst, WORST)),
        "usual": float(np.median(usual)),
    }


def _fitted(reads: Sequence[Read]) -> dict[str, float]:
    """Maximum likelihood of the logistic model of `qc.score`, coefficients kept positive by a softplus."""
    pooled = [document_damage(r.last, r.words, r.quoted) for r in reads]
    rules = torch.tensor([_rule_weight(r.label.text) for r in reads])
    damaged = torch.tensor([float(r.label.damaged) for r in reads])
    share = damaged.mean()
    balance = torch.where(damaged > 0, BASE_RATE / share, (1 - BASE_RATE) / (1 - share))
    free = {name: torch.tensor(start, requires_grad=True) for name, start in START.items()}
    optimiser = torch.optim.Adam(free.values(), lr=RATE)
    for _ in range(STEPS):
        named = _named(free)
        loss = functional.binary_cross_entropy_with_logits(_logits(named, pooled, rules), damaged, balance)
        optimiser.zero_grad()
        torch.autograd.backward(loss + RIDGE * (named["overall"] ** 2 + named["local"] ** 2))
        optimiser.step()
    return {"rules": RULES, "speech": SPEECH} | {name: value.item() for name, value in _named(free).items()}


START = {"overall": 0.0, "local": 0.0, "unseen": -3.0, "shortness": -1.0}


def _named(free: dict[str, Tensor]) -> dict[str, Tensor]:
    return {name: value if name == "unseen" else functional.softplus(value) for name, value in free.items()}


def _logits(named: dict[str, Tensor], pooled: Sequence[DocumentDamage], rules: Tensor) -> Tensor:
    """The model of `qc.score`, over all documents at once."""
    overall = torch.tensor([p.overall_spreads for p in pooled])
    local = torch.tensor([p.local_spreads for p in pooled])
    speech = torch.tensor([p.speech_excess for p in pooled])
    words = torch.tensor([float(p.words) for p in pooled])
    fluency = functional.relu(named["overall"] * overall + named["local"] * local + SPEECH * speech)
    shorter = torch.log((FEWEST_WORDS / words).clamp(min=1.0))
    return named["unseen"] + named["shortness"] * shorter + RULES * rules + fluency


def _rule_weight(text: str) -> float:
    """What the findings of rules on the words weigh in 1,000 words."""
    report = check(text, policy=Policy(ignore=frozenset({FLUENCY})))
    costs = report.score.contributions if report.score else ()
    evidence = sum(c.evidence for c in costs if c.axis not in {None, Axis.EXTRACTION} and c.rule != UNSEEN)
    return evidence / coefficients()["rules"]


MEANING = {
    "rules": "for each point that a rule's findings weigh in 1,000 words (weights.toml)",
    "overall": "for each spread that the sentences taken together lie above those of clean documents",
    "local": "the same for the worst sentences",
    "speech": "for each spread beyond the first that speech lies further above narration than in clean documents",
    "unseen": "where nothing is found, one document in five being damaged",
    "shortness": "more of that below 300 words, times the logarithm of how often they hold the words there are",
}


def _write_score(fitted: dict[str, float], path: Path) -> None:
    head = (
        "# The logistic model of reliability, fitted by training/calibrate.py: log-odds that the words are damaged.\n"
    )
    lines = [f"{f'{name} = {fitted[name]:.4g}':<20}# {meaning}\n" for name, meaning in MEANING.items()]
    path.write_text(head + "".join(lines), encoding="utf-8")
    coefficients.cache_clear()


def _write(numbers: dict[str, float], out: Path) -> None:
    rounded = {k: round(v, 4) for k, v in numbers.items()}
    (out / "calibration.json").write_text(json.dumps(rounded, indent=2) + "\n", encoding="utf-8")
    judgement.calibration.cache_clear()


def _back(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))
