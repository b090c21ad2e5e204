"""Conditions on a step, and on who goes on, put together in the sentence by mouse and keys, and taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QLabel, QPushButton

from app.canvas.forms.editors.choosing import ChoiceEditor, NameEditor
from tests.builders.workspaces import workspace_of_orders
from tests.desktop.conftest import Sit
from tests.desktop.results.reading_reports import counts, in_results, pick, turn_to, until_drawn
from tests.person.person import Person, child

CUSTOMERS = ("customer_id,country", "a,DE", "b,DE", "c,FR")
EVENTS = (
    "a,2024-03-01T10:00:00Z,visit,",
    "a,2024-03-20T10:00:00Z,purchase,30",
    "b,2024-03-03T10:00:00Z,visit,",
    "b,2024-03-04T10:00:00Z,purchase,12",
    "c,2024-03-04T10:00:00Z,visit,",
    "c,2024-03-05T10:00:00Z,purchase,50",
)


@pytest.fixture
def person(sit: Sit, tmp_path: Path) -> Person:
    return in_results(sit, workspace_of_orders(tmp_path, EVENTS, CUSTOMERS))


def _ask(person: Person, field: str, name: str, comparison: str, value: str) -> None:
    """One more condition for a part of the sentence."""
    pick(person, field, "Conditions…")
    dialog = person.find(QDialog, "conditions_dialog")
    person.click(child(dialog, QPushButton, "conditions.add"))
    person.rest()
    key = "attribute" if field == "condition" else "property"
    person.write(child(dialog, NameEditor, f"conditions[0].{key}").combo, name)
    person.rest()
    person.choose(child(dialog, ChoiceEditor, "conditions[0].op").combo, comparison)
    person.write("conditions[0].value." + ("number" if value.isdigit() else "line") + ".field", value)
    person.click(child(dialog, QPushButton, "conditions_ok"))
    person.window.activateWindow()  # a window manager does so when a dialog is gone
    person.qtbot.waitUntil(person.window.isActiveWindow)
    until_drawn(person)


def test_that_a_step_asks_for_a_property_of_its_event(person: Person) -> None:
    assert counts(person) == ["3", "3"]
    _ask(person, "where_step_1", "amount", "is above", "20")
    assert counts(person) == ["3", "2"]
    assert person.find(QPushButton, "report_sentence_where_step_1").text() == "with amount above 20"
    person.click("results_undo")
    until_drawn(person)
    assert counts(person) == ["3", "3"]
    person.click("results_redo")
    until_drawn(person)
    pick(person, "where_step_1", "whatever it is like")
    assert counts(person) == ["3", "3"]


def test_that_a_step_can_be_who_the_customer_is(person: Person) -> None:
    _ask(person, "condition", "country", "is", "DE")
    assert counts(person) == ["3", "3", "2"]
    assert person.find(QPushButton, "report_sentence_step_2").text() == "country is DE"


def test_that_cohorts_ask_for_a_property_too(person: Person) -> None:
    turn_to(person, "cohorts")
    _ask(person, "where_returns", "amount", "is above", "20")
    assert "with amount above 20" in person.find(QLabel, "report_definition").text()


def test_that_a_trend_and_rfm_ask_for_a_property_too(person: Person) -> None:
    turn_to(person, "trend")
    _ask(person, "where_event_0", "amount", "is above", "20")
    assert "with amount above 20" in person.find(QLabel, "report_definition").text()
    turn_to(person, "rfm")
    _ask(person, "where_purchase", "amount", "is above", "20")
    assert "with amount above 20" in person.find(QLabel, "report_definition").text()
