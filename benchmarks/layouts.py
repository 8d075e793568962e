"""The same documents in other layouts: a verdict must not hang on how a text was set, extracted or transcribed.

    python benchmarks/layouts.py LABELLED.jsonl[.gz] [--documents 90] [--layouts subtitles,numbered]

LABELLED is what `qc eval` reads. Takes clean and damaged documents of 150 to 900 words and prints, for each layout, how
many of both are accepted, reviewed, rejected and not judged, and which part of the score cost the clean ones most.
"""

from __future__ import annotations

import argparse
import re
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random

import qc
from qc.evaluation.labelled import Labelled, read

WORDS = range(150, 900)
SEED = 3
SHOWN = ("accept", "review", "reject", "not judged")


def sentences(text: str) -> list[str]:
    """Lines of a sentence each, roughly."""
    return [line for line in re.sub(r"([.!?][\"”’]?)\s+", r"\1\n", text).split("\n") if line.strip()]


def wrapped(text: str, width: int) -> list[str]:
    """Lines filled to a width, with an empty one behind each paragraph."""
    return [line for part in text.split("\n") for line in [*textwrap.wrap(part, width, break_on_hyphens=False), ""]]


def hyphenated(text: str) -> str:
    """Lines of one width, the last word of one in three broken, as typeset pages are."""
    out: list[str] = []
    for number, line in enumerate(wrapped(text, 60)):
        word = line.split(" ", 1)[0]
        half = len(word) // 2 if out and out[-1] and number % 3 == 0 and word.isalpha() and len(word) > 5 else 0
        if half:
            out[-1] += f" {word[:half]}-"
        out.append(line[half:])
    return "\n".join(out)


def cues(text: str, header: Callable[[int], str], behind: str, words: int) -> str:
    """So many words at a time, each under its header."""
    split = text.split()
    return "".join(f"{header(at)}\n{' '.join(split[at : at + words])}\n{behind}" for at in range(0, len(split), words))


def clock(seconds: int) -> str:
    return f"{seconds // 60:02d}:{seconds % 60:02d}"


def each(lines: Iterable[str], mark: Callable[[int], str]) -> str:
    """Lines, each behind its mark."""
    return "\n".join(f"{mark(number)}{line}" for number, line in enumerate(lines, 1))


def tagged(text: str) -> str:
    return "\n".join(f"<p>{part}</p>" for part in text.split("\n") if part.strip())


def subtitled(text: str) -> str:
    return cues(text, lambda at: f"{at // 8 + 1}\n00:{clock(at // 2)},000 --> 00:{clock(at // 2 + 3)},500", "\n", 8)


def heard(text: str) -> str:
    """As speech recognition writes: small letters, no stops."""
    return re.sub(r"[^\w\s']", "", text.replace("’", "'").lower())


LAYOUTS: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "one line": lambda text: " ".join(text.split()),
    "sentence a line": lambda text: "\n".join(sentences(text)),
    "bullets": lambda text: each(sentences(text), lambda _: "- "),
    "wrapped": lambda text: "\n".join(wrapped(text, 72)),
    "hyphenated": hyphenated,
    "quoted": lambda text: each(wrapped(text, 70), lambda _: "> "),
    "numbered": lambda text: each(wrapped(text, 66), lambda n: f"{n:3d} "),
    "subtitles": subtitled,
    "times alone": lambda text: cues(text, lambda at: clock(at // 3), "", 10),
    "timed sentences": lambda text: each(sentences(text), lambda n: f"[{clock(5 * n)}] "),
    "speakers": lambda text: each(sentences(text), lambda n: ("JONES: ", "SMITH: ")[n % 2]),
    "recognised": heard,
    "upper case": str.upper,
    "lower case": str.lower,
    "two spaces": lambda text: text.replace(" ", "  "),
    "paragraph tags": tagged,
    "addresses": lambda text: each(sentences(text), lambda _: "https://t.example/aB3dE5gH "),
    "entities": lambda text: text.replace("&", "&amp;").replace('"', "&quot;").replace("'", "&#39;"),
}


def row(documents: Iterable[Labelled], layout: Callable[[str], str]) -> tuple[list[str], Counter[str]]:
    """Documents by verdict, and what cost those not accepted most."""
    verdicts, causes = Counter[str](), Counter[str]()
    for document in documents:
        report = qc.check(layout(document.text))
        verdicts[str(report.verdict)] += 1
        if report.score and report.verdict != "accept":
            causes[max(report.score.contributions, key=lambda part: part.points).rule] += 1
    return [str(verdicts[name]) for name in SHOWN], causes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labelled", type=Path)
    parser.add_argument("--documents", type=int, default=90, help="of each label")
    parser.add_argument("--layouts", default=",".join(LAYOUTS))
    options = parser.parse_args()
    found = [document for document in read(options.labelled) if len(document.text.split()) in WORDS]
    Random(SEED).shuffle(found)
    clean, damaged = ([d for d in found if d.expect == expect][: options.documents] for expect in ("pass", "flag"))
    print(f"{len(clean)} clean and {len(damaged)} damaged documents: {', '.join(SHOWN)}")
    for name in options.layouts.split(","):
        (of_clean, causes), (of_damaged, _) = (row(some, LAYOUTS[name]) for some in (clean, damaged))
        why = ", ".join(f"{rule} {count}" for rule, count in causes.most_common(3))
        print(f"{name:16s} clean {' '.join(of_clean):>12s}   damaged {' '.join(of_damaged):>12s}   {why}", flush=True)


if __name__ == "__main__":
    main()
