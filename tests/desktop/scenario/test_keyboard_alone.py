"""A whole scenario without a mouse: built, filled in, run, and its figures read."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget

from app.canvas.figures import figures_at
from app.desktop.results.report.chart_view import ChartView
from app.desktop.shell.side_bar import PlaceName
from app.scenario.graph import Edge, NodeId
from app.scenario.reading import dump_document
from tests.desktop.conftest import Sit
from tests.person.hands import CONTROL
from tests.person.person import PATIENCE_MS, Person

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
MOST_STOPS = 80


@pytest.fixture
def person(sit: Sit, workspace_path: Path) -> Person:
    return sit(workspace_path)


def focused(person: Person) -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None, "the keyboard is nowhere"
    return widget


def add(person: Person, text: str) -> NodeId:
    """The next node, by the quick-add menu."""
    person.key(Key.Key_Tab)
    person.keys(text)
    person.key(Key.Key_Return)
    return person.scenario.nodes[-1].id


def walk_to(person: Person, name: str) -> None:
    """To a field of that name by Tab."""
    for _ in range(MOST_STOPS):
        if focused(person).objectName() == name:
            return
        person.key(Key.Key_Tab)
    raise AssertionError(f"Tab does not lead to {name}")


def leave(person: Person) -> None:
    """Go back to the canvas by Escape; what is offered for a text is closed by one of its own."""
    for _ in range(3):
        if not person.view.hasFocus():
            person.key(Key.Key_Escape)
    assert person.view.hasFocus()


def fill_in(person: Person, **texts: str) -> None:
    """Open the form of the selected node, write into its fields, and go back to the canvas."""
    person.key(Key.Key_Return)
    for name, text in texts.items():
        walk_to(person, f"param.{name}.field")
        person.key(Key.Key_A, CONTROL)
        person.keys(text)
    leave(person)


def choose_from_menu(person: Person, words: str) -> None:
    """Open the menu of the button that has the keyboard, and take the line that begins so."""
    chosen: list[str] = []

    def choose() -> None:
        menu = QApplication.activePopupWidget()
        if not isinstance(menu, QMenu):
            QTimer.singleShot(1, person.top, choose)
            return
        lines = [action for action in menu.actions() if action.isVisible() and not action.isSeparator()]
        for _ in lines:
            if menu.activeAction() is not None and menu.activeAction().text().replace("&", "").startswith(words):
                break
            person.key(Key.Key_Down)
        chosen.append(menu.activeAction().text())
        person.key(Key.Key_Return)

    QTimer.singleShot(0, person.top, choose)
    person.key(Key.Key_Return)
    person.qtbot.waitUntil(lambda: bool(chosen) and QApplication.activePopupWidget() is None, timeout=PATIENCE_MS)
    assert chosen[0].replace("&", "").startswith(words)


def test_that_a_scenario_is_built_run_and_read_by_keys_alone(person: Person) -> None:
    person.key(Key.Key_N, CONTROL)
    person.rest()
    assert person.view.hasFocus()
    start = add(person, "event")
    fill_in(person, event="purchase")
    hold = add(person, "wait")
    person.key(Key.Key_Return)
    person.keys("2")  # over what is in the first field
    leave(person)
    check = add(person, "filter")
    person.key(Key.Key_Return)
    walk_to(person, "param.condition.builder.parts.add")
    person.key(Key.Key_Tab)
    assert focused(person).objectName() == "param.condition.asText"
    person.key(Key.Key_Backtab)
    choose_from_menu(person, "Did something")
    walk_to(person, "param.condition.builder.parts[0].event.field")
    person.keys("purchase")
    leave(person)
    mail = add(person, "e-mail")
    fill_in(person, subject="Thank you", body="Hello")
    person.key(Key.Key_Left)
    assert person.session.selection.nodes == {check}
    text = add(person, "sms")
    fill_in(person, text="Hello")
    assert person.scenario.edges == (
        Edge(start, "out", hold),
        Edge(hold, "out", check),
        Edge(check, "pass", mail),
        Edge(check, "fail", text),
    )
    assert dump_document(person.scenario.node(hold).params)["for"] == "P2D"
    assert dump_document(person.scenario.node(mail).params)["subject"] == "Thank you"
    person.key(Key.Key_F5)
    person.qtbot.waitUntil(lambda: person.session.summary is not None, timeout=PATIENCE_MS)
    person.rest()
    summary = person.session.summary
    assert summary is not None
    counted = figures_at(person.scenario, summary, mail)
    assert counted is not None
    tree = QAccessible.queryAccessibleInterface(person.view)
    helps = [tree.child(at).text(QAccessible.Text.Help) for at in range(tree.childCount())]
    assert any(counted.in_words(legend=True) in words for words in helps)
    person.key(Key.Key_4, CONTROL)
    assert person.window.place is PlaceName.RESULTS
    person.rest()
    for _ in range(MOST_STOPS):
        if isinstance(focused(person), ChartView):
            break
        person.key(Key.Key_Tab)
    chart = focused(person)
    assert isinstance(chart, ChartView)
    person.qtbot.waitUntil(lambda: chart.has_picture, timeout=PATIENCE_MS)
    person.key(Key.Key_Right)
    person.key(Key.Key_Return)
    person.find(QWidget, "people_panel")
    person.rest()
    assert person.find(QLabel, "people_count").text()
    walk_to(person, "people_find")
