"""The plan in a workspace: kept whole, changed in one step, and refused where it is damaged."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.errors import AppError
from app.workspace.settings.plan import EMPTY_PLAN, Answer, Baseline, Plan, PlanGoal, ScenarioCard
from app.workspace.sqlite.documents import sealed
from app.workspace.store import Workspace
from tests.builders.workspaces import rewrite, workspace_at

FULL = Plan(
    dataset="shop",
    goals=(
        PlanGoal(
            kpi="came_back",
            baseline=Baseline(value=0.25, dataset="shop", at_us=1, count=1, of=4),
            target=0.5,
            by=date(2025, 3, 31),
            note="再購入を増やす",
        ),
        PlanGoal(kpi="orders", baseline=Baseline(value=12, dataset="shop", at_us=1)),
    ),
    profile="Loyal",
    answers_to="Kundenservice",
    answers={"compliance": Answer(state="done", on=date(2025, 1, 2), note="Checked by the lawyer")},
    naming="{stage}-{channel}-{yyyymm}",
    review_day=5,
    review_since=date(2025, 1, 1),
    cards={"reminder": ScenarioCard(folder="Carts", stage="first_order", owner="Anna", status="live")},
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return workspace_at(tmp_path / "office.rehearse")


def test_that_a_new_workspace_has_an_empty_plan(path: Path) -> None:
    with Workspace.open(path, read_only=True) as workspace:
        assert workspace.plan.get() == EMPTY_PLAN


def test_that_a_plan_comes_back_as_it_was_kept(path: Path) -> None:
    with Workspace.open(path) as workspace:
        workspace.plan.put(FULL)
    with Workspace.open(path, read_only=True) as workspace:
        assert workspace.plan.get() == FULL


def test_that_what_was_before_undoes_a_change(path: Path) -> None:
    with Workspace.open(path) as workspace:
        workspace.plan.put(FULL)
        before, after = workspace.plan.change(lambda plan: plan.model_copy(update={"profile": "New"}))
        assert (before, after.profile) == (FULL, "New")
        workspace.plan.put(before)
        assert workspace.plan.get() == FULL


def test_that_a_change_that_is_refused_changes_nothing(path: Path) -> None:
    def refuse(_plan: Plan) -> Plan:
        raise AppError("No.")

    with Workspace.open(path) as workspace:
        workspace.plan.put(FULL)
        with pytest.raises(AppError, match="No"):
            workspace.plan.change(refuse)
        assert workspace.plan.get() == FULL


@pytest.mark.parametrize("stored", ['{"goals": 3}', "[]", '{"review_day": 31}', '{"what": 1}'])
def test_that_what_is_no_plan_is_said_to_be_damaged(path: Path, stored: str) -> None:
    with Workspace.open(path) as workspace:
        workspace.settings.put("plan", "placeholder")
    seal = sealed(stored)
    rewrite(path, "UPDATE setting SET document = ?, sha256 = ? WHERE key = 'plan'", *seal.values())
    with Workspace.open(path) as workspace, pytest.raises(AppError, match="The plan is damaged"):
        workspace.plan.get()
