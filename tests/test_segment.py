"""Where sentences end: written cases, and what must hold of any text."""

from __future__ import annotations

import time

import pytest
from growth import MOST, growth
from hypothesis import given
from hypothesis import strategies as st

from qc.segment import sentences

# A bar stands where a sentence ends and the next begins.
CASES = [
    # Plain.
    "The mill burnt down.| Nobody was hurt.",
    "Was anybody hurt?| Nobody was!| Really?!| Really.",
    "A headline without a stop",
    "One sentence\nover two lines.| And another\nafter it.",
    "He left.  |Two spaces parted them.",
    "The end came.\n|It was late.",
    "",
    "   ",
    "...",
    # Titles and names.
    "Mr. Smith met Mrs. Jones and Dr. Lee.| They talked.",
    "Prof. Ada Moyo wrote to Gen. Grant and Sen. Paul.| He did not answer.",
    "St. Paul’s stands near St. John’s.| Both are shut.",
    "Messrs. Hale and Rev. Fox met Lt. Col. Wright, Capt. Cook and Sgt. Pepper.",
    "J. R. R. Tolkien and C. S. Lewis were friends.| They drank.",
    "J.R.R. Tolkien met W. H. Auden.",
    "George W. Bush met John F. Kennedy Jr. in Dallas.",
    "This was Martin Luther King Jr.| The man spoke.",
    "He sued Acme Inc. and Bolt Ltd. in May.| He lost.",
    "She works for Acme Inc.| The firm is old.",
    "Acme Corp. Chief Executive Ann Lee resigned.",
    "He sells J. I. Case tractors to Atty. Gen. Hale and to ex-Gov. Lee.| They rust.",
    "They spoke with Drs. Hale and Lee, and with Brig. Gen. Fox.| He left.",
    # Latin and abbreviations.
    "Bring fruit, e.g. pears, i.e. what is ripe, vs. what is not.| Eat it.",
    "Smith et al. found it.| Jones et al. (2005) did not.",
    "Apples, pears, etc.| Then we left.",
    "Apples, pears, etc. and plums were sold.",
    "See Fig. 3, vol. 2, pp. 10 and No. 5.| Then stop.",
    "I said no.| He left.",
    "It was art.| The court said no.",
    "It weighs approx. five lbs. and measures 3 ft. 2 in. across.",
    "He is 6 ft.| The door is not.",
    "Use lints (e.g. \ufffc\ufffc\ufffc\ufffc\ufffc\ufffc\ufffc\ufffc\ufffc\ufffc) with care.| \ufffc\ufffc is one.",
    "He left. |— Nobody knew.",
    # Times, dates, places.
    "It opens at 5 p.m. on Jan. 5, and at 9 a.m. on Sundays.| Come early.",
    "It opens at 5 p.m.| The door is red.",
    "It opens at 5 p.m. Monday.| Come early.",
    "It opens at 5 p.m.| Police said so.",
    "She was born on Nov. 3, 1920, in Calif. and died in Mass. in Dec.| It was cold.",
    "The U.S. Army left the U.K. in 1945.| Then came peace.",
    "He lives in the U.S.| The house is small.",
    "Washington, D.C. is hot.| He lives in Washington, D.C.| It is hot.",
    "She has a Ph.D. in law.| He has a Ph.D.| They married.",
    # Numbers.
    "It costs $5.30 or 3.5 euros.| Version 2.0.1 is free.",
    "It was 2005.| 15 people came.",
    "1. Add the eggs.| 2. Beat them.",
    "1. 000 people came.",
    "It cost 1. 000 euros.| Nobody paid.",
    "It holds 10 mg. / l. of salt.| Drink it.",
    "Turn piece “A”.| Mark it “B.”| Then stop.",
    "He fell down the stairs”.| later he rose.",
    "It grew by 12.5%.| Then it fell.",
    # Letters.
    "Q. What is it?| A. Nothing at all.",
    "We chose plan B.| He did not.",
    "Take vitamin C.| It helps.",
    "She is taller than I.| He is not.",
    "Henry I. Miller wrote it.",
    # Quotations.
    "“Stop!” she said.| “Why?” asked Tom.",
    "“Stop!” Anna said.| “Why?” Mr. Smith asked.",
    "“Why?” I asked.| Nobody knew.",
    "“Stop!”| He stopped.",
    "“It is late.”| “It is not.”",
    "She said, “It is late.”| He left.",
    '"It is late," he said. |"Go home."',
    "'It is late.'| 'It is not.'",
    "“It is late.” said she, wrongly.",
    "«It is late.»| «It is not.»",
    "“Is it late?”| “It is.”",
    # Brackets.
    "He left (it was late.)| She stayed.",
    "[He left.]| She stayed.",
    "He left (why?) and came back.",
    "It rained (see below).| It stopped.",
    # Ellipses.
    "Well... I don’t know.| Nobody does.",
    "He paused…| Then he left.",
    "And so… on it went.",
    "He said . . . nothing at all.| Then he left.",
    "Wait...| The door opened.",
    # What lost its capital, and what never had one.
    "It was the end of innovation.| the shock was felt.",
    "They sell phones.| iPhone users came.",
    "Yahoo! said it would close.",
    # Files, addresses, lost spaces.
    "Use Node.js and readme.txt.| Then stop.",
    "It ended.However, nobody left.",
    # Other scripts.
    "你好。|我是。| Good.",
    "क्या हाल है।| Good.",
    "Why。|Because。",
]


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text, 0, len(text))]


@pytest.mark.parametrize("marked", CASES)
def test_sentences_end_at_the_bars(marked: str) -> None:
    expected = [part.strip() for part in marked.split("|") if part.strip()]
    assert split(marked.replace("|", "")) == expected


def test_there_are_sixty_cases() -> None:
    assert len(CASES) >= 60


def test_only_the_block_is_read() -> None:
    text = "Before it. The mill burnt. Nobody was hurt. After it."
    start, end = text.index("The"), text.index(" After")
    assert [text[a:b] for a, b in sentences(text, start, end)] == ["The mill burnt.", "Nobody was hurt."]


_TEXT = st.text(alphabet=st.sampled_from("aAbB IJ.!?…,;\"“”'’()[]-\n\r\t1 23é。॥\u2028\x85\ufffc"), max_size=200)


@given(st.one_of(_TEXT, st.text()))
def test_sentences_hold_all_that_is_not_blank_once_and_in_order(text: str) -> None:
    last = 0
    for start, end in sentences(text, 0, len(text)):
        assert not text[last:start].strip()
        assert text[start:end] == text[start:end].strip() != ""
        last = end
    assert not text[last:].strip()


@pytest.mark.parametrize("unit", ["a. ", ".", "a.", "A. B. ", '"', "? ", ".\n", "Mr. ", "1. ", "No. ", ".” ", "x" * 50])
def test_time_grows_with_length_only(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        began = time.process_time()
        for _ in sentences(text, 0, len(text)):
            pass
        return time.process_time() - began

    assert growth(seconds, 50_000) < MOST
