"""What a person sees of a run: the figures, and nothing of a document that acts on what shows it."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from gate_corpus import TERMS, TEXTS, gated, rows
from markdown_it import MarkdownIt

from qc.gate import page, page_html, page_markdown
from qc.gate.decision import Row, Terms, judged
from qc.gate.samples import EACH, Sample, Sampler, draw
from qc.gate.tally import MOST_ORIGINS, OTHERS, Tally

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)> [x](javascript:alert(3)) `a` | \u202e\x1b[31m \"'&amp;"


class Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.marked: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.tags[-1:] == ["mark"]:
            self.marked.append(data)


def summary_of(documents: list[dict[str, Any]], folder: Path) -> dict[str, Any]:
    folder.mkdir()
    (folder / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in documents))
    return gated(folder / "a.jsonl", folder / "out")


def hostile(folder: Path) -> dict[str, Any]:
    documents = [
        {**row, "id": HOSTILE, "url": f"https://{'a' * n}.example", "text": f"{HOSTILE} {row['text']}"}
        for n, row in enumerate(rows(6), 1)
    ]
    return summary_of([*documents, {"id": HOSTILE}], folder)


def test_the_html_runs_nothing_and_fetches_nothing(tmp_path: Path) -> None:
    summary = hostile(tmp_path / "in")
    text = page_html.page(summary, page.sections(summary, summary))
    seen = Seen()
    seen.feed(text)
    assert not {"script", "img", "link", "iframe", "form", "input"} & set(seen.tags)
    assert not [name for name, _ in seen.attributes if name.startswith("on") or name == "src"]
    assert all((value or "").startswith("#") for name, value in seen.attributes if name == "href")
    assert "<script>alert(1)</script>" in seen.text
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "the the" in seen.marked


def test_the_html_is_marked_up_for_everybody(tmp_path: Path) -> None:
    summary = summary_of(rows(6), tmp_path / "in")
    text = page_html.page(summary, page.sections(summary))
    seen = Seen()
    seen.feed(text)
    assert {"main", "nav", "header", "h1", "caption", "th"} <= set(seen.tags)
    assert seen.tags.count("h1") == 1
    assert seen.tags.count("table") == seen.tags.count("caption")
    anchors = {value for name, value in seen.attributes if name == "id"}
    assert {(value or "")[1:] for name, value in seen.attributes if name == "href"} <= anchors
    assert "prefers-color-scheme: dark" in text


def test_the_markdown_shows_the_same_and_acts_as_little(tmp_path: Path) -> None:
    summary = hostile(tmp_path / "in")
    rendered = MarkdownIt("gfm-like").render(page_markdown.page(summary, page.sections(summary)))
    seen = Seen()
    seen.feed(rendered)
    assert not {"script", "img", "a"} & set(seen.tags)
    assert "⟦the the⟧" in seen.text
    assert f"{page.headline(summary)}." in seen.text


def test_drift_against_an_earlier_run(tmp_path: Path) -> None:
    few = [
        row for n, row in enumerate(rows(12)) if row["wanted"] == "accepted" or (row["wanted"] == "review" and n < 6)
    ]
    before = summary_of(few, tmp_path / "before")
    now = summary_of(rows(12), tmp_path / "now")
    (drift,) = [section for section in page.sections(now, before) if section.title == "Drift"]
    assert [cell.text for cell in drift.tables[0].rows[0]] == ["accepted", "66.7 %", "33.3 %", "\N{MINUS SIGN}33.4"]
    assert [cell.text for cell in drift.tables[1].rows[0]] == ["doubled-word", "33.3 %", "66.7 %", "+33.4"]
    assert "a large shift" in drift.lines[0]


def test_a_sample_says_where_it_stands_unless_its_name_does() -> None:
    def shown(name: str, source: str, number: int) -> str:
        decision, report = judged(Row(name, TEXTS["rejected"], source, number), TERMS)
        assert report
        return page.standing(Sample.of("", decision, report))

    alone = shown("b.txt", "b.txt", 0)
    assert alone.startswith("reject, reliability ")
    assert shown("a.jsonl:7", "a.jsonl", 7) == alone
    assert shown("d1", "a.jsonl", 7) == f"{alone}, row 7 of a.jsonl"


def test_the_stability_index() -> None:
    assert page.stability([5, 10, 5], [5, 10, 5]) == 0
    # (50.5, 50.5) of 101 against (75.5, 25.5) of 101: 0.2475 · ln(75.5 · 50.5 / (25.5 · 50.5))
    assert round(page.stability([50, 50], [75, 25]), 4) == 0.2687


def test_sums_add_up_in_any_grouping() -> None:
    decisions = [judged(Row(str(n), text, origin=f"s{n % 2}"), TERMS)[0] for n, text in enumerate(TEXTS.values())]
    whole, parts = Tally(), Tally()
    for decision in decisions:
        whole.add(decision)
        part = Tally()
        part.add(decision)
        parts.merge(Tally.from_json(json.loads(json.dumps(part.as_json()))))
    assert parts.as_json() == whole.as_json()
    assert (whole.documents, whole.scored) == (3, 3)


def test_sources_beyond_number_are_counted_together() -> None:
    tally = Tally()
    for n in range(MOST_ORIGINS + 1):
        part = Tally()
        part.add(judged(Row(str(n), "Short.", origin=f"s{n:06}"), Terms(TERMS.policy))[0])
        tally.merge(part)
    assert len(tally.origins) == MOST_ORIGINS // 2 + 1
    assert sum(places.total() for places in tally.origins.values()) == MOST_ORIGINS + 1
    assert tally.origins[OTHERS].total() == MOST_ORIGINS // 2 + 1


def test_samples_do_not_depend_on_the_order_of_work() -> None:
    texts = [TEXTS["review"]] * 12
    made = [judged(Row(str(n), text, "a", n), TERMS) for n, text in enumerate(texts)]
    forth, back = Sampler(), Sampler()
    for decision, report in made:
        forth.offer(decision, report)
    for decision, report in reversed(made):
        back.offer(decision, report)
    assert forth.as_json() == back.as_json()
    lots = sorted(draw("a", n, str(n)) for n in range(12))
    assert [sample["draw"] for sample in forth.as_json()] == lots[:EACH]
