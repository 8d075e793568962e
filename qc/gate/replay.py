"""Another policy on decisions that were made: verdicts from stored scores, without the texts."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

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
        short = not_judged(f"{decision.words} words of prose, fewer than {fewest}")
        return replace(ruled(decision, short, terms), score=None, garbled=())
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
        progress = Progress()
        with assembly.timed(store, 1, progress):
            return _Replay(source, store, terms, progress, show).written()


class _Replay:
    """One pass over a manifest. Its samples are those of the run that made it, judged anew."""

    def __init__(
        self, source: Path, store: Store, terms: Terms, progress: Progress, show: Callable[[Progress], None]
    ) -> None:
        self.source, self.store, self.terms, self.progress, self.show = source, store, terms, progress, show
        self.before = loaded(source.parent / SUMMARY) or {"samples": [], "unread": [], "files": 0}
        self.samples = {(each["source"], each["row"], each["id"]): each for each in self.before["samples"]}
        self.tally, self.sampler = Tally(), Sampler()

    def written(self) -> dict[str, Any]:
        """Write everything, and return the summary."""
        drafts = {name: self.store.draft(name) for name in (manifest.LINES, assembly.ERRORS)}
        with drafts[manifest.LINES].open("wb") as lines, drafts[assembly.ERRORS].open("wb") as errors:
            parts = self._parts(lines, errors)
            if manifest.tabular():
                drafts[manifest.TABLE] = self.store.draft(manifest.TABLE)
                with manifest.writer(drafts[manifest.TABLE]) as writer:
                    write_grouped(writer, map(manifest.table, parts))
            else:
                deque(parts, maxlen=0)
            errors.writelines(map(assembly.unread_line, self.before["unread"]))
        for name, draft in drafts.items():
            commit(draft, self.store.out / name)
        files, unread = self.before["files"], self.before["unread"]
        summary = assembly.summarised(self.terms, files, unread, self.tally, self.sampler)
        self.store.put(self.store.out / SUMMARY, summary)
        return summary

    def _parts(self, lines: BinaryIO, errors: BinaryIO) -> Iterator[list[GateDecision]]:
        """Yield the decisions in parts, each written as lines already."""
        decisions = map(self._judged, manifest.read(self.source))
        while part := list(islice(decisions, SHARD_ROWS)):
            lines.writelines(map(manifest.line, part))
            errors.writelines(manifest.line(each) for each in part if each.place is Place.ERRORS)
            self.show(self.progress)
            yield part

    def _judged(self, decision: GateDecision) -> GateDecision:
        made = rejudge(decision, self.terms)
        self.tally.add(made)
        sample = self.samples.get((made.source, made.number, made.id))
        if sample and made.verdict:
            judged = {"place": made.place.value, "verdict": made.verdict.value, "reasons": list(made.reasons)}
            self.sampler.keep(Sample(**{**sample, **judged}))
        self.progress.documents += 1
        self.progress.places[made.place.value] += 1
        return made
