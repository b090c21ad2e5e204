"""The editor of a value that has one of several shapes: choose the shape, then fill it in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from app.canvas.forms.editors.choosing import ChoiceEditor
from app.canvas.forms.editors.editor import Editor, Json, Manner
from app.ui.tab_order import tab_from

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """One shape: its key, its words, a fresh value (None: left out) and what makes its editor."""

    key: str
    title: str
    fresh: Json
    make: Callable[[], Editor] | None = None


class ShapeEditor(Editor):
    """`which` tells the key of a value's shape; the values under `kept` go along when the shape changes."""

    def __init__(self, shapes: Sequence[Shape], which: Callable[[Json], str], kept: Sequence[str] = ()) -> None:
        super().__init__()
        self._shapes = {shape.key: shape for shape in shapes}
        self._which = which
        self._kept = kept
        self._value: Json = None
        self._inner: Editor | None = None
        self._key = ""
        self._title = ""
        self._choice = ChoiceEditor(lambda: [(shape.key, shape.title) for shape in shapes])
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self._layout.addWidget(self._choice)
        self.setFocusProxy(self._choice)
        self._choice.edited.connect(self._turn)

    def name(self, name: str, title: str) -> None:
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._title = title
        self._choice.name(f"{name}.shape", f"{title}: kind")
        if self._inner is not None:
            self._inner.name(f"{name}.{self._key}", title)

    def show_value(self, value: Json) -> None:
        self._value = value
        key = self._which(value)
        self._choice.show_value(key)
        if key != self._key:
            self._build(key)
        if self._inner is not None:
            self._inner.show_value(value)

    def _build(self, key: str) -> None:
        if self._inner is not None:
            self._layout.removeWidget(self._inner)
            self._inner.hide()
            self._inner.deleteLater()
        self._key = key
        make = self._shapes[key].make
        self._inner = make() if make is not None else None
        if self._inner is not None:
            self._inner.edited.connect(self._tell)
            self._inner.refused.connect(self.refused)
            self._inner.name(f"{self.objectName()}.{key}", self._title)
            self._layout.addWidget(self._inner)
            tab_from(self._choice.combo, self._inner)

    def _turn(self, key: Json, manner: Manner) -> None:
        fresh = self._shapes[key].fresh
        kept = {name: self._value[name] for name in self._kept if self._value and name in self._value}
        value = {**kept, **fresh} if isinstance(fresh, dict) else fresh
        self.show_value(value)
        self.edited.emit(value, manner)

    def _tell(self, value: Json, manner: Manner) -> None:
        self._value = value
        self.edited.emit(value, manner)
