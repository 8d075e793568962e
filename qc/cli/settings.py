"""`qc init`: a settings file in which everything is said and nothing is changed."""

from __future__ import annotations

import tomllib
from pathlib import Path
from textwrap import wrap

from qc.config import SETTINGS, Setting
from qc.policy import PROFILES


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
    head = "# Settings of qc. Each setting below has its default; take the # before it away to change it.\n"
    return head + "".join(_setting(key, setting) for key, setting in SETTINGS.items())


def _setting(key: str, setting: Setting) -> str:
    meaning = "".join(f"# {line}\n" for line in wrap(setting.meaning, 100))
    return f"\n{meaning}{_profiles() if key == 'profile' else ''}# {key} = {setting.default}\n"


def _profiles() -> str:
    return "".join(
        f"#   {name}: reject below {limits.reject_below:g}, review below {limits.review_below:g}\n"
        for name, limits in PROFILES.items()
    )
