"""One key leads around the parts of the window, and back the same way."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import Shiboken


class Rounds:
    """Goes from part to part; in each the keyboard is where it was left, else on the first that takes it."""

    def __init__(self, regions: Callable[[], list[QWidget]]) -> None:
        self._regions = regions
        self._left: dict[int, QWidget] = {}

    def go(self, by: int) -> None:
        """To the next part, or with -1 to the one before; parts out of sight or without a field are passed over."""
        regions, focused = self._regions(), QApplication.focusWidget()
        here = next((at for at, region in enumerate(regions) if _holds(region, focused)), None)
        if here is not None and focused is not None:
            self._left[id(regions[here])] = focused
        start = here if here is not None else -1 if by > 0 else 0
        for step in range(1, len(regions) + 1):
            region = regions[(start + by * step) % len(regions)]
            target = self._target(region)
            if target is not None:
                target.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def _target(self, region: QWidget) -> QWidget | None:
        left = self._left.get(id(region))
        if left is not None and Shiboken.isValid(left) and _holds(region, left) and _takes_keys(left):
            return left
        if _takes_keys(region):
            return region
        # not by nextInFocusChain(), by which PySide takes each widget for a child of the one before: all go with one
        return next((widget for widget in region.findChildren(QWidget) if _takes_keys(widget)), None)


def _holds(region: QWidget, widget: QWidget | None) -> bool:
    return widget is not None and (widget is region or region.isAncestorOf(widget))


def _takes_keys(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isVisible() and widget.isEnabled()
