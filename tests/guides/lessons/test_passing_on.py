"""A lesson of one's own leaves as one file, without what solves it, and comes back from it; a bad one is said."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from app.errors import AppError
from app.guides.lessons.lesson import Lesson, all_lessons, bundled_lessons, own_folder, read_lesson, unreadable_lessons
from app.guides.lessons.making import make_lesson, properties, remove_lesson
from app.guides.lessons.passing_on import dump_lesson, holds_lesson, receive_lesson
from tests.builders.scenarios import kind, scenario

MODEL = scenario([kind("cart", "entry_event", event="cart"), kind("hour", "wait", for_="PT1H")], "cart>hour")
STEP = {"id": "draw", "title": "Draw it", "checks": []}
LESSON = {"title": "Ours", "summary": "A lesson.", "minutes": 5, "whom": "A class.", "dataset": "", "steps": [STEP]}


def file_of(lesson: dict[str, Any] = LESSON, **more: Any) -> bytes:
    made = {
        "format": "rehearse/lesson",
        "version": 1,
        "id": "ours",
        "lesson": lesson,
        "texts": {"draw": "Draw."},
        **more,
    }
    return json.dumps(made).encode()


def test_that_a_lesson_comes_back_from_its_file_under_its_name_and_without_its_model(tmp_path: Path) -> None:
    made = make_lesson(MODEL, "Mine", properties(MODEL))
    path = tmp_path / "given.json"
    path.write_text(dump_lesson(made), encoding="utf-8")
    assert holds_lesson(path)
    assert receive_lesson(path.read_bytes(), path.name) == made  # it is there already
    remove_lesson(made)
    back = receive_lesson(path.read_bytes(), path.name)
    assert back == made
    assert not (back.folder / "model.json").exists()
    assert receive_lesson(file_of(id="mine"), "other.json").id == "mine_2"


@pytest.mark.parametrize("lesson", bundled_lessons(), ids=lambda lesson: lesson.id)
def test_that_whatever_a_lesson_is_made_of_passes_on(lesson: Lesson) -> None:
    back = receive_lesson(dump_lesson(lesson).encode(), "given.json")
    assert (back.steps, back.forms, back.start) == (lesson.steps, lesson.forms, lesson.start)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"Dear all,", "given.json is not valid JSON"),
        (b"[]", "given.json is not a lesson"),
        (file_of(version=2), "written by a newer Rehearse"),
        (file_of({**LESSON, "minutes": "many"}), "given.json does not describe a lesson"),
        (file_of({**LESSON, "steps": []}), "given.json does not describe a lesson:\n  - It has no steps"),
        (file_of(texts={}), "There is no file"),
        (file_of(texts={"../../draw": "Draw."}), "given.json is not a lesson"),
        (file_of({**LESSON, "steps": [{**STEP, "checks": [{"case": "../ours.json", "say": "So."}]}]}), "leads out of"),
    ],
)
def test_that_what_is_no_lesson_is_refused_with_a_reason_and_leaves_nothing(content: bytes, words: str) -> None:
    with pytest.raises(AppError, match=words):
        receive_lesson(content, "given.json")
    assert not own_folder().exists() or not any(own_folder().iterdir())


def test_that_a_folder_that_is_no_lesson_is_said_and_keeps_no_other_from_being_read() -> None:
    good, bad = (make_lesson(MODEL, title, properties(MODEL)) for title in ("Good", "Bad"))
    (bad.folder / "texts" / "draw.txt").write_bytes("für".encode("latin-1"))
    shutil.copytree(good.folder, own_folder() / "tour")
    assert all_lessons()[-1] == good
    said = unreadable_lessons()
    assert sorted(said) == ["bad", "tour"]
    assert "draw.txt is not UTF-8 text (byte 1)" in said["bad"]
    assert "called like a lesson that comes with Rehearse" in said["tour"]
    (bad.folder / "texts" / "draw.txt").write_text("für", encoding="utf-8")
    assert read_lesson(bad.folder).title == "Bad"
