"""Asks which events, attributes and properties of a dataset a template means."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFormLayout, QWidget

from app.data.dataset import Dataset
from app.guides.adapting import Need
from app.jobs.guides.template_choice import offered_for
from app.numbers import number
from app.ui.fields import ComboBox
from app.ui.theme import STEP
from app.ui.widgets import button, column, label, row

Chosen = Callable[[Mapping[Need, str]], object]
_NONE = "Not in these data"


class RolesDialog(QDialog):
    """A line for each thing that is needed; what is left open stays a problem of the scenario."""

    def __init__(self, parent: QWidget, title: str, needs: Sequence[Need], dataset: Dataset, then: Chosen) -> None:
        super().__init__(parent)
        self.setObjectName("roles_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("What is it called in these data?")
        self.setMinimumWidth(60 * STEP)
        self._fields = {need: _field(need, dataset) for need in needs}
        self._accept = button("OK", "primary", name="roles_ok", on_click=self.accept)
        self._accept.setDefault(True)
        lines = column(self, margin=3 * STEP, gap=2 * STEP)
        words = f"“{title}” needs to know what “{dataset.name}” calls these. It is remembered for the dataset."
        lines.addWidget(label(words, wraps=True, name="roles_words"))
        form = QFormLayout()
        form.setSpacing(STEP)
        for need, field in self._fields.items():
            form.addRow(f"{need.words[:1].upper()}{need.words[1:]}", field)
            field.currentIndexChanged.connect(self._show_can_accept)
        lines.addLayout(form)
        answers = row()
        answers.addStretch(1)
        answers.addWidget(button("Not now", name="roles_not_now", on_click=self.reject))
        answers.addWidget(self._accept)
        lines.addLayout(answers)
        self.accepted.connect(lambda: then(self._chosen()))
        self._show_can_accept()

    def _chosen(self) -> dict[Need, str]:
        return {need: str(field.currentData()) for need, field in self._fields.items() if field.currentData()}

    def _show_can_accept(self) -> None:
        self._accept.setEnabled(bool(self._chosen()))


def _field(need: Need, dataset: Dataset) -> ComboBox:
    made, counts = ComboBox(), dataset.schema().events
    made.setObjectName(f"role_{need.role}")
    made.setAccessibleName(need.words)
    made.addItem(_NONE, "")
    for name in offered_for(need, dataset):
        made.addItem(f"{name} ({number(counts[name])})" if need.kind == "event" else name, name)
    return made
