"""A small panel in which one types what to look for and takes a line of the list below."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLineEdit, QWidget

from app.ui.plain_text import label
from app.ui.theme import STEP, text_scale
from app.ui.widgets import column

_ROW = 4 * STEP
_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Tab: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Backtab: -1,
    Qt.Key.Key_PageDown: 10,
    Qt.Key.Key_PageUp: -10,
}


@dataclass(frozen=True, slots=True)
class SearchWords:
    """What a panel says of itself; the first three are names for tests, the rest are read out."""

    panel: str
    field: str
    listing: str
    title: str
    asks: str
    field_title: str
    nothing: str


class SearchPanel(QFrame):
    """Lies over its parent; closed by a choice, by Escape or by looking elsewhere. The keyboard stays in the field."""

    def __init__(self, parent: QWidget, words: SearchWords, listing: QAbstractItemView) -> None:
        super().__init__(parent)
        self._over = parent
        self._words = words
        self._back: QWidget | None = None
        self._listing = listing
        self.setObjectName(words.panel)
        self.setProperty("role", "card")
        self.setAccessibleName(words.title)
        self.field = QLineEdit()
        self.field.setObjectName(words.field)
        self.field.setPlaceholderText(words.asks)
        self.field.setAccessibleName(words.field_title)
        listing.setObjectName(words.listing)
        listing.setProperty("kind", "plain")
        listing.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        listing.setTextElideMode(Qt.TextElideMode.ElideRight)
        listing.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        lines = column(self, margin=STEP, gap=STEP)
        self._nothing = label(words.nothing)
        self._nothing.setProperty("role", "quiet")
        lines.addWidget(self.field)
        lines.addWidget(self._nothing)
        lines.addWidget(listing)
        self.field.textChanged.connect(self._renew)
        self.field.installEventFilter(self)
        listing.clicked.connect(lambda _index: self.take())
        self.hide()

    def fill(self) -> None:
        """List what fits the field's text."""
        raise NotImplementedError

    def take(self) -> None:
        """Do what the current line stands for."""
        raise NotImplementedError

    def spoken(self) -> str:
        """What Enter would do, for those who hear it."""
        return str(self._listing.currentIndex().data() or "")

    def row_size(self) -> QSize:
        """The room of a line, at the system's size of texts."""
        return QSize(0, round(_ROW * text_scale()))

    def open_at(self, size: QSize, spot: QPoint | None, back: QWidget | None) -> None:
        """Open near a point of the parent, or high in its middle; `back` gets the keyboard once it is closed."""
        self._back = back
        self.field.clear()
        self._renew()
        room = self._over.size()
        wide = min(round(size.width() * text_scale()), room.width() - 2 * STEP)
        high = min(size.height(), room.height() - 2 * STEP)
        wanted = spot if spot is not None else QPoint((room.width() - wide) // 2, 8 * STEP)
        right, bottom = room.width() - wide - STEP, room.height() - high - STEP
        self.setGeometry(max(STEP, min(wanted.x(), right)), max(STEP, min(wanted.y(), bottom)), wide, high)
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_panel(self) -> None:
        """Close it; the keyboard goes back to where it was."""
        back, self._back = self._back, None
        if back is not None and back.isVisible():
            back.setFocus(Qt.FocusReason.PopupFocusReason)  # before it hides: Qt would pass it on to what comes next
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the field that move in the list, choose and close."""
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            self.hide()
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._step(_STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take()
        elif key == Qt.Key.Key_Escape:
            self.close_panel()
        else:
            return super().eventFilter(watched, event)
        return True

    def _renew(self) -> None:
        self.fill()
        self._nothing.setVisible(self._listing.model().rowCount() == 0)
        self._go_to(0)

    def _step(self, by: int) -> None:
        """One line goes around at the ends, a page stops there."""
        count = self._listing.model().rowCount()
        if count:
            here = self._listing.currentIndex().row()
            self._go_to((here + by) % count if abs(by) == 1 else min(max(here + by, 0), count - 1))

    def _go_to(self, row: int) -> None:
        self._listing.setCurrentIndex(self._listing.model().index(row, 0))
        self.field.setAccessibleDescription(self.spoken() or self._words.nothing)
