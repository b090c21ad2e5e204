"""Sliders of forms: a value that moves while it is dragged; one slide is one change."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.canvas.forms.editors.editor import Editor, Json, Manner
from app.canvas.forms.editors.lines import ParsedLine, number_line
from app.ui.fields import Slider

_STEPS = 100
_USUAL_MOST = 100
_MOST = 1_000_000  # so many steps a slider still tells apart
_FIELD_WIDTH = 72
_DIGITS = 9
_TELL_EVERY_MS = 33
"""As often as an eye sees; what hangs on a slider follows it then, and leaves time for the rest."""


class ValueSlider(Slider):
    """A slider over whole numbers from 0; `slid` carries the number and the Manner, and tells of what the user does.

    It tells at once; while it is dragged, of the latest every so often, and last of where it was let go.
    """

    slid = Signal(int, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_taken_hold_of = False
        self._is_owed = False
        self._pause = QTimer(self, interval=_TELL_EVERY_MS, singleShot=True)
        self._pause.timeout.connect(self._pay)
        self.sliderPressed.connect(self._take_hold)
        self.sliderReleased.connect(self._pay)
        self.valueChanged.connect(self._note)

    def name(self, name: str, title: str) -> None:
        """Give it its names."""
        self.setObjectName(name)
        self.setAccessibleName(f"{title}: slider")

    def show_value(self, value: int, usual_most: int) -> None:
        """Stand at a value, unless the user has moved on; how far it goes stays as it is while it is held."""
        if self._is_owed:
            return
        self.blockSignals(True)
        if not self.isSliderDown():
            self.setRange(min(value, 0), max(usual_most, value))
            self.setPageStep(max(1, self.maximum() // 10))
        self.setValue(value)
        self.blockSignals(False)

    def hideEvent(self, event: QHideEvent) -> None:
        """What was not told yet is told while the page is still whole."""
        self._pay()
        super().hideEvent(event)

    def _take_hold(self) -> None:
        self._is_taken_hold_of = True

    def _note(self) -> None:
        self._is_owed = True
        if not (self.isSliderDown() and self._pause.isActive()):
            self._pay()

    def _pay(self) -> None:
        if self._is_owed:
            self._is_owed = False
            self._pause.start()
            self._tell(self.value())

    def _tell(self, value: int) -> None:
        how, self._is_taken_hold_of = Manner.TAKEN_HOLD if self._is_taken_hold_of else Manner.TYPED, False
        self.slid.emit(value, how)


class SlidingNumber(Editor):
    """A number in a field, and a slider beside it, usually up to `most`; what is not whole, or very large, is written.

    Another `line` may be given, of values of which `units` make one step of the slider.
    """

    def __init__(
        self, optional: bool = False, most: int = _USUAL_MOST, line: ParsedLine | None = None, units: float = 1
    ) -> None:
        super().__init__()
        self._line = line if line is not None else number_line(optional)
        self._most, self._units = most, units
        self._line.setFixedWidth(_FIELD_WIDTH)
        self._slider = ValueSlider(self)
        self._slider.setMinimumWidth(_STEPS)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._line, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._slider, 1)
        self.setFocusProxy(self._line)
        self._line.edited.connect(self._tell)
        self._line.refused.connect(self.refused)
        self._slider.slid.connect(self._slide)

    def name(self, name: str, title: str) -> None:
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._line.name(name, title)
        self._slider.name(f"{name}.slider", title)

    def show_value(self, value: Json) -> None:
        self._line.show_value(value)
        self._show_slider(value)

    def _show_slider(self, value: Json) -> None:
        steps = round((value or 0) / self._units, _DIGITS)
        can_slide = float(steps).is_integer() and abs(steps) <= _MOST
        self._slider.setEnabled(can_slide)
        self._slider.show_value(round(steps) if can_slide else 0, self._most)

    def _slide(self, number: int, how: Manner) -> None:
        value = number if self._units == 1 else round(number * self._units, _DIGITS)
        self._line.show_value(value)
        self.edited.emit(value, how)

    def _tell(self, value: Json, how: Manner) -> None:
        self._show_slider(value)
        self.edited.emit(value, how)
