"""What a page has beside its prose, and the evidence it is told by.

A line that ends like a sentence is prose unless its words are those of a page ("Required fields are marked *"). A
short line that ends like nothing is settled by its company: above a paragraph it is a heading, amid dates, addresses
and links it is furniture, amid verse it is verse, and alone it is prose.
"""

from __future__ import annotations

import re
from itertools import groupby

from qc.document import BlockKind

Verdict = BlockKind | None
"""None: a short line without a stop, which its neighbours settle."""

_LONG = 220
"""Longer paragraphs are prose on sight, but for lists of links."""
_SHORT = 110
_FEW_WORDS = 14

_SENTENCE_END = re.compile(r"(?:[.!?…,;:—–\-。！？।]|[.!?…,;—–]\s?[\"'’”“»«)\]*_]+)\Z")
_ADDRESSES = re.compile(r"(?:\s*(?:(?:https?://|ftp://|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)[\s,;|]*)+")
_RULE = re.compile(r"[\W_]+")
_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_DATE = (
    rf"(?:\d{{4}}-\d\d-\d\d\S*|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}|\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH}\.?,?(?:\s\d{{4}})?|"
    rf"{_MONTH}\.?\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})?|\d{{1,2}}:\d\d(?::\d\d)?)"
)
_DATED = re.compile(
    rf"(?:(?:date|published|posted|updated|last\s(?:updated|modified)|first\spublished|created|on|at|by|[a-z]{{3,9}}day,?)[\s:]+)*"
    rf"{_DATE}(?:[\s,|·•–-]+(?:{_DATE}|[ap]\.?m\.?|gmt|[ecmp][sd]?t|utc|bst|ist|cet|at|updated:?|\d{{4}}|[a-z]{{3,9}}day|international))*\W*"
)
_METADATA = re.compile(
    r"(?:tags?|categor(?:y|ies)|keywords?|filed under|posted (?:in|by|on)|published (?:by|on|in)?|updated|last (?:updated|modified)|"
    r"author|source|photo(?:graph)?s?(?: by| credit)?|image(?: credit)?|credits?|file photo|isbn|doi|share|print|views?|read time|"
    r"reading time|word count|location|copyright|written by|edited by|reporting by|editing by)\s?:\s?\S.{0,120}|"
    r"\d+[.,]?\d*\s?[km]?\s(?:shares?|comments?|views?|likes?|replies|min(?:ute)?s?(?: read| ago)?|hours? ago|days? ago|weeks? ago)|"
    r"\d+\s?[x×]\s?\d+(?:\s?px)?|[\d.,]+\s?[kmg]b|[a-z]{2}[_-][a-z]{2}|true|false|null|none|undefined|nan|loading\W*|"
    r"date \d{4}\S* .{0,40}"
)
_BYLINE = re.compile(
    r"(?:By|BY|Posted by|Written by|Photo by|Photograph by|Story by|Words by|Reported by)\s"
    r"(?:[A-Z][\w.’'-]*|and|&|,|de|van|von|al|bin)(?:,?\s(?:[A-Z][\w.’'-]*|and|&|de|van|von|al|bin|\|)){0,9}"
)
_BOILERPLATE = re.compile(
    r"(?:leave a (?:comment|reply)|your e-?mail address will not be published|required fields are marked|scroll to top|back to top|"
    r"(?:share|post|pin|tweet|save) (?:this|on|to|via) ?(?:article|page|post|story|facebook|twitter|x|whatsapp|linkedin|pinterest|reddit|email|telegram)?\W*\Z|"
    r"follow us|subscribe(?: (?:now|today|to our|here|for)|\W*\Z)|sign (?:up|in)(?: (?:for|to) |\W*\Z)|log ?(?:in|out)(?: or | to |\W*\Z)|register\W*\Z|"
    r"read (?:more|also|next)|related (?:articles?|posts?|stories|news|topics)|you (?:may|might) also like|advertisement|sponsored|"
    r"skip to (?:main )?content|(?:accept|reject|manage) (?:all )?cookies|cookie (?:policy|settings|preferences|notice)\W*\Z|"
    r"privacy (?:policy|notice)\W*\Z|terms (?:of|and) (?:use|service|conditions)\W*\Z|contact(?: us)?\W*\Z|about(?: us)?\W*\Z|"
    r"(?:home|menu|search|newsletter|newsfeed|comments?|share|tweet|print|e-?mail|facebook|twitter|instagram|youtube|linkedin|whatsapp|"
    r"pinterest|telegram|next|previous|prev|close|toggle navigation|loader)\W*\Z|"
    r"click here (?:to|for)|continue reading|(?:view|show|load|see) (?:all|more|comments)|comments are closed|no comments|"
    r"(?:print|e-?mail) this|save my name,|notify me of|powered by |all rights reserved|please enable javascript|this site uses akismet|"
    r"(?:image|photo|picture) (?:credit|source|copyright|caption)|getty images|app store|google play|add to (?:cart|basket|wishlist)|"
    r"sort by|filter by|post navigation|table of contents\W*\Z|copy link|breaking news\W*\Z|most (?:read|popular|viewed)\W*\Z|"
    r"join the (?:conversation|discussion)\W*\Z)"
)
_COOKIE_NOTICE = re.compile(
    r"(?:we|this (?:web)?site|our (?:web)?site)(?: and our partners)? uses? cookies\b.{0,300}?"
    r"(?:by (?:continuing|clicking|using)|if you continue|accept|got it|find out more|learn more)"
)
_CREDIT = re.compile(
    r"©|\(c\) \d{4}|[Aa]ll [Rr]ights [Rr]eserved|(?:AP|AFP|EPA|Reuters|REUTERS|Getty(?: Images)?) ?(?:Photo|Images)? ?/ ?[A-Z]|"
    r"\((?:Photo|Image|Picture|Photograph|Credit)s?(?: by|:) |, \d\d\.\d\d\.\d{4}\Z"
)
_SEPARATOR = re.compile(r"\s[|»>•·/›→]\s|\t")
_FUNCTION_WORD = re.compile(
    r"\b(?:the|a|an|of|and|is|was|are|were|to|in|that|it|he|she|his|her|my|with|for|on|at|from|by|be|or|not|you|i)\b"
)


def kind_of(passage: str) -> Verdict:
    """Judge a paragraph by itself; None where only its neighbours can tell."""
    ends = _SENTENCE_END.search(passage, max(0, len(passage) - 6))
    if len(passage) > _LONG:
        return _long(passage)
    lowered = passage.lower()
    if _is_furniture(passage, lowered):
        return BlockKind.FURNITURE
    if passage[0] == "|" or passage.count(" | ") > 1:
        return BlockKind.TABLE
    if _RULE.fullmatch(passage):
        return BlockKind.MARKUP
    if ends and (passage[-1] != ":" or " " in passage):
        return BlockKind.PROSE
    if len(passage) > _SHORT or len(passage.split()) > _FEW_WORDS:
        return BlockKind.PROSE
    return None


def _long(passage: str) -> Verdict:
    if passage[0] == "|" and passage.count("|") > 3:
        return BlockKind.TABLE
    if _COOKIE_NOTICE.match(passage[:400].lower()) or _ADDRESSES.fullmatch(passage):
        return BlockKind.FURNITURE
    if _RULE.fullmatch(passage):
        return BlockKind.MARKUP
    return BlockKind.PROSE


def _is_furniture(passage: str, lowered: str) -> bool:
    return bool(
        _ADDRESSES.fullmatch(passage)
        or _BOILERPLATE.match(lowered)
        or _DATED.fullmatch(lowered)
        or _METADATA.fullmatch(lowered)
        or _BYLINE.fullmatch(passage)
        or _CREDIT.search(passage)
        or _COOKIE_NOTICE.match(lowered)
        or passage.replace(",", "").replace(".", "").isdigit()
        or _is_keyword_list(passage, lowered)
    )


def _is_keyword_list(passage: str, lowered: str) -> bool:
    items = lowered.split(", ")
    if len(items) < 4 or passage != lowered or not passage[-1].isalnum():
        return False
    return not items[-1].startswith(("and ", "or ")) and all(len(item) < 60 for item in items)


def settled(passages: list[str]) -> list[BlockKind]:
    """Judge the paragraphs of a text, each by itself and then by the company it keeps."""
    judged = [(passage, kind_of(passage)) for passage in passages]
    if all(kind is not BlockKind.PROSE for _, kind in judged):
        return [kind or BlockKind.PROSE for _, kind in judged]
    kinds: list[BlockKind] = []
    for is_prose, group in groupby(judged, key=lambda item: item[1] is BlockKind.PROSE):
        run = list(group)
        first, last = not kinds, len(kinds) + len(run) == len(judged)
        kinds += [BlockKind.PROSE] * len(run) if is_prose else _settle(run, first, last)
    return kinds


def _settle(run: list[tuple[str, Verdict]], first: bool, last: bool) -> list[BlockKind]:
    """Settle a run of paragraphs between prose; `first` and `last` say whether the text begins or ends with it."""
    undecided = [passage for passage, kind in run if kind is None]
    kinds = [kind or _by_company(run, undecided) for _, kind in run]
    titles = [-1, 0] if len(run) == 2 else [-1]
    for at in titles if not last else []:
        if run[at][1] is None and _is_title(run[at][0], first):
            kinds[at] = BlockKind.HEADING
    return kinds


def _by_company(run: list[tuple[str, Verdict]], undecided: list[str]) -> BlockKind:
    if any(kind is BlockKind.FURNITURE for _, kind in run):
        return BlockKind.FURNITURE
    words = sum(len(passage.split()) for passage in undecided)
    if len(undecided) > 2 and words < 4 * len(undecided) and not _listed(undecided):
        return BlockKind.FURNITURE
    return BlockKind.PROSE


def _listed(passages: list[str]) -> bool:
    return sum(not passage[0].isalpha() for passage in passages) * 2 > len(passages)


def _is_title(passage: str, first: bool) -> bool:
    if not (passage[0].isupper() or passage[0].isdigit() or passage[0] in "\"'“‘"):
        return False
    words = passage.split()
    if first or len(words) <= 8:
        return True
    return sum(word[0].isupper() for word in words) * 2 > len(words)
