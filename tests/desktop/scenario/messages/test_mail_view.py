"""An e-mail as it would look, however long it is."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop.scenario.messages.mail_view import MailView
from app.look.palette import LIGHT
from app.messages.blocks.compiling import body_of
from app.messages.blocks.design import USUAL_BRAND, FooterBlock, ImageBlock, TextBlock
from app.messages.mail_html import finished
from app.ui.theme import apply_theme

LONG = finished(
    body_of((ImageBlock(image="hat"), TextBlock(text="\n\n".join(["Hello"] * 60)), FooterBlock()), USUAL_BRAND)
)


@pytest.mark.parametrize("is_phone", [True, False])
def test_that_a_long_one_is_scrolled_down_and_not_sideways(qtbot: QtBot, qapp: QApplication, is_phone: bool) -> None:
    if not qapp.styleSheet():
        apply_theme(qapp, LIGHT)
    view = MailView()
    qtbot.addWidget(view)
    view.resize(590, 400)
    with qtbot.waitExposed(view):
        view.show()
    view.show_mail(LONG, {})
    view.show_as(is_phone=is_phone, is_dark=True)
    browser = view.browser
    qtbot.waitUntil(browser.verticalScrollBar().isVisible)
    assert browser.verticalScrollBar().maximum() > 0
    assert browser.horizontalScrollBar().maximum() == 0
