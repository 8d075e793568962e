"""LanguageTool as a second opinion: asks a server about a document, and goes on without one that stops answering."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from time import sleep
from typing import Protocol, Self

from qc.document import Document, Span
from qc.languagetool import installation
from qc.languagetool.batches import Batch, batches
from qc.languagetool.client import Client, Match, Unanswered, answers
from qc.languagetool.evidence import evidence, languagetool_weight
from qc.languagetool.server import Server, ServerError, running
from qc.opinion import Mode, Opinion, OpinionError
from qc.report import Reported
from qc.rule import Axis
from qc.score import LANGUAGETOOL, Contribution, coefficients

AT_ONCE = min(os.cpu_count() or 1, 4)
"""Requests at a time. Each keeps a processor of the server busy, and a set of rules in its memory."""

PAUSES = (1.0, 5.0, 20.0)
"""Seconds before each restart of a run. A server that needs a fourth one is given up."""

REMEMBERED = 2_000
"""Batches whose answers are kept, about 8 MB of text."""

_ODD = re.compile(r"[^A-Za-z0-9_-]")

STOPPED = "LanguageTool: stopped answering, not counted"
UNREAD = "LanguageTool: could not read this text in time, not counted"


class Place(Protocol):
    """Where a server is."""

    def address(self) -> str:
        """The address of the server, which is started where need be. Raises ServerError."""

    def revive(self) -> None:
        """Bring back a server that is gone. Raises ServerError."""

    def close(self) -> None:
        """Stop what was started."""


class Named:
    """A server at an address that the user named. It is not ours to start or to stop."""

    def __init__(self, address: str) -> None:
        self._address = address

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
    """A second opinion; see `qc.opinion`. Close it."""

    name = LANGUAGETOOL

    def __init__(self, place: Place, mode: Mode = Mode.ALWAYS) -> None:
        self.mode = mode
        self._place = place
        self._client: Client | None = None
        self._pauses = iter(PAUSES)
        self._given_up = False
        self._known = dict[str, tuple[Match, ...]]()
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

    def ask(self, doc: Document) -> Opinion:
        """Have LanguageTool read the prose. Raises OpinionError where there never was a server."""
        if self._given_up:
            return Opinion(missing=STOPPED)
        client = self.connect()
        parts = list(batches(doc))
        try:
            answered = self._answered([part.text for part in parts])
        except Unanswered:
            return Opinion(missing=STOPPED if self._given_up else UNREAD)
        found = sorted(_reported(doc, parts, answered), key=lambda one: (one.span, one.rule))
        versions = {"LanguageTool": client.version, "language-tool-python": installation.extra_version()}
        return Opinion(tuple(found), versions)

    def contribution(self, findings: Sequence[Reported], words: int) -> Contribution:
        """All findings as one line of the score: `languagetool_weight` of their strengths."""
        weight = languagetool_weight(sum(found.strength for found in findings), words)
        return _weighing(len(findings), weight)

    @property
    def most(self) -> Contribution:
        """The line that costs the most."""
        return _weighing(1, evidence().most)

    def _answered(self, texts: Sequence[str]) -> list[tuple[Match, ...]]:
        """What is found in each text. Raises Unanswered."""
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
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        fresh = dict(zip(new, self._pool.map(self.connect().matches, new), strict=True))
        found = [fresh[text] if text in fresh else self._known[text] for text in texts]
        self._known.update(fresh)
        while len(self._known) > REMEMBERED:
            del self._known[next(iter(self._known))]
        return found

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
