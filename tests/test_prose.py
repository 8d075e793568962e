"""Which lines are prose: written pages, Markdown traps, and what must hold of any text."""

from __future__ import annotations

import textwrap
import time
from collections.abc import Callable

import pytest
from growth import MOST, growth
from hypothesis import given
from hypothesis import strategies as st

from qc.document import INLINE_MASK, BlockKind, Document
from qc.prose import blocks, margins, masked

P, H, F, T, C, M = BlockKind
KINDS = {"P": P, "H": H, "F": F, "T": T, "C": C, "M": M}

# Each line of a page behind a letter: what kind of block it begins, or "+" where it goes on with the one above.
PAGES = {
    "news page": """\
F date 2021-03-04 Local
F https://news.example.org/2021/mill.html
H Mill burns down in the night
F 2021-03-04T18:35+0000
F mill
F ann example
F https://img.example.org/07e9/mill_0:160:3072_1920x0_80.jpg
P The mill at the end of Water Lane burnt down in the night, and nobody was hurt, the fire officer said.
P “It was an old mill,” said Ann Example, who lived beside it.
F desk@news.example.org
F +44 20 7946 0000
F 252
F true
F why did the mill burn, who owned the mill, what is a mill, when did the mill burn
F © Press Pool / Ann Example The mill at dawn.
F Share on Facebook
F A fireman looks at what is left of the mill in Water Lane on Tuesday morning, while the owner’s dog looks at\
 him. The mill, which was built in 1790, had been for sale since May, and nobody asked for it. (Photo by Ann Example)
F Newsletter
P The owner, who had bought it in May, could not be reached.
F World
F Sport
F   • About Us
F   • Privacy Policy
F © 2021 Example News. All rights reserved.
""",
    "blog": """\
H Why I still keep bees
F By Ann Example
F By Ann Example and Bo Lee | 4 March 2021
F 4 March 2021
F - Share on Facebook
F 5 min read
P I have kept bees for thirty years. You don’t need:
P – A large garden
P – Much money
P Just patience, and a hat.
F Posted in Garden
F 3 comments
F Leave a Reply
F Your email address will not be published. Required fields are marked *
""",
    "recipe": """\
H Thin pancakes for two people
F 20 minutes ago
P Thin, and good with lemon.
H Directions
P 1. Beat the eggs.
P 2. Add the milk, the flour and the salt, and beat again until the batter is smooth.
P 3. Fry.
F Print this recipe
""",
    "fiction": """\
H Chapter One
P “No,” he said.
P “Yes.”
P “Why?” asked Ada, and put down her cup; she had been told, and not for the first time, that it was late.
M * * *
P Nobody answered
P the door.
""",
    "transcript": """\
P Q. What did you see?
P A. Nothing.
P MR SMITH: Nothing at all?
P THE WITNESS: I saw the mill, and it was burning, and there was nobody there but me.
""",
    "statute": """\
P 1. The tenant shall keep the house in repair.
P (a) The roof shall be of slate; and
P (b) the walls shall be of brick.
P 2. The landlord shall be told of any fire.
""",
    "product": """\
F Home > Garden > Tools
H Steel spade with ash handle
F Add to basket
P This spade is forged from a single piece of steel. Its handle is of ash, and will outlive you.
F Weight: 2 kg | Length: 1 m | Colour: grey
""",
    "forum": """\
F ann42
F 5 replies
F 12 hours ago
P my spade broke after two days and nobody at the shop will answer me, what should i do now
F Reply
F Like
P Write to them again.
""",
    "government": """\
F Skip to main content
F Contact us
H Report a broken street light
P You can report a broken street light to your council. Tell them where it is.
F Last updated: 4 March 2021
""",
    "cookie wall": """\
F We use cookies to improve your experience. By continuing to browse our site you agree to our use of cookies.
F Accept all cookies
P The mill burnt down in the night, and nobody was hurt.
""",
    "privacy policy": """\
H How we use cookies
P Cookies are small files. We set two of them: one remembers your language, and one remembers that you were asked.
P You may delete them.
""",
    "table in text": """\
P The figures are these:
T | Year | Mills |
+ |———|———|
+ | 1900 | 12 |
P There are none now.
""",
    "columns": """\
P These are the mills of the town, with the years in which they were built and burnt.
T Mill          Built     Burnt
+ Water Lane    1790      2021
+ High Street   1802      1915
P There are none now.
""",
    "code in text": """\
P Say it like this:
C def mill(water):
+ return turn(water);
P It will turn.
""",
    "one line without a stop": "P The mill burnt down in the night\n",
    "two headlines": """\
H Mill burns down
H Nobody hurt at Water Lane
P The mill at the end of Water Lane burnt down in the night, and nobody was hurt, the officer said.
""",
    "menu alone": "F Home\nF Search\nF Contact us\n",
}


def parted(page: str) -> tuple[str, list[tuple[BlockKind, str]]]:
    """Return a page's text, and its blocks as they should be."""
    text = ""
    expected: list[tuple[BlockKind, str]] = []
    for line in page.splitlines():
        letter, body = line[0], line[2:]
        text += body + "\n"
        if letter == "+":
            kind, above = expected[-1]
            expected[-1] = kind, f"{above}\n{body.strip()}"
        else:
            expected.append((KINDS[letter], body.strip()))
    return text, expected


def found(text: str, markup: str = "text") -> list[tuple[BlockKind, str]]:
    return [(block.kind, text[block.start : block.end]) for block in blocks(text, markup)]


@pytest.mark.parametrize("name", PAGES)
def test_each_line_of_a_page_is_what_it_is(name: str) -> None:
    text, expected = parted(PAGES[name])
    assert found(text) == expected


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("end", ["\r\n", "\r", "\x85", "\u2028", "\n\f"])
def test_line_ends_make_no_difference(name: str, end: str) -> None:
    text, expected = parted(PAGES[name])
    other = text.replace("\n", end)
    assert found(other) == [(kind, body.replace("\n", end)) for kind, body in expected]


# Words of prose that a page's own words look like.
PROSE = [
    "Share it with your sister, and leave a comment if you must.",
    "By noon the mill was gone.",
    "Powered by steam, the mill turned night and day.",
    "Contact was lost on Monday.",
    "Search for it.",
    "Next!",
    "In 1920 the mill had 12 men, 3 boys and a dog.",
    "12 May 1920 was a cold day.",
    "Source: he would not say. It was a friend, and no more can be told of him here.",
    "Subscribe to no paper that you do not read.",
    "“Home,” said Ada.",
    "Photographs of the mill (there are three) hang in the hall.",
    "Read more books.",
    "He said: “The ferry leaves at noon. “",
    "Save the mill at all costs! Really! “Wrote another",
    "May came, and June.",
    "Write to mill@example.org or see https://mill.example.org/about for more.",
    "Tags are what a dog wears.",
    "Log in to your account, open the settings, and choose a name.",
    "The price was £5 / 6 euros (see below).",
]


@pytest.mark.parametrize("line", PROSE)
@pytest.mark.parametrize("markup", ["text", "markdown"])
def test_prose_that_speaks_like_a_page_is_prose(line: str, markup: str) -> None:
    text = f"The mill burnt down in the night.\n\n{line}\n\nNobody was hurt."
    assert [kind for kind, _ in found(text, markup)] == [P, P, P]


WRAPPED = """\
The mill at the end of Water Lane burnt down in the night, and
nobody was hurt, the fire officer said on Monday. He had been
called at four.

The owner, who had bought the mill in May from the last of the
Examples, could not be reached. His neighbours said that he was
in Washington. Nobody had seen
him for a week.
"""


def test_lines_filled_to_a_width_are_one_paragraph() -> None:
    assert [body.count("\n") for _, body in found(WRAPPED)] == [2, 3]


def test_a_short_line_ends_a_wrapped_paragraph() -> None:
    text = WRAPPED.replace("called at four.\n\n", "called at four.\n")
    assert [body.count("\n") for _, body in found(text)] == [2, 3]


def test_paragraphs_on_lines_of_their_own_stay_apart() -> None:
    lines = ["The mill burnt down in the night, and nobody was hurt. " * n for n in (3, 2, 4, 3)]
    assert len(found("\n".join(lines))) == 4


def test_two_lines_are_joined_where_the_first_stops_amid_a_sentence() -> None:
    assert len(found("The mill at the end of Water Lane burnt down\nin the night, and nobody was hurt.")) == 1
    assert len(found("The mill at the end of Water Lane burnt down.\nin the night, nobody was hurt.")) == 2
    assert len(found("The mill at the end of Water Lane burnt down\nNobody was hurt in the night.")) == 2


def test_a_stanza_is_one_block() -> None:
    text = (
        "Row to the harbour wall,\nThe lamp is in the hall,\nRow till the break of day,\nThe gulls away\n\nRow on,\nrow"
    )
    assert found(text)[0] == (P, text.partition("\n\n")[0])


def test_verse_without_a_comma_at_every_end_is_one_block() -> None:
    text = "What is it to the miller whether we\nHave bread or not, or where the miller’s men\nAre sleeping now,"
    assert len(found(text + "\nor whose the river is?")) == 1
    assert len(found("You should bring:\nYour own cup and plate\nWarm clothes for the night\nMoney for the bus")) == 4


def test_items_of_a_list_stay_apart() -> None:
    text = WRAPPED + "\n- the wheel, which was of oak and had been turned by the water\n- the stones\n- the door\n"
    assert [body[0] for _, body in found(text)[2:]] == ["-", "-", "-"]
    assert len(found("- the wheel of oak,\n- the stones of the mill,\n- the old red door.")) == 3


MARKDOWN = {
    "---\ntitle: Mill\n---\nThe mill burnt.": [M, P],
    "+++\ntitle = 'Mill'\n+++\nThe mill burnt.": [M, P],
    "---\n\nThe mill burnt.\n\n---": [M, P, M],
    "# Mill\nThe mill burnt.": [H, P],
    "Mill\n====\nThe mill burnt.": [H, P],
    "Mill\n---\nThe mill burnt.": [H, P],
    "#hashtag is no heading, but text.": [P],
    "```py\nx = 'The mill burnt.'\n\n# no heading\n```\nThe mill burnt.": [C, P],
    "~~~\n```\n~~~\nThe mill burnt.": [C, P],
    "```\nnever closed\n\nThe mill burnt.": [C],
    "```\r\r": [C],
    "The mill burnt.\n\n    x = 1\n\n    y = 2\n\nNobody was hurt.": [P, C, P],
    "- The mill burnt.\n\n    It was old.\n\n- Nobody was hurt.": [P, P, P],
    "| a | b |\n|---|---|\n| c | d |\n\nThe mill burnt.": [T, P],
    "a | b\n--|--\nc | d\n\nThe mill burnt.": [T, P],
    "The mill burnt.\n<!-- It was old.\n\nVery old. -->\nNobody was hurt.": [P, M, P],
    "<!-- never closed\n\nThe mill burnt.": [M, P],
    "<div>\nThe mill.\n</div>\n\nThe mill burnt.": [M, P],
    "<script>\nvar x;\n\nvar y;\n</script>\nThe mill burnt.": [M, P],
    "[mill]: https://mill.example.org 'Mill'\nThe mill burnt.": [M, P],
    "[^1]: The mill was of oak.": [P],
    "![The mill](mill.png)\n\nThe mill burnt.": [M, P],
    "[![ci](a.svg)](b) [![docs](c.svg)](d)\n\nThe mill burnt.": [M, P],
    "`mill`\n\nThe mill burnt.": [C, P],
    "> The mill burnt.\n>\n> Nobody was hurt.": [P, M, P],
    "> ```\n> code\n> ```\n> The mill burnt.": [C, P],
    "> [!NOTE]\n> The mill burnt.": [M, P],
    "* * *\nThe mill burnt.": [M, P],
    "1. The mill burnt.\n2. Nobody was hurt.": [P, P],
    "The mill\nburnt\nand nobody\nwas hurt.": [P],
    "{% include mill.html %}\n\nThe mill burnt.": [M, P],
    "https://mill.example.org\n\nThe mill burnt.": [F, P],
    "- [The mill](#mill)\n- [The owner](#owner)\n\nThe mill burnt.": [F, F, P],
    "See [the mill](#mill).": [P],
}


@pytest.mark.parametrize("text", MARKDOWN)
def test_blocks_of_markdown(text: str) -> None:
    assert [kind for kind, _ in found(text, "markdown")] == MARKDOWN[text]


# What a reader's eye skips is given as "~" where it is masked, and as a space where it becomes one.
INLINE = {
    "**“Stop,”** she said": "  “Stop,”   she said",
    "“**Stop**,” she said": "“~~Stop~~,” she said",
    "“_Why_?” he asked": "“~Why~?” he asked",
    "_don't_ do it": " don't  do it",
    "snake_case_name stays": "snake_case_name stays",
    "5 * 3 * 2 and a price* stay": "5 * 3 * 2 and a price* stay",
    "what the f*** and **** it": "what the f*** and **** it",
    "un*frigging*believable": "un~frigging~believable",
    "*a **b** c* d": " a   b   c  d",
    'see [the mill](http://m.org "Mill"), then': "see  the mill~~~~~~~~~~~~~~~~~~~~~~, then",
    "see [the mill][1] now": "see  the mill     now",
    "a [bare] bracket": "a [bare] bracket",
    "an ![old *mill*](m.png) here": "an ~~~~~~~~~~~~~~~~~~~~ here",
    "call `f(x)` or ``a ` b`` now": "call ~~~~~~ or ~~~~~~~~~ now",
    "see {ref}`mill` and {name}": "see ~~~~~~~~~~~ and {name}",
    "`size` {integer} in `m`{.c}": "~~~~~~~~~~~~~~~~ in ~~~~~~~",
    "a lone ` tick": "a lone ` tick",
    "a <b>bold</b> word": "a    bold     word",
    "one<br>two": "one    two",
    "x < y and y > z": "x < y and y > z",
    "<https://m.org> is up": "~~~~~~~~~~~~~~~ is up",
    "AT&amp;T and a&nbsp;b": "AT~~~~~T and a~~~~~~b",
    "burnt.[^1] Nobody": "burnt.     Nobody",
    "\\*not emphasis\\*": " *not emphasis~*",
    "~~gone~~ and back": "  gone   and back",
    "it cost $5 and $6": "it cost $5 and $6",
    "where $x^2$ is": "where ~~~~~ is",
    "> quoted\n> twice": "  quoted\n  twice",
    "- [ ] a task": "      a task",
    "10. tenth": "    tenth",
    "at https://m.org/a, and a@m.org.": "at ~~~~~~~~~~~~~~~, and ~~~~~~~.",
}


@pytest.mark.parametrize("text", INLINE)
def test_markup_inside_a_sentence_is_hidden(text: str) -> None:
    assert Document(text, markup="markdown").prose_text.replace(INLINE_MASK, "~") == INLINE[text]


def test_addresses_inside_a_sentence_are_masked_in_plain_text() -> None:
    text = "See https://m.org/a_(b), or www.m.org; write to ann.b@m.co.uk. It is @ noon."
    shown = Document(text).prose_text.replace(INLINE_MASK, "~")
    assert shown == "See ~~~~~~~~~~~~~~~~~~~, or ~~~~~~~~~; write to ~~~~~~~~~~~~~. It is @ noon."


TERMS = """\
THE MILL IS LENT AS IT STANDS, WITHOUT A PROMISE OF ANY KIND, SPOKEN OR WRITTEN
THAT IT IS FIT FOR WHAT YOU WANT TO GRIND (BARLEY, RYE AND OATS)
AND THE MILLER IS NOT LIABLE FOR ANYTHING THAT YOU LOSE IN IT OR NEAR IT, FLOUR
OR BARLEY INCLUDED, NOR FOR ANYTHING THAT THE WHEEL BREAKS OFF
EVEN IF SHE WAS TOLD OF IT."""


def test_lines_of_terms_in_capitals_are_one_paragraph_and_those_of_a_menu_are_not() -> None:
    above = "You may grind your own wheat here, and\ntake the flour home with you, and also\nthe bran, if you sweep."
    assert found(f"{above}\n\n{TERMS}") == [(P, above), (P, TERMS)]
    menu = "ABOUT OUR MILL AND OUR MILLERS\nTERMS AND CONDITIONS OF THE MILL"
    assert len(found(f"{above}\n\n{menu}")) == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Call ``b""`` or :meth:`file.read` now.', "Call ~~~~~~~ or ~~~~~~~~~~~~~~~~~ now."),
        ("A ``[V+a,\n V+b]`` and `(kind, callable)` pairs.", "A ~~~~~~~\n~~~~~~~ and ~~~~~~~~~~~~~~~~~~ pairs."),
        ("Load it from ``http://m.org/a``.", "Load it from ~~~~~~~~~~~~~~~~~~."),
        ('They are parted by " " (or by "-").', 'They are parted by ~~~ (or by "-").'),
        ("`Go,' he said, and ``go now'' she said.", "`Go,' he said, and ``go now'' she said."),
        (
            "`Go now` he said, ``and don't (ever) back`` too.",
            "`Go now` he said, ``and don't (ever) back`` too.",
        ),
        ('He said "Go. " "No," said she.', 'He said "Go. " "No," said she.'),
    ],
)
def test_code_inside_a_sentence_is_masked_in_plain_text_and_speech_is_not(text: str, expected: str) -> None:
    assert Document(text).prose_text.replace(INLINE_MASK, "~") == expected


def test_all_prose_is_the_text_itself() -> None:
    text = "The mill burnt down.\n\n“Nobody was hurt,” she said."
    assert masked(text, blocks(text, "text"), "text") is text


def test_what_is_no_prose_is_blank_and_keeps_its_lines() -> None:
    text = "Home\r\nSearch\r\nThe mill burnt down in the night."
    assert Document(text).prose_text == "    \r\n      \r\nThe mill burnt down in the night."


ODD = [
    *("```\n", "~~~", "    ", "\t", "> ", "- ", "1. ", "# ", "---\n", "+++\n", "|", "| a | b |\n", "|-|-|\n", "<!--"),
    *("-->", "<div>", "<b>", "</b>", "`", "``", "*", "**", "_", "[", "](", ")", "![", "]", "[^1]", "[a]: b\n", "\\"),
    *("&amp;", "$", "{{", "}}", "http://a.b/", "a@b.c", "\n", "\n\n", "\r", "\r\n", "\u2028", "\x85", "\f", "\x1c"),
    *("\ufdd0", "\ufffc", "\x00", "Home\n", "The mill burnt.\n", "“Yes,” she said.", "12 May 2020\n", "a, b, c, d\n"),
    *("©", "word ", "É", "。", "•", ".", "A", "The mill at the end of Water Lane\nburnt down.\n"),
]
_TEXT = st.one_of(st.text(), st.lists(st.sampled_from(ODD), max_size=30).map("".join))


@given(_TEXT, st.sampled_from(["text", "markdown"]))
def test_blocks_hold_all_that_is_not_blank_once_and_in_order(text: str, markup: str) -> None:
    last = 0
    for start, end, _ in blocks(text, markup):
        assert last <= start < end
        assert not text[last:start].strip()
        assert text[start:end].strip() == text[start:end]
        last = end
    assert not text[last:].strip()


@given(_TEXT, st.sampled_from(["text", "markdown"]))
def test_the_prose_view_keeps_every_place(text: str, markup: str) -> None:
    doc = Document(text, markup=markup)
    assert len(doc.prose_text) == len(text)
    for shown, char in zip(doc.prose_text, text, strict=True):
        assert shown == char or shown in (" ", INLINE_MASK)
        assert char not in "\r\n\u2028" or shown == char


LONG = (
    "The wheel of the old mill, which had been turned by the water of the river since the days of its first owner, was"
)


@pytest.mark.parametrize(
    "below", ["**oak** and had to be mended.", "[oak](a.md) and had to be mended.", "3 metres wide."]
)
def test_a_long_line_of_markdown_without_a_stop_goes_on_below(below: str) -> None:
    assert len(f"{LONG} so the miller said,") > 130
    text = f"{LONG} so the miller said,\n{below}"
    assert len(Document(text, markup="markdown").blocks) == 1
    stopped = f"{LONG} so the miller said.\n{below}"
    assert len(Document(stopped, markup="markdown").blocks) == 2


SPOKEN = (
    "The council voted on Tuesday to close two of the town's libraries before the end of the year. Nobody had asked "
    "the people who go there every week, and many of them came to say so. The mayor listened, and went home early."
)


def cues(header: Callable[[int], str], words: int = 6) -> str:
    split = SPOKEN.split()
    return "".join(f"{header(at)}\n{' '.join(split[at : at + words])}\n\n" for at in range(0, len(split), words))


TRANSCRIPTS = {
    "SubRip": cues(lambda at: f"{at + 1}\n00:00:{at:02d},000 --> 00:00:{at + 5:02d},500"),
    "WebVTT": "WEBVTT\n\n" + cues(lambda at: f"00:{at:02d}.000 --> 00:{at + 5:02d}.500 align:start"),
    "times alone": cues(lambda at: f"0:{at:02d}").replace("\n\n", "\n"),
    "windows": cues(lambda at: f"{at + 1}\n00:00:{at:02d},000 --> 00:00:{at + 5:02d},500").replace("\n", "\r\n"),
    "times before": "".join(
        f"[0:{n * 5:02d}] {line}\n" for n, line in enumerate(textwrap.wrap(SPOKEN + " " + SPOKEN, 60))
    ),
    "quoted mail": "".join(f"> > {line}\n" for line in textwrap.wrap(SPOKEN, 60)),
    "line numbers": "".join(
        f" {n % 9 + 1:2d}   {line}\n" for n, line in enumerate(textwrap.wrap(SPOKEN + " " + SPOKEN, 34))
    ),
}


@pytest.mark.parametrize("text", TRANSCRIPTS.values(), ids=TRANSCRIPTS)
def test_times_and_numbers_beside_a_transcript_do_not_cut_its_sentences(text: str) -> None:
    doc = Document(text)
    assert len(doc.prose_text) == len(text)
    sentences = [" ".join(doc.prose_text[span.start : span.end].split()) for span in doc.sentences]
    assert sentences[-3:] == [part + "." for part in SPOKEN.rstrip(".").split(". ")]
    assert not any(map(str.isdigit, doc.prose_text))


def test_a_sentence_is_quoted_without_the_times_that_stand_in_it() -> None:
    doc = Document(TRANSCRIPTS["SubRip"])
    assert doc.running(doc.sentences[0]) == SPOKEN.split(". ", maxsplit=1)[0] + "."
    assert "-->" in doc[doc.sentences[0]]


NO_MARGINS = {
    "steps": "".join(f"{n}. Beat the eggs for {n} minutes.\n" for n in range(1, 15)),
    "years": "".join(
        f"{n} was a good year for the mill.\n" for n in (1880, 1884, 1890, 1901, 1902, 1907, 1911, 1920, 1931, 1944)
    ),
    "prompt": ">>> total = 1\n>>> total += 2\n>>> print(total)\n",
    "scores": "".join(f"{n} 4:0{n} was the fastest of them.\n" for n in range(1, 8)),
    "one date": "12:30\nThe mayor spoke.\n14:00\nThe hall was empty.\n",
    "posts": "".join(f"12:{n}\n{SPOKEN}\n" for n in range(10, 20)),
}


@pytest.mark.parametrize("text", NO_MARGINS.values(), ids=NO_MARGINS)
def test_numbers_that_say_something_stay(text: str) -> None:
    assert margins.without(text) == text


def test_sentences_between_tags_are_prose_and_labels_are_not() -> None:
    text = "<p>The mayor listened, and went home.</p>\n<li>Home</li>\n<br/>\n<p>Nobody asked.</p>\n"
    assert [block.kind for block in Document(text).blocks] == [P, M, M, P]


@given(_TEXT)
def test_margins_take_nothing_but_themselves(text: str) -> None:
    shown = margins.without(text)
    assert len(shown) == len(text)
    assert all(a == b or b in " \n" for a, b in zip(text, shown, strict=True))


LISTINGS = [
    "for x in range(10):\n    print(x, end='')\n    total += x * 2",
    "if (x == 0) {\n  return foo(x);\n}",
    "my $cmv = Meta::Check->new( $struct );\nunless ( $cmv->is_valid ) {",
    'let user = User {\n    active: true,\n    sign_in_count: 1,\n    email: String::from("a"),\n};',
    'BEGIN { FS = ":" }\n{ total[$1] += $2 }\nEND { for (i in total) print_all(i) }',
    "mill convert [--async] [--batch=BATCH] [--labels=[KEY=VALUE,...]] [--region=REGION]",
]
PROSE = [
    "The seats are now: ABC (5), DEF (6); GHI (7); and JKL (2).",
    "The tenant(s) named in section 12(a)(1) shall pay; the landlord(s) named in 13(b) shall not.",
    "Dear {name}, thank you for {item}, for {{ other }} and for ${gift}.",
    "He <i>left</i> the <b>mill</b> on <u>Tuesday</u>.",
    'He <a href="/a" class="b">left</a> the <b id="c">mill</b> on <u class="d">Tuesday</u>.',
    'He said \\"No,\\" and she said \\"Yes.\\"\\nThey met.',
    "Call open_mill() before you set mill_speed, or the wheel will turn the wrong way and grind nothing.",
    "When x = 5 and y = 7, the sum of both is of course 12, and the mill grinds twice as fast.",
]


@pytest.mark.parametrize("passage", LISTINGS)
def test_listings_in_plain_text_are_code(passage: str) -> None:
    text = f"The mill is driven by this program.\n\n{passage}\n\nIt was written long ago.\n"
    assert [block.kind for block in Document(text).blocks] == [BlockKind.PROSE, BlockKind.CODE, BlockKind.PROSE]


@pytest.mark.parametrize("passage", PROSE)
def test_prose_with_signs_of_code_stays_prose(passage: str) -> None:
    assert [block.kind for block in Document(passage).blocks] == [BlockKind.PROSE]


PROGRAM = """\
BEGIN {
  wheel = 0; stones = 2
  print "Turn the wheel of the mill and wait for the miller to come up."
}

function grind(wheat) {
  if (wheat == 0) {
    print "There is no wheat in the store, so the stones stand still."
    exit(1)
  }
  flour = wheat - 1
}
"""
LONG_STRINGS = """\
at_dawn = "The miller comes up the hill with his sacks"
at_noon = "Nobody has seen him since the wind fell"
at_dusk = "The stones are worn and the wheel wants a beam"
"""
ABOUT_IT = "This program was written by the miller, who wanted to know how long the wheat would last.\n"


def test_a_program_asks_less_of_its_passages() -> None:
    assert LONG_STRINGS.strip() in Document(f"{8 * ABOUT_IT}\n{LONG_STRINGS}").prose_text
    assert Document(f"{PROGRAM}\n{LONG_STRINGS}").prose == ()


def test_prose_in_a_program_is_prose() -> None:
    assert Document(f"{ABOUT_IT}\n{PROGRAM}").prose_text.strip() == ABOUT_IT.strip()


def test_a_page_with_a_program_in_it_is_no_program() -> None:
    assert LONG_STRINGS.strip() in Document(f"{8 * ABOUT_IT}\n{PROGRAM}\n{LONG_STRINGS}").prose_text


def test_fences_set_code_apart_in_plain_text_too() -> None:
    text = (
        "To grind flour:\n```shell\nmill start\n\nmill grind the wheat\n```\n"
        "The wheel turns.\n\n~~~\n\nIt stops.\n\n~~~\n\n```\nNobody knows why.\n"
    )
    doc = Document(text)
    shown = [doc.text[b.start : b.end] for b in doc.blocks if b.kind is BlockKind.CODE]
    assert shown == ["```shell\nmill start\n\nmill grind the wheat\n```"]
    for sentence in ("The wheel turns.", "It stops.", "Nobody knows why."):
        assert sentence in doc.prose_text


@given(_TEXT, st.sampled_from(["text", "markdown"]))
def test_sentences_lie_in_blocks_of_prose(text: str, markup: str) -> None:
    doc = Document(text, markup=markup)
    for sentence in doc.sentences:
        assert any(block.start <= sentence.start < sentence.end <= block.end for block in doc.prose)


UNITS = [
    *("`(a ", "``a(\n", '" " '),
    *("a. ", "\n", "x", "- a\n", "> ", "* ", "a*b ", "`", "``a`", "[", "![", "](", "[a](b ", "<!--", "<a ", "$a", "{{"),
    *(
        "|a|\n",
        "```\n",
        "~~~\na\n",
        "http://a.b ",
        "http://a",
        "a@",
        "a" * 50 + " @",
        "The mill of\nthe man\n",
        "Home\n",
        "0:01\na\n",
        "[0:01] a\n",
        "> ",
        "> a\n",
        "1\n00:00:00,000 --> 00:00:01,000\na\n\n",
        "1 a\n",
        "1\n",
    ),
    *("a, ", "\\", "_a", "&", "(", "<!-- \n\n", "# a\n", "http://a(", "a | b\n", "“", "The mill\n\n"),
]


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("markup", ["text", "markdown"])
def test_time_grows_with_length_only(unit: str, markup: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        began = time.process_time()
        assert len(Document(text, markup=markup).prose_text) == len(text)
        return time.process_time() - began

    assert growth(seconds, 25_000) < MOST
