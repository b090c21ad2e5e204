"""A group of the scenario's settings: a heading with how much is set, and its form as soon as somebody opens it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.canvas.forms.editors.editor import Json
from app.canvas.forms.record import Form
from app.canvas.forms.settings import Section
from app.errors import Problem
from app.ui.folding import Fold


class SettingsGroup(Fold):
    """Most groups of most scenarios stay closed, and their forms take longest to make; `edited` is that of the form."""

    edited = Signal(str, object, object)

    def __init__(self, section: Section) -> None:
        self._inside = QFrame()
        self._section = section
        self._form: Form | None = None
        self._values: Mapping[str, Json] = {}
        self._problems: Sequence[Problem] = ()
        self._layout = QVBoxLayout(self._inside)
        self._layout.setContentsMargins(0, 0, 0, 0)
        super().__init__(section.title, self._inside)
        self.head.setObjectName(f"{section.title}.fold")

    def field_of(self, name: str) -> QWidget | None:
        """The editor of a setting of this group, which is opened for it."""
        if name not in self._section.keys:
            return None
        self.head.setChecked(True)
        return self._form.rows[name].editor if self._form is not None else None

    def show_values(self, values: Mapping[str, Json]) -> None:
        """Show the settings, all of them, and say in the heading how many are listed in this group."""
        self._values = values
        if self._form is not None:
            self._form.show_values(values)
        held = sum(len(values[key]) for key in self._section.keys if isinstance(values.get(key), list))
        self.head.setText(f"{self._section.title} · {held}" if held else self._section.title)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show what is wrong with the settings at their fields."""
        self._problems = problems
        if self._form is not None:
            self._form.show_problems(problems)

    def refuse(self, key: str, sentence: str) -> None:
        """Say at a field why what was filled in is not taken; nothing if it is."""
        if self._form is not None and key in self._form.rows:
            self._form.rows[key].refuse(sentence)

    def _turn(self, is_open: bool) -> None:
        if is_open and self._form is None:
            self._form = Form(self._section.rows())
            self._form.name("settings")
            self._form.edited.connect(self.edited)
            self._form.show_values(self._values)
            self._form.show_problems(self._problems)
            self._layout.addWidget(self._form)
        super()._turn(is_open)
