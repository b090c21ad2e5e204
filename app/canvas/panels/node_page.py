"""The page of one node: its name, its parameters, and what a run counted there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QMenu, QVBoxLayout, QWidget

from app.canvas.figures import Door, NodeFigures, figures_at
from app.canvas.forms.catalogue import editor_for
from app.canvas.forms.editors.editor import Json, Manner
from app.canvas.forms.editors.lines import manner
from app.canvas.forms.offers import Offers
from app.canvas.forms.record import Form, row_name, show_severity
from app.canvas.items.drawing_tools import DrawingTools
from app.canvas.session import ScenarioSession
from app.errors import AppError, Problem
from app.nodes.catalogue import KINDS
from app.nodes.channel import CHANNELS
from app.scenario.edits import Edit, SetLabel, SetParams
from app.scenario.files import make_params
from app.scenario.graph import NodeId
from app.scenario.reading import dump_document
from app.ui.flow_layout import FlowLayout
from app.ui.plain_text import label
from app.ui.widgets import button


class NodePage(QFrame):
    """A form for the node's kind; what cannot be applied is said at its field and changes nothing."""

    def __init__(
        self, session: ScenarioSession, node_id: NodeId, ask: Callable[[], Offers], tools: DrawingTools
    ) -> None:
        super().__init__()
        self.setObjectName("nodePage")
        self.node_id = node_id
        self._session = session
        node = session.scenario.node(node_id)
        self._kind = KINDS[node.type]
        self._tile = QLabel(self)
        self._label = QLineEdit(self)
        self._label.setObjectName("nodeLabel")
        self._label.setAccessibleName("Name of the node")
        self._label.setPlaceholderText(self._kind.title)
        self._length = len(node.label)
        self._wrong = label(name="nodeProblems")
        self._wrong.setProperty("role", "problem")
        self._figures = label(name="nodeFigures")
        self._figures.setProperty("role", "small")
        self._who = button("Who are they?", name="nodeWho")
        self._who.setToolTip("List the customers behind a count")
        menu = QMenu(self._who)
        menu.setObjectName("nodeWhoMenu")
        self._who.setMenu(menu)
        self._doors: list[tuple[Door, str, str]] = []  # what the menu lists
        self._preview = button(
            "Preview…", name="nodePreview", on_click=lambda: session.preview_wanted.emit(str(node_id))
        )
        self._preview.setToolTip("See the message as its recipients get it")
        self._edit = button("Edit e-mail…", name="nodeEditMail")
        self._edit.setToolTip("Put the e-mail together of blocks, without HTML")
        self._edit.clicked.connect(lambda: session.mail_editing_wanted.emit(str(node_id)))
        self._form = Form([(field, editor_for(field, self._asking(ask))) for field in self._kind.form()])
        self._form.name("param")
        self._lay_out()
        self.setFocusProxy(next(iter(self._form.rows.values())).editor if self._form.rows else self._label)
        self._label.textEdited.connect(self._relabel)
        self._form.edited.connect(self._change)
        self.show_tools(tools)
        self.refresh()

    def show_tools(self, tools: DrawingTools) -> None:
        """Show the tile in these colours."""
        self._tile.setPixmap(tools.tile(self._kind.icon, self._kind.family, self.devicePixelRatioF()))

    def refresh(self) -> None:
        """Show the node as it is now."""
        node = self._session.scenario.node(self.node_id)
        if node.label != self._label.text():
            self._label.setText(node.label)
        self._length = len(node.label)
        everything = node.params.model_dump(mode="json", by_alias=True)
        self._form.show_values({**everything, **dump_document(node.params)})
        summary = self._session.summary
        scenario, kept, modelled = self._session.scenario, self._session.kept, self._session.modelled
        figures = figures_at(scenario, summary, self.node_id, kept, modelled) if summary is not None else None
        if figures is not None:
            self._figures.setText(figures.in_words())
            for widget in (self._figures, self._who):
                _keep_room(widget)
        self._figures.setVisible(figures is not None)
        self._who.setVisible(figures is not None and figures.arrived > 0)
        self._fill_who(figures)

    def show_problems(self) -> None:
        """Show what is wrong, at its field where it has one."""
        own = [problem for problem in self._session.problems if problem.node == self.node_id]
        self._form.show_problems(own)
        rest = [problem for problem in own if row_name(problem) not in self._form.rows]
        show_severity(self._wrong, stops=any(not problem.is_remark for problem in rest))
        self._wrong.setText("\n".join(dict.fromkeys(problem.message for problem in rest)))
        self._wrong.setVisible(bool(rest))

    def field_of(self, problem: Problem) -> QWidget | None:
        """Where a problem is mended."""
        row = self._form.rows.get(row_name(problem))
        return row.editor if row is not None else None

    def _asking(self, ask: Callable[[], Offers]) -> Callable[[], Offers]:
        """A message's form also asks how people react on its channel."""
        return lambda: replace(ask(), channel=self._kind.type if self._kind.type in CHANNELS else "")

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 16, 10, 24)
        layout.setSpacing(16)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._tile)
        names = QVBoxLayout()
        names.setSpacing(4)
        title = label(self._kind.title, name="nodeKind")
        title.setProperty("role", "section")
        names.addWidget(title)
        names.addWidget(self._label)
        head.addLayout(names, 1)
        layout.addLayout(head)
        summary = label(self._kind.summary)
        summary.setProperty("role", "faint")
        doors = QWidget()
        ways = FlowLayout(doors)
        for door in (self._edit, self._preview):
            ways.addWidget(door)
        for widget in (summary, self._wrong, self._figures, self._who):
            layout.addWidget(widget)
        layout.addWidget(doors)
        doors.setVisible(self._kind.is_message)
        self._edit.setVisible(self._kind.type == "email")
        layout.addWidget(self._form)
        layout.setAlignment(self._who, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)

    def _fill_who(self, figures: NodeFigures | None) -> None:
        """A line for each count of the node; nothing is touched while somebody looks for one."""
        menu, session = self._who.menu(), self._session
        if menu.isVisible():
            return
        node = session.scenario.node(self.node_id)
        ports = {port.name: port.label for port in self._kind.ports(node.params)}
        doors = figures.doors(self.node_id, ports) if figures is not None else ()
        wanted = [(door, words, f"{words}: “{node.label or self._kind.title}”") for door, words in doors]
        if wanted == self._doors:
            return
        self._doors = wanted
        menu.clear()
        for door, words, said in wanted:
            menu.addAction(words.replace("&", "&&"), partial(session.people_wanted.emit, door, said))

    def _relabel(self, text: str) -> None:
        how = manner(text, self._length, self._label.cursorPosition())
        self._length = len(text)
        self._perform(SetLabel(self.node_id, text), "label", how)

    def _change(self, name: str, value: Json, how: Manner) -> None:
        if all(node.id != self.node_id for node in self._session.scenario.nodes):
            return  # a slide ended with the node
        node = self._session.scenario.node(self.node_id)
        values = {key: part for key, part in dump_document(node.params).items() if key != name}
        if value is not None:
            values[name] = value
        row = self._form.rows[name]
        try:
            params = make_params(self._kind, values)
        except AppError as error:
            row.refuse("Not applied: " + "; ".join(problem.message for problem in error.problems))
            return
        row.refuse("")
        if params != node.params:
            self._perform(SetParams(self.node_id, params), name, how)

    def _perform(self, edit: Edit, name: str, how: Manner) -> None:
        """Letters typed one after another are one step, a choice is one of its own."""
        if how in (Manner.CHOSEN, Manner.TAKEN_HOLD):
            self._session.settle()
        self._session.perform(edit, merge=f"{self.node_id}.{name}")
        if how in (Manner.CHOSEN, Manner.WORD_ENDED):
            self._session.settle()


def _keep_room(widget: QWidget) -> None:
    """Counts go while others are made, and come back: what stands below them does not move up and down."""
    policy = widget.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    widget.setSizePolicy(policy)
