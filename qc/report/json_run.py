"""A run as one JSON text: every report as `jsonl` writes it, a line each, and the inputs that gave no text."""

from __future__ import annotations

import json
from collections.abc import Sequence

from qc.report.jsonl import SCHEMA


def page(lines: Sequence[str], unread: Sequence[tuple[str, str]] = ()) -> str:
    """Render a run from the lines of its reports. unread: inputs that gave no text, with the reasons."""
    reasons = json.dumps([{"name": name, "reason": reason} for name, reason in unread], separators=(",", ":"))
    documents = "".join(f"\n{line.strip()}," for line in lines).removesuffix(",")
    return f'{{"schema":{SCHEMA},"documents":[{documents}\n],"unread":{reasons}}}\n'
