"""Reports over much data are made ready behind the window, once."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.progress import Progress
from app.reports import kernels
from tests.desktop.conftest import Sit


@pytest.mark.parametrize(("enough", "loaded"), [(1, 1), (1_000_000_000, 0)], ids=["much data", "little data"])
def test_that_what_counts_much_data_is_loaded_once_it_is_open(
    sit: Sit, workspace_path: Path, monkeypatch: pytest.MonkeyPatch, enough: int, loaded: int
) -> None:
    begun: list[Progress] = []
    monkeypatch.setattr(kernels, "ENOUGH_EVENTS", enough)
    monkeypatch.setattr(kernels, "load_kernels", begun.append)
    person = sit(workspace_path)
    person.click("go_data")
    person.rest()
    person.click("go_results")
    person.rest()
    assert len(begun) == loaded
