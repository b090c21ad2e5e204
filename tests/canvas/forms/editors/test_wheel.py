"""The wheel over any part of any form scrolls, and changes nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QScrollArea, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from app.canvas.forms.editors.editor import Json
from app.nodes.catalogue import KINDS
from app.scenario.files import make_settings
from tests.builders.scenarios import placed
from tests.canvas.conftest import Sit
from tests.canvas.panels.inspecting import shown, with_params
from tests.person.hands import NOTCH, turn_wheel
from tests.person.person import Person

CONDITION: Json = {
    "all": [
        {"attribute": "country", "op": "eq", "value": "CZ"},
        {"entry": "amount", "op": "gt", "value": 3},
        {"score": "heat", "op": "ge", "value": 3},
        {"in_list": "vip"},
        {"message": "email", "state": "opened"},
        {"local_time": {"from": "09:00", "to": "17:00"}},
        {"sequence": [{"event": "view"}, {"event": "cart"}], "within": "P3D"},
        {
            "any": [
                {"event": "cart", "where": [{"property": "amount", "op": "gt", "value": 3}], "within": "P3D"},
                {"not": {"event": "view", "aggregate": "sum", "of": "amount", "op": "gt", "value": 3}},
            ]
        },
    ]
}
RESPONSE: Json = {
    "open": 0.3,
    "open_after": {"median": "PT2H", "sigma": 1},
    "convert": {"event": "purchase", "rate": 0.1, "after": {"median": "PT2H", "sigma": 1}, "property": "amount"},
    "when": [{"condition": {"attribute": "country", "op": "eq", "value": "CZ"}, "open": 0.5}],
    "fatigue": {"per_message": 0.9, "window": "P7D"},
}
FULL: dict[str, Json] = {
    "entry_audience": {"at": "2024-01-01T00:00:00Z", "condition": {"attribute": "country", "op": "eq", "value": "CZ"}},
    "filter": {"condition": CONDITION},
    "branch": {"cases": [{"port": "a", "condition": CONDITION}, {"port": "b", "condition": CONDITION}]},
    "wait": {"for": "PT1H", "until": {"time": "09:00", "weekdays": ["mon"]}},
    "email": {"subject": "Hello", "body": "Hello\n" * 40, "response": RESPONSE},
}
SETTINGS: Json = {
    "timezone": "Europe/Prague",
    "start": "2024-01-01T00:00:00Z",
    "exit_rules": [{"id": "bought", "event": "purchase"}, {"id": "late", "condition": CONDITION}],
    "goals": [{"id": "sale", "event": "purchase", "within": "P7D"}],
    "scoring": [{"score": "heat", "event": "view", "add": 1}, {"score": "heat", "condition": CONDITION, "add": 5}],
    "score_decay": {"heat": "P30D"},
    "frequency_caps": [{"channel": "any", "max": 3, "per": "P7D"}],
    "quiet_hours": [{"from": "21:00", "to": "08:00", "channel": "sms"}],
}
ALL = placed({type_: (type_, 0.0, 100.0 * place) for place, type_ in enumerate(KINDS)})
HEIGHT = 260


def fields_of(page: QWidget) -> list[QWidget]:
    """All that can be pointed at, but for longer texts: those scroll themselves."""
    texts = {inner for text in page.findChildren(QPlainTextEdit) for inner in (text, *text.findChildren(QWidget))}
    shown = [widget for widget in page.findChildren(QWidget) if widget.isVisible() and widget not in texts]
    return [widget for widget in shown if isinstance(widget, QComboBox | QLineEdit) or not widget.children()]


def turn_over_everything(person: Person, qtbot: QtBot) -> int:
    """Turn the wheel over each field in sight, without and with the keyboard in it; the number of fields."""
    area = person.inspector.findChild(QScrollArea)
    assert area is not None
    page = area.widget()
    assert page is not None
    area.setFixedHeight(HEIGHT)
    qtbot.waitUntil(lambda: area.height() == HEIGHT)
    for fold in page.findChildren(QToolButton):
        if fold.objectName().endswith(".fold"):
            person.click(fold)
    QApplication.processEvents()
    scenario, session, view, bar = person.scenario, person.session, person.view, area.verticalScrollBar()
    person.top.setUpdatesEnabled(False)  # no picture is looked at
    fields = fields_of(page)
    for has_keyboard in (False, True):
        for field in fields:
            for notches in (-1, 1):
                (field if has_keyboard else view).setFocus()
                area.ensureWidgetVisible(field)
                before = bar.value()
                turn_wheel(field, QPoint(0, notches * NOTCH))
                can_scroll = bar.maximum() > before if notches < 0 else before > 0
                assert (bar.value() != before) == can_scroll, field.objectName()
                assert session.scenario == scenario, field.objectName()
    assert session.undo_stack.count() == 0
    return len(fields)


@pytest.mark.parametrize("type_", KINDS)
def test_that_the_wheel_over_the_form_of_a_node_only_scrolls(sit: Sit, qtbot: QtBot, type_: str) -> None:
    scenario = with_params(ALL, type_, FULL[type_]) if type_ in FULL else ALL
    assert turn_over_everything(shown(sit(scenario), type_), qtbot) > 1


def test_that_the_wheel_over_the_settings_only_scrolls(sit: Sit, qtbot: QtBot) -> None:
    person = sit(replace(ALL, settings=make_settings(SETTINGS)))
    assert turn_over_everything(person, qtbot) > 20
