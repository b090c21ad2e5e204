"""A forecast is played back: what is observed moves, and beside it the ranges of what is modelled by then, hatched."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMenu, QWidget

from app.canvas.figures import node_figures
from app.canvas.modelled import Expected
from app.canvas.playback.player import Player
from app.data.importing.read import Imported
from app.desktop.scenario.forecasting.run_mode import RunMode
from app.guides.templates import load_template
from app.nodes.channel import CHANNELS
from app.runtime.forecast.forecast import ForecastOptions, forecast
from app.runtime.rehearse import RunOptions, rehearse
from app.workspace.store import Workspace
from tests.desktop.conftest import Sit
from tests.person.person import PATIENCE_MS, Person

REPLICATIONS = 10
RESPONSE = CHANNELS["email"].usual


@pytest.fixture
def person(sit: Sit, workspace_path: Path) -> Person:
    """Somebody before a forecast of the abandoned cart, which is played back and stands at its beginning."""
    assert RESPONSE is not None
    with Workspace.open(workspace_path) as workspace:
        workspace.scenarios.save(load_template("abandoned_cart"))
        workspace.responses.put({"email": RESPONSE})
    made = sit(workspace_path)
    made.window.resize(1440, 900)
    made.bench.scenario.modes.repeat(REPLICATIONS)
    made.click("mode_forecast")
    made.rest()
    assert made.bench.scenario.modes.mode is RunMode.FORECAST
    made.click("scenario_run")
    made.rest()
    made.key(Qt.Key.Key_F9)
    made.qtbot.waitUntil(lambda: made.bench.scenario.playback.player is not None, timeout=PATIENCE_MS)
    made.rest()
    return made


def player(person: Person) -> Player:
    found = person.bench.scenario.playback.player
    assert found is not None
    return found


def test_that_cards_show_at_any_moment_the_observed_counts_and_the_ranges_of_a_forecast_until_then(
    person: Person, shop: Imported
) -> None:
    assert RESPONSE is not None
    run = person.bench.scenario.playback._run
    assert run is not None
    assert run.moments is not None
    instants = [int(at) for at in run.moments.instants[1:-1]]
    for until in Random(11).sample(instants, 3):
        player(person).seek(until)
        options = ForecastOptions(REPLICATIONS, until=until, responses={"email": RESPONSE})
        told = forecast(person.scenario, shop.dataset, options)
        replay = rehearse(person.scenario, shop.dataset, RunOptions(until=until)).summary
        for node_id, observed in node_figures(person.scenario, replay).items():
            shown = person.view.canvas.nodes[node_id]._figures  # type: ignore[index]  # an id is a text
            assert shown is not None
            assert shown.arrived == observed.arrived
            assert shown.modelled is not None
            figure = told.figures[f"nodes.{node_id}.arrived"]
            expected, found = Expected.of(figure), shown.modelled.arrived
            assert (found.mean, found.low, found.high) == pytest.approx((expected.mean, expected.low, expected.high))
        said = person.find(QLabel, "playback_counts").text()
        assert said.startswith("observed: ")
        at = " ".join(run.span.words(until).split())
        assert said.endswith(f"hatched: what is modelled by {at}")


def test_that_a_modelled_number_of_a_moment_explains_itself_and_afterwards_the_whole_forecast_is_shown(
    person: Person,
) -> None:
    whole = {node: item.tip for node, item in person.view.canvas.nodes.items()}
    player(person).seek((player(person).timeline.begin + player(person).timeline.end) // 2)
    mail = next(node.id for node in person.scenario.nodes if node.type == "email")
    person.click_card(mail)
    menu = person.find(QWidget, "playback_who").menu()  # type: ignore[attr-defined]  # a tool button
    assert isinstance(menu, QMenu)
    modelled = player(person).modelled
    assert modelled is not None
    node = modelled.node(mail)
    assert node is not None
    words = next(action.text() for action in menu.actions() if action.text().startswith("≈"))
    person.pick(menu, words)
    person.rest()
    assert f"is the mean of {REPLICATIONS} replications" in person.find(QLabel, "modelled_words").text()
    assert node.arrived.range_in_words.replace(" – ", " and ") in person.find(QLabel, "modelled_words").text()
    person.view.setFocus()
    person.key(Qt.Key.Key_Escape)
    person.rest()
    session = person.session
    assert session.modelled is not None
    end = node_figures(session.scenario, session.summary, session.kept, session.modelled) if session.summary else {}
    for node_id, item in person.view.canvas.nodes.items():
        assert item._figures == end[node_id]
    assert whole != {node: item.tip for node, item in person.view.canvas.nodes.items()}
