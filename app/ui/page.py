"""What the five places of the window share: a bar with a title and actions over the content."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.look.palette import Palette
from app.ui.bar import Bar
from app.ui.theme import STEP
from app.ui.widgets import column, label, row

BAR_HEIGHT = 56


class Place(QWidget):
    """One place: `bar` in `header` takes what stands beside the title, `content` what stands under it."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        self.setObjectName(f"{name}_place")
        self.setAccessibleName(title)
        self.setProperty("role", "page")
        self.header = header = Bar()
        header.setProperty("role", "bar")
        header.setFixedHeight(BAR_HEIGHT)
        self.bar: QHBoxLayout = row(header, gap=STEP)
        self.bar.setContentsMargins(3 * STEP, 0, 2 * STEP, 0)
        self.title = label(title, "heading", name=f"{name}_title")
        self.bar.addWidget(self.title)
        whole = column(self, gap=0)
        whole.addWidget(header)
        self.content: QVBoxLayout = column(gap=0)
        self._under = row(gap=0)
        self._under.addLayout(self.content, 1)
        whole.addLayout(self._under, 1)

    @property
    def regions(self) -> list[QWidget]:
        """The parts that the keyboard goes around with one key: the bar, and what stands under it."""
        items = (self.content.itemAt(at) for at in range(self.content.count()))
        held = (item.widget() for item in items if item is not None)
        return [self.header, *(widget for widget in held if widget is not None)]

    def show_palette(self, palette: Palette) -> None:
        """Recolour what the style sheet does not: icons, canvas, charts."""

    def stand_beside(self, panel: QWidget) -> None:
        """Give a panel a place at the right of the content; it leaves the place that it was in."""
        if self._under.indexOf(panel) < 0:
            self._under.addWidget(panel)

    def enter(self) -> None:
        """The place has come into sight."""
