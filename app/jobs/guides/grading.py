"""A class: which checks of a lesson hold in each student's workspace."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.errors import AppError
from app.guides.lessons.checks import Check, QuestionCheck
from app.guides.lessons.lesson import Lesson
from app.jobs.datasets.people_lists import guarded
from app.jobs.guides.lesson_work import best_work
from app.progress import Progress, silent
from app.workspace.store import Workspace

YES, NO = "yes", "no"
SUFFIX = ".rehearse"


@dataclass(frozen=True, slots=True)
class Grade:
    """One workspace: which checks hold, in the lesson's order, how many steps are done; or why it cannot be read."""

    file: str
    holds: tuple[bool, ...] = ()
    steps_done: int = 0
    problem: str = ""


def workspaces_in(folder: Path) -> list[Path]:
    """The workspaces of a folder and of those in it, one a student, by name."""
    return sorted(path for path in folder.rglob(f"*{SUFFIX}") if path.is_file())


def grades(lesson: Lesson, paths: Sequence[Path], progress: Progress = silent) -> tuple[Grade, ...]:
    """A grade for each workspace; nothing is written into any, and one that cannot be read stops no other."""
    made = []
    for at, path in enumerate(paths):
        progress(at, len(paths), path.name)
        made.append(_grade(lesson, path))
    return tuple(made)


def headings(lesson: Lesson) -> tuple[str, ...]:
    """What stands over the columns of a class: a check each, between the file and what could not be read."""
    checks = [f"{at}. {words_of(check)}" for at, step in enumerate(lesson.steps, 1) for check in step.checks]
    return ("Workspace", "Steps done", "Checks that hold", *checks, "Problem")


def cells(grade: Grade, lesson: Lesson) -> tuple[str, ...]:
    """A row of it."""
    if grade.problem:
        blanks = ("",) * (len(headings(lesson)) - 2)
        return (grade.file, *blanks, grade.problem)
    counts = (f"{grade.steps_done} of {len(lesson.steps)}", f"{sum(grade.holds)} of {len(grade.holds)}")
    return (grade.file, *counts, *(YES if holds else NO for holds in grade.holds), "")


def grades_csv(made: Sequence[Grade], lesson: Lesson) -> str:
    """The class as a file for a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(headings(lesson))
    writer.writerows([guarded(cell) for cell in cells(grade, lesson)] for grade in made)
    return out.getvalue()


def words_of(check: Check) -> str:
    """What a check claims, or asks."""
    return check.question if isinstance(check, QuestionCheck) else check.say


def _grade(lesson: Lesson, path: Path) -> Grade:
    try:
        with Workspace.open(path, True) as workspace:
            steps = best_work(workspace, lesson)
    except AppError as error:
        return Grade(path.name, problem=error.message.partition("\n")[0])
    holds = tuple(each.holds for step in steps for each in step.checks)
    return Grade(path.name, holds, sum(step.is_done for step in steps))
