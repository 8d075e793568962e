"""The pipeline as a whole: what holds for every text, and the answers that are no score."""

from __future__ import annotations

import re
import subprocess
import sys
from time import process_time

import pytest
from growth import MOST, growth
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import qc
from qc.check import BrokenRuleError
from qc.document import Document, Span
from qc.fluency import Cascade, Judgement, judge, judge_document
from qc.policy import Decision, Policy, Thresholds
from qc.registry import rules
from qc.rule import Axis, Finding, Rule

CLEAN = (
    "The council met on Tuesday evening to discuss the new bridge over the river. Engineers had measured the piers in "
    "spring and found them sound, but the deck was worn and the railings had rusted through in several places. After "
    "two hours of debate the council decided to close the bridge in May and to ask three builders for an estimate.\n\n"
)
FRENCH = (
    "Le conseil municipal s'est réuni mardi soir pour discuter du nouveau pont sur la rivière. Les ingénieurs avaient "
    "mesuré les piles au printemps et les avaient trouvées solides, mais le tablier était usé et les garde-corps "
    "avaient rouillé à plusieurs endroits. Après deux heures de débat, les élus ont décidé de fermer une voie en mai."
)
PARTS = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="“”‘’\"'«»„ .,!?:;-\n\t\\<>&[]()*_`#|@$%0aAé\u0431\u200b\u202e\U0001f469\ufffd", max_size=80),
    st.sampled_from([e.text for rule in rules().values() for e in rule.examples]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PARTS, max_size=5).map(" ".join), st.sampled_from(["text", "markdown"]))
def test_any_text_gives_a_report_that_holds_together(text: str, markup: str) -> None:
    report = qc.check(text, markup=markup)
    for found in report.findings:
        assert 0 <= found.span.start < found.span.end <= len(text)
        assert found.message
        assert found.message == found.message.strip()
        assert report.document.locate(found.span.start) == (found.line, found.column)
    assert list(report.findings) == sorted(report.findings, key=lambda f: (f.span, f.rule))
    if report.score:
        assert report.score.value == pytest.approx(100 - sum(c.points for c in report.score.contributions))
    assert report == qc.check(text, markup=markup)


BAD = [
    pytest.param(rule, example, id=f"{rule.id}-{number}")
    for rule in rules().values()
    for number, example in enumerate((e for e in rule.examples if e.expectation == "bad" and e.markup == "text"), 1)
]


def _said(rule: Rule, finding: qc.Finding) -> tuple[str, float]:
    """Message and strength; how sure the damage model is depends on how much of the document it had to read."""
    return ("", 0.0) if rule.model else (re.sub(r"line \d+", "line", finding.message), finding.strength)


@pytest.mark.parametrize(("rule", "example"), BAD)
def test_a_clean_paragraph_before_it_shifts_findings_and_changes_nothing_else(rule: Rule, example: qc.Example) -> None:
    def found(text: str, shift: int) -> list[tuple[int, int, str, float]]:
        return [(f.span.start - shift, f.span.end - shift, *_said(rule, f)) for f in rule.check(Document(text))]

    assert found(CLEAN + example.text, len(CLEAN)) == found(example.text, 0)


def test_the_damage_model_sees_the_line_ends_by_which_it_tells_verse() -> None:
    stanza = "The river ran by the wall of the mill\nAnd under the arch that stands there still,\nAnd no one knew it"
    doc = Document(stanza)
    assert [doc[span] for span in doc.sentences] == [stanza]
    assert doc.judgements == judge_document([stanza], [len(stanza.split())]).judgements
    assert judge([stanza])[0].damage < judge([stanza.replace("\n", " ")])[0].damage


def test_clean_text_is_accepted_without_a_finding() -> None:
    report = qc.check(CLEAN * 1)
    assert (report.verdict, report.findings) == (Decision.ACCEPT, ())
    assert report.score
    assert [cost.rule for cost in report.score.contributions] == ["unseen"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no prose in it"),
        ("https://example.org/a\n\n1920\n", "no prose in it"),
        ("The bridge was closed on Monday because of the flood.", "10 words of prose, fewer than 50"),
        (FRENCH, "not English but French"),
        ("Blorp zint gruf mave tesk drol plin vask in. " * 8, "in no language that is known"),
    ],
)
def test_what_cannot_be_judged_gets_a_plain_answer_and_no_score(text: str, reason: str) -> None:
    report = qc.check(text)
    assert (report.verdict, report.reasons, report.reliability) == (Decision.NOT_JUDGED, (reason,), None)


def test_a_profile_can_be_named_and_an_unknown_one_is_an_error() -> None:
    assert qc.check(CLEAN, policy="strict").settings["profile"] == "strict"
    with pytest.raises(qc.PolicyError, match="no profile"):
        qc.check(CLEAN, policy="lenient")


def test_ignored_rules_do_not_run() -> None:
    text = CLEAN + "The mayor said “ we will mend it ” and left."
    assert {f.rule for f in qc.check(text).findings} == {"stranded-mark"}
    assert qc.check(text, policy=Policy(ignore=frozenset({"stranded-mark"}))).findings == ()


def failing(found: list[Finding] | None) -> Rule:
    def check(doc: Document) -> object:
        if found is None:
            raise KeyError("lost")
        return iter(found)

    return Rule(check=check, axis=Axis.QUOTATION, examples=())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "message"),
    [
        (None, "failed on page.txt: KeyError: 'lost'"),
        ([Finding(Span(0, 999), "too far")], "outside page.txt"),
        ([Finding(Span(3, 3), "nothing")], "outside page.txt or empty"),
    ],
)
def test_a_broken_rule_ends_the_run(found: list[Finding] | None, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # By its module: the name `qc.check` is the function.
    monkeypatch.setattr(sys.modules["qc.check"], "rules", lambda: {"broken": failing(found)})
    with pytest.raises(BrokenRuleError, match=message):
        qc.check(CLEAN, name="page.txt")


# The damage model reads sentence by sentence, at a cost of its own that tests/test_fluency.py looks at.
RULES_ALONE = Policy(ignore=frozenset({"fluency"}))
UNITS = {
    "straight marks": '"',
    "opening marks": "“",
    "quoted letters": "'a ",
    "commas": "word,word, ",
    "one word": "a",
    "stops": "a. ",
    "lines": "\n",
    "digits": "1 000.",
    "capitals": "Aa Bb ",
    "spaces": " ",
    "tags": "<a ",
    "repeats": "the the ",
    "backticks": "`",
    "brackets": "[",
}


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS.keys())
@pytest.mark.parametrize("markup", ["text", "markdown"])
def test_time_grows_with_length_and_no_faster(unit: str, markup: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        start = process_time()
        qc.check(text, markup=markup, policy=RULES_ALONE)
        return process_time() - start

    assert growth(seconds, 10_000) < MOST


def test_the_hash_seed_of_the_interpreter_changes_nothing() -> None:
    text = CLEAN + "\n\n".join(e.text for rule in rules().values() for e in rule.examples if e.expectation == "bad")
    code = "import sys, qc; r = qc.check(sys.stdin.read()); print(r.reliability, r.reasons, r.findings)"
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code], input=text, env={"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            capture_output=True, text=True, check=True, encoding="utf-8",
        ).stdout
        for seed in ("1", "2", "3")
    }  # fmt: skip
    assert len(outputs) == 1


def judged_alike(monkeypatch: pytest.MonkeyPatch, damage: float, end: int = 11) -> None:
    """Let the damage model hold every sentence for equally damaged, and doubt one of its words, or more up to `end`."""

    def alike(sentences: list[str], *_: object) -> Cascade:
        return Cascade(tuple(Judgement(damage, ((4, end, 0.7),)) for _ in sentences), (), settled=False)

    monkeypatch.setattr("qc.fluency.judge_document", alike)


@pytest.mark.parametrize(("damage", "doubts"), [(0.2, 0), (0.85, 3)])
def test_a_doubt_is_reported_where_the_document_is_damaged(
    monkeypatch: pytest.MonkeyPatch, damage: float, doubts: int
) -> None:
    judged_alike(monkeypatch, damage)
    found = [f for f in qc.check(CLEAN).findings if f.rule == "wrong-word"]
    assert len(found) == doubts
    assert all(f.message == f"“{CLEAN[f.span.start : f.span.end]}” hardly seems to belong here" for f in found)


def test_a_doubted_stretch_of_many_words_is_salad(monkeypatch: pytest.MonkeyPatch) -> None:
    end = CLEAN.index(" ", CLEAN.index(" ", 24) + 1)
    stretch = CLEAN[4:end]
    assert len(stretch.split()) == 5
    judged_alike(monkeypatch, 0.85, end)
    found = [f for f in qc.check(CLEAN).findings if f.span.start == 4]
    assert [(f.rule, f.span.end, f.message) for f in found] == [("word-salad", end, "these words hardly hold together")]
    judged_alike(monkeypatch, 0.2, end)
    assert qc.check(CLEAN).findings == ()


def test_a_doubt_weighs_nothing_for_it_follows_from_the_score(monkeypatch: pytest.MonkeyPatch) -> None:
    judged_alike(monkeypatch, 0.85)
    heavy = qc.check(CLEAN, policy=Policy(weights={"wrong-word": 50.0}))
    assert heavy.score == qc.check(CLEAN).score
    assert {f.weight for f in heavy.findings if f.rule == "wrong-word"} == {0.0}


def test_no_doubt_is_reported_of_a_document_that_is_not_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    judged_alike(monkeypatch, 0.85)
    assert qc.check(CLEAN, policy=Policy(thresholds=Thresholds(30, 70, min_words=1000))).findings == ()


def test_a_doubt_about_what_another_finding_explains_is_not_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    judged_alike(monkeypatch, 0.85)
    found = [f.rule for f in qc.check(CLEAN.replace("council", "council council", 1)).findings]
    assert sorted(found) == ["doubled-word", "wrong-word", "wrong-word"]


@pytest.mark.parametrize(("mark", "found"), [("”", 1), ("", 0)])
def test_where_no_mark_closes_it_nobody_knows_what_was_quoted(mark: str, found: int) -> None:
    speech = "The wind of the prices it has taken us the harvest from the hands of who we were,"
    findings = rules()["garbled-speech"].check(Document(f"{CLEAN}“{speech}{mark} said the teacher."))
    assert len(list(findings)) == found


DOCUMENTED = """\
# Tidewatch

Tidewatch reads the tide tables of a harbour and shows you when there is enough water for your boat. The tables come
from `https://tides.example.org/v2/harbours`, and their format is described at
https://tides.example.org/docs/harbours/format.html.

## Installation

Install the package with `pip install tidewatch`, or download it from the [release page](https://example.org/latest):

```sh
pip install 'tidewatch[plots]'
tidewatch update --harbour=PADSTOW --cache=~/.cache/tidewatch
```

## Usage

You need to call `Harbour.open(name)` first. If the name is not known, it raises `UnknownHarbourError`, which lists the
names that are similar to yours.

```python
from tidewatch import Harbour

harbour = Harbour.open("Padstow")
for window in harbour.windows(draught=1.8, days=3):
    print(window.opens, window.closes)
```

The option `--draught` is given in metres, and `--margin` sets how much water you want below the boat. If you leave
both of them out, the program reads `~/.config/tidewatch.toml`. It prints a warning if the file does not exist.

- Use `tidewatch plot` to draw the curve for the next three days.
- Use `tidewatch export --format=ics` if you want to see the times in your calendar.

Please report mistakes in the tables to tables@tides.example.org, and problems with the program at
https://example.org/tidewatch/issues.
"""


@pytest.mark.parametrize("markup", ["text", "markdown"])
def test_documentation_of_a_program_is_accepted_with_its_code_and_addresses(markup: str) -> None:
    report = qc.check(DOCUMENTED, markup=markup)
    assert report.verdict is Decision.ACCEPT
    assert report.reliability is not None
    assert report.reliability > 85
    assert [found.message for found in report.findings] == []
