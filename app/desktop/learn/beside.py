"""Where the player stands: at the right of the place in sight, as wide as that leaves room for."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer

from app.desktop.learn.player import NARROWEST, WIDEST, LessonPlayer
from app.desktop.shell.window import MainWindow


class PlayerBeside(QObject):
    """Moves the player from place to place; a place that has no room for it has it not."""

    def __init__(self, window: MainWindow, player: LessonPlayer) -> None:
        super().__init__(window)
        self._window, self._player = window, player
        self._is_wanted = False
        player.hide()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._fit)
        window.place_shown.connect(lambda _: self._move())
        window.installEventFilter(self)

    def show(self, *, is_shown: bool) -> None:
        """Show it, or put it away."""
        self._is_wanted = is_shown
        self._move()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A window of another size has other room."""
        if (
            event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest, QEvent.Type.WindowStateChange)
            and self._is_wanted
        ):
            self._soon.start()
        return super().eventFilter(watched, event)

    def _move(self) -> None:
        place = self._window.place_in_sight
        if self._is_wanted and place is not None:
            place.stand_beside(self._player)
        self._fit()

    def _fit(self) -> None:
        place = self._window.place_in_sight
        if place is None or not self._is_wanted or self._window.side_bar.isHidden():
            self._player.hide()
            return
        room = place.width() - place.content.totalMinimumSize().width()
        if room < NARROWEST:
            self._player.hide()
            return
        width = min(WIDEST, room)
        if self._player.width() != width or self._player.isHidden():
            self._player.setFixedWidth(width)
            self._player.show()
