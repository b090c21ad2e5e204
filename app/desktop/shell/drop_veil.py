"""What lies over the window while files are dragged over it: that they can be let go here, and what for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.look.palette import Palette
from app.numbers import counted
from app.ui.icons import icon
from app.ui.theme import STEP
from app.ui.widgets import column, label

_CORNER = 12.0
_SHADE = 235


class DropVeil(QWidget):
    """Covers what it is put over, and lets the mouse through."""

    def __init__(self, parent: QWidget, palette: Palette) -> None:
        super().__init__(parent)
        self.setObjectName("drop_veil")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._palette = palette
        self._picture = label("")
        self._title = label("", "heading", name="drop_words")
        self._names = label("", "quiet", wraps=True)
        lines = column(self, margin=6 * STEP, gap=STEP)
        lines.addStretch(1)
        for each in (self._picture, self._title, self._names):
            each.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            lines.addWidget(each)
        lines.addStretch(1)
        self.hide()
        self.show_palette(palette)

    def say(self, paths: Sequence[Path], words: str) -> None:
        """Cover everything, and say what letting go of these files does."""
        self._title.setText(words)
        self._names.setText("  ·  ".join(path.name for path in paths[:6]) + ("  …" if len(paths) > 6 else ""))
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        self.raise_()
        self.show()

    def show_palette(self, palette: Palette) -> None:
        """In other colours."""
        self._palette = palette
        self._picture.setPixmap(icon("tray-arrow-down", palette.accent).pixmap(56, 56))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QColor(self._palette.window)
        ground.setAlpha(_SHADE)
        painter.fillRect(self.rect(), ground)
        painter.setPen(QPen(QColor(self._palette.accent), 2, Qt.PenStyle.DashLine))
        inner = self.rect().adjusted(2 * STEP, 2 * STEP, -2 * STEP, -2 * STEP)
        painter.drawRoundedRect(inner, _CORNER, _CORNER)


def drop_words(paths: Sequence[Path]) -> str:
    """What letting go of them does: a workspace or a picture alone is opened, all else is looked into."""
    if len(paths) == 1 and paths[0].suffix == ".rehearse":
        return f"Drop to open {paths[0].stem}"
    if len(paths) == 1 and paths[0].suffix.lower() in (".svg", ".png"):
        return f"Drop to open the scenario in {paths[0].name}"
    return f"Drop to look into {counted(len(paths), 'file', 'files')}"
