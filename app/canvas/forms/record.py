"""A form: rows of label, editor and hint over one document, with what is wrong under each row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.canvas.forms.editor import Editor, Json, Manner
from app.nodes.kind import Control, Field
from app.ui.plain_text import label

Rows = Sequence[tuple[Field, Editor]]

_GAP = 16
_SELF_TITLED = (Control.TOGGLE, Control.RESPONSE)


class FieldRow(QWidget):
    """One field with its label above, its hint below, and below that what is wrong."""

    def __init__(self, field: Field, editor: Editor) -> None:
        super().__init__()
        self.editor = editor
        self._title = field.label
        self._refusal = ""
        self._problems: tuple[str, ...] = ()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        if field.control not in _SELF_TITLED and field.label:
            title = label(field.label)
            title.setProperty("role", "section")
            title.setBuddy(editor)
            layout.addWidget(title)
        layout.addWidget(editor)
        if field.hint:
            hint = label(field.hint)
            hint.setProperty("role", "faint")
            layout.addWidget(hint)
        self._wrong = label()
        self._wrong.setProperty("role", "problem")
        self._wrong.hide()
        layout.addWidget(self._wrong)
        editor.refused.connect(self.refuse)

    def name(self, name: str) -> None:
        """Give the widgets their names."""
        self.editor.name(name, self._title)
        self._wrong.setObjectName(f"{name}.problem")

    def refuse(self, reason: str) -> None:
        """Say why what was written is not applied."""
        self._refusal = reason
        self._say()

    def show_problems(self, messages: Iterable[str]) -> None:
        """Say what was found wrong with the value that is applied."""
        self._problems = tuple(messages)
        self._say()

    def _say(self) -> None:
        words = "\n".join(part for part in (self._refusal, *self._problems) if part)
        self._wrong.setText(words)
        self._wrong.setVisible(bool(words))


class Form(QWidget):
    """The rows; `edited` carries a field's name, its new value and the Manner."""

    edited = Signal(str, object, object)

    def __init__(self, rows: Rows, gap: int = _GAP) -> None:
        super().__init__()
        self.rows: dict[str, FieldRow] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(gap)
        for field, editor in rows:
            row = self.rows[field.name] = FieldRow(field, editor)
            editor.edited.connect(partial(self.edited.emit, field.name))
            layout.addWidget(row)

    def name(self, name: str) -> None:
        """Give the rows their names, each under that of the form."""
        for key, row in self.rows.items():
            row.name(f"{name}.{key}")

    def show_values(self, values: Mapping[str, Json]) -> None:
        """Show a document."""
        for name, row in self.rows.items():
            row.editor.show_value(values.get(name))

    def show_problems(self, problems: Iterable[tuple[str, str]]) -> None:
        """Show problems, pairs of a field's path and words, at their fields."""
        by_row: dict[str, dict[str, None]] = {name: {} for name in self.rows}
        for path, words in problems:
            name = path.replace("[", ".").split(".")[0]
            if name in by_row:
                by_row[name][words] = None
        for name, row in self.rows.items():
            row.show_problems(by_row[name])


class RecordEditor(Editor):
    """A document within another, as a form of its own."""

    def __init__(self, rows: Rows, gap: int = _GAP) -> None:
        super().__init__()
        self._values: dict[str, Any] = {}
        self._form = Form(rows, gap)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._form)
        self.setFocusProxy(rows[0][1])
        self._form.edited.connect(self._tell)

    def name(self, name: str, title: str) -> None:
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._form.name(name)

    def show_value(self, value: Json) -> None:
        self._values = dict(value or {})
        self._form.show_values(self._values)

    def _tell(self, name: str, value: Json, manner: Manner) -> None:
        values = {**self._values, name: value}
        self._values = {key: part for key, part in values.items() if part is not None}
        self.edited.emit(dict(self._values), manner)
