"""Home: where a session begins."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QStackedWidget, QTabBar, QWidget

from app.desktop.home.cards import RecentCard
from app.desktop.home.gallery import TemplateGallery
from app.desktop.home.plan.page import PlanPage
from app.desktop.open_workspace import Desk
from app.desktop.shell.side_bar import MARK
from app.look.palette import Palette
from app.ui.flow_layout import FlowLayout
from app.ui.icons import icon
from app.ui.page import Place
from app.ui.theme import STEP
from app.ui.widgets import button, clear, column, label, row, scrolling

PAGE_WIDTH = 1040
MOST_RECENT = 4
NO_RECENT = (
    "None yet. A workspace is one file with data, scenarios and runs; the ones you open stand here. "
    "To begin with your own data, drop exports of your shop or mailing tool anywhere on this window."
)


class HomePlace(Place):
    """New, open, demo; recent workspaces; templates with a picture; beside it the plan of the open workspace."""

    new_wanted = Signal()
    open_wanted = Signal()
    demo_wanted = Signal()
    tour_wanted = Signal()
    recent_wanted = Signal(object)  # Path
    template_wanted = Signal(str)  # the template's id
    entered = Signal()

    def __init__(self, desk: Desk, palette: Palette) -> None:
        super().__init__("home", "Home")
        self._palette = palette
        self.gallery = TemplateGallery(palette)
        self.gallery.chosen.connect(self.template_wanted)
        page = QWidget()
        sides = row(page)
        sides.setContentsMargins(4 * STEP, 5 * STEP, 4 * STEP, 4 * STEP)
        inner = QWidget()
        inner.setMaximumWidth(PAGE_WIDTH)
        sides.addStretch(1)
        sides.addWidget(inner, 100)
        sides.addStretch(1)
        self._lines = column(inner, gap=STEP)
        self._add_welcome()
        self._lines.addSpacing(4 * STEP)
        self._lines.addWidget(label("Recent workspaces", "section"))
        self._recent = column(gap=STEP)
        self._lines.addLayout(self._recent)
        self._lines.addSpacing(3 * STEP)
        self._lines.addWidget(label("Start from a template", "section"))
        self._lines.addWidget(self.gallery)
        self._lines.addStretch(1)
        self.plan = PlanPage(desk, palette)
        self._pages = QStackedWidget()
        self._start = scrolling(page, "home_page")
        undo = QShortcut(QKeySequence.StandardKey.Undo, self._start, self.gallery.removed.undo)
        undo.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._pages.addWidget(self._start)
        self._pages.addWidget(self.plan)
        self._tabs = QTabBar()
        self._tabs.setObjectName("home_tabs")
        self._tabs.setAccessibleName("Pages of Home")
        for title in ("Start", "Plan"):
            self._tabs.addTab(title)
        self._tabs.currentChanged.connect(self._show_page)
        self._fill_bar()
        self.content.addWidget(self._pages)
        self.show_palette(palette)
        self._show_page(0)

    def turn_to(self, widget: QWidget) -> None:
        """Bring that of the first page into sight, and the keyboard to it; what had it may be gone."""
        widget.setFocus()
        QTimer.singleShot(
            0, widget, lambda: self._start.ensureWidgetVisible(widget, 0, 2 * STEP)
        )  # once it has a place

    def enter(self) -> None:
        """It has come into sight."""
        self.entered.emit()
        if self._pages.currentWidget() is self.plan:
            self.plan.enter()

    def show_plan(self) -> None:
        """The plan of the open workspace."""
        self._tabs.setCurrentIndex(1)

    def show_start(self) -> None:
        """Where a session begins."""
        self._tabs.setCurrentIndex(0)

    def _fill_bar(self) -> None:
        self.bar.addSpacing(2 * STEP)
        self.bar.addWidget(self._tabs, 0, Qt.AlignmentFlag.AlignBottom)
        self.bar.addStretch(1)
        for made in self.plan.in_bar:
            self.bar.addWidget(made)

    def _show_page(self, at: int) -> None:
        self._pages.setCurrentIndex(at)
        for made in self.plan.in_bar:
            made.setVisible(bool(at))
        if at:
            self.plan.enter()

    def show_recent(self, paths: Sequence[Path]) -> None:
        """Show the workspaces opened before, newest first."""
        clear(self._recent)
        for path in paths[:MOST_RECENT]:
            card = RecentCard(path, self._palette)
            card.clicked.connect(lambda _checked=False, path=path: self.recent_wanted.emit(path))
            self._recent.addWidget(card)
        if not paths:
            self._recent.addWidget(label(NO_RECENT, "quiet", name="no_recent", wraps=True))

    def show_palette(self, palette: Palette) -> None:
        """Icons and pictures in other colours; the pictures a moment later."""
        self._palette = palette
        self._mark.setPixmap(icon(MARK, palette.accent).pixmap(56, 56))
        self._new.setIcon(icon("plus", palette.accent_text))
        self._open.setIcon(icon("folder-open-outline", palette.text_quiet))
        self._demo.setIcon(icon("play-outline", palette.text_quiet))
        self._tour.setIcon(icon("map-outline", palette.text_quiet))
        for recent_card in self.findChildren(RecentCard):
            recent_card.show_palette(palette)
        self.gallery.show_palette(palette)
        self.plan.show_palette(palette)

    def _add_welcome(self) -> None:
        self._mark = QLabel()
        self._new = button("New workspace", "primary", name="home_new", on_click=self.new_wanted.emit)
        self._open = button("Open…", name="home_open", on_click=self.open_wanted.emit)
        self._demo = button("Open the demo", name="home_demo", on_click=self.demo_wanted.emit)
        self._tour = button("Take the tour", "quiet", name="home_tour", on_click=self.tour_wanted.emit)
        head = row(gap=3 * STEP)
        head.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        words = column(gap=STEP)
        words.addWidget(label("Rehearse a journey before anyone gets a message", "title", wraps=True))
        text = (
            "Draw a scenario, play recorded history through it in virtual time, and see who would have received what, "
            "who was held back, and who converted. Everything stays on this computer."
        )
        words.addWidget(label(text, "quiet", wraps=True))
        words.addSpacing(STEP)
        actions = QWidget()
        ways = FlowLayout(actions)
        for made in (self._new, self._open, self._demo, self._tour):
            ways.addWidget(made)
        words.addWidget(actions)
        head.addLayout(words, 1)
        self._lines.addLayout(head)
