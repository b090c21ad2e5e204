"""The editor of a list: an editor for each item, with ways to add, remove and reorder."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.canvas.forms.editors.editor import Editor, Json, Manner
from app.ui.flow_layout import WHOLE_ROW
from app.ui.plain_text import label
from app.ui.tab_order import tab_from

Items = list[Json]
Fresh = Callable[[Items], Json]


class ListEditor(Editor):
    """`make` builds the editor for an item, anew where its `shape` is another; `fresh` names the items one can add.

    With `heading` each item stands in a frame under its heading.
    """

    def __init__(
        self,
        make: Callable[[Json], Editor],
        fresh: Sequence[tuple[str, Fresh]],
        *,
        shape: Callable[[Json], Hashable] = lambda _item: None,
        ordered: bool = False,
        heading: Callable[[Json], str] | None = None,
    ) -> None:
        super().__init__()
        self._make = make
        self._shape = shape
        self._is_ordered = ordered
        self._heading = heading
        self.items: Items = []
        self._rows: list[tuple[Hashable, Editor, QWidget]] = []
        self._title = ""
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self.setProperty(WHOLE_ROW, True)
        self._before = QWidget(self)  # where Tab comes from; the list itself stands for what is first in it
        self._before.hide()
        self._add = self._add_button(fresh)
        self._layout.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)

    def name(self, name: str, title: str) -> None:
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._title = title
        self._add.setObjectName(f"{name}.add")
        self._add.setAccessibleName(f"{title}: add")
        self._name_rows()

    def show_value(self, value: Json) -> None:
        self.items = list(value or ())
        shapes = [self._shape(item) for item in self.items]
        if shapes != [shape for shape, _, _ in self._rows]:
            self._rebuild(shapes)
        for item, (_, editor, _) in zip(self.items, self._rows, strict=True):
            editor.show_value(item)

    def _rebuild(self, shapes: list[Hashable]) -> None:
        for _, _, row in self._rows:
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = []
        for index, (shape, item) in enumerate(zip(shapes, self.items, strict=True)):
            editor = self._make(item)
            editor.edited.connect(partial(self._change, index))
            editor.refused.connect(self.refused)
            row = self._row(index, editor)
            self._layout.insertWidget(index, row)
            self._rows.append((shape, editor, row))
        self._order_keys()
        self._name_rows()

    def _order_keys(self) -> None:
        """Let Tab lead through the rows from the first, then to what adds one."""
        for _, editor, row in reversed(self._rows):
            tab_from(self._before, row)
            for each in (editor, *_buttons_of(row)) if self._heading is not None else ():
                tab_from(self._before, each)  # what stands in the head of a frame comes before what it holds

    def _name_rows(self) -> None:
        name = self.objectName()
        for index, (_, editor, row) in enumerate(self._rows):
            editor.name(f"{name}[{index}]", f"{self._title} {index + 1}")
            for button in _buttons_of(row):
                deed = str(button.property("deed"))
                button.setObjectName(f"{name}[{index}].{deed}")
                button.setAccessibleName(f"{self._title} {index + 1}: {deed}")

    def _row(self, index: int, editor: Editor) -> QWidget:
        row = QFrame(self)
        if self._heading is None:
            row.setFocusProxy(editor)
            plain = QHBoxLayout(row)
            plain.setContentsMargins(0, 0, 0, 0)
            plain.setSpacing(0)
            plain.addWidget(editor, 1)
            for button in self._buttons(row, index):
                plain.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
            return row
        row.setProperty("role", "card")
        framed = QVBoxLayout(row)
        framed.setContentsMargins(8, 2, 8, 8)
        framed.setSpacing(2)
        head = QHBoxLayout()
        title = label(self._heading(self.items[index]))
        title.setProperty("role", "faint")
        head.addWidget(title, 1)
        framed.addLayout(head)
        framed.addWidget(editor)
        for button in reversed(self._buttons(row, index)):
            head.addWidget(button)
        return row

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Lead on to the first item; a proxy would keep Tab from what stands before its fields."""
        (self._rows[0][1] if self._rows else self._add).setFocus(event.reason())

    def _buttons(self, row: QWidget, index: int) -> list[QToolButton]:
        deeds = [("remove", "×", partial(self._remove, index))]
        if self._is_ordered and index > 0:
            deeds.append(("up", "↑", partial(self._swap, index, index - 1)))
        if self._is_ordered and index + 1 < len(self.items):
            deeds.append(("down", "↓", partial(self._swap, index, index + 1)))
        made = []
        for deed, sign, act in deeds:
            button = QToolButton(row)
            button.setText(sign)
            button.setProperty("deed", deed)
            button.setToolTip(deed.capitalize())
            button.clicked.connect(act)
            made.append(button)
        return made

    def _add_button(self, fresh: Sequence[tuple[str, Fresh]]) -> QPushButton:
        button = QPushButton(f"+ {fresh[0][0]}" if len(fresh) == 1 else "+ Add", self)
        button.setProperty("kind", "quiet")
        if len(fresh) == 1:
            button.clicked.connect(lambda: self._append(fresh[0][1]))
            return button
        menu = QMenu(button)
        for title, make in fresh:
            menu.addAction(title, partial(self._append, make))
        button.setMenu(menu)
        return button

    def _append(self, fresh: Fresh) -> None:
        self._tell([*self.items, fresh(self.items)], Manner.CHOSEN)
        if self._rows:
            self._rows[-1][1].setFocus(Qt.FocusReason.OtherFocusReason)

    def _change(self, index: int, value: Json, manner: Manner) -> None:
        self._tell([*self.items[:index], value, *self.items[index + 1 :]], manner)

    def _remove(self, index: int, _checked: bool = False) -> None:
        self._tell([*self.items[:index], *self.items[index + 1 :]], Manner.CHOSEN)

    def _swap(self, index: int, other: int, _checked: bool = False) -> None:
        items = list(self.items)
        items[index], items[other] = items[other], items[index]
        self._tell(items, Manner.CHOSEN)

    def _tell(self, items: Items, manner: Manner) -> None:
        self.show_value(items)
        self.edited.emit(items, manner)


def _buttons_of(row: QWidget) -> list[QToolButton]:
    return row.findChildren(QToolButton, options=Qt.FindChildOption.FindDirectChildrenOnly)
