"""Asking a LanguageTool server through language-tool-python, which is imported here and only when a server is asked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from http.client import HTTPException
from typing import NamedTuple
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, Request, build_opener

LANGUAGE = "en-US"
"""The variant of English with the most rules; spelling, in which variants differ, is not asked for."""

LONGEST_WAIT = 120
"""Seconds for one batch, which takes one or two, and the first one ten; on a machine busy with more many times that."""

LONGEST_GREETING = 20
"""Seconds for a server to say that it is there: on a busy machine it may be there and slow."""

_HERE = "127.0.0.1,localhost,::1"


class Unanswered(Exception):  # noqa: N818 - not an error of ours: it says what the server did
    """A server that gave no answer, or none that makes sense."""


class Match(NamedTuple):
    """A finding of LanguageTool: `offset` and `length` in the text it was asked about, `suggestion` may be empty."""

    rule: str
    category: str
    message: str
    suggestion: str
    offset: int
    length: int


class Client:
    """Asks the server at an address. Raises Unanswered where none is there. Threads may share one client."""

    def __init__(self, address: str, unasked: Sequence[str] = ()) -> None:
        # Imported here: it takes a third of a second, and is an extra.
        from language_tool_python import LanguageTool
        from language_tool_python.exceptions import LanguageToolError

        self.address = base(address)
        self.version = _version(self.address)
        try:
            # A proxy from the environment is no way to this machine, and would read along.
            self._tool = LanguageTool(LANGUAGE, remote_server=self.address, proxies={"no_proxy": _HERE})
        except (LanguageToolError, TypeError, AttributeError, ValueError) as error:
            raise Unanswered(f"{self.address}: {error}") from error
        # Five minutes, twice, is what a server that hangs would cost otherwise.
        vars(self._tool)["_TIMEOUT"] = LONGEST_WAIT  # there is no public way
        self._tool.disabled_categories = set(unasked)

    def matches(self, text: str) -> tuple[Match, ...]:
        """Ask about a text without characters outside the Basic Multilingual Plane. Raises Unanswered."""
        # Imported here: as above.
        from language_tool_python.exceptions import LanguageToolError

        try:
            found = self._tool.check(text)
        except (LanguageToolError, KeyError, TypeError, AttributeError) as error:
            raise Unanswered(f"{self.address}: {error}") from error
        return tuple(
            Match(m.rule_id, m.category, m.message, next(iter(m.replacements), ""), m.offset, m.error_length)
            for m in found
        )


def base(address: str) -> str:
    """The address that `v2/check` is appended to, from one with or without a scheme or `/v2`. Raises ValueError."""
    whole = address if "://" in address else f"http://{address}"
    parts = urlsplit(whole)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"{address!r} is no address of a server, such as http://localhost:8081")
    return whole.rstrip("/").removesuffix("/v2") + "/"


def answers(address: str, path: str = "v2/healthcheck") -> bytes | None:
    """What a server says of itself, or None where it does not answer in time."""
    here = urlsplit(address).hostname in _HERE.split(",")
    opener = build_opener(*([ProxyHandler({})] if here else []))
    try:
        with opener.open(Request(base(address) + path), timeout=LONGEST_GREETING) as answer:  # noqa: S310 - http(s)
            return bytes(answer.read(10_000))
    except (OSError, HTTPException, ValueError):
        return None


def _version(address: str) -> str:
    """The version of LanguageTool at an address; "unknown" where the server is too old to say."""
    try:
        return str(json.loads(answers(address, "v2/info") or b"")["software"]["version"])
    except (ValueError, KeyError, TypeError):
        return "unknown"
