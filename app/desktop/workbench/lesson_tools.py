"""What is done with lessons in the window: a class checked, one made of a scenario, passed on, taken in, removed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from app.desktop.learn.class_page import class_page
from app.desktop.learn.making_dialog import MakingDialog
from app.desktop.learn.place import LearnPlace
from app.desktop.open_workspace import Desk
from app.desktop.scenario.place import ScenarioPlace
from app.desktop.shell.dialogs import ask_folder, ask_open, ask_save, ask_yes
from app.desktop.shell.failures import say_error
from app.desktop.shell.side_bar import PlaceName
from app.desktop.shell.window import MainWindow
from app.errors import AppError
from app.files.reading import read_document
from app.files.writing import write_whole
from app.guides.lessons.lesson import Lesson, lesson_of
from app.guides.lessons.making import (
    Property,
    RemovedLesson,
    make_lesson,
    properties,
    remove_lesson,
    restore_lesson,
)
from app.guides.lessons.passing_on import dump_lesson, holds_lesson, receive_lesson
from app.jobs.guides.grading import Grade, grades, grades_csv, workspaces_in
from app.progress import Progress
from app.scenario.graph import Scenario

_NO_SCENARIO = "A lesson is made of a scenario. Open the one that shall be the model, and try again."

FILES = "Lessons (*.json)"


class LessonTools(QObject):
    """Between Learn, the open scenario, and the workspaces of a class."""

    def __init__(
        self,
        desk: Desk,
        learn: LearnPlace,
        scenario: ScenarioPlace,
        window: MainWindow,
        say: Callable[[str], None],
    ) -> None:
        super().__init__(window)
        self._desk, self._learn, self._scenario, self._window, self._say = desk, learn, scenario, window, say
        self._removed: list[RemovedLesson] = []
        learn.class_wanted.connect(self._ask_class)
        learn.make_wanted.connect(self._ask_properties)
        learn.import_wanted.connect(self._ask_import)
        learn.export_wanted.connect(self._ask_export)
        learn.removal_wanted.connect(self._ask_remove)
        learn.removed.undo_wanted.connect(self._take_back)

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
        details = "What was done with it stays in the workspaces. Undo brings it back until Rehearse is closed."
        text = f"Remove the lesson “{lesson.title}”?"
        ask_yes(self._window, "Remove lesson", text, details, "Remove", partial(self._remove, lesson))

    def _remove(self, lesson: Lesson) -> None:
        try:
            self._removed.append(remove_lesson(lesson))
        except AppError as error:
            say_error(self._window, error)
        self._show_removed()
        self._learn.show_lesson("tour")
        self._learn.removed.way_back.setFocus()

    def _take_back(self) -> None:
        """Bring the lesson back that was removed last."""
        try:
            lesson = restore_lesson(self._removed[-1])
            self._removed.pop()
        except AppError as error:
            say_error(self._window, error)
            return
        self._show_removed()
        self._learn.show_lesson(lesson.id)

    def _show_removed(self) -> None:
        self._learn.removed.show_removed(self._removed[-1].lesson.title if self._removed else "")

    def takes(self, paths: Sequence[Path]) -> bool:
        """Take what was dropped where it is a lesson; whether it is."""
        if len(paths) != 1 or not holds_lesson(paths[0]):
            return False
        self.take(paths[0])
        return True

    def take(self, path: Path) -> None:
        """Keep the lesson of that file among one's own, and show it."""
        title = f"Taking in {path.name}"
        self._desk.saving.start(title, lambda _: receive_lesson(read_document(path), path.name), self._show_kept)

    def _show_kept(self, lesson: Lesson) -> None:
        self._learn.show_lesson(lesson.id)
        self._window.show_place(PlaceName.LEARN)
        self._say(f"“{lesson.title}” stands among the lessons.")

    def _ask_import(self) -> None:
        ask_open(self._window, "Import lesson", FILES, self._folder(), lambda paths: self.take(paths[0]))

    def _ask_export(self, lesson_id: str) -> None:
        lesson = lesson_of(lesson_id)

        def write(path: Path) -> None:
            self._desk.saving.start(
                "Writing the lesson",
                lambda _: write_whole(path, dump_lesson(lesson)),
                lambda _: self._say(f"Wrote the lesson to {path}, without the model that solves it."),
            )

        ask_save(self._window, "Export lesson", FILES, self._folder() / f"{lesson_id}.json", write)

    def _folder(self) -> Path:
        workspace = self._desk.workspace
        return workspace.path.parent if workspace else Path.home()
