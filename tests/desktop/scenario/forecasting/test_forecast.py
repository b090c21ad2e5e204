"""Forecasting from the window: the mode, what stands on the canvas, how people react, and what is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton, QTableView

from app.canvas.figures import NodePart, edge_figures, node_figures
from app.canvas.modelled import Modelled
from app.data.importing.read import Imported
from app.desktop.scenario.forecasting.responses_panel import ResponsesPanel
from app.desktop.scenario.forecasting.run_mode import RunMode
from app.desktop.scenario.live import LIVE_REPLICATIONS, LiveState
from app.guides.templates import load_template
from app.jobs.messages.calibrating import Asked
from app.nodes.channel import CHANNELS
from app.nodes.conditions import All
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
ALL = All(all=())
USUAL = {key: channel.usual for key, channel in CHANNELS.items() if channel.usual is not None}


@pytest.fixture
def person(sit: Sit, workspace_path: Path) -> Person:
    with Workspace.open(workspace_path) as workspace:
        workspace.scenarios.save(load_template("abandoned_cart"))
        workspace.responses.put({"email": USUAL["email"]})
    made = sit(workspace_path)
    made.window.resize(1600, 900)
    return made


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
