"""The keyboard goes through a page as one reads it, in whatever order its fields were made."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget


def tab_as_laid_out(layout: QLayout) -> None:
    """Let Tab lead through all that the layout holds in the order in which it stands there."""
    for before, after in pairwise(_stops(layout)):
        QWidget.setTabOrder(before, after)


def _stops(layout: QLayout) -> Iterator[QWidget]:
    for at in range(layout.count()):
        item = layout.itemAt(at)
        widget, inner = (item.widget(), item.layout()) if item is not None else (None, None)
        if widget is not None:
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                yield widget
            content = widget.widget() if isinstance(widget, QScrollArea) else widget
            inner = content.layout() if content is not None else None
        if inner is not None:
            yield from _stops(inner)
