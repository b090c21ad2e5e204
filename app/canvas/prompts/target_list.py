"""Connect by a list: type what the wire shall lead to, Enter connects."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from app.canvas.operations.connecting import PossibleWire
from app.canvas.prompts.going_back import back_to
from app.scenario.graph import Edge
from app.ui.plain_text import tooltip
from app.ui.search_panel import SearchPanel, SearchWords

_SIZE = QSize(320, 304)
_EDGE = Qt.ItemDataRole.UserRole
_WORDS = SearchWords(
    "targetList", "targetField", "targets", "Connect to", "Connect to …", "Node to connect to", "There is no such node."
)


class TargetList(SearchPanel):
    """Lists the nodes to which a wire can lead."""

    def __init__(self, parent: QWidget) -> None:
        self._list = QListWidget()
        self._wires: Sequence[PossibleWire] = ()
        self._choose: Callable[[Edge], None] | None = None
        super().__init__(parent, _WORDS, self._list)

    def ask(self, spot: QPoint, wires: Sequence[PossibleWire], choose: Callable[[Edge], None]) -> None:
        """Open near that point of the canvas; `choose` gets the wire that the user picks, if they pick one."""
        self._wires, self._choose = wires, choose
        self.open_at(_SIZE, spot, back_to(self))

    def fill(self) -> None:
        """The wires whose words fit."""
        self._list.clear()
        words = self.field.text().casefold().split()
        for wire in self._wires:
            if all(word in wire.title.casefold() for word in words):
                item = QListWidgetItem(wire.title)
                item.setData(_EDGE, wire.edge)
                item.setToolTip(tooltip(wire.title))
                item.setSizeHint(self.row_size())
                self._list.addItem(item)

    def take(self) -> None:
        """Connect."""
        item, choose = self._list.currentItem(), self._choose
        if item is not None and choose is not None:
            self.close_panel()
            choose(item.data(_EDGE))
