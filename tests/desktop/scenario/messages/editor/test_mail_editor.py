"""An e-mail put together of blocks, by mouse and keys in the real window."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListWidget, QPlainTextEdit, QPushButton, QTextBrowser

from app.desktop.scenario.messages.editor.mail_editor import MailEditor
from app.guides.templates import load_template
from app.jobs.messages.mail_kit import kept_kit
from app.messages.blocks.design import TextBlock, blocks_of
from app.nodes.catalogue import KINDS
from app.scenario.edits import AddNode
from app.scenario.files import make_params
from app.scenario.graph import Node, NodeId
from app.workspace.store import Workspace
from tests.desktop.conftest import Sit
from tests.person import hands
from tests.person.person import PATIENCE_MS, Person, child


@pytest.fixture
def before(sit: Sit, workspace_path: Path) -> Person:
    """The scenario is open."""
    with Workspace.open(workspace_path) as workspace:
        workspace.scenarios.save(load_template("abandoned_cart"))
    made = sit(workspace_path)
    made.window.resize(1280, 800)
    return made


@pytest.fixture
def person(before: Person) -> Person:
    """The e-mail of a node is being edited."""
    made = before
    made.session.select([NodeId("reminder")])
    made.click("nodeEditMail")
    made.find(MailEditor, "mail_editor")
    return made


def body(person: Person) -> str:
    return str(person.scenario.node(NodeId("reminder")).params.model_dump()["body"])


def blocks(person: Person) -> tuple[Any, ...]:
    return blocks_of(body(person)) or ()


def kinds(person: Person) -> list[str]:
    return [type(block).__name__ for block in blocks(person)]


def test_that_blocks_are_added_written_in_dragged_removed_and_come_back(person: Person) -> None:
    by_hand = body(person)
    person.click("mail_begin")
    assert kinds(person) == ["TextBlock", "FooterBlock"]
    assert not person.find(QListWidget, "mail_blocks").horizontalScrollBar().isVisible()
    assert "your cart is still here" in blocks(person)[0].text
    person.click("mail_undo")
    assert body(person) == by_hand
    person.click("mail_redo")
    person.pick("mail_add_menu", "mail_add_items")
    person.pick("mail_add_menu", "mail_add_text")
    assert kinds(person) == ["TextBlock", "ItemsBlock", "TextBlock", "FooterBlock"]
    person.write(person.find(QPlainTextEdit, "block_text"), "See **you**")
    assert blocks(person)[2] == TextBlock(text="See **you**")
    rows = person.find(QListWidget, "mail_blocks")
    spots = [rows.visualItemRect(rows.item(row)).center() for row in range(rows.count())]
    hands.press(rows.viewport(), spots[2])
    for row in (1, 0):
        hands.move(rows.viewport(), spots[row])
    hands.release(rows.viewport(), spots[0])
    assert kinds(person) == ["TextBlock", "TextBlock", "ItemsBlock", "FooterBlock"]
    assert blocks(person)[0] == TextBlock(text="See **you**")
    person.click("mail_remove")
    assert kinds(person) == ["TextBlock", "ItemsBlock", "FooterBlock"]
    for _ in range(2):
        person.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert kinds(person) == ["TextBlock", "ItemsBlock", "TextBlock", "FooterBlock"]


def test_that_the_message_follows_and_a_brand_dresses_it(person: Person) -> None:
    person.click("mail_begin")
    editor = person.find(MailEditor, "mail_editor")
    person.qtbot.waitUntil(lambda: editor.preview.is_filled, timeout=PATIENCE_MS)
    person.write(person.find(QPlainTextEdit, "block_text"), "Look here")
    mail = person.find(QTextBrowser, "mail_text")
    person.qtbot.waitUntil(lambda: "Look here" in mail.toPlainText(), timeout=PATIENCE_MS)
    assert "Unsubscribe" in mail.toPlainText()
    share = re.fullmatch(r"700 px, shown at (\d\d)%", person.find(QLabel, "preview_width").text())
    assert share is not None
    room = mail.viewport().width() - mail.verticalScrollBar().sizeHint().width()
    assert abs(room - 7 * int(share[1])) < 12  # a step of its scale is 7
    assert abs(mail.document().idealWidth() - 6 * int(share[1])) < 7  # as wide as blocks are
    assert (mail.horizontalScrollBar().maximum(), mail.document().size().width()) == (0, mail.lineWrapColumnOrWidth())
    person.click("mail_brand")
    person.write("brand_paper", "blue")
    person.click("brand_keep")
    person.write("brand_paper", "#fff4e6")
    person.click("brand_keep")
    person.qtbot.waitUntil(lambda: "#fff4e6" in body(person), timeout=PATIENCE_MS)
    person.rest()
    workspace = person.bench.desk.workspace
    assert workspace is not None
    assert kept_kit(workspace).brand.paper == "#fff4e6"
    person.click("mail_undo")
    assert "#fff4e6" not in body(person)
    person.click("mail_redo")
    assert kinds(person) == ["TextBlock", "FooterBlock"]


def test_that_a_snippet_that_is_changed_is_changed_wherever_it_stands(person: Person) -> None:
    person.click("mail_begin")
    person.write(person.find(QPlainTextEdit, "block_text"), "Hello")
    person.click("mail_keep_snippet")
    person.write("text_answer", "Greeting")
    person.click("text_ok")
    person.rest()
    editor = person.find(MailEditor, "mail_editor")
    editor.activateWindow()  # a window manager does so where a dialog goes
    person.qtbot.waitUntil(editor.isActiveWindow)
    person.pick("mail_add_menu", "Snippet: Greeting")
    assert blocks(person)[:2] == (TextBlock(text="Hello", snippet="Greeting"),) * 2
    person.write(person.find(QPlainTextEdit, "block_text"), "Good day")
    assert [each.text for each in blocks(person)[:2]] == ["Hello", "Good day"]
    assert person.find(QPushButton, "mail_keep_snippet").text() == "Change “Greeting” everywhere"
    person.click("mail_keep_snippet")
    person.rest()
    assert [each.text for each in blocks(person)[:2]] == ["Good day"] * 2
    assert person.find(QPushButton, "mail_keep_snippet").text() == "Keep as snippet…"
    person.click("mail_undo")
    assert [each.text for each in blocks(person)[:2]] == ["Hello", "Good day"]


def test_that_an_e_mail_that_no_run_knows_yet_shows_what_is_recommended(before: Person) -> None:
    person = before
    person.session.perform(
        AddNode(
            Node(NodeId("new"), "email", "New", (0.0, 400.0), make_params(KINDS["email"], {"subject": "", "body": ""}))
        )
    )
    person.session.select([NodeId("new")])
    person.click("nodeEditMail")
    editor = person.find(MailEditor, "mail_editor")
    person.pick("mail_add_menu", "mail_add_recommended")
    remarks = child(editor, QLabel, "preview_remarks")
    person.qtbot.waitUntil(lambda: "no link to unsubscribe" in remarks.text(), timeout=60_000)
    assert [type(block).__name__ for block in editor.blocks] == ["RecommendedBlock"]


def test_that_amounts_follow_the_language_of_the_brand_as_soon_as_it_is_another(person: Person) -> None:
    person.click("mail_begin")
    editor = person.find(MailEditor, "mail_editor")
    person.write(person.find(QPlainTextEdit, "block_text"), "It is {{ 1234.5|number(1) }}")
    mail = person.find(QTextBrowser, "mail_text")
    person.qtbot.waitUntil(lambda: "It is 1,234.5" in mail.toPlainText(), timeout=PATIENCE_MS)
    person.click("mail_brand")
    person.write("brand_language", "de")
    person.click("brand_keep")
    person.qtbot.waitUntil(lambda: "It is 1.234,5" in mail.toPlainText(), timeout=PATIENCE_MS)
    person.qtbot.waitUntil(lambda: editor.preview.is_filled, timeout=PATIENCE_MS)
