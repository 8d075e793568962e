"""LanguageTool as a second opinion: asks a server about a document, and goes on without one that stops answering."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from time import sleep
from typing import Protocol, Self

from qc.document import Document, Span
from qc.languagetool import installation
from qc.languagetool.batches import Batch, batches
from qc.languagetool.client import Client, Match, Unanswered, answers
from qc.languagetool.evidence import evidence, languagetool_weight
from qc.languagetool.memory import Memory, RunMemory, key
from qc.languagetool.server import Server, ServerError, running
from qc.opinion import Mode, Opinion, OpinionError
from qc.report import Reported
from qc.rule import Axis
from qc.score import LANGUAGETOOL, Contribution, coefficients

AT_ONCE = min(os.cpu_count() or 1, 4)
"""Requests at a time. Each keeps a processor of the server busy, and a set of rules in its memory."""

PAUSES = (1.0, 5.0, 20.0)
"""Seconds before each restart of a run. A server that needs a fourth one is given up."""

_ODD = re.compile(r"[^A-Za-z0-9_-]")

STOPPED = "LanguageTool: stopped answering, not counted"
UNREAD = "LanguageTool: could not read this text in time, not counted"


class Place(Protocol):
    """Where a server is."""

    @property
    def version(self) -> str:
        """The version of LanguageTool; nothing where only the server can tell."""

    def address(self) -> str:
        """The address of the server, which is started where need be. Raises ServerError."""

    def revive(self) -> None:
        """Bring back a server that is gone. Raises ServerError."""

    def close(self) -> None:
        """Stop what was started."""


class Named:
    """A server that is not ours to start or to stop: at an address that the user named, or of another process of ours.

    version: as far as it is known.
    """

    def __init__(self, address: str, version: str = "") -> None:
        self._address, self.version = address, version

    def address(self) -> str:
        """Give the address as the user did."""
        return self._address

    def revive(self) -> None:
        """See whether somebody else brought it back."""
        if not answers(self._address):
            raise ServerError(f"{self._address}: no LanguageTool answers there")

    def close(self) -> None:
        """Leave it as it is."""


class Local:
    """The server that `qc languagetool start` left running, else one of our own from the first question on."""

    def __init__(self) -> None:
        self.server = Server()
        self._found = running()

    @property
    def version(self) -> str:
        """That of the server which runs, or would be started."""
        return self._found.version if self._found else installation.VERSION

    def address(self) -> str:
        """Start our own where none was left running. Raises ServerError."""
        if self._found:
            return self._found.address
        if not self.server.process:
            self.server.start()
        return self.server.address

    def revive(self) -> None:
        """Start our own, whichever it was that is gone."""
        self._found = None
        self.server.start()

    def close(self) -> None:
        """Stop our own."""
        self.server.stop()


class LanguageTool:
    """A second opinion; see `qc.opinion`. Close it.

    memory: of answers. needed: there is no going on without an opinion, and one that is missing is an OpinionError.
    """

    name = LANGUAGETOOL

    def __init__(
        self, place: Place, mode: Mode = Mode.ALWAYS, memory: Memory | None = None, *, needed: bool = False
    ) -> None:
        self.mode = mode
        self._place, self._needed = place, needed
        self._memory = memory or RunMemory()
        self._client: Client | None = None
        self._pauses = iter(PAUSES)
        self._given_up = False
        self._pool = ThreadPoolExecutor(AT_ONCE)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        # The server first: what still waits for an answer then gets none.
        self._place.close()
        self._pool.shutdown(cancel_futures=True)

    def connect(self) -> Client:
        """Find or start the server. Raises OpinionError where there is none, or no such address."""
        if self._client is None:
            try:
                self._client = Client(self._place.address(), evidence().unasked)
            except (Unanswered, ServerError, ValueError) as error:
                raise OpinionError(str(error)) from error
        return self._client

    def lent(self) -> Callable[[], LanguageTool]:
        """What makes another one, in another process, that asks the same server. Raises OpinionError."""
        place = Named(self.connect().address, self._version())
        return partial(LanguageTool, place, self.mode, self._memory, needed=self._needed)

    def ask(self, doc: Document) -> Opinion:
        """Have LanguageTool read the prose.

        Raises OpinionError where there never was a server, and where its opinion is needed and missing.
        """
        if self._given_up:
            return self._missing(STOPPED)
        parts = list(batches(doc))
        try:
            answered = self.matches([part.text for part in parts])
        except Unanswered:
            return self._missing(STOPPED if self._given_up else UNREAD)
        found = sorted(_reported(doc, parts, answered), key=lambda one: (one.span, one.rule))
        versions = {"LanguageTool": self._version(), "language-tool-python": installation.extra_version()}
        return Opinion(tuple(found), versions)

    def _missing(self, why: str) -> Opinion:
        if self._needed:
            raise OpinionError(why)
        return Opinion(missing=why)

    def _version(self) -> str:
        return self._place.version or self.connect().version

    def contribution(self, findings: Sequence[Reported], words: int) -> Contribution:
        """All findings as one line of the score: `languagetool_weight` of their strengths."""
        weight = languagetool_weight(sum(found.strength for found in findings), words)
        return _weighing(len(findings), weight)

    @property
    def most(self) -> Contribution:
        """The line that costs the most."""
        return _weighing(1, evidence().most)

    def matches(self, texts: Sequence[str]) -> list[tuple[Match, ...]]:
        """Everything that is found in each text, silent or not. Raises Unanswered."""
        # A text that has ended two servers is not given a third.
        for _ in range(2):
            try:
                return self._asked(texts)
            except Unanswered:
                if answers(self.connect().address):
                    raise
                self._revive()
        raise Unanswered

    def _asked(self, texts: Sequence[str]) -> list[tuple[Match, ...]]:
        """Ask about the texts of which no answer is remembered, several at a time; without any no server is started."""
        keys = {text: key(text, self._version(), evidence().unasked) for text in texts}
        found = {text: answer for text in keys if (answer := self._memory.get(keys[text])) is not None}
        if new := [text for text in keys if text not in found]:
            for text, answer in zip(new, self._pool.map(self.connect().matches, new), strict=True):
                found[text] = answer
                self._memory.put(keys[text], answer)
        return [found[text] for text in texts]

    def _revive(self) -> None:
        """Bring the server back after a pause. Raises Unanswered where it is given up."""
        try:
            sleep(next(self._pauses))
            self._place.revive()
            self._client = None
            self.connect()
        except (StopIteration, ServerError, OpinionError) as error:
            self._given_up = True
            raise Unanswered from error


def _reported(doc: Document, parts: Sequence[Batch], answered: Sequence[Sequence[Match]]) -> Iterator[Reported]:
    for part, matches in zip(parts, answered, strict=True):
        for match in matches:
            strength = evidence().strength(match.rule, match.category)
            span = part.span(match.offset, match.length) if strength else None
            if span:
                yield _finding(doc, match, span, strength)


def _finding(doc: Document, match: Match, span: Span, strength: float) -> Reported:
    line, column = doc.locate(span.start)
    suggestion = f"; try “{match.suggestion}”" if match.suggestion else ""
    return Reported(
        # A server that a user named may call a rule anything; reports show the name as it is.
        rule=f"{LANGUAGETOOL}/{_ODD.sub('_', match.rule)}",
        family=LANGUAGETOOL,
        axis=Axis.TRANSLATION,
        span=span,
        message=f"{match.message.rstrip(' .')} ({match.category.lower().replace('_', ' ')}{suggestion})",
        strength=strength,
        weight=evidence().weight,
        related=(),
        line=line,
        column=column,
    )


def _weighing(count: int, weight: float) -> Contribution:
    return Contribution(LANGUAGETOOL, Axis.TRANSLATION, count, 0.0, weight * coefficients()["rules"])
