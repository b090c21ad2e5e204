"""The palette: every kind of node, grouped by family, to search, drag onto the canvas or add in line."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QMimeData, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QDrag, QIcon, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.canvas.input.gestures.drop_kind import KIND_MIME
from app.canvas.items.drawing_tools import TILE, DrawingTools
from app.canvas.operations.adding import Landing, landed
from app.canvas.prompts.searching import matching
from app.canvas.session import ScenarioSession
from app.look.palette import Palette
from app.nodes.catalogue import KINDS
from app.nodes.kind import Family
from app.ui.fields import SearchField
from app.ui.plain_text import tooltip
from app.ui.theme import text_font, with_words

FAMILY_TITLES = {
    Family.ENTRY: "Entries",
    Family.FLOW: "Flow",
    Family.MESSAGE: "Messages",
    Family.STATE: "Profile and actions",
    Family.END: "Ends",
}
_TILE = 22
_ROW, _HEADING_ROW = 40, 32
_AROUND = 16  # of a row’s height, what stands above and below its words
_TYPE = Qt.ItemDataRole.UserRole


class PalettePanel(QFrame):
    """Type to search; Enter or a double click adds after the selected node, dragging adds anywhere."""

    def __init__(self, session: ScenarioSession, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("palette")
        self.setProperty("role", "panel")
        self.setAccessibleName("Palette of nodes")
        self._session = session
        self._tools = DrawingTools(palette)
        self._search = SearchField("paletteSearch", "Search nodes")
        self._list = _KindList(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 16, 4, 8)
        layout.setSpacing(8)
        layout.addWidget(self._search)
        layout.addWidget(self._list)
        self._search.textChanged.connect(self._fill)
        self._search.returnPressed.connect(self._add_first)
        self._list.chosen.connect(self._add)
        self._fill()

    def show_palette(self, palette: Palette) -> None:
        """Show everything in other colours."""
        self._tools = DrawingTools(palette)
        self._fill()

    def _fill(self) -> None:
        self._list.clear()
        text = self._search.text()
        found = matching(KINDS.values(), text)
        for family in Family:
            kinds = [kind for kind in found if kind.family is family]
            if kinds:
                self._add_heading(FAMILY_TITLES[family])
            for kind in kinds:
                item = QListWidgetItem(QIcon(self._tools.tile(kind.icon, family, 2)), kind.title)
                item.setData(_TYPE, kind.type)
                item.setToolTip(tooltip(kind.summary))
                item.setSizeHint(QSize(0, _AROUND + with_words(_ROW - _AROUND)))
                self._list.addItem(item)
        if not found:
            self._add_heading("Nothing of that name")

    def _add_heading(self, text: str) -> None:
        item = QListWidgetItem(text)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setFont(text_font(12))
        item.setForeground(self._tools.text_faint.brush())
        item.setSizeHint(QSize(0, _AROUND + with_words(_HEADING_ROW - _AROUND)))
        self._list.addItem(item)

    def _add_first(self) -> None:
        found = matching(KINDS.values(), self._search.text())
        if found and self._search.text().strip():
            self._search.clear()
            self._add(found[0].type)

    def _add(self, type_: str) -> None:
        session = self._session
        nodes = session.selection.nodes
        landing = Landing(source=next(iter(nodes)) if len(nodes) == 1 else None)
        edit, node_id = landed(session.scenario, type_, landing)
        session.perform(edit)
        session.select([node_id])
        session.node_wanted.emit(node_id)


class _KindList(QListWidget):
    """The rows; each can be dragged as a kind of node."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("paletteList")
        self.setAccessibleName("Nodes")
        self.setProperty("kind", "plain")
        self.setIconSize(QSize(_TILE, _TILE))
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemActivated.connect(self._choose)

    def mimeTypes(self) -> list[str]:
        """What is dragged from here."""
        return [KIND_MIME]

    def mimeData(self, items: list[QListWidgetItem]) -> QMimeData:  # type: ignore[override]  # Qt passes a list
        """The kind's type, as the canvas reads it."""
        data = QMimeData()
        data.setData(KIND_MIME, QByteArray(str(items[0].data(_TYPE)).encode()))
        return data

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Drag the row under the pointer with its tile as picture; the canvas shows the card."""
        item = self.currentItem()
        if item is None or item.data(_TYPE) is None:
            return
        drag = QDrag(self)
        drag.setMimeData(self.mimeData([item]))
        picture: QPixmap = item.icon().pixmap(int(TILE), int(TILE))
        drag.setPixmap(picture)
        drag.setHotSpot(QPoint(int(TILE) // 2, int(TILE) // 2))
        drag.exec(Qt.DropAction.CopyAction)

    def _choose(self, item: QListWidgetItem) -> None:
        if item.data(_TYPE) is not None:
            self.chosen.emit(str(item.data(_TYPE)))
