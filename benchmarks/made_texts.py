"""Short made-up news notes for the benchmarks of the gate, clean or damaged, drawn from a seeded generator."""

from __future__ import annotations

from random import Random

DAMAGED = 0.1
"""Share of documents that get some damage."""

SHORTEST, LONGEST = 3, 8
"""Sentences of a document. Those of three are now and then too short to be judged."""

SENTENCES = (
    "The council of {town} met on {day} evening to talk about the {thing} and the road that leads to it.",
    "Engineers had measured the {thing} in {month} and found it sound, although parts of it were badly worn.",
    "After {number} hours of debate the members agreed to close one lane and to ask three firms for an estimate.",
    "“We cannot wait for another {season},” said {person}, who has lived beside the {thing} for {number} years.",
    "About {number} people came to the meeting, most of them farmers from the villages north of {town}.",
    "A spokesman for the county said that the money would be found, but he did not say where.",
    "{person}, the mayor of {town}, promised an answer before the end of {month}.",
    "The work is to begin in {month} and will cost about {number} million pounds, {number} per cent more than planned.",
    "Nobody was hurt, and the {thing} was open again by {day} morning.",
    "The last time anything like it happened in {town} was {number} years ago, when the river rose over its banks.",
    "Shops along the main street stayed open, though several owners said that they had sold very little since {day}.",
    "“It is a good plan,” {person} told reporters, “but it comes too late for those who had to leave.”",
    "Children from the school in {town} had written letters, and {person} read two of them aloud.",
    "A report on the {thing} is expected next {season}; until then the old rules remain in force.",
    "Those who want to help can call the town hall or come to the {thing} on {day} afternoon.",
    "The company that built it closed in {month}, and its papers were sold together with the furniture.",
)
WORDS = {
    "town": ("Ashford", "Brampton", "Carlisle", "Dunmore", "Eastleigh", "Fairview", "Grantham", "Hartwell", "Milford"),
    "thing": ("bridge", "library", "market hall", "harbour wall", "old mill", "railway station", "water tower"),
    "day": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "month": ("January", "March", "April", "June", "July", "September", "October", "December"),
    "season": ("spring", "summer", "autumn", "winter"),
    "person": ("Anna Webb", "Peter Lang", "Ruth Miller", "Thomas Reed", "Grace Holland", "Martin Cole", "Helen Price"),
}  # fmt: skip


def document(chance: Random) -> str:
    """A note in one or two paragraphs, one in ten of them damaged."""
    count = chance.randint(SHORTEST, LONGEST)
    made = [_sentence(each, chance) for each in chance.sample(SENTENCES, count)]
    if chance.random() < DAMAGED:
        made = [_damaged(sentence, chance) for sentence in made]
    half = count // 2 if count > SHORTEST else count
    return "\n\n".join(" ".join(part) for part in (made[:half], made[half:]) if part)


def _sentence(template: str, chance: Random) -> str:
    words = {name: chance.choice(some) for name, some in WORDS.items()}
    return template.format(number=chance.randint(3, 90), **words)


def _damaged(sentence: str, chance: Random) -> str:
    """Say a word twice, put two neighbours the wrong way round, or lose a closing mark."""
    words = sentence.split()
    place = chance.randrange(1, len(words) - 1)
    kind = chance.randrange(3)
    if kind == 0:
        words.insert(place, words[place])
    elif kind == 1:
        words[place], words[place + 1] = words[place + 1], words[place]
    damaged = " ".join(words)
    return damaged.replace("”", "", 1) if kind > 1 else damaged
