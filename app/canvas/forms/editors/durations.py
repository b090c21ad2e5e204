"""The editor of a duration: a number and a unit."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.canvas.forms.editors.editor import Editor, Json, Manner
from app.canvas.forms.editors.lines import parse_whole
from app.canvas.forms.editors.sliding import ValueSlider
from app.nodes.durations import Duration
from app.ui.fields import ComboBox

UNITS = (
    ("PT{}S", "seconds"),
    ("PT{}M", "minutes"),
    ("PT{}H", "hours"),
    ("P{}D", "days"),
    ("P{}W", "weeks"),
    ("P{}M", "months"),
    ("P{}Y", "years"),
)
_AS_WRITTEN = "as written"
_USUAL = 3
_SIDES = ("after", "before")
_USUAL_MOST = {"seconds": 120, "minutes": 120, "hours": 72, "days": 30, "weeks": 12, "months": 12, "years": 5}
"""How far a slider goes, unless the value is beyond."""


class DurationEditor(Editor):
    """Compound durations (`P1DT2H`) are written as the file has them; `signed` adds before and after, in a line below.

    `dated`: days and longer alone are offered. `slides`: a slider below the field.
    """

    def __init__(
        self,
        optional: bool = False,
        signed: bool = False,
        dated: bool = False,
        slides: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._optional = optional
        self._units = UNITS[_USUAL:] if dated else UNITS
        self._value: Json = None
        self._number = QLineEdit(self)
        self._number.setFixedWidth(72)
        self._number.setPlaceholderText("any" if optional else "")
        self._unit = ComboBox(self)
        self._unit.setAccessibleName("Unit")
        self._unit.addItems([words for _, words in self._units])
        self._unit.addItem(_AS_WRITTEN)
        self._unit.setCurrentText(UNITS[_USUAL][1])
        self._side = ComboBox(self)
        self._side.addItems(_SIDES)
        self._side.setAccessibleName("Before or after")
        self._side.setVisible(signed)
        self._slider = ValueSlider(self)
        self._slider.slid.connect(self._slide)
        self._slider.setVisible(slides)
        self._slides = slides
        self._lay_out()
        self.setFocusProxy(self._number)
        for combo in (self._unit, self._side):
            combo.activated.connect(lambda _index: self._tell(Manner.CHOSEN))
        self._number.textEdited.connect(lambda _text: self._tell(Manner.TYPED, finished=False))
        self._number.editingFinished.connect(lambda: self._tell(Manner.TYPED))

    def _lay_out(self) -> None:
        lines, layout = QVBoxLayout(self), QHBoxLayout()
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(4)
        layout.setSpacing(8)
        lines.addLayout(layout)
        lines.addWidget(self._side)
        lines.addWidget(self._slider)
        layout.addWidget(self._number)
        layout.addWidget(self._unit, 1)

    def name(self, name: str, title: str) -> None:
        super().name(name, title)
        self._unit.setObjectName(f"{name}.unit")
        self._slider.name(f"{name}.slider", title)
        self._side.setObjectName(f"{name}.side")

    def show_value(self, value: Json) -> None:
        """Show it as number and unit, or as it is written where it is made of several; what is typed is left alone."""
        if value == self._value and self._number.hasFocus():
            return
        self._value = value
        if value is None:
            self._number.clear()
            self._show_slider()
            return
        number, unit, side = taken_apart(str(value), self._units)
        self._unit.setCurrentIndex(unit)
        self._side.setCurrentIndex(side)
        self._number.setText(number)
        self._show_slider()

    def _show_slider(self) -> None:
        """Nothing to slide where a duration is made of several units."""
        if self._slides:
            text, unit = self._number.text(), self._unit.currentIndex()
            is_one = unit < len(self._units) and (text.isdigit() or not text)
            self._slider.setEnabled(is_one)
            self._slider.show_value(int(text or 0) if is_one else 0, _USUAL_MOST.get(self._unit.currentText(), 30))

    def _slide(self, number: int, how: Manner) -> None:
        self._number.setText(str(number))
        self._tell(how)

    def _tell(self, manner: Manner, finished: bool = True) -> None:
        try:
            value = self._read()
        except ValueError as error:
            if finished:
                self.refused.emit(str(error))
            return
        self.refused.emit("")
        if value != self._value:
            self._value = value
            self._show_slider()
            self.edited.emit(value, manner)

    def _read(self) -> Json:
        text = self._number.text().strip()
        if not text:
            if self._optional:
                return None
            raise ValueError("Say how long.")
        if self._unit.currentText() == _AS_WRITTEN:
            return Duration.parse(text).text
        number = parse_whole(text)
        if number < 0:
            raise ValueError(
                "Choose “before” rather than a minus." if self._side.isVisible() else "This cannot be negative."
            )
        sign = "-" if self._side.currentText() == "before" and not self._side.isHidden() else ""
        return sign + self._units[self._unit.currentIndex()][0].format(number)


def taken_apart(text: str, units: Sequence[tuple[str, str]]) -> tuple[str, int, int]:
    """Number, index of the unit, index of the side; a duration in none of the units stays one text."""
    for index, (form, _) in enumerate(units):
        match = re.fullmatch("(-?)" + form.replace("{}", r"(\d+)"), text)
        if match:
            return match[2], index, int(bool(match[1]))
    return text, len(units), 0
