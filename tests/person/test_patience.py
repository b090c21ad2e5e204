"""A person waits until the window system has given the mouse and the keyboard to whom they belong."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.person import hands


def test_that_a_click_right_after_a_message_was_closed_is_not_lost(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    save = QPushButton("Save", window)
    QVBoxLayout(window).addWidget(save)
    clicks: list[bool] = []
    save.clicked.connect(lambda: clicks.append(True))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    box = QMessageBox(window)
    box.open()
    box.close()
    hands.click(save)
    assert len(clicks) == 1
