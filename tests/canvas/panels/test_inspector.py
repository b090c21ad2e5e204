"""The inspector: forms that change the scenario as a person thinks of it."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.canvas.forms.editor import Json
from app.nodes.catalogue import KINDS
from app.scenario.edits import SetParams, SetSettings
from app.scenario.files import make_params, make_settings
from app.scenario.graph import NodeId, Scenario
from app.scenario.reading import dump_document
from tests.canvas.player import Play, Player, scenario_of

W = TypeVar("W", bound=QWidget)
CHAIN = scenario_of(
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


def find(player: Player, kind: type[W], name: str) -> W:
    found = player.inspector.findChildren(kind, name)
    assert found, f"no {kind.__name__} {name}"
    return found[-1]


def shown(player: Player, node_id: str) -> Player:
    player.session.select([NodeId(node_id)])
    return player


def params(player: Player, node_id: str) -> Json:
    return dump_document(player.scenario.node(node_id).params)


def with_params(scenario: Scenario, node_id: str, values: Json) -> Scenario:
    node = scenario.node(node_id)
    return SetParams(NodeId(node_id), make_params(KINDS[node.type], values)).apply(scenario)[0]


def write(line: QLineEdit | QPlainTextEdit, text: str) -> None:
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)


def choose(combo: QComboBox, words: str) -> None:
    """Open the box as a person does, then choose the row."""
    combo.showPopup()
    row = next(index for index in range(combo.count()) if combo.itemText(index).startswith(words))
    combo.setCurrentIndex(row)
    combo.hidePopup()
    combo.activated.emit(row)


def test_that_a_word_typed_is_one_step_and_two_words_are_two(play: Play) -> None:
    player = shown(play(CHAIN), "mail")
    field = find(player, QLineEdit, "nodeLabel")
    write(field, "Spring sale")
    assert player.scenario.node("mail").label == "Spring sale"
    assert player.session.undo_stack.count() == 2
    player.session.undo_stack.undo()
    assert player.scenario.node("mail").label.strip() == "Spring"
    assert field.text().strip() == "Spring"
    player.session.undo_stack.undo()
    assert player.scenario.node("mail").label == "Mail"


def test_that_the_card_shows_the_name_while_it_is_typed(play: Play) -> None:
    player = shown(play(CHAIN), "mail")
    write(find(player, QLineEdit, "nodeLabel"), "Hi")
    assert player.view.canvas.nodes[NodeId("mail")].node.label == "Hi"


def test_that_going_to_another_field_ends_the_step(play: Play) -> None:
    player = shown(play(CHAIN), "mail")
    field = find(player, QLineEdit, "nodeLabel")
    write(field, "One")
    find(player, QLineEdit, "param.subject.field").setFocus()
    field.setFocus()
    QTest.keyClicks(field, "Two")
    assert player.session.undo_stack.count() == 2


def test_that_events_are_offered_with_counts_most_frequent_first(play: Play) -> None:
    player = shown(play(CHAIN), "start")
    combo = find(player, QComboBox, "param.event.field")
    combo.showPopup()
    assert [combo.itemText(row) for row in range(combo.count())] == [
        "view  ·  20,000",
        "cart  ·  4,000",
        "purchase  ·  1,200",
    ]
    combo.hidePopup()
    choose(combo, "purchase")
    assert params(player, "start")["event"] == "purchase"


def test_that_an_event_the_dataset_lacks_can_be_written(play: Play) -> None:
    player = shown(play(CHAIN), "start")
    line = find(player, QWidget, "param.event").findChild(QLineEdit)
    assert line is not None
    write(line, "refund")
    assert params(player, "start")["event"] == "refund"
    assert player.session.undo_stack.count() == 1


def test_that_a_duration_is_a_number_and_a_unit(play: Play) -> None:
    player = shown(play(CHAIN), "hold")
    write(find(player, QLineEdit, "param.for.field"), "3")
    choose(find(player, QComboBox, "param.for.unit"), "hours")
    assert params(player, "hold")["for"] == "PT3H"
    assert player.session.undo_stack.count() == 2


def test_that_a_compound_duration_is_kept_as_written(play: Play) -> None:
    player = shown(play(with_params(CHAIN, "hold", {"for": "P1DT2H"})), "hold")
    assert find(player, QLineEdit, "param.for.field").text() == "P1DT2H"
    assert find(player, QComboBox, "param.for.unit").currentText() == "as written"


def test_that_what_is_no_number_is_not_applied_and_says_so_at_the_field(play: Play) -> None:
    player = shown(play(CHAIN), "mail")
    cost = find(player, QLineEdit, "param.cost.field")
    write(cost, "0,5x")
    QTest.keyClick(cost, Qt.Key.Key_Return)
    words = find(player, QLabel, "param.cost.problem")
    assert words.isVisible()
    assert "not a number" in words.text()
    assert params(player, "mail").get("cost") == 0.5 or "cost" not in params(player, "mail")
    write(cost, "0,02")
    assert params(player, "mail")["cost"] == 0.02
    assert not words.isVisible()


def test_that_a_wait_until_takes_each_of_its_shapes(play: Play) -> None:
    player = shown(play(CHAIN), "hold")
    shape = find(player, QComboBox, "param.until.shape.field")
    choose(shape, "a time of day")
    assert params(player, "hold")["until"] == {"time": "09:00"}
    QTest.mouseClick(find(player, QToolButton, "weekday.tue"), Qt.MouseButton.LeftButton)
    assert params(player, "hold")["until"] == {"time": "09:00", "weekdays": ["tue"]}
    choose(shape, "the customer’s best hour")
    assert params(player, "hold")["until"] == {"best_time": {"event": "", "fallback": "10:00"}}
    choose(shape, "–")
    assert "until" not in params(player, "hold")
    player.undo_all()
    assert player.scenario == CHAIN
    assert shape.currentText() == "–"


def test_that_a_condition_is_built_and_reads_as_a_sentence(play: Play) -> None:
    player = shown(play(CHAIN), "check")
    add = find(player, QPushButton, "param.condition.builder.parts.add")
    menu = add.menu()
    assert menu is not None
    {action.text(): action for action in menu.actions()}["Customer attribute"].trigger()
    choose(find(player, QComboBox, "param.condition.builder.parts[0].attribute.field"), "country")
    write(find(player, QLineEdit, "param.condition.builder.parts[0].value.line.field"), "CZ")
    assert params(player, "check")["condition"] == {"all": [{"attribute": "country", "op": "eq", "value": "CZ"}]}
    assert find(player, QLabel, "param.condition.words").text() == "Country is CZ"
    choose(find(player, QComboBox, "param.condition.builder.parts[0].op.field"), "is one of")
    assert params(player, "check")["condition"]["all"][0] == {"attribute": "country", "op": "in", "value": ["CZ"]}
    {action.text(): action for action in menu.actions()}["Did something"].trigger()
    choose(find(player, QComboBox, "param.condition.builder.parts[1].event.field"), "purchase")
    choose(find(player, QComboBox, "param.condition.builder.mode.field"), "any")
    assert params(player, "check")["condition"]["any"][1] == {"event": "purchase"}
    assert find(player, QLabel, "param.condition.words").text() == "Country is one of CZ or purchase at least once"


def test_that_numbers_are_compared_with_numbers(play: Play) -> None:
    condition = {"condition": {"attribute": "age", "op": "ge", "value": 18}}
    player = shown(play(with_params(CHAIN, "check", condition)), "check")
    line = find(player, QLineEdit, "param.condition.builder.parts[0].value.line.field")
    write(line, "21")
    assert params(player, "check")["condition"] == {"attribute": "age", "op": "ge", "value": 21}
    write(line, "old")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert "not a number" in find(player, QLabel, "param.condition.problem").text()
    assert params(player, "check")["condition"]["value"] == 21


def test_that_a_condition_too_exotic_for_the_builder_is_its_sentence_and_text(play: Play) -> None:
    exotic = {"sequence": [{"event": "view"}, {"event": "cart"}], "within": "P7D"}
    player = shown(play(with_params(CHAIN, "check", {"condition": {"all": [exotic]}})), "check")
    page = find(player, QWidget, "param.condition.builder.parts[0]").findChild(QPlainTextEdit)
    assert page is not None
    assert '"sequence"' in page.toPlainText()
    page.setPlainText('{"sequence": [{"event": "view"}]')
    assert "Not applied yet" in find(player, QLabel, "param.condition.problem").text()
    page.setPlainText('{"sequence": [{"event": "view"}]}')
    assert params(player, "check")["condition"]["all"] == [{"sequence": [{"event": "view"}]}]
    assert not find(player, QLabel, "param.condition.problem").isVisible()


def test_that_the_whole_condition_can_be_edited_as_text(play: Play) -> None:
    player = shown(play(CHAIN), "check")
    QTest.mouseClick(find(player, QPushButton, "param.condition.asText"), Qt.MouseButton.LeftButton)
    page = find(player, QPlainTextEdit, "param.condition.text.field")
    page.setPlainText('{"in_list": "vip"}')
    assert params(player, "check")["condition"] == {"in_list": "vip"}
    page.setPlainText('{"colour": "red"}')
    assert "Not applied yet" in find(player, QLabel, "param.condition.problem").text()
    assert params(player, "check")["condition"] == {"in_list": "vip"}


def test_that_a_way_out_that_is_removed_takes_its_wire_with_it_and_undo_brings_both_back(play: Play) -> None:
    player = shown(play(CHAIN), "fork")
    QTest.mouseClick(find(player, QPushButton, "param.cases.add"), Qt.MouseButton.LeftButton)
    assert [case["port"] for case in params(player, "fork")["cases"]] == ["first", "case_1"]
    QTest.mouseClick(find(player, QToolButton, "param.cases[0].remove"), Qt.MouseButton.LeftButton)
    assert len(player.scenario.edges) == 1
    player.session.undo_stack.undo()
    assert len(player.scenario.edges) == 2
    assert len(player.view.canvas.nodes[NodeId("fork")].ports) == 3


def test_that_ways_out_change_places(play: Play) -> None:
    player = shown(play(CHAIN), "fork")
    QTest.mouseClick(find(player, QPushButton, "param.cases.add"), Qt.MouseButton.LeftButton)
    QTest.mouseClick(find(player, QToolButton, "param.cases[1].up"), Qt.MouseButton.LeftButton)
    assert [case["port"] for case in params(player, "fork")["cases"]] == ["case_1", "first"]
    assert len(player.scenario.edges) == 2


def test_that_variants_have_weights(play: Play) -> None:
    player = shown(play(CHAIN), "test")
    write(find(player, QLineEdit, "param.variants[0].weight.field"), "70")
    assert [variant["weight"] for variant in params(player, "test")["variants"]] == [70, 50]


def test_that_problems_stand_at_their_field(play: Play, qtbot: QtBot) -> None:
    player = shown(play(CHAIN), "start")
    qtbot.waitUntil(lambda: bool(player.session.problems))
    assert find(player, QLabel, "param.event.problem").isVisible()


def test_that_toggles_and_defaults_show_what_holds(play: Play) -> None:
    player = shown(play(CHAIN), "mail")
    box = find(player, QWidget, "param.marketing").findChild(QCheckBox)
    assert box is not None
    assert box.isChecked()
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, 12))
    assert params(player, "mail")["marketing"] is False


def test_that_with_nothing_selected_name_and_settings_are_edited(play: Play) -> None:
    player = play(CHAIN)
    write(find(player, QLineEdit, "scenario.name.field"), "Renamed")
    assert player.scenario.name == "Renamed"
    assert player.session.undo_stack.count() == 1
    choose(find(player, QComboBox, "settings.reentry.mode.field"), "never")
    assert player.scenario.settings.reentry.mode == "never"
    QTest.mouseClick(find(player, QPushButton, "settings.frequency_caps.add"), Qt.MouseButton.LeftButton)
    assert player.scenario.settings.frequency_caps[0].max == 3
    QTest.mouseClick(find(player, QPushButton, "settings.goals.add"), Qt.MouseButton.LeftButton)
    assert player.scenario.settings.goals[0].id == "goal1"
    QTest.mouseClick(find(player, QPushButton, "settings.exit_rules.add"), Qt.MouseButton.LeftButton)
    choose(find(player, QComboBox, "settings.exit_rules[0].shape.field"), "A condition")
    assert dump_document(player.scenario.settings)["exit_rules"] == [{"id": "rule1", "condition": {"all": []}}]
    player.undo_all()
    assert player.scenario == CHAIN


def test_that_the_control_group_is_a_percentage_below_a_hundred(play: Play) -> None:
    player = play(CHAIN)
    line = find(player, QLineEdit, "settings.control_group.field")
    write(line, "10")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert player.scenario.settings.control_group == 0.1
    assert line.text() == "10%"
    write(line, "150")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert "below 100" in find(player, QLabel, "settings.control_group.problem").text()
    assert player.scenario.settings.control_group < 1


def test_that_all_settings_survive_being_shown(play: Play) -> None:
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
    player = play(scenario)
    player.session.select([NodeId("mail")])
    player.session.select()
    QApplication.processEvents()
    assert player.scenario is scenario
    assert find(player, QLineEdit, "settings.quiet_hours[0].from.field").text() == "21:00"


def test_that_the_form_follows_undo_from_the_canvas(play: Play) -> None:
    player = shown(play(CHAIN), "hold")
    write(find(player, QLineEdit, "param.for.field"), "5")
    player.view.setFocus()
    player.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert find(player, QLineEdit, "param.for.field").text() == "1"


def test_that_several_selected_or_a_wire_say_what_can_be_done(play: Play) -> None:
    player = play(CHAIN)
    player.session.select([NodeId("mail"), NodeId("hold")])
    assert find(player, QLabel, "inspectorTitle").text() == "2 selected"
    player.session.select(edges=[CHAIN.edges[0]])
    assert find(player, QLabel, "inspectorTitle").text() == "Wire"


def test_that_enter_on_the_canvas_goes_to_the_form(play: Play) -> None:
    player = shown(play(CHAIN), "mail")
    player.view.setFocus()
    player.key(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is find(player, QLineEdit, "param.subject.field")


def test_that_a_node_that_goes_away_takes_its_form_along(play: Play) -> None:
    player = shown(play(CHAIN), "mail")
    player.view.setFocus()
    player.key(Qt.Key.Key_Delete)
    assert player.inspector.findChild(QWidget, "scenarioPage") is not None
