"""Editors that let the user choose: from a few, from names they may also write, yes or no, and days of the week."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from app.canvas.forms.editors.editor import Editor, Json, Manner
from app.canvas.forms.offers import Choice
from app.nodes.times import WEEKDAYS
from app.ui.fields import ComboBox

_SHORTEST, _LONGEST = 5, 16
_CLOSING = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)

Choices = Callable[[], Sequence[Choice]]


class _OpeningCombo(ComboBox):
    """A combo box that fetches its choices when the keyboard comes to where one types, and when it opens."""

    def __init__(self, fill: Callable[[], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._fill = fill
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.fit("")

    def fit(self, text: str) -> None:
        """Be wide enough for this text, within reason."""
        self.setMinimumContentsLength(min(max(len(text) + 1, _SHORTEST), _LONGEST))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """What is typed is completed from choices that are true now; those of a list that closes stay until it has."""
        if self.isEditable() and event.reason() not in _CLOSING:
            self._fill()
        super().focusInEvent(event)

    def showPopup(self) -> None:
        """Open with choices that are true now, wide enough to read them."""
        self._fill()
        view = self.view()
        view.setTextElideMode(Qt.TextElideMode.ElideRight)
        view.setMinimumWidth(min(360, max(self.width(), view.sizeHintForColumn(0) + 40)))
        super().showPopup()


class ChoiceEditor(Editor):
    """One of a few values, shown in words; a value that is none of them is shown as it is."""

    def __init__(self, choices: Choices, optional: bool = False, none: str = "–") -> None:
        super().__init__()
        self._choices = choices
        self._optional = optional
        self._none = none
        self._value: Json = None
        self.combo = _OpeningCombo(self._fill, self)
        self.setFocusProxy(self.combo)
        _in_line(self, self.combo)
        self.combo.activated.connect(self._tell)

    def show_value(self, value: Json) -> None:
        self._value = value
        self._fill()

    def _fill(self) -> None:
        choices = list(self._choices())
        if self._value is not None and self._value not in [value for value, _ in choices]:
            choices.append((self._value, str(self._value)))
        if self._optional:
            choices.insert(0, ("", self._none))
        self.combo.clear()
        for value, words in choices:
            self.combo.addItem(words, value)
        self.combo.setCurrentIndex(max(0, self.combo.findData("" if self._value is None else self._value)))
        self.combo.fit(self.combo.currentText())

    def _tell(self) -> None:
        value = self.combo.currentData() or None
        if value != self._value:
            self._value = value
            self.edited.emit(value, Manner.CHOSEN)


class NameEditor(Editor):
    """A name to choose, or to write where the dataset does not have it (yet)."""

    def __init__(
        self, choices: Choices, optional: bool = False, placeholder: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._choices = choices
        self._optional = optional
        self.combo = _OpeningCombo(self._fill, self)
        self._line = QLineEdit(self.combo)
        self.combo.setLineEdit(self._line)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._line.setPlaceholderText(placeholder)
        completer = self.combo.completer()
        if completer is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
            completer.setCompletionRole(Qt.ItemDataRole.UserRole)  # the name, without what is said of it
        self.setFocusProxy(self.combo)
        _in_line(self, self.combo)
        self.combo.activated.connect(self._choose)
        self._line.textEdited.connect(self._write)

    def show_value(self, value: Json) -> None:
        text = "" if value is None else str(value)
        if text != self._line.text():
            self._line.setText(text)
            self._line.setCursorPosition(0)
        self.combo.fit(text or self._line.placeholderText())

    def _fill(self) -> None:
        text = self._line.text()
        self.combo.clear()
        for value, words in self._choices():
            self.combo.addItem(words, value)
        self.combo.setCurrentIndex(self.combo.findData(text))
        self._line.setText(text)

    def _choose(self, index: int) -> None:
        name = str(self.combo.itemData(index) or self.combo.itemText(index))
        self._line.setText(name)
        self._line.setCursorPosition(0)
        self.edited.emit(name, Manner.CHOSEN)

    def _write(self, text: str) -> None:
        self.edited.emit(text or (None if self._optional else ""), Manner.TYPED)


class ToggleEditor(Editor):
    """Yes or no."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._box = QCheckBox(text.replace("&", "&&"), self)
        self.setFocusProxy(self._box)
        _in_line(self, self._box)
        self._box.clicked.connect(lambda checked: self.edited.emit(bool(checked), Manner.CHOSEN))

    def show_value(self, value: Json) -> None:
        self._box.setChecked(bool(value))


class WeekdaysEditor(Editor):
    """Days of the week; none pressed means every day."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: dict[str, QToolButton] = {}
        for day in WEEKDAYS:
            button = QToolButton(self)
            button.setObjectName(f"weekday.{day}")
            button.setProperty("kind", "narrow")
            button.setText(day.capitalize()[:2])
            button.setAccessibleName(day.capitalize())
            button.setCheckable(True)
            button.clicked.connect(self._tell)
            self._buttons[day] = button
        _in_line(self, *self._buttons.values())
        self.setFocusProxy(self._buttons["mon"])

    def show_value(self, value: Json) -> None:
        for day, button in self._buttons.items():
            button.setChecked(day in (value or ()))

    def _tell(self) -> None:
        days = [day for day, button in self._buttons.items() if button.isChecked()]
        self.edited.emit(days or None, Manner.CHOSEN)


def _in_line(parent: QWidget, *children: QWidget) -> None:
    layout = QHBoxLayout(parent)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(2)
    for child in children:
        layout.addWidget(child)
