"""How people react, said in the panel beside the canvas: counted again at once, measured, undone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton

from app.desktop.scenario.live import LIVE_REPLICATIONS, LiveState
from app.desktop.scenario.responses.responses_panel import ResponsesPanel
from app.jobs.messages.calibrating import Asked
from app.nodes.conditions import All
from app.nodes.response import Response
from tests.desktop.conftest import Sit
from tests.desktop.scenario.forecasting.test_forecast import (
    REPLICATIONS,
    USUAL,
    mail_of,
    run,
    sit_before_the_cart,
    to_forecast,
    words,
    workspace_of,
)
from tests.person.person import PATIENCE_MS, Person

ALL = All(all=())


@pytest.fixture
def person(sit: Sit, workspace_path: Path) -> Person:
    return sit_before_the_cart(sit, workspace_path)


def test_that_a_changed_rate_counts_again_beside_the_kept_forecast_and_can_be_undone(person: Person) -> None:
    to_forecast(person)
    run(person)
    before = person.session.modelled
    person.do("responses")
    person.rest()
    person.write("responses.email.open.rate.field", "90")
    live = person.bench.scenario.live
    person.qtbot.waitUntil(lambda: live.state is LiveState.COUNTED, timeout=PATIENCE_MS)
    person.rest()
    now = person.session.modelled
    assert now is not None
    assert now is not before
    assert now.forecast.replications == min(LIVE_REPLICATIONS, REPLICATIONS)
    path = f"nodes.{mail_of(person)}.reactions.opened"
    assert now.kept is not None
    assert now.forecast.figures[path].mean > 2 * now.kept.figures[path].mean
    assert "e-mails: reactions changed" in words(person)
    assert workspace_of(person).responses.get()["email"].open == 0.9
    person.click("responses_undo")
    person.qtbot.waitUntil(lambda: live.state is LiveState.IDLE, timeout=PATIENCE_MS)
    person.rest()
    assert workspace_of(person).responses.get() == {"email": USUAL["email"]}
    assert person.session.modelled is not None
    assert person.session.modelled.forecast == before.forecast if before is not None else False
    assert not person.session.undo_stack.canUndo()


def test_that_the_panel_undoes_by_keys_and_marks_guesses(person: Person) -> None:
    person.do("responses")
    person.rest()
    person.click("responses.email.nobody")
    person.rest()
    assert workspace_of(person).responses.get() == {}
    assert person.find(QLabel, "responses.email.said").text()
    person.find(QPushButton, "responses_close").setFocus()
    person.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    person.rest()
    assert workspace_of(person).responses.get() == {"email": USUAL["email"]}
    person.click("responses.sms.begin")
    person.rest()
    assert workspace_of(person).responses.get()["sms"] == USUAL["sms"]
    assert person.find(QLabel, "responses.sms.click.mark").text() == "a guess"
    panel = person.find(ResponsesPanel, "responses_panel")
    assert panel.asked({"Keen": ALL}) == Asked()
    for what in ("segments", "load", "machines"):
        box = person.find(QCheckBox, f"responses_measure_{what}")
        person.click(box, QPoint(8, box.height() // 2))
    assert panel.asked({"Keen": ALL}) == Asked({"Keen": ALL}, by_load=True, without_machines=True)
    person.click("responses_measure")
    person.rest()
    assert "30 are needed" in person.find(QLabel, "responses_found").text()
    person.bench.scenario.responses.measure("email", Response(open=0.3, click=0.1), {"open": "measured: 28 – 32%"})
    person.rest()
    assert workspace_of(person).measured_responses.get()["email"]["open"].value == 0.3
    assert person.find(QLabel, "responses.email.open.mark").text() == "measured: 28 – 32%"
    assert person.find(QLabel, "responses.email.click.mark").text() == "a guess"
    person.write("responses.email.open.rate.field", "31")
    assert person.find(QLabel, "responses.email.open.mark").text() == "a guess"
    person.write("responses.sms.click.rate.field", "140")
    person.rest()
    assert "at most 100%" in person.find(QLabel, "responses.sms.click.problem").text()
    assert workspace_of(person).responses.get()["sms"].click == 0.14
