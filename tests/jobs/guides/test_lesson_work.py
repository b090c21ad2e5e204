"""What a workspace holds of a lesson."""

from __future__ import annotations

from pathlib import Path

from app.guides.lessons.lesson import lesson_of
from app.jobs.guides.lesson_work import (
    ANSWERS,
    SCENARIOS,
    answers_in,
    best_work,
    forget_answers,
    keep_answer,
    keep_scenario,
    scenario_in,
    work_of,
)
from app.jobs.runs.rehearsing import rehearse_stored
from app.workspace.store import Workspace
from tests.builders.workspaces import REMINDER, imported, workspace_at


def test_that_answers_are_kept_for_each_lesson_and_forgotten_when_it_is_begun_anew(tmp_path: Path) -> None:
    with Workspace.open(workspace_at(tmp_path / "a.rehearse")) as workspace:
        keep_answer(workspace, "tour", "customers", "599")
        keep_answer(workspace, "tour", "customers", "600")
        keep_answer(workspace, "drop_off", "lost", "96")
        forget_answers(workspace, "drop_off")
        assert answers_in(workspace, "tour") == {"customers": "600"}
        assert answers_in(workspace, "drop_off") == {}


def test_that_a_lesson_is_done_with_the_scenario_of_its_name_unless_another_is_kept(tmp_path: Path) -> None:
    with Workspace.open(workspace_at(tmp_path / "a.rehearse")) as workspace:
        keep_scenario(workspace, "tour", "tour-2")
        keep_scenario(workspace, "drop_off", "welcome")
        assert [scenario_in(workspace, name) for name in ("tour", "drop_off", "forecast")] == [
            "tour-2",
            "welcome",
            "forecast",
        ]
        workspace.settings.put(SCENARIOS, [1])
        assert scenario_in(workspace, "tour") == "tour"


def test_that_what_somebody_else_put_under_the_key_is_no_answer(tmp_path: Path) -> None:
    with Workspace.open(workspace_at(tmp_path / "a.rehearse")) as workspace:
        workspace.settings.put(ANSWERS, {"tour": {"customers": 600, "reminded": ["x"]}, "drop_off": 3})
        assert answers_in(workspace, "tour") == answers_in(workspace, "drop_off") == {}
        workspace.settings.put(ANSWERS, [1])
        assert answers_in(workspace, "tour") == {}


def test_that_a_run_counts_only_of_the_scenario_as_it_stands(tmp_path: Path) -> None:
    path = workspace_at(tmp_path / "a.rehearse", REMINDER, datasets=[imported("store")])
    with Workspace.open(path) as workspace:
        lesson = lesson_of("tour")
        rehearse_stored(workspace, REMINDER, "store")
        kept = work_of(workspace, lesson, REMINDER, workspace.datasets.load, {}).kept
        other = lesson.start
        assert other is not None
        assert kept == {"replay"}
        assert work_of(workspace, lesson, other, workspace.datasets.load, {}).kept == frozenset()


def test_that_a_workspace_is_judged_by_its_best_scenario(tmp_path: Path) -> None:
    lesson = lesson_of("drop_off")
    assert lesson.start is not None
    path = workspace_at(tmp_path / "a.rehearse", REMINDER, lesson.start, datasets=[imported("store")])
    with Workspace.open(path, read_only=True) as workspace:
        steps = best_work(workspace, lesson)
    assert next(each.holds for step in steps for each in step.checks)
    assert not any(step.is_done for step in steps)
