"""`qc init`: a settings file in which everything is said and nothing is changed."""

from __future__ import annotations

import tomllib
from pathlib import Path

from qc.policy import DEFAULT_PROFILE, PROFILES


def write(*, pyproject: bool) -> Path:
    """Write the settings to `qc.toml`, or at the end of pyproject.toml. Raises OSError where there are some already."""
    if not pyproject:
        path = Path("qc.toml")
        if path.exists():
            raise FileExistsError(f"{path} is there already and stays as it is")
        # "x": two hooks that start at once must not take turns at overwriting somebody's settings.
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(template())
        return path
    path = Path("pyproject.toml")
    with path.open("a+", encoding="utf-8", newline="\n") as file:
        file.seek(0)
        before = file.read()
        if "qc" in tomllib.loads(before).get("tool", {}):
            raise FileExistsError(f"{path} has a [tool.qc] table already")
        file.write(("\n" if before else "") + "[tool.qc]\n" + template())
    return path


def template() -> str:
    """Every setting with its default, commented out."""
    standard = PROFILES[DEFAULT_PROFILE]
    profiles = "\n".join(
        f"#   {name}: reject below {limits.reject_below:g}, review below {limits.review_below:g}"
        for name, limits in PROFILES.items()
    )
    return f"""\
# Settings of qc. Each line below shows the default; take the # away to change it.

# Thresholds that go together:
{profiles}
# profile = "{DEFAULT_PROFILE}"

# Thresholds of your own, 0 to 100. The first looks at damage to the words (translation, quotations,
# characters), the second at reliability as a whole, what an extractor left in included.
# reject-below = {standard.reject_below:g}
# review-below = {standard.review_below:g}

# Prose of fewer words is not judged.
# min-words = {standard.min_words}

# Rules or families to run (none named: all) and to leave out. `qc rules` lists them.
# select = []
# ignore = []

# Points that one finding costs in 1,000 words of prose, by rule, instead of the built-in weight.
# weights = {{}}

# Ask a LanguageTool server on this machine as well: true, or "uncertain" for documents whose verdict it could change.
# languagetool = false
"""
