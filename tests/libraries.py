"""Libraries that some tests run inside: without one its tests fail in CI, and elsewhere are skipped, and it is said."""

from __future__ import annotations

import os
from importlib.util import find_spec

import pytest

LACKING: list[str] = []
"""What pytest says in the end, a line each."""


def needs(library: str) -> None:
    """Leave out the tests of a module, or have them fail in CI, where a library is not installed."""
    if find_spec(library):
        return
    lacks = f"{library} is not installed: pip install -e '.[engines]'"
    if os.environ.get("CI"):
        pytest.fail(f"CI runs the tests inside {library}: {lacks}", pytrace=False)
    LACKING.append(f"The tests inside {library} did not run: {lacks}")
    pytest.skip(lacks, allow_module_level=True)
