"""Whether a run's recorded events are at hand: also after lists that it does not depend on were added or removed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.data.assembling.fingerprint import signed
from app.jobs.datasets.dataset_changes import replace_dataset
from app.jobs.datasets.importing import import_planned, proposed_for
from app.jobs.datasets.segments import drop_segment_of_list, save_as_list, save_as_segment
from app.jobs.runs.keeping_runs import keep_run
from app.jobs.runs.run_subject import subject_of_run
from app.progress import silent
from app.reports.over_runs.same_data import are_over_same_data
from app.runtime.rehearse import RunOptions, rehearse
from app.scenario.graph import Scenario
from app.workspace.sharing import People
from app.workspace.store import Workspace
from tests.builders.scenarios import kind, scenario
from tests.builders.workspaces import REMINDER, imported, rewrite_document, small_workspace

ASKING: Scenario = replace(
    scenario(
        [kind("start", "entry_event", event="cart"), kind("check", "filter", condition={"in_list": "vip"})],
        "start>check",
    ),
    id=REMINDER.id,
    name="Asking",
)
TWO = np.array([0, 1])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return small_workspace(tmp_path / "office.rehearse")


def has_events(workspace: Workspace, run: int = 1) -> bool:
    return subject_of_run(workspace, run)[0].dataset is not None


def kept(workspace: Workspace, scenario: Scenario) -> Any:
    made = rehearse(scenario, workspace.datasets.load("shop"), RunOptions(compiled=False))
    return keep_run(workspace, made, scenario, "shop", silent)


def test_that_a_list_that_is_added_or_removed_takes_no_events_from_a_run(path: Path) -> None:
    with Workspace.open(path) as workspace:
        before = workspace.datasets.names()[0].fingerprint
        save_as_segment(workspace, "shop", "best", TWO)
        assert workspace.datasets.names()[0].fingerprint != before
        assert has_events(workspace)
        save_as_list(workspace, "shop", "worst", TWO)
        assert has_events(workspace)
        drop_segment_of_list(workspace, "shop", "best")
        assert has_events(workspace)


def test_that_a_run_over_a_list_that_was_taken_back_has_its_events(path: Path) -> None:
    with Workspace.open(path) as workspace:
        before = workspace.datasets.load("shop")
        save_as_list(workspace, "shop", "best", TWO)
        run = kept(workspace, replace(REMINDER, name="Other")).info.id
        replace_dataset(workspace, "shop", before)
        assert has_events(workspace)
        assert has_events(workspace, run)


def test_that_a_list_that_is_imported_leaves_runs_their_events_unless_they_ask_for_it(path: Path) -> None:
    with Workspace.open(path) as workspace:
        run = kept(workspace, ASKING).info.id
        ids = [str(id_) for id_ in workspace.datasets.load("shop").customer_ids[:2]]
        for name, members in (("best", ids), ("vip", ids[:1])):
            file = path.with_name(f"{name}.csv")
            file.write_text("\n".join(["customer_id", *members]), encoding="utf-8")
            import_planned(workspace, proposed_for(workspace, [file], "shop"), "shop")
            assert name in workspace.datasets.load("shop").lists
            assert has_events(workspace)
            assert has_events(workspace, run) == (name == "best")
        more = path.with_name("more.csv")
        more.write_text("\n".join(["customer_id", "somebody else", *ids]), encoding="utf-8")
        import_planned(workspace, proposed_for(workspace, [more], "shop"), "shop")
        assert not has_events(workspace)


@pytest.mark.parametrize("name", ["vip", "suppression"])
def test_that_a_list_that_the_scenario_depends_on_is_a_change(path: Path, name: str) -> None:
    with Workspace.open(path) as workspace:
        run = kept(workspace, ASKING).info.id
        save_as_list(workspace, "shop", "best", TWO)
        assert has_events(workspace, run)
        save_as_list(workspace, "shop", name, TWO)
        assert not has_events(workspace, run)
        assert kept(workspace, ASKING).is_new


def test_that_other_data_of_that_name_are_a_change(path: Path) -> None:
    with Workspace.open(path) as workspace:
        save_as_list(workspace, "shop", "best", TWO)
        fewer = replace(workspace.datasets.load("shop").only(1), name="shop")
        replace_dataset(workspace, "shop", signed(fewer))
        assert not has_events(workspace)
        workspace.datasets.remove("shop")
        assert not has_events(workspace)


def test_that_running_again_after_a_list_was_added_is_recognised(path: Path) -> None:
    with Workspace.open(path) as workspace:
        save_as_list(workspace, "shop", "best", TWO)
        again = kept(workspace, REMINDER)
        assert (again.is_new, again.info.id) == (False, 1)


def test_that_runs_before_and_after_a_list_went_over_the_same_data_unless_both_depend_on_it(path: Path) -> None:
    with Workspace.open(path) as workspace:
        first = kept(workspace, ASKING).info.id
        save_as_list(workspace, "shop", "vip", TWO)
        second = kept(workspace, ASKING).info.id
        reminder, asking, later = (subject_of_run(workspace, run)[0] for run in (1, first, second))
    assert are_over_same_data(reminder, later)
    assert are_over_same_data(reminder, asking)
    assert not are_over_same_data(asking, later)


def test_that_a_workspace_of_before_that_knows_nothing_of_it_works_as_it_did(path: Path) -> None:
    def forget(document: Any) -> Any:
        del document["dataset"]["list_versions"]
        return document

    rewrite_document(path, "dataset", forget)
    with Workspace.open(path) as workspace:
        assert has_events(workspace)
        save_as_list(workspace, "shop", "best", TWO)
        assert has_events(workspace)


def test_that_a_copy_remembers_and_one_without_names_does_not(path: Path, tmp_path: Path) -> None:
    with Workspace.open(path) as workspace:
        save_as_list(workspace, "shop", "best", TWO)
        save_as_list(workspace, "shop", "anna@example.com", TWO)
        copy = workspace.copy_to(tmp_path / "copy.rehearse")
        shared = workspace.copy_to(tmp_path / "shared.rehearse", people=People.PSEUDONYMS)
    with Workspace.open(copy) as workspace:
        assert has_events(workspace)
    assert b"anna@example.com" not in shared.read_bytes()


def test_that_a_dataset_that_is_damaged_is_one_that_has_changed(path: Path) -> None:
    with Workspace.open(path) as workspace:
        save_as_list(workspace, "shop", "best", TWO)
    rewrite_document(path, "dataset", lambda document: {**document, "dataset": {"list_versions": 7}})
    with Workspace.open(path) as workspace:
        assert not has_events(workspace)
        workspace.datasets.save(imported())
        assert has_events(workspace)
