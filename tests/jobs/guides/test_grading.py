"""A class of workspaces, judged by a lesson."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from app.data.samples import load_sample
from app.guides.lessons.lesson import lesson_of
from app.jobs.guides.grading import grades, grades_csv, headings, workspaces_in
from app.jobs.guides.lesson_work import keep_answer
from app.workspace.store import Workspace
from tests.builders.workspaces import workspace_at


def test_that_each_workspace_of_a_class_has_a_row_and_one_that_cannot_be_read_stops_no_other(tmp_path: Path) -> None:
    lesson = lesson_of("drop_off")
    assert lesson.start is not None
    (tmp_path / "b").mkdir()
    done = workspace_at(tmp_path / "b" / "=done.rehearse", lesson.start, datasets=[load_sample("store")])
    workspace_at(tmp_path / "a.rehearse")
    (tmp_path / "broken.rehearse").write_bytes(b"no workspace")
    with Workspace.open(done) as workspace:
        for question, text in (("lost", "96"), ("share", "40"), ("next", "67"), ("before", "144")):
            keep_answer(workspace, lesson.id, question, text)
    before = done.read_bytes()
    found = {grade.file: grade for grade in grades(lesson, workspaces_in(tmp_path))}
    assert list(found) == ["a.rehearse", "=done.rehearse", "broken.rehearse"]
    assert (found["=done.rehearse"].steps_done, sum(found["=done.rehearse"].holds)) == (2, 5)
    assert (found["a.rehearse"].steps_done, sum(found["a.rehearse"].holds)) == (0, 0)
    assert found["broken.rehearse"].problem
    assert done.read_bytes() == before
    rows = list(csv.reader(io.StringIO(grades_csv(tuple(found.values()), lesson))))
    assert tuple(rows[0]) == headings(lesson)
    assert {len(row) for row in rows} == {len(rows[0])}
    assert rows[1][:3] == ["a.rehearse", "0 of 4", "0 of 11"]
    assert rows[2][:3] == ["'=done.rehearse", "2 of 4", "5 of 11"]
