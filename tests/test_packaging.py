"""What is installed: the package list equals the tree, the wheel holds every rule, and imports run one way."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

LAYERS = (
    {"_version", "data", "document", "formulas", "excerpt"},
    {"prose", "segment", "quotation", "words", "names", "language"},
    {"rule", "mending", "fluency"},
    {"registry", "readability", "score", "measured"},
    {
        "policy",
        "config",
        "report",
        "suppression",
        "reading",
        "reference",
        "testing",
        "fingerprint",
        "scope",
        "changes",
        "baseline",
        "opinion",
    },
    {"check", "fixing", "languagetool"},
    {"evaluation", "gate", "engines", "cli", "__init__", "__main__"},
)
"""Each layer may import itself and those above it in this list. A module that is not listed fails the test."""


def listed() -> list[str]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        packages: list[str] = tomllib.load(file)["tool"]["setuptools"]["packages"]
    return packages


def in_tree() -> list[str]:
    own = [init.parent.relative_to(ROOT) for init in (ROOT / "qc").rglob("__init__.py")]
    rules = [Path("qc") / init.parent.relative_to(ROOT) for init in (ROOT / "rules").rglob("__init__.py")]
    return sorted(".".join(path.parts) for path in own + rules)


def test_the_package_list_equals_the_tree() -> None:
    assert sorted(listed()) == in_tree()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(out), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return zipfile.ZipFile(next(out.glob("*.whl")))


def test_the_wheel_holds_every_rule_and_every_table_and_no_top_level_rules(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    rules = {f"qc/{path.relative_to(ROOT).as_posix()}" for path in (ROOT / "rules").rglob("*.py")}
    tables = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "qc").rglob("*")
        if path.is_file() and path.suffix not in {".py", ".pyc"}
    }
    assert rules | tables <= names
    assert not [name for name in names if name.startswith(("rules/", "tests/"))]


def layer(module: str) -> int:
    part = module.split(".")[1] if "." in module else "__init__"
    for number, members in enumerate(LAYERS):
        if part in members:
            return number
    raise AssertionError(f"{module} stands in no layer of tests/test_packaging.py")


def imports(path: Path) -> set[str]:
    """The modules of the project a file imports; `from qc import Span` is `qc` itself."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if is_module(name) else node.module for name in inner}
    return {name for name in found if name.split(".")[0] in {"qc", "rules"}}


def is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


# Document's views are computed on demand by modules that need its types: the one place where imports turn back,
# inside functions.
LAZY_VIEWS = "qc.document"


@pytest.mark.parametrize("path", sorted((ROOT / "qc").rglob("*.py")), ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_run_one_way(path: Path) -> None:
    own = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    if own == LAZY_VIEWS:
        return
    upward = {name for name in imports(path) if name.startswith("qc.") and layer(name) > layer(own)}
    assert upward == set()


@pytest.mark.parametrize("path", sorted((ROOT / "rules").rglob("*.py")), ids=lambda p: str(p.relative_to(ROOT)))
def test_rules_import_the_engine_below_them_and_never_each_other(path: Path) -> None:
    found = imports(path)
    assert not {name for name in found if name.startswith(("rules", "qc.rules"))}
    assert not {name for name in found if name != "qc" and layer(name) > layer("qc.rule")}


def test_importing_qc_needs_no_heavy_module() -> None:
    heavy = ("textstat", "nltk", "numpy", "pyarrow", "typer", "rich", "requests", "onnxruntime", "importlib.metadata")
    code = f"import sys, qc; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
