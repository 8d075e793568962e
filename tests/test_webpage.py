"""The web page in a real browser: it asks for nothing, it works by keyboard, and text of a document stays text."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from made_reports import ATTACKS, hostile, report
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

import qc
from qc.document import Document
from qc.fluency import Judgement
from qc.policy import Decision, Policy, Verdict
from qc.report import Report, webpage
from qc.rule import Axis
from qc.score import FLUENCY, Contribution, Score

ROOT = Path(__file__).parent.parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
Open = Callable[..., Page]


def damaged() -> Report:
    """A report with three rules, two of them at one place, a quotation, and a sentence that reads badly."""
    text = "A heading\n\nThe the mayor said said “no” twice.\n\nOf bridge the mayor the did closed. The the end.\n"
    made = report(text, ("The the", "“the” twice", "doubled-word"), ("said said", "“said” twice", "doubled-word"))
    extra = report(text, ("said said “no”", "no verb", "languagetool/NO_VERB")).findings
    findings = sorted((*made.findings, *(replace(one, axis=Axis.TRANSLATION) for one in extra)), key=lambda f: f.span)
    damages = [0.95 if "Of bridge" in made.document[place] else 0.1 for place in made.document.sentences]
    made.document.__dict__["judgements"] = tuple(Judgement(damage, ()) for damage in damages)
    costs = (Contribution("doubled-word", Axis.QUOTATION, 2, 30.0), Contribution(FLUENCY, Axis.TRANSLATION, 1, 30.0))
    return replace(
        made,
        findings=tuple(findings),
        score=Score(40.0, costs),
        judgement=Verdict(Decision.REJECT, ("translation damage costs 30 points",), ("mending it would help",)),
    )


def page(*reports: Report, unread: tuple[tuple[str, str], ...] = ()) -> str:
    return webpage.page([webpage.part(one) for one in reports], unread)


# Without a browser


class Structure(HTMLParser):
    """Every tag with its attributes' names, in order, and every value that is an id or points at one."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.ids: list[str] = []
        self.pointers: list[str] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name in {"aria-describedby", "data-findings"}:
                self.pointers += (value or "").split()
            elif name == "href":
                assert value
                assert value.startswith("#")
                self.pointers.append(value[1:])


def samples() -> Iterator[Report]:
    for path in sorted((ROOT / "examples").glob("*.txt")):
        yield qc.check(path.read_text(encoding="utf-8"), name=path.name, policy=Policy(ignore=frozenset({"fluency"})))


def test_every_id_is_there_once_and_every_pointer_points_at_one() -> None:
    made = Structure(page(damaged(), *samples()))
    assert len(set(made.ids)) == len(made.ids)
    assert set(made.pointers) <= set(made.ids)
    assert len(made.pointers) > 30


def test_the_text_is_all_there_and_nothing_twice() -> None:
    for one in [damaged(), *samples()]:
        shown = re.search(r'<section class="text"[^>]*>(.*?)</section>', page(one), re.DOTALL)
        assert shown
        text = unescape(re.sub("<[^>]*>", "", shown[1]))
        assert "".join(text.split()) == "".join(one.document.text.split())


def test_a_finding_between_blocks_and_one_over_two_of_them_are_marked() -> None:
    made = report("One here.\n \x0b \nTwo here.\n", (" \x0b ", "odd blank"), ("here.\n \x0b \nTwo", "over both"))
    marks = re.findall(r"<mark [^>]*>([^<]*)</mark>", page(made))
    assert [mark.strip() for mark in marks if mark.strip()] == ["here.", "Two"]
    assert page(made).count('class="block blank"') == 1


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
def test_a_hostile_text_adds_no_element_and_no_attribute(attack: str) -> None:
    allowed = set(Structure(page(damaged(), hostile("harmless words"))).tags)
    one = replace(hostile(attack), judgement=Verdict(Decision.REJECT, (attack,), (attack,)))
    assert set(Structure(page(one, unread=((attack, attack),))).tags) <= allowed


def test_the_policy_of_the_page_allows_its_own_style_and_script_only() -> None:
    markup = page(damaged())
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', markup)
    assert policy
    assert "default-src 'none'" in policy[1]
    assert "unsafe" not in policy[1]
    assert not re.search(r"https?:(?!//www\.w3\.org/2000/svg)|url\(|@import|\bsrc=|style=", markup)


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_colour_of_words_is_told_from_its_background() -> None:
    style = (ROOT / "qc" / "report" / "webpage.css").read_text(encoding="utf-8")
    schemes = re.findall(r":root \{(.*?)\}", style, re.DOTALL)[:2]
    for scheme in schemes:
        colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", scheme))
        for ground in ("paper", "wash"):
            for name in set(colours) - {"paper", "wash", "line"}:
                light, dark = sorted((luminance(colours[name]), luminance(colours[ground])), reverse=True)
                assert (light + 0.05) / (dark + 0.05) >= 4.5, (name, ground)


# In the browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing: `apt-get install chromium` (.ci/run does it as root)")
        pytest.skip("Chromium is missing: `apt-get install chromium`")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield started
        started.close()


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Opens a page from a file; whatever it asks for or complains of fails the test."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def show(markup: str, width: int = 1280, **options: object) -> Page:
        path = tmp_path / "a b.html"
        path.write_text(markup, encoding="utf-8")
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)  # type: ignore[arg-type]
        contexts.append(context)
        shown = context.new_page()
        shown.set_default_timeout(120_000)  # a busy machine is no failure
        shown.on("console", lambda message: wrong.append(f"console: {message.text}"))
        shown.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        shown.on("dialog", lambda dialog: wrong.append(f"dialog: {dialog.message}"))
        own = path.as_uri()
        shown.on("request", lambda asked: None if asked.url.split("#")[0] == own else wrong.append(asked.url))
        shown.goto(own)
        return shown

    yield show
    for context in contexts:
        context.close()
    assert wrong == []


def test_hostile_text_stays_text(opened: Open) -> None:
    bodies = [replace(hostile(attack), judgement=Verdict(Decision.REJECT, (attack,))) for attack in ATTACKS]
    bodies = [replace(one, document=Document(one.document.text, f"{n} {one.name}")) for n, one in enumerate(bodies)]
    shown = opened(page(*bodies))
    assert shown.locator("article").count() == len(ATTACKS)
    assert shown.evaluate("document.scripts.length") == 1
    assert shown.locator("img, iframe, object, embed, link, base, a:not([href^='#'])").count() == 0
    assert "<script>alert(1)</script>" in (shown.locator("article").nth(0).text_content() or "")
    shown.locator("#documents a").first.click()
    for mark in shown.locator("article:not([hidden]) mark").all():
        mark.hover()
        assert shown.locator("#note").is_visible()
        assert shown.locator("#note *:not(p):not(.rule)").count() == 0


def test_a_filter_takes_its_marks_and_items_away_and_gives_them_back(opened: Open) -> None:
    shown = opened(page(damaged()))
    box = shown.locator(".filters input[value='doubled-word']")
    box.uncheck()
    assert shown.locator(".findings li:visible").all_text_contents() == ["languagetool/NO_VERB 3:15 no verb"]
    assert shown.locator(".shown").text_content() == "1 of 3 shown"
    # What another rule found at the same place is still marked.
    assert shown.locator("mark:not(.off)").all_text_contents() == ["said said", " ", "“no”"]
    assert shown.locator("mark.off").get_attribute("tabindex") == "-1"
    box.check()
    assert shown.locator("mark.off").count() == 0
    shown.get_by_role("button", name="none").click()
    assert shown.locator(".findings li:visible, mark:not(.off), .text .reading:not(.off)").count() == 0
    shown.get_by_role("button", name="all").click()
    assert shown.locator(".findings li:visible").count() == 3
    assert shown.locator(".text .reading:not(.off)").count() >= 1


def test_what_is_wrong_is_said_on_hover(opened: Open) -> None:
    shown = opened(page(damaged()))
    note = shown.locator("#note")
    assert note.is_hidden()
    shown.locator("mark", has_text="said said").hover()
    assert note.locator("p").all_text_contents() == ["doubled-word“said” twice", "languagetool/NO_VERBno verb"]
    shown.locator(".text .reading").first.hover()
    assert "damage 0.95" in note.inner_text()
    shown.locator("h2").hover()
    assert note.is_hidden()


def test_all_of_it_works_by_keyboard(opened: Open) -> None:
    shown = opened(page(damaged()))
    note, focused = shown.locator("#note"), shown.locator("mark:focus")
    shown.keyboard.press("n")
    assert (focused.text_content(), note.inner_text()) == ("The the", "doubled-word\n“the” twice")
    shown.keyboard.press("n")
    assert focused.text_content() == "said said"
    shown.keyboard.press("p")
    shown.keyboard.press("p")
    assert focused.text_content() == "said said"
    shown.keyboard.press("Escape")
    assert note.is_hidden()
    shown.keyboard.press("Shift+Tab")
    assert focused.text_content() == "The the"
    assert note.is_visible()
    shown.locator(".filters input").first.focus()
    shown.keyboard.press("Space")
    assert not shown.locator(".filters input").first.is_checked()
    shown.locator(".findings a").first.focus()
    shown.keyboard.press("Enter")
    focused.wait_for()
    assert focused.text_content() == "The the"


def test_a_mark_says_what_is_wrong_to_those_who_do_not_see_it(opened: Open) -> None:
    shown = opened(page(damaged()))
    tree = shown.locator(".text").aria_snapshot()
    assert "The the" in tree
    described = shown.locator("mark[tabindex]").first.get_attribute("aria-describedby") or "none"
    assert "“the” twice" in (shown.locator(f"#{described}").text_content() or "")
    assert shown.locator("html").get_attribute("lang") == "en"
    assert shown.locator("main, nav, aside, article").evaluate_all("all => all.every(one => one.offsetHeight > 0)")


def test_of_several_documents_one_is_shown_and_the_way_back(opened: Open) -> None:
    fine = report("Fine words.", name="fine.txt")
    shown = opened(page(fine, damaged(), unread=(("gone.txt", "no such file"),)))
    visible = shown.locator("article:visible h2")
    assert visible.count() == 0
    rows = shown.locator("#documents tbody tr").all_text_contents()
    assert [row.split("0")[0][:8] for row in rows] == ["Reject4", "Accept9", "Not read"]
    shown.get_by_role("link", name="fine.txt").click()
    visible.wait_for()
    assert visible.all_text_contents() == ["fine.txt"]
    shown.get_by_role("link", name="All documents").click()
    visible.wait_for(state="detached")
    shown.get_by_role("link", name="page.txt").click()
    shown.locator(".findings:visible a").last.click()
    assert visible.all_text_contents() == ["page.txt"]
    shown.go_back()
    assert visible.all_text_contents() == ["page.txt"]


def test_without_a_script_all_of_it_is_shown(opened: Open) -> None:
    shown = opened(page(report("Fine.", name="fine.txt"), damaged()), java_script_enabled=False)
    assert shown.locator("article").nth(1).is_visible()
    assert shown.locator("article").nth(0).is_visible()
    assert shown.locator(".filters").is_hidden()
    assert shown.locator(".findings li").count() == 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_every_screen_light_and_dark(opened: Open, scheme: str) -> None:
    long = report("word" * 200 + " bad word. " + "a " * 300, ("bad word", "x" * 400), name="n" * 300 + ".txt")
    grounds = set()
    for width in (360, 900, 1440):
        shown = opened(page(damaged(), long), width=width, color_scheme=scheme)
        for link in ("page.txt", "nnn"):
            shown.get_by_role("link", name=link).click()
            assert shown.evaluate("document.documentElement.scrollWidth") <= width
            shown.get_by_role("link", name="All documents").click()
        grounds.add(shown.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert grounds == {{"light": "rgb(252, 251, 249)", "dark": "rgb(24, 23, 21)"}[scheme]}


def test_paper_has_the_findings_and_no_controls(opened: Open) -> None:
    shown = opened(page(damaged()))
    shown.emulate_media(media="print")
    assert shown.locator(".filters").is_hidden()
    assert shown.locator(".findings li").first.is_visible()


def test_nothing_moves_for_those_who_asked_for_that(opened: Open) -> None:
    moving = "getComputedStyle(document.documentElement).scrollBehavior"
    assert opened(page(damaged()), reduced_motion="reduce").evaluate(moving) == "auto"
    assert opened(page(damaged()), reduced_motion="no-preference").evaluate(moving) == "smooth"


def test_the_page_is_the_same_every_time() -> None:
    assert page(damaged(), *samples()) == page(damaged(), *samples())
