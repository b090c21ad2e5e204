"""The backups of a workspace: what each holds, and which one is to be restored."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from app.desktop.background import Workers
from app.desktop.shell.dialogs import ask_yes
from app.desktop.shell.failures import say_error
from app.errors import AppError
from app.look.palette import Palette
from app.numbers import counted, moment, number
from app.progress import Progress
from app.ui.theme import STEP
from app.ui.two_lines import TwoLineList
from app.ui.widgets import button, column, label, row, scrolling
from app.workspace.backups.backup_folder import Backup, remove
from app.workspace.backups.restoring import Contents, contents_of

SIZE = (820, 560)
MOST_LISTED = 30
LEAST_MEGABYTE = 0.1


class BackupDialog(QDialog):
    """Shows the backups, newest first, and what the chosen one holds."""

    restore_wanted = Signal(object)  # Backup

    def __init__(self, parent: QWidget, name: str, backups: Sequence[Backup], reads: Workers, palette: Palette) -> None:
        super().__init__(parent)
        self.setObjectName("backup_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"Backups of {name}")
        self.resize(*SIZE)
        self._backups = list(backups)
        self._reads = reads
        self._list = TwoLineList("backup_list", "Backups", palette)
        self._preview = label("", wraps=True, name="backup_preview")
        self._preview.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._delete = button("Delete this backup", "quiet", name="backup_delete", on_click=self._ask_remove)
        self._restore = button("Restore this backup", "primary", name="backup_restore", on_click=self._accept)
        self._lay_out()
        self._list.currentItemChanged.connect(self._show)
        self._fill()

    def _lay_out(self) -> None:
        lines = column(self, margin=2 * STEP, gap=2 * STEP)
        halves = row(gap=2 * STEP)
        halves.addWidget(self._list, 2)
        page = QWidget()
        column(page, margin=STEP).addWidget(self._preview)
        halves.addWidget(scrolling(page, "backup_contents"), 3)
        lines.addLayout(halves, 1)
        where = str(self._backups[0].path.parent) if self._backups else ""
        kept = "Restoring keeps the present file: it becomes a backup itself."
        lines.addWidget(label(f"{kept} Backups are kept in {where}." if where else kept, "small", wraps=True))
        answers = row(gap=STEP)
        answers.addWidget(self._delete)
        answers.addStretch(1)
        answers.addWidget(button("Close", name="backup_close", on_click=self.reject))
        answers.addWidget(self._restore)
        lines.addLayout(answers)

    def _fill(self) -> None:
        self._list.clear()
        for at, backup in enumerate(self._backups):
            self._list.add(at, moment(backup.made_at.astimezone()), _detail(backup))
        self._list.setCurrentRow(0)
        self._show()

    def _chosen(self) -> Backup | None:
        at = self._list.key()
        return self._backups[at] if isinstance(at, int) and at < len(self._backups) else None

    def _show(self) -> None:
        backup = self._chosen()
        self._delete.setEnabled(backup is not None)
        self._restore.setEnabled(False)
        if backup is None:
            self._preview.setText("There is no backup yet. One is made when a workspace is opened and has changed.")
            return
        self._preview.setText("Looking into the backup…")

        def show(found: Contents | AppError) -> None:
            if backup is self._chosen():
                is_sound = isinstance(found, Contents)
                self._restore.setEnabled(is_sound)
                self._preview.setText("\n".join(_lines(found)) if isinstance(found, Contents) else found.message)

        self._reads.start("Looking into the backup", _looking_into(backup), show)

    def _accept(self) -> None:
        backup = self._chosen()
        self.accept()
        if backup is not None:
            self.restore_wanted.emit(backup)

    def _ask_remove(self) -> None:
        backup = self._chosen()
        if backup is not None:
            question = f"Delete the backup of {moment(backup.made_at.astimezone())}?"
            details = "This cannot be undone. The workspace and its other backups stay as they are."
            ask_yes(self, "Delete a backup", question, details, "Delete", lambda: self._remove(backup))

    def _remove(self, backup: Backup) -> None:
        try:
            remove(backup)
        except AppError as error:
            say_error(self, error)
            return
        self._backups.remove(backup)
        self._fill()


def _looking_into(backup: Backup) -> Callable[[Progress], Contents | AppError]:
    def look(_progress: Progress) -> Contents | AppError:
        try:
            return contents_of(backup.path)
        except AppError as error:
            return error

    return look


def _detail(backup: Backup) -> str:
    megabytes = backup.size / (1 << 20)
    size = f"{number(round(megabytes, 1 if megabytes < 10 else None))} MB" if megabytes >= LEAST_MEGABYTE else "small"
    return f"{size} · as it was before a backup was restored" if backup.is_replaced else size


def _lines(contents: Contents) -> Iterator[str]:
    yield f"{counted(len(contents.scenarios), 'scenario', 'scenarios')}"
    yield from _listed(
        [
            f"{scenario.name}, revision {number(scenario.revision)}, saved {_at(scenario.saved_at_us)}"
            for scenario in contents.scenarios
        ]
    )
    yield f"\n{counted(len(contents.datasets), 'dataset', 'datasets')}"
    yield from _listed(
        [
            f"{dataset.name}, {counted(dataset.customers, 'customer', 'customers')}, "
            f"{counted(dataset.events, 'event', 'events')}, imported {_at(dataset.imported_at)}"
            for dataset in contents.datasets
        ]
    )
    yield f"\n{counted(len(contents.runs), 'run', 'runs')}"
    yield from _listed([f"{run.scenario_name} over {run.dataset_name}, {_at(run.ran_at)}" for run in contents.runs])


def _listed(lines: list[str]) -> Iterator[str]:
    yield from (f"  {' '.join(line.split())}" for line in lines[:MOST_LISTED])
    if len(lines) > MOST_LISTED:
        yield f"  and {number(len(lines) - MOST_LISTED)} more"


def _at(us: int) -> str:
    try:
        return moment((datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=us)).astimezone())
    except (OverflowError, OSError, ValueError):
        return "at an unknown time"
