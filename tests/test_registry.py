"""Rules from other packages: found by their entry point, and refused with the reason."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from qc import registry
from qc.registry import RegistryError, rules

RULE = '''"""Word that is shouted."""

from qc.document import Span
from qc.rule import Axis, Finding, bad, good, rule


@rule(axis=Axis.TRANSLATION, examples=[bad("⟦BLAH⟧."), good("Fine.")])
def shouted_word(doc):
    if (at := doc.text.find("BLAH")) >= 0:
        yield Finding(Span(at, at + 4), "it is shouted", 1.0)
'''


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder on the path, as packages are installed in, with rules as yet unread."""
    monkeypatch.syspath_prepend(str(tmp_path))
    rules.cache_clear()
    known = set(sys.modules)
    yield tmp_path
    rules.cache_clear()
    for name in set(sys.modules) - known:
        if name.partition(".")[0] in {"house_style", "lone_rule"}:
            del sys.modules[name]


def installed(site: Path, target: str) -> None:
    """The entry point of a package, as an installer leaves it."""
    info = site / "house-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: house\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[{registry.ENTRY_POINT_GROUP}]\nhouse = {target}\n")


def package(site: Path, content: str) -> None:
    (site / "house_style").mkdir()
    (site / "house_style" / "__init__.py").write_text('"""House style."""\n')
    (site / "house_style" / "shouted_word.py").write_text(content)


def test_a_rule_of_an_installed_package_is_found_beside_our_own(site: Path) -> None:
    own = len(rules())
    rules.cache_clear()
    package(site, RULE)
    installed(site, "house_style")
    assert len(rules()) == own + 1
    assert (rules()["shouted-word"].family, rules()["shouted-word"].summary) == ("house_style", "Word that is shouted.")


@pytest.mark.parametrize(
    ("target", "content", "reason"),
    [
        ("nowhere", RULE, r"plug-in house \(nowhere\) cannot be loaded: No module named 'nowhere'"),
        ("lone_rule", RULE, r"plug-in house \(lone_rule\) is one module, not a package of rule files"),
        ("house_style", "import nowhere\n", r"rule file house_style.shouted_word cannot be loaded: No module"),
    ],
)
def test_a_package_that_cannot_be_used_is_named_with_the_reason(
    site: Path, target: str, content: str, reason: str
) -> None:
    package(site, content)
    (site / "lone_rule.py").write_text(RULE)
    installed(site, target)
    with pytest.raises(RegistryError, match=reason):
        rules()
