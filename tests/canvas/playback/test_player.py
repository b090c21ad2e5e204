"""The clock of a run over a canvas."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from app.canvas.figures import edge_figures, node_figures
from app.canvas.playback.player import Player
from app.canvas.playback.speed import Speed
from app.canvas.session import ScenarioSession
from app.canvas.view import CanvasView
from app.look.palette import LIGHT
from app.runtime.playback.followed import follow
from app.runtime.playback.timeline import Timeline
from app.runtime.rehearse import Run, rehearse
from app.scenario.edits import MoveNodes
from app.scenario.graph import NodeId, Scenario
from app.scenario.layout import arrange
from tests.builders.datasets import from_rows
from tests.builders.scenarios import MESSAGE, scenario

DAY_US = 86_400_000_000
PATIENCE_MS = 60_000


@pytest.fixture(scope="module")
def journey() -> Scenario:
    made = scenario(
        {
            "start": ("entry_event", {"event": "buy"}),
            "mail": ("email", MESSAGE),
            "pause": ("wait", {"for": "P3D"}),
            "end": ("exit", {}),
        },
        "start>mail mail>pause pause>end",
    )
    return arrange(made).apply(made)[0]


@pytest.fixture(scope="module")
def run(journey: Scenario) -> Run:
    """Nine customers, one a day."""
    events = [{"id": f"c{n}", "event": "buy", "at": f"2024-05-0{1 + n}T10:00:00Z"} for n in range(9)]
    return rehearse(journey, from_rows([{"id": f"c{n}"} for n in range(9)], events))


@pytest.fixture
def view(qtbot: QtBot, journey: Scenario, run: Run) -> CanvasView:
    session = ScenarioSession(journey, check=lambda *_: ())
    made = CanvasView(session, LIGHT)
    session.setParent(made)
    qtbot.addWidget(made)
    made.resize(1000, 500)
    with qtbot.waitExposed(made):
        made.show()
    session.show_summary(run.summary)
    return made


@pytest.fixture
def player(view: CanvasView, journey: Scenario, run: Run) -> Iterator[Player]:
    made = Player(view, Timeline(journey, run.tables))
    yield made
    made.pause()


def accent_pixels(view: CanvasView) -> int:
    image = view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint32)
    return int(np.count_nonzero(pixels == QColor(view.canvas.tools.palette.accent).rgb()))


def test_that_cards_and_wires_show_the_counts_of_the_instant_and_then_those_of_the_run(
    view: CanvasView, player: Player, run: Run
) -> None:
    player.seek(player.timeline.begin + 2 * DAY_US + 1)
    item = view.canvas.nodes[NodeId("pause")]
    assert item._figures is not None
    assert (item._figures.arrived, item._figures.waiting) == (3, 3)
    wire = next(wire for edge, wire in view.canvas.edges.items() if edge.source == "start")
    assert wire.figures is not None
    assert wire.figures.count == 3
    player.close()
    assert item._figures.arrived == run.summary.nodes["pause"].arrived == 9
    assert not [each for each in view.canvas.items() if type(each).__module__.startswith("app.canvas.playback")]


def test_that_while_it_runs_from_afar_cards_are_told_once_they_come_near_or_it_stands(
    view: CanvasView, player: Player
) -> None:
    def waiting() -> int:
        figures = view.canvas.nodes[NodeId("pause")]._figures
        assert figures is not None
        return figures.waiting

    def pass_to(days: int) -> None:
        player.at = player.timeline.begin + days * DAY_US + 1
        player.show_passing()

    view.camera.fit()
    view.camera.zoom_to(1.0)
    pass_to(0)
    assert waiting() == 1
    pass_to(1)
    assert waiting() == 2
    view.camera.zoom_to(0.08)
    pass_to(2)
    assert (waiting(), player.counts.nodes["pause"].waiting) == (2, 3)
    view.camera.zoom_to(1.0)
    assert waiting() == 3
    view.camera.zoom_to(0.08)
    pass_to(0)
    player.show_now()
    assert waiting() == 1


@pytest.mark.parametrize("scale", [1.0, 0.5, 0.08])
def test_that_dots_are_painted_near_and_afar(view: CanvasView, player: Player, scale: float) -> None:
    view.camera.fit()
    view.camera.zoom_to(scale)
    player.seek(player.timeline.begin + 39 * DAY_US // 4)
    before = accent_pixels(view)
    player.seek(player.timeline.begin + 37 * DAY_US // 4)
    assert accent_pixels(view) > before


def test_that_the_clock_runs_to_the_end_and_begins_anew(qtbot: QtBot, player: Player) -> None:
    player.set_speed(Speed.MONTH)
    player.toggle()
    qtbot.waitUntil(lambda: not player.is_playing, timeout=PATIENCE_MS)
    assert player.at == player.timeline.end
    player.toggle()
    assert player.at == player.timeline.begin
    assert player.is_playing


def test_that_without_motion_the_clock_goes_by_whole_steps(qtbot: QtBot, player: Player) -> None:
    player.set_in_steps(in_steps=True)
    player.toggle()
    qtbot.waitUntil(lambda: player.at > player.timeline.begin, timeout=PATIENCE_MS)
    player.pause()
    assert (player.at - player.timeline.begin) % DAY_US == 0


def test_that_what_is_left_standing_from_moment_to_moment_is_what_all_would_be_shown_as(
    view: CanvasView, player: Player
) -> None:
    begin, end = player.timeline.begin, player.timeline.end
    for part in (3, 4, 9, 4, 1, 10):
        player.seek(begin + (end - begin) * part // 10)
        counts = player.timeline.counts(player.at)
        assert {node: item._figures for node, item in view.canvas.nodes.items()} == node_figures(
            view.session.scenario, counts
        )
        assert {edge: wire.figures for edge, wire in view.canvas.edges.items()} == edge_figures(
            view.session.scenario, counts
        )


def test_that_dots_follow_wires_that_run_elsewhere(view: CanvasView, player: Player) -> None:
    player.seek(player.timeline.begin + DAY_US // 4)
    before = player._picture.dots._places.copy()
    mail = view.session.scenario.node(NodeId("mail"))
    view.session.perform(MoveNodes({mail.id: (mail.at[0], mail.at[1] + 240)}))
    assert len(before)
    assert abs(player._picture.dots._places - before).max() > 20


def test_that_a_followed_customer_is_kept_in_sight(
    view: CanvasView, player: Player, journey: Scenario, run: Run
) -> None:
    view.camera.zoom_to(1.0)
    view.camera.centre_on((5_000.0, 5_000.0))
    player.follow(follow(journey, run.tables, player.timeline.edges, "c4"))
    assert player.go_to_next(None)
    assert player.at == player.timeline.begin + 4 * DAY_US
    box = view.canvas.nodes[NodeId("start")].box
    assert view.camera.shown().contains(box.right, box.top + 32)
    player.seek(player.at + DAY_US + 1)
    assert view.camera.shown().intersects(view.canvas.nodes[NodeId("pause")].sceneBoundingRect())
    player.follow(None)
    assert not player.go_to_next(None)
