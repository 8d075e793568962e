"""Words of a chat assistant about its task.

A text was pasted out of a chat with what the assistant said around it: `Sure! Here is the translation:`, `As an AI
language model, I cannot`, `[Insert name here]`. It was written or translated by a machine, and nobody read it before it
was published.

Articles that quote chatbots, helpful letters (`I hope this helps`), forms with blanks of their own, and translators who
announce their translation in a running sentence are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qc import Axis, Document, Finding, Span, bad, good, miss, rule

_MADE = r"(?:translat(?:ion|ed)|rewritten|paraphrased|revised|rephrased|polished|proofread|humani[sz]ed)"
_SURE = r"(?:Sure(?: thing)?|Certainly|Of course|Absolutely)[!,.] "
_CANNOT = r"(?:can’t|can't|cannot|am unable to|’m unable to)"
_CHATTER = (
    (
        {"AI", "language"},
        r"[Aa]s an? (?:AI|artificial intelligence|large language model)\b(?: language)?(?: model| assistant)?,? I\b",
    ),
    ({"AI", "language"}, r"[Aa]s an? (?:AI language|large language|AI) model\b"),
    (
        {"translation", "translated", "rewritten", "paraphrased", "revised", "rephrased", "polished", "proofread"},
        (
            rf"^[ \t]*(?:{_SURE})?(?:[Hh]ere(?:’s|'s| is| are)|Below is) (?:the|your|a|my) (?:\w+ ){{0,3}}{_MADE}"
            r"[^\n.]{0,80}:[ \t]*$"
        ),
    ),
    (
        {"Sure", "Certainly", "course", "Absolutely"},
        rf"^[ \t]*{_SURE}[Hh]ere(?:’s|'s| is) (?:\w+ ){{0,3}}{_MADE}[^\n:.]{{0,80}}[:.]",
    ),
    (
        {"sorry"},
        rf"I(?:’m|'m| am) sorry,? but (?:as an AI|I {_CANNOT} (?:assist|help|fulfil+|comply|translate|provide)\b)",
    ),
    (
        {"translate", "translated"},
        (
            r"[Pp]lease (?:provide|share|paste) (?:me with )?the (?:text|passage|article|content) (?:that )?"
            r"you(?:’d|'d| would)? (?:like|want|wish)(?: me)? to (?:be )?(?:translate|have translated)"
        ),
    ),
    ({"update", "cutoff", "cut-off"}, r"(?:as of|since|after) my (?:last (?:knowledge )?update|knowledge cut-?off)"),
    ({"[Insert", "[insert", "[INSERT", "[Your", "[YOUR", "[your"}, r"\[(?:insert|your) [^\]\n]{2,40}\]"),
    ({"Regenerate"}, r"^[ \t]*Regenerate response[ \t]*$"),
)
"""Words one of which the text must have before the pattern is worth a try, and the pattern."""

_ABOUT = re.compile(r"chatbot|ChatGPT|chat assistant|language models|OpenAI|Claude|Gemini|Copilot")


@rule(
    axis=Axis.TRANSLATION,
    advice="delete it",
    examples=[
        bad("⟦Here is the translation:⟧\n\nThe mayor resigned on Monday after a long quarrel."),
        bad("⟦As an AI language model, I⟧ cannot say who will win the election."),
        bad("⟦Sure! Here’s the translated text:⟧ The mayor resigned on Monday."),
        bad("Dear ⟦[Insert name here]⟧, the council thanks you for the letter."),
        bad("The bridge is closed. ⟦I’m sorry, but I cannot translate⟧ the rest of it."),
        bad("No date was set, ⟦as of my last update⟧, for the opening."),
        good("Asked who would win, the chatbot wrote: “As an AI language model, I cannot say.”"),
        good("Here is the translation that Miss Hart made for the king, and here are her notes."),
        good("Sure! Here is the key. I hope this helps! Let me know if you need anything else."),
        good("As an AI researcher, she knew that the model was wrong. As an AI startup it raised little."),
        good("I’m sorry, but I can’t come on Friday. Please provide the text of the law to the clerk."),
        miss("⟦I have kept the tone formal, as you asked.⟧ The mayor resigned on Monday."),
    ],
)
def assistant_chatter(doc: Document) -> Iterator[Finding]:
    found = sorted(_found(doc), key=lambda place: (place[0], -place[1]))
    about = bool(found) and bool(_ABOUT.search(doc.text))
    last = 0
    for start, end in found:
        quoted = doc.is_quoted(start)
        if start >= last and not quoted and not about:
            last = end
            yield Finding(Span(start, end), f"“{doc.text[start:end]}” is a chat assistant speaking, not the text")


def _found(doc: Document) -> Iterator[tuple[int, int]]:
    for words, pattern in _CHATTER:
        if not doc.vocabulary.isdisjoint(words) or not doc.forms.isdisjoint(words):
            flags = re.MULTILINE | re.IGNORECASE if pattern.startswith(r"\[") else re.MULTILINE
            yield from map(_trimmed, re.finditer(pattern, doc.text, flags))


def _trimmed(match: re.Match[str]) -> tuple[int, int]:
    return match.start() + len(match[0]) - len(match[0].lstrip()), match.start() + len(match[0].rstrip())
