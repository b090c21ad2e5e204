"""Rehearsing from the window: the check before, the job, and the counts on the canvas after."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.canvas.session import ScenarioSession
from app.data.dataset import Dataset
from app.desktop.open_workspace import Desk
from app.desktop.scenario.editor import Editor
from app.jobs.checking import all_findings
from app.progress import Progress
from app.scenario.graph import Scenario
from app.workspace.runs import RunInfo
from app.workspace.store import Workspace


class Runner(QObject):
    """Knows the chosen dataset; runs the open scenario over it and shows the newest counts."""

    dataset_changed = Signal()
    refused = Signal(int)  # the number of problems that stand in the way
    finished = Signal(object)  # RunInfo

    def __init__(self, desk: Desk, editor: Editor) -> None:
        super().__init__(editor)
        self._desk = desk
        self._editor = editor
        self._dataset_name = ""
        editor.opened.connect(self._show_last_run)
        desk.datasets_changed.connect(self._choose_again)
        desk.workspace_changed.connect(self._choose_again)

    @property
    def dataset_name(self) -> str:
        """The dataset to run over; empty for none."""
        return self._dataset_name

    @property
    def can_run(self) -> bool:
        """Whether there are a scenario, a dataset and nothing else running."""
        return bool(self._editor.session and self._dataset_name and not self._desk.works.is_busy)

    def choose_dataset(self, name: str) -> None:
        """Run over this one from now on; its names and types are known to the editor once it is read."""
        self._dataset_name = name
        self.dataset_changed.emit()
        session = self._editor.session
        if session is None:
            return
        if not name:
            session.set_schema(None)
            return

        def show(dataset: Dataset) -> None:
            if session is self._editor.session and name == self._dataset_name:
                session.set_schema(dataset.schema())

        self._desk.load_dataset(name, show)

    def validate(self) -> int:
        """Check everything now; the number of problems that stand in the way."""
        session = self._editor.session
        if session is None:
            return 0
        found = all_findings(session.scenario, session.schema)
        session.set_problems(found)
        return sum(not problem.is_remark for problem in found)

    def run(self) -> None:
        """Rehearse the scenario as it stands, saved or not; problems are shown instead of a run."""
        workspace, session = self._desk.workspace, self._editor.session
        if workspace is None or session is None or not self.can_run:
            return
        if count := self.validate():
            self.refused.emit(count)
            return
        scenario, name = session.scenario, self._dataset_name

        def keep(info: RunInfo) -> None:
            self._desk.runs_changed.emit()
            self._show_run(session, info)
            self.finished.emit(info)

        self._desk.works.start(
            f"Rehearsing “{scenario.name}”", lambda progress: _rehearse(workspace, scenario, name, progress), keep
        )

    def _show_last_run(self) -> None:
        workspace, session = self._desk.workspace, self._editor.session
        if workspace is None or session is None:
            return
        runs = [info for info in workspace.runs.all(session.scenario.id) if not info.forecast]
        if runs:
            self._show_run(session, runs[0])
        names = {info.name for info in workspace.datasets.names()}
        last = runs[0].dataset_name if runs else ""
        self.choose_dataset(last if last in names else self._dataset_name)

    def _show_run(self, session: ScenarioSession, info: RunInfo) -> None:
        workspace = self._desk.workspace
        if workspace is not None and session is self._editor.session:
            stored = workspace.runs.load(info.id)
            session.show_summary(stored.summary, stored.scenario)

    def _choose_again(self) -> None:
        workspace = self._desk.workspace
        names = [info.name for info in workspace.datasets.names()] if workspace else []
        kept = self._dataset_name if self._dataset_name in names else next(iter(names), "")
        self.choose_dataset(kept)


def _rehearse(workspace: Workspace, scenario: Scenario, dataset_name: str, progress: Progress) -> RunInfo:
    from app.jobs.rehearsing import rehearse_stored  # the machine is loaded when it is first needed

    return rehearse_stored(workspace, scenario, dataset_name, progress=progress)
