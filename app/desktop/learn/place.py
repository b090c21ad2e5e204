"""Learn: the lessons and the reference of every node, with a search."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeySequence, QShortcut
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QScrollArea, QSplitter, QWidget

from app.canvas.kind_tiles import kind_icon
from app.canvas.panels.palette_panel import FAMILY_TITLES
from app.desktop.learn.pages import Wishes, kind_page, lesson_page, unreadable_page
from app.desktop.learn.reference import kinds_by_family, matches
from app.desktop.shell.removed_bar import RemovedBar
from app.guides.lessons.lesson import Lesson, all_lessons, unreadable_lessons
from app.look.palette import Palette
from app.nodes.catalogue import KINDS
from app.ui.fields import SearchField
from app.ui.icons import icon
from app.ui.page import Place
from app.ui.theme import STEP
from app.ui.widgets import button, column, frame, scrolling

LESSON, UNREADABLE = "lesson:", "unreadable:"
_KEY = Qt.ItemDataRole.UserRole


class LearnPlace(Place):
    """A list at the left, the chosen page at the right."""

    begin_wanted = Signal(str, bool)  # the lesson's id, whether anew
    class_wanted = Signal(str)  # the lesson's id
    make_wanted = Signal()
    import_wanted = Signal()
    export_wanted = Signal(str)  # the lesson's id
    removal_wanted = Signal(str)  # the lesson's id

    def __init__(self, palette: Palette) -> None:
        super().__init__("learn", "Learn")
        self._palette = palette
        self._done: Mapping[str, frozenset[str]] = {}
        self._search = SearchField("learn_search", "Search lessons and nodes")
        self._list = QListWidget()
        self._list.setObjectName("learn_list")
        self._list.setAccessibleName("Pages")
        self._list.setProperty("kind", "plain")
        self._list.setIconSize(QSize(24, 24))
        self._list.setWordWrap(True)
        self._list.setSpacing(2)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        side = frame("panel")
        side.setMinimumWidth(34 * STEP)
        lines = column(side, margin=STEP)
        lines.addWidget(self._search)
        lines.addWidget(self._list, 1)
        self.removed = RemovedBar("lesson")
        lines.addWidget(self.removed)
        lines.addWidget(button("Make a lesson…", "quiet", name="lesson_make", on_click=self.make_wanted.emit))
        lines.addWidget(button("Import lesson…", "quiet", name="lesson_import", on_click=self.import_wanted.emit))
        undo = QShortcut(QKeySequence.StandardKey.Undo, self, self.removed.undo)
        undo.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._page: QScrollArea = scrolling(QWidget(), "learn_page")
        split = QSplitter()
        split.addWidget(side)
        split.addWidget(self._page)
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        self.content.addWidget(split)
        self._search.textChanged.connect(self._fill)
        self._list.currentItemChanged.connect(self._show)

    def enter(self) -> None:
        """The list and its first page are made when somebody looks."""
        if not self._list.count():
            self._fill("")

    def show_palette(self, palette: Palette) -> None:
        """Draw list and page anew."""
        self._palette = palette
        if not self._list.count():
            return
        chosen = self._list.currentItem()
        if chosen is None:  # what stands at the right is none of the list
            with QSignalBlocker(self._list):
                self._fill(self._search.text())
                self._list.setCurrentRow(-1)
        else:
            self._fill(self._search.text(), chosen.data(_KEY))

    def show_progress(self, done: Mapping[str, frozenset[str]]) -> None:
        """How far each lesson is: the steps that were reached."""
        if done != self._done:
            self._done = done
            self.show_palette(self._palette)

    def show_page(self, page: QWidget) -> None:
        """Something else at the right, until a line of the list is chosen."""
        self._list.setCurrentRow(-1)
        page.setProperty("role", "page")
        self._page.setWidget(page)

    def show_lesson(self, lesson_id: str) -> None:
        """The page of a lesson."""
        self._search.clear()
        self._fill("", f"{LESSON}{lesson_id}")

    def _fill(self, words: str, chosen: str = "") -> None:
        self._list.clear()
        lessons = [lesson for lesson in all_lessons() if _is_about(lesson, words)]
        if lessons:
            self._add_heading("Lessons")
        for lesson in lessons:
            is_done = {step.id for step in lesson.steps} <= self._done.get(lesson.id, frozenset())
            picture = "check-circle-outline" if is_done else "school-outline"
            colour = self._palette.good if is_done else self._palette.accent
            self._add(f"{LESSON}{lesson.id}", lesson.title, icon(picture, colour))
        for name in unreadable_lessons():
            if words.casefold() in name.casefold():
                self._add(f"{UNREADABLE}{name}", name, icon("alert-outline", self._palette.warning))
        for family, kinds in kinds_by_family().items():
            found = [kind for kind in kinds if matches(kind, words)]
            if found:
                self._add_heading(FAMILY_TITLES[family])
            for kind in found:
                self._add(kind.type, kind.title, kind_icon(kind, self._palette))
        for at in range(self._list.count()):
            key = self._list.item(at).data(_KEY)
            if key and (not chosen or key == chosen):
                self._list.setCurrentRow(at)
                return

    def _add(self, key: str, title: str, picture: QIcon) -> None:
        item = QListWidgetItem(title)
        item.setToolTip(title)
        item.setData(_KEY, key)
        item.setIcon(picture)
        self._list.addItem(item)

    def _add_heading(self, title: str) -> None:
        item = QListWidgetItem(title)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        self._list.addItem(item)

    def _show(self) -> None:
        item = self._list.currentItem()
        key = item.data(_KEY) if item else None
        if not key:
            return
        page = self._page_of(key)
        page.setProperty("role", "page")
        self._page.setWidget(page)

    def _page_of(self, key: str) -> QWidget:
        if key.startswith(LESSON):
            return self._lesson_page(key.removeprefix(LESSON))
        if key.startswith(UNREADABLE):
            name = key.removeprefix(UNREADABLE)
            return unreadable_page(name, unreadable_lessons().get(name, "It can be read now: search for its title."))
        return kind_page(KINDS[key], self._palette)

    def _lesson_page(self, lesson_id: str) -> QWidget:
        lesson = next(lesson for lesson in all_lessons() if lesson.id == lesson_id)
        done = self._done.get(lesson_id, frozenset())
        wishes = Wishes(
            begin=lambda anew: self.begin_wanted.emit(lesson_id, anew),
            check_class=lambda: self.class_wanted.emit(lesson_id),
            export=lambda: self.export_wanted.emit(lesson_id),
            remove=lambda: self.removal_wanted.emit(lesson_id),
        )
        return lesson_page(lesson, done, self._palette, wishes)


def _is_about(lesson: Lesson, words: str) -> bool:
    text = " ".join((lesson.title, lesson.summary, *(step.title for step in lesson.steps))).casefold()
    return all(word in text for word in words.casefold().split())
