"""The editors of a time of day and of a point in time."""

from __future__ import annotations

import re

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget, QWidgetAction

from app.canvas.forms.editors.editor import Editor, Json, Manner
from app.canvas.forms.editors.lines import ParsedLine
from app.nodes.times import Moment, TimeOfDay
from app.ui.fields import ComboBox

_LOCAL, _UTC = "local clock", "UTC"
_OFFSET = re.compile(r"(Z|[+-]\d\d:\d\d)$")


def time_line(optional: bool = False) -> ParsedLine:
    """A time of day; `9` and `9:30` are understood."""
    made = ParsedLine(parse_time, str, optional)
    made.line.setPlaceholderText("09:00")
    return made


def parse_time(text: str) -> str:
    """The time as the file has it; ValueError says what was expected."""
    hours, _, rest = text.replace(".", ":").partition(":")
    return TimeOfDay.parse(f"{hours.zfill(2)}:{rest or '00'}").text


class MomentEditor(Editor):
    """A date and a time, and below on which clock: a local one or, `zoned`, UTC or the offset that the file has."""

    def __init__(self, optional: bool = False, zoned: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: Json = None
        self._line = ParsedLine(_parse_clock, str, optional, self)
        self._line.line.setPlaceholderText("2024-05-01 09:00")
        self._zone = ComboBox(self)
        self._zone.setAccessibleName("Clock")
        self._zone.addItems([_UTC] if zoned else [_LOCAL, _UTC])
        self._button = QToolButton(self)
        self._button.setText("…")
        self._button.setAccessibleName("Choose a day")
        self._button.clicked.connect(self._open_calendar)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(4)
        layout = QHBoxLayout()
        layout.setSpacing(4)
        layout.addWidget(self._line, 1)
        layout.addWidget(self._button)
        lines.addLayout(layout)
        lines.addWidget(self._zone)
        self.setFocusProxy(self._line.line)
        self._line.edited.connect(lambda _value, manner: self._tell(manner))
        self._line.refused.connect(self.refused)
        self._zone.activated.connect(lambda _index: self._tell(Manner.CHOSEN))
        self._clock: str | None = None

    def show_value(self, value: Json) -> None:
        self._value = value
        text = "" if value is None else str(value)
        offset = _OFFSET.search(text) if "T" in text else None
        zone = _LOCAL if offset is None else _UTC if offset[1] in ("Z", "+00:00") else offset[1]
        if text and self._zone.findText(zone) < 0:
            self._zone.addItem(zone)
        if text:
            self._zone.setCurrentText(zone)
        self._clock = text[: offset.start()] if offset else text or None
        self._line.show_value(self._clock.replace("T", " ") if self._clock else None)

    def _tell(self, manner: Manner) -> None:
        clock = self._line.line.text().strip()
        if not clock:
            value = None
        else:
            zone = self._zone.currentText()
            value = _parse_clock(clock).replace(" ", "T") + {_LOCAL: "", _UTC: "Z"}.get(zone, zone)
        if value != self._value:
            self._value = value
            self.edited.emit(value, manner)

    def _open_calendar(self) -> None:
        calendar = QCalendarWidget()
        calendar.setLocale(QLocale(QLocale.Language.English))  # as all texts
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        shown = QDate.fromString(self._line.line.text()[:10], Qt.DateFormat.ISODate)
        if shown.isValid():
            calendar.setSelectedDate(shown)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        action = QWidgetAction(menu)
        action.setDefaultWidget(calendar)
        menu.addAction(action)
        calendar.clicked.connect(self._take_day)
        calendar.clicked.connect(menu.close)
        menu.popup(self._button.mapToGlobal(self._button.rect().bottomLeft()))

    def _take_day(self, day: QDate) -> None:
        time = self._line.line.text()[11:] or "09:00"
        self._line.line.setText(f"{day.toString(Qt.DateFormat.ISODate)} {time}")
        self._tell(Manner.CHOSEN)


def _parse_clock(text: str) -> str:
    """Date and time as this editor shows them; ValueError says what was expected."""
    day, _, time = text.strip().replace("T", " ").partition(" ")
    wanted = f"{day}T{parse_time(time) if time else '00:00'}"
    Moment.parse(wanted)
    return wanted.replace("T", " ")
