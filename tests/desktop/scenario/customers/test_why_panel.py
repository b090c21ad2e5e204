"""The panel that tells a customer's way: its pages, its steps that lead to nodes, and what it says meanwhile."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest
from PySide6.QtWidgets import QLabel, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from app.canvas.figures import Door, NodePart
from app.desktop.scenario.customers.why_panel import PAGE, WhyPanel
from app.guides.templates import load_template
from app.look.palette import LIGHT
from app.runtime.explanation import Explanation, Step, StepKind
from app.scenario.graph import Scenario
from tests.person.person import Person, child

_MINUTE_US = 60_000_000
_COUNT = 2 * PAGE + 7


@pytest.fixture
def scenario() -> Scenario:
    return load_template("abandoned_cart")


@pytest.fixture
def panel(qtbot: QtBot, scenario: Scenario) -> WhyPanel:
    made = WhyPanel(LIGHT)
    qtbot.addWidget(made)
    made.resize(420, 600)
    made.show()
    node = scenario.nodes[1]
    steps = tuple(
        Step(n * _MINUTE_US, StepKind.PASSES, scenario.id, f"step {n}", str(node.id), node.label) for n in range(_COUNT)
    )
    made.show_explanation(
        scenario, Explanation("anna", {scenario.id: "UTC"}, steps, (), 0, {"visits": _visits(node.id)})
    )
    return made


def _visits(node: str) -> pa.Table:
    return pa.table({"node": [node], "port": ["out"]})


@pytest.fixture
def person(qtbot: QtBot, panel: WhyPanel) -> Person:
    return Person(panel, qtbot)


def listed(panel: WhyPanel) -> list[str]:
    found = child(panel, QListWidget, "why_steps")
    texts = [found.item(row).text() for row in range(found.count())]
    return [text.splitlines()[1] for text in texts if "\n" in text]


def test_that_a_long_way_comes_in_pages(person: Person, panel: WhyPanel) -> None:
    assert listed(panel) == [f"Step {n}" for n in range(PAGE)]
    person.click("why_later")
    person.click("why_later")
    assert listed(panel) == [f"Step {n}" for n in range(2 * PAGE, _COUNT)]
    assert not child(panel, QPushButton, "why_later").isEnabled()
    assert child(panel, QLabel, "why_place").text() == "201 – 207 of 207 steps"
    person.click("why_earlier")
    assert listed(panel)[0] == f"Step {PAGE}"


@pytest.mark.parametrize("at", [3, PAGE + 40])
def test_that_who_was_capped_is_shown_where_that_happened(panel: WhyPanel, scenario: Scenario, at: int) -> None:
    node = scenario.nodes[1]
    steps = [Step(n * _MINUTE_US, StepKind.PASSES, scenario.id, f"step {n}", str(node.id)) for n in range(_COUNT)]
    capped = Step(at * _MINUTE_US, StepKind.SKIPPED, scenario.id, "capped", str(node.id), reason="capped")
    other = replace(capped, sentence="quiet", reason="quiet_hours")
    found = Explanation(
        "anna", {scenario.id: "UTC"}, (*steps[:at], other, capped, *steps[at:]), (), 0, {"visits": _visits(node.id)}
    )
    panel.show_explanation(scenario, found, Door(node.id, NodePart.SKIPPED, "capped"))
    shown = child(panel, QListWidget, "why_steps")
    assert "Capped" in shown.currentItem().text()
    assert shown.viewport().rect().contains(shown.visualItemRect(shown.currentItem()))


def test_that_a_step_leads_to_its_node(person: Person, panel: WhyPanel, scenario: Scenario) -> None:
    steps = child(panel, QListWidget, "why_steps")
    with person.qtbot.waitSignal(panel.step_chosen) as chosen:
        person.click(steps.viewport(), steps.visualItemRect(steps.item(2)).center())
    assert chosen.args == [str(scenario.nodes[1].id)]
    with person.qtbot.assertNotEmitted(panel.step_chosen, wait=0):
        person.click(steps.viewport(), steps.visualItemRect(steps.item(0)).center())


def test_that_texts_break_at_the_panels_width_and_are_never_cut(person: Person, panel: WhyPanel) -> None:
    steps = child(panel, QListWidget, "why_steps")
    words = "a long sentence that has to break " * 8
    step = Step(0, StepKind.PASSES, "cart", words, "n", "Node")
    visits = pa.table({"node": ["n"], "port": ["out"]})
    panel.show_explanation(load_template("abandoned_cart"), Explanation("a", {}, (step,), (), 0, {"visits": visits}))
    wide = steps.visualItemRect(steps.item(1)).height()
    panel.resize(300, 600)
    person.qtbot.waitUntil(lambda: steps.visualItemRect(steps.item(1)).height() > wide)
    assert steps.visualItemRect(steps.item(1)).width() <= steps.viewport().width()


def test_that_calling_it_off_says_so(person: Person, panel: WhyPanel) -> None:
    panel.begin("bert")
    assert not listed(panel)
    with person.qtbot.waitSignal(panel.cancel_wanted):
        person.click("why_cancel")
    panel.say_stopped()
    assert child(panel, QLabel, "why_said").text() == "Not explained."
    assert not child(panel, QPushButton, "why_cancel").isVisible()
