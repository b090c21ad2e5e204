"""What a trainer does with lessons in the window: checks a class, makes a lesson of the open scenario, removes one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from app.desktop.learn.class_page import class_page
from app.desktop.learn.making_dialog import MakingDialog
from app.desktop.learn.place import LearnPlace
from app.desktop.open_workspace import Desk
from app.desktop.scenario.place import ScenarioPlace
from app.desktop.shell.dialogs import ask_folder, ask_save, ask_yes
from app.desktop.shell.failures import say_error
from app.desktop.shell.window import MainWindow
from app.errors import AppError
from app.files.writing import write_whole
from app.guides.lessons.lesson import Lesson, lesson_of
from app.guides.lessons.making import Property, make_lesson, properties, remove_lesson
from app.jobs.guides.grading import Grade, grades, grades_csv, workspaces_in
from app.progress import Progress
from app.scenario.graph import Scenario

_NO_SCENARIO = "A lesson is made of a scenario. Open the one that shall be the model, and try again."


class LessonTools(QObject):
    """Between Learn, the open scenario, and the workspaces of a class."""

    def __init__(self, desk: Desk, learn: LearnPlace, scenario: ScenarioPlace, window: MainWindow) -> None:
        super().__init__(window)
        self._desk, self._learn, self._scenario, self._window = desk, learn, scenario, window
        learn.class_wanted.connect(self._ask_class)
        learn.make_wanted.connect(self._ask_properties)
        learn.removal_wanted.connect(self._ask_remove)

    def _ask_class(self, lesson_id: str) -> None:
        lesson = lesson_of(lesson_id)
        ask_folder(self._window, "The folder with the workspaces of a class", Path.home(), partial(self._check, lesson))

    def _check(self, lesson: Lesson, folder: Path) -> None:
        def work(progress: Progress) -> tuple[Grade, ...]:
            return grades(lesson, workspaces_in(folder), progress)

        def show(made: tuple[Grade, ...]) -> None:
            self._learn.show_page(class_page(lesson, made, partial(self._ask_save, lesson, made, folder)))

        self._desk.works.start("Checking the class", work, show)

    def _ask_save(self, lesson: Lesson, made: Sequence[Grade], folder: Path) -> None:
        def save(path: Path) -> None:
            self._desk.saving.start("Saving the table", lambda _: write_whole(path, grades_csv(made, lesson)))

        ask_save(self._window, "Save the class", "CSV (*.csv)", folder / "grades.csv", save)

    def _ask_properties(self) -> None:
        session = self._scenario.editor.session
        if session is None or not session.scenario.nodes:
            say_error(self._window, AppError(_NO_SCENARIO))
            return
        model = session.scenario
        make = partial(self._make, model, self._scenario.runner.dataset_name)
        MakingDialog(self._window, model.name, properties(model), make).open()

    def _make(self, model: Scenario, dataset: str, title: str, chosen: Sequence[Property]) -> None:
        def work(_: Progress) -> Lesson:
            return make_lesson(model, title, chosen, dataset)

        self._desk.saving.start("Making the lesson", work, lambda lesson: self._learn.show_lesson(lesson.id))

    def _ask_remove(self, lesson_id: str) -> None:
        lesson = lesson_of(lesson_id)
        details = "What students have done with it stays in their workspaces. A lesson cannot be brought back."
        ask_yes(
            self._window,
            "Remove lesson",
            f"Remove the lesson “{lesson.title}”?",
            details,
            "Remove",
            partial(self._remove, lesson),
        )

    def _remove(self, lesson: Lesson) -> None:
        try:
            remove_lesson(lesson)
        except AppError as error:
            say_error(self._window, error)
        self._learn.show_lesson("tour")
