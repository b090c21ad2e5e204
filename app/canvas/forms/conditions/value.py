"""The editor of what something is compared with; its form follows the operator and the type."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.canvas.beside import Values
from app.canvas.forms.conditions.comparing import LISTS, NO_VALUE, SINGLE, SPANS, read_value, write_value
from app.canvas.forms.conditions.value_offers import Source, ValueOffers
from app.canvas.forms.editors.durations import DurationEditor
from app.canvas.forms.editors.editor import Editor, Json
from app.canvas.forms.editors.lines import ParsedLine
from app.canvas.forms.editors.sliding import SlidingNumber
from app.data.columns.column import ColumnType

_HINTS = {
    ColumnType.DATE: "2024-05-01",
    ColumnType.INSTANT: "2024-05-01T09:00:00Z",
    ColumnType.BOOLEAN: "yes or no",
}
_OFFERED = ("eq", "ne", *LISTS)


class ValueEditor(Editor):
    """A line for values and lists, number and slider for a threshold, number and unit for spans of time.

    There is nothing for `is known` and `is missing`.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._op = "eq"
        self._type: ColumnType | None = None
        self._value: Json = None
        self._line = ParsedLine(
            lambda text: read_value(text, self._op, self._type), lambda value: write_value(value, self._op), parent=self
        )
        self._offers = ValueOffers(self._line.line, self._line.take)
        self._number = SlidingNumber()
        self._number.hide()
        self._span = DurationEditor(parent=self)
        self._span.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for editor in (self._line, self._number, self._span):
            layout.addWidget(editor)
            editor.edited.connect(self.edited)
            editor.refused.connect(self.refused)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self._line)

    def ask_for(
        self, op: str, type_: ColumnType | None, source: Source | None = None, values: Values | None = None
    ) -> None:
        """Take the form that this operator and type need; `source` is the column whose values can be offered."""
        self._op, self._type = op, type_
        self.setVisible(op not in NO_VALUE)
        self._show_one()
        hint = "10 and 20" if op == "between" else _HINTS.get(type_, "value") if type_ else "value"
        self._line.line.setPlaceholderText(f"{hint}, …" if op in LISTS else hint)
        is_offered = op in _OFFERED and type_ is not ColumnType.INSTANT
        self._offers.offer(values, source if is_offered else None, is_list=op in LISTS)

    def name(self, name: str, title: str) -> None:
        super().name(name, title)
        self._line.name(f"{name}.line", title)
        self._number.name(f"{name}.number", title)
        self._span.name(f"{name}.span", title)

    def show_value(self, value: Json) -> None:
        self._value = None if value == "" else value
        self._show_one()
        self._shown().show_value(self._value)

    def _show_one(self) -> None:
        shown = self._shown()
        for editor in (self._line, self._number, self._span):
            editor.setVisible(editor is shown)
        self.setFocusProxy(shown)

    def _shown(self) -> Editor:
        """A file may compare a number with what is none: that is written, and mended, as a text."""
        if self._op in SPANS:
            return self._span
        is_number = self._value is None or (isinstance(self._value, (int, float)) and not isinstance(self._value, bool))
        return self._number if self._type is ColumnType.NUMBER and self._op in SINGLE and is_number else self._line
