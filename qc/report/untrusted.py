"""Text from documents and file names, made safe to show: nothing in it acts on a terminal or a Markdown renderer."""

from __future__ import annotations

import re
import unicodedata

LINE_END = "\N{RETURN SYMBOL}"
TAB = "\N{RIGHTWARDS ARROW TO BAR}"
ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"

_LINE_ENDS = frozenset("\n\r\x0b\x0c\x85\u2028\u2029")

# A renderer joins text it has unescaped before it looks for mentions, addresses and emoji, so a backslash does not
# stop those; a zero-width space does, and written as an entity it stays visible in an editor.
_BREAK = "&#8203;"

# The domains that renderers link without `www.`; longer lists would put a backslash into every "end.Begin".
_TOP_LEVEL = "biz|com|edu|gov|net|org|pro|web|xxx|aero|asia|coop|info|museum|name|shop|рф|xn--[a-z0-9-]+"

_ACTIVE = re.compile(
    r"""
      (?P<escaped>  [\\`*_\[\]<>&|~$] )
    | (?P<mention>  @ (?=\w) | \# (?=\d) | \bgh- (?=\d) | (?<!\w): (?=[\w+-]+:) )
    | (?P<scheme>   : (?=//) | (?<=\bmailto): | (?<=\bxmpp): | (?<!:)/ (?=/) )
    | (?P<domain>   (?<=\bwww) \. | (?<=\w) \. (?=(?:[a-z]{2} | TOP_LEVEL)(?![^\W_])) )
    """.replace("TOP_LEVEL", _TOP_LEVEL),
    re.VERBOSE | re.IGNORECASE,
)
_AT_LINE_START = re.compile(r"\A(?:(?P<bullet>[-+=#])|(?P<number>\d{1,9})(?P<stop>[.)]))")


def visible(text: str) -> str:
    """Show what cannot be seen: line ends and tabs as signs, every other control or format character by number."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else _sign(c) for c in text.replace("\r\n", "\n"))


def _sign(character: str) -> str:
    if character in _LINE_ENDS:
        return LINE_END
    if character == "\t":
        return TAB
    if unicodedata.category(character) == "Zs":
        return character
    code = ord(character)
    # How Python hands over a byte of a file name that is not UTF-8.
    return f"⟨0x{code - 0xDC00:02X}⟩" if 0xDC80 <= code <= 0xDCFF else f"⟨U+{code:04X}⟩"


def markdown(text: str) -> str:
    """Make one line of Markdown that renders as `text` wherever it stands inside a line."""
    return _ACTIVE.sub(_defused, visible(text))


def at_line_start(line: str) -> str:
    """Keep a line of Markdown, inline parts made already, from becoming a list, a heading, a rule or code."""
    return _AT_LINE_START.sub(r"\g<number>\\\g<bullet>\g<stop>", line.strip(), count=1)


def _defused(active: re.Match[str]) -> str:
    return active.group() + _BREAK if active.lastgroup == "mention" else "\\" + active.group()


def xml(text: str) -> str:
    """Make text or an attribute value of an SVG."""
    safe = visible(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return safe.replace('"', "&quot;").replace("'", "&#39;")


def shortened(text: str, limit: int) -> str:
    """Cut the middle out of a text longer than `limit` code points, between words where there are any."""
    if len(text) <= limit:
        return text
    head = text[: limit * 2 // 3]
    tail = text[len(head) - limit :]
    head = max(head.rpartition(" ")[0], head[: limit // 2], key=len)
    tail = max(tail.partition(" ")[2], tail[limit // 6 :], key=len)
    return f"{head.rstrip()} {ELLIPSIS} {tail.lstrip()}"
