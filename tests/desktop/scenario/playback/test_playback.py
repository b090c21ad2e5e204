"""A run is played back over the canvas: by its bar, by keys, and with nothing of the scenario changed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageSequence
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QLabel,
    QListWidget,
    QMenu,
    QProgressBar,
    QPushButton,
    QSlider,
    QTableView,
    QToolButton,
    QWidget,
)

from app.canvas.items.node_item import NO_PORT
from app.canvas.playback.player import Player
from app.canvas.playback.speed import Speed
from app.canvas.view import CanvasView
from app.desktop.scenario.playback.playback import ScenarioPlayback
from app.desktop.scenario.playback.scrubber import Scrubber
from app.guides.templates import load_template
from app.progress import Progress
from app.scenario.graph import NodeId
from app.workspace.store import Workspace
from tests.desktop.conftest import Sit
from tests.person.person import PATIENCE_MS, Person

CONTROL = Qt.KeyboardModifier.ControlModifier
DAY_US = 86_400_000_000
CAPTION = 40  # what stands under a film, in pixels


@pytest.fixture
def person(sit: Sit, workspace_path: Path) -> Person:
    """Somebody before a run of the abandoned cart, which is played back and stands at its beginning."""
    with Workspace.open(workspace_path) as workspace:
        workspace.scenarios.save(load_template("abandoned_cart"))
    made = sit(workspace_path)
    made.window.resize(1280, 800)
    made.click("scenario_run")
    made.rest()
    made.key(Qt.Key.Key_F9)
    made.qtbot.waitUntil(lambda: playback(made).player is not None, timeout=PATIENCE_MS)
    made.rest()
    return made


def playback(person: Person) -> ScenarioPlayback:
    return person.bench.scenario.playback


def player(person: Person) -> Player:
    found = playback(person).player
    assert found is not None
    return found


def frame_count(film: Image.Image) -> int:
    return sum(1 for _ in ImageSequence.Iterator(film))


def message(person: Person) -> NodeId:
    return next(node.id for node in person.scenario.nodes if node.type == "email")


def jump(person: Person, date: str) -> None:
    person.write("playback_date", date, stays=True)
    person.key(Qt.Key.Key_Return)


def test_that_space_a_date_a_press_on_the_time_and_a_speed_steer_the_clock_to_the_counts_of_the_run(
    person: Person,
) -> None:
    assert person.view.hasFocus()
    assert not person.inspector.isVisible()
    begun = player(person).at
    person.key(Qt.Key.Key_Space)
    person.qtbot.waitUntil(lambda: player(person).at > begun + DAY_US // 4, timeout=PATIENCE_MS)
    person.key(Qt.Key.Key_Space)
    stands = player(person).at
    assert not player(person).is_playing
    assert begun < stands < player(person).timeline.end
    player(person).seek(player(person).timeline.end)
    summary = person.session.summary
    assert summary is not None
    counts = player(person).counts
    assert {node: of.arrived for node, of in counts.nodes.items()} == {n: c.arrived for n, c in summary.nodes.items()}
    assert dict(counts.edges) == dict(summary.edges)
    jump(person, "2024-04-01")
    moment = person.find(QLabel, "playback_moment")
    assert moment.text().startswith("Apr 1, 2024, 12:00 AM")
    assert moment.text().endswith("UTC")
    jump(person, "last week")
    assert moment.text().startswith("Apr 1, 2024")
    scrubber = person.find(Scrubber, "playback_time")
    person.click(scrubber, QPoint(scrubber.width() // 2, scrubber.height() // 2))
    middle = (player(person).timeline.begin + player(person).timeline.end) // 2
    assert abs(player(person).at - middle) < 2 * DAY_US
    scrubber.setFocus()
    for is_playing in (True, False):
        person.key(Qt.Key.Key_Space)
        assert player(person).is_playing is is_playing
    before = player(person).at
    person.key(Qt.Key.Key_Right)
    assert player(person).at - before == pytest.approx(DAY_US, abs=60_000_000)
    person.choose("playback_speed", "1 month")
    assert player(person).speed is Speed.MONTH
    person.click("playback_play")
    assert player(person).is_playing
    person.click("playback_play")


def test_that_nothing_of_the_scenario_is_changed_while_it_plays_and_all_can_be_after(person: Person) -> None:
    scenario, node = person.scenario, message(person)
    start = person.card(node)
    person.drag(start, start + QPoint(80, 60))
    person.drag(person.port(node), person.port(node) + QPoint(40, 120))
    person.double_click(person.view.viewport(), QPoint(30, 30))
    person.click_card(node)
    assert person.session.selection.nodes == {node}
    for code, held in (
        (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_D, CONTROL),
        (Qt.Key.Key_Right, CONTROL),
        (Qt.Key.Key_BracketRight, CONTROL),
    ):
        person.view.setFocus()
        person.key(code, held)
    assert person.scenario is scenario
    assert not person.inspector.isVisible()
    person.view.setFocus()
    summary = person.session.summary
    at_first = person.view.canvas.nodes[node]._figures
    assert summary is not None
    assert at_first is not None
    assert at_first.arrived < summary.nodes[node].arrived
    person.key(Qt.Key.Key_Escape)
    assert playback(person).player is None
    assert person.inspector.isVisible()
    shown = person.view.canvas.nodes[node]._figures
    assert shown is not None
    assert shown.arrived == summary.nodes[node].arrived
    person.click_card(node)
    person.view.setFocus()
    person.key(Qt.Key.Key_Delete)
    assert node not in {each.id for each in person.scenario.nodes}


def test_that_no_card_offers_to_be_gone_on_from_while_it_plays(person: Person) -> None:
    view = person.view
    free = next(item for item in view.canvas.nodes.values() if item.node.type == "score")  # nothing follows it
    person.click_card(free.node.id)
    assert person.session.selection.nodes == {free.node.id}
    output = view.mapFromScene(*free.port_place(0))
    person.move(output)
    assert free.state.port == NO_PORT
    assert not free._appendable
    assert view.viewport().cursor().shape() is not Qt.CursorShape.CrossCursor
    view.setFocus()
    person.key(Qt.Key.Key_Escape)
    assert playback(person).player is None
    assert free._appendable == {0}


def test_that_the_next_event_of_a_node_who_is_there_now_and_the_way_of_one_are_shown(person: Person) -> None:
    node = message(person)
    person.click_card(node)
    person.click("playback_play")
    person.key(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert not player(person).is_playing
    at = player(person).at
    before = player(person).timeline.counts(at - 1).nodes[node]
    assert player(person).counts.nodes[node] != before
    person.click("playback_next")
    assert player(person).at > at
    jump(person, "2024-03-01")
    person.click_card(node)
    arrived = player(person).counts.nodes[node].arrived
    menu = person.find(QWidget, "playback_who").menu()  # type: ignore[attr-defined]  # a tool button
    assert isinstance(menu, QMenu)
    person.pick(menu, f"{arrived} arrived")
    table = person.find(QTableView, "people_table")
    person.rest()
    assert 0 < table.model().rowCount() <= arrived
    person.click(table.viewport(), table.visualRect(table.model().index(0, 0)).center())
    steps = person.find(QListWidget, "why_steps")
    person.qtbot.waitUntil(lambda: steps.count() > 0, timeout=PATIENCE_MS)
    person.rest()
    followed = player(person).followed
    assert followed is not None
    assert followed.begin <= player(person).at
    assert person.find(QLabel, "why_customer").text() == followed.customer
    person.click("playback_follow")
    assert player(person).followed is None
    for customer, is_known in (("nobody at all", False), (followed.customer, True)):
        person.click("playback_follow")
        person.write("text_answer", customer, stays=True)
        person.key(Qt.Key.Key_Return)
        person.rest()
        assert (player(person).followed is not None) is is_known
    person.click("playback_end")
    assert not person.find(CanvasView, "canvas").session.lit
    assert not person.bench.scenario.people.side.isVisible()
    assert person.inspector.isVisible()


def test_that_one_sees_how_far_a_run_is_made_ready_and_can_cancel(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(_of: object, progress: Progress) -> None:
        while True:
            progress(3, 8, "Laying out the run in time")

    person.click("playback_end")
    monkeypatch.setattr("app.desktop.scenario.playback.playback.make_ready", endless)
    person.key(Qt.Key.Key_F9)
    bar = person.find(QProgressBar, "playback_progress")
    person.qtbot.waitUntil(lambda: (bar.value(), bar.maximum()) == (3, 8), timeout=PATIENCE_MS)
    assert bar.isVisible()
    assert person.find(QPushButton, "playback_end").text() == "Cancel"
    person.click("playback_end")
    assert not playback(person).is_on
    assert not playback(person).bar.isVisible()
    person.rest()


def test_that_the_canvas_in_full_screen_plays_too_and_other_counts_end_it(person: Person) -> None:
    person.key(Qt.Key.Key_F11)
    assert not person.bench.scenario.header.isVisible()
    assert person.find(QWidget, "playback_bar").isVisible()
    person.key(Qt.Key.Key_F11)
    assert playback(person).player is not None
    assert not person.inspector.isVisible()
    person.session.show_summary(person.session.summary)
    assert playback(person).player is not None
    person.session.show_summary(None)
    assert playback(person).player is None
    assert person.inspector.isVisible()


def test_that_a_story_is_told_to_its_end_from_full_screen_to_the_difference_of_another_wait(person: Person) -> None:
    nudge = next(node.id for node in person.scenario.nodes if node.type == "sms")
    person.key(Qt.Key.Key_F11)
    person.click("playback_play")
    begun = player(person).at
    person.qtbot.waitUntil(lambda: player(person).at > begun, timeout=PATIENCE_MS)
    person.click("playback_play")
    jump(person, "2024-06-10")
    person.session.select([nudge])
    capped = player(person).counts.nodes[nudge].skipped["capped"]
    menu = person.find(QToolButton, "playback_who").menu()
    assert menu is not None
    person.pick(menu, f"{capped} not sent: capped")
    table = person.find(QTableView, "people_table")
    person.rest()
    assert table.model().rowCount() == capped
    person.click(table.viewport(), table.visualRect(table.model().index(0, 0)).center())
    person.qtbot.waitUntil(lambda: player(person).followed is not None, timeout=PATIENCE_MS)
    person.key(Qt.Key.Key_F11)
    person.rest()
    assert person.view.camera.shown().contains(person.view.canvas.content_rect())
    person.click("playback_end")
    person.rest()
    wait = next(node.id for node in person.scenario.nodes if node.type == "wait")
    person.session.select([wait])
    person.find(QSlider, "param.for.slider").setFocus()
    before = person.session.summary
    for _ in range(4):
        person.key(Qt.Key.Key_Right)
    person.qtbot.waitUntil(lambda: person.session.summary is not before, timeout=PATIENCE_MS)
    person.qtbot.waitUntil(lambda: person.session.kept is before, timeout=PATIENCE_MS)


def test_that_a_range_is_saved_as_a_picture_that_moves_and_one_that_is_stopped_is_not(
    person: Person, tmp_path: Path
) -> None:
    person.click("playback_save")
    person.find(QDialog, "film_dialog")
    person.write("film_from", "2024-03-01")
    person.write("film_to", "2024-02-01")
    assert not person.find(QWidget, "film_save").isEnabled()
    person.write("film_to", "2024-03-10")
    person.choose("film_seconds", "10")
    person.choose("film_width", "small")
    person.click("film_save")
    where = person.find(QFileDialog, "save_dialog")
    assert where.selectedFiles()[0].endswith("-playback.gif")
    target = tmp_path / "march.gif"
    where.fileSelected.emit(str(target))
    where.close()
    person.qtbot.waitUntil(lambda: not playback(person).films.is_busy, timeout=PATIENCE_MS)
    assert target.exists(), person.window.statusBar().currentMessage()
    with Image.open(target) as film:
        assert film.size[0] == 640
        assert frame_count(film) > 20
        film.seek(0)
        first = np.asarray(film.convert("RGB"))
        drawn = np.flatnonzero((first[:-CAPTION] != first[0, 0]).any(axis=(1, 2)))
        assert abs(drawn[0] - (len(first) - CAPTION - 1 - drawn[-1])) < 30  # it stands in the middle
        film.seek(20)
        assert (np.asarray(film.convert("RGB")) != first).any()
    person.click("playback_save")
    person.choose("film_seconds", "60")
    person.click("film_save")
    where = person.find(QFileDialog, "save_dialog")
    stopped = tmp_path / "long.gif"
    where.fileSelected.emit(str(stopped))
    where.close()
    person.qtbot.waitUntil(lambda: playback(person).films.is_busy, timeout=PATIENCE_MS)
    person.bench.desk.storing.cancel()
    person.qtbot.waitUntil(lambda: not playback(person).films.is_busy, timeout=PATIENCE_MS)
    assert not stopped.exists()
