"""Fields of all forms and bars: the wheel over them scrolls the page and nothing else; searches look alike."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QPalette, QWheelEvent
from PySide6.QtWidgets import QComboBox, QDateEdit, QLineEdit, QSlider, QWidget

from app.ui.icons import icon

NO_WHEEL = Qt.FocusPolicy.StrongFocus
"""The keys come by a click or Tab: a field that the wheel passed over must not take the next key for its own."""
_STANDARD = QKeySequence.StandardKey
_CLEAR = "_q_qlineeditclearaction"  # Qt's name of the button that empties a line


class ComboBox(QComboBox):
    """The combo box of all forms and bars."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(NO_WHEEL)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to what lies behind."""
        event.ignore()


class Slider(QSlider):
    """The slider of all forms, from left to right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFocusPolicy(NO_WHEEL)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to what lies behind."""
        event.ignore()


class DateField(QDateEdit):
    """A day of all forms, typed as in ISO 8601 or chosen in a calendar."""

    def __init__(self, name: str, accessible_name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.setCalendarPopup(True)
        self.setDisplayFormat("yyyy-MM-dd")
        self.setFocusPolicy(NO_WHEEL)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to what lies behind."""
        event.ignore()


class LineField(QLineEdit):
    """A line beside other work: while it has nothing of its own to undo, Ctrl+Z is that work's."""

    def event(self, event: QEvent) -> bool:
        """Keep the line from taking the keys of what it could not do."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._leaves(event):
            event.ignore()
            return True
        return super().event(event)

    def _leaves(self, event: QKeyEvent) -> bool:
        is_undo, is_redo = (event.matches(keys) for keys in (_STANDARD.Undo, _STANDARD.Redo))
        return (is_undo and not self.isUndoAvailable()) or (is_redo and not self.isRedoAvailable())


class SearchField(LineField):
    """A line to search in what stands below; a button empties it."""

    def __init__(self, name: str, asks: str, accessible_name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("kind", "search")
        self.setPlaceholderText(asks)
        self.setAccessibleName(accessible_name or asks)
        self.setClearButtonEnabled(True)
        self._tint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _tint(self) -> None:
        """The button in the product's own look, in place of the platform's."""
        clear = self.findChild(QAction, _CLEAR)
        if clear is not None:
            clear.setIcon(icon("close", self.palette().color(QPalette.ColorRole.PlaceholderText).name()))
