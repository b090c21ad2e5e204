from __future__ import annotations

from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from app.ui.turns import Turns


def test_that_pieces_are_done_in_order_and_what_else_waits_comes_between(qtbot: QtBot) -> None:
    done: list[str] = []
    turns = Turns()

    def first() -> None:
        done.append("first")
        QTimer.singleShot(0, turns, lambda: done.append("what was typed"))
        turns.do(lambda: done.append("third"))

    turns.do(first, lambda: done.append("second"))
    assert done == []
    assert turns.is_busy
    qtbot.waitUntil(lambda: not turns.is_busy)
    assert [each for each in done if each != "what was typed"] == ["first", "second", "third"]
    qtbot.waitUntil(lambda: "what was typed" in done)
    assert done.index("what was typed") < 3


def test_that_what_is_forgotten_is_not_done_and_later_pieces_are(qtbot: QtBot) -> None:
    done: list[str] = []
    turns = Turns()
    turns.do(turns.forget, lambda: done.append("forgotten"))
    qtbot.waitUntil(lambda: not turns.is_busy)
    turns.do(lambda: done.append("later"))
    qtbot.waitUntil(lambda: not turns.is_busy)
    assert done == ["later"]
