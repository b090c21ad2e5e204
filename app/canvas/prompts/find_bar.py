"""Find: a line over the canvas that lights the nodes holding a text, and walks through them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QToolButton, QWidget

from app.canvas.camera import Camera
from app.canvas.items.node_item import NodeItem
from app.canvas.items.whole_name import show_whole_name
from app.canvas.operations.finding import found
from app.canvas.prompts.going_back import back_to, give_back
from app.canvas.scene import CanvasScene
from app.canvas.session import ScenarioSession
from app.scenario.graph import NodeId
from app.ui.plain_text import label

_MARGIN = 8
_FIELD_WIDTH = 208


class FindBar(QFrame):
    """Stands in the upper right corner of the canvas while one looks for something."""

    def __init__(self, parent: QWidget, session: ScenarioSession, canvas: CanvasScene, camera: Camera) -> None:
        super().__init__(parent)
        self._over = parent
        self._back = parent
        self.setObjectName("findBar")
        self.setProperty("role", "card")
        self.setAccessibleName("Find")
        self.setFocusPolicy(
            Qt.FocusPolicy.ClickFocus
        )  # or a click on its buttons would give the keyboard to the canvas
        self._session = session
        self._canvas = canvas
        self._camera = camera
        self._found: list[NodeId] = []
        self._lit: set[NodeId] = set()
        self._field = QLineEdit(self)
        self._field.setObjectName("findField")
        self._field.setAccessibleName("Text to find in labels and parameters")
        self._field.setPlaceholderText("Find in the scenario")
        self._field.setMinimumWidth(_FIELD_WIDTH)
        self.setFocusProxy(self._field)
        self._count = label(name="findCount")
        self._count.setProperty("role", "small")
        self._count.setWordWrap(False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        layout.setSpacing(4)
        layout.addWidget(self._field)
        layout.addWidget(self._count)
        for name, arrow, words, step in (
            ("findPrevious", Qt.ArrowType.UpArrow, "Previous (Shift+Enter)", self.previous),
            ("findNext", Qt.ArrowType.DownArrow, "Next (Enter)", self.next),
        ):
            layout.addWidget(_arrow(name, arrow, words, step))
        self._field.textChanged.connect(self._look)
        self._field.installEventFilter(self)
        session.changed.connect(self._refresh)
        parent.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Ask for a text; the last one stands there, to be typed over."""
        self._back = back_to(self)
        self.show()
        self.raise_()
        self._field.selectAll()
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._look()

    def next(self) -> None:
        """Go to the next node that was found."""
        self._step(1)

    def previous(self) -> None:
        """Go to the one before."""
        self._step(-1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the field; and the corner of a canvas that has another size."""
        if watched is not self._field:
            if event.type() == QEvent.Type.Resize:
                self._stay()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self._step(1 if event.key() == Qt.Key.Key_Down else -1)
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape ends the search; what was gone to stays selected."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)

    def close_bar(self) -> None:
        """Look for nothing any more."""
        give_back(self, self._back)
        self._canvas.overlay.hide_name()
        self._light(set())

    def _look(self) -> None:
        """Find what was typed, and go to the first of it unless one that holds it is selected."""
        self._found = found(self._session.scenario, self._field.text())
        self._light(set(self._found))
        if self._found and self._here() is None:
            self._go(self._found[0])
        self._tell()

    def _refresh(self) -> None:
        if self.isVisible():
            self._found = found(self._session.scenario, self._field.text())
            self._light(set(self._found))
            self._tell()

    def _step(self, by: int) -> None:
        if not self.isVisible():
            self.open()
        if not self._found:
            return
        here = self._here()
        at = (here + by) % len(self._found) if here is not None else 0 if by > 0 else -1
        self._go(self._found[at])
        self._tell()

    def _go(self, node_id: NodeId) -> None:
        self._session.select([node_id])
        self._session.node_wanted.emit(node_id)
        item = self._canvas.nodes[node_id]
        self._call(item)
        if self._covered().intersects(item.sceneBoundingRect() | self._canvas.overlay.sceneBoundingRect()):
            self._camera.centre_on(((item.box.left + item.box.right) / 2, (item.box.top + item.box.bottom) / 2))
            self._call(item)

    def _call(self, item: NodeItem) -> None:
        """Have its name in sight, also where it is so small that it has none."""
        self._canvas.overlay.hide_name()
        show_whole_name(self._canvas.overlay, item, self._camera.scale, self._camera.shown(), len(self._canvas.nodes))

    def _covered(self) -> QRectF:
        """The part of the scene over which this stands."""
        scale, bar = self._camera.scale, self.geometry()
        corner = self._camera.shown().topLeft() + QPointF(bar.topLeft()) / scale
        return QRectF(corner, QSizeF(bar.size()) / scale)

    def _here(self) -> int | None:
        """Which of those that were found is selected, alone: among others nobody sees which it is."""
        selected = self._session.selection.nodes
        if len(selected) != 1:
            return None
        return next((at for at, node_id in enumerate(self._found) if node_id in selected), None)

    def _tell(self) -> None:
        here = self._here()
        if not self._field.text().strip():
            words = ""
        elif not self._found:
            words = "Nothing"
        else:
            words = f"{here + 1 if here is not None else 1} of {len(self._found)}"
        self._count.setText(words)
        name = self._canvas.nodes[self._found[here]].spoken if here is not None else ""
        self._field.setAccessibleDescription(f"{words}. {name}" if name else words)
        self._stay()

    def _light(self, wanted: set[NodeId]) -> None:
        """Let these stand out, and no others."""
        nodes = self._canvas.nodes
        others = [node_id for node_id in self._lit ^ wanted if node_id in nodes]
        for node_id in others:
            nodes[node_id].show_state(target="yes" if node_id in wanted else "")
        self._lit = wanted
        self._canvas.marked.emit(others, ())

    def _stay(self) -> None:
        self.adjustSize()
        width = min(self.width(), self._over.width() - 2 * _MARGIN)
        self.setGeometry(self._over.width() - width - _MARGIN, _MARGIN, width, self.height())


def _arrow(name: str, arrow: Qt.ArrowType, words: str, step: object) -> QToolButton:
    made = QToolButton()
    made.setObjectName(name)
    made.setArrowType(arrow)
    made.setToolTip(words)
    made.setAccessibleName(words)
    made.clicked.connect(step)
    return made
