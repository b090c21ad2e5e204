"""Asks which events, attributes, properties and pools of a dataset a template means."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFormLayout, QWidget

from app.data.dataset import Dataset
from app.guides.adapting import POOL, Adapted, Need
from app.guides.naming import EVENT
from app.jobs.guides.template_choice import Offer, advice_for, offered_for
from app.numbers import number
from app.ui.fields import ComboBox
from app.ui.theme import STEP
from app.ui.widgets import button, column, label, row

Chosen = Callable[[Mapping[Need, str]], object]
_NONE = "Not in these data"
_REMEMBERED = "It is remembered for the dataset."
_WISHES = "It does without these, and more with them:"
_POOLS = "A pool is taken for this scenario alone."


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
        if made.missing:
            lines.addWidget(label(f"{who} {_REMEMBERED}", wraps=True, name="roles_words"))
            lines.addLayout(self._form(made.missing, made, dataset))
            for sentence in advice_for(made.missing, made, dataset):
                lines.addWidget(label(sentence, "quiet", wraps=True, name="roles_advice"))
        if made.wishes:
            words = _WISHES if made.missing else f"“{made.template.title}” can be run as it is. {_WISHES}"
            lines.addWidget(label(words, "quiet" if made.missing else "", wraps=True, name="roles_wishes"))
            lines.addLayout(self._form(made.wishes, made, dataset))
            if any(need.kind == POOL for need in made.wishes):
                lines.addWidget(label(_POOLS, "quiet", wraps=True, name="roles_pools"))
        answers = row()
        answers.addStretch(1)
        answers.addWidget(button("Not now", name="roles_not_now", on_click=self.reject))
        answers.addWidget(self._accept)
        lines.addLayout(answers)
        self.accepted.connect(lambda: then(self._chosen()))
        self._show_can_accept()

    def _form(self, needs: Sequence[Need], made: Adapted, dataset: Dataset) -> QFormLayout:
        form = QFormLayout()
        form.setSpacing(STEP)
        for need in needs:
            if need.role:
                field = self._fields[need] = _field(need, made, dataset)
                form.addRow(f"{need.words[:1].upper()}{need.words[1:]}", field)
                field.currentIndexChanged.connect(self._show_can_accept)
        return form

    def _chosen(self) -> dict[Need, str]:
        offers = [field.currentData() for field in self._fields.values()]
        return {offer.need: offer.name for offer in offers if isinstance(offer, Offer)}

    def _show_can_accept(self) -> None:
        self._accept.setEnabled(bool(self._chosen()))


def _field(need: Need, made: Adapted, dataset: Dataset) -> ComboBox:
    field, counts = ComboBox(), dataset.schema().events
    field.setObjectName(f"{'pool' if need.kind == POOL else 'role'}_{need.role}")
    field.setAccessibleName(need.words)
    field.addItem(_NONE)
    for offer in offered_for(need, made, dataset):
        beside = number(counts[offer.name]) if need.kind == EVENT else offer.of and f"of “{offer.of}”"
        field.addItem(f"{offer.name} ({beside})" if beside else offer.name, offer)
    return field
