"""The forms of the kinds that write about customers, and of a message's forecast, driven by mouse and keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from app.canvas.forms.editors.editor import Json
from app.nodes.catalogue import KINDS
from app.scenario.graph import NodeId
from tests.builders.scenarios import placed
from tests.canvas.conftest import Sit
from tests.canvas.panels.inspecting import find, params, shown, with_params
from tests.person.person import Person

ALL = placed({type_: (type_, 0.0, 100.0 * place) for place, type_ in enumerate(KINDS)})
RATES = ("deliver", "open", "click", "unsubscribe")


def line_of(person: Person, name: str) -> QLineEdit:
    """The line in which a name can be written."""
    line = find(person, QWidget, name).findChild(QLineEdit)
    assert line is not None
    return line


def offered(person: Person, name: str) -> list[str]:
    """What a box offers when it is opened."""
    return person.offered(find(person, QComboBox, f"{name}.field"))


def unfolded(person: Person) -> Person:
    person.click(find(person, QToolButton, "param.response.fold"))
    return person


@pytest.mark.parametrize("type_", KINDS)
def test_that_every_kind_has_a_form_that_shows_it_and_changes_nothing_by_itself(sit: Sit, type_: str) -> None:
    person = shown(sit(ALL), type_)
    for row in KINDS[type_].form():
        assert find(person, QWidget, f"param.{row.name}").isVisible()
    assert person.scenario == ALL


def test_that_a_date_entry_is_moved_by_whole_days_before_or_after(sit: Sit) -> None:
    person = shown(sit(ALL), "entry_date")
    person.write(line_of(person, "param.attribute"), "birthday", stays=True)
    person.write(find(person, QLineEdit, "param.offset.field"), "3", stays=True)
    assert params(person, "entry_date")["offset"] == "P3D"
    person.choose(find(person, QComboBox, "param.offset.side"), "before")
    person.choose(find(person, QComboBox, "param.offset.unit"), "weeks")
    person.write(find(person, QLineEdit, "param.time.field"), "7:30", stays=True)
    box = find(person, QWidget, "param.yearly").findChild(QCheckBox)
    assert box is not None
    person.click(box, QPoint(8, 12))
    assert params(person, "entry_date") == {
        "attribute": "birthday",
        "offset": "-P3W",
        "time": "07:30",
        "yearly": False,
    }
    units = find(person, QComboBox, "param.offset.unit")
    assert [units.itemText(row) for row in range(units.count())] == ["days", "weeks", "months", "years", "as written"]


def test_that_hours_in_the_shift_of_a_date_are_shown_as_they_are_and_said_to_be_wrong(sit: Sit, qtbot: QtBot) -> None:
    scenario = with_params(ALL, "entry_date", {"attribute": "age", "time": "09:00", "offset": "PT3H"})
    person = shown(sit(scenario), "entry_date")
    assert find(person, QLineEdit, "param.offset.field").text() == "PT3H"
    qtbot.waitUntil(lambda: bool(person.session.problems))
    assert "whole days" in find(person, QLabel, "param.offset.problem").text()


def test_that_a_score_entry_has_its_mark(sit: Sit) -> None:
    person = shown(sit(ALL), "entry_score")
    person.write(line_of(person, "param.score"), "heat", stays=True)
    person.write(find(person, QLineEdit, "param.reaches.field"), "12,5", stays=True)
    assert params(person, "entry_score") == {"score": "heat", "reaches": 12.5}
    assert offered(person, "param.score") == ["heat", "lead"]


def test_that_a_constant_is_a_text_a_number_or_yes_or_no(sit: Sit) -> None:
    person = shown(sit(ALL), "set")
    person.write(line_of(person, "param.attribute"), "tier", stays=True)
    person.write(find(person, QLineEdit, "param.value.text.field"), "123", stays=True)
    assert params(person, "set") == {"attribute": "tier", "value": "123"}
    shape = find(person, QComboBox, "param.value.shape.field")
    person.choose(shape, "a number")
    person.write(find(person, QLineEdit, "param.value.number.field"), "123", stays=True)
    assert params(person, "set")["value"] == 123
    person.choose(shape, "yes or no")
    assert params(person, "set")["value"] is True
    box = find(person, QWidget, "param.value.boolean").findChild(QCheckBox)
    assert box is not None
    person.click(box, QPoint(8, 12))
    assert params(person, "set")["value"] is False
    person.choose(shape, "–")
    person.choose(find(person, QComboBox, "param.from_entry.field"), "amount")
    assert params(person, "set") == {"attribute": "tier", "from_entry": "amount"}
    person.undo_all()
    assert person.scenario == ALL
    assert shape.currentText() == "a text"


def test_that_what_a_node_writes_is_offered_to_conditions(sit: Sit) -> None:
    scenario = with_params(ALL, "set", {"attribute": "tier", "value": "gold"})
    asked = {"condition": {"attribute": "", "op": "eq", "value": ""}}
    person = shown(sit(with_params(scenario, "filter", asked)), "filter")
    assert offered(person, "param.condition.builder.parts[0].attribute") == [
        "age  ·  number",
        "country  ·  text",
        "recommended  ·  text",
        "tier  ·  text",
        "voucher_code  ·  text",
    ]


def test_that_lists_are_those_of_the_dataset_and_of_the_scenario(sit: Sit) -> None:
    person = shown(sit(with_params(ALL, "list", {"list": "new", "action": "add"})), "list")
    assert offered(person, "param.list") == ["vip", "new", "suppression"]
    person.choose(find(person, QComboBox, "param.list.field"), "vip")
    person.choose(find(person, QComboBox, "param.action.field"), "take")
    assert params(person, "list") == {"list": "vip", "action": "remove"}


def test_that_a_task_and_a_webhook_are_filled_in(sit: Sit) -> None:
    person = shown(sit(ALL), "task")
    person.write(find(person, QLineEdit, "param.title.field"), "Call", stays=True)
    person.write(find(person, QLineEdit, "param.assignee.field"), "Sales", stays=True)
    person.write(find(person, QLineEdit, "param.due.field"), "2", stays=True)
    assert params(person, "task") == {"title": "Call", "assignee": "Sales", "due": "P2D"}
    shown(person, "webhook")
    person.write(find(person, QLineEdit, "param.name.field"), "crm", stays=True)
    assert params(person, "webhook") == {"name": "crm", "payload": ""}


def test_that_a_voucher_is_taken_from_a_pool_of_the_dataset(sit: Sit) -> None:
    person = shown(sit(ALL), "voucher")
    assert offered(person, "param.pool") == ["spring  ·  1,200 codes"]
    person.choose(find(person, QComboBox, "param.pool.field"), "spring")
    person.write(line_of(person, "param.into"), "code", stays=True)
    assert params(person, "voucher") == {"pool": "spring", "into": "code"}


def test_that_the_forecast_is_folded_away_until_it_is_wanted(sit: Sit) -> None:
    person = shown(sit(ALL), "email")
    rate = find(person, QLineEdit, "param.response.open.rate.field")
    assert not rate.isVisible()
    unfolded(person)
    assert rate.isVisible()
    assert person.scenario == ALL
    told = {"subject": "Hi", "body": "Hello", "response": {"open": 0.3}}
    said = shown(sit(with_params(ALL, "email", told)), "email")
    assert find(said, QLineEdit, "param.response.open.rate.field").isVisible()
    assert find(said, QLineEdit, "param.response.open.rate.field").text() == "30%"


def test_that_rates_are_written_in_per_cent_and_may_be_left_to_be_as_usual(sit: Sit) -> None:
    person = unfolded(shown(sit(ALL), "sms"))
    for key, text in zip(RATES, ("98", "25%", "12,5%", "0.2"), strict=True):
        person.write(find(person, QLineEdit, f"param.response.{key}.rate.field"), text, stays=True)
    expected: Json = {"deliver": 0.98, "open": 0.25, "click": 0.125, "unsubscribe": 0.002}
    assert params(person, "sms")["response"] == expected
    line = find(person, QLineEdit, "param.response.open.rate.field")
    person.write(line, "120", stays=True)
    person.key(Qt.Key.Key_Return)
    assert "at most 100%" in find(person, QLabel, "param.response.open.problem").text()
    for key in RATES:
        line = find(person, QLineEdit, f"param.response.{key}.rate.field")
        line.setFocus()
        line.selectAll()
        person.key(Qt.Key.Key_Delete)
    assert "response" not in params(person, "sms")


def test_that_a_delay_has_a_median_and_a_usual_spread(sit: Sit) -> None:
    person = unfolded(shown(sit(ALL), "email"))
    person.choose(find(person, QComboBox, "param.response.open_after.median.unit"), "hours")
    person.write(find(person, QLineEdit, "param.response.open_after.median.field"), "3", stays=True)
    assert params(person, "email")["response"] == {"open_after": {"median": "PT3H", "sigma": 1.0}}
    person.write(find(person, QLineEdit, "param.response.open_after.sigma.field"), "1.2", stays=True)
    assert params(person, "email")["response"] == {"open_after": {"median": "PT3H", "sigma": 1.2}}
    median = find(person, QLineEdit, "param.response.open_after.median.field")
    median.setFocus()
    median.selectAll()
    person.key(Qt.Key.Key_Delete)
    person.key(Qt.Key.Key_Return)
    assert "response" not in params(person, "email")


def test_that_a_click_may_lead_to_a_purchase_of_some_value(sit: Sit) -> None:
    person = unfolded(shown(sit(ALL), "email"))
    person.choose(find(person, QComboBox, "param.response.convert.shape.field"), "may do something")
    name = "param.response.convert.event"
    person.choose(find(person, QComboBox, f"{name}.event.field"), "purchase")
    person.write(find(person, QLineEdit, f"{name}.rate.rate.field"), "8", stays=True)
    person.choose(find(person, QComboBox, f"{name}.property.field"), "amount")
    person.write(find(person, QLineEdit, f"{name}.value.median.field"), "45", stays=True)
    person.write(find(person, QLineEdit, f"{name}.value.sigma.field"), "0.6", stays=True)
    assert params(person, "email")["response"]["convert"] == {
        "event": "purchase",
        "rate": 0.08,
        "after": {"median": "PT1H", "sigma": 1.0},
        "property": "amount",
        "value": {"median": 45, "sigma": 0.6},
    }
    person.choose(find(person, QComboBox, "param.response.convert.shape.field"), "does nothing more")
    assert "response" not in params(person, "email")


def test_that_some_react_otherwise_and_many_messages_tire(sit: Sit) -> None:
    person = unfolded(shown(sit(ALL), "email"))
    person.click(find(person, QPushButton, "param.response.when.add"))
    add = find(person, QPushButton, "param.response.when[0].condition.builder.parts.add").menu()
    assert add is not None
    person.pick(add, "List")
    person.choose(find(person, QComboBox, "param.response.when[0].condition.builder.parts[0].in_list.field"), "vip")
    person.write(find(person, QLineEdit, "param.response.when[0].open.rate.field"), "40", stays=True)
    person.choose(find(person, QComboBox, "param.response.fatigue.shape.field"), "are opened less")
    person.write(find(person, QLineEdit, "param.response.fatigue.tire.per_message.field"), "80", stays=True)
    assert params(person, "email")["response"] == {
        "when": [{"condition": {"all": [{"in_list": "vip"}]}, "open": 0.4}],
        "fatigue": {"per_message": 0.8, "window": "P7D"},
    }
    person.click(find(person, QToolButton, "param.response.when[0].remove"))
    assert params(person, "email")["response"] == {"fatigue": {"per_message": 0.8, "window": "P7D"}}
    person.undo_all()
    assert person.scenario == ALL


def test_that_what_is_wrong_with_a_response_is_said_though_it_is_folded(sit: Sit, qtbot: QtBot) -> None:
    told = {"text": "Hi", "response": {"when": [{"condition": {"attribute": "contry", "op": "exists"}}]}}
    person = shown(sit(with_params(ALL, "sms", told)), "sms")
    qtbot.waitUntil(lambda: bool(person.session.problems))
    unfolded(person)
    assert not find(person, QWidget, "param.response.when").isVisible()
    assert "did you mean 'country'?" in find(person, QLabel, "param.response.problem").text()
    assert NodeId("sms") in {problem.node for problem in person.session.problems}
