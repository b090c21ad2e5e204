"""The editor of what something is compared with; its form follows the operator and the type."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.canvas.forms.comparing import LISTS, NO_VALUE, SPANS, read_value, write_value
from app.canvas.forms.durations import DurationEditor
from app.canvas.forms.editor import Editor, Json
from app.canvas.forms.lines import ParsedLine
from app.data.columns import ColumnType

_HINTS = {
    ColumnType.DATE: "2024-05-01",
    ColumnType.INSTANT: "2024-05-01T09:00:00Z",
    ColumnType.BOOLEAN: "yes or no",
}


class ValueEditor(Editor):
    """A line for values and lists, number and unit for spans of time, nothing for `is known` and `is missing`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._op = "eq"
        self._type: ColumnType | None = None
        self._line = ParsedLine(
            lambda text: read_value(text, self._op, self._type), lambda value: write_value(value, self._op), parent=self
        )
        self._span = DurationEditor(parent=self)
        self._span.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._line)
        layout.addWidget(self._span)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self._line)
        for editor in (self._line, self._span):
            editor.edited.connect(self.edited)
            editor.refused.connect(self.refused)

    def ask_for(self, op: str, type_: ColumnType | None) -> None:
        """Take the form that this operator and type need."""
        self._op, self._type = op, type_
        self.setVisible(op not in NO_VALUE)
        self._line.setVisible(op not in SPANS)
        self._span.setVisible(op in SPANS)
        hint = "10 and 20" if op == "between" else _HINTS.get(type_, "value") if type_ else "value"
        self._line.line.setPlaceholderText(f"{hint}, …" if op in LISTS else hint)

    def name(self, name: str, title: str) -> None:
        super().name(name, title)
        self._line.name(f"{name}.line", title)
        self._span.name(f"{name}.span", title)

    def show_value(self, value: Json) -> None:
        (self._span if self._op in SPANS else self._line).show_value(value)
