"""The preview of a message, by mouse and keys in the real window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QPlainTextEdit, QPushButton, QTextBrowser, QTreeWidget

from app.desktop.scenario.messages.preview import MessagePreview
from app.guides.templates import load_template
from app.jobs.messages.mail_kit import keep_brand
from app.messages.blocks.design import USUAL_BRAND
from app.messages.sample import MOST_FILLED
from app.nodes.kinds.sms import SmsParams
from app.scenario.edits import SetParams
from app.scenario.graph import NodeId
from app.workspace.store import Workspace
from tests.desktop.conftest import Sit
from tests.person.person import PATIENCE_MS, Person


@pytest.fixture
def person(sit: Sit, workspace_path: Path) -> Person:
    with Workspace.open(workspace_path) as workspace:
        workspace.scenarios.save(load_template("abandoned_cart"))
    made = sit(workspace_path)
    made.window.resize(1280, 800)
    made.click("scenario_run")
    made.rest()
    return made


def previewed(person: Person, node_id: str) -> MessagePreview:
    """The preview of a node's message, opened from its form."""
    person.session.select([NodeId(node_id)])
    person.click("nodePreview")
    preview = person.find(MessagePreview, "message_preview")
    person.qtbot.waitUntil(lambda: preview.is_filled, timeout=PATIENCE_MS)
    return preview


def recipients(person: Person, node_id: str) -> list[str]:
    workspace = person.bench.desk.workspace
    assert workspace is not None
    rows = workspace.runs.load(workspace.runs.all()[0].id).tables["messages"].to_pylist()
    return [row["customer_id"] for row in rows if row["node"] == node_id and row["outcome"] == "sent"]


def said(person: Person, name: str) -> str:
    return person.find(QLabel, name).text()


def test_that_the_mail_of_each_recipient_of_the_run_is_shown_and_saved(person: Person, tmp_path: Path) -> None:
    expected = recipients(person, "reminder")
    preview = previewed(person, "reminder")
    assert preview.message is not None
    assert preview.sample is not None
    assert preview.sample.total == len(expected) > MOST_FILLED
    shown = [each.to.customer_id for each in preview.sample.messages]
    assert set(shown) <= set(expected)
    assert len(shown) == MOST_FILLED
    assert said(person, "preview_sample") == preview.sample.in_words()
    browser = person.find(QTextBrowser, "mail_text")
    assert "your cart is still here" in browser.toPlainText()
    table = person.find(QTreeWidget, "placeholders")
    rows = [(item.text(0), item.text(1)) for at in range(table.topLevelItemCount()) if (item := table.topLevelItem(at))]
    assert rows == [('customer.first_name | default("there")', "100%"), ("unsubscribe_url", "100%")]
    worst = person.find(QPushButton, "preview_worst")
    assert (worst.isEnabled(), worst.toolTip()) == (False, "Nothing is empty in any of these messages")
    person.click("preview_next")
    assert preview.message.to.customer_id == shown[1]
    assert said(person, "preview_place") == f"2 of {MOST_FILLED}"
    wide = browser.sizeHint().width()
    person.click("preview_phone")
    assert browser.sizeHint().width() < wide
    assert said(person, "preview_width") == "375 px"
    person.click("preview_dark")
    assert browser.palette().base().color().lightness() < 64
    link = browser.document().find("Unsubscribe").charFormat().foreground().color()
    assert link.lightness() > 128
    person.click("preview_text")
    assert "Unsubscribe (https://unsubscribe.invalid/)" in person.find(QPlainTextEdit, "preview_text").toPlainText()
    person.write("preview_search", expected[-1], stays=True)
    person.key(Qt.Key.Key_Return)
    waited = person.qtbot.waitUntil
    waited(lambda: preview.is_filled and said(person, "preview_place") == "1 of 1", timeout=PATIENCE_MS)
    assert said(person, "preview_customer") == expected[-1]
    person.click("preview_all")
    waited(lambda: said(person, "preview_place") == f"1 of {MOST_FILLED}", timeout=PATIENCE_MS)
    for suffix, begins in (("eml", "Subject: You left"), ("html", "<!doctype html><meta"), ("mbox", "From sender@")):
        path = tmp_path / f"mail.{suffix}"
        save_as(person, path)
        assert path.read_text("utf-8").startswith(begins)


def save_as(person: Person, path: Path) -> None:
    person.pick("preview_save_menu", f"preview_as_{path.suffix[1:]}")
    dialog = person.find(QFileDialog, "save_dialog")
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    person.qtbot.waitUntil(path.exists, timeout=PATIENCE_MS)


def test_that_amounts_are_written_in_the_language_of_the_brand(person: Person) -> None:
    workspace = person.bench.desk.workspace
    assert workspace is not None
    keep_brand(workspace, USUAL_BRAND.model_copy(update={"language": "de"}))
    node = person.scenario.node(NodeId("nudge"))
    assert isinstance(node.params, SmsParams)
    text = "Your shop: {{ 1234.5|number(1) }}"
    person.session.perform(SetParams(NodeId("nudge"), node.params.model_copy(update={"text": text})))
    person.rest()
    preview = previewed(person, "nudge")
    assert preview.message is not None
    assert "Your shop: 1.234,5" in preview.message.texts.values()


def test_that_an_sms_stands_in_bubbles_and_what_is_to_mend_is_said_there_and_among_the_problems(person: Person) -> None:
    node = person.scenario.node(NodeId("nudge"))
    assert isinstance(node.params, SmsParams)
    text = "Your shop: {{ customer.nickname }}" + "it’s waiting. " * 8
    person.session.perform(SetParams(NodeId("nudge"), node.params.model_copy(update={"text": text})))
    person.rest()
    previewed(person, "nudge")
    words = said(person, "sms_segments")
    assert words.startswith("2 segments")
    assert "“’” (right single quotation mark)" in words
    assert person.find(QLabel, "preview_remarks").text().count("costs less") == 1
    assert "empty-placeholder" in [problem.code for problem in person.session.problems]
