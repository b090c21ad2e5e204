"""The window's frame: side bar, a notice, the places, the strip of running work, and its remembered size."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QMainWindow, QPushButton, QStackedWidget, QToolButton, QWidget

from app.desktop.shell.drop_veil import DropVeil, drop_words
from app.desktop.shell.jobs_strip import JobStrip
from app.desktop.shell.notice_bar import NoticeBar
from app.desktop.shell.offer_bar import OfferBar
from app.desktop.shell.preferences import Preferences
from app.desktop.shell.side_bar import MARK, PlaceName, SideBar
from app.look.palette import Palette
from app.ui.icons import icon
from app.ui.page import Place
from app.ui.widgets import column, row

FIRST_SIZE = (1280, 800)
FRAME_PX = 40  # what the desktop puts above and below a window
LEAST_SIZE = (960, 600)
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
QWIDGETSIZE_MAX = 16_777_215  # Qt’s own, which PySide does not name


class MainWindow(QMainWindow):
    """Holds the places and shows one of them; knows nothing of what they do."""

    place_wanted = Signal(object)  # PlaceName
    place_shown = Signal(object)  # PlaceName
    close_wanted = Signal()
    files_dropped = Signal(object)  # list[Path]

    def __init__(self, preferences: Preferences, palette: Palette) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setWindowTitle("Rehearse")
        self._preferences = preferences
        self._may_close = False
        self._pressed_at: QWidget | None = None
        self._over: list[Path] = []  # what is being dragged over it
        self.setAcceptDrops(True)
        self._places: dict[PlaceName, Place] = {}
        self.side_bar = SideBar()
        self.side_bar.chosen.connect(self.place_wanted)
        self._stack = QStackedWidget()
        self.notice = NoticeBar()
        self.offer = OfferBar()
        self.strip = JobStrip()
        self._centre = centre = QWidget()
        sides = row(centre, gap=0)
        sides.addWidget(self.side_bar)
        right = column(gap=0)
        right.addWidget(self.notice)
        right.addWidget(self.offer)
        right.addWidget(self._stack, 1)
        right.addWidget(self.strip)
        sides.addLayout(right, 1)
        self.setCentralWidget(centre)
        self._veil = DropVeil(centre, palette)
        self.statusBar().setSizeGripEnabled(False)
        self.show_palette(palette)
        self._restore()

    @property
    def place(self) -> PlaceName | None:
        """The place in sight."""
        shown = self._stack.currentWidget()
        return next((name for name, place in self._places.items() if place is shown), None)

    @property
    def place_in_sight(self) -> Place | None:
        """The page of it."""
        name = self.place
        return self._places[name] if name is not None else None

    @property
    def regions(self) -> list[QWidget]:
        """The parts that the keyboard goes around: the side bar, what is said over the place in sight, and its own."""
        place = self.place_in_sight
        return [self.side_bar, self.notice, self.offer, *(place.regions if place is not None else ()), self.strip]

    def add_place(self, name: PlaceName, place: Place) -> None:
        """Give the window a place; each name once."""
        self._places[name] = place
        self._stack.addWidget(place)

    def show_place(self, name: PlaceName) -> None:
        """Bring a place into sight."""
        self._stack.setCurrentWidget(self._places[name])
        self._places[name].enter()
        self._places[name].setFocus(Qt.FocusReason.OtherFocusReason)
        self.side_bar.show_chosen(name)
        self.place_shown.emit(name)

    def show_palette(self, palette: Palette) -> None:
        """Recolour the frame; places are told by themselves."""
        self.setWindowIcon(icon(MARK, palette.accent))
        self.side_bar.show_palette(palette)
        self._veil.show_palette(palette)

    def come_to_front(self) -> None:
        """Show the window over all others, also when it was minimised."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def hold(self, *, is_held: bool) -> None:
        """Let nothing be done but what the strip at the foot offers, or let it again."""
        for part in (self._stack, self.side_bar, self.menuBar()):
            part.setEnabled(not is_held)

    def show_frame(self, *, is_shown: bool) -> None:
        """Show what stands around the places, or the place in sight alone; the keys of the menus work in both."""
        for part in (self.side_bar, self.statusBar()):
            part.setVisible(is_shown)
        self.menuBar().setMaximumHeight(QWIDGETSIZE_MAX if is_shown else 0)  # a hidden one has no keys

    def close_soon(self, why: str) -> None:
        """Take nothing more in, and say why the window is still there."""
        self._centre.setEnabled(False)
        self.menuBar().setEnabled(False)
        self.statusBar().showMessage(why)

    def close_for_good(self) -> None:
        """Close without asking again."""
        self._may_close = True
        self.close()

    def event(self, event: QEvent) -> bool:
        """Before a key is pressed its shortcut is asked for: what has the keyboard then is what is pressed."""
        if event.type() == QEvent.Type.ShortcutOverride:
            self._pressed_at = self.focusWidget()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape, where it closes nothing, leads from what is around a place into it; Enter presses a button."""
        place, here = self.place_in_sight, self.focusWidget()
        if event.key() == Qt.Key.Key_Escape and place is not None and not (here and place.isAncestorOf(here)):
            place.setFocus(Qt.FocusReason.OtherFocusReason)
        elif event.key() in ENTER and isinstance(here, QPushButton | QToolButton) and here is self._pressed_at:
            here.click()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._over = paths = dropped_files(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self._veil.say(paths, drop_words(paths))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._veil.hide()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self._veil.hide()
        paths = dropped_files(event.mimeData()) or self._over  # whoever they come from may have gone meanwhile
        self._over = []
        if paths:
            event.acceptProposedAction()
            self.files_dropped.emit(paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_close:
            event.ignore()
            self.close_wanted.emit()
            return
        self._preferences.put("geometry", self.saveGeometry().toBase64().toStdString())
        super().closeEvent(event)

    def _restore(self) -> None:
        self.setMinimumSize(*LEAST_SIZE)
        room = self.screen().availableGeometry().size() - QSize(0, FRAME_PX)  # or the status bar would be out of sight
        self.resize(QSize(*FIRST_SIZE).boundedTo(room))
        remembered = self._preferences.get("geometry")
        if isinstance(remembered, str):
            self.restoreGeometry(QByteArray.fromBase64(remembered.encode("ascii", "ignore")))


def dropped_files(data: QMimeData) -> list[Path]:
    """The files of this computer that are being dropped."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
