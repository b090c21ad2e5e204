"""The canvas as screen readers see it: a tree of named items, read back as Qt gives it to them."""

from __future__ import annotations

import gc

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QLineEdit
from shiboken6 import Shiboken

from app.canvas.session import ScenarioSession
from app.canvas.view import CanvasView
from app.errors import Problem
from app.look.palette import LIGHT
from app.scenario.graph import NodeId
from tests.builders.scenarios import placed
from tests.canvas.conftest import Sit
from tests.person.person import Person

Key = Qt.Key
Text = QAccessible.Text
NODES = {
    "mail": ("email", 672.0, 0.0),
    "start": ("entry_event", 0.0, 0.0),
    "check": ("filter", 336.0, 0.0),
    "leave": ("exit", 672.0, 200.0),
}
WIRES = (("start", "out", "check"), ("check", "pass", "mail"), ("check", "fail", "leave"))


def canvas(person: Person) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(person.view)


def items(person: Person) -> dict[str, QAccessibleInterface]:
    """The items by their labels, in order."""
    tree = canvas(person)
    found = [tree.child(at) for at in range(tree.childCount())]
    return {item.text(Text.Name).split(": ")[1].split(",")[0]: item for item in found}


def test_that_the_canvas_is_a_tree_of_named_items_in_the_order_of_a_journey(sit: Sit) -> None:
    person = sit(placed(NODES, WIRES))
    person.qtbot.waitUntil(lambda: not person.session.is_check_due)
    person.session.set_problems([Problem("any", "Wrong", node="mail")])
    assert canvas(person).role() == QAccessible.Role.Tree
    assert canvas(person).text(Text.Name) == "Canvas"
    assert list(items(person)) == ["Start", "Check", "Mail", "Leave"]
    mail = items(person)["Mail"]
    assert mail.text(Text.Name) == "E-mail: Mail, 1 in, 2 out, 1 problem"
    assert mail.role() == QAccessible.Role.TreeItem
    assert mail.parent().object() is person.view
    assert canvas(person).indexOfChild(mail) == 2
    assert "Pass leads to E-mail: Mail; Fail leads to Exit: Leave" in items(person)["Check"].text(Text.Description)
    flows = [other.text(Text.Name) for other, _ in items(person)["Start"].relations(QAccessible.RelationFlag.FlowsTo)]
    assert flows == [items(person)["Check"].text(Text.Name)]


def test_that_items_say_where_they_are_and_which_one_the_keyboard_is_on(sit: Sit) -> None:
    person = sit(placed({**NODES, "far": ("sms", 9000.0, 0.0)}, WIRES))
    person.key(Key.Key_Right)
    person.key(Key.Key_Right)
    found = items(person)
    assert [name for name, item in found.items() if item.state().selected] == ["Check"]
    assert [name for name, item in found.items() if item.state().focused] == ["Check"]
    assert canvas(person).focusChild().text(Text.Name) == found["Check"].text(Text.Name)
    middle = found["Check"].rect().center()
    assert canvas(person).childAt(middle.x(), middle.y()) is found["Check"]
    spot = person.view.viewport().mapFromGlobal(found["Check"].rect().topLeft())
    assert (spot - person.spot(336.0, 0.0)).manhattanLength() <= 2
    assert found["Far"].state().offscreen
    assert not found["Check"].state().offscreen


def test_that_what_keys_do_can_be_done_by_a_screen_reader(sit: Sit) -> None:
    person = sit(placed(NODES, WIRES))
    mail = items(person)["Mail"].actionInterface()
    assert {"SetFocus", "Press", "Rename", "Connect to", "Delete", "Add after"} == set(mail.actionNames())
    mail.doAction("SetFocus")
    assert person.session.selection.nodes == {"mail"}
    mail.doAction("Rename")
    assert person.find(QLineEdit, "renameField").hasFocus()
    person.keys("Hello")
    person.key(Key.Key_Return)
    assert "Hello" in items(person)
    items(person)["Hello"].actionInterface().doAction("Press")
    focused = QApplication.focusWidget()
    assert focused is not None
    assert person.inspector.isAncestorOf(focused)


def test_that_the_tree_follows_every_change_and_items_end_with_their_nodes(sit: Sit) -> None:
    person = sit(placed(NODES, WIRES))
    check = items(person)["Check"]
    QAccessible.registerAccessibleInterface(check)  # as a screen reader's bridge does with all that it has seen
    person.session.select([NodeId("check")])
    person.key(Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert not Shiboken.isValid(check)
    assert list(items(person)) == ["Start", "Mail", "Leave"]
    person.session.undo_stack.undo()
    assert list(items(person)) == ["Start", "Check", "Mail", "Leave"]


def test_that_nothing_is_left_behind_when_a_canvas_that_was_read_is_gone(qapp: QApplication) -> None:
    for _ in range(3):
        session = ScenarioSession(placed(NODES, WIRES))
        view = CanvasView(session, LIGHT)
        tree = QAccessible.queryAccessibleInterface(view)
        known = [tree.child(at) for at in range(tree.childCount())]
        for item in known:
            QAccessible.registerAccessibleInterface(item)
        ids = [QAccessible.uniqueId(item) for item in (tree, *known)]
        view.deleteLater()
        session.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        del view, session
        gc.collect()
        assert not any(Shiboken.isValid(item) for item in (tree, *known))
        assert [QAccessible.accessibleInterface(each) for each in ids] == [None] * 5
