"""A trainer's lesson: which properties of the open scenario are checks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QWidget

from app.guides.lessons.making import Property
from app.ui.theme import STEP
from app.ui.widgets import button, column, label, row

Make = Callable[[str, Sequence[Property]], object]
_HELP = (
    "Each line that is ticked becomes a check, by numbers rather than by words. Questions want the app's own figure."
)


class MakingDialog(QDialog):
    """Asks for a title, and for the properties; tells `make` both."""

    def __init__(self, parent: QWidget, title: str, offered: Sequence[Property], make: Make) -> None:
        super().__init__(parent)
        self.setObjectName("making_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Make a lesson")
        self.resize(76 * STEP, 68 * STEP)
        self._offered = tuple(offered)
        self._make = make
        self._title = QLineEdit(title)
        self._title.setObjectName("making_title")
        self._title.setAccessibleName("What the lesson is called")
        self._list = QListWidget()
        self._list.setObjectName("making_list")
        self._list.setAccessibleName("What is checked")
        self._list.setWordWrap(True)
        for each in self._offered:
            item = QListWidgetItem(each.words)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self._list.addItem(item)
        self._ok = button("Make the lesson", "primary", name="making_ok", on_click=self.accept)
        self._ok.setDefault(True)
        lines = column(self, margin=3 * STEP, gap=STEP)
        lines.addWidget(label("What is the lesson called?"))
        lines.addWidget(self._title)
        lines.addSpacing(STEP)
        lines.addWidget(label(_HELP, "quiet", wraps=True))
        lines.addWidget(self._list, 1)
        answers = row()
        answers.addStretch(1)
        answers.addWidget(button("Cancel", name="making_cancel", on_click=self.reject))
        answers.addWidget(self._ok)
        lines.addLayout(answers)
        self._title.textChanged.connect(lambda _: self._look())
        self._list.itemChanged.connect(lambda _: self._look())
        self.accepted.connect(lambda: self._make(self._title.text().strip(), self._chosen()))
        self._look()

    def _chosen(self) -> list[Property]:
        ticked = (self._list.item(at).checkState() is Qt.CheckState.Checked for at in range(self._list.count()))
        return [each for each, is_ticked in zip(self._offered, ticked, strict=True) if is_ticked]

    def _look(self) -> None:
        self._ok.setEnabled(bool(self._title.text().strip() and self._chosen()))
