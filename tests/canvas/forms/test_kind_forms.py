"""The forms of the kinds that write about customers, and of a message's forecast, driven by mouse and keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from app.canvas.forms.editor import Json
from app.nodes.catalogue import KINDS
from app.scenario.graph import NodeId
from tests.canvas.panels.test_inspector import choose, find, params, shown, with_params, write
from tests.canvas.player import Play, Player, scenario_of
from tests.pointer import LEFT

ALL = scenario_of({type_: (type_, 0.0, 100.0 * place) for place, type_ in enumerate(KINDS)})
RATES = ("deliver", "open", "click", "unsubscribe")


def line_of(player: Player, name: str) -> QLineEdit:
    """The line in which a name can be written."""
    line = find(player, QWidget, name).findChild(QLineEdit)
    assert line is not None
    return line


def offered(player: Player, name: str) -> list[str]:
    """What a box offers when it is opened."""
    combo = find(player, QComboBox, f"{name}.field")
    combo.showPopup()
    words = [combo.itemText(row) for row in range(combo.count())]
    combo.hidePopup()
    return words


def unfolded(player: Player) -> Player:
    QTest.mouseClick(find(player, QToolButton, "param.response.fold"), LEFT)
    return player


@pytest.mark.parametrize("type_", KINDS)
def test_that_every_kind_has_a_form_that_shows_it_and_changes_nothing_by_itself(play: Play, type_: str) -> None:
    player = shown(play(ALL), type_)
    for row in KINDS[type_].form():
        assert find(player, QWidget, f"param.{row.name}").isVisible()
    assert player.scenario == ALL


def test_that_a_date_entry_is_moved_by_whole_days_before_or_after(play: Play) -> None:
    player = shown(play(ALL), "entry_date")
    write(line_of(player, "param.attribute"), "birthday")
    write(find(player, QLineEdit, "param.offset.field"), "3")
    assert params(player, "entry_date")["offset"] == "P3D"
    choose(find(player, QComboBox, "param.offset.side"), "before")
    choose(find(player, QComboBox, "param.offset.unit"), "weeks")
    write(find(player, QLineEdit, "param.time.field"), "7:30")
    box = find(player, QWidget, "param.yearly").findChild(QCheckBox)
    assert box is not None
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, 12))
    assert params(player, "entry_date") == {
        "attribute": "birthday",
        "offset": "-P3W",
        "time": "07:30",
        "yearly": False,
    }
    units = find(player, QComboBox, "param.offset.unit")
    assert [units.itemText(row) for row in range(units.count())] == ["days", "weeks", "months", "years", "as written"]


def test_that_hours_in_the_shift_of_a_date_are_shown_as_they_are_and_said_to_be_wrong(play: Play, qtbot: QtBot) -> None:
    scenario = with_params(ALL, "entry_date", {"attribute": "age", "time": "09:00", "offset": "PT3H"})
    player = shown(play(scenario), "entry_date")
    assert find(player, QLineEdit, "param.offset.field").text() == "PT3H"
    qtbot.waitUntil(lambda: bool(player.session.problems))
    assert "whole days" in find(player, QLabel, "param.offset.problem").text()


def test_that_a_score_entry_has_its_mark(play: Play) -> None:
    player = shown(play(ALL), "entry_score")
    write(line_of(player, "param.score"), "heat")
    write(find(player, QLineEdit, "param.reaches.field"), "12,5")
    assert params(player, "entry_score") == {"score": "heat", "reaches": 12.5}
    assert offered(player, "param.score") == ["heat", "lead"]


def test_that_a_constant_is_a_text_a_number_or_yes_or_no(play: Play) -> None:
    player = shown(play(ALL), "set")
    write(line_of(player, "param.attribute"), "tier")
    write(find(player, QLineEdit, "param.value.text.field"), "123")
    assert params(player, "set") == {"attribute": "tier", "value": "123"}
    shape = find(player, QComboBox, "param.value.shape.field")
    choose(shape, "a number")
    write(find(player, QLineEdit, "param.value.number.field"), "123")
    assert params(player, "set")["value"] == 123
    choose(shape, "yes or no")
    assert params(player, "set")["value"] is True
    box = find(player, QWidget, "param.value.boolean").findChild(QCheckBox)
    assert box is not None
    QTest.mouseClick(box, LEFT, pos=QPoint(8, 12))
    assert params(player, "set")["value"] is False
    choose(shape, "–")
    choose(find(player, QComboBox, "param.from_entry.field"), "amount")
    assert params(player, "set") == {"attribute": "tier", "from_entry": "amount"}
    player.undo_all()
    assert player.scenario == ALL
    assert shape.currentText() == "a text"


def test_that_what_a_node_writes_is_offered_to_conditions(play: Play) -> None:
    scenario = with_params(ALL, "set", {"attribute": "tier", "value": "gold"})
    asked = {"condition": {"attribute": "", "op": "eq", "value": ""}}
    player = shown(play(with_params(scenario, "filter", asked)), "filter")
    assert offered(player, "param.condition.builder.parts[0].attribute") == [
        "age  ·  number",
        "country  ·  text",
        "tier  ·  text",
        "voucher_code  ·  text",
    ]


def test_that_lists_are_those_of_the_dataset_and_of_the_scenario(play: Play) -> None:
    player = shown(play(with_params(ALL, "list", {"list": "new", "action": "add"})), "list")
    assert offered(player, "param.list") == ["vip", "new", "suppression"]
    choose(find(player, QComboBox, "param.list.field"), "vip")
    choose(find(player, QComboBox, "param.action.field"), "take")
    assert params(player, "list") == {"list": "vip", "action": "remove"}


def test_that_a_task_and_a_webhook_are_filled_in(play: Play) -> None:
    player = shown(play(ALL), "task")
    write(find(player, QLineEdit, "param.title.field"), "Call")
    write(find(player, QLineEdit, "param.assignee.field"), "Sales")
    write(find(player, QLineEdit, "param.due.field"), "2")
    assert params(player, "task") == {"title": "Call", "assignee": "Sales", "due": "P2D"}
    shown(player, "webhook")
    write(find(player, QLineEdit, "param.name.field"), "crm")
    assert params(player, "webhook") == {"name": "crm", "payload": ""}


def test_that_a_voucher_is_taken_from_a_pool_of_the_dataset(play: Play) -> None:
    player = shown(play(ALL), "voucher")
    assert offered(player, "param.pool") == ["spring  ·  1,200 codes"]
    choose(find(player, QComboBox, "param.pool.field"), "spring")
    write(line_of(player, "param.into"), "code")
    assert params(player, "voucher") == {"pool": "spring", "into": "code"}


def test_that_the_forecast_is_folded_away_until_it_is_wanted(play: Play) -> None:
    player = shown(play(ALL), "email")
    rate = find(player, QLineEdit, "param.response.open.rate.field")
    assert not rate.isVisible()
    unfolded(player)
    assert rate.isVisible()
    assert player.scenario == ALL
    told = {"subject": "Hi", "body": "Hello", "response": {"open": 0.3}}
    said = shown(play(with_params(ALL, "email", told)), "email")
    assert find(said, QLineEdit, "param.response.open.rate.field").isVisible()
    assert find(said, QLineEdit, "param.response.open.rate.field").text() == "30%"


def test_that_rates_are_written_in_per_cent_and_may_be_left_to_be_as_usual(play: Play) -> None:
    player = unfolded(shown(play(ALL), "sms"))
    for key, text in zip(RATES, ("98", "25%", "12,5%", "0.2"), strict=True):
        write(find(player, QLineEdit, f"param.response.{key}.rate.field"), text)
    expected: Json = {"deliver": 0.98, "open": 0.25, "click": 0.125, "unsubscribe": 0.002}
    assert params(player, "sms")["response"] == expected
    line = find(player, QLineEdit, "param.response.open.rate.field")
    write(line, "120")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert "at most 100%" in find(player, QLabel, "param.response.open.problem").text()
    for key in RATES:
        line = find(player, QLineEdit, f"param.response.{key}.rate.field")
        line.setFocus()
        line.selectAll()
        QTest.keyClick(line, Qt.Key.Key_Delete)
    assert "response" not in params(player, "sms")


def test_that_a_delay_has_a_median_and_a_usual_spread(play: Play) -> None:
    player = unfolded(shown(play(ALL), "email"))
    choose(find(player, QComboBox, "param.response.open_after.median.unit"), "hours")
    write(find(player, QLineEdit, "param.response.open_after.median.field"), "3")
    assert params(player, "email")["response"] == {"open_after": {"median": "PT3H", "sigma": 1.0}}
    write(find(player, QLineEdit, "param.response.open_after.sigma.field"), "1.2")
    assert params(player, "email")["response"] == {"open_after": {"median": "PT3H", "sigma": 1.2}}
    median = find(player, QLineEdit, "param.response.open_after.median.field")
    median.setFocus()
    median.selectAll()
    QTest.keyClick(median, Qt.Key.Key_Delete)
    QTest.keyClick(median, Qt.Key.Key_Return)
    assert "response" not in params(player, "email")


def test_that_a_click_may_lead_to_a_purchase_of_some_value(play: Play) -> None:
    player = unfolded(shown(play(ALL), "email"))
    choose(find(player, QComboBox, "param.response.convert.shape.field"), "may do something")
    name = "param.response.convert.event"
    choose(find(player, QComboBox, f"{name}.event.field"), "purchase")
    write(find(player, QLineEdit, f"{name}.rate.rate.field"), "8")
    choose(find(player, QComboBox, f"{name}.property.field"), "amount")
    write(find(player, QLineEdit, f"{name}.value.median.field"), "45")
    write(find(player, QLineEdit, f"{name}.value.sigma.field"), "0.6")
    assert params(player, "email")["response"]["convert"] == {
        "event": "purchase",
        "rate": 0.08,
        "after": {"median": "PT1H", "sigma": 1.0},
        "property": "amount",
        "value": {"median": 45, "sigma": 0.6},
    }
    choose(find(player, QComboBox, "param.response.convert.shape.field"), "does nothing more")
    assert "response" not in params(player, "email")


def test_that_some_react_otherwise_and_many_messages_tire(play: Play) -> None:
    player = unfolded(shown(play(ALL), "email"))
    QTest.mouseClick(find(player, QPushButton, "param.response.when.add"), LEFT)
    add = find(player, QPushButton, "param.response.when[0].condition.builder.parts.add").menu()
    assert add is not None
    {action.text(): action for action in add.actions()}["List"].trigger()
    choose(find(player, QComboBox, "param.response.when[0].condition.builder.parts[0].in_list.field"), "vip")
    write(find(player, QLineEdit, "param.response.when[0].open.rate.field"), "40")
    choose(find(player, QComboBox, "param.response.fatigue.shape.field"), "are opened less")
    write(find(player, QLineEdit, "param.response.fatigue.tire.per_message.field"), "80")
    assert params(player, "email")["response"] == {
        "when": [{"condition": {"all": [{"in_list": "vip"}]}, "open": 0.4}],
        "fatigue": {"per_message": 0.8, "window": "P7D"},
    }
    QTest.mouseClick(find(player, QToolButton, "param.response.when[0].remove"), LEFT)
    assert params(player, "email")["response"] == {"fatigue": {"per_message": 0.8, "window": "P7D"}}
    player.undo_all()
    assert player.scenario == ALL


def test_that_what_is_wrong_with_a_response_is_said_though_it_is_folded(play: Play, qtbot: QtBot) -> None:
    told = {"text": "Hi", "response": {"when": [{"condition": {"attribute": "contry", "op": "exists"}}]}}
    player = shown(play(with_params(ALL, "sms", told)), "sms")
    qtbot.waitUntil(lambda: bool(player.session.problems))
    unfolded(player)
    assert not find(player, QWidget, "param.response.when").isVisible()
    assert "did you mean 'country'?" in find(player, QLabel, "param.response.problem").text()
    assert NodeId("sms") in {problem.node for problem in player.session.problems}
