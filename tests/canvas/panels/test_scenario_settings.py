"""The inspector with nothing selected: what the scenario is, and its settings in groups."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QWidget,
)

from app.canvas.forms.offers import Offers
from app.canvas.forms.settings import settings_sections
from app.nodes.catalogue import KINDS
from app.scenario.edits import SetLabel, SetSettings
from app.scenario.files import make_settings
from app.scenario.graph import NodeId
from app.scenario.reading import dump_document
from tests.canvas.conftest import Sit
from tests.canvas.panels.inspecting import CHAIN, find, is_whole, unfold

SECTIONS = settings_sections(Offers)
TITLES = [section.title for section in SECTIONS]


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


def test_that_all_settings_survive_being_shown_each_of_them_whole(sit: Sit) -> None:
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
    unfold(person, *TITLES)
    person.session.select([NodeId("mail")])
    person.session.select()
    QApplication.processEvents()
    assert person.scenario is scenario
    assert is_whole(person)
    assert find(person, QLineEdit, "settings.quiet_hours[0].from.field").text() == "21:00"


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
    assert person.inspector.findChild(QComboBox, "settings.reentry.mode.field") is None
    unfold(person, "Who enters, and when")
    assert find(person, QComboBox, "settings.reentry.mode.field").isVisible()
    person.click_card(NodeId("mail"))
    person.click_empty_canvas(900, 400)
    assert find(person, QComboBox, "settings.reentry.mode.field").isVisible()
    assert person.inspector.findChild(QPushButton, "settings.goals.add") is None


@pytest.mark.usefixtures("qapp")
def test_that_each_setting_is_in_one_group_that_shows_it_once_it_is_open() -> None:
    keys = [key for section in SECTIONS for key in section.keys]
    assert sorted(keys) == sorted(make_settings({}).model_dump(by_alias=True))
    for section in SECTIONS:
        assert section.keys == tuple(field.name for field, _ in section.rows())


def test_that_a_folded_group_says_how_much_it_holds(sit: Sit) -> None:
    goal = {"id": "order", "event": "purchase"}
    person = sit(SetSettings(make_settings({"goals": [goal]})).apply(CHAIN)[0])
    assert find(person, QToolButton, "Goals.fold").text() == "Goals · 1"


def test_that_the_settings_are_said_in_peoples_words(sit: Sit) -> None:
    person = sit(SetSettings(make_settings({"exit_rules": [{"id": "bought", "event": "purchase"}]})).apply(CHAIN)[0])
    unfold(person, *TITLES)
    page = person.inspector.findChild(QWidget, "scenarioPage")
    assert page is not None
    said = [found.text() for found in page.findChildren(QLabel)]
    said += [found.text() for found in page.findChildren(QAbstractButton)]
    for node in KINDS.values():
        said += [text for field in node.form() for text in (field.label, field.hint)]
    words = {word.casefold() for text in said for word in re.findall(r"[A-Za-z]+", text)}
    assert not words & {"salt", "instance", "instances", "instant", "instants", "key", "keys"}
