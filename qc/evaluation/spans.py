"""Tables of marked damage: how many of the damaged sentences are found, and how many of those found are damaged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qc.evaluation.labelled import LabelledSentence, Outcome
from qc.evaluation.metrics import average_precision, found, precision_recall, recall_at_precision
from qc.evaluation.tables import decimal, percent

PRECISIONS = (0.6, 0.8, 0.9)


def found_rows(outcomes: Sequence[Outcome]) -> Iterator[tuple[object, ...]]:
    """One row a source with marked spans: documents, sentences, per cent labelled; precision, recall and F1 of the
    sentences with a finding or listed as garbled.
    """
    for name, documents, sentences in _sources(outcomes):
        labelled = [s.labelled for s in sentences]
        figures = found(labelled, [s.found for s in sentences])
        yield name, documents, len(sentences), percent(sum(labelled), len(labelled)), *map(decimal, figures)


def damage_rows(outcomes: Sequence[Outcome]) -> Iterator[tuple[object, ...]]:
    """One row a source: average precision of sentence damage, and its recall where precision is 0.6, 0.8 and 0.9."""
    for name, _, sentences in _sources(outcomes):
        points = precision_recall([s.labelled for s in sentences], [s.damage for s in sentences])
        recalls = (decimal(recall_at_precision(points, least)) for least in PRECISIONS)
        yield name, decimal(average_precision(points)), *recalls


def _sources(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, int, list[LabelledSentence]]]:
    marked = [o for o in outcomes if o.sentences]
    for source, expect in sorted({(o.source, o.expect) for o in marked}):
        part = [o for o in marked if (o.source, o.expect) == (source, expect)]
        label = source if expect == "flag" else f"{source} ({'clean' if expect == 'pass' else expect})"
        yield label, len(part), [sentence for o in part for sentence in o.sentences]
