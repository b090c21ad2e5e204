"""Scenarios as files: out of the workspace to pass on, and in from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.canvas.session import ScenarioSession
from app.desktop.open_workspace import Desk
from app.desktop.scenario.editor import Editor
from app.desktop.shell.dialogs import ask_open, ask_save, ask_yes
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
            self._editor.receive(lambda _: parse_scenario(read_document(path), path.name), then)

        self._editor.when_left(
            lambda: ask_open(self._window, "Open scenario file", KINDS, self._folder(), lambda paths: read(paths[0]))
        )

    def pass_on(self) -> None:
        """Ask where to, and write the scenario as it stands there."""
        session = self._editor.session
        if session is None:
            return

        def write(path: Path) -> None:
            scenario = session.scenario
            self._desk.saving.start(
                "Writing the scenario",
                lambda _: write_whole(path, dump_scenario(scenario).encode()),
                lambda _: self.said.emit(f"Wrote the scenario to {path}."),
            )

        ask_save(self._window, "Save scenario as file", KINDS, self._folder() / f"{session.scenario.id}.json", write)

    def remove(self) -> None:
        """Take the open scenario out of the workspace, after a question."""
        session = self._editor.session
        if session is None:
            return
        question = f"Remove the scenario “{session.scenario.name}” with all its revisions?"
        details = "Its runs stay, each with the scenario as it was run."
        ask_yes(self._window, "Remove scenario", question, details, "Remove", lambda: self._drop(session))

    def _drop(self, session: ScenarioSession) -> None:
        workspace = self._desk.workspace
        if workspace is None or session is not self._editor.session:
            return

        def go_on(_: object) -> None:
            if session is self._editor.session:
                self._editor.close()
            self._desk.look_again()

        scenario_id = session.scenario.id
        self._desk.saving.start("Removing the scenario", lambda _: workspace.scenarios.remove(scenario_id), go_on)

    def _folder(self) -> Path:
        workspace = self._desk.workspace
        return workspace.path.parent if workspace else Path.home()
