"""What LanguageTool finds, what it adds to our own findings, and what it costs.

    python benchmarks/languagetool.py count LABELLED.jsonl[.gz] --counts counts.jsonl
    python benchmarks/languagetool.py figures LABELLED.jsonl[.gz] --counts counts.jsonl
    python benchmarks/languagetool.py speed FILE...

`count` asks LanguageTool about a sample of the documents and keeps what it found, by rule, in the file of counts; where
one was broken off it goes on. `figures` counts what is not counted yet and prints ours alone, LanguageTool alone and
both, with 95 % bootstrap intervals, and what `--languagetool=uncertain` saves: with another score or another table of
evidence the same figures cost no more than our own check. `speed` starts a server and says how long that takes, how
fast it reads texts, or a sample of labelled documents, one after the other as `qc check` does, what it finds there, and
how much memory it holds.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from qc import check
from qc.document import Document, Span
from qc.evaluation.labelled import Labelled, read
from qc.evaluation.metrics import auc, interval, recall_at
from qc.languagetool import evidence
from qc.languagetool.asking import LanguageTool, Local
from qc.languagetool.batches import batches
from qc.languagetool.client import Client
from qc.languagetool.server import memory
from qc.opinion import Mode, Opinion
from qc.policy import Policy
from qc.report import Reported
from qc.rule import Axis
from qc.score import LANGUAGETOOL, Score

RATE = 0.01
"""Of false alarms."""

STRATA = {"pass": 0.6, "very_poor": 0.12, "poor": 0.16, "smt": 0.12}
"""Shares of the sample: documents that must pass, and each tier of those that should be flagged."""

DRAWS = 500

Found = Mapping[str, int]
"""Findings by `CATEGORY/RULE`."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What LanguageTool found in a document: all of it, and as qc asks it, which leaves spelling out."""

    whole: Found
    asked: Found


@dataclass(frozen=True, slots=True)
class Measured:
    """A document by every score; higher is worse.

    stricter: LanguageTool's findings change our verdict. saved, missed: of `uncertain`, which did not ask about it, or
    came to another verdict.
    """

    document: Labelled
    scores: Mapping[str, float]
    stricter: bool
    saved: bool
    missed: bool
    words: int


def sample(documents: Iterable[Labelled], most: int) -> list[Labelled]:
    """Take every n-th document of each stratum, `most` documents in all."""
    strata: dict[str, list[Labelled]] = {}
    for document in documents:
        strata.setdefault(document.tier if document.expect == "flag" else document.expect, []).append(document)
    chosen = []
    for name, share in STRATA.items():
        size, members = round(share * most), strata.get(name, [])
        chosen += members[:: max(1, len(members) // size)][:size]
    # Mixed, so that a count that is broken off has some of each.
    random.Random(0).shuffle(chosen)
    return chosen


def counted(documents: Sequence[Labelled], path: Path) -> dict[str, Counts]:
    """Read the file of counts, and ask about the documents it lacks."""
    known = dict(_recorded(path))
    lacking = [document for document in documents if document.id not in known]
    if not lacking:
        return known
    place = Local()
    with LanguageTool(place) as tool, ThreadPoolExecutor(2) as pool, path.open("a", encoding="utf-8") as file:
        asking = tool.connect()
        everything = Client(place.address())

        def count(document: Labelled) -> Counts:
            return Counts(_found(everything, document.text), _found(asking, document.text))

        for number, (document, found) in enumerate(zip(lacking, pool.map(count, lacking), strict=True), 1):
            known[document.id] = found
            file.write(json.dumps({"id": document.id, "whole": found.whole, "asked": found.asked}) + "\n")
            file.flush()
            print(f"\r{number}/{len(lacking)}", end="", file=sys.stderr)
    return known


def _recorded(path: Path) -> Iterator[tuple[str, Counts]]:
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield row["id"], Counts(row["whole"], row["asked"])


def _found(client: Client, text: str) -> Found:
    matches = (match for part in batches(Document(text)) for match in client.matches(part.text))
    return Counter(f"{match.category}/{match.rule}" for match in matches)


class Recorded:
    """A second opinion that is known already."""

    name = LANGUAGETOOL

    def __init__(self, found: Found, mode: Mode) -> None:
        self.found, self.mode, self.asked = found, mode, False

    def ask(self, _doc: Document) -> Opinion:
        """Answer from the record."""
        self.asked = True
        return Opinion(tuple(self._reported()))

    def _reported(self) -> Iterator[Reported]:
        for name, count in self.found.items():
            category, _, rule = name.partition("/")
            strength = evidence.evidence().strength(rule, category)
            place = Reported(
                f"{LANGUAGETOOL}/{rule}", LANGUAGETOOL, Axis.TRANSLATION, Span(0, 1), "-", strength, 1.0, (), 1, 1
            )
            yield from [place] * (count if strength else 0)

    contribution = LanguageTool.contribution
    most = LanguageTool.most


def measured(document: Labelled, found: Counts) -> Measured:
    """Score a document by us, by LanguageTool, and by both."""
    always, uncertain = Recorded(found.asked, Mode.ALWAYS), Recorded(found.asked, Mode.UNCERTAIN)
    both = check(document.text, second_opinion=always)
    quick = check(document.text, second_opinion=uncertain)
    alone = both.score.without({LANGUAGETOOL}) if both.score else None
    stricter = alone is not None and Policy().judge(alone).decision is not both.verdict
    per_1000 = 1000 / max(1, both.words)
    spelling = sum(count for name, count in found.whole.items() if name.startswith("TYPOS/"))
    whole = sum(found.whole.values())
    scores = {
        "qc alone": damage(alone),
        "qc with LanguageTool": damage(both.score),
        "LanguageTool alone, its evidence": sum(f.strength for f in always.ask(both.document).findings) * per_1000,
        "LanguageTool alone, without spelling": (whole - spelling) * per_1000,
        "LanguageTool alone, all it finds": whole * per_1000,
    }
    saved = alone is not None and not uncertain.asked
    return Measured(document, scores, stricter, saved, quick.verdict != both.verdict, both.words)


def damage(score: Score | None) -> float:
    """Log-odds that the words are damaged."""
    return score.log_odds if score else -math.inf


def figures(rows: Sequence[Measured]) -> Iterator[str]:
    """Yield a Markdown table: AUC and recall of each score, then what both have over ours."""
    clean = [row for row in rows if row.document.expect == "pass"]
    damaged = [row for row in rows if row.document.expect == "flag"]
    yield f"{len(clean)} clean documents, {len(damaged)} damaged, {sum(r.words for r in rows):,} words of prose\n"
    yield "| score | AUC | recall at 1 % false alarms | very poor | poor | smt |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for name in rows[0].scores:
        good, bad = _scored(clean, name), _scored(damaged, name)
        cells = [_figure(auc, bad, good), _figure(_recall, bad, good)]
        limit = [score for _, score in good]
        for tier in ("very_poor", "poor", "smt"):
            part = [row.scores[name] for row in damaged if row.document.tier == tier]
            cells.append(f"{recall_at(part, limit, RATE):.2f}")
        yield f"| {name} | {' | '.join(cells)} |"
    yield ""
    yield _gain(clean, damaged)
    judged = [row for row in rows if row.words]
    saved = sum(row.words for row in judged if row.saved) / sum(row.words for row in judged)
    yield (
        f"verdicts that it makes stricter: {sum(row.stricter for row in damaged)} of damaged documents, "
        f"{sum(row.stricter for row in clean)} of clean ones"
    )
    yield (
        f"uncertain: {saved:.0%} of the words are not sent, {sum(row.saved for row in judged)} of {len(judged)} "
        f"documents; {sum(row.missed for row in rows)} verdicts differ from always"
    )


def _scored(rows: Sequence[Measured], name: str) -> list[tuple[str, float]]:
    return [(row.document.group, row.scores[name]) for row in rows]


def _recall(damaged: Sequence[float], clean: Sequence[float]) -> float:
    return recall_at(damaged, clean, RATE)


def _figure(figure: object, bad: Sequence[tuple[str, float]], good: Sequence[tuple[str, float]]) -> str:
    assert callable(figure)
    low, high = interval(figure, bad, good, DRAWS)
    return f"{figure([s for _, s in bad], [s for _, s in good]):.3f} ({low:.3f} to {high:.3f})"


def _gain(clean: Sequence[Measured], damaged: Sequence[Measured]) -> str:
    """Say what LanguageTool adds to recall: both scores of the same documents in each draw of the bootstrap."""
    rng = random.Random(0)
    gains = sorted(_added(_drawn(rng, clean), _drawn(rng, damaged)) for _ in range(DRAWS))
    low, high = gains[int(0.025 * DRAWS)], gains[int(0.975 * DRAWS)]
    return f"LanguageTool adds {_added(clean, damaged):+.3f} ({low:+.3f} to {high:+.3f}) to recall at 1 % false alarms"


def _added(clean: Sequence[Measured], damaged: Sequence[Measured]) -> float:
    recalls = [
        _recall([row.scores[name] for row in damaged], [row.scores[name] for row in clean])
        for name in ("qc alone", "qc with LanguageTool")
    ]
    return recalls[1] - recalls[0]


def _drawn(rng: random.Random, rows: Sequence[Measured]) -> list[Measured]:
    groups: dict[str, list[Measured]] = {}
    for row in rows:
        groups.setdefault(row.document.group, []).append(row)
    return [row for group in rng.choices(list(groups.values()), k=len(groups)) for row in group]


def speed(paths: Sequence[Path], most: int) -> Iterator[str]:
    """Yield what a server of our own costs and what it finds in texts."""
    place = Local()
    began = perf_counter()
    with LanguageTool(place) as tool:
        tool.connect()
        process = place.server.process
        yield f"start: {perf_counter() - began:.1f} s" if process else "a server was running already"
        began = perf_counter()
        tool.ask(Document("He did not knew it.\n"))
        yield f"first question: {perf_counter() - began:.1f} s"
        for name, texts in _texts(paths, most):
            yield _read(tool, name, [Document(text) for text in texts])
        if process:
            yield f"memory of the server: {memory(process) / 1e6:,.0f} MB"


def _texts(paths: Sequence[Path], most: int) -> Iterator[tuple[str, list[str]]]:
    """Yield each text, and of labelled documents those of each stratum."""
    for path in paths:
        if path.suffix not in {".gz", ".jsonl"}:
            yield path.name, [path.read_text(encoding="utf-8")]
            continue
        documents = sample(read(path), most)
        for stratum in STRATA:
            yield f"{path.name}, {stratum}", [d.text for d in documents if stratum in {d.expect, d.tier}]


def _read(tool: LanguageTool, name: str, docs: Sequence[Document]) -> str:
    words = sum(len(doc.tokens) for doc in docs)
    began = perf_counter()
    found = [len(tool.ask(doc).findings) for doc in docs]
    speed = words / (perf_counter() - began)
    # Once more, from memory: what it found beside what counts as evidence.
    whole = sum(len(matches) for doc in docs for matches in tool.matches([part.text for part in batches(doc)]))
    each = 1000 / max(1, words)
    return (
        f"{name}: {words:,} words, {speed:,.0f} words/s, {whole * each:.1f} findings in 1,000 words without spelling, "
        f"{sum(found) * each:.1f} of them evidence"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--most", type=int, default=500, help="labelled documents in the sample")
    what = parser.add_subparsers(dest="what", required=True)
    for name in ("count", "figures"):
        command = what.add_parser(name)
        command.add_argument("documents", type=Path)
        command.add_argument("--counts", type=Path, required=True, help="what was found, kept from run to run")
    what.add_parser("speed").add_argument("files", type=Path, nargs="+")
    options = parser.parse_args()
    if options.what == "speed":
        for line in speed(options.files, options.most):
            print(line, flush=True)
        return
    documents = sample(read(options.documents), options.most)
    counts = counted(documents, options.counts)
    if options.what == "figures":
        print(*figures([measured(document, counts[document.id]) for document in documents]), sep="\n")


if __name__ == "__main__":
    main()
