"""The house rules that can be measured: layers, sizes and names."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted((ROOT / "app").rglob("*.py"))
MOST_MODULE_LINES = 400
MOST_FUNCTION_LINES = 50
MOST_PUBLIC_METHODS = 12
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc"}


def _defined(kind: type[ast.AST] | tuple[type[ast.AST], ...]) -> Iterator[tuple[str, ast.AST]]:
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, kind):
                yield f"{path.relative_to(ROOT).as_posix()}:{getattr(node, 'name', '')}", node


def test_that_imports_go_one_way(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(no_cache=True) == 0, capsys.readouterr().out


def test_that_no_module_grows_past_its_limit() -> None:
    lengths = {str(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {path: n for path, n in lengths.items() if n > MOST_MODULE_LINES} == {}


def test_that_no_function_grows_past_its_limit() -> None:
    long = {
        name: (node.end_lineno or 0) - node.lineno + 1
        for name, node in _defined((ast.FunctionDef, ast.AsyncFunctionDef))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    }
    assert {name: n for name, n in long.items() if n > MOST_FUNCTION_LINES} == {}


def test_that_no_class_offers_more_than_a_dozen_methods() -> None:
    wide = {}
    for name, node in _defined(ast.ClassDef):
        assert isinstance(node, ast.ClassDef)
        methods = [m for m in node.body if isinstance(m, ast.FunctionDef) and not m.decorator_list]
        public = [m.name for m in methods if not m.name.startswith("_") and not _is_qt_virtual(m.name)]
        if len(public) > MOST_PUBLIC_METHODS:
            wide[name] = public
    assert wide == {}


def _is_qt_virtual(name: str) -> bool:
    """Qt calls these, nobody else does; they are in camel case and say nothing of a class's width."""
    return any(letter.isupper() for letter in name) or name in {"paint", "shape", "data"}


def test_that_no_module_has_a_vague_name() -> None:
    assert [str(path) for path in MODULES if path.stem in VAGUE_NAMES or path.parent.name in VAGUE_NAMES] == []


def test_that_type_checking_hides_no_import() -> None:
    assert [str(path) for path in MODULES if "TYPE_CHECKING" in path.read_text(encoding="utf-8")] == []


def test_that_the_readme_lists_every_room() -> None:
    listing = (ROOT / "README.md").read_text(encoding="utf-8").split("\napp/\n")[1].split("```")[0]
    rooms = {f"{path.name}/" for path in (ROOT / "app").iterdir() if (path / "__init__.py").exists()}
    modules = {path.name for path in (ROOT / "app").glob("*.py") if path.name != "__init__.py"}
    assert rooms | modules <= set(listing.split())
