"""Settings from `qc.toml` or `[tool.qc]` of pyproject.toml. An unknown key is an error, never ignored."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

from qc.opinion import Mode
from qc.policy import DEFAULT_PROFILE, Policy, PolicyError, Thresholds

KEYS = frozenset(
    {"profile", "select", "ignore", "reject-below", "review-below", "min-words", "weights", "languagetool"}
)


class ConfigError(Exception):
    """A configuration file that cannot be used; the message names the file and the reason."""


def find(folder: Path) -> Path | None:
    """The nearest `qc.toml`, or pyproject.toml with a `[tool.qc]` table, in a folder or above it."""
    for place in (folder, *folder.parents):
        if (own := place / "qc.toml").is_file():
            return own
        if (shared := place / "pyproject.toml").is_file() and "qc" in _parse(shared).get("tool", {}):
            return shared
    return None


def load(path: Path) -> Policy:
    """Read a policy from a file. Raises ConfigError."""
    try:
        return policy(_settings(path))
    except (PolicyError, TypeError, ValueError) as error:
        raise ConfigError(f"{path}: {error}") from error


def languagetool(path: Path) -> Mode:
    """Read whether LanguageTool is asked. Raises ConfigError."""
    try:
        return _mode(_settings(path))
    except PolicyError as error:
        raise ConfigError(f"{path}: {error}") from error


def _settings(path: Path) -> dict[str, Any]:
    table = _parse(path)
    return table.get("tool", {}).get("qc", {}) if path.name == "pyproject.toml" else table


def policy(table: dict[str, Any]) -> Policy:
    """Make the policy a table of settings describes. Raises PolicyError."""
    for key in sorted(set(table) - KEYS):
        raise PolicyError(f"unknown setting {key!r}; there are {', '.join(sorted(KEYS))}")
    _mode(table)
    base = Policy.named(table.get("profile", DEFAULT_PROFILE))
    return replace(
        base,
        thresholds=Thresholds(
            reject_below=_number(table, "reject-below", base.thresholds.reject_below),
            review_below=_number(table, "review-below", base.thresholds.review_below),
            min_words=int(_number(table, "min-words", base.thresholds.min_words)),
        ),
        select=_names(table, "select"),
        ignore=_names(table, "ignore"),
        weights={rule: _number(table["weights"], rule, 0) for rule in table.get("weights", {})},
    )


def _mode(table: dict[str, Any]) -> Mode:
    value = table.get("languagetool", False)
    if isinstance(value, bool):
        return Mode.ALWAYS if value else Mode.OFF
    if not isinstance(value, str) or value not in set(Mode):
        raise PolicyError(f"languagetool is true, false, {' or '.join(map(repr, map(str, Mode)))}, not {value!r}")
    return Mode(value)


def _number(table: dict[str, Any], key: str, default: float) -> float:
    value = table.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 0:
        raise PolicyError(f"{key} is a number of 0 or more, not {value!r}")
    return float(value)


def _names(table: dict[str, Any], key: str) -> frozenset[str]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise PolicyError(f"{key} is a list of rule or family names, not {value!r}")
    return frozenset(value)


def _parse(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error
