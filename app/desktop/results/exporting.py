"""A run's whole report written to a file that the user names."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.desktop.open_workspace import Desk
from app.desktop.shell.dialogs import ask_save
from app.progress import Progress
from app.reports.documents.formats import report_formats
from app.workspace.store import Workspace


class Exporting(QObject):
    """Asks where to, and writes in the background."""

    said = Signal(str)

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._window = desk, window

    def ask(self, run_id: int, name: str, folder: Path) -> None:
        """Write the report of that run, whose scenario is called so."""
        workspace = self._desk.workspace
        if workspace is None:
            return
        suggested = folder / f"{' '.join(name.split())}.{report_formats()[0].suffixes[0]}"

        def write(path: Path) -> None:
            self._desk.works.start(
                "Writing the report",
                lambda progress: _save_report(workspace, run_id, path, progress),
                lambda written: self.said.emit(f"Wrote the report to {written}."),
            )

        kinds = ";;".join(each.filter for each in report_formats())
        ask_save(self._window, "Export report", kinds, suggested, write)


def _save_report(workspace: Workspace, run_id: int, path: Path, progress: Progress) -> Path:
    """Write the run's report, as it is composed for its scenario, in the format of the file's name."""
    from app.jobs.reports.reporting import composed_of_run, write_report

    return write_report(composed_of_run(workspace, run_id, progress=progress), path)
