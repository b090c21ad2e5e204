"""One filled message as its recipient sees it: on a desk, on a phone, as text, in the dark."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QButtonGroup, QPlainTextEdit, QPushButton, QStackedWidget, QWidget

from app.desktop.scenario.messages.bubbles import Bubbles
from app.desktop.scenario.messages.mail_view import MailView
from app.messages.filling import FilledMessage
from app.messages.mail_html import finished, plain_text
from app.messages.saving import Pictures
from app.scenario.graph import Node
from app.ui.elided import ElidedLabel
from app.ui.flow_layout import FlowLayout
from app.ui.theme import STEP
from app.ui.widgets import button, column, frame, label

DESK, PHONE, TEXT = "Desk", "Phone", "Text"


class MessageView(QWidget):
    """Shows what it is given; how, the user chooses."""

    def __init__(self) -> None:
        super().__init__()
        self._subject = ElidedLabel("", "section", name="preview_subject")
        self._from = ElidedLabel("", "small", name="preview_from")
        self._preheader = ElidedLabel("", "small", name="preview_preheader")
        self.failure = label("", "problem", wraps=True, name="preview_failure")
        self.mail = MailView()
        self.text = QPlainTextEdit()
        self.text.setObjectName("preview_text")
        self.text.setAccessibleName("The e-mail as text")
        self.text.setReadOnly(True)
        self.bubbles = Bubbles()
        self._pages = QStackedWidget()
        for page in (self.mail, self.text, self.bubbles):
            self._pages.addWidget(page)
        self._ways = QWidget()
        self._buttons = QButtonGroup(self)
        self._way = DESK
        self._dark = button("Dark", name="preview_dark", on_click=self._show_way)
        self._dark.setCheckable(True)
        self._width = label("", "small", name="preview_width")
        self.mail.scaled.connect(lambda: self._width.setText(self.mail.width_in_words()))
        self._lay_out()

    def show_message(self, node: Node, message: FilledMessage | None, pictures: Pictures) -> None:
        """What one recipient gets."""
        texts = message.texts if message is not None else {}
        is_mail = "body" in texts
        self.failure.setText(message.failure if message is not None else "")
        self.failure.setVisible(bool(message is not None and message.failure))
        self._ways.setVisible(is_mail)
        self._subject.setText(" ".join(texts.get("subject", "").split()))
        self._subject.setVisible("subject" in texts)
        self._from.setText(" · ".join(filter(None, (getattr(node.params, "from_name", None), _to(message)))))
        self._preheader.setText(" ".join(texts.get("preheader", "").split()))
        self._preheader.setVisible(bool(texts.get("preheader")))
        if is_mail:
            html = finished(texts["body"])
            self.mail.show_mail(html, pictures)
            self.text.setPlainText(plain_text(html))
        elif node.type == "sms":
            self.bubbles.show_sms(texts.get("text", ""))
        else:
            self.bubbles.show_card(texts)
        self._pages.setVisible(bool(texts))
        self._show_way()

    def _show_way(self) -> None:
        self.mail.show_as(is_phone=self._way == PHONE, is_dark=self._dark.isChecked())
        page: QWidget = self.text if self._way == TEXT else self.mail
        for each in (self._dark, self._width):
            each.setVisible(self._way != TEXT)
        self._pages.setCurrentWidget(page if not self._ways.isHidden() else self.bubbles)

    def _choose(self, way: str) -> Callable[[], None]:
        def choose() -> None:
            self._way = way
            self._show_way()

        return choose

    def _lay_out(self) -> None:
        ways = FlowLayout(self._ways)
        for way in (DESK, PHONE, TEXT):
            made: QPushButton = button(way, name=f"preview_{way.lower()}", on_click=self._choose(way))
            made.setCheckable(True)
            made.setChecked(way == DESK)
            self._buttons.addButton(made)
            ways.addWidget(made)
        ways.addWidget(self._dark)
        ways.addWidget(self._width)
        card = frame("card")
        lines = column(card, margin=2 * STEP, gap=STEP // 2)
        for line in (self._subject, self._from, self._preheader, self.failure):
            lines.addWidget(line)
        lines.addSpacing(STEP)
        lines.addWidget(self._pages, 1)
        whole = column(self, gap=STEP)
        whole.addWidget(self._ways)
        whole.addWidget(card, 1)


def _to(message: FilledMessage | None) -> str:
    return f"to {message.address}" if message is not None and message.address else ""
