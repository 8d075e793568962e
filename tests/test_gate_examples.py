"""The examples for ingestion pipelines run in the libraries they are for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    ("library", "example", "stored"),
    [
        ("haystack", "haystack_gate.py", "stored: clean-news.txt"),
        ("llama_index.core", "llamaindex_gate.py", "chunks of clean-news.txt"),
    ],
)
def test_the_clean_document_passes_and_the_garbled_one_is_held(library: str, example: str, stored: str) -> None:
    pytest.importorskip(library.partition(".")[0], reason=f"{example} needs a library that its head names")
    environment = {**os.environ, "HAYSTACK_TELEMETRY_ENABLED": "False", "ANONYMIZED_TELEMETRY": "False"}
    command = [sys.executable, str(ROOT / "examples" / example)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    assert stored in done.stdout
    assert "held: garbled-news.txt (reject): quotation damage costs" in done.stdout
