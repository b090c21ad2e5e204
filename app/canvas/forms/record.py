"""A form: rows of label, editor and hint over one document, with what is wrong under each row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.canvas.forms.editors.editor import Editor, Json, Manner
from app.errors import Problem
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
        self._is_stopped = False
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

    def name(self, name: str, otherwise: str = "") -> None:
        """Give the widgets their names; a field without a label has that of what it is a part of."""
        self.editor.name(name, self._title or otherwise)
        self._wrong.setObjectName(f"{name}.problem")

    def refuse(self, reason: str) -> None:
        """Say why what was written is not applied."""
        self._refusal = reason
        self._say()

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Say what was found wrong with the value that is applied; remarks alone in a quieter colour."""
        found = tuple(problems)
        self._problems = tuple(dict.fromkeys(problem.message for problem in found))
        self._is_stopped = any(not problem.is_remark for problem in found)
        self._say()

    def _say(self) -> None:
        words = "\n".join(part for part in (self._refusal, *self._problems) if part)
        show_severity(self._wrong, stops=self._is_stopped or bool(self._refusal))
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

    def name(self, name: str, title: str = "") -> None:
        """Give the rows their names, each under that of the form."""
        for key, row in self.rows.items():
            row.name(f"{name}.{key}", title)

    def show_values(self, values: Mapping[str, Json]) -> None:
        """Show a document."""
        for name, row in self.rows.items():
            row.editor.show_value(values.get(name))

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Show problems at their fields."""
        by_row: dict[str, list[Problem]] = {name: [] for name in self.rows}
        for problem in problems:
            name = row_name(problem)
            if name in by_row:
                by_row[name].append(problem)
        for name, row in self.rows.items():
            row.show_problems(by_row[name])


def row_name(problem: Problem) -> str:
    """The row of a form at which a problem is shown."""
    return problem.field.replace("[", ".").split(".")[0]


def show_severity(line: QLabel, *, stops: bool) -> None:
    """Colour a line of problems by whether one of them stops a run."""
    role = "problem" if stops else "warning"
    if line.property("role") != role:
        line.setProperty("role", role)
        line.style().polish(line)


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
        self._form.name(name, title)

    def show_value(self, value: Json) -> None:
        self._values = dict(value or {})
        self._form.show_values(self._values)

    def _tell(self, name: str, value: Json, manner: Manner) -> None:
        values = {**self._values, name: value}
        self._values = {key: part for key, part in values.items() if part is not None}
        self.edited.emit(dict(self._values), manner)
