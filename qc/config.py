"""Settings from `qc.toml` or `[tool.qc]` of pyproject.toml. An unknown key is an error, never ignored."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from qc.opinion import Mode
from qc.policy import DEFAULT_PROFILE, PROFILES, Policy, PolicyError, Thresholds


@dataclass(frozen=True, slots=True)
class Setting:
    """What a setting means, and the value, in TOML, that changes nothing."""

    meaning: str
    default: str


_STANDARD = PROFILES[DEFAULT_PROFILE]

SETTINGS: Mapping[str, Setting] = MappingProxyType(
    {
        "profile": Setting("Thresholds that go together.", f'"{DEFAULT_PROFILE}"'),
        "reject-below": Setting(
            "Threshold of your own, 0 to 100, for the words alone: translation, quotations, characters.",
            f"{_STANDARD.reject_below:g}",
        ),
        "review-below": Setting(
            "Threshold of your own, 0 to 100, for reliability as a whole, what an extractor left in included.",
            f"{_STANDARD.review_below:g}",
        ),
        "min-words": Setting("Prose of fewer words is not judged.", f"{_STANDARD.min_words}"),
        "select": Setting("Rules or families to run; none named: all. `qc rules` lists them.", "[]"),
        "ignore": Setting("Rules or families to leave out; `fluency` for all that asks the damage model.", "[]"),
        "weights": Setting(
            "What one finding weighs in 1,000 words of prose, by rule, instead of the built-in weight.", "{}"
        ),
        "languagetool": Setting(
            'Ask LanguageTool on this machine as well: true, or "uncertain" where it could change the verdict.',
            "false",
        ),
    }
)
"""Every setting, in the order in which `qc init` and the documentation show them."""


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
    for key in sorted(set(table) - set(SETTINGS)):
        raise PolicyError(f"unknown setting {key!r}; there are {', '.join(sorted(SETTINGS))}")
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
