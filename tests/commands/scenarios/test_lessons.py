"""`rehearse lesson` lists lessons, makes one, and checks a class."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.cli import run
from app.guides.lessons.lesson import all_lessons, bundled_lessons, lesson_of
from app.scenario.files import dump_scenario
from tests.builders.workspaces import REMINDER, workspace_at


def test_that_the_lessons_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lesson", "list"]) == 0
    said = capsys.readouterr().out
    assert all(lesson.id in said for lesson in bundled_lessons())


def test_that_a_class_is_checked_into_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = [workspace_at(tmp_path / name) for name in ("anna.rehearse", "bob.rehearse")]
    out = tmp_path / "grades.csv"
    assert run(["lesson", "check", "tour", *map(str, paths), "--out", str(out)]) == 0
    assert [line.split(",")[0] for line in out.read_text(encoding="utf-8").splitlines()[1:]] == [p.name for p in paths]
    assert "0 of 4" in capsys.readouterr().out


def test_that_an_unknown_lesson_is_refused_by_naming_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lesson", "check", "algebra", "a.rehearse"]) == 1
    assert "tour, abandoned_cart" in capsys.readouterr().err


def test_that_a_lesson_is_made_of_the_properties_that_are_chosen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = tmp_path / "model.json"
    model.write_text(dump_scenario(REMINDER), encoding="utf-8")
    assert run(["lesson", "make", str(model), "Mine"]) == 0
    assert "leads to" in capsys.readouterr().out
    assert len(all_lessons()) == len(bundled_lessons())
    assert run(["lesson", "make", str(model), "Mine", "--choose", "1", "--choose", "3", "--choose", "99"]) == 0
    assert sum(len(step.checks) for step in lesson_of("mine").steps) == 2
    given = tmp_path / "given.json"
    assert run(["lesson", "export", "mine", "--out", str(given)]) == 0
    (lesson_of("mine").folder / "lesson.json").write_text("[]", encoding="utf-8")
    assert run(["lesson", "import", str(given)]) == 0
    assert lesson_of("mine_2").title == "Mine"
    capsys.readouterr()
    assert run(["lesson", "list"]) == 0
    assert "lesson.json does not describe a lesson" in capsys.readouterr().err
