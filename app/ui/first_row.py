"""A list that the keyboard comes to shows which line Enter would take."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QAbstractItemView

_NOT_OURS = (
    Qt.FocusReason.MouseFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
)


class FirstRow(QObject):
    """Selects the first row where none is, for Qt makes it the current one without showing that it is."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        view.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Watch the keyboard come."""
        if isinstance(event, QFocusEvent) and event.gotFocus() and event.reason() not in _NOT_OURS:
            chosen, model = self._view.selectionModel(), self._view.model()
            if chosen is not None and not chosen.hasSelection() and model.rowCount():
                self._view.setCurrentIndex(model.index(max(0, self._view.currentIndex().row()), 0))
        return False
