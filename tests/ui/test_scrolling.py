"""A page that scrolls: what it holds is laid out once, whether its scroll bar is there or not."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.ui.widgets import column, scrolling

MARGIN = 24


class Seen(QWidget):
    """Notes each width that it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.widths: set[int] = set()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.widths.add(self.width())
        return super().event(event)


def test_that_what_a_page_holds_keeps_its_width_when_the_scroll_bar_comes_and_goes(qtbot: QtBot) -> None:
    held, chart = QWidget(), Seen()
    inner = column(held)
    inner.setContentsMargins(0, 0, MARGIN, 0)
    inner.addWidget(chart)
    page = scrolling(held, margin=MARGIN)
    qtbot.addWidget(page)
    page.resize(400, 300)
    with qtbot.waitExposed(page):
        page.show()
    least, bar = page.minimumSizeHint().width(), page.verticalScrollBar()
    chart.widths.clear()
    chart.setMinimumHeight(900)
    qtbot.waitUntil(lambda: bar.isVisible() and chart.height() == 900)
    assert chart.widths == {400 - MARGIN}
    assert page.minimumSizeHint().width() == least
    chart.setMinimumHeight(10)
    qtbot.waitUntil(lambda: not bar.isVisible() and chart.height() == page.viewport().height())
    assert chart.width() == 400 - MARGIN
    assert page.minimumSizeHint().width() == least
