"""Sliders of forms: a value that moves while it is dragged; one slide is one change."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.canvas.forms.editor import Editor, Json, Manner
from app.canvas.forms.lines import number_line
from app.ui.fields import Slider

_STEPS = 100
_USUAL_MOST = 100
_MOST = 1_000_000  # so many steps a slider still tells apart
_FIELD_WIDTH = 72


class ValueSlider(Slider):
    """A slider over whole numbers from 0; `slid` carries the number and the Manner, and tells of what the user does."""

    slid = Signal(int, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_taken_hold_of = False
        self.sliderPressed.connect(self._take_hold)
        self.valueChanged.connect(self._tell)

    def name(self, name: str, title: str) -> None:
        """Give it its names."""
        self.setObjectName(name)
        self.setAccessibleName(f"{title}: slider")

    def show_value(self, value: int, usual_most: int) -> None:
        """Stand at a value; how far it goes stays as it is while it is held."""
        self.blockSignals(True)
        if not self.isSliderDown():
            self.setRange(min(value, 0), max(usual_most, value))
            self.setPageStep(max(1, self.maximum() // 10))
        self.setValue(value)
        self.blockSignals(False)

    def _take_hold(self) -> None:
        self._is_taken_hold_of = True

    def _tell(self, value: int) -> None:
        how, self._is_taken_hold_of = Manner.TAKEN_HOLD if self._is_taken_hold_of else Manner.TYPED, False
        self.slid.emit(value, how)


class SlidingNumber(Editor):
    """A number in a field, and a slider beside it; what is not whole, or very large, is written."""

    def __init__(self, optional: bool = False) -> None:
        super().__init__()
        self._line = number_line(optional)
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
        can_slide = value is None or (float(value).is_integer() and abs(value) <= _MOST)
        self._slider.setEnabled(can_slide)
        self._slider.show_value(round(value or 0) if can_slide else 0, _USUAL_MOST)

    def _slide(self, number: int, how: Manner) -> None:
        self._line.show_value(number)
        self.edited.emit(number, how)

    def _tell(self, value: Json, how: Manner) -> None:
        self._show_slider(value)
        self.edited.emit(value, how)
