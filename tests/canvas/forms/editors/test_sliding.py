"""Sliders of forms, dragged by the mouse and moved by keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QSlider, QStyle, QStyleOptionSlider

from app.scenario.graph import NodeId
from app.scenario.reading import dump_document
from tests.builders.scenarios import START, placed, scenario
from tests.canvas.conftest import Sit
from tests.canvas.panels.inspecting import with_params
from tests.person import hands
from tests.person.person import Person

STEPS = 6


def handle(slider: QSlider) -> QPoint:
    """The middle of what is dragged."""
    option = QStyleOptionSlider()
    slider.initStyleOption(option)
    part = QStyle.SubControl.SC_SliderHandle
    return slider.style().subControlRect(QStyle.ComplexControl.CC_Slider, option, part, slider).center()


def slide(slider: QSlider, by: int, rest: Callable[[], None] = lambda: None) -> None:
    """Take hold of a slider, and drag it in a few steps, after each of which the hand may rest."""
    hands.bring_into_sight(slider)
    start = handle(slider)
    hands.press(slider, start)
    for step in range(1, STEPS + 1):
        hands.move(slider, start + QPoint(by * step // STEPS, 0))
        rest()
    hands.release(slider, start + QPoint(by, 0))


def params_of(person: Person, node_id: str = "pause") -> dict[str, object]:
    return dump_document(person.scenario.node(NodeId(node_id)).params)


@pytest.fixture
def person(sit: Sit) -> Person:
    made = sit(with_params(placed({"pause": ("wait", 300.0, 200.0)}), "pause", {"for": "PT1H"}))
    made.click_card(NodeId("pause"))
    return made


def test_that_a_slide_changes_the_duration_while_it_moves_and_is_one_step(person: Person) -> None:
    seen: list[object] = []
    person.session.changed.connect(lambda: seen.append(params_of(person)["for"]))
    slider = person.find(QSlider, "param.for.slider")

    def is_followed() -> bool:
        return params_of(person)["for"] == f"PT{slider.value()}H"

    slide(slider, 120, lambda: person.qtbot.waitUntil(is_followed))
    assert len(seen) > 2
    assert seen[-1] == f"PT{slider.value()}H"
    assert person.find(QLineEdit, "param.for.field").text() == str(slider.value())
    slide(slider, -40)
    assert person.session.undo_stack.count() == 2
    person.session.undo_stack.undo()
    assert params_of(person)["for"] in seen
    person.session.undo_stack.undo()
    assert params_of(person) == {"for": "PT1H"}
    assert slider.value() == 1


def test_that_arrow_keys_move_a_slider(person: Person) -> None:
    slider = person.find(QSlider, "param.for.slider")
    hands.press(slider, handle(slider))
    hands.release(slider, handle(slider))
    person.key(Qt.Key.Key_Right)
    person.key(Qt.Key.Key_Right)
    assert params_of(person)["for"] == "PT3H"
    person.session.undo_stack.undo()
    assert params_of(person)["for"] == "PT1H"


def test_that_a_duration_of_several_units_cannot_be_slid(sit: Sit) -> None:
    person = sit(with_params(placed({"pause": ("wait", 300.0, 200.0)}), "pause", {"for": "P1DT2H"}))
    person.click_card(NodeId("pause"))
    assert not person.find(QSlider, "param.for.slider").isEnabled()
    assert person.find(QLineEdit, "param.for.field").text() == "P1DT2H"


def test_that_weights_and_thresholds_can_be_slid(sit: Sit) -> None:
    person = sit(with_params(placed({"hot": ("entry_score", 300.0, 200.0)}), "hot", {"score": "heat", "reaches": 20}))
    person.click_card(NodeId("hot"))
    slider = person.find(QSlider, "param.reaches.slider")
    slide(slider, 60)
    assert params_of(person, "hot")["reaches"] == slider.value() > 20


def test_that_caps_and_the_control_group_can_be_slid(sit: Sit) -> None:
    person = sit(scenario([START], frequency_caps=[{"channel": "any", "max": 3, "per": "P7D"}], control_group=0.1))
    person.click("When messages go out.fold")

    def settings() -> dict[str, Any]:
        return dump_document(person.scenario.settings)

    most = person.find(QSlider, "settings.frequency_caps[0].max.slider")
    slide(most, 30)
    assert settings()["frequency_caps"][0]["max"] == most.value() > 3
    time = person.find(QSlider, "settings.frequency_caps[0].per.slider")
    slide(time, 20)
    assert settings()["frequency_caps"][0]["per"] == f"P{time.value()}D" != "P7D"
    held_out = person.find(QSlider, "settings.control_group.slider")
    slide(held_out, 20)
    assert settings()["control_group"] == held_out.value() / 100 > 0.1
    assert person.session.undo_stack.count() == 3


def test_that_a_number_from_nothing_to_one_is_slid_by_hundredths(sit: Sit) -> None:
    made = sit(with_params(placed({"pick": ("recommend", 300.0, 200.0)}), "pick", {"overstock": 0.5}))
    made.click_card(NodeId("pick"))
    slider = made.find(QSlider, "param.overstock.slider")
    assert (slider.minimum(), slider.value(), slider.maximum()) == (0, 50, 100)
    assert slider.isEnabled()
    slide(slider, slider.width() // 6)
    assert 50 < slider.value() < 100
    assert params_of(made, "pick")["overstock"] == slider.value() / 100
