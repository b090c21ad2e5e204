"""A sentence of many parts in a small window: its first rows, and a button that shows it whole."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.desktop.results.report.sentence_bar import SentenceBar
from app.ui.widgets import button, column

_SHARE = 0.3  # of the window's height, which a sentence may fill
_ROWS = 3  # that stay of one that would fill more
_MORE, _LESS = "Show the whole sentence", "Show less of the sentence"


class Folding(QWidget):
    """Shows the sentence whole where there is room; else so much of it that the report is in sight, too."""

    def __init__(self, bar: SentenceBar) -> None:
        super().__init__()
        self._bar = bar
        self._is_open = False
        self._room = QWidget()
        bar.setParent(self._room)
        bar.installEventFilter(self)
        self._more = button(_MORE, "quiet", name=f"{bar.objectName()}_more", on_click=self._turn)
        lines = column(self, gap=0)
        lines.addWidget(self._room)
        lines.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        application = QApplication.instance()
        assert isinstance(application, QApplication)  # a widget has been made
        application.focusChanged.connect(self._follow)
        self.fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Another sentence may need more rows, or fewer."""
        if watched is self._bar and event.type() == QEvent.Type.LayoutRequest:
            self.fit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Give the sentence the rows there is room for."""
        whole = self._bar.heightForWidth(self.width())
        is_long = whole > self.window().height() * _SHARE
        self._more.setVisible(is_long)
        self._more.setText(_LESS if self._is_open else _MORE)
        self._room.setFixedHeight(
            whole if self._is_open or not is_long else self._bar.height_of_rows(self.width(), _ROWS)
        )
        self._bar.setGeometry(0, 0, self.width(), whole)

    def _turn(self) -> None:
        self._is_open = not self._is_open
        self.fit()

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """The keyboard comes to no part that cannot be seen."""
        is_folded = self._more.isVisible() and not self._is_open
        if now is not None and is_folded and self._bar.isAncestorOf(now):
            is_beyond = now.geometry().bottom() > self._room.height()
            if is_beyond:
                self._turn()
