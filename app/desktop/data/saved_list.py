"""The bar that says that a list has been saved: who is on it can be seen, and it can be taken back."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from app.desktop.data.undoing import DataUndo
from app.numbers import counted
from app.ui.elided import ElidedLabel
from app.ui.theme import STEP
from app.ui.widgets import button, row


def saving(list_name: str) -> str:
    """What is done, as the history has it."""
    return f"saving “{list_name.strip()}”"


class SavedListBar(QFrame):
    """Hidden until a list has been saved, and again once something else is done or it is closed."""

    shown_wanted = Signal(str, object, str)  # the name of the dataset, rows, words

    def __init__(self, undo: DataUndo) -> None:
        super().__init__()
        self.setObjectName("saved_list_bar")
        self.setProperty("role", "notice")
        self._undo = undo
        self._name = self._dataset_name = ""
        self._rows: NDArray[Any] | None = None
        self._words = ElidedLabel("", name="saved_list")
        line = row(self, gap=STEP)
        line.setContentsMargins(3 * STEP, STEP, 2 * STEP, STEP)
        line.addWidget(self._words, 1)
        line.addWidget(button("Show them", name="saved_list_show", on_click=self._show))
        line.addWidget(button("Undo", name="saved_list_undo", on_click=undo.undo))
        line.addWidget(button("Close", "quiet", name="saved_list_close", on_click=self.hide))
        undo.changed.connect(self._hide_if_past)
        self.hide()

    def tell(self, list_name: str, dataset_name: str, rows: NDArray[Any]) -> None:
        """Say that the customers in these rows are a list of the dataset now."""
        self._name, self._dataset_name, self._rows = list_name.strip(), dataset_name, rows
        many = counted(len(rows), "customer is", "customers are")
        self._words.setText(f"Saved: {many} on the list “{self._name}” of {dataset_name}. Conditions can ask for it.")
        self.show()

    def _show(self) -> None:
        self.shown_wanted.emit(self._dataset_name, self._rows, f"on the list “{self._name}”")

    def _hide_if_past(self) -> None:
        if self._undo.words != saving(self._name):
            self.hide()
