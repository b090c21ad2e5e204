"""The canvas as screen readers know it: a tree whose items are the nodes, in the order in which a journey goes.

Qt asks `interface_of` for every object; PySide keeps nothing alive, and Qt owns what it has seen, by a table of its own
that never learns of an interface that Python deletes. So each interface is kept here until it is taken out of there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from weakref import ref

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QGraphicsView, QWidget
from shiboken6 import Shiboken

from app.canvas.accessible.node_interface import NodeInterface
from app.canvas.items.node_item import NodeItem
from app.canvas.operations.outlining import reading_order
from app.canvas.operations.saying import name_of
from app.canvas.scene import CanvasScene
from app.canvas.session import ScenarioSession
from app.scenario.graph import NodeId, Scenario
from app.scenario.references import described, message_names

Acting = Callable[[NodeId], Mapping[str, Callable[[], None]]]


class CanvasTree(QObject):
    """The tree of one canvas: makes the items when they are asked for, and lets them go with their nodes."""

    def __init__(self, view: QGraphicsView, session: ScenarioSession, canvas: CanvasScene, acting: Acting) -> None:
        super().__init__(view)
        self._view = ref(view)
        self._session = session
        self._canvas = canvas
        self._acting = acting
        self._known: dict[NodeId, NodeInterface] = {}
        self._itself: CanvasInterface | None = None
        self._ordered: Scenario | None = None
        self._order: list[NodeId] = []
        self._places: dict[NodeId, int] = {}
        session.changed.connect(self._sweep)
        session.selection_changed.connect(self._tell_focus)
        known = self._known
        view.destroyed.connect(lambda: _forget(known, list(known)))
        install()

    @property
    def widget(self) -> QWidget:
        """The canvas."""
        view = self._view()
        assert view is not None
        return view

    @property
    def order(self) -> list[NodeId]:
        """The nodes as they are listed."""
        scenario = self._session.scenario
        if scenario is not self._ordered:
            self._order = [node_id for node_id in reading_order(scenario) if node_id in self._canvas.nodes]
            self._places = {node_id: at for at, node_id in enumerate(self._order)}
            self._ordered = scenario if len(self._order) == len(scenario.nodes) else None
        return self._order

    def interface(self) -> QAccessibleInterface:
        """The canvas's own."""
        if self._itself is None or not Shiboken.isValid(self._itself):
            self._itself = CanvasInterface(self.widget, self)
        return self._itself

    def node(self, node_id: NodeId) -> NodeInterface:
        """The item of a node."""
        made = self._known.get(node_id)
        if made is None or not Shiboken.isValid(made):
            made = self._known[node_id] = NodeInterface(self, node_id)
        return made

    def index(self, interface: QAccessibleInterface) -> int:
        """The place of an item in the list; -1 for another's."""
        node_id = next((node_id for node_id, made in self._known.items() if made is interface), None)
        return self._places.get(node_id, -1) if self.order and node_id is not None else -1

    def item(self, node_id: NodeId) -> NodeItem | None:
        """The card."""
        return self._canvas.nodes.get(node_id)

    def place(self, item: NodeItem) -> QRect:
        """Where the card is on the screen."""
        view = self._view()
        if view is None:
            return QRect()
        box = item.box
        spot = view.mapFromScene(box.left, box.top, box.right - box.left, box.bottom - box.top).boundingRect()
        return QRect(view.viewport().mapToGlobal(spot.topLeft()), spot.size())

    def has_keyboard(self, node_id: NodeId) -> bool:
        """Whether keys act on this node."""
        return self.widget.hasFocus() and self._session.selection.nodes == {node_id}

    def described(self, node_id: NodeId) -> str:
        """What the node does, and where its wires lead."""
        scenario, item = self._session.scenario, self._canvas.nodes[node_id]
        several = len(item.ports) > 1
        labels = {port.name: f"{port.label} " if several else "" for port in item.ports}
        leads = [
            f"{labels.get(edge.port, '')}leads to {name_of(scenario, edge.target)}"
            for edge in scenario.edges
            if edge.source == node_id
        ]
        return "; ".join(filter(None, (described(item.node, message_names(scenario.nodes)), *leads)))

    def followers(self, node_id: NodeId) -> list[QAccessibleInterface]:
        """The items of the nodes that follow."""
        return [self.node(edge.target) for edge in self._session.scenario.edges if edge.source == node_id]

    def actions(self, node_id: NodeId) -> Mapping[str, Callable[[], None]]:
        """What can be done with a node."""
        return self._acting(node_id) if node_id in self._canvas.nodes else {}

    def _sweep(self) -> None:
        _forget(self._known, [node_id for node_id in self._known if node_id not in self._canvas.nodes])

    def _tell_focus(self) -> None:
        """Where the keyboard is now."""
        nodes = self._session.selection.nodes
        if len(nodes) == 1 and QAccessible.isActive() and self.widget.hasFocus():
            (node_id,) = nodes
            if node_id in self._canvas.nodes:
                event = QAccessibleEvent(self.node(node_id), QAccessible.Event.Focus)
                QAccessible.updateAccessibility(event)


class CanvasInterface(QAccessibleWidget):
    """The tree itself."""

    def __init__(self, view: QWidget, tree: CanvasTree) -> None:
        super().__init__(view, QAccessible.Role.Tree, view.accessibleName())
        self._tree = ref(tree)

    def childCount(self) -> int:
        """As many as there are nodes."""
        tree = self._tree()
        return len(tree.order) if tree is not None else 0

    def child(self, index: int) -> QAccessibleInterface:
        """The item of a node."""
        tree = self._tree()
        is_there = tree is not None and 0 <= index < len(tree.order)
        return tree.node(tree.order[index]) if tree is not None and is_there else None  # type: ignore[return-value]

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        """The node under a point of the screen."""
        tree = self._tree()
        nodes = (tree.node(node_id) for node_id in tree.order) if tree is not None else iter(())
        return next((node for node in nodes if node.rect().contains(x, y)), None)  # type: ignore[return-value]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """The place of an item in the list."""
        tree = self._tree()
        return tree.index(child) if tree is not None else -1

    def focusChild(self) -> QAccessibleInterface:
        """The node that keys act on."""
        tree = self._tree()
        nodes = [node_id for node_id in tree.order if tree.has_keyboard(node_id)] if tree is not None else []
        return tree.node(nodes[0]) if tree is not None and nodes else None  # type: ignore[return-value]


@cache
def install() -> None:
    """Let Qt ask for the interfaces of canvases; once for the whole program, as Qt has it."""
    QAccessible.installFactory(interface_of)


def interface_of(_class_name: str, asked: QObject) -> QAccessibleInterface | None:
    """The interface of a canvas; None for all others."""
    tree = getattr(asked, "accessible_tree", None)
    return tree.interface() if isinstance(tree, CanvasTree) and Shiboken.isValid(tree) else None


def _forget(known: dict[NodeId, NodeInterface], gone: list[NodeId]) -> None:
    """Take these out of Qt's table, which deletes them."""
    for node_id in gone:
        made = known.pop(node_id)
        if Shiboken.isValid(made):
            QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(made))
