"""Lessons in the window: begun over their data, followed step by step, and judged when something changes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from app.canvas.session import ScenarioSession
from app.desktop.background import Job
from app.desktop.learn.beside import PlayerBeside
from app.desktop.learn.place import LearnPlace
from app.desktop.learn.player import LessonPlayer
from app.desktop.open_workspace import Desk
from app.desktop.scenario.place import ScenarioPlace
from app.desktop.shell.preferences import Preferences
from app.desktop.shell.side_bar import PlaceName
from app.desktop.shell.window import MainWindow
from app.desktop.workbench.workspace_commands import WorkspaceCommands
from app.guides.lessons.judging import JudgedStep, judge_step
from app.guides.lessons.lesson import Lesson, bundled_lessons, lesson_of
from app.jobs.guides.lesson_work import (
    add_dataset,
    answers_in,
    forget_answers,
    keep_answer,
    keep_scenario,
    scenario_in,
    work_of,
)
from app.look.palette import Palette
from app.progress import Progress
from app.scenario.graph import Scenario, ScenarioId

JUDGED_AFTER_MS = 250
_KEPT = "lessons"


class LessonCommands(QObject):
    """At most one lesson is open; how far each is stays in the user's state, the answers in the workspace."""

    def __init__(
        self,
        desk: Desk,
        learn: LearnPlace,
        scenario: ScenarioPlace,
        workspaces: WorkspaceCommands,
        window: MainWindow,
        preferences: Preferences,
        palette: Palette,
    ) -> None:
        super().__init__(window)
        self._desk, self._learn, self._scenario, self._workspaces = desk, learn, scenario, workspaces
        self._window, self._preferences = window, preferences
        self.player = LessonPlayer(palette)
        self._beside = PlayerBeside(window, self.player)
        self._lesson: Lesson | None = None
        self._at = 0
        self._answers: dict[str, str] = {}
        self._own = ""  # the id of the scenario that the lesson is done with
        self._job: Job | None = None
        self._session: ScenarioSession | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(JUDGED_AFTER_MS)
        self._soon.timeout.connect(self._judge)
        learn.begin_wanted.connect(lambda name, anew: self.begin(name, is_anew=anew))
        self.player.closed.connect(self.leave)
        self.player.turned.connect(self._turn)
        self.player.answered.connect(self._answer)
        self.player.scenario_wanted.connect(self._open_own)
        self.player.scenario_taken.connect(self._take_open)
        scenario.editor.opened.connect(self._attend)
        for changed in (desk.datasets_changed, desk.runs_changed):
            changed.connect(self._judge_soon)
        desk.workspace_changed.connect(self._note_workspace)
        learn.show_progress(self.done_steps())
        desk.upkeep.start("Reading the lessons", lambda _: bundled_lessons())  # so that Learn need not

    @property
    def lesson(self) -> Lesson | None:
        """The lesson that is open."""
        return self._lesson

    def done_steps(self) -> Mapping[str, frozenset[str]]:
        """The steps that were reached, by lesson."""
        return {name: frozenset(each["done"]) for name, each in self._kept().items()}

    def begin(self, lesson_id: str, *, is_anew: bool = False) -> None:
        """Open a lesson where it was left, or anew; without a workspace, make one first."""
        lesson = lesson_of(lesson_id)
        if self._desk.workspace is None:
            self._workspaces.new(lambda: self._prepare(lesson, is_anew=is_anew))
        else:
            self._prepare(lesson, is_anew=is_anew)

    def leave(self) -> None:
        """Put the player away; the lesson goes on where it was."""
        self._lesson = None
        self._stop()
        focus, place = QApplication.focusWidget(), self._window.place_in_sight
        if focus is not None and place is not None and self.player.isAncestorOf(focus):
            place.setFocus()
        self._beside.show(is_shown=False)
        self._learn.show_progress(self.done_steps())

    def show_palette(self, palette: Palette) -> None:
        """The player in other colours."""
        self.player.show_palette(palette)

    def _prepare(self, lesson: Lesson, *, is_anew: bool) -> None:
        """The data into the workspace, and what was answered out of it."""
        workspace = self._desk.workspace
        if workspace is None:
            return

        def work(progress: Progress) -> tuple[dict[str, str], str]:
            add_dataset(workspace, lesson, progress)
            if is_anew:
                forget_answers(workspace, lesson.id)
            return answers_in(workspace, lesson.id), scenario_in(workspace, lesson.id)

        def go_on(found: tuple[dict[str, str], str]) -> None:
            if workspace is self._desk.workspace:
                self._desk.look_again(partial(self._open, lesson, *found, is_anew=is_anew))

        self._desk.works.start(f"Opening “{lesson.title}”", work, go_on)

    def _open(self, lesson: Lesson, answers: dict[str, str], own: str, *, is_anew: bool) -> None:
        if is_anew:
            self._keep(lesson.id, 0, [])
        kept = self._kept().get(lesson.id, {"at": 0, "done": []})
        self._lesson, self._answers, self._own = lesson, answers, own
        self._at = min(kept["at"], len(lesson.steps) - 1)
        self._window.show_place(PlaceName.SCENARIO)
        self._show_step()
        if self.player.isHidden() and self._scenario.area is not None:  # the scenario that is gone on with
            self._scenario.area.view.camera.frame_beside()
        self._beside.show(is_shown=True)  # before the scenario, which is shown whole in the room that is left
        self._scenario.setFocus()
        self._open_own(is_anew=is_anew)
        self._attend()

    def _open_own(self, *, is_anew: bool = False) -> None:
        """The scenario of the lesson, as it was left or anew, over the lesson's dataset; what is open may be kept."""
        lesson = self._lesson
        if lesson is None:
            return
        there = self._open_scenario()
        if there is not None and there.id == self._own and not is_anew:
            self._choose_dataset(lesson)
        else:
            self._scenario.editor.when_left(partial(self._begin_own, lesson, is_anew=is_anew))

    def _begin_own(self, lesson: Lesson, *, is_anew: bool) -> None:
        editor, stored = self._scenario.editor, {info.id for info in self._desk.listing.scenarios}
        self._choose_dataset(lesson)
        own = next((name for name in (self._own, lesson.id) if name in stored and not is_anew), "")
        if own:
            editor.open(own, self._take_open)
        else:
            editor.take(_first(lesson))
            self._take_open()

    def _choose_dataset(self, lesson: Lesson) -> None:
        if lesson.dataset:
            self._scenario.runner.choose_dataset(lesson.dataset)

    def _take_open(self) -> None:
        """The scenario that is open is the lesson's from now on."""
        workspace, lesson, scenario = self._desk.workspace, self._lesson, self._open_scenario()
        if workspace is None or lesson is None or scenario is None:
            return
        own = str(scenario.id)
        if own != self._own and not workspace.read_only:
            self._desk.saving.start("Keeping the scenario", lambda _: keep_scenario(workspace, lesson.id, own))
        self._own = own
        self._judge_soon()

    def _open_scenario(self) -> Scenario | None:
        session = self._scenario.editor.session
        return session.scenario if session is not None else None

    def _show_step(self) -> None:
        if self._lesson is not None:
            self.player.show_lesson(self._lesson, self._at, self._answers, self._done())
            self._judge_soon()

    def _turn(self, at: int) -> None:
        if self._lesson is not None:
            self._at = at
            self._keep(self._lesson.id, at, sorted(self._done()))
            self._show_step()

    def _answer(self, question: str, text: str) -> None:
        workspace, lesson = self._desk.workspace, self._lesson
        if lesson is None or self._answers.get(question, "") == text:
            return
        self._answers = {**self._answers, question: text}
        if workspace is not None and not workspace.read_only:
            self._desk.saving.start("Keeping the answer", lambda _: keep_answer(workspace, lesson.id, question, text))
        self._judge_soon()

    def _attend(self) -> None:
        session = self._scenario.editor.session
        if session is not self._session:
            self._session = session
            if session is not None:
                session.changed.connect(self._judge_soon)
        self._judge_soon()

    def _judge_soon(self) -> None:
        if self._lesson is not None:
            self._soon.start()

    def _judge(self) -> None:
        """Behind the window; what was begun before is not waited for."""
        workspace, datasets, lesson = self._desk.workspace, self._desk.datasets, self._lesson
        if workspace is None or datasets is None or lesson is None or not self._desk.checks.is_open:
            return
        self._stop()
        if self._scenario.editor.is_opening:
            self._soon.start()
            return
        step, answers, there = lesson.steps[self._at], self._answers, self._open_scenario()
        scenario = there if there is not None and there.id == self._own else None
        skipped = [each for each in lesson.steps[: self._at] if each.id not in self._done()]

        def work(progress: Progress) -> tuple[JudgedStep, ...]:
            made = work_of(workspace, lesson, scenario, lambda name: datasets.get(name, progress), answers, progress)
            return tuple(judge_step(each, made) for each in (step, *skipped))

        def show(judged: tuple[JudgedStep, ...]) -> None:
            if lesson is self._lesson and step is lesson.steps[self._at]:
                self._note(lesson, judged, there)

        self._job = self._desk.checks.start("Looking how far the lesson is", work, show)

    def _note(self, lesson: Lesson, judged: tuple[JudgedStep, ...], there: Scenario | None) -> None:
        """The step in sight first, then those before it that were skipped: they are reached once they hold."""
        done = self._done()
        reached = {each.step.id for each in judged if each.is_done}
        if not reached <= done:
            done = done | reached
            self._keep(lesson.id, self._at, sorted(done))
            self._learn.show_progress(self.done_steps())
        self.player.show_judged(judged[0], done, _first(lesson).name, there.name if there is not None else "")

    def _stop(self) -> None:
        self._soon.stop()
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _note_workspace(self) -> None:
        if self._lesson is not None:
            self.leave()

    def _done(self) -> frozenset[str]:
        return self.done_steps().get(self._lesson.id, frozenset()) if self._lesson is not None else frozenset()

    def _kept(self) -> dict[str, dict[str, Any]]:
        """How far each lesson is, as far as the file says it."""
        kept = self._preferences.get(_KEPT, {})
        found = kept.items() if isinstance(kept, dict) else ()
        return {name: each for name, each in found if isinstance(each, dict) and _is_progress(each)}

    def _keep(self, lesson_id: str, at: int, done: list[str]) -> None:
        self._preferences.put(_KEPT, {**self._kept(), lesson_id: {"at": at, "done": done}})


def _first(lesson: Lesson) -> Scenario:
    return lesson.start or Scenario(ScenarioId(lesson.id), lesson.title)


def _is_progress(each: dict[str, Any]) -> bool:
    done = each.get("done")
    is_place = isinstance(each.get("at"), int) and each["at"] >= 0
    return is_place and isinstance(done, list) and all(isinstance(name, str) for name in done)
