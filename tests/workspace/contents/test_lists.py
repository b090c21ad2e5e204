"""Lists are drawn from small columns: no document is read for them, whatever it holds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import AppError
from app.workspace.store import Workspace
from tests.builders.workspaces import rewrite, small_workspace

TABLES = ("dataset", "run", "scenario_revision")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return small_workspace(tmp_path / "shop.rehearse", "shop", "zoo")


def listed(path: Path) -> tuple[object, ...]:
    with Workspace.open(path, read_only=True) as workspace:
        revisions = workspace.scenarios.revisions("reminder")
        return workspace.datasets.names(), workspace.scenarios.all(), workspace.runs.all("reminder"), revisions


@pytest.mark.parametrize("garbage", ["garbage", "", "[" * 100_000, b"\xff\xfe", 7])
def test_that_lists_read_no_document(path: Path, garbage: object) -> None:
    before = listed(path)
    for table in TABLES:
        rewrite(path, f"UPDATE {table} SET document = ?", garbage)
    assert listed(path) == before
    with Workspace.open(path) as workspace:
        for read in (
            lambda: workspace.datasets.load("shop"),
            lambda: workspace.datasets.accounts("shop"),
            lambda: workspace.scenarios.load("reminder"),
            lambda: workspace.runs.load(1),
        ):
            with pytest.raises(AppError, match="is damaged: it is not what was saved"):
                read()


@pytest.mark.parametrize("table", TABLES)
def test_that_a_list_that_does_not_say_what_the_document_says_is_damage(path: Path, table: str) -> None:
    name = "scenario_name" if table == "run" else "name"
    rewrite(path, f"UPDATE {table} SET {name} = 'other' WHERE rowid = 1")
    with Workspace.open(path) as workspace:
        loads: dict[str, Callable[[], object]] = {
            "dataset": lambda: workspace.datasets.load("other"),
            "run": lambda: workspace.runs.load(1),
            "scenario_revision": lambda: workspace.scenarios.load("reminder"),
        }
        with pytest.raises(AppError, match="is damaged"):
            loads[table]()


def test_that_cells_of_other_kinds_are_listed_all_the_same(path: Path) -> None:
    rewrite(path, "UPDATE dataset SET name = CAST(x'ff' AS TEXT), customers = 'many', pools = '[' WHERE id = 1")
    rewrite(path, "UPDATE dataset SET events = x'00', first_at_us = 'x', fingerprint = x'ff' WHERE id = 2")
    rewrite(path, "UPDATE run SET ran_at_us = 'now', seed = 'x', further_ids = x'ff', is_forecast = 'no'")
    rewrite(path, "UPDATE scenario_revision SET saved_at_us = 1.5, name = x'ff', description = CAST(x'ff' AS TEXT)")
    with Workspace.open(path) as workspace:
        assert sorted(info.name for info in workspace.datasets.names()) == ["zoo", "\N{REPLACEMENT CHARACTER}"]
        (run,) = workspace.runs.all()
        assert (run.id, run.ran_at, run.seed, run.further_ids) == (1, 0, 0, ("?",))
        (scenario,) = workspace.scenarios.all()
        assert (scenario.id, scenario.name) == ("reminder", "?")
        assert workspace.datasets.names()[0].first_at is None


@pytest.mark.parametrize("at", [-(2**63), 2**63 - 1])
def test_that_instants_beyond_the_calendar_are_listed_as_one_that_can_be_shown(tmp_path: Path, at: int) -> None:
    path = small_workspace(tmp_path / "shop.rehearse")
    rewrite(path, "UPDATE run SET ran_at_us = ?", at)
    rewrite(path, "UPDATE dataset SET first_at_us = ?, last_at_us = ?, imported_at_us = ?", at, at, at)
    rewrite(path, "UPDATE scenario_revision SET saved_at_us = ?", at)
    with Workspace.open(path) as workspace:
        (dataset,), (scenario,), (run,) = workspace.datasets.names(), workspace.scenarios.all(), workspace.runs.all()
    assert (dataset.first_at, dataset.last_at, dataset.imported_at, scenario.saved_at_us, run.ran_at) == (0,) * 5
