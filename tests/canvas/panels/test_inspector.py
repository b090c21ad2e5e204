"""The inspector: forms that change the scenario as a person thinks of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from pydantic import TypeAdapter
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSlider,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.canvas.beside import Beside, Of, Stop, Told
from app.canvas.forms.editor import Json
from app.nodes.catalogue import KINDS
from app.nodes.conditions import Condition
from app.scenario.edits import SetLabel, SetParams, SetSettings
from app.scenario.files import make_params, make_settings
from app.scenario.graph import NodeId, Scenario
from app.scenario.reading import dump_document
from tests.builders.scenarios import placed
from tests.canvas.conftest import Sit
from tests.person.person import Person

W = TypeVar("W", bound=QWidget)
CHAIN = placed(
    {
        "start": ("entry_event", 0.0, 0.0),
        "check": ("filter", 336.0, 0.0),
        "mail": ("email", 672.0, 0.0),
        "hold": ("wait", 0.0, 200.0),
        "fork": ("branch", 336.0, 200.0),
        "test": ("split", 672.0, 200.0),
    },
    (("start", "out", "check"), ("fork", "first", "test")),
)


def find(person: Person, kind: type[W], name: str) -> W:
    found = person.inspector.findChildren(kind, name)
    assert found, f"no {kind.__name__} {name}"
    return found[-1]


def unfold(person: Person, *groups: str) -> None:
    """Open groups of settings."""
    for group in groups:
        person.click(find(person, QToolButton, f"{group}.fold"))


def shown(person: Person, node_id: str) -> Person:
    person.session.select([NodeId(node_id)])
    return person


def params(person: Person, node_id: str) -> Json:
    return dump_document(person.scenario.node(node_id).params)


def with_params(scenario: Scenario, node_id: str, values: Json) -> Scenario:
    node = scenario.node(node_id)
    return SetParams(NodeId(node_id), make_params(KINDS[node.type], values)).apply(scenario)[0]


def test_that_a_word_typed_is_one_step_and_two_words_are_two(sit: Sit) -> None:
    person = shown(sit(CHAIN), "mail")
    field = find(person, QLineEdit, "nodeLabel")
    person.write(field, "Spring sale", stays=True)
    assert person.scenario.node("mail").label == "Spring sale"
    assert person.session.undo_stack.count() == 2
    person.session.undo_stack.undo()
    assert person.scenario.node("mail").label.strip() == "Spring"
    assert field.text().strip() == "Spring"
    person.session.undo_stack.undo()
    assert person.scenario.node("mail").label == "Mail"


def test_that_the_card_shows_the_name_while_it_is_typed(sit: Sit) -> None:
    person = shown(sit(CHAIN), "mail")
    person.write(find(person, QLineEdit, "nodeLabel"), "Hi", stays=True)
    assert person.view.canvas.nodes[NodeId("mail")].node.label == "Hi"


def test_that_going_to_another_field_ends_the_step(sit: Sit) -> None:
    person = shown(sit(CHAIN), "mail")
    field = find(person, QLineEdit, "nodeLabel")
    person.write(field, "One", stays=True)
    find(person, QLineEdit, "param.subject.field").setFocus()
    field.setFocus()
    person.keys("Two")
    assert person.session.undo_stack.count() == 2


def test_that_events_are_offered_with_counts_most_frequent_first(sit: Sit) -> None:
    person = shown(sit(CHAIN), "start")
    combo = find(person, QComboBox, "param.event.field")
    assert person.offered(combo) == [
        "view  ·  20,000",
        "cart  ·  4,000",
        "purchase  ·  1,200",
    ]
    person.choose(combo, "purchase")
    assert params(person, "start")["event"] == "purchase"


def test_that_an_event_the_dataset_lacks_can_be_written(sit: Sit) -> None:
    person = shown(sit(CHAIN), "start")
    line = find(person, QWidget, "param.event").findChild(QLineEdit)
    assert line is not None
    person.write(line, "refund", stays=True)
    assert params(person, "start")["event"] == "refund"
    assert person.session.undo_stack.count() == 1


def test_that_a_duration_is_a_number_and_a_unit(sit: Sit) -> None:
    person = shown(sit(CHAIN), "hold")
    person.write(find(person, QLineEdit, "param.for.field"), "3", stays=True)
    person.choose(find(person, QComboBox, "param.for.unit"), "hours")
    assert params(person, "hold")["for"] == "PT3H"
    assert person.session.undo_stack.count() == 2


def test_that_a_compound_duration_is_kept_as_written(sit: Sit) -> None:
    person = shown(sit(with_params(CHAIN, "hold", {"for": "P1DT2H"})), "hold")
    assert find(person, QLineEdit, "param.for.field").text() == "P1DT2H"
    assert find(person, QComboBox, "param.for.unit").currentText() == "as written"


def test_that_what_is_no_number_is_not_applied_and_says_so_at_the_field(sit: Sit) -> None:
    person = shown(sit(CHAIN), "mail")
    cost = find(person, QLineEdit, "param.cost.field")
    person.write(cost, "0,5x", stays=True)
    person.key(Qt.Key.Key_Return)
    words = find(person, QLabel, "param.cost.problem")
    assert words.isVisible()
    assert "not a number" in words.text()
    assert params(person, "mail").get("cost") == 0.5 or "cost" not in params(person, "mail")
    person.write(cost, "0,02", stays=True)
    assert params(person, "mail")["cost"] == 0.02
    assert not words.isVisible()


def test_that_a_wait_until_takes_each_of_its_shapes(sit: Sit) -> None:
    person = shown(sit(CHAIN), "hold")
    shape = find(person, QComboBox, "param.until.shape.field")
    person.choose(shape, "a time of day")
    assert params(person, "hold")["until"] == {"time": "09:00"}
    person.click(find(person, QToolButton, "weekday.tue"))
    assert params(person, "hold")["until"] == {"time": "09:00", "weekdays": ["tue"]}
    person.choose(shape, "the customer’s best hour")
    assert params(person, "hold")["until"] == {"best_time": {"event": "", "fallback": "10:00"}}
    person.choose(shape, "–")
    assert "until" not in params(person, "hold")
    person.undo_all()
    assert person.scenario == CHAIN
    assert shape.currentText() == "–"


def test_that_a_condition_is_built_and_reads_as_a_sentence(sit: Sit) -> None:
    person = shown(sit(CHAIN), "check")
    add = find(person, QPushButton, "param.condition.builder.parts.add")
    menu = add.menu()
    assert menu is not None
    person.pick(menu, "Customer attribute")
    person.choose(find(person, QComboBox, "param.condition.builder.parts[0].attribute.field"), "country")
    person.write(find(person, QLineEdit, "param.condition.builder.parts[0].value.line.field"), "CZ", stays=True)
    assert params(person, "check")["condition"] == {"all": [{"attribute": "country", "op": "eq", "value": "CZ"}]}
    assert find(person, QLabel, "param.condition.words").text() == "Country is CZ"
    person.choose(find(person, QComboBox, "param.condition.builder.parts[0].op.field"), "is one of")
    assert params(person, "check")["condition"]["all"][0] == {"attribute": "country", "op": "in", "value": ["CZ"]}
    person.pick(menu, "Did something")
    person.choose(find(person, QComboBox, "param.condition.builder.parts[1].event.field"), "purchase")
    person.choose(find(person, QComboBox, "param.condition.builder.mode.field"), "any")
    assert params(person, "check")["condition"]["any"][1] == {"event": "purchase"}
    assert find(person, QLabel, "param.condition.words").text() == "Country is one of CZ or purchase at least once"


def test_that_numbers_are_compared_with_numbers(sit: Sit) -> None:
    condition = {"condition": {"attribute": "age", "op": "ge", "value": 18}}
    person = shown(sit(with_params(CHAIN, "check", condition)), "check")
    line = find(person, QLineEdit, "param.condition.builder.parts[0].value.number.field")
    person.write(line, "21", stays=True)
    assert params(person, "check")["condition"] == {"attribute": "age", "op": "ge", "value": 21}
    person.write(line, "old", stays=True)
    person.key(Qt.Key.Key_Return)
    assert "not a number" in find(person, QLabel, "param.condition.problem").text()
    assert params(person, "check")["condition"]["value"] == 21


def test_that_a_threshold_is_slid_as_one_change(sit: Sit) -> None:
    condition = {"condition": {"attribute": "age", "op": "ge", "value": 18}}
    person = shown(sit(with_params(CHAIN, "check", condition)), "check")
    slider = find(person, QSlider, "param.condition.builder.parts[0].value.number.slider")
    for _ in range(5):
        slider.setFocus()
        person.key(Qt.Key.Key_Right)
    assert params(person, "check")["condition"]["value"] == 23
    person.undo_all()
    assert params(person, "check")["condition"]["value"] == 18


def test_that_the_values_of_the_data_are_offered_with_counts(sit: Sit) -> None:
    condition = {"condition": {"attribute": "country", "op": "eq", "value": "DE"}}
    person = sit(with_params(CHAIN, "check", condition))
    asked: list[tuple[Of, str]] = []

    def values(of: Of, name: str, then: Told) -> Stop:
        asked.append((of, name))
        then([("CZ", 1204), ("JP", 30)])
        return lambda: None

    person.session.beside = Beside(values=values)
    shown(person, "check")
    line = find(person, QLineEdit, "param.condition.builder.parts[0].value.line.field")
    line.window().activateWindow()
    person.click(line)
    assert asked == [(Of.CUSTOMERS, "country")]
    person.key(Qt.Key.Key_Down)
    completer = line.completer()
    assert completer is not None
    offers = completer.popup()
    assert offers is not None
    person.qtbot.waitUntil(offers.isVisible)
    words = [offers.model().index(row, 0).data() for row in range(offers.model().rowCount())]
    assert words == ["CZ  ·  1,204", "JP  ·  30"]
    person.click(offers.viewport(), offers.visualRect(offers.model().index(1, 0)).center())
    assert params(person, "check")["condition"]["value"] == "JP"
    person.choose(find(person, QComboBox, "param.condition.builder.parts[0].op.field"), "is one of")
    person.write(line, "JP, c", stays=True)
    person.qtbot.waitUntil(offers.isVisible)
    person.click(offers.viewport(), offers.visualRect(offers.model().index(0, 0)).center())
    assert params(person, "check")["condition"]["value"] == ["JP", "CZ"]


def test_that_a_condition_asks_for_a_segment_and_says_how_many_it_holds_for(sit: Sit) -> None:
    person = sit(CHAIN)
    asked: list[Json] = []

    def count(document: Json, then: Callable[[str], None]) -> Callable[[], None]:
        asked.append(document)
        then("3 of 9 customers match now")
        return lambda: None

    vip = TypeAdapter[Condition](Condition).validate_json('{"in_list": "vip"}')
    person.session.beside = Beside({"VIP": vip}, count)
    shown(person, "check")
    add = find(person, QPushButton, "param.condition.builder.parts.add")
    person.pick(add.menu(), "Segment")
    person.choose(find(person, QComboBox, "param.condition.builder.parts[0].segment.field"), "VIP")
    meant = {"all": [{"segment": "VIP", "condition": {"in_list": "vip"}}]}
    assert params(person, "check")["condition"] == meant
    assert find(person, QLabel, "param.condition.words").text() == "In segment VIP"
    person.qtbot.waitUntil(lambda: bool(asked) and asked[-1] == meant)
    assert find(person, QLabel, "param.condition.count").text() == "3 of 9 customers match now"


def test_that_a_condition_too_exotic_for_the_builder_is_its_sentence_and_text(sit: Sit) -> None:
    exotic = {"sequence": [{"event": "view"}, {"event": "cart"}], "within": "P7D"}
    person = shown(sit(with_params(CHAIN, "check", {"condition": {"all": [exotic]}})), "check")
    page = find(person, QWidget, "param.condition.builder.parts[0]").findChild(QPlainTextEdit)
    assert page is not None
    assert '"sequence"' in page.toPlainText()
    page.setPlainText('{"sequence": [{"event": "view"}]')
    assert "Not applied yet" in find(person, QLabel, "param.condition.problem").text()
    page.setPlainText('{"sequence": [{"event": "view"}]}')
    assert params(person, "check")["condition"]["all"] == [{"sequence": [{"event": "view"}]}]
    assert not find(person, QLabel, "param.condition.problem").isVisible()


def test_that_the_whole_condition_can_be_edited_as_text(sit: Sit) -> None:
    person = shown(sit(CHAIN), "check")
    person.click(find(person, QPushButton, "param.condition.asText"))
    page = find(person, QPlainTextEdit, "param.condition.text.field")
    page.setPlainText('{"in_list": "vip"}')
    assert params(person, "check")["condition"] == {"in_list": "vip"}
    page.setPlainText('{"colour": "red"}')
    assert "Not applied yet" in find(person, QLabel, "param.condition.problem").text()
    assert params(person, "check")["condition"] == {"in_list": "vip"}


def test_that_a_way_out_that_is_removed_takes_its_wire_with_it_and_undo_brings_both_back(sit: Sit) -> None:
    person = shown(sit(CHAIN), "fork")
    person.click(find(person, QPushButton, "param.cases.add"))
    assert [case["port"] for case in params(person, "fork")["cases"]] == ["first", "case_1"]
    person.click(find(person, QToolButton, "param.cases[0].remove"))
    assert len(person.scenario.edges) == 1
    person.session.undo_stack.undo()
    assert len(person.scenario.edges) == 2
    assert len(person.view.canvas.nodes[NodeId("fork")].ports) == 3


def test_that_ways_out_change_places(sit: Sit) -> None:
    person = shown(sit(CHAIN), "fork")
    person.click(find(person, QPushButton, "param.cases.add"))
    person.click(find(person, QToolButton, "param.cases[1].up"))
    assert [case["port"] for case in params(person, "fork")["cases"]] == ["case_1", "first"]
    assert len(person.scenario.edges) == 2


def test_that_variants_have_weights(sit: Sit) -> None:
    person = shown(sit(CHAIN), "test")
    person.write(find(person, QLineEdit, "param.variants[0].weight.field"), "70", stays=True)
    assert [variant["weight"] for variant in params(person, "test")["variants"]] == [70, 50]


def test_that_problems_stand_at_their_field(sit: Sit, qtbot: QtBot) -> None:
    person = shown(sit(CHAIN), "start")
    qtbot.waitUntil(lambda: bool(person.session.problems))
    assert find(person, QLabel, "param.event.problem").isVisible()


def test_that_toggles_and_defaults_show_what_holds(sit: Sit) -> None:
    person = shown(sit(CHAIN), "mail")
    box = find(person, QWidget, "param.marketing").findChild(QCheckBox)
    assert box is not None
    assert box.isChecked()
    person.click(box, QPoint(8, 12))
    assert params(person, "mail")["marketing"] is False


def test_that_with_nothing_selected_name_and_settings_are_edited(sit: Sit) -> None:
    person = sit(CHAIN)
    person.write(find(person, QLineEdit, "scenario.name.field"), "Renamed", stays=True)
    assert person.scenario.name == "Renamed"
    assert person.session.undo_stack.count() == 1
    unfold(person, "Who enters, and when", "When messages go out", "Goals", "Ending a journey early")
    person.choose(find(person, QComboBox, "settings.reentry.mode.field"), "never")
    assert person.scenario.settings.reentry.mode == "never"
    person.click(find(person, QPushButton, "settings.frequency_caps.add"))
    assert person.scenario.settings.frequency_caps[0].max == 3
    person.click(find(person, QPushButton, "settings.goals.add"))
    assert person.scenario.settings.goals[0].id == "goal1"
    person.click(find(person, QPushButton, "settings.exit_rules.add"))
    person.choose(find(person, QComboBox, "settings.exit_rules[0].shape.field"), "A condition")
    assert dump_document(person.scenario.settings)["exit_rules"] == [{"id": "rule1", "condition": {"all": []}}]
    person.undo_all()
    assert person.scenario == CHAIN


def test_that_the_control_group_is_a_percentage_below_a_hundred(sit: Sit) -> None:
    person = sit(CHAIN)
    unfold(person, "When messages go out")
    line = find(person, QLineEdit, "settings.control_group.field")
    person.write(line, "10", stays=True)
    person.key(Qt.Key.Key_Return)
    assert person.scenario.settings.control_group == 0.1
    assert line.text() == "10%"
    person.write(line, "150", stays=True)
    person.key(Qt.Key.Key_Return)
    assert "below 100" in find(person, QLabel, "settings.control_group.problem").text()
    assert person.scenario.settings.control_group < 1


def test_that_all_settings_survive_being_shown(sit: Sit) -> None:
    settings = make_settings(
        {
            "timezone": "Europe/Prague",
            "start": "2024-01-01T00:00:00Z",
            "end": "2024-12-31T00:00:00+01:00",
            "reentry": {"mode": "restart", "cooldown": "P3D", "key": "order"},
            "exit_rules": [{"id": "bought", "event": "purchase", "match_key": True}],
            "exit_timing": "at_next_node",
            "goals": [{"id": "order", "event": "purchase", "within": "P7D", "value": "amount"}],
            "scoring": [{"score": "lead", "event": "view", "add": 1.5}],
            "frequency_caps": [{"channel": "email", "max": 2, "per": "P7D"}],
            "quiet_hours": [{"from": "21:00", "to": "09:00", "weekdays": ["sat"], "channel": "sms"}],
            "control_group": 0.05,
            "seed_salt": "x",
        }
    )
    scenario = SetSettings(settings).apply(CHAIN)[0]
    person = sit(scenario)
    person.session.select([NodeId("mail")])
    person.session.select()
    QApplication.processEvents()
    assert person.scenario is scenario
    assert find(person, QLineEdit, "settings.quiet_hours[0].from.field").text() == "21:00"


def test_that_the_form_follows_undo_from_the_canvas(sit: Sit) -> None:
    person = shown(sit(CHAIN), "hold")
    person.write(find(person, QLineEdit, "param.for.field"), "5", stays=True)
    person.view.setFocus()
    person.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert find(person, QLineEdit, "param.for.field").text() == "1"


def test_that_several_selected_or_a_wire_say_what_can_be_done(sit: Sit) -> None:
    person = sit(CHAIN)
    person.session.select([NodeId("mail"), NodeId("hold")])
    assert find(person, QLabel, "inspectorTitle").text() == "2 selected"
    person.session.select(edges=[CHAIN.edges[0]])
    assert find(person, QLabel, "inspectorTitle").text() == "Wire"


def test_that_enter_on_the_canvas_goes_to_the_form(sit: Sit) -> None:
    person = shown(sit(CHAIN), "mail")
    person.view.setFocus()
    person.key(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is find(person, QLineEdit, "param.subject.field")


def test_that_a_node_that_goes_away_takes_its_form_along(sit: Sit) -> None:
    person = shown(sit(CHAIN), "mail")
    person.view.setFocus()
    person.key(Qt.Key.Key_Delete)
    assert person.inspector.findChild(QWidget, "scenarioPage") is not None


def test_that_nothing_selected_says_what_the_scenario_is(sit: Sit) -> None:
    person = sit(CHAIN)
    said = find(person, QLabel, "scenarioSummary").text()
    assert "6 steps." in said
    assert "Starts with “Start”." in said
    assert "Sends 1 × E-mail." in said
    person.session.perform(SetLabel(NodeId("start"), "Cart"))
    assert "Starts with “Cart”." in find(person, QLabel, "scenarioSummary").text()


def test_that_settings_are_folded_and_stay_open_once_they_were_opened(sit: Sit) -> None:
    person = sit(CHAIN)
    field = find(person, QComboBox, "settings.reentry.mode.field")
    assert not field.isVisible()
    unfold(person, "Who enters, and when")
    assert field.isVisible()
    person.click_card(NodeId("mail"))
    person.click_empty_canvas(900, 400)
    assert find(person, QComboBox, "settings.reentry.mode.field").isVisible()
    assert not find(person, QPushButton, "settings.goals.add").isVisible()


def test_that_a_folded_group_says_how_much_it_holds(sit: Sit) -> None:
    goal = {"id": "order", "event": "purchase"}
    person = sit(SetSettings(make_settings({"goals": [goal]})).apply(CHAIN)[0])
    assert find(person, QToolButton, "Goals.fold").text() == "Goals · 1"


def test_that_the_settings_are_said_in_peoples_words(sit: Sit) -> None:
    person = sit(SetSettings(make_settings({"exit_rules": [{"id": "bought", "event": "purchase"}]})).apply(CHAIN)[0])
    page = person.inspector.findChild(QWidget, "scenarioPage")
    assert page is not None
    said = [found.text() for found in page.findChildren(QLabel)]
    said += [found.text() for found in page.findChildren(QAbstractButton)]
    for node in KINDS.values():
        said += [text for field in node.form() for text in (field.label, field.hint)]
    words = {word.casefold() for text in said for word in re.findall(r"[A-Za-z]+", text)}
    assert not words & {"salt", "instance", "instances", "instant", "instants", "key", "keys"}
