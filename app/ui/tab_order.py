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


def tab_from(before: QWidget, after: QWidget) -> None:
    """Let Tab lead from a widget into one that was made later, with all that it holds; Qt puts what is new last of all.

    Qt orders nothing that takes no keys itself, and takes along what a widget holds from its proxy on.
    """
    policies, proxies = (before.focusPolicy(), after.focusPolicy()), (before.focusProxy(), after.focusProxy())
    for widget in (before, after):
        _stand_in(widget, None)  # a proxy would be given the policy as well
        widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    _stand_in(after, proxies[1])
    QWidget.setTabOrder(before, after)
    _stand_in(after, None)
    for widget, policy, proxy in zip((before, after), policies, proxies, strict=True):
        widget.setFocusPolicy(policy)
        _stand_in(widget, proxy)


def _stand_in(widget: QWidget, proxy: QWidget | None) -> None:
    widget.setFocusProxy(proxy)  # type: ignore[arg-type]  # Qt takes none as well, which its stubs do not say


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
