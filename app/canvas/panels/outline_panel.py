"""The outline: the scenario as an indented list, an equal of the canvas for everything that is done by keys."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QAction, QIcon, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from app.canvas.items.drawing_tools import DrawingTools
from app.canvas.operations.outlining import OutlineLine, outline
from app.canvas.operations.saying import name_of
from app.canvas.session import ScenarioSession
from app.errors import Problem
from app.look.palette import Palette
from app.nodes.catalogue import KINDS
from app.nodes.problems import count_words
from app.scenario.edits import SetLabel
from app.scenario.graph import NodeId, Scenario
from app.scenario.references import described, message_names
from app.ui.plain_text import label, tooltip

_INDENT = 20
_DEEPEST = 6  # as far as lines are indented; further in they say how far
_TILE = 20
_Index = QModelIndex | QPersistentModelIndex
COMMANDS = (
    "add",
    "connectTo",
    "rename",
    "delete",
    "heal",
    "cut",
    "copy",
    "paste",
    "duplicate",
    "moveEarlier",
    "moveLater",
)
"""The canvas's commands whose keys work in the outline too."""


class OutlineModel(QAbstractListModel):
    """The lines of the outline."""

    def __init__(self, session: ScenarioSession, tools: DrawingTools) -> None:
        super().__init__()
        self._session = session
        self._tools = tools
        self._problems: dict[str, list[Problem]] = {}
        self.lines: list[OutlineLine] = []
        self._scenario: Scenario | None = None

    def show_scenario(self) -> None:
        """List what there is now; where only words changed, every line keeps its place."""
        scenario = self._session.scenario
        if scenario is self._scenario:
            return
        self._scenario = scenario
        lines = outline(scenario)
        if lines == self.lines:
            self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
            return
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def show_problems(self) -> None:
        """Say how many problems each node has."""
        self._problems = {}
        for problem in self._session.problems:
            self._problems.setdefault(problem.node, []).append(problem)
        if self.lines:
            self.dataChanged.emit(self.index(0), self.index(len(self.lines) - 1))

    def show_tools(self, tools: DrawingTools) -> None:
        """Icons in other colours."""
        self._tools = tools
        if self.lines:
            self.dataChanged.emit(self.index(0), self.index(len(self.lines) - 1))

    def row_of(self, node_id: NodeId) -> int:
        """The line of a node; -1 where it is not listed."""
        return next((row for row, line in enumerate(self.lines) if line.node == node_id and not line.is_again), -1)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  # Qt's default
        """As many as there are lines."""
        return 0 if parent.isValid() else len(self.lines)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """A label can be written where its node stands first."""
        flags = super().flags(index)
        is_again = index.isValid() and self.lines[index.row()].is_again
        return flags if is_again else flags | Qt.ItemFlag.ItemIsEditable

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A line's words, its icon, and what screen readers say of it."""
        line = self.lines[index.row()]
        node = self._session.scenario.node(line.node)
        kind = KINDS[node.type]
        if role == Qt.ItemDataRole.DisplayRole:
            leading = f"{line.port} → " if line.port else "→ " if line.is_again else ""
            return f"{leading}{node.label or kind.title}"
        if role == Qt.ItemDataRole.EditRole:
            return node.label
        if role == Qt.ItemDataRole.DecorationRole and not line.is_again:
            return QIcon(self._tools.tile(kind.icon, kind.family, 2))
        if role == Qt.ItemDataRole.ToolTipRole:
            scenario = self._session.scenario
            return tooltip(f"{name_of(scenario, node.id)}\n{described(node, message_names(scenario.nodes))}")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(line)
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Rename a node."""
        node = self._session.scenario.node(self.lines[index.row()].node)
        text = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or not text or text == node.label:
            return False
        self._session.perform(SetLabel(node.id, text))
        return True

    def _spoken(self, line: OutlineLine) -> str:
        scenario = self._session.scenario
        parts = [f"level {line.depth + 1}", *([line.port] if line.port else []), name_of(scenario, line.node)]
        if line.is_again:
            return ", ".join((*parts, "listed before"))
        node = scenario.node(line.node)
        own = self._problems.get(line.node, [])
        parts += [described(node, message_names(scenario.nodes)), count_words(own) if own else ""]
        return ", ".join(filter(None, parts))


class OutlinePanel(QFrame):
    """The selection goes with that of the canvas; Enter opens the form, F2 renames, and so on as on the canvas."""

    def __init__(
        self, session: ScenarioSession, palette: Palette, actions: list[QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("outline")
        self.setProperty("role", "panel")
        self.setAccessibleName("Outline")
        self._session = session
        self._model = OutlineModel(session, DrawingTools(palette))
        names = {f"canvas.{name}" for name in COMMANDS}
        self._list = _OutlineList(session, [action for action in actions if action.objectName() in names], self)
        self._list.setModel(self._model)
        self._model.setParent(self)
        title = label("Outline", name="outlineTitle")
        title.setProperty("role", "section")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 16, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(title)
        layout.addWidget(self._list)
        self.setFocusProxy(self._list)
        session.changed.connect(self._refresh)
        session.selection_changed.connect(self._follow)
        session.problems_changed.connect(self._show_problems)
        self._list.selectionModel().currentChanged.connect(self._choose)

    def show_palette(self, palette: Palette) -> None:
        """Icons in other colours."""
        self._model.show_tools(DrawingTools(palette))

    def showEvent(self, event: Any) -> None:
        """It is filled only while it is in sight."""
        super().showEvent(event)
        self._refresh()
        self._show_problems()

    def _refresh(self) -> None:
        if self.isVisible():
            self._model.show_scenario()
            self._follow()

    def _show_problems(self) -> None:
        if self.isVisible():
            self._model.show_problems()

    def _follow(self) -> None:
        """Show the line of what is selected on the canvas."""
        nodes = self._session.selection.nodes
        here = self._list.currentIndex()
        if not self.isVisible() or (here.isValid() and self._model.lines[here.row()].node in nodes):
            return
        row = self._model.row_of(next(iter(nodes))) if len(nodes) == 1 else -1
        if row >= 0:
            self._list.setCurrentIndex(self._model.index(row))
        elif not nodes:
            self._list.selectionModel().clear()

    def _choose(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            node_id = self._model.lines[now.row()].node
            if self._session.selection.nodes != {node_id}:
                self._session.select([node_id])
                self._session.node_wanted.emit(node_id)


class _OutlineList(QListView):
    """The lines, indented."""

    def __init__(self, session: ScenarioSession, actions: list[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._actions = actions  # not by addAction, whose references PySide never gives up
        self.setObjectName("outlineList")
        self.setAccessibleName("Outline of the scenario")
        self.setProperty("kind", "plain")
        self.setUniformItemSizes(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.DoubleClicked)
        self.setItemDelegate(_Indented(self))

    def event(self, event: QEvent) -> bool:
        """The keys of the canvas's commands, Tab among them, call those."""
        if isinstance(event, QKeyEvent) and event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            keys = QKeySequence(event.keyCombination().toCombined())
            meant = next((action for action in self._actions if keys in action.shortcuts()), None)
            if meant is not None and meant.isEnabled() and self.state() != QListView.State.EditingState:
                if event.type() == QEvent.Type.KeyPress:
                    meant.trigger()
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the form; Right goes to where what is listed again stands first."""
        here = self.currentIndex()
        model = self.model()
        assert isinstance(model, OutlineModel)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and here.isValid():
            if self.state() != QListView.State.EditingState:
                self._session.editing_wanted.emit()
        elif event.key() == Qt.Key.Key_Right and here.isValid() and model.lines[here.row()].is_again:
            self.setCurrentIndex(model.index(model.row_of(model.lines[here.row()].node)))
        else:
            super().keyPressEvent(event)


class _Indented(QStyledItemDelegate):
    """Moves each line to the right by its depth."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:
        super().initStyleOption(option, index)
        model = index.model()
        if isinstance(model, OutlineModel):
            depth = min(model.lines[index.row()].depth, _DEEPEST)
            option.rect.setLeft(option.rect.left() + depth * _INDENT)
            option.decorationSize = option.decorationSize.scaled(_TILE, _TILE, Qt.AspectRatioMode.IgnoreAspectRatio)
