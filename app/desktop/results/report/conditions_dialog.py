"""A dialog in which conditions on an event, or on customers, are put together as on the canvas."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from app.canvas.forms.conditions.clauses import CLAUSES, where_editor
from app.canvas.forms.editors.editor import Editor, Json
from app.canvas.forms.editors.listing import ListEditor
from app.canvas.forms.offers import Ask, offers_of
from app.data.dataset import Roles, Schema
from app.reports.definition.sentence import Clauses
from app.scenario.graph import Scenario, ScenarioId
from app.ui.theme import STEP
from app.ui.widgets import button, column, label, row, scrolling

_WIDE, _HIGH = 76 * STEP, 40 * STEP


def ask_conditions(parent: QWidget, clauses: Clauses, then: Callable[[str], object]) -> QDialog:
    """Ask for conditions, all of which have to hold; calls back with them as a JSON list."""
    dialog = QDialog(parent)
    dialog.setObjectName("conditions_dialog")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle("Conditions")
    dialog.resize(_WIDE, _HIGH)
    of_event = clauses.of == "event"
    editor = where_editor(_offers(clauses)) if of_event else _of_customers(_offers(clauses))
    editor.name("conditions", "Conditions")
    held: list[Json] = [list(clauses.there)]
    editor.show_value(held[0])
    page = QWidget()
    lines = column(page)
    lines.addWidget(editor)
    lines.addStretch(1)
    whole = column(dialog, margin=3 * STEP, gap=STEP)
    question = "The event counts only when all of these hold:" if of_event else "Go on only customers of whom all hold:"
    whole.addWidget(label(question, wraps=True))
    whole.addWidget(scrolling(page, "conditions_page"), 1)
    answers = row()
    answers.addStretch(1)
    answers.addWidget(button("Cancel", name="conditions_cancel", on_click=dialog.reject))
    accept = button("OK", "primary", name="conditions_ok", on_click=dialog.accept)
    accept.setDefault(True)
    answers.addWidget(accept)
    whole.addLayout(answers)

    def keep(value: Json, _manner: object) -> None:
        held[0] = value
        editor.show_value(value)

    editor.edited.connect(keep)
    dialog.accepted.connect(lambda: then(json.dumps(held[0])))
    dialog.open()
    return dialog


def _offers(clauses: Clauses) -> Ask:
    columns = dict(clauses.columns)
    of_event = clauses.of == "event"
    schema = Schema({} if of_event else columns, {}, columns if of_event else {}, (), Roles())
    return partial(offers_of, Scenario(ScenarioId("report"), ""), schema)


def _of_customers(ask: Ask) -> Editor:
    clause = CLAUSES["attribute"]
    return ListEditor(lambda _item: clause.make(ask), (("condition", lambda _items: dict(clause.fresh)),))
