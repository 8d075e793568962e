"""Reports made by hand, so that no change of a rule changes a test of a renderer, and texts that try to act."""

from __future__ import annotations

import re

from qc.check import settings as policy_settings
from qc.document import Document, Span
from qc.policy import Decision, Policy, Verdict
from qc.readability import measure
from qc.report import Report, Reported
from qc.rule import Axis
from qc.score import Contribution, Score


def found(doc: Document, words: str, message: str = "it is wrong", rule: str = "some-rule", nth: int = 0) -> Reported:
    """A finding on the nth occurrence of some words."""
    start = [m.start() for m in re.finditer(re.escape(words), doc.text)][nth]
    line, column = doc.locate(start)
    span = Span(start, start + len(words))
    return Reported(rule, "quotes", Axis.QUOTATION, span, message, 1.0, 4.0, (), line, column)


def report(
    text: str,
    *marks: tuple[str, str] | tuple[str, str, str],
    name: str = "page.txt",
    verdict: Verdict | None = None,
    value: float = 90.0,
) -> Report:
    """A report on a text with findings on the words in `marks`: words, message and, if it matters, rule."""
    doc = Document(text, name)
    findings = tuple(sorted((found(doc, *mark) for mark in marks), key=lambda f: f.span))
    costs = (Contribution("some-rule", Axis.QUOTATION, len(findings), round(100 - value, 1)),)
    return Report(
        document=doc,
        words=len(doc.tokens),
        sentences=len(doc.sentences),
        readability=measure(doc.prose_text),
        score=Score(value, costs),
        judgement=verdict or Verdict(Decision.ACCEPT),
        findings=findings,
        silenced=(),
        versions={"qc": "0.0"},
        settings=policy_settings(Policy()),
    )


# What a renderer must not make of a document: each would be structure, a link or an act if it got through.
ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</table></div><h1>owned</h1>",
    "<!-- hidden -->",
    "&lt;b&gt; &amp; &#60;",
    "[click](https://evil.example/)",
    "![pixel](https://evil.example/p.png)",
    "[ref]: https://evil.example/ 'x'",
    "[^1] and [^1]: note",
    "<https://evil.example/>",
    "https://evil.example/path?q=1",
    "HTTP://EVIL.EXAMPLE",
    "ftp://evil.example//other.example",
    "//evil.example/x and //localhost/y",
    "www.evil.example",
    "evil.com and EVIL.CO.UK and a1.io",
    "someone@evil.example and mailto:a@b.co and xmpp:a@b.co",
    "@maintainer and @org/team",
    "#123 and org/repo#45 and GH-12",
    "| a | b |",
    "\\| c \\\\| d",
    "# heading",
    "## heading ##",
    "heading\n===",
    "heading\n---",
    "- item\n* item\n+ item",
    "1. item\n2) item",
    "> quoted",
    "> [!WARNING]\n> look",
    "    indented code",
    "```\nfence",
    "~~~\nfence",
    "`code` and ``more``",
    "**bold** __bold__ *it* _it_ ~~gone~~ ***",
    "***\n---\n___",
    "- [ ] task",
    "$x$ and $$y$$",
    ":smile: :+1:",
    "term\n: definition",
    "\x1b[31mred\x1b]8;;https://evil.example\x07link\x1b]8;;\x07",
    "\u202eevil\u202c \u2066x\u2069 \u200b\u00ad\ufeff\U000e0041",
    "\x00\x01\x7f\x85\u2028\u2029\r\n\r\v\f",
    "\ud800 \udcff \ufffe",
    "⟦**fake mark**⟧",
    "<qc report -->",
]


def hostile(text: str) -> Report:
    """A report in which the text stands everywhere a document's words can stand."""
    quotation = " ".join(text.split())
    body = f"{text} bad word here.\n\nAgain {text} bad word here.\n\nThe mayor said, “{quotation}.”\n"
    return report(body, ("bad word", f"“{text}” is wrong"), (text, text) if text.strip() else ("bad", "x"), name=text)
