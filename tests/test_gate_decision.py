"""The decision on one document: the same from the text, from the manifest, and under a policy put on it later."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from qc.check import check
from qc.document import Document
from qc.gate import decision, manifest, worker
from qc.gate.decision import GateDecision, Place, Row, Terms, decide
from qc.gate.pool import Watch
from qc.gate.replay import rejudge
from qc.gate.shard import GateError, origin
from qc.policy import Decision, Policy, Thresholds
from qc.registry import rules
from qc.report import Report
from qc.rule import Axis, Finding

CLEAN = (
    "The council met on Tuesday evening to discuss the bridge over the river and the road that leads to it. "
    "Engineers had measured the piers in spring and found them sound, but the deck was worn in several places. "
    "After two hours of debate the members agreed to close one lane in May and to ask three firms for an estimate."
)
DAMAGED = CLEAN.replace("the bridge", "the the bridge").replace("the deck", "the the deck")
LENIENT = Terms(Policy(select=frozenset({"doubled-word"})))
HEAVY = replace(LENIENT, policy=replace(LENIENT.policy, weights={"doubled-word": 4.0}))


def decided(text: str, terms: Terms = HEAVY) -> GateDecision:
    return decide(Row("x", text, "a.jsonl", 7, "news.example"), terms)


def test_a_decision_has_all_reasons_with_spans() -> None:
    found = decided(DAMAGED)
    assert [DAMAGED[each.span.start : each.span.end] for each in found.findings] == ["the the", "the the"]
    assert [each.text for each in found.findings] == ["the the", "the the"]
    assert found.place is Place.REVIEW
    assert found.reasons
    assert found.settings["weights"] == {"doubled-word": 4.0}


@pytest.mark.parametrize("text", [CLEAN, DAMAGED, "Too short.", "", "\ud800 " + CLEAN + " a\ud801 the the"])
def test_a_decision_comes_back_from_its_row(text: str) -> None:
    found = decided(text)
    assert GateDecision.from_row(json.loads(manifest.line(found))) == found


def test_both_manifests_hold_the_same(tmp_path: Path) -> None:
    texts = [CLEAN, DAMAGED, "Too short.", "\ud800 " + DAMAGED]
    decisions = [decided(text) for text in texts] + [decide(Row("e", "", error="not JSON"), HEAVY)]
    with manifest.writer(tmp_path / "m.parquet") as writer:
        writer.write_table(manifest.table(decisions))
    (tmp_path / "m.jsonl").write_bytes(b"".join(map(manifest.line, decisions)))
    assert list(manifest.read(tmp_path / "m.parquet")) == decisions == list(manifest.read(tmp_path / "m.jsonl"))


def test_what_is_no_manifest_is_refused(tmp_path: Path) -> None:
    (tmp_path / "m.jsonl").write_text('{"id": 1}\n')
    with pytest.raises(GateError, match="row 1 is no row of a manifest"):
        list(manifest.read(tmp_path / "m.jsonl"))


def test_a_rule_that_fails_puts_the_document_into_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Document) -> Iterator[Finding]:
        raise RuntimeError("no such thing")

    broken = replace(rules()["doubled-word"], check=fail)
    monkeypatch.setattr(sys.modules["qc.check"], "rules", lambda: {"doubled-word": broken})
    found = decided(CLEAN)
    assert (found.place, found.verdict) == (Place.ERRORS, None)
    assert "failed on x: RuntimeError: no such thing" in found.error


def test_a_document_over_the_limit_is_an_error() -> None:
    assert "more than the 0.0001 MB that are read" in decided(CLEAN, replace(HEAVY, largest=100)).error


@pytest.fixture
def dawdling(monkeypatch: pytest.MonkeyPatch) -> None:
    def dawdle(text: str, **arguments: Any) -> Report:
        end = process_time() + 0.5
        while arguments["name"] == "slow" and process_time() < end:
            pass
        return check(text, **arguments)

    monkeypatch.setattr(decision, "check", dawdle)


ROWS = [Row("a", CLEAN), Row("slow", CLEAN), Row("b", CLEAN)]
HURRIED = replace(HEAVY, seconds=0.2)


@pytest.mark.usefixtures("dawdling")
def test_a_document_over_its_time_is_given_up_and_the_next_is_not() -> None:
    found = [each for each, _, _ in worker.decided(ROWS, HURRIED, {}, Watch())]
    assert [each.place for each in found] == [Place.ACCEPTED, Place.ERRORS, Place.ACCEPTED]
    assert found[1].error == "took more than 0.2 s; --time-limit raises the limit"
    assert [decide(row, HURRIED).place for row in ROWS] == [each.place for each in found]


@pytest.mark.usefixtures("dawdling")
def test_in_a_thread_no_time_limit_holds() -> None:
    with ThreadPoolExecutor(1) as pool:
        assert list(pool.map(lambda row: decide(row, HURRIED).place, ROWS)) == [Place.ACCEPTED] * 3


@pytest.mark.usefixtures("dawdling")
def test_the_signal_of_somebody_else_is_left_alone() -> None:
    rung: list[int] = []
    before = signal.signal(signal.SIGPROF, lambda number, _: rung.append(number))
    try:
        signal.setitimer(signal.ITIMER_PROF, 0.1)
        assert decide(ROWS[1], HURRIED).place is Place.ACCEPTED
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    assert rung == [signal.SIGPROF]


def under(reject: float, review: float, words: int = 50) -> Terms:
    return replace(HEAVY, policy=replace(HEAVY.policy, thresholds=Thresholds(reject, review, words)))


@pytest.mark.parametrize("text", [CLEAN, DAMAGED, "Too short."])
@pytest.mark.parametrize("terms", [under(0, 0), under(95, 99), under(10, 99), under(60, 80, 90)])
def test_a_replay_gives_what_a_scan_gives(text: str, terms: Terms) -> None:
    assert rejudge(decided(text), terms) == decided(text, terms)


def test_a_replay_moves_what_was_not_judged() -> None:
    elsewhere = replace(HEAVY, not_judged=Place.REJECTED)
    found = rejudge(decided("Too short."), elsewhere)
    assert (found.place, found.verdict) == (Place.REJECTED, Decision.NOT_JUDGED)


def test_a_replay_refuses_what_was_not_measured() -> None:
    with pytest.raises(GateError, match="min-words 1 takes a new scan"):
        rejudge(decided("Too short."), under(60, 80, 1))
    with pytest.raises(GateError, match="made with weights"):
        rejudge(decided(CLEAN), LENIENT)


def test_an_error_stays_one_under_any_policy() -> None:
    found = rejudge(decide(Row("e", "", error="not JSON"), HEAVY), under(0, 0))
    assert (found.place, found.error) == (Place.ERRORS, "not JSON")


@pytest.mark.parametrize(
    ("url", "source", "wanted"),
    [
        ("https://www.News.example:80/a", "a/b.jsonl", "news.example"),
        ("//host/a", "b.jsonl", "host"),
        ("no url", "a/b.jsonl", "a/"),
        ("http://[broken", "a/b.jsonl", "a/"),
        (None, "b.jsonl", ""),
    ],
)
def test_a_document_comes_from_its_site_or_folder(url: object, source: str, wanted: str) -> None:
    assert origin(url, source) == wanted


def test_axes_of_the_manifest_are_those_of_the_rules() -> None:
    assert [axis.value for axis in Axis] == [field.name for field in manifest.schema().field("scores").type]
