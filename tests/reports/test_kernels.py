"""What is compiled of reports is known, and taken in without compiling."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

import app.reports
from app.errors import Cancelled
from app.reports.kernels import KERNELS, load_kernels
from app.runtime.native.jit import is_compiled, load_kept

SOURCE = """
from app.runtime.native.jit import compiled

@compiled
def total(values):
    added = 0.0
    for value in values:
        added += value
    return added
"""


def test_that_every_module_with_a_compiled_loop_is_named() -> None:
    root = Path(app.reports.__path__[0])
    found = {
        ".".join(("app", "reports", *path.relative_to(root).with_suffix("").parts))
        for path in root.rglob("*.py")
        if "\n@compiled\n" in path.read_text(encoding="utf-8")
    }
    assert found == set(KERNELS)


def _module_at(path: Path) -> ModuleType:
    spec = spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    made: Any = module_from_spec(spec)
    spec.loader.exec_module(made)
    return made  # type: ignore[no-any-return]  # it is one


def test_that_what_is_kept_is_taken_in_and_what_is_not_is_not_compiled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "kept"))
    path = tmp_path / "loops.py"
    path.write_text(SOURCE)
    first: Any = _module_at(path)
    load_kept(first)
    assert not is_compiled(first)
    assert first.total(np.array([1.0, 2.5])) == 3.5
    later: Any = _module_at(path)
    assert not is_compiled(later)
    load_kept(later)
    assert is_compiled(later)
    assert sum(later.total.stats.cache_hits.values()) == 1
    assert later.total(np.array([1.0, 2.5])) == 3.5


def test_that_loading_ends_when_it_is_cancelled() -> None:
    def progress(done: int, total: int, what: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        load_kernels(progress)
