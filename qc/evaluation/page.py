"""The evaluation as Markdown, in the order a stranger asks: on what, what it loses, what it finds, how sure it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from qc.evaluation import findings, separation, spans, verdicts
from qc.evaluation.calibration import Bin, bins, calibration_error
from qc.evaluation.labelled import Outcome
from qc.evaluation.metrics import Stratum
from qc.evaluation.tables import table, with_interval
from qc.policy import Decision
from qc.report.untrusted import markdown as harmless
from qc.rule import Rule
from qc.score import BASE_RATE

OPENING = """\
*Clean* documents are by people, learners and translators among them, and ought to be accepted. *Damaged* ones are weak
machine output, whole or in part, and ought to be flagged. *Either* is fluent machine output: its figures are shown and
count neither way. An article and its versions are one group.
"""
FITTING = """\
This command fits no weight and no threshold, so no source has to be left out to keep a row honest; what the shipped
weights were trained on is said in `training/`. Brackets hold 95 % bootstrap intervals over groups.
"""
LOST = """\
## Human text

A clean document that is rejected is a good document lost. Good is at most 0.5 % of native text rejected, 1.5 % of
translations, 2 % of learners' and 3 % of any genre. The last column is the upper end of the 95 % interval of the reject
rate: few documents prove little.
"""
VERDICTS = """\
## Machine text

Verdicts in per cent. Good is little accepted of what is damaged; of *either*, much may be.
"""
SEPARATION = """\
## Separation

How far the damage of damaged documents lies above that of clean ones, whatever the thresholds. AUC is how often a
damaged document lies above a clean one: 0.5 is chance, 0.98 is good. Recall is the share of damaged documents above the
value that so many of all clean ones exceed; 0.85 at 1 % is good. The normal form lacks what gives a corpus away and is
no damage: line layout, spaces before punctuation, the style of quotation marks. Where it does worse, some of the figure
was layout.
"""
WITHIN = """\
### Within a corpus

The first two figures are against all clean documents. The two *within* are against human text of the same corpus alone,
source by source, where topic and layout cannot help; a source without human text is compared with the sources that its
articles come from. Good is a small difference. Of fewer than 100 clean documents of a corpus none may be a false alarm.
"""
LENGTH = """\
## Length

The same documents, those of {longest:,} words or more without marked damage, cut after the sentence in which they reach
so many words. Good is a figure that falls little above 200 words.
"""
FOUND = """\
## Where the damage is

Sentences of documents in which somebody marked the damage. A sentence is labelled if a marked span overlaps it, and
found if a finding overlaps it or the report lists it as garbled. Reports list few sentences, so precision matters more
here than recall; 0.8 is good.
"""
SENTENCES = """\
What the damage model holds of every sentence, at any threshold. The average precision of guessing is the share that is
labelled; a recall of 0.6 at a precision of 0.8 is good.
"""
RULES = f"""\
## Rules

Findings per 10,000 words, in the text as it is. Precision is the share of findings that lie in damaged documents, given
as many words of either: 0.5 is chance, 0.9 is good. *In spans* is how many of those in damaged documents with marked
spans overlap one. A finding in clean text is not always false, because people lose marks and mistype too, but a rule
above {findings.BAR:g} on clean text has to be on trial.
"""
FALSE_ALARMS = f"""\
### False alarms by kind of text

Findings per 10,000 words of clean text, of the rules that have any. Good is {findings.BAR:g} or less in every column.
"""
QUOTATIONS = """\
## Quotations

Findings of the quotes family per 10,000 words of clean text by genre, in the text as it is. Good is a small part of
what the last row, damaged text, has.
"""
SPEED = """\
## Speed

Not measured by this command, because a busy machine would decide. `python benchmarks/throughput.py DOCUMENTS.jsonl`
measures megabytes and words a second beside textstat and datatrove's filters in one run.
"""


@dataclass(frozen=True, slots=True)
class Setting:
    """How the documents were judged and the page is made.

    command: what makes it again, as typed. profile: whose thresholds gave the verdicts. lengths: words to which
    documents were cut. base_rate: the share of damaged documents, 0 to 1, that calibration is measured at. picture:
    file name of the reliability diagram beside the page; empty where there is none. appended: Markdown to end with.
    """

    command: str
    profile: str
    lengths: tuple[int, ...] = ()
    base_rate: float = BASE_RATE
    picture: str = ""
    appended: tuple[str, ...] = ()


def page(outcomes: Sequence[Outcome], rules: Mapping[str, Rule], setting: Setting) -> str:
    """Render the whole evaluation."""
    parts = [
        *_opening(outcomes, setting),
        *_lost(outcomes),
        VERDICTS,
        table(("documents", "label", "number", *map(str, Decision)), verdicts.machine_rows(outcomes)),
        *_separation(outcomes),
        *_calibration(outcomes, setting),
        *_lengths(outcomes, setting),
        *_spans(outcomes),
        RULES,
        table(("rule", "clean", "damaged", "precision", "in spans", "note"), findings.rule_rows(outcomes, rules)),
        FALSE_ALARMS,
        table(("rule", *(name for name, _ in findings.PARTS)), findings.part_rows(outcomes, rules)),
        QUOTATIONS,
        table(("genre", "documents", "words", "findings"), findings.quotation_rows(outcomes, rules)),
        SPEED,
        *setting.appended,
    ]
    return "\n".join(parts)


def _opening(outcomes: Sequence[Outcome], setting: Setting) -> Iterator[str]:
    words, command = sum(o.words for o in outcomes), setting.command.replace("`", "'")
    yield "# Evaluation\n"
    yield f"Made by `{command}` (profile {setting.profile}): {len(outcomes):,} documents of {words:,} words.\n"
    yield OPENING
    yield table(("documents", "number", "sources", "groups", "words"), _documents(outcomes))
    yield FITTING


def _documents(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, ...]]:
    for expect, name in (("pass", "clean"), ("flag", "damaged"), ("either", "either")):
        part = [o for o in outcomes if o.expect == expect]
        counts = (len(part), len({o.source for o in part}), len({o.group for o in part}), sum(o.words for o in part))
        yield name, *(f"{count:,}" for count in counts)


def _lost(outcomes: Sequence[Outcome]) -> Iterator[str]:
    head = ("documents", "review, %", "reject, %", "at most, %")
    yield LOST
    yield table(("kind", *head), verdicts.lost_rows(outcomes, verdicts.by_kind))
    yield "### By genre\n"
    if worst := verdicts.worst_genre(outcomes):
        yield harmless(worst) + "\n"
    yield table(("genre", *head), verdicts.lost_rows(outcomes, verdicts.by_genre))
    yield "### By source\n"
    yield table(("source", *head), verdicts.lost_rows(outcomes, verdicts.by_source))


def _separation(outcomes: Sequence[Outcome]) -> Iterator[str]:
    recalls = (f"recall at {100 * rate:g} %" for rate in separation.RATES)
    yield SEPARATION
    yield table(("documents", "number", "AUC", *recalls), separation.overall_rows(outcomes))
    yield WITHIN
    head = ("number", "AUC", "recall at 1 %", "AUC within", "recall at 1 % within")
    for name, part in (("tier", separation.tier), ("kind", separation.kind), ("source", separation.source)):
        yield table((name, *head), separation.part_rows(outcomes, part))


def _calibration(outcomes: Sequence[Outcome], setting: Setting) -> Iterator[str]:
    rate = setting.base_rate
    error = with_interval(lambda damaged, clean: calibration_error(damaged, clean, rate), [predicted(outcomes)])
    yield f"""\
## Calibration

Reliability of 80 ought to mean that eight in ten such documents are undamaged. The expected calibration error says how
far that is off, on average over ten bins of equal mass; 0.03 or less is good. Here it is **{error}**,
were {100 * rate:g} % of all documents damaged.
"""
    if setting.picture:
        yield f"![Reliability diagram; the table below has its numbers]({setting.picture})\n"
    parts = reliability_bins(outcomes, rate)
    cells = ((f"{part.predicted:.2f}", f"{part.observed:.2f}", f"{100 * part.mass:.0f}") for part in parts)
    yield table(("predicted damaged", "observed damaged", "documents, %"), cells)


def predicted(outcomes: Sequence[Outcome]) -> Stratum:
    """The probability of damage that reliability stands for, of the damaged and the clean documents judged."""
    sides = (
        [(o.group, 1 - o.reliability / 100) for o in outcomes if o.expect == side and o.reliability is not None]
        for side in ("flag", "pass")
    )
    return Stratum(*sides)


def reliability_bins(outcomes: Sequence[Outcome], base_rate: float) -> list[Bin]:
    """The bins of the reliability diagram."""
    damaged, clean = predicted(outcomes)
    return bins([p for _, p in damaged], [p for _, p in clean], base_rate)


def _lengths(outcomes: Sequence[Outcome], setting: Setting) -> Iterator[str]:
    if any(o.shortened for o in outcomes):
        head = ("words", "damaged", "clean", "AUC", "recall at 1 %")
        yield LENGTH.format(longest=setting.lengths[-1])
        yield table(head, separation.length_rows(outcomes, setting.lengths))


def _spans(outcomes: Sequence[Outcome]) -> Iterator[str]:
    if any(o.sentences for o in outcomes):
        head = ("documents", "sentences", "labelled, %", "precision", "recall", "F1")
        recalls = (f"recall at precision {least:g}" for least in spans.PRECISIONS)
        yield FOUND
        yield table(("source", *head), spans.found_rows(outcomes))
        yield SENTENCES
        yield table(("source", "average precision", *recalls), spans.damage_rows(outcomes))
