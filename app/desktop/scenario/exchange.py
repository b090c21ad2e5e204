"""Scenarios as files: out of the workspace to pass on, and in from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.desktop.open_workspace import Desk
from app.desktop.scenario.editor import Editor
from app.desktop.shell.dialogs import ask_open, ask_save, ask_yes
from app.desktop.shell.failures import say_error
from app.errors import AppError
from app.files.reading import read_document
from app.files.writing import write_whole
from app.scenario.files import dump_scenario, parse_scenario

KINDS = "Scenarios (*.json)"


class ScenarioExchange(QObject):
    """Import, export and removal of the open workspace's scenarios."""

    said = Signal(str)

    def __init__(self, desk: Desk, editor: Editor, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._editor = editor
        self._window = window

    def take_in(self, then: Callable[[], object]) -> None:
        """Ask for a file and open the scenario in it as a new one."""

        def read(path: Path) -> None:
            try:
                scenario = parse_scenario(read_document(path), path.name)
            except AppError as error:
                say_error(self._window, error)
            else:
                self._editor.take(scenario)
                then()

        self._editor.when_left(
            lambda: ask_open(self._window, "Open scenario file", KINDS, self._folder(), lambda paths: read(paths[0]))
        )

    def pass_on(self) -> None:
        """Ask where to, and write the scenario as it stands there."""
        session = self._editor.session
        if session is None:
            return

        def write(path: Path) -> None:
            try:
                write_whole(path, dump_scenario(session.scenario).encode())
            except AppError as error:
                say_error(self._window, error)
            else:
                self.said.emit(f"Wrote the scenario to {path}.")

        ask_save(self._window, "Save scenario as file", KINDS, self._folder() / f"{session.scenario.id}.json", write)

    def remove(self) -> None:
        """Take the open scenario out of the workspace, after a question."""
        session = self._editor.session
        if session is None:
            return
        question = f"Remove the scenario “{session.scenario.name}” with all its revisions?"
        details = "Its runs stay, each with the scenario as it was run."
        ask_yes(self._window, "Remove scenario", question, details, "Remove", self._drop)

    def _drop(self) -> None:
        workspace, session = self._desk.workspace, self._editor.session
        if workspace is None or session is None:
            return
        try:
            workspace.scenarios.remove(session.scenario.id)
        except AppError as error:
            say_error(self._window, error)
            return
        self._editor.close()
        self._desk.scenarios_changed.emit()

    def _folder(self) -> Path:
        workspace = self._desk.workspace
        return workspace.path.parent if workspace else Path.home()
