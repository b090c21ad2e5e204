"""A node as screen readers know it: an item of the canvas's tree, with a name, a place, states and actions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QAccessibleInterface, QWindow
from PySide6.QtWidgets import QWidget
from shiboken6 import Shiboken

from app.canvas.items.node_item import NodeItem
from app.scenario.graph import NodeId

Role, Text = QAccessible.Role, QAccessible.Text
NOTHING = Shiboken.VoidPtr(0)
"""What `interface_cast` must give where there is nothing: None would be taken for an address."""


class Tree(Protocol):
    """What the items of the tree ask the canvas."""

    @property
    def widget(self) -> QWidget:
        """The canvas."""

    def item(self, node_id: NodeId) -> NodeItem | None:
        """The card; None once the node is gone."""

    def place(self, item: NodeItem) -> QRect:
        """Where the card is on the screen."""

    def has_keyboard(self, node_id: NodeId) -> bool:
        """Whether keys act on this node."""

    def described(self, node_id: NodeId) -> str:
        """Where its wires lead."""

    def followers(self, node_id: NodeId) -> list[QAccessibleInterface]:
        """The nodes that its wires lead to."""

    def actions(self, node_id: NodeId) -> Mapping[str, Callable[[], None]]:
        """What can be done with it, by the names that screen readers know."""


class NodeActions(QAccessibleActionInterface):
    """What can be done with one node."""

    def __init__(self, tree: Tree, node_id: NodeId) -> None:
        super().__init__()
        self._tree = tree
        self._node_id = node_id

    def actionNames(self) -> list[str]:
        """Their names."""
        return list(self._tree.actions(self._node_id))

    def doAction(self, actionName: str) -> None:  # noqa: N803  # Qt's name
        """Do one of them."""
        act = self._tree.actions(self._node_id).get(actionName)
        if act is not None:
            act()

    def keyBindingsForAction(self, _name: str) -> list[str]:
        """No keys of its own: those of the canvas's commands do the same."""
        return []

    def localizedActionName(self, name: str) -> str:
        """The name for people."""
        return name

    def localizedActionDescription(self, name: str) -> str:
        """The same in more words."""
        return name


class NodeInterface(QAccessibleInterface):
    """Lives as long as its node: it is taken out of Qt's table, which owns what it has seen, when the node goes."""

    def __init__(self, tree: Tree, node_id: NodeId) -> None:
        super().__init__()
        self._tree = tree
        self._node_id = node_id
        self._actions = NodeActions(tree, node_id)

    def isValid(self) -> bool:
        """Whether the node is still there."""
        return self._tree.item(self._node_id) is not None

    def object(self) -> QObject:
        """It is no object of Qt's."""
        return None  # type: ignore[return-value]  # Qt asks for null here

    def window(self) -> QWindow:
        """The canvas's window."""
        return self._tree.widget.window().windowHandle()

    def parent(self) -> QAccessibleInterface:
        """The canvas."""
        return QAccessible.queryAccessibleInterface(self._tree.widget)

    def child(self, _index: int) -> QAccessibleInterface:
        """A node has no parts."""
        return None  # type: ignore[return-value]  # Qt asks for null here

    def childAt(self, _x: int, _y: int) -> QAccessibleInterface:
        """A node has no parts."""
        return None  # type: ignore[return-value]  # Qt asks for null here

    def childCount(self) -> int:
        """A node has no parts."""
        return 0

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        """A node has no parts."""
        return -1

    def focusChild(self) -> QAccessibleInterface:
        """A node has no parts."""
        return None  # type: ignore[return-value]  # Qt asks for null here

    def rect(self) -> QRect:
        """The card on the screen."""
        item = self._tree.item(self._node_id)
        return self._tree.place(item) if item is not None else QRect()

    def role(self) -> QAccessible.Role:
        """An item of a tree."""
        return Role.TreeItem

    def state(self) -> QAccessible.State:
        """Selected, with the keyboard, wrong, out of sight."""
        state, item = QAccessible.State(), self._tree.item(self._node_id)
        if item is None:
            state.invalid = True
            return state
        seen = self._tree.widget.rect()
        seen.moveTo(self._tree.widget.mapToGlobal(seen.topLeft()))
        flags = {
            "selectable": True,
            "focusable": True,
            "selected": item.state.selected,
            "focused": self._tree.has_keyboard(self._node_id),
            "offscreen": not seen.intersects(self._tree.place(item)),
        }
        for name, value in flags.items():
            setattr(state, name, value)
        return state

    def text(self, t: QAccessible.Text) -> str:
        """Its name, what it does with where it leads, and what is wrong or was counted there."""
        item = self._tree.item(self._node_id)
        if item is None:
            return ""
        if t == Text.Name:
            return item.spoken
        if t == Text.Description:
            return self._tree.described(self._node_id)
        return item.tip if t == Text.Help else ""

    def setText(self, t: QAccessible.Text, text: str) -> None:
        """Names are given by renaming."""

    def relations(
        self, match: QAccessible.RelationFlag = QAccessible.RelationFlag.FlowsTo
    ) -> list[tuple[QAccessibleInterface, QAccessible.RelationFlag]]:
        """Where its wires lead."""
        flows = QAccessible.RelationFlag.FlowsTo
        if not match & flows or self._tree.item(self._node_id) is None:
            return []
        return [(follower, flows) for follower in self._tree.followers(self._node_id)]

    def interface_cast(self, arg__1: QAccessible.InterfaceType) -> int:
        """It offers actions, and no other of Qt's interfaces."""
        wanted = QAccessible.InterfaceType.ActionInterface
        return self._actions if arg__1 == wanted else NOTHING  # type: ignore[return-value]  # addresses, to Qt
