"""Neural engines without their other language: clean text as a weak neural engine gives it back.

A neural engine of little training writes fluent English that says something else: it guesses a word it does not know,
takes one sense for another, drops a clause or repeats one. Here a clean sentence is put into a made-up language (its
order of words, one of several renderings for each word, some words unknown), and the pretrained encoder's own layers
learn to give it back. They are stopped early: what they make of a sentence at a third, two thirds and the end of their
training are three engines of different strength.

Going on from there, they learn what real engines made of a sentence, straight from English to their English: so the
mistakes that real engines make in the few kinds of text they were run on come to text of every kind.

Method: Lewis et al. 2020, "BART" (text given back from a damaged copy); Dong et al. 2019, "UniLM" (an encoder's layers
that write: they see the source and what is written already); Fan et al. 2018 (sampling among the likeliest pieces);
Xie et al. 2018 (noise learnt from pairs of right and wrong text).
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from qc.fluency.wordpiece import FIRST, PAD, UNKNOWN, WordPiece
from training.corpora import Pair
from training.model import HEAD, WIDTH, Layer, Tagger
from training.phrase_based import Engine, language, written
from training.resources import WORDS

LAYERS = 8  # of the pretrained encoder that are used
FROZEN = 2  # of these, the ones that stay as they are when they write; none learns to read
FEWEST, MOST = 5, 45  # words and marks of a sentence that is translated
LONGEST = 72  # pieces
BATCH = 64  # sentences
WINDOW = 40  # batches sorted by length together
RATE = 6e-4
LOST = (0.0, 0.03, 0.08, 0.15)  # share of the words that the engine does not know, one drawn for each sentence
MET = 60  # times more that a piece must be met to be written: rarer ones are hardly learnt and cost time at each step
LIKELY = 6  # pieces that a sampled one is drawn among
SMOOTHED = 0.05  # of the probability is spread over all pieces
STEPS = 1700  # of its training
AGES = (0.35, 0.65, 1.0)  # shares of its training at which it translates
TOLD = 100  # steps between lines of the log
IMITATING = 1400  # steps of learning from real engines
STRAYED = ((0.45, "4"), (0.58, "3"), (0.7, "2"), (math.inf, "1"))
"""How far a sentence strayed from the human's, told before the source: below this character F1, this figure."""

IMITATED = "2334"  # figures that one is drawn among for a sentence of ours
WORST = 0.2  # character F1 of pairs, at least: below it the engine wrote something else

_AMBIGUOUS = re.compile(r"[\"“”„‘«»–—]|(?<!\S)['’-]|['’-](?!\S)")
"""Marks whose spaces the pieces do not tell: a sentence with one is neither learnt nor translated."""

_INSIDE = re.compile(r"(?<=\w) (['_-]) (?=\w)|(?<=\d) ([.,:]) (?=\d)")

Known = tuple[Tensor, Tensor]
"""Keys and values of what was read and written."""


class Writing(Layer):
    """A pretrained layer that looks over to the source and back on what was written before."""

    def keys(self, x: Tensor) -> Known:
        """Keys and values (batch, heads, length, head) of hidden states (batch, length, width)."""
        both = functional.linear(x, self.qkv.weight[WIDTH:], self.qkv.bias[WIDTH:])
        k, v = both.view(*x.shape[:2], 2, -1, HEAD).permute(2, 0, 3, 1, 4)
        return k, v

    def write(self, x: Tensor, known: Known, mask: Tensor) -> tuple[Tensor, Known]:
        """`x` after the layer, and `known` with its own keys behind; `mask` (batch, 1, length, both lengths)."""
        k, v = (torch.cat(pair, 2) for pair in zip(known, self.keys(x), strict=True))
        q = functional.linear(x, self.qkv.weight[:WIDTH], self.qkv.bias[:WIDTH])
        q = q.view(*x.shape[:2], -1, HEAD).transpose(1, 2)
        shares = torch.softmax(q @ k.transpose(-1, -2) * HEAD**-0.5 + mask.to(q.dtype), -1).to(v.dtype)
        x = self.norm1(x + self.out((shares @ v).transpose(1, 2).flatten(2)))
        return self.norm2(x + self.down(functional.gelu(self.up(x)))), (k, v)


class Translator(nn.Module):
    """Pieces of the made-up language in, logits of the next English piece out, among the pieces that English uses."""

    def __init__(self, below: Tagger, used: Tensor) -> None:
        super().__init__()
        self.below = below.requires_grad_(False)
        self.layers = nn.ModuleList(_writing(below.layers[at], at >= FROZEN) for at in range(LAYERS))
        self.written = nn.Parameter(torch.zeros(WIDTH))
        self.turn = nn.Linear(WIDTH, WIDTH)
        nn.init.eye_(self.turn.weight)
        self.used = used
        self.table = nn.Parameter(below.words.weight[used].clone())
        self.bias = nn.Parameter(torch.zeros(len(used)))

    @torch.no_grad()
    def read(self, pieces: Tensor, cases: Tensor) -> tuple[list[Tensor], Tensor]:
        """Hidden states of the source below each layer, and the mask of its padding (batch, 1, 1, pieces)."""
        mask = torch.where(pieces != PAD, 0.0, -1e4)[:, None, None, :]
        states = [self.below.embedded(pieces, cases)]
        for layer in self.below.layers[: LAYERS - 1]:
            states.append(layer(states[-1], mask))
        return states, mask

    def known(self, states: list[Tensor]) -> list[Known]:
        """Keys and values of the source for each layer that writes."""
        return [layer.keys(x) for layer, x in zip(self.layers, states, strict=True)]

    def write(self, written: Tensor, known: list[Known], mask: Tensor, first: int = 0) -> tuple[Tensor, list[Known]]:
        """Hidden states (batch, length, width) after the pieces `written`, and what is known then.

        `mask` is the source's. `first` pieces were written before, and `known` holds them behind the source.
        """
        batch, length = written.shape
        back = torch.full((length, first + length), -1e4).triu(first + 1).expand(batch, 1, -1, -1)
        both = torch.cat([mask.expand(-1, -1, length, -1), back], -1)
        x = self.below.norm(self.below.words(written) + self.below.positions.weight[first : first + length])
        then = []
        for at, (layer, before) in enumerate(zip(self.layers, known, strict=True)):
            x, now = layer.write(x + self.written if at == FROZEN else x, before, both)
            then.append(now)
        return self.turn(x), then

    def logits(self, x: Tensor) -> Tensor:
        """Logits (…, used pieces) from hidden states."""
        return x @ self.table.T + self.bias


def _writing(layer: Layer, learnt: bool) -> Writing:
    made = Writing()
    made.load_state_dict(layer.state_dict())
    return made.requires_grad_(learnt)


class NeuralEngine:
    """Makes pairs of a made-up language and English, learns them, and translates."""

    def __init__(self, below: Tagger, vocabulary: Sequence[str], engine: Engine, lines: Sequence[str]) -> None:
        self.engine, self.vocabulary, self.cutter = engine, vocabulary, WordPiece(vocabulary)
        self.rng = engine.tools.rng
        self.lines = [*filter(fits, dict.fromkeys(lines))]
        pieces = Counter(p for line in self.lines for p in self.cutter.encode(line).pieces)
        used = [PAD, *sorted(p for p, count in pieces.items() if count > MET and p != UNKNOWN)]
        self.place = {piece: at for at, piece in enumerate(used)}
        self.model = Translator(below, torch.tensor(used))
        self.spelt = _spelt(self.lines)
        self.imitates: dict[str, str] = {}

    def foreign(self, text: str) -> str:
        """What the engine reads: the sentence in a made-up language, or English for one that imitates real engines."""
        if self.imitates:
            return self.imitates.get(text) or f"{self.rng.choice(IMITATED)} {text}"
        return self._made_up(text)

    def _made_up(self, text: str) -> str:
        """The sentence in a made-up language, a word at a time."""
        tongue, lost, out = language(self.rng), self.rng.choice(LOST), list[str]()
        for word in self.engine.ordered(WORDS.findall(text), tongue):
            if word[0].isalnum() and self.rng.random() < lost:
                out.append("_")
            else:
                out += self.rng.choice(self.engine.renderings(word, tongue))[0]
        return " ".join(out)

    def _batch(self, lines: Sequence[str]) -> tuple[Tensor, Tensor]:
        cut = [self.cutter.encode(self.foreign(line)) for line in lines]
        return (
            _padded([[FIRST, *c.pieces[:LONGEST]] for c in cut]),
            _padded([[0, *c.cases[:LONGEST]] for c in cut]),
        )

    def _targets(self, lines: Sequence[str]) -> tuple[Tensor, Tensor]:
        """What was written before each piece, and its place among the used ones, [PAD] at the end; -1 for none."""
        cut = [self.cutter.encode(line).pieces[:LONGEST] for line in lines]
        places = [[*(self.place.get(p, -1) for p in pieces), self.place[PAD]] for pieces in cut]
        return _padded([[FIRST, *pieces] for pieces in cut]), _padded(places, -1)

    def _batches(self) -> Iterator[list[str]]:
        """Sentences to learn from, of like length, without end."""
        while True:
            self.rng.shuffle(self.lines)
            for start in range(0, len(self.lines), BATCH * WINDOW):
                part = sorted(self.lines[start : start + BATCH * WINDOW], key=len)
                groups = [part[i : i + BATCH] for i in range(0, len(part), BATCH)]
                self.rng.shuffle(groups)
                yield from groups

    def given_back(self, lines: Sequence[str], steps: int = STEPS) -> list[str]:
        """Train, and give back a part of the sentences at each of `AGES`."""
        share, out = math.ceil(len(lines) / len(AGES)), list[str]()
        ages = [round(age * steps) for age in AGES]
        for step in self._learn(steps):
            for _ in range(ages.count(step)):
                out += self._translated(lines[len(out) : len(out) + share])
        return out

    def imitated(self, pairs: Iterable[Pair], lines: Sequence[str], steps: int = IMITATING) -> list[str]:
        """Go on training, on what real engines made of sentences, and do the same to `lines`."""
        self.imitates = {
            pair.machine: f"{next(figure for below, figure in STRAYED if pair.quality < below)} {pair.human}"
            for pair in pairs
            if pair.quality > WORST and pair.human.lower() != pair.machine.lower()
            if fits(pair.human) and fits(pair.machine)
        }
        self.lines = list(self.imitates)
        for _ in self._learn(steps):
            pass
        return self._translated(lines)

    def _learn(self, steps: int) -> Iterator[int]:
        """Train; yields the number of each step when it is made."""
        learnt = [p for p in self.model.parameters() if p.requires_grad]
        optimiser = torch.optim.AdamW(learnt, lr=RATE, weight_decay=0.01, fused=True)
        told = 0.0
        for step, group in enumerate(itertools.islice(self._batches(), steps), 1):
            for part in optimiser.param_groups:
                part["lr"] = RATE * min(1.0, step / (0.03 * steps + 1), max(0.03, 1 - step / steps))
            loss = self._loss(group)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(learnt, 1.0)
            optimiser.step()
            optimiser.zero_grad()
            told += loss.item()
            if step % TOLD == 0:
                print(f"engine {step}/{steps} {told / TOLD:.3f}", flush=True)
                told = 0.0
            yield step

    def _loss(self, lines: Sequence[str]) -> Tensor:
        written, places = self._targets(lines)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            states, mask = self.model.read(*self._batch(lines))
            x, _ = self.model.write(written, self.model.known(states), mask)
            logits = self.model.logits(x[places >= 0])
        return functional.cross_entropy(logits.float(), places[places >= 0], label_smoothing=SMOOTHED)

    @torch.no_grad()
    def _translated(self, lines: Sequence[str]) -> list[str]:
        """Each sentence given back, in batches of like length; half of them by the likeliest piece, half sampled."""
        order = sorted(range(len(lines)), key=lambda i: len(lines[i]))
        out = [""] * len(lines)
        generator = torch.Generator().manual_seed(self.rng.randrange(2**31))
        for start in range(0, len(order), BATCH):
            part = order[start : start + BATCH]
            sampled = (start // BATCH) % 2 == 1
            for i, pieces in zip(part, self._written([lines[i] for i in part], sampled, generator), strict=True):
                out[i] = self._text(pieces, lines[i])
        return out

    def _written(self, lines: Sequence[str], sampled: bool, generator: torch.Generator) -> list[list[int]]:
        out: list[list[int]] = [[] for _ in lines]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            states, mask = self.model.read(*self._batch(lines))
            known = self.model.known(states)
            piece = torch.full((len(lines), 1), FIRST)
            going = set(range(len(lines)))
            for place in range(LONGEST):
                x, known = self.model.write(piece, known, mask, place)
                piece = self.model.used[_chosen(self.model.logits(x[:, 0]).float(), sampled, generator)]
                going = {i for i in going if piece[i, 0] != PAD}
                for i in going:
                    out[i].append(int(piece[i, 0]))
                if not going:
                    break
        return out

    def _text(self, pieces: Sequence[int], human: str) -> str:
        """Pieces as text: words written as in the human's sentence, else as they usually are."""
        text = ""
        for piece in (self.vocabulary[p] for p in pieces):
            text += piece.removeprefix("##") if piece.startswith("##") else f" {piece}"
        text = _INSIDE.sub(lambda m: m[1] or m[2], text.strip())
        if "’" in human:
            text = text.replace("'", "’")
        spelt = {word.lower(): word for word in WORDS.findall(human)[1:]}
        return written([spelt.get(w) or self.spelt.get(w, w) for w in WORDS.findall(text)], human)


def fits(line: str) -> bool:
    """Whether a sentence can be learnt and translated."""
    return FEWEST <= len(WORDS.findall(line)) <= MOST and not _AMBIGUOUS.search(line)


def _spelt(lines: Iterable[str]) -> dict[str, str]:
    """Words as they are mostly written inside a sentence, by their small letters, where those are not the same."""
    seen: dict[str, Counter[str]] = {}
    for line in lines:
        for word in WORDS.findall(line)[1:]:
            seen.setdefault(word.lower(), Counter())[word] += 1
    found = {low: counts.most_common(1)[0] for low, counts in seen.items()}
    return {low: word for low, (word, count) in found.items() if word != low and count > 1}


def _chosen(logits: Tensor, sampled: bool, generator: torch.Generator) -> Tensor:
    """The likeliest place of each row (rows, 1), or one drawn among the likeliest."""
    top = logits.topk(LIKELY)
    if not sampled:
        return top.indices[:, :1]
    return top.indices.gather(1, torch.multinomial(torch.softmax(top.values, -1), 1, generator=generator))


def _padded(rows: Sequence[Sequence[int]], filler: int = PAD) -> Tensor:
    length = max(map(len, rows))
    return torch.tensor([[*row, *[filler] * (length - len(row))] for row in rows])
