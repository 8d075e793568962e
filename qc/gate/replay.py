"""Another policy on decisions that were made: verdicts from stored scores, without the texts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from qc.gate import assembly, manifest
from qc.gate.decision import GateDecision, Place, Terms, ruled
from qc.gate.progress import Progress
from qc.gate.run import agree, versions
from qc.gate.samples import Sample, Sampler
from qc.gate.shard import SHARD_ROWS, GateError
from qc.gate.store import SUMMARY, Store, commit, loaded
from qc.gate.tables import write_grouped
from qc.gate.tally import Tally
from qc.policy import not_judged

MEASURED = ("select", "ignore", "weights")
"""Settings that changed what was measured, and that no replay can change."""


def rejudge(decision: GateDecision, terms: Terms) -> GateDecision:
    """Judge a stored score anew. Raises GateError where the terms ask for what was not measured."""
    wanted = terms.settings()
    for name in MEASURED:
        if decision.settings.get(name) != wanted[name]:
            raise GateError(
                f"made with {name} {decision.settings.get(name)}, now {wanted[name]}: that takes a new scan"
            )
    if decision.verdict is None:
        return ruled(decision, None, terms)
    fewest = terms.policy.thresholds.min_words
    if decision.words and decision.words < fewest:
        return ruled(decision, not_judged(f"{decision.words} words of prose, fewer than {fewest}"), terms)
    if decision.score:
        return ruled(decision, terms.policy.judge(decision.score), terms)
    if decision.words and decision.words < int(str(decision.settings["min-words"])):
        raise GateError(f"{decision.id} was too short to be judged; min-words {fewest} takes a new scan")
    return ruled(decision, not_judged("; ".join(decision.reasons)), terms)


def replay(source: Path, out: Path, terms: Terms, show: Callable[[Progress], None]) -> dict[str, Any]:
    """Write the manifest, the errors and the summary that another policy gives, and return the summary."""
    store = Store(out)
    if not source.is_file():
        raise GateError(f"{source}: no such file")
    found = source.stat()
    inputs = [[source.name, str(source), found.st_size, str(found.st_mtime_ns)]]
    planned = {"schema": 1, "versions": versions(), "settings": terms.settings(), "inputs": inputs}
    with store.locked():
        agree(store, planned, again=f"remove {out} to begin anew, or choose another --out")
        progress = Progress(total=found.st_size)
        with assembly.timed(store, 1, progress):
            return _written(source, store, terms, progress, show)


def _written(
    source: Path, store: Store, terms: Terms, progress: Progress, show: Callable[[Progress], None]
) -> dict[str, Any]:
    tally, before = Tally(), loaded(source.parent / SUMMARY) or {}
    shown = {(each["source"], each["row"], each["id"]): each for each in before.get("samples", [])}
    sampler = Sampler()
    decisions = _followed(source, terms, tally, shown, sampler, progress, show)
    drafts = {name: store.draft(name) for name in (manifest.LINES, assembly.ERRORS)}
    with drafts[manifest.LINES].open("wb") as lines, drafts[assembly.ERRORS].open("wb") as errors:
        tables = _tables(decisions, lines, errors)
        if manifest.tabular():
            drafts[manifest.TABLE] = store.draft(manifest.TABLE)
            with manifest.writer(drafts[manifest.TABLE]) as writer:
                write_grouped(writer, tables)
        else:
            for _ in tables:
                pass
        for each in before.get("unread", []):
            errors.write(json.dumps(each, separators=(",", ":")).encode("ascii") + b"\n")
    for name, draft in drafts.items():
        commit(draft, store.out / name)
    summary = assembly.summarised(terms, before.get("files", 0), before.get("unread", []), tally, sampler)
    store.put(store.out / SUMMARY, summary)
    return summary


def _tables(decisions: Iterator[GateDecision], lines: Any, errors: Any) -> Iterator[Any]:
    """Write decisions as lines, and yield them as tables of a shard's size where there is pyarrow."""
    held: list[GateDecision] = []
    for decision in decisions:
        line = manifest.line(decision)
        lines.write(line)
        if decision.place is Place.ERRORS:
            errors.write(line)
        held.append(decision)
        if len(held) == SHARD_ROWS:
            yield _table(held)
            held = []
    if held:
        yield _table(held)


def _table(decisions: list[GateDecision]) -> Any:
    return manifest.table(decisions) if manifest.tabular() else None


def _followed(
    source: Path,
    terms: Terms,
    tally: Tally,
    shown: dict[tuple[str, int, str], dict[str, Any]],
    sampler: Sampler,
    progress: Progress,
    show: Callable[[Progress], None],
) -> Iterator[GateDecision]:
    """Judge the decisions of a manifest anew, and count them."""
    for decision in manifest.read(source):
        made = rejudge(decision, terms)
        tally.add(made)
        sample = shown.get((made.source, made.number, made.id))
        if sample and made.verdict:
            judged = {"place": made.place.value, "verdict": made.verdict.value, "reasons": list(made.reasons)}
            sampler.keep(Sample(**{**sample, **judged}))
        progress.documents += 1
        progress.places[made.place.value] += 1
        show(progress)
        yield made
