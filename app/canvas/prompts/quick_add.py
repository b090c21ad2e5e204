"""The quick-add menu: type what the next node should be, Enter adds it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from app.canvas.kind_tiles import family_colour
from app.canvas.prompts.going_back import back_to
from app.canvas.prompts.searching import matching
from app.look.palette import Palette
from app.nodes.kind import Kind
from app.ui.icons import icon
from app.ui.plain_text import tooltip
from app.ui.search_panel import SearchPanel, SearchWords

_SIZE = QSize(288, 336)
_TYPE = Qt.ItemDataRole.UserRole
_WORDS = SearchWords(
    "quickAdd",
    "quickAddField",
    "quickAddList",
    "Add a node",
    "Add a node …",
    "Name of the node to add",
    "There is no such kind of node.",
)


class QuickAdd(SearchPanel):
    """Lists the kinds of nodes, recent ones first."""

    def __init__(self, parent: QWidget) -> None:
        self._list = QListWidget()
        self._list.setIconSize(QSize(20, 20))
        self._kinds: Sequence[Kind[Any]] = ()
        self._recent: list[str] = []
        self._palette: Palette | None = None
        self._choose: Callable[[str], None] | None = None
        super().__init__(parent, _WORDS, self._list)

    def ask(self, spot: QPoint, kinds: Sequence[Kind[Any]], palette: Palette, choose: Callable[[str], None]) -> None:
        """Open near that point of the canvas; `choose` gets the type that the user picks, if they pick one."""
        self._kinds, self._palette, self._choose = kinds, palette, choose
        self.open_at(_SIZE, spot, back_to(self))

    def fill(self) -> None:
        """The kinds that fit, best first."""
        self._list.clear()
        for kind in matching(self._kinds, self.field.text(), self._recent):
            colour = family_colour(self._palette, kind.family) if self._palette else "#000000"
            item = QListWidgetItem(icon(kind.icon, colour), kind.title)
            item.setData(_TYPE, kind.type)
            item.setToolTip(tooltip(kind.summary))
            item.setSizeHint(self.row_size())
            self._list.addItem(item)

    def take(self) -> None:
        """Add it."""
        item, choose = self._list.currentItem(), self._choose
        if item is None or choose is None:
            return
        type_ = str(item.data(_TYPE))
        self._recent = [type_, *(other for other in self._recent if other != type_)]
        self.close_panel()
        choose(type_)
