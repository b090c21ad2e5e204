"""The condition builder: groups of sentences; what it cannot show in full stays as its sentence, to edit as text."""

from __future__ import annotations

import json
from collections.abc import Hashable
from functools import partial
from typing import Any

from pydantic import TypeAdapter, ValidationError
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QVBoxLayout
from shiboken6 import isValid

from app.canvas.beside import Stop
from app.canvas.forms.conditions.clauses import CLAUSES, clause_for
from app.canvas.forms.editors.choosing import ChoiceEditor
from app.canvas.forms.editors.editor import Editor, Json, Manner
from app.canvas.forms.editors.listing import ListEditor
from app.canvas.forms.offers import Ask
from app.nodes.conditions import Condition
from app.nodes.words.sentences import sentence
from app.ui.plain_text import label

_READER: TypeAdapter[Any] = TypeAdapter(Condition)
_MODES = (("all", "all of these hold"), ("any", "any of these holds"), ("none", "none of these holds"))
_TEXT_HEIGHT = 144
_REST_MS = 300  # until somebody who writes has paused


class ConditionEditor(Editor):
    """The whole condition: how it reads, the builder, and its text."""

    def __init__(self, ask: Ask, optional: bool = False) -> None:
        super().__init__()
        self._optional = optional
        self._value: Json = None
        self._words = label()
        self._words.setProperty("role", "quiet")
        self._ask = ask
        self._builder = GroupEditor(ask)
        self._text = _ConditionText()
        self._text.hide()
        self._count = label()
        self._count.setProperty("role", "quiet")
        self._count.hide()
        self._stop: Stop = lambda: None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_REST_MS)
        self._later.timeout.connect(self._count_now)
        self._switch = QPushButton("Edit as text")
        self._switch.setProperty("kind", "quiet")
        self._switch.setCheckable(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self._words, self._count, self._builder, self._text):
            layout.addWidget(widget)
        layout.addWidget(self._switch, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self._builder)
        self._switch.toggled.connect(self._turn)
        for editor in (self._builder, self._text):
            editor.edited.connect(self._tell)
            editor.refused.connect(self.refused)

    def name(self, name: str, title: str) -> None:
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._builder.name(name + ".builder", title)
        self._text.name(name + ".text", f"{title} as text")
        self._switch.setObjectName(f"{name}.asText")
        self._words.setObjectName(f"{name}.words")
        self._count.setObjectName(f"{name}.count")

    def show_value(self, value: Json) -> None:
        self._value = value
        self._words.setText(_in_words(value))
        self._shown().show_value(value)
        self._later.start()

    def _shown(self) -> Editor:
        return self._text if self._switch.isChecked() else self._builder

    def _turn(self, as_text: bool) -> None:
        self._text.setVisible(as_text)
        self._builder.setVisible(not as_text)
        self.setFocusProxy(self._shown())
        self._shown().show_value(self._value)
        self.refused.emit("")

    def _tell(self, value: Json, manner: Manner) -> None:
        self._value = value = None if self._optional and value in (None, {"all": []}) else value
        self._words.setText(_in_words(value))
        self._later.start()
        self.edited.emit(value, manner)

    def _count_now(self) -> None:
        """Say how many customers it holds for, where somebody counts."""
        count, value = self._ask().count, self._value
        self._stop()
        if count is None:
            return

        def show(words: str) -> None:
            if isValid(self) and value == self._value:
                self._count.setText(words)
                self._count.setVisible(bool(words))

        self._stop = count(value if value is not None else {"all": []}, show)


class GroupEditor(Editor):
    """All, any or none of several conditions; a condition that is no group is shown as a group of one."""

    def __init__(self, ask: Ask) -> None:
        super().__init__()
        self._ask = ask
        self._mode = "all"
        self._is_bare = False
        self._choice = ChoiceEditor(lambda: _MODES)
        clauses = [clause for clause in CLAUSES.values() if ask().is_in_journey or not clause.is_of_journey]
        fresh = [(clause.title, partial(_copy, clause.fresh)) for clause in clauses]
        fresh.append(("Group", partial(_copy, {"any": []})))
        self._list = ListEditor(self._make, fresh, shape=_shape, heading=_heading)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._choice)
        layout.addWidget(self._list)
        self.setFocusProxy(self._list)
        self._choice.edited.connect(self._turn)
        self._list.edited.connect(self._tell)
        self._list.refused.connect(self.refused)

    def name(self, name: str, title: str) -> None:
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._choice.name(f"{name}.mode", f"{title}: all, any or none")
        self._list.name(f"{name}.parts", title)

    def show_value(self, value: Json) -> None:
        self._mode, items, self._is_bare = _opened(value)
        self._choice.show_value(self._mode)
        has_choice = (not self._is_bare and len(items) > 1) or self._mode != "all"
        self._choice.setVisible(has_choice)
        self.setFocusProxy(self._choice if has_choice else self._list)
        self._list.show_value(items)

    def _make(self, item: Json) -> Editor:
        if _is_group(item):
            return GroupEditor(self._ask)
        clause = clause_for(item)
        return clause.make(self._ask) if clause is not None else _ConditionText(with_words=True)

    def _turn(self, mode: Json, manner: Manner) -> None:
        self._mode = mode
        self._tell(self._list.items, manner)

    def _tell(self, items: Json, manner: Manner) -> None:
        value = _closed(self._mode, items, self._is_bare)
        self.show_value(value)
        self.edited.emit(value, manner)


class _ConditionText(Editor):
    """A condition as JSON; told once it can be read, else what is wrong with it is said."""

    def __init__(self, with_words: bool = False) -> None:
        super().__init__()
        self._words: QLabel | None = label() if with_words else None
        self._page = QPlainTextEdit(self)
        self._page.setFixedHeight(_TEXT_HEIGHT)
        self._page.setTabChangesFocus(True)
        self._value: Json = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        if self._words is not None:
            layout.addWidget(self._words)
        layout.addWidget(self._page)
        self.setFocusProxy(self._page)
        self._page.textChanged.connect(self._try)

    def show_value(self, value: Json) -> None:
        if self._words is not None:
            self._words.setText(_in_words(value))
        if value == self._value and self._page.toPlainText():
            return
        self._value = value
        self._page.blockSignals(True)
        self._page.setPlainText(json.dumps(value if value is not None else {"all": []}, indent=2, ensure_ascii=False))
        self._page.blockSignals(False)

    def _try(self) -> None:
        try:
            value = json.loads(self._page.toPlainText())
            _READER.validate_json(json.dumps(value))
        except ValidationError as error:
            detail = error.errors(include_url=False)[0]
            self.refused.emit(f"Not applied yet: {detail['msg']}.")
        except ValueError as error:
            self.refused.emit(f"Not applied yet: this is no JSON ({error}).")
        else:
            self.refused.emit("")
            self._value = value
            self.edited.emit(value, Manner.TYPED)


def _copy(fresh: dict[str, Any], _items: list[Json]) -> Json:
    return dict(fresh)


def _in_words(value: Json) -> str:
    words = sentence(_READER.validate_json(json.dumps(value))) if value is not None else "everyone"
    return words[:1].upper() + words[1:] if words.split(" ", 1)[0].isalpha() else words  # names stay as recorded


def _is_group(value: Json) -> bool:
    return set(value) <= {"all"} or set(value) <= {"any"} or _is_none_group(value)


def _is_none_group(value: Json) -> bool:
    return set(value) == {"not"} and isinstance(value["not"], dict) and set(value["not"]) == {"any"}


def _opened(value: Json) -> tuple[str, list[Json], bool]:
    """Mode, parts, and whether the condition stands alone, without a group."""
    if value is None:
        return "all", [], False
    if "all" in value:
        return "all", list(value["all"]), False
    if "any" in value:
        return "any", list(value["any"]), False
    if _is_none_group(value):
        return "none", list(value["not"]["any"]), False
    return "all", [value], True


def _closed(mode: str, items: list[Json], was_bare: bool) -> Json:
    if was_bare and mode == "all" and len(items) == 1:
        return items[0]
    return {"not": {"any": items}} if mode == "none" else {mode: items}


def _heading(item: Json) -> str:
    if _is_group(item):
        return "Group"
    clause = clause_for(item)
    return clause.title if clause is not None else "As text"


def _shape(item: Json) -> Hashable:
    """Conditions of one shape can share an editor."""
    if _is_group(item):
        return "group"
    clause = clause_for(item)
    return clause.title if clause is not None else "text"
