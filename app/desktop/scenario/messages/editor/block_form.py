"""The fields of the chosen block."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QWidget

from app.messages.blocks.fields import Ask, BlockField, changed, fields_of, value_of
from app.ui.fields import ComboBox
from app.ui.theme import STEP
from app.ui.widgets import clear, column, label

_PAGE_PX = 14 * STEP
_ADD = "Add a picture…"
_NONE = "None"


class BlockForm(QWidget):
    """Says what the block is to be; its widgets stay while the same kind of block is shown."""

    edited = Signal(object, str)  # the block, and the name of the field
    picture_wanted = Signal(object)  # BlockField

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("block_form")
        self._block: Any = None
        self._pictures: Sequence[str] = ()
        self._shown: tuple[BlockField, ...] | None = None
        self._show: list[Callable[[], None]] = []
        self._first: QWidget | None = None
        self._lines = column(self, gap=STEP // 2)

    def show_block(self, block: Any, pictures: Sequence[str]) -> None:
        """This one; None for none."""
        fields = fields_of(block) if block is not None else ()
        has_others = tuple(pictures) != tuple(self._pictures)
        self._block, self._pictures = block, pictures
        if fields != self._shown or has_others:
            self._build(fields)
        for show in self._show:
            show()

    def take_keyboard(self) -> None:
        """Let the user write at once."""
        if self._first is not None:
            self._first.setFocus()

    def tell(self, field: BlockField, value: Any) -> None:
        """The block with another value."""
        block = self._block
        if block is not None and value != value_of(block, field):
            self._block = changed(block, field, value)
            self.edited.emit(self._block, f"{field.column}.{field.name}")

    def _build(self, fields: tuple[BlockField, ...]) -> None:
        clear(self._lines)
        self._shown, self._show, self._first = fields, [], None
        makers = {Ask.LINE: self._line, Ask.PAGE: self._page, Ask.PICTURE: self._picture, Ask.TOGGLE: self._toggle}
        for field in fields:
            if field.ask is not Ask.TOGGLE:
                self._lines.addWidget(label(field.label, "small", wraps=True))
            made = makers[field.ask](field)
            made.setObjectName(f"block_{field.name}" + (f"_{field.column + 1}" if field.column >= 0 else ""))
            made.setAccessibleName(field.label)
            self._lines.addWidget(made)
            self._first = self._first or made

    def _value(self, field: BlockField) -> Any:
        return value_of(self._block, field)

    def _line(self, field: BlockField) -> QWidget:
        made = QLineEdit()
        made.setMaxLength(2_000)
        made.textEdited.connect(partial(self.tell, field))
        self._show.append(lambda: made.setText(self._value(field)) if made.text() != self._value(field) else None)
        return made

    def _page(self, field: BlockField) -> QWidget:
        made = QPlainTextEdit()
        made.setTabChangesFocus(True)
        made.setMinimumHeight(_PAGE_PX)
        made.textChanged.connect(lambda: self.tell(field, made.toPlainText()))

        def show() -> None:
            if made.toPlainText() != self._value(field):
                made.blockSignals(True)
                made.setPlainText(self._value(field))
                made.blockSignals(False)

        self._show.append(show)
        return made

    def _toggle(self, field: BlockField) -> QWidget:
        made = QCheckBox(field.label)
        made.clicked.connect(lambda is_on: self.tell(field, bool(is_on)))
        self._show.append(lambda: made.setChecked(bool(self._value(field))))
        return made

    def _picture(self, field: BlockField) -> QWidget:
        made = ComboBox()
        made.addItems([_NONE, *self._pictures, _ADD])

        def choose(row: int) -> None:
            if row == made.count() - 1:
                show()
                self.picture_wanted.emit(field)
            else:
                self.tell(field, self._pictures[row - 1] if row else "")

        def show() -> None:
            value = self._value(field)
            made.setCurrentIndex(self._pictures.index(value) + 1 if value in self._pictures else 0)

        made.activated.connect(choose)
        self._show.append(show)
        return made
