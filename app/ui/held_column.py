"""The first column of a wide table stays in sight while the others go by; Shift and the wheel go sideways."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QPainter, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QHeaderView, QTableView

PaintHead = Callable[[QPainter, QRect, int], None]
_NOTCH = 120  # of a wheel's angle


class HeldColumn(QObject):
    """Watches a table; what is laid over it is made when it is first scrolled sideways.

    `paint_head` draws the column's head as the table's own header does, where that is not Qt's.
    """

    def __init__(self, view: QTableView, paint_head: PaintHead | None = None) -> None:
        super().__init__(view)
        self._view, self._paint_head = view, paint_head
        self._over: _Over | None = None
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for watched in (view, view.viewport()):
            watched.installEventFilter(self)
        view.horizontalScrollBar().valueChanged.connect(self._place)
        head = view.horizontalHeader()
        for changed in (head.sectionCountChanged, head.sectionResized, head.geometriesChanged):
            changed.connect(self._place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Watch the wheel, the table's size, and keys that go to a column that lies below."""
        if isinstance(event, QWheelEvent):
            return watched is not self._view and self._goes_sideways(event)
        if event.type() == QEvent.Type.Resize:
            self._place()
        elif event.type() == QEvent.Type.KeyRelease and watched is self._view:
            self._bring_out()
        return False

    def _goes_sideways(self, event: QWheelEvent) -> bool:
        turned = event.angleDelta()
        if turned.x() or not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            return False
        bar = self._view.horizontalScrollBar()
        bar.setValue(bar.value() - turned.y() * QApplication.wheelScrollLines() * bar.singleStep() // _NOTCH)
        return True

    def _bring_out(self) -> None:
        """The column that the keyboard came to, from under the held one."""
        index, over = self._view.currentIndex(), self._over
        if over is not None and over.isVisible() and index.column() > 0:
            hidden = over.width() - self._view.columnViewportPosition(index.column())
            bar = self._view.horizontalScrollBar()
            bar.setValue(bar.value() - max(hidden, 0))

    def _place(self) -> None:
        """Over the first column while that is not in its place, and never more than half the table."""
        view, over = self._view, self._over
        if not view.horizontalScrollBar().value() or view.horizontalHeader().count() < 2:
            if over is not None:
                over.hide()
            return
        if over is None:
            over = self._over = _Over(view, self._paint_head)
        over.follow()
        room = view.viewport().geometry()
        head = view.horizontalHeader().height()
        width = min(view.columnWidth(0), room.width() // 2)
        over.setColumnWidth(0, width)
        over.setGeometry(room.left(), room.top() - head, width, room.height() + head)
        over.horizontalHeader().setFixedHeight(head)
        over.show()
        over.raise_()


class _Over(QTableView):
    """The first column once more: rows, selection and height of the table below, which gets all that is done to it."""

    def __init__(self, below: QTableView, paint_head: PaintHead | None) -> None:
        super().__init__(below)
        self._below = below
        self.setObjectName(f"{below.objectName()}_held")
        self.setAccessibleName(below.accessibleName())
        self.setProperty("kind", "held")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setShowGrid(below.showGrid())
        self.setWordWrap(below.wordWrap())
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(below.selectionBehavior())
        self.setSelectionMode(below.selectionMode())
        self.setVerticalScrollMode(below.verticalScrollMode())
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalHeader(_Head(self, below.horizontalHeader(), paint_head))
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(below.verticalHeader().defaultSectionSize())
        below.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.clicked.connect(below.clicked)
        self.activated.connect(below.activated)

    def follow(self) -> None:
        """Show the model that the table shows now, where it shows it."""
        model, chosen = self._below.model(), self._below.selectionModel()
        if self.model() is not model:
            self.setModel(model)
        if self.selectionModel() is not chosen:
            self.setSelectionModel(chosen)
        self.verticalScrollBar().setValue(self._below.verticalScrollBar().value())

    def scrollTo(self, *_of_the_table_below: object) -> None:
        """Nowhere by itself."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        QApplication.sendEvent(self._below.viewport(), event)


class _Head(QHeaderView):
    """The head of that column, which sorts as the one below does."""

    def __init__(self, over: QTableView, below: QHeaderView, paint: PaintHead | None) -> None:
        super().__init__(Qt.Orientation.Horizontal, over)
        self._paint = paint
        self.setMinimumSectionSize(0)
        self.setHighlightSections(False)
        self.setDefaultAlignment(below.defaultAlignment())
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(below.sectionsClickable())
        self.sectionClicked.connect(below.sectionClicked)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803  # Qt's name
        """As the table's own header has it."""
        if self._paint is not None:
            self._paint(painter, rect, logicalIndex)
        else:
            super().paintSection(painter, rect, logicalIndex)
