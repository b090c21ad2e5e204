"""`rehearse plan`: everything of it written and shown, and what cannot be is refused with a sentence."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.cli import run
from app.jobs.runs.rehearsing import rehearse_stored
from app.workspace.store import Workspace
from tests.builders.workspaces import REMINDER, small_workspace, workspace_at


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return small_workspace(tmp_path / "office.rehearse")


def shown(path: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, str]]:
    capsys.readouterr()
    assert run(["plan", "show", str(path), "--json"]) == 0
    return {line["line"]: line for line in json.loads(capsys.readouterr().out)["checklist"]}


def test_that_a_goal_is_measured_over_the_data_and_shown(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(office, capsys)["goals"]["state"] == "missing"
    goal = ["plan", "goal", str(office), "active", "--measure", "--target", "80%", "--by", "2025-03-31"]
    assert run(goal) == 0
    lines = shown(office, capsys)
    assert (lines["goals"]["state"], lines["baseline"]["state"]) == ("ready", "ready")
    with Workspace.open(office, read_only=True) as workspace:
        (kept,) = workspace.plan.get().goals
    assert kept.target == 0.8
    assert kept.baseline is not None
    assert (kept.baseline.count, kept.baseline.of, kept.baseline.dataset) == (3, 3, "shop")


def test_that_what_is_left_out_of_a_goal_stays(office: Path) -> None:
    assert run(["plan", "goal", str(office), "active", "--measure", "--target", "80%"]) == 0
    assert run(["plan", "goal", str(office), "active", "--by", "2025-03-31"]) == 0
    with Workspace.open(office, read_only=True) as workspace:
        (kept,) = workspace.plan.get().goals
    assert (kept.target, str(kept.by), kept.baseline is None) == (0.8, "2025-03-31", False)
    assert run(["plan", "goal", str(office), "active", "--remove"]) == 0
    with Workspace.open(office, read_only=True) as workspace:
        assert workspace.plan.get().goals == ()


def test_that_owners_names_answers_and_the_review_are_kept(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    course = office.with_name("course.txt")
    course.write_text("# Week 3\n- The client has seen it\n", encoding="utf-8")
    for words in (
        ["scenario", "reminder", "--owner", "Anna", "--status", "live", "--stage", "first_order"],
        ["naming", "{stage}-{channel}-{yyyymm}"],
        ["answer", "compliance", "done", "--note", "By the lawyer"],
        ["service", "Kundenservice"],
        ["line", "Texts are translated"],
        ["line", "The founder agrees"],
        ["answer", "own_2", "done"],
        ["line", "Texts are translated", "--remove"],
        ["checklist", str(course)],
        ["review", "--day", "5"],
    ):
        assert run(["plan", words[0], str(office), *words[1:]]) == 0
    capsys.readouterr()
    assert run(["plan", "show", str(office)]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Texts are translated" not in said
    for answer in (
        "The founder agrees",
        "The client has seen it",
        "Anna",
        "Live",
        "does not follow",
        "Kundenservice",
        "By the lawyer",
    ):
        assert answer in said


def test_that_the_plan_is_written_as_a_document_and_stands_in_reports(office: Path, tmp_path: Path) -> None:
    assert run(["plan", "goal", str(office), "active", "--measure"]) == 0
    assert run(["plan", "show", str(office), "--out", str(tmp_path / "plan.html")]) == 0
    assert run(["report", str(office), "--out", str(tmp_path / "report.html")]) == 0
    for name in ("plan.html", "report.html"):
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert "Journey map" in text
        assert "100% (3 of 3)" in text


@pytest.mark.parametrize("suffix", ["html", "pdf", "pptx", "xlsx", "zip"])
def test_that_a_plan_nobody_has_begun_is_written_in_every_format(tmp_path: Path, suffix: str) -> None:
    new = workspace_at(tmp_path / "new.rehearse")
    assert run(["plan", "show", str(new), "--out", str(tmp_path / f"plan.{suffix}")]) == 0
    assert (tmp_path / f"plan.{suffix}").stat().st_size


def test_that_a_report_of_a_workspace_without_a_plan_has_no_such_part(office: Path, tmp_path: Path) -> None:
    assert run(["report", str(office), "--out", str(tmp_path / "report.html")]) == 0
    assert "Journey map" not in (tmp_path / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["goal", "luck"], "no figure 'luck'"),
        (["goal", "revenue", "--measure"], "cannot be counted"),
        (["goal", "active", "--target", "much"], "is no number"),
        (["goal", "active", "--by", "soon"], "is no day"),
        (["goal", "active", "--remove"], "has no goal"),
        (["profile", "Loyal"], "no segment 'Loyal'"),
        (["answer", "luck", "done"], "no line 'luck'"),
        (["answer", "goals", "maybe"], "is no answer"),
        (["scenario", "nobody", "--owner", "Anna"], "no scenario 'nobody'"),
        (["scenario", "reminder", "--status", "dead"], "is no status"),
        (["scenario", "reminder", "--stage", "moon"], "is no stage"),
        (["naming", "{week}"], "knows no {week}"),
        (["review"], "--day N, or --held"),
        (["review", "--held"], "no day of review"),
        (["dataset", "moon"], "no dataset 'moon'"),
    ],
)
def test_that_what_cannot_be_is_refused_and_changes_nothing(
    office: Path, capsys: pytest.CaptureFixture[str], words: list[str], why: str
) -> None:
    capsys.readouterr()
    assert run(["plan", words[0], str(office), *words[1:]]) != 0
    assert why in " ".join(capsys.readouterr().err.split())
    with Workspace.open(office, read_only=True) as workspace:
        assert workspace.plan.get().model_dump(exclude_defaults=True) == {}


def test_that_what_was_run_before_it_was_saved_is_rehearsed_as_it_is(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Workspace.open(office) as workspace:
        rehearse_stored(workspace, REMINDER, "shop")
        workspace.scenarios.save(REMINDER, "Approved")
    assert shown(office, capsys)["test_plan"]["words"].startswith("1 of 1 scenarios rehearsed as they are")
    with Workspace.open(office) as workspace:
        held_out = REMINDER.settings.model_copy(update={"control_group": 0.1})
        workspace.scenarios.save(replace(REMINDER, settings=held_out))
    assert shown(office, capsys)["test_plan"]["words"].startswith("0 of 1 scenarios rehearsed as they are")
