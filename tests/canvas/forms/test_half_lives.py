"""The form of how fast scores fade."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLineEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from app.canvas.forms.half_lives import HalfLifeEditor
from app.canvas.forms.offers import Offers
from tests.person import hands


def test_that_each_score_is_a_line_of_an_object(qtbot: QtBot) -> None:
    editor = HalfLifeEditor(Offers)
    qtbot.addWidget(editor)
    editor.name("score_decay", "Points fade")
    editor.show()
    told: list[Any] = []
    editor.edited.connect(lambda value, _manner: told.append(value))
    editor.show_value({"lead": "P30D", "heat": "P1D"})
    assert "lead" in [field.text() for field in editor.findChildren(QLineEdit)]
    assert told == []
    add = editor.findChild(QPushButton, "score_decay.add")
    assert add is not None
    hands.click(add)
    assert told[-1] == {"lead": "P30D", "heat": "P1D", "": "P30D"}
    for _ in range(3):
        remove = editor.findChild(QToolButton, "score_decay[0].remove")
        assert remove is not None
        hands.click(remove)
    assert told[-1] is None
    assert list(told[-2]) == [""]
