"""The house rules that can be measured: layers, sizes and names."""

from __future__ import annotations

import ast
import gc
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted((ROOT / "app").rglob("*.py"))
MOST_MODULE_LINES = 400
MOST_FUNCTION_LINES = 50
MOST_PUBLIC_METHODS = 12
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc"}
FOR_PROGRAMS = {
    "app/messages/blocks/compiling.py": "widths of columns in MJML",
    "app/messages/rendering/values.py": "a message is the same on each machine",
    "app/runtime/cases.py": "instants in files",
    "app/runtime/output.py": "instants in files",
    "app/workspace/backups/backup_folder.py": "instants in the names of files",
    "app/ui/theme.py": "sizes and colours of a style sheet",
}
"""Modules that format for programs alone, and what."""
FORMATTERS = ("app/numbers.py", "app/region.py")
FORMATTING_CALLS = {"strftime", "setlocale"}
PLAIN_SPEC = re.compile(r"(|0\d+)")  # of a clock's two digits, as in ISO 8601
D = TypeVar("D", bound=ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
HOLDS_STATEMENTS = (ast.stmt, ast.excepthandler, ast.match_case)
OLD_STYLE = re.compile(r"%[-+ #0]*[\d.]*[dfgeGEi]")


@pytest.fixture(scope="module")
def trees() -> dict[str, ast.Module]:
    """Each module as Python reads it."""
    gc.disable()  # sweeping takes two thirds of the time for nothing
    try:
        return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}
    finally:
        gc.enable()


def _defined(trees: dict[str, ast.Module], *kinds: type[D]) -> Iterator[tuple[str, D]]:
    """What modules define at any depth: statements stand in statements alone, and no expression is looked into."""
    waiting: list[tuple[str, ast.AST]] = list(trees.items())
    while waiting:
        module, node = waiting.pop()
        if isinstance(node, kinds):
            yield f"{module}:{node.name}", node
        waiting += ((module, inner) for inner in ast.iter_child_nodes(node) if isinstance(inner, HOLDS_STATEMENTS))


def test_that_imports_go_one_way(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports() == 0, capsys.readouterr().out


def test_that_no_module_grows_past_its_limit() -> None:
    lengths = {str(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {path: n for path, n in lengths.items() if n > MOST_MODULE_LINES} == {}


def test_that_no_function_grows_past_its_limit(trees: dict[str, ast.Module]) -> None:
    functions = _defined(trees, ast.FunctionDef, ast.AsyncFunctionDef)
    long = {name: (node.end_lineno or 0) - node.lineno + 1 for name, node in functions}
    assert {name: n for name, n in long.items() if n > MOST_FUNCTION_LINES} == {}


def test_that_no_class_offers_more_than_a_dozen_methods(trees: dict[str, ast.Module]) -> None:
    wide = {}
    for name, node in _defined(trees, ast.ClassDef):
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


def _formatting(tree: ast.Module) -> Iterator[str]:
    """Numbers, per cent and dates that a module prints by itself."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr=name) if name in FORMATTING_CALLS:
                yield f"{node.lineno}: {name}"
            case ast.Call(func=ast.Name(id="format"), args=[_, _]):
                yield f"{node.lineno}: format"
            case ast.Import(names=names) if any(each.name in ("locale", "babel") for each in names):
                yield f"{node.lineno}: import of a locale's customs"
            case ast.Constant(value=str(text)) if re.search(r"\{\w*:[^}]*[,.%_\d][^}]*\}", text):
                yield f"{node.lineno}: {text}"
            case ast.BinOp(op=ast.Mod(), left=ast.Constant(value=str(text))) if OLD_STYLE.search(text):
                yield f"{node.lineno}: {text}"
            case ast.JoinedStr():
                yield from _formatted(node)


def _formatted(text: ast.JoinedStr) -> Iterator[str]:
    for part, after in zip(text.values, [*text.values[1:], None], strict=True):
        if not isinstance(part, ast.FormattedValue):
            continue
        spec = ast.unparse(part.format_spec)[2:-1] if part.format_spec else ""
        if not PLAIN_SPEC.fullmatch(spec):
            yield f"{part.lineno}: {spec}"
        if isinstance(after, ast.Constant) and str(after.value).lstrip(" \u00a0\u202f").startswith("%"):
            yield f"{part.lineno}: per cent"


@pytest.mark.parametrize(
    "line",
    [
        'f"{count:,}"',
        'f"{share:.0%}"',
        'f"{share:.1f}"',
        'f"{share} %"',
        'f"{at:%Y}"',
        '"%.1f s" % seconds',
        '"{:,}".format(count)',
        'format(count, ",")',
        'at.strftime("%Y")',
        "import locale",
    ],
)
def test_that_formatting_is_seen(line: str) -> None:
    assert list(_formatting(ast.parse(line)))


def test_that_no_other_module_prints_numbers_shares_or_dates(trees: dict[str, ast.Module]) -> None:
    found = {}
    for name, tree in trees.items():
        lines = [] if name in FORMATTERS else list(_formatting(tree))
        if lines:
            found[name] = lines
    assert found.keys() == FOR_PROGRAMS.keys(), found
