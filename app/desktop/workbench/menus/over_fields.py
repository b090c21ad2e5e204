"""Commands whose keys hold everywhere, also in text fields, which would use some of them for themselves."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget


class OverFields(QObject):
    """Watches what has the keyboard, and nothing else: Ctrl+K in a field is the action's, not the field's."""

    def __init__(self, action: QAction) -> None:
        super().__init__(action)
        self._action = action
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the field from taking the keys, so that they go on to the action."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
            return super().eventFilter(watched, event)
        is_ours = QKeySequence(event.keyCombination().toCombined()) in self._action.shortcuts()
        if is_ours:
            event.ignore()
        return is_ours

    def _follow(self, left: QWidget | None, now: QWidget | None) -> None:
        if left is not None:
            left.removeEventFilter(self)
        if now is not None:
            now.installEventFilter(self)
