"""The list of problems; choosing one goes to what has to be mended."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.canvas.session import ScenarioSession
from app.errors import Problem
from app.look.palette import Palette
from app.nodes.problems import count_words
from app.scenario.graph import NodeId
from app.scenario.names import label_of
from app.ui.first_row import FirstRow
from app.ui.icons import icon
from app.ui.plain_text import label, one_line, tooltip

_PROBLEM = Qt.ItemDataRole.UserRole


class ProblemList(QFrame):
    """One line for each problem: where, and what. A click selects the node and shows it, Enter goes to its field."""

    def __init__(self, session: ScenarioSession, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("problems")
        self.setProperty("role", "panel")
        self._session = session
        self._palette = palette
        self._labels: dict[str, str] = {}
        self._title: QLabel = label(name="problemsTitle")
        self._title.setProperty("role", "section")
        self._list = QListWidget(self)
        self._list.setObjectName("problemList")
        self._list.setAccessibleName("Problems")
        self._list.setProperty("kind", "plain")
        self._list.setIconSize(QSize(16, 16))
        self._list.setUniformItemSizes(True)  # thousands of them are laid out at once
        self._list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 8, 8)
        layout.setSpacing(0)
        layout.addWidget(self._title)
        layout.addWidget(self._list)
        FirstRow(self._list)
        self._list.itemClicked.connect(self._go)
        self._list.itemActivated.connect(self._mend)
        session.problems_changed.connect(self._fill)
        session.edited.connect(self._name_anew)
        self._fill()

    def show_palette(self, palette: Palette) -> None:
        """Show everything in other colours."""
        self._palette = palette
        self._fill()

    def _name_anew(self) -> None:
        """An edit may have given a node another name, which makes no problem another one."""
        if self._session.problems and self._names() != self._labels:
            self._fill()

    def _names(self) -> dict[str, str]:
        """The labels of the nodes that something is said of."""
        wrong = {problem.node for problem in self._session.problems}
        return {str(node.id): label_of(node) for node in self._session.scenario.nodes if node.id in wrong}

    def _fill(self) -> None:
        problems = self._session.problems
        labels = self._labels = self._names()
        self._title.setText(count_words(problems).capitalize())
        self._list.clear()
        icons = {
            False: icon("alert-circle-outline", self._palette.danger),
            True: icon("information-outline", self._palette.warning),
        }
        for problem in problems:
            place = labels.get(problem.node, "Scenario")
            item = QListWidgetItem(icons[problem.is_remark], one_line(f"{place} – {problem.message}"))
            item.setData(_PROBLEM, problem)
            item.setToolTip(tooltip(f"{place}\n{problem.message}"))
            item.setSizeHint(QSize(0, 28))
            self._list.addItem(item)

    def _go(self, item: QListWidgetItem) -> None:
        problem: Problem = item.data(_PROBLEM)
        if any(node.id == problem.node for node in self._session.scenario.nodes):
            self._session.select([NodeId(problem.node)])
            self._session.node_wanted.emit(problem.node)
        else:
            self._session.select()

    def _mend(self, item: QListWidgetItem) -> None:
        self._go(item)
        self._session.mending_wanted.emit(item.data(_PROBLEM))
