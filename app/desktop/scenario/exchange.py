"""Scenarios as files: out of the workspace to pass on, and in from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.canvas.picture import READABLE, scenario_in
from app.canvas.session import ScenarioSession
from app.desktop.open_workspace import Desk
from app.desktop.scenario.editor import Editor
from app.desktop.shell.dialogs import ask_open, ask_save, ask_yes
from app.errors import AppError
from app.files.reading import beginning_of, read_document
from app.files.writing import write_whole
from app.guides.template_files import holds_template
from app.scenario.files import dump_scenario, parse_scenario
from app.scenario.graph import Scenario

KINDS = "Scenarios (*.json)"
READ_KINDS = "Scenarios and pictures of them (*.json *.svg *.png)"
_BEGINNING = 4096
_TEMPLATE = "{} is a template, and no scenario yet. Import… on Home takes it in among the templates, to begin with."


def holds_scenario(path: Path) -> bool:
    """Whether a file is a scenario, or a picture that may hold one, by its name and how it begins."""
    if path.suffix.lower() in READABLE:
        return True
    try:
        return path.suffix.lower() == ".json" and b"rehearse/scenario" in beginning_of(path, _BEGINNING)
    except OSError:
        return False


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

        def ask() -> None:
            ask_open(
                self._window, "Open scenario file", READ_KINDS, self._folder(), lambda paths: self.take(paths[0], then)
            )

        self._editor.when_left(ask)

    def take(self, path: Path, then: Callable[[], object]) -> None:
        """Open the scenario in that file, or in that picture, as a new one."""

        def read(_: object) -> Scenario:
            if holds_template(path):
                raise AppError(_TEMPLATE.format(path.name))
            document = scenario_in(path) if path.suffix.lower() in READABLE else read_document(path)
            return parse_scenario(document, path.name)

        self._editor.when_left(lambda: self._editor.receive(read, then))

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
