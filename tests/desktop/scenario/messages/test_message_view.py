"""A filled message is shown as its recipient sees it, every text of it filled."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.desktop.scenario.messages.message_view import MessageView
from app.messages.context.recipients import Recipient
from app.messages.filling import fill
from app.nodes.kinds.push import PushParams
from app.scenario.graph import Node, NodeId


def test_that_a_push_message_shows_where_a_tap_leads_this_recipient(qtbot: QtBot) -> None:
    link = "https://shop.example/{{ customer.first_name }}"
    params = PushParams(title="<b>Hello</b>", text="Look, {{ customer.first_name }}", link=link)
    node = Node(NodeId("push"), "push", "Push", (0.0, 0.0), params)
    view = MessageView()
    qtbot.addWidget(view)
    view.show_message(node, fill(node, Recipient("a", 0, "push"), {"customer": {"first_name": "Ada"}}), {})
    words = [label.text() for label in view.bubbles.findChildren(QLabel)]
    assert words[1:] == ["<b>Hello</b>", "Look, Ada", "https://shop.example/Ada"]
