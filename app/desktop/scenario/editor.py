"""The scenario open for editing: opening, saving, and what would be lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.canvas.session import ScenarioSession
from app.desktop.open_workspace import Desk
from app.desktop.shell.dialogs import ask_about_changes
from app.desktop.shell.failures import say_error
from app.errors import AppError, Problem
from app.guides.templates import load_template
from app.jobs.checking import all_findings
from app.scenario.edits import Several
from app.scenario.graph import Scenario, ScenarioId
from app.scenario.layout import arrange, is_piled_up

NEW_NAME = "New scenario"


class Editor(QObject):
    """Holds at most one session; a scenario that was never saved counts as changed."""

    opened = Signal()
    modified_changed = Signal()
    copy_wanted = Signal(object)  # what to do once the scenario is safe in a copy of the read-only workspace

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._session: ScenarioSession | None = None
        self._is_stored = False
        desk.workspace_changed.connect(self.close)

    @property
    def session(self) -> ScenarioSession | None:
        """The open session."""
        return self._session

    @property
    def is_stored(self) -> bool:
        """Whether the workspace has a revision of the open scenario."""
        return self._is_stored

    @property
    def is_modified(self) -> bool:
        """Whether something would be lost."""
        return self._session is not None and not (self._is_stored and self._session.undo_stack.isClean())

    def new(self, template_id: str = "") -> None:
        """Open a scenario of its own, empty or from a template; it is kept once it is saved."""
        self.take(load_template(template_id) if template_id else Scenario(ScenarioId("scenario"), NEW_NAME))

    def take(self, scenario: Scenario) -> None:
        """Open a scenario that the workspace does not have yet, under an id of its own."""
        self._show(self._with_own_id(scenario), is_stored=False)

    def open(self, scenario_id: str) -> None:
        """Open the newest revision of a stored scenario."""
        workspace = self._desk.workspace
        if workspace is not None:
            self._show(workspace.scenarios.load(scenario_id), is_stored=True)

    def close(self) -> None:
        """Let the session go; what was not saved is lost."""
        self._forget()
        self.opened.emit()

    def save(self, message: str = "") -> bool:
        """Store a revision; False when it could not be, which has then been said, or a copy was asked for."""
        workspace, session = self._desk.workspace, self._session
        if workspace is None or session is None:
            return False
        if workspace.read_only:
            self.copy_wanted.emit(lambda: None)
            return False
        try:
            workspace.scenarios.save(session.scenario, message)
        except AppError as error:
            say_error(self._window, error)
            return False
        self._is_stored = True
        session.undo_stack.setClean()
        self.modified_changed.emit()
        self._desk.scenarios_changed.emit()
        return True

    def carrying(self) -> Callable[[], bool]:
        """What puts the scenario as it stands now into whatever is open then; False if it is not safe there."""
        session, is_stored, is_modified = self._session, self._is_stored, self.is_modified
        if session is None:
            return lambda: True
        scenario = session.scenario

        def put() -> bool:
            self._show(scenario, is_stored=is_stored and not is_modified)
            return not is_modified or self.save()

        return put

    def undo(self) -> None:
        """Take the last change back."""
        if self._session is not None:
            self._session.undo_stack.undo()

    def redo(self) -> None:
        """Make it again."""
        if self._session is not None:
            self._session.undo_stack.redo()

    def when_left(self, then: Callable[[], object]) -> None:
        """Go on with `then` once nothing can be lost: at once, or after the person was asked and did not cancel."""
        if self._session is None or not self.is_modified or self._is_blank():
            then()
            return

        def save_first() -> None:
            if self._desk.workspace is not None and self._desk.workspace.read_only:
                self.copy_wanted.emit(then)
            elif self.save():
                then()

        ask_about_changes(self._window, self._session.scenario.name, save_first, then)

    def _show(self, scenario: Scenario, *, is_stored: bool) -> None:
        self._forget()
        origin = self._origin(scenario)
        self._session = ScenarioSession(scenario, check=all_findings, parent=self, origin=origin, away=self._check_away)
        self._is_stored = is_stored
        if is_piled_up(scenario):  # a step to take back, but nothing that a user could lose
            self._session.perform(Several((arrange(scenario),), "Tidy up"))
            self._session.undo_stack.setClean()
        self._session.undo_stack.cleanChanged.connect(self.modified_changed)
        self.opened.emit()
        self.modified_changed.emit()

    def _check_away(self, work: Callable[[], tuple[Problem, ...]], then: Callable[[tuple[Problem, ...]], None]) -> None:
        """Check in the background, for the session that is open now and will be then; no more once all has closed."""
        session = self._session
        if not self._desk.checks.is_open:
            return

        def show(found: tuple[Problem, ...]) -> None:
            if session is not None and session is self._session:
                then(found)

        self._desk.checks.start("Checking", lambda _: work(), show)

    def _origin(self, scenario: Scenario) -> str:
        workspace = self._desk.workspace
        return f"{workspace.path}#{scenario.id}" if workspace is not None else ""

    def _forget(self) -> None:
        if self._session is not None:
            self._session.undo_stack.cleanChanged.disconnect(self.modified_changed)
            self._session.deleteLater()
            self._session = None

    def _is_blank(self) -> bool:
        return self._session is not None and not self._is_stored and not self._session.scenario.nodes

    def _with_own_id(self, scenario: Scenario) -> Scenario:
        workspace = self._desk.workspace
        infos = workspace.scenarios.all() if workspace else ()
        number = _number_free_of({info.id for info in infos}, scenario.id)
        if number == 1:
            return scenario
        return replace(scenario, id=ScenarioId(f"{scenario.id}-{number}"), name=f"{scenario.name} {number}")


def _number_free_of(taken: set[str], scenario_id: str) -> int:
    plain = re.escape(scenario_id)
    numbers = {int(found[1] or 1) for name in taken if (found := re.fullmatch(rf"{plain}(?:-(\d+))?", name))}
    return next(number for number in range(1, len(numbers) + 2) if number not in numbers)
