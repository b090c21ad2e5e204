"""Forecasting from the window: the mode, what stands on the canvas, and what is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QLabel, QLineEdit, QTableView

from app.canvas.figures import NodePart, edge_figures, node_figures
from app.canvas.modelled import Modelled
from app.data.importing.read import Imported
from app.desktop.scenario.forecasting.run_mode import RunMode
from app.guides.templates import load_template
from app.nodes.channel import CHANNELS
from app.nodes.response import Response
from app.runtime.forecast.forecast import ForecastOptions, forecast
from app.runtime.forecast.ranges import Forecast
from app.runtime.rehearse import rehearse
from app.scenario.graph import NodeId
from app.workspace.store import Workspace
from tests.builders.workspaces import imported, workspace_at
from tests.desktop.conftest import Sit
from tests.person.person import PATIENCE_MS, Person

REPLICATIONS = 20
USUAL = {key: channel.usual for key, channel in CHANNELS.items() if channel.usual is not None}


def sit_before_the_cart(sit: Sit, path: Path) -> Person:
    """A window on the abandoned cart, in a workspace that says how people react to e-mails."""
    with Workspace.open(path) as workspace:
        workspace.scenarios.save(load_template("abandoned_cart"))
        workspace.responses.put({"email": USUAL["email"]})
    made = sit(path)
    made.window.resize(1600, 900)
    return made


@pytest.fixture
def person(sit: Sit, workspace_path: Path) -> Person:
    return sit_before_the_cart(sit, workspace_path)


def to_forecast(person: Person) -> None:
    person.click("mode_forecast")
    person.pick("mode_menu", f"replications_{REPLICATIONS}")
    person.rest()


def run(person: Person) -> Forecast:
    person.click("scenario_run")
    person.rest()
    modelled = person.session.modelled
    assert modelled is not None
    return modelled.forecast


def workspace_of(person: Person) -> Workspace:
    workspace = person.bench.desk.workspace
    assert workspace is not None
    return workspace


def mail_of(person: Person) -> NodeId:
    return next(node.id for node in person.scenario.nodes if node.type == "email")


def words(person: Person) -> str:
    return person.find(QLabel, "figures_words").text()


def test_that_the_canvas_shows_the_figures_of_the_runtimes_forecast_and_keeps_them_once(
    person: Person, shop: Imported
) -> None:
    to_forecast(person)
    run(person)
    told = forecast(person.scenario, shop.dataset, ForecastOptions(REPLICATIONS, responses={"email": USUAL["email"]}))
    replay = rehearse(person.scenario, shop.dataset).summary
    for node_id, figures in node_figures(person.scenario, replay, modelled=Modelled(told)).items():
        assert person.view.canvas.nodes[NodeId(node_id)].tip.endswith(figures.in_words(legend=True))
    for edge, wire in edge_figures(person.scenario, replay, Modelled(told)).items():
        assert person.view.canvas.edges[edge].figures == wire
    (info,) = workspace_of(person).runs.all()
    assert info.forecast
    kept = workspace_of(person).runs.load(info.id)
    assert kept.forecast_json is not None
    stored = Forecast.from_json(kept.forecast_json)
    assert (stored.figures, stored.responses) == (told.figures, {"email": USUAL["email"]})
    assert kept.summary.replication == 1
    assert "First forecast" in words(person)
    assert f"{REPLICATIONS} replications" in words(person)
    person.click("scenario_run")
    person.rest()
    assert len(workspace_of(person).runs.all()) == 1
    person.pick("mode_menu", "replications_50")
    person.click("scenario_run")
    person.rest()
    assert len(workspace_of(person).runs.all()) == 2
    assert "20 → 50 replications" in words(person)


def test_that_each_mode_is_remembered_with_its_own_last_run(person: Person, sit: Sit, workspace_path: Path) -> None:
    person.click("scenario_run")
    person.rest()
    assert person.session.modelled is None
    to_forecast(person)
    run(person)
    person.click("mode_replay")
    person.rest()
    assert person.session.modelled is None
    assert words(person).startswith("Run “First run”")
    person.click("mode_forecast")
    person.rest()
    assert person.session.modelled is not None
    assert words(person).startswith("Forecast “First forecast”")
    person.bench.desk.close()
    person.bench.open(workspace_path)
    person.rest()
    assert person.bench.scenario.modes.mode is RunMode.FORECAST
    assert person.session.modelled is not None


def test_that_a_scenario_opens_over_the_data_of_its_replay_where_it_was_never_forecast(
    sit: Sit, tmp_path: Path, shop: Imported
) -> None:
    path = workspace_at(
        tmp_path / "two.rehearse", load_template("abandoned_cart"), datasets=[imported(name="another"), shop]
    )
    person = sit(path)
    person.choose("dataset_chooser", "shop")
    person.rest()
    person.click("scenario_run")
    person.rest()
    person.click("mode_forecast")
    person.rest()
    person.bench.desk.close()
    person.bench.open(path)
    person.rest()
    assert person.bench.scenario.modes.mode is RunMode.FORECAST
    assert person.bench.scenario.runner.dataset_name == "shop"


def test_that_a_modelled_number_explains_itself_and_the_observed_one_lists_people(person: Person) -> None:
    to_forecast(person)
    told = run(person)
    node_id = mail_of(person)
    person.view.camera.zoom_to(1.0)
    person.view.camera.show_node(node_id)
    item = person.view.canvas.nodes[node_id]
    person.qtbot.waitUntil(lambda: len(item.doors) > 1, timeout=PATIENCE_MS)
    doors = {part: rect for rect, part, detail in item.doors if not detail}
    person.click_at(person.view.mapFromScene(item.pos() + doors[NodePart.MODELLED].center()))
    said = person.find(QLabel, "modelled_words").text()
    assert f"mean of {REPLICATIONS} replications" in said
    assert "Nobody stands behind a modelled figure" in said
    person.click("modelled_close")
    observed = doors[NodePart.ARRIVED].topLeft() + QPointF(3, 3)
    person.click_at(person.view.mapFromScene(item.pos() + observed))
    person.rest()
    table = person.find(QTableView, "people_table")
    visitors = told.replay.nodes[node_id].arrived
    assert 0 < table.model().rowCount() <= visitors


def test_that_a_message_reacts_as_the_channel_until_it_has_values_of_its_own(
    person: Person,
) -> None:
    to_forecast(person)
    person.session.select([mail_of(person)])
    person.click("param.response.fold")
    field = person.find(QLineEdit, "param.response.open.rate.field")
    assert field.placeholderText().startswith("25%")
    assert person.find(QLabel, "param.response.held").text().startswith("As the channel: 98% delivered")
    assert "half within 3" in person.find(QLabel, "param.response.open_after.words").text().replace("\xa0", " ")
    person.write("param.response.open.rate.field", "60")
    node = person.scenario.node(mail_of(person))
    assert node.params.response == Response(open=0.6)  # type: ignore[attr-defined]  # of a message
    person.click("param.response.as_channel")
    assert person.scenario.node(mail_of(person)).params.response is None  # type: ignore[attr-defined]  # the same
    person.click("scenario_undo")
    assert person.scenario.node(mail_of(person)).params.response == Response(open=0.6)  # type: ignore[attr-defined]  # the same
    person.session.select()
    person.click("mode_replay")
    person.rest()
    summary = person.find(QLabel, "scenarioSummary")
    assert "Modelled" not in summary.text()
    person.click("mode_forecast")
    assert "e-mails: 98% delivered; 25% opened" in summary.text()
    assert "(a guess)" in summary.text()
    assert "Observed is everything else" in summary.text()
