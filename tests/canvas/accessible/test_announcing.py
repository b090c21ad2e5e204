"""What a key did is said, once, in words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from app.errors import Problem
from app.scenario.graph import NodeId
from app.ui import announcing
from tests.builders.scenarios import placed
from tests.canvas.conftest import Sit
from tests.person.person import Person

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
CHAIN = {"start": ("entry_event", 0.0, 0.0), "hold": ("wait", 336.0, 0.0), "mail": ("email", 672.0, 0.0)}


def hear(person: Person) -> list[str]:
    heard: list[str] = []
    person.view.announcer.announced.connect(heard.append)
    return heard


def test_that_every_key_that_changes_something_says_what_it_did(sit: Sit) -> None:
    person = sit(placed(CHAIN, (("start", "out", "hold"),)))
    heard = hear(person)
    person.qtbot.waitUntil(lambda: person.session.is_checked)
    person.session.select([NodeId("hold")])

    def after(words: str) -> None:
        person.qtbot.waitUntil(lambda: words in heard)

    person.key(Key.Key_C)
    person.keys("mail")
    person.key(Key.Key_Return)
    after("Connected Wait: Hold to E-mail: Mail")
    person.key(Key.Key_Z, CONTROL)
    after("Undone: Connect")
    person.key(Key.Key_Y, CONTROL)
    after("Done again: Connect")
    person.key(Key.Key_Down, CONTROL)
    after("Moved E-mail: Mail")
    person.session.select([NodeId("hold")])
    person.key(Key.Key_Delete, CONTROL)
    after("Deleted Wait: Hold, connected Event: Start to E-mail: Mail")
    person.session.select([NodeId("mail")])
    person.qtbot.waitUntil(lambda: not person.session.is_check_due)
    person.key(Key.Key_Tab)
    person.keys("sms")
    person.key(Key.Key_Return)
    after("Added SMS after E-mail: Mail")
    person.qtbot.waitUntil(lambda: any(words.startswith("Problem: SMS: ") for words in heard))
    assert len(heard) == len(set(heard))


def test_that_what_is_written_in_a_form_is_left_to_its_field(sit: Sit) -> None:
    person = sit(placed(CHAIN))
    person.session.select([NodeId("hold")])
    heard = hear(person)
    person.write(person.find(QLineEdit, "nodeLabel"), "Pause")
    QApplication.processEvents()
    assert person.scenario.node("hold").label == "Pause"
    assert heard == []


def test_that_what_is_selected_is_said_where_no_item_has_the_keyboard(sit: Sit) -> None:
    person = sit(placed(CHAIN, (("start", "out", "hold"),)))
    heard = hear(person)
    person.key(Key.Key_A, CONTROL)
    person.qtbot.waitUntil(lambda: heard == ["Selected 3 nodes"])
    person.session.select(edges=person.scenario.edges)
    person.qtbot.waitUntil(lambda: heard[1:] == ["Selected the wire from Event: Start to Wait: Hold"])
    person.key(Key.Key_Escape)
    person.qtbot.waitUntil(lambda: heard[2:] == ["Nothing is selected"])
    person.key(Key.Key_N)
    person.keys("hello")
    person.key(Key.Key_Return, CONTROL)
    person.qtbot.waitUntil(lambda: heard[3:] == ["Added an empty note", "Changed the note “hello”"])


def test_that_zooming_copying_and_hints_are_told_where_a_screen_reader_listens(
    sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    class Listening:
        """Stands for what is asked of Qt, which listens to nobody without a screen."""

        @staticmethod
        def isActive() -> bool:  # noqa: N802  # Qt's name
            return True

        @staticmethod
        def updateAccessibility(event: QAccessibleAnnouncementEvent) -> None:  # noqa: N802  # Qt's name
            told.append(event.message())

    monkeypatch.setattr(announcing, "QAccessible", Listening)
    person = sit(placed(CHAIN, (("start", "out", "hold"),)))
    person.session.select([NodeId("mail")])
    person.key(Key.Key_0, CONTROL)
    person.key(Key.Key_C, CONTROL)
    person.key(Key.Key_H, CONTROL | ALT)
    assert told == ["Zoom 100%", "Copied E-mail: Mail", "Select two nodes or more first."]


def test_that_what_is_wrong_since_an_edit_is_said_once_and_its_mending_too(sit: Sit) -> None:
    wrong = Problem("unreachable", "Nothing leads here", node="mail")
    person = sit(placed(CHAIN, (("start", "out", "hold"),)), check=lambda *_: (wrong,))
    heard = hear(person)
    person.qtbot.waitUntil(lambda: person.session.is_checked)
    assert person.session.problems
    assert heard == []  # what a scenario is opened with stands in the list
    person.session.select([NodeId("hold")])
    person.key(Key.Key_Down, CONTROL)
    person.qtbot.waitUntil(lambda: heard == ["Moved Wait: Hold"])
    person.session.set_problems([wrong, Problem("no-time", "Say how long", node="hold")])
    person.session.set_problems([Problem("no-time", "Say how long", node="hold"), wrong])
    person.session.set_problems([])
    assert heard[1:] == ["Problem: Wait: Hold: Say how long", "No problems are left"]
