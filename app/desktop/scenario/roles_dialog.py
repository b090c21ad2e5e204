"""Asks which events, attributes and properties of a dataset a template means."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFormLayout, QWidget

from app.data.dataset import Dataset
from app.guides.adapting import Adapted, Need
from app.jobs.guides.template_choice import offered_for
from app.numbers import number
from app.ui.fields import ComboBox
from app.ui.theme import STEP
from app.ui.widgets import button, column, label, row

Chosen = Callable[[Mapping[Need, str]], object]
_NONE = "Not in these data"
_WISHES = "It does without these, and more with them:"


class RolesDialog(QDialog):
    """A line for each thing that is needed, and below for what it would use besides; what is left open stays so."""

    def __init__(self, parent: QWidget, made: Adapted, dataset: Dataset, then: Chosen) -> None:
        super().__init__(parent)
        self.setObjectName("roles_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("What is it called in these data?")
        self.setMinimumWidth(60 * STEP)
        self._fields: dict[Need, ComboBox] = {}
        self._accept = button("OK", "primary", name="roles_ok", on_click=self.accept)
        self._accept.setDefault(True)
        lines = column(self, margin=3 * STEP, gap=2 * STEP)
        who = f"“{made.template.title}” needs to know what “{dataset.name}” calls these."
        words = f"{who} It is remembered for the dataset."
        lines.addWidget(label(words, wraps=True, name="roles_words"))
        lines.addLayout(self._form(made.missing, dataset))
        if made.wishes:
            lines.addWidget(label(_WISHES, "quiet", wraps=True, name="roles_wishes"))
            lines.addLayout(self._form(made.wishes, dataset))
        answers = row()
        answers.addStretch(1)
        answers.addWidget(button("Not now", name="roles_not_now", on_click=self.reject))
        answers.addWidget(self._accept)
        lines.addLayout(answers)
        self.accepted.connect(lambda: then(self._chosen()))
        self._show_can_accept()

    def _form(self, needs: Sequence[Need], dataset: Dataset) -> QFormLayout:
        form = QFormLayout()
        form.setSpacing(STEP)
        for need in needs:
            if need.role:
                field = self._fields[need] = _field(need, dataset)
                form.addRow(f"{need.words[:1].upper()}{need.words[1:]}", field)
                field.currentIndexChanged.connect(self._show_can_accept)
        return form

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
