"""Compiled code that is kept: never taken for other types than it was compiled for."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numba
import pytest

from app.runtime.native.jit import compiled

DOUBLED = "def doubled(x):\n    return x + x\n"


@pytest.fixture
def of_a_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Any]:
    """The function as each process has it for itself, with what is kept in common."""
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "kept"))
    source = tmp_path / "doubling.py"
    source.write_text(DOUBLED, encoding="utf-8")

    def loaded() -> ModuleType:
        spec = importlib.util.spec_from_file_location("doubling", source)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return lambda: compiled(loaded().doubled)


def test_that_code_is_kept_for_the_next_process(
    of_a_process: Callable[[], Any],
) -> None:
    of_a_process()(3)
    second = of_a_process()
    assert second(4) == 8
    assert sum(second.stats.cache_hits.values()) == 1


def test_that_code_of_other_types_is_compiled_anew_where_two_processes_chose_one_file(
    of_a_process: Callable[[], Any],
) -> None:
    of_a_process()(3)
    first = of_a_process()
    file = first._cache._cache_file
    ((whole, name),) = file._load_index().items()
    real = ((numba.float64,), *whole[1:])
    file._save_index({whole: name, real: name})  # as the slower of two processes leaves it
    assert first(1.5) == 3.0
    assert sum(first.stats.cache_hits.values()) == 0
    assert of_a_process()(2) == 4
    assert of_a_process()(2.5) == 5.0
