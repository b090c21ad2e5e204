"""How every row of an import was accounted for: read = imported + repaired + rejected, and the listed rows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QObject, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QGridLayout, QStackedWidget, QTableView, QWidget

from app.data.importing.accounting.accounts import Account
from app.data.importing.accounting.row_notes import RowNote
from app.data.importing.file_names import shown
from app.desktop.background import Workers
from app.desktop.data.read_only import CANNOT_ADD
from app.desktop.data.tables.table_models import TOP, Index
from app.desktop.shell.dialogs import ask_save
from app.files.writing import write_whole
from app.jobs.datasets.listed_rows import listed_rows_csv
from app.look.palette import Palette
from app.numbers import number
from app.ui.theme import STEP
from app.ui.widgets import EmptyState, button, clear, column, frame, label, row, scrolling

HEADINGS = ("File", "As", "Read", "Imported", "Repaired", "Rejected")
NOTE_HEADINGS = ("File", "Line", "Outcome", "Reason", "Text")
FIRST_NUMBER = 2
ROWS_MEASURED = 40
NOTES_HEIGHT = 240
NOT_IMPORTED = (
    "No file was imported into this dataset, so there are no rows to account for. Drop one here, or press Import: "
    "every row of it is counted."
)


class NotesModel(QAbstractTableModel):
    """The rows that were repaired or rejected, as they stood in the file."""

    def __init__(self, accounts: Sequence[Account], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._accounts = tuple(accounts)
        self._ends = list(accumulate(len(account.notes) for account in self._accounts))

    def rowCount(self, parent: Index = TOP) -> int:
        return 0 if parent.isValid() or not self._ends else self._ends[-1]

    def columnCount(self, parent: Index = TOP) -> int:
        return 0 if parent.isValid() else len(NOTE_HEADINGS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        note = self._note(index.row())
        cells = (shown(note.file), str(note.line), note.outcome, note.reason, note.text)
        return " ".join(cells[index.column()].split())

    def _note(self, at: int) -> RowNote:
        place = bisect_right(self._ends, at)
        return self._accounts[place].notes[at - (self._ends[place - 1] if place else 0)]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole or orientation is Qt.Orientation.Vertical:
            return None
        return NOTE_HEADINGS[section]


class AccountsView(QWidget):
    """A line for each file, and under them the rows with a note."""

    import_wanted = Signal()

    def __init__(self, workers: Workers, palette: Palette) -> None:
        super().__init__()
        self.setObjectName("accounts")
        self._workers = workers
        self._accounts: tuple[Account, ...] = ()
        self._export = button("Export these rows…", name="accounts_export", on_click=self._ask_where)
        self._import = button("Import…", "primary", name="accounts_import", on_click=self.import_wanted.emit)
        self._empty = EmptyState("tray-arrow-down", "No import yet", NOT_IMPORTED, self._import, name="accounts_empty")
        self._listed = QWidget()
        lines = column(self._listed, gap=2 * STEP)
        card = frame("card")
        self._grid = QGridLayout(card)
        self._grid.setContentsMargins(2 * STEP, STEP, 2 * STEP, STEP)
        self._grid.setHorizontalSpacing(4 * STEP)
        self._grid.setVerticalSpacing(STEP)
        self._grid.setColumnStretch(0, 1)
        lines.addWidget(card)
        self._sum = label("", "quiet", wraps=True, name="accounts_sum")
        said = row(gap=2 * STEP)
        said.addWidget(self._sum, 1)
        said.addWidget(self._export, 0, Qt.AlignmentFlag.AlignBottom)
        lines.addLayout(said)
        self._notes = QTableView()
        self._notes.setObjectName("notes_table")
        self._notes.setAccessibleName("Repaired and rejected rows")
        self._notes.setShowGrid(False)
        self._notes.setTabKeyNavigation(False)
        self._notes.setWordWrap(False)
        self._notes.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._notes.verticalHeader().hide()
        self._notes.horizontalHeader().setStretchLastSection(True)
        self._notes.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._notes.setMinimumHeight(NOTES_HEIGHT)
        lines.addWidget(self._notes, 1)
        lines.addStretch(0)
        self._pages = QStackedWidget()
        self._pages.addWidget(scrolling(self._listed, "accounts_page"))
        self._pages.addWidget(self._empty)
        column(self, gap=0).addWidget(self._pages)
        self.show_palette(palette)

    def let_import(self, may_import: bool) -> None:
        """Whether files may be imported from here while there is nothing to show."""
        self._import.setVisible(may_import)
        self._empty.take_files(may_import, CANNOT_ADD)

    def show_palette(self, palette: Palette) -> None:
        """The icon in other colours."""
        self._empty.show_palette(palette)

    def show_accounts(self, accounts: Sequence[Account]) -> None:
        """Show these files' accounts."""
        clear(self._grid)
        for at, heading in enumerate(HEADINGS):
            self._grid.addWidget(label(heading, "section"), 0, at, _side(at))
        for line, account in enumerate(accounts, start=1):
            numbers = (account.read, account.imported, account.repaired, account.rejected)
            cells = (shown(account.file), account.role, *(number(count) for count in numbers))
            for at, cell in enumerate(cells):
                self._grid.addWidget(label(cell), line, at, _side(at))
        has_notes = any(account.notes for account in accounts)
        remarks = [remark for account in accounts for remark in account.remarks]
        end = "These rows were repaired or rejected:" if has_notes else "No row needed a note."
        said = ("Read = imported + repaired + rejected, to the row.", *remarks, end)
        self._sum.setText("\n".join(said))
        self._pages.setCurrentIndex(0 if accounts else 1)
        self._accounts = tuple(accounts)
        self._notes.setVisible(has_notes)
        self._export.setVisible(has_notes)
        before = self._notes.model()
        self._notes.setModel(NotesModel(accounts, self))
        if before is not None:
            before.deleteLater()
        self._notes.horizontalHeader().setResizeContentsPrecision(ROWS_MEASURED)
        self._notes.resizeColumnsToContents()

    def _ask_where(self) -> None:
        """The listed rows are taken along, to be mended where they came from."""
        accounts = self._accounts

        def write(path: Path) -> None:
            self._workers.start("Writing the rows", lambda _: write_whole(path, listed_rows_csv(accounts)))

        ask_save(self.window(), "Export the listed rows", "CSV (*.csv)", Path("listed rows.csv"), write)


def _side(at: int) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignRight if at >= FIRST_NUMBER else Qt.AlignmentFlag.AlignLeft
