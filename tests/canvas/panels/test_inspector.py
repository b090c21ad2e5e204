"""The inspector: forms that change a node as a person thinks of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from pydantic import TypeAdapter
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
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
from app.canvas.forms.editors.editor import Json
from app.nodes.conditions import Condition
from app.scenario.graph import NodeId
from tests.canvas.conftest import Sit
from tests.canvas.items.test_zooms import rehearsed
from tests.canvas.panels.inspecting import CHAIN, find, is_whole, params, shown, with_params
from tests.person import hands


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


def test_that_a_name_is_completed_as_it_is_typed(sit: Sit) -> None:
    person = shown(sit(CHAIN), "start")
    combo = find(person, QComboBox, "param.event.field")
    person.write(combo, "art", stays=True)
    completer = combo.completer()
    assert completer is not None
    offers = completer.popup()
    assert offers is not None
    person.qtbot.waitUntil(offers.isVisible)
    assert [offers.model().index(row, 0).data() for row in range(offers.model().rowCount())] == ["cart  ·  4,000"]
    person.key(Qt.Key.Key_Down)
    assert combo.currentText() == "cart"
    person.key(Qt.Key.Key_Return)
    assert params(person, "start")["event"] == "cart"


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
    for dated in ("a moment", "a date of the customer"):
        person.choose(shape, dated)
        assert is_whole(person), dated
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


def test_that_nothing_moves_away_from_under_a_button_that_is_held(sit: Sit, qtbot: QtBot) -> None:
    person = shown(sit(CHAIN), "fork")
    button = find(person, QPushButton, "param.cases.add")
    hands.bring_into_sight(button)
    place = partial(button.mapTo, person.top, QPoint(0, 0))
    before = place()
    hands.press(button, button.rect().center())
    qtbot.waitUntil(lambda: bool(person.session.problems))
    QApplication.processEvents()
    assert place() == before
    hands.release(button, button.rect().center())
    assert [case["port"] for case in params(person, "fork")["cases"]] == ["first", "case_1"]
    qtbot.waitUntil(find(person, QLabel, "nodeProblems").isVisible)


@pytest.mark.parametrize("were_there", [False, True])
@pytest.mark.parametrize("node_id", ["hold", "mail", "fork"])
def test_that_counts_that_come_and_go_move_no_field_that_somebody_is_in(
    sit: Sit, qtbot: QtBot, node_id: str, were_there: bool
) -> None:
    person = shown(sit(CHAIN), node_id)
    person.session.show_summary(rehearsed(person.scenario) if were_there else None)
    qtbot.waitUntil(lambda: not person.session.is_check_due)
    lines = [line for line in person.inspector.findChildren(QLineEdit) if line.objectName().startswith("param.")]
    field = next(line for line in lines if line.isVisible())
    person.click(field)
    assert field.hasFocus()
    place = partial(field.mapTo, person.top, QPoint(0, 0))
    before = place()
    for is_counted in (not were_there, were_there, not were_there, were_there):
        person.session.show_summary(rehearsed(person.scenario) if is_counted else None)
        QApplication.processEvents()
        assert find(person, QLabel, "nodeFigures").isVisible() == is_counted
        assert place() == before


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
