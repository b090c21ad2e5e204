"""The law of builders: what tests work on is built in one place, so that a change of its form changes one file."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
BUILDERS = TESTS / "builders"
BUILT = {"Dataset", "Scenario", "dataset_from_rows", "Workspace.create"}
FILE_OF_SCENARIO = re.compile(r'"format":\s*"rehearse/scenario"')
ITSELF_TESTED = {
    "data/importing/test_rows.py": "how rows become a dataset",
    "scenario/test_files.py": "the file of a scenario",
    "workspace/opening/test_lock.py": "a new workspace beside somebody else's lock",
    "workspace/opening/test_probe.py": "what the first bytes of a file say",
    "workspace/test_store.py": "how a workspace is made",
}
"""Files that build by themselves, and what of it they test."""


def builds(source: str) -> Iterator[int]:
    """The lines that make a dataset, a scenario or a workspace."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name() | ast.Attribute() as called) if ast.unparse(called) in BUILT:
                yield node.lineno
            case ast.Dict(keys=keys, values=values):
                pairs = ", ".join(f'"{_text(key)}": "{_text(value)}"' for key, value in zip(keys, values, strict=True))
                if FILE_OF_SCENARIO.search(pairs):
                    yield node.lineno
            case ast.Constant(value=str(text)) if FILE_OF_SCENARIO.search(text) or "Workspace.create(" in text:
                yield node.lineno
            case ast.Constant(value=bytes(text)) if FILE_OF_SCENARIO.search(text.decode(errors="replace")):
                yield node.lineno


def _text(node: ast.expr | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def test_that_only_the_builders_build_but_where_building_is_tested() -> None:
    paths = [path for path in sorted(TESTS.rglob("*.py")) if path.parent != BUILDERS]
    found = {path.relative_to(TESTS).as_posix(): list(builds(path.read_text(encoding="utf-8"))) for path in paths}
    assert {name: lines for name, lines in found.items() if lines and name not in ITSELF_TESTED} == {}
    assert all(found[name] for name in ITSELF_TESTED)


@pytest.mark.parametrize(
    "source",
    [
        "Workspace.create(path)",
        "dataset_from_rows('shop', mapping, [], [])",
        "Scenario(ScenarioId('s'), 'S')",
        "Dataset(name='d')",
        """{"format": "rehearse/scenario", "version": 1}""",
        """'{"format":"rehearse/scenario"}'""",
        """b'{"format": "rehearse/scenario"}'""",
        "PROGRAM = 'with Workspace.create(path): pass'",
    ],
)
def test_that_building_is_seen(source: str) -> None:
    assert list(builds(source)) == [1]


def test_that_opening_and_reading_are_no_building() -> None:
    assert list(builds("with Workspace.open(workspace_at(path)) as w: w.scenarios.load('a').Scenario")) == []
