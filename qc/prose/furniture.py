"""What a page has beside its prose, and the evidence a line is told by.

A line that ends like a sentence is prose unless its words are those of a page ("Required fields are marked *"). One
that ends like nothing and is short is left open: `qc.prose` settles it by its neighbours. Most lines are prose, so
each test asks first for a character or a word that the evidence cannot do without.
"""

from __future__ import annotations

import re
from enum import Enum, auto

from qc.document import BlockKind

LONGEST = 220
"""A longer paragraph is prose on sight, but for tables, lists of addresses, credited captions and cookie notices."""
_LONGEST_OPEN, _MOST_WORDS = 110, 14
"""A line without a stop is left open up to this size; headlines set in capitals may have some words more."""
_MOST_TITLE_WORDS = 22

_CUT_WORDS = 8
UNFINISHED = frozenset("the a an of and or their its our my your whose than because although".split())
"""Words that hardly a sentence ends with. Not "to", "in", "with" or "her", which may: "the house he lives in"."""

_STOPS = frozenset(".!?…,;:—–-。！？।؟")
_CLOSERS = "\"'’”»)]*_ “‘«„"
# Possessive throughout: "http://a" written forty times over has more readings than can be tried.
_ADDRESSES = re.compile(
    r"(?:(?:https?://|ftp://|www\.)\S++[\s,;|]*+|[\w.+-]{1,80}+@[\w-]{1,80}+(?:\.[\w-]{1,80}+){1,8}+[\s,;|]*+)++"
)
_SENTENCE_BEFORE = re.compile(r"[a-z]{4}[.!?][\"'’”)]*\s")
"""The end of a sentence of some sort: what comes after it is the next, though it may lack its stop."""
_RULE = re.compile(r"[-–—=_*~#·•.+<>:/\\|›»→\s]+")
_NUMBER = re.compile(r"[^\w]*(?:\d[^\w]*)+%?")
_COUNTER = re.compile(
    r"[\d.,]+\s?[km]?\s(?:shares?|comments?|views?|likes?|replies|reads?|followers|min(?:ute)?s?(?: read| ago)?|"
    r"(?:hour|day|week|month|year)s? ago)|\d+\s?[x×]\s?\d+(?:\s?px)?|[\d.,]+\s?[kmg]b"
)  # fmt: skip
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_DATE_TOKEN = re.compile(r"[a-z]+|\d[\d:.,/+-]*")
_DATE_WORDS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug "
    "sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri "
    "sat sun am pm a p m gmt utc est edt cst cdt mst mdt pst pdt bst ist cet cest et ct pt t z st nd rd th of on at by "
    "date published posted updated last first modified created since edited by ago min read minutes minute hours hour "
    "and".split()
)
_MOST_DATE_TOKENS = 16
_BYLINE = re.compile(
    r"(?:By|BY|by|(?:Posted|Written|Reported|Edited|Photo|Photograph|Story|Words|Text) by)\s"
    r"[A-Z][\w.’'-]*(?:,?\s(?:[A-Z][\w.’'-]*|and|&|de|van|von|der|al|bin|\|)){0,9}"
)
_BYLINE_PARTS = re.compile(r"(?:,\s(?=\d)|\s[|•·–—-]\s)")
_BYLINE_OPENINGS = tuple("by ,posted ,written ,reported ,edited ,photo ,photograph ,story ,words ,text ".split(","))
_LABELS = frozenset(
    "tag|tags|topic|topics|category|categories|keyword|keywords|filed under|posted in|posted on|posted by|published|"
    "published on|published by|updated|last updated|last modified|author|authors|source|sources|isbn|doi|read time|"
    "reading time|word count|copyright|written by|edited by|reporting by|editing by|share this|share".split("|")
)
_CAPTION_LABELS = frozenset(
    "photo|photos|image|images|picture|pictures|photograph|photo credit|image credit|credit|credits|file photo|"
    "photo by|image by|photo caption|image source|photo source".split("|")
)
_CREDIT = re.compile(
    r"©|\([Cc]\) \d{4}|[Aa]ll [Rr]ights [Rr]eserved"
    r"|(?:AP|AFP|EPA|Reuters|REUTERS|Getty(?: Images)?)(?: ?(?:Photo|Images))? ?/ ?[A-Z]"
    r"|\((?:Photo|Image|Picture|Photograph|Credit)s?(?: by|:) |, \d\d\.\d\d\.\d{4}\Z"
)
_CAPTION_END = re.compile(
    r"(?:, \d\d\.\d\d\.\d{4}|\((?:Photo|Image|Picture|Photograph|Credit)s?(?: by|:) [^()]{2,70}\))\.?\Z"
)
_TAIL = 100
"""Characters in which the credit at the end of a long caption stands."""
_SINGLE = frozenset(
    "home|menu|search|newsletter|newsfeed|comment|comments|share|tweet|print|email|e-mail|facebook|twitter|instagram|"
    "youtube|linkedin|whatsapp|pinterest|telegram|rss|next|previous|prev|close|toggle navigation|loader|loading|"
    "subscribe|register|log in|login|sign in|log out|sign up|advertisement|sponsored|contact|contact us|about|about us|"
    "privacy policy|privacy notice|privacy|cookie policy|cookie settings|cookie preferences|cookie notice|cookies|"
    "terms of use|terms of service|terms and conditions|terms|sitemap|site map|faq|faqs|help|careers|advertise|"
    "table of contents|breaking news|most read|most popular|most viewed|trending|join the conversation|copy link|"
    "join the discussion|no comments|leave a comment|leave a reply|scroll to top|back to top|all rights reserved|"
    "share article|share this|related|related articles|related posts|related news|"
    "related stories|related topics|recommended|read more|read next|read also|see also|show more|view all|see all|"
    "load more|learn more|more info|post comment|submit|reply|like|follow|follow us|save|cancel|press info|reprints|"
    "skip to content|skip to main content|accept|accept all|accept cookies|accept all cookies|reject all|got it|"
    "manage cookies|add to cart|add to basket|add to wishlist|buy now|checkout|sort by|filter by|post navigation|"
    "app store|google play|getty images|file photo|continue reading|view comments|comments are closed|"
    "post a comment|go back|delete|top stories|latest news|popular posts|blog archive|older post|newer post|"
    "older posts|newer posts|view my complete profile|about me|my account|shopping cart|your cart|wishlist|quick view|"
    "write a review|today's headlines|more from|report abuse|permalink|reply delete".split("|")
)
_OPENINGS = (
    "leave a comment", "leave a reply", "your email address will not", "your e-mail address will not",
    "required fields are marked", "skip to content", "skip to main content", "share on facebook", "share on twitter",
    "share on whatsapp", "share on linkedin", "share via ", "follow us on ", "subscribe to our newsletter",
    "sign up for our newsletter", "sign up to our newsletter", "you may also like", "you might also like",
    "click here to", "click here for", "comments are closed", "save my name,", "notify me of follow",
    "notify me of new", "all rights reserved", "please enable javascript", "this site uses akismet",
    "javascript is disabled", "javascript is required", "image caption", "image source", "image copyright",
    "photo caption", "view all comments", "download our app", "get our app", "join our newsletter", "copyright ©",
)  # fmt: skip
"""What a page says in whole sentences."""
_LABEL_OPENINGS = (
    "scroll to top", "back to top", "share on ", "share this ", "share to ", "tweet this", "pin it", "subscribe to our",
    "subscribe now", "subscribe for", "subscribe here", "subscribe today", "sign up for ", "sign up to ", "log in to ",
    "log in or ", "sign in to ", "sign in or ", "related articles", "related posts", "related stories", "read more:",
    "read also:", "continue reading", "print this", "email this", "notify me of", "powered by ", "image credit",
    "photo credit", "getty images", "add to cart", "posted in ", "filed under ", "0 comments", "no comments",
)  # fmt: skip
"""What is a label where no stop follows, and may begin a sentence where one does."""
_COOKIE_NOTICE = re.compile(
    r"(?:we|this (?:web)?site|our (?:web)?site)(?: and our partners)? uses? cookies\b.{0,300}?"
    r"(?:by (?:continuing|clicking|using)|if you continue|accept|got it|find out more|learn more)", re.DOTALL,
)  # fmt: skip
_COLUMNS = re.compile(r"\S {3,}\S.*\S {3,}\S")
_SEPARATORS = (" | ", " » ", " > ", " › ", " · ", " • ", "\t")
_CODE = re.compile(
    r"(?:\$ |>>> |#include\b|import [\w.]+;?\Z|from [\w.]+ import |def \w+\(.*\):|(?:async )?function \w*\(|"
    r"(?:let|const|var) \w+ ?=|(?:public|private|protected|static)(?: \w+)+\(.*[{;]\Z|@\w+(?:\(.*\))?\Z|/\*|\*/|"
    r"//\s?\w.*[;{}]\Z|(?:return )?[\w.]+\(.*\);\Z|[\w.\[\]]+ [-+*/]?= .*;\Z|.*\)? ?\{\Z|[\]})]+[;,]?\Z)"
)
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_CODE_FIRST, _CODE_LAST = frozenset("$>#@/}]{"), frozenset("{};")
_CODE_WORDS = frozenset("import from def function async let const var public private static".split())
_QUOTES = frozenset("\"'“‘”’«„")
_KEYWORDS, _LONGEST_KEYWORD = 4, 60
"""Items of a list of keywords: fewer, in small letters and without a stop, may be a line of verse."""
_LONGEST_BUTTON = 25
"""Characters in each item of a menu that stands on one line; a row of a table has longer ones."""


_VALUES = frozenset("true false null none undefined nan".split())
_BETWEEN = frozenset("advertisement|sponsored|continue reading|scroll to top|back to top|toggle navigation".split("|"))
"""Labels that stand between paragraphs of the text on a page, and nowhere else."""
_IMAGE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|avif)(?:\?\S*)?\Z")
_SUSPECT = frozenset(
    word.rstrip(":")
    for phrases in (_DATE_WORDS, _LABELS, _CAPTION_LABELS, _SINGLE, _OPENINGS, _BYLINE_OPENINGS)
    for phrase in phrases
    for word in phrase.split()[:1]
)
"""The words that furniture which ends like a sentence begins with."""


def kind_of(passage: str) -> BlockKind | None:
    """Judge a paragraph by itself; None where only its neighbours can tell."""
    if len(passage) > LONGEST:
        return _long(passage)
    stopped = is_stopped(passage)
    if stopped and not _is_suspect(passage.lower()):
        return BlockKind.PROSE
    if "   " in passage and not stopped and _COLUMNS.search(passage):
        return BlockKind.TABLE
    if passage[0] != "|" and trace(passage) is not None:
        return BlockKind.FURNITURE
    return _layout(passage) or (BlockKind.PROSE if stopped or _is_wordy(passage) else None)


def _is_suspect(lowered: str) -> bool:
    if not lowered[0].isalpha() or lowered.partition(" ")[0].rstrip(":,.") in _SUSPECT:
        return lowered[0] not in _QUOTES
    # Written out: a loop over the marks takes five times as long, and every short paragraph comes here.
    if "/" in lowered or "@" in lowered or "(" in lowered or "©" in lowered or "cookies" in lowered:
        return True
    return lowered[-1] in _CODE_LAST


def is_stopped(passage: str) -> bool:
    """Say whether the passage ends with a mark that sentences, clauses and verses end with."""
    # Opening marks and spaces too: `he left. “` ends like a sentence, with its closing mark reversed and set off.
    last = passage[-1:] if passage[-1:] in _STOPS else passage.rstrip(_CLOSERS)[-1:]
    return last in _STOPS and not (last == ":" and passage.isupper())


def _long(passage: str) -> BlockKind:
    if passage[0] == "|" and passage.count("|") > 3:
        return BlockKind.TABLE
    if passage.startswith(("http", "www.")) and _ADDRESSES.fullmatch(passage):
        return BlockKind.FURNITURE
    if passage[0] == "©" or _is_caption(passage):
        return BlockKind.FURNITURE
    if passage[0] in "WTOwto" and "cookies" in passage and _COOKIE_NOTICE.match(passage[:400].lower()):
        return BlockKind.FURNITURE
    return BlockKind.MARKUP if _RULE.fullmatch(passage) else BlockKind.PROSE


def _is_caption(passage: str) -> bool:
    last = passage[-2] if passage[-1] == "." else passage[-1]
    return (last == ")" or last.isdigit()) and _CAPTION_END.search(passage, len(passage) - _TAIL) is not None


def _layout(passage: str) -> BlockKind | None:
    if (passage[0] == "|" and len(passage) > 1) or passage.count(" | ") > 1:
        return BlockKind.TABLE
    if passage[0] == "<" and passage[-1] == ">":
        return None if _is_tagged(passage) else BlockKind.MARKUP
    if _RULE.fullmatch(passage) and passage != ".":
        return BlockKind.MARKUP
    codelike = passage[0] in _CODE_FIRST or passage[-1] in _CODE_LAST or passage.partition(" ")[0] in _CODE_WORDS
    if codelike and _CODE.match(passage):
        return BlockKind.CODE
    return None


def _is_tagged(passage: str) -> bool:
    """Say whether a sentence stands between the tags, as where HTML was taken for text."""
    bare = TAG.sub("", passage).strip()
    return " " in bare and is_stopped(bare)


def _is_wordy(passage: str) -> bool:
    words = passage.split()
    if len(words) > _CUT_WORDS and words[-1] in UNFINISHED:
        return True
    if len(words) <= _MOST_WORDS and len(passage) <= _LONGEST_OPEN and not _SENTENCE_BEFORE.search(passage):
        return False
    return len(words) > _MOST_TITLE_WORDS or not is_capitalised(words)


def is_capitalised(words: list[str]) -> bool:
    """Say whether the words are set as in a title: most of the long ones begin with a capital."""
    long = [word for word in words if len(word) > 3]
    return sum(not word[0].islower() for word in long) * 10 >= len(long) * 7


class Trace(Enum):
    """What a line of furniture is told by."""

    PHRASE = auto()  # a sentence or label that only pages have
    BUTTON = auto()  # a single word or two of a menu
    IMAGE = auto()  # the address of an image
    VALUE = auto()  # a number, a size, true or false, an e-mail address
    KEYWORDS = auto()  # a list of keywords, a row of links
    LINK = auto()  # addresses alone on a line
    CREDIT = auto()  # a date, a byline, a label with its value, the credit of a picture


def trace(passage: str) -> Trace | None:
    """Say what makes a passage furniture, None where nothing in it does."""
    lowered, stopped = passage.lower(), is_stopped(passage)
    bare = lowered.strip(" .:•·»›>→*!…–-")
    if bare.startswith(_OPENINGS) or (not stopped and bare.startswith(_LABEL_OPENINGS)) or bare in _BETWEEN:
        return Trace.PHRASE
    if "cookies" in lowered and _COOKIE_NOTICE.match(lowered):
        return Trace.PHRASE
    if bare in _SINGLE:
        return Trace.BUTTON
    if bare in _VALUES:
        return Trace.VALUE
    if ("://" in passage or "www." in passage or "@" in passage) and _ADDRESSES.fullmatch(passage):
        return _address(lowered)
    if _is_dated(lowered, stopped):
        return Trace.VALUE if " " not in lowered and not _ISO_DATE.match(lowered) else Trace.CREDIT
    if _is_credited(passage, lowered, stopped):
        return Trace.CREDIT
    return Trace.KEYWORDS if _is_listed(passage, lowered, stopped) else None


def _address(lowered: str) -> Trace:
    if _IMAGE.search(lowered):
        return Trace.IMAGE
    return Trace.LINK if "://" in lowered or "www." in lowered else Trace.VALUE


def _is_dated(lowered: str, stopped: bool) -> bool:
    if lowered[0].isalpha() and lowered.partition(" ")[0].strip(":,.") not in _DATE_WORDS and "-" not in lowered:
        return False
    if not any(map(str.isdigit, lowered)):
        return False
    if _NUMBER.fullmatch(lowered) or _COUNTER.fullmatch(lowered):
        return True
    if _ISO_DATE.search(lowered) and not stopped and lowered.count(" ") < 6:
        return True
    tokens = _DATE_TOKEN.findall(lowered, 0, 120)
    return len(tokens) <= _MOST_DATE_TOKENS and all(token[0].isdigit() or token in _DATE_WORDS for token in tokens)


def _is_credited(passage: str, lowered: str, stopped: bool) -> bool:
    label, colon, rest = lowered.partition(":")
    if colon and rest and (label in _CAPTION_LABELS or (label in _LABELS and not stopped)):
        return True
    if lowered.startswith(_BYLINE_OPENINGS):
        byline, *others = _BYLINE_PARTS.split(passage)
        return bool(_BYLINE.fullmatch(byline)) and all(_is_dated(part.lower(), stopped) for part in others)
    marked = "©" in passage or "(" in passage or "/" in passage or "ights " in passage or passage[-1].isdigit()
    return marked and _CREDIT.search(passage) is not None


def _is_listed(passage: str, lowered: str, stopped: bool) -> bool:
    """Say whether this is a list of keywords or a row of links."""
    if stopped:
        return False
    for separator in _SEPARATORS:
        if passage.count(separator) > 1:
            return all(len(item) < _LONGEST_BUTTON for item in passage.split(separator))
    items = lowered.split(", ")
    if len(items) < _KEYWORDS or passage != lowered or not passage[-1].isalnum():
        return False
    return not items[-1].startswith(("and ", "or ")) and max(map(len, items)) < _LONGEST_KEYWORD
