"""A report's table on the screen: of a long one the rows are filled in as they come into sight."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTableWidget, QTableWidgetItem

from app.reports.report import Table
from app.ui.held_column import HeldColumn

_FIRST_ROWS = 200  # of which the columns take their width


class FiguresTable(QTableWidget):
    """Shows texts, without a grid."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("kind", "plain")
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.verticalHeader().hide()
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        HeldColumn(self)
        self._shown: Table = ((), [])
        self.verticalScrollBar().valueChanged.connect(self._fill_seen)

    def show_table(self, table: Table) -> None:
        """Show these rows in place of those before."""
        headers, rows = self._shown = table
        self.clear()
        self.setColumnCount(len(headers))
        self.setRowCount(len(rows))
        self.setHorizontalHeaderLabels(list(headers))
        self._fill(0, min(len(rows), _FIRST_ROWS))
        self.resizeColumnsToContents()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fill_seen()

    def _fill_seen(self) -> None:
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        if first >= 0:
            self._fill(first, last + 1 if last >= 0 else self.rowCount())

    def _fill(self, first: int, stop: int) -> None:
        rows = self._shown[1]
        for at in range(first, min(stop, len(rows))):
            if self.item(at, 0) is None:
                for place, cell in enumerate(rows[at]):
                    self.setItem(at, place, QTableWidgetItem(cell))
