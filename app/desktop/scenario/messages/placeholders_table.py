"""The placeholders of a message, each with the share of recipients for whom it has something to show."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from app.look.palette import Palette
from app.messages.sample import Share
from app.numbers import NOTHING

_LONGEST = 60


class PlaceholdersTable(QTreeWidget):
    """A row a placeholder; those that are often empty stand out."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._palette = palette
        self.setObjectName("placeholders")
        self.setAccessibleName("Placeholders and for how many they are filled")
        self.setHeaderLabels(["Placeholder", "Filled"])
        self.setRootIsDecorated(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        head = self.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)

    def show_shares(self, shares: Sequence[Share]) -> None:
        """These."""
        self.clear()
        for share in shares:
            text = " ".join(share.placeholder.text.split())
            row = QTreeWidgetItem([text[:_LONGEST], share.filled.percent() if share.filled.of else NOTHING])
            shown = f"filled for {share.filled.fraction()}" if share.filled.of else "shown to nobody of these"
            words = f"{share.field.capitalize()}, line {share.placeholder.line}: {shown}"
            for place in (0, 1):
                row.setData(place, Qt.ItemDataRole.AccessibleDescriptionRole, words)
                row.setToolTip(place, words)
                if share.is_often_empty:
                    row.setForeground(place, QColor(self._palette.danger))
            row.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.addTopLevelItem(row)
