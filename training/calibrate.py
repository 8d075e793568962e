"""Numbers that go with the weights, from documents held out of training and read by the shipped model.

`weights/calibration.json`
    shift, skim_shift: the sentence logit that two in a hundred clean sentences of ten words or more exceed, read to
    the end and skimmed; a `damage` of one half.
    overall_*, local_*: mean and spread, over clean documents, of the logits of `DocumentDamage.overall` and `.local`.
    speech_*: the same of `.speech`, over those that have it. skim_*: the same of documents that were skimmed.
    screen_limit, sample_limit, skim_limit, probe_limit: what shares of clean documents (see `SETTLED`) stay under, of
    the screen's view and of the doubt about the skimmed sample, about the skimmed whole, and after the probes.
    usual: the usual damage of a clean sentence.
`qc/data/score.toml`
    the coefficients of `qc.score`, fitted with one damaged document in five.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from qc.check import check
from qc.document import Document
from qc.fluency import cascade, encoder, judgement, screening
from qc.fluency.judgement import Judgement, judge, logit, skim
from qc.fluency.pooling import SHORTEST, DocumentDamage, document_damage
from qc.policy import Policy
from qc.rule import Axis
from qc.score import BASE_RATE, FEWEST_WORDS, FLUENCY, UNSEEN, coefficients
from training.cores import mapped
from training.documents import Labelled

RARE = 0.02
SETTLED = {"screen_limit": 0.2, "sample_limit": 0.9, "skim_limit": 0.95, "probe_limit": 0.96}
"""Shares of clean documents under the limits of the cascade; higher ones settle damaged documents too."""
STEPS, RATE = 3000, 0.02
RIDGE = 0.01  # new sources are harder than documents held out of known ones: coefficients are drawn towards nought
RULES = 0.11
"""Not fitted, for the corpora hold few mangled quotations: a rule at its cap alone sends a document to review."""
SPEECH = 0.6
"""Not fitted either: in the corpora hardly any speech is worse than its narration. It rejects a sixth more hybrids."""


@dataclass(frozen=True, slots=True)
class Read:
    """The sentences of a document, their words, how much of each is quoted, and what the encoder holds of them."""

    label: Labelled
    sentences: list[str]
    words: list[int]
    quoted: tuple[float, ...]
    judged: list[Judgement]
    skimmed: list[float]


def level(documents: Sequence[Labelled], weights: Path) -> list[Read]:
    """Judge the documents and write the shifts; returns the judgements with the shifts taken off."""
    judgement.WEIGHTS = screening.WEIGHTS = encoder.WEIGHTS = weights
    _write({"shift": 0.0, "skim_shift": 0.0}, weights)
    reads = mapped(_read, documents)
    clean = [r for r in reads if not r.label.damaged]
    long = [n >= SHORTEST for r in clean for n in r.words]
    shifts = {
        "shift": _shift([j.damage for r in clean for j in r.judged], long),
        "skim_shift": _shift([damage for r in clean for damage in r.skimmed], long),
    }
    _write(shifts, weights)
    return [_moved(r, shifts) for r in reads]


def fit(reads: Sequence[Read], weights: Path, score: Path) -> None:
    """Measure the rest, which takes the first stage, and write both files."""
    clean = [r for r in reads if not r.label.damaged]
    pooled = [document_damage(r.judged, r.words, r.quoted) for r in clean]
    skimmed = [cascade.so_far(dict(enumerate(r.skimmed)), r.words, r.quoted) for r in clean]
    numbers = dict(judgement.calibration())
    for prefix, some in (("", pooled), ("skim_", skimmed)):
        for name in ("overall", "local"):
            logits = np.array([logit(getattr(p, name)) for p in some])
            numbers |= {f"{prefix}{name}_mean": float(logits.mean()), f"{prefix}{name}_spread": float(logits.std())}
        speech = np.array([p.speech for p in some if p.speech is not None])
        numbers |= {f"{prefix}speech_mean": float(speech.mean()), f"{prefix}speech_spread": float(speech.std())}
    _write(numbers, weights)
    _write(numbers | _for_cascade(clean), weights)
    _write_score(_fitted(reads), score)


def _read(document: Labelled) -> Read:
    doc = Document(document.text)
    texts = [doc.prose_text[s.start : s.end] for s in doc.sentences]
    words = [len(t.split()) for t in texts]
    return Read(document, texts, words, doc.quoted_shares, judge(texts), skim(texts))


def _shift(damages: Sequence[float], chosen: Sequence[bool]) -> float:
    logits = [logit(damage) for damage, wanted in zip(damages, chosen, strict=True) if wanted]
    return float(np.quantile(logits, 1 - RARE))


def _moved(read: Read, shifts: dict[str, float]) -> Read:
    def moved(damage: float, shift: str) -> float:
        return _back(logit(damage) - shifts[shift])

    return replace(
        read,
        judged=[Judgement(moved(j.damage, "shift"), j.spans) for j in read.judged],
        skimmed=[moved(damage, "skim_shift") for damage in read.skimmed],
    )


def _for_cascade(clean: Sequence[Read]) -> dict[str, float]:
    views: dict[str, list[float]] = {name: [] for name in SETTLED}
    for read in clean:
        screened, spoken = screening.screen(read.sentences), cascade.longest_quoted(read.words, read.quoted)
        glances = dict(enumerate(read.skimmed))
        sample = cascade.Sample.of(screened, read.words, read.quoted)
        probed = {*cascade.suspects(read.skimmed, read.words, *cascade.PROBED), *spoken, *cascade.doubtful(glances)}
        known = glances | {i: read.judged[i].damage for i in probed}
        seen = partial(cascade.so_far, words_per_sentence=read.words, quoted_shares=read.quoted)
        views["screen_limit"].append(cascade.screened_logit(screened, read.words))
        views["sample_limit"].append(sample.seen(glances, seen).skimmed_doubt)
        views["skim_limit"].append(seen(glances).skimmed_doubt)
        views["probe_limit"].append(seen(known).doubt)
    limits = {name: float(np.quantile(views[name], share)) for name, share in SETTLED.items()}
    return limits | {"usual": float(np.median([j.damage for read in clean for j in read.judged]))}


def _fitted(reads: Sequence[Read]) -> dict[str, float]:
    """Maximum likelihood of the logistic model of `qc.score`, coefficients kept positive by a softplus."""
    pooled = [document_damage(r.judged, r.words, r.quoted) for r in reads]
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
