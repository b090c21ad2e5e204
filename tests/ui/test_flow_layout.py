"""Words side by side: what the layout holds goes with it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from shiboken6 import Shiboken

from app.ui.flow_layout import FlowLayout

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize("how", ["emptied", "deleted"])
def test_that_a_layout_deletes_what_it_made_for_its_widgets_and_not_the_widgets(how: str) -> None:
    page, words = QWidget(), [QLabel(text) for text in ("Wait", "an hour")]
    layout = FlowLayout(page)
    for word in words:
        layout.addWidget(word)
    items = [layout.itemAt(0), layout.itemAt(1)]
    if how == "emptied":
        layout.let_go()
        assert layout.count() == 0
    else:
        Shiboken.delete(layout)
    assert not any(map(Shiboken.isValid, items))
    assert all(map(Shiboken.isValid, words))
