"""Finds every rule: each module below `qc.rules`, and what others offer through the entry-point group `qc.rules`."""

from __future__ import annotations

import pkgutil
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

from qc.rule import Rule

ENTRY_POINT_GROUP = "qc.rules"


class RegistryError(Exception):
    """A rule file that cannot be loaded, or two rules of one name."""


@cache
def rules() -> dict[str, Rule]:
    """Every rule by its id, in order of family and id.

    Raises RegistryError where a file fails to load: a rule that silently does not run is worse than none.
    """
    found: dict[str, Rule] = {}
    for module in _modules():
        rule = _rule_of(module)
        if rule.id in found:
            raise RegistryError(
                f"two rules are called {rule.id}: {found[rule.id].check.__module__} and {module.__name__}"
            )
        found[rule.id] = rule
    return dict(sorted(found.items(), key=lambda item: (item[1].family, item[0])))


def _modules() -> Iterator[ModuleType]:
    yield from _below(import_module("qc.rules"))
    for package in _plugins():
        yield from _below(package)


def _plugins() -> Iterator[ModuleType]:
    if not _offered():
        return
    # Imported here: importlib.metadata costs a fifth of a cold start, which every hook run pays.
    from importlib.metadata import entry_points

    for point in sorted(entry_points(group=ENTRY_POINT_GROUP), key=lambda point: point.name):
        try:
            package = import_module(point.value)
        except Exception as error:
            raise RegistryError(f"plug-in {point.name} ({point.value}) cannot be loaded: {error}") from error
        if not hasattr(package, "__path__"):
            raise RegistryError(f"plug-in {point.name} ({point.value}) is one module, not a package of rule files")
        yield package


def _offered() -> bool:
    """Say whether any installed distribution names our group, from the files that importlib.metadata would read."""
    group = f"[{ENTRY_POINT_GROUP}]".encode("ascii")
    for folder in sys.path:
        for info in (*Path(folder).glob("*.dist-info"), *Path(folder).glob("*.egg-info")):
            table = info / "entry_points.txt"
            if table.is_file() and group in table.read_bytes().replace(b" ", b""):
                return True
    return False


def _below(package: ModuleType) -> Iterator[ModuleType]:
    for info in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        try:
            module = import_module(info.name)
        except Exception as error:
            raise RegistryError(f"rule file {info.name} cannot be loaded: {error}") from error
        if info.ispkg:
            yield from _below(module)
        else:
            yield module


def _rule_of(module: ModuleType) -> Rule:
    own = [value for value in vars(module).values() if isinstance(value, Rule)]
    if len(own) != 1:
        raise RegistryError(f"{module.__name__} holds {len(own)} rules: one file is one rule")
    return own[0]
