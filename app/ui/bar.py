"""The bar over a place: where it is too narrow for the words of its buttons, icons stand alone."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton

_WORDS = "words"
_LEAST = "least"
_BESIDE_ICON = 4  # Qt’s distance between an icon and its words


class Bar(QFrame):
    """A frame whose layout holds buttons; the first ones give up their words first, the last take them back first.

    A button without words has them as its name for screen readers, and under the mouse.
    """

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There is more room now, or less."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Something in it was shown, hidden or named anew."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return done

    def _fit(self) -> None:
        layout = self.layout()
        if layout is None:
            return
        made = self.findChildren(QPushButton, options=Qt.FindChildOption.FindDirectChildrenOnly)
        buttons = [each for each in made if not each.isHidden() and not each.icon().isNull()]
        wanted = layout.minimumSize().width() + sum(_width_of_words(each) for each in buttons if not each.text())
        for each in buttons:
            is_bare = wanted > self.width()
            wanted -= _width_of_words(each) if is_bare else 0
            if is_bare and each.text():
                _take_words(each)
            elif not is_bare and not each.text():
                _give_words(each)


def _words_of(made: QPushButton) -> str:
    return made.text() or str(made.property(_WORDS) or "")


def _width_of_words(made: QPushButton) -> int:
    return made.fontMetrics().horizontalAdvance(_words_of(made)) + _BESIDE_ICON


def _take_words(made: QPushButton) -> None:
    words = made.text()
    made.setProperty(_WORDS, words)
    made.setProperty(_LEAST, made.minimumWidth())
    made.setMinimumWidth(0)
    made.setText("")
    made.setAccessibleName(words)
    made.setToolTip(made.toolTip() or words)


def _give_words(made: QPushButton) -> None:
    made.setText(_words_of(made))
    made.setMinimumWidth(int(made.property(_LEAST) or 0))
