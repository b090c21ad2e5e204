"""Workspaces as every released version wrote them: one file each, kept for ever, opened by the program as it is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.workspace.store import Workspace

RELEASED = sorted((Path(__file__).parents[2] / "released").glob("*.rehearse"))


@pytest.fixture(params=RELEASED, ids=lambda path: path.stem)
def released(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of a released version's file."""
    return Path(shutil.copy(request.param, tmp_path / "shop.rehearse"))


def test_that_a_released_dataset_is_opened(released: Path) -> None:
    with Workspace.open(released) as workspace:
        (info,) = workspace.datasets.names()
        dataset = workspace.datasets.load("shop")
        mapping = workspace.datasets.mapping("shop")
    assert (info.name, info.customers, info.events, info.pools) == ("shop", 3, 5, {"spring": 2})
    assert dataset.customer_ids.to_pylist() == ["anna", "béla", "cyril"]
    assert dataset.schema().events == {"add_to_cart": 3, "purchase": 2}
    assert mapping.timezone == "UTC"


def test_that_released_scenarios_are_opened_in_every_revision(released: Path) -> None:
    with Workspace.open(released) as workspace:
        (info,) = workspace.scenarios.all()
        first = workspace.scenarios.load("reminder", 1)
        revisions = workspace.scenarios.revisions("reminder")
    assert (info.name, info.description) == ("Cart reminder", "One e-mail an hour after the cart.")
    assert (first.name, len(first.nodes)) == ("Reminder", 3)
    assert [(revision.number, revision.message) for revision in revisions] == [(1, ""), (2, "A message, too")]


def test_that_a_released_run_is_opened_with_its_tables(released: Path) -> None:
    with Workspace.open(released) as workspace:
        (info,) = workspace.runs.all()
        run = workspace.runs.load(info.id)
        messages = run.tables["messages"].to_pylist()
    assert (info.scenario_name, info.customers, info.instances, info.visits) == ("Cart reminder", 3, 3, 12)
    assert run.summary.nodes["mail"].sent == 2
    assert len(messages) == 3


def test_that_a_released_setting_is_read(released: Path) -> None:
    with Workspace.open(released) as workspace:
        assert workspace.settings.get("greeting") == {"text": "Dobrý den", "times": 2}
