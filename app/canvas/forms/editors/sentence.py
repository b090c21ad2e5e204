"""Editors in a row that read as a sentence: words, and between them what can be changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QLabel

from app.canvas.forms.editors.editor import Editor, Json, Manner
from app.ui.flow_layout import FlowLayout
from app.ui.plain_text import label

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that can be changed; `adapt` tells its editor what the other values mean for it."""

    key: str
    title: str
    editor: Editor
    adapt: Callable[[Values], None] | None = None


class SentenceEditor(Editor):
    """A document of a few keys; `settle` may mend the other values after one has changed.

    `into` takes the document apart into the values of the parts, and `out` puts them together again.
    """

    def __init__(
        self,
        parts: Sequence[str | Part],
        settle: Callable[[str, Values], Values] | None = None,
        into: Callable[[Values], Values] = dict,
        out: Callable[[Values], Json] = dict,
    ) -> None:
        super().__init__()
        self._parts = [part for part in parts if isinstance(part, Part)]
        self._settle = settle
        self._into = into
        self._out = out
        self._values: Values = {}
        layout = FlowLayout(self)
        for part in parts:
            layout.addWidget(_word(part) if isinstance(part, str) else part.editor)
        for part in self._parts:
            part.editor.edited.connect(self._teller(part.key))
            part.editor.refused.connect(self.refused)
        if self._parts:
            self.setFocusProxy(self._parts[0].editor)

    def name(self, name: str, title: str) -> None:
        super().name(name, title)
        for part in self._parts:
            part.editor.name(f"{name}.{part.key}", f"{title}: {part.title}")

    def show_value(self, value: Json) -> None:
        self._show(self._into(value or {}))

    def _show(self, values: Values) -> None:
        self._values = values
        for part in self._parts:
            if part.adapt is not None:
                part.adapt(self._values)
            part.editor.show_value(self._values.get(part.key))

    def _teller(self, key: str) -> Callable[[Json, Manner], None]:
        def tell(value: Json, manner: Manner) -> None:
            values = {**self._values, key: value}
            if self._settle is not None:
                values = self._settle(key, values)
            values = {name: part for name, part in values.items() if part is not None}
            self._show(values)
            self.edited.emit(self._out(values), manner)

        return tell


def _word(text: str) -> QLabel:
    made = label(text)
    made.setWordWrap(False)
    made.setMinimumHeight(32)
    return made
