"""The canvas among its panels: it never moves by itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.canvas.camera import Sight
from app.canvas.commands.selected import duplicate
from app.canvas.geometry import CARD_WIDTH
from app.canvas.session import ScenarioSession
from app.desktop.scenario.editing_area import EditingArea
from app.desktop.scenario.stage_memory import StageMemory
from app.desktop.shell.preferences import Preferences
from app.errors import Problem
from app.guides.templates import load_template
from app.look.palette import LIGHT
from app.scenario.graph import NodeId
from tests.desktop.scenario.conftest import NARROW_SIZE, SIDE_BAR, SIZE

PROBLEM = Problem("any", "Something is wrong")


def places(area: EditingArea) -> list[QPoint]:
    """Where the cards are on the screen."""
    view = area.view
    corners = [view.mapFromScene(QPointF(item.x(), item.y())) for item in view.canvas.nodes.values()]
    return [view.viewport().mapTo(area, corner) for corner in corners]


def panels(area: EditingArea) -> dict[str, Callable[[bool], object]]:
    """What can open and close."""
    foldable: dict[str, QWidget] = {"palette": area.palette_panel, "inspector": area.inspector}
    opened: dict[str, Callable[[bool], object]] = {name: widget.setVisible for name, widget in foldable.items()}
    opened["problems"] = lambda is_open: area.session.set_problems([PROBLEM] if is_open else [])
    return opened


@pytest.mark.parametrize("zoom", [None, 0.05, 0.3, 1.0, 2.5])
def test_that_panels_that_open_and_close_move_no_card(area: EditingArea, zoom: float | None) -> None:
    if zoom is not None:
        area.view.camera.zoom_to(zoom)
    before = places(area)
    for name, open_or_close in panels(area).items():
        size = area.view.size()
        for is_open in (name == "problems", name != "problems"):
            open_or_close(is_open)
            QApplication.processEvents()
            assert (area.view.size() != size) == (is_open == (name == "problems")), name
            assert places(area) == before, name


def test_that_the_chosen_card_at_the_edge_does_not_stay_under_its_form(area: EditingArea) -> None:
    area.show_panel("inspector", is_open=False)
    QApplication.processEvents()
    last, camera = NodeId("done"), area.view.camera
    camera.zoom_to(0.5)
    box = area.view.canvas.nodes[last].box
    right = area.view.mapFromScene(QPointF(box.right, box.top)).x()
    camera.scroll_by(right - area.view.viewport().width() + 4, 0)  # its words and handles reach beyond
    area.session.select([last])
    area.show_panel("inspector", is_open=True)
    QApplication.processEvents()
    assert is_in_sight(area, last)


def test_that_a_larger_window_shows_the_whole_again_until_somebody_zooms(area: EditingArea) -> None:
    area.view.camera.fit()
    before = area.view.camera.scale
    area.resize(900, 500)
    QApplication.processEvents()
    assert area.view.camera.scale < before
    for size in (NARROW_SIZE, SIZE):  # in a narrow one the inspector folds away
        area.resize(*size)
        QApplication.processEvents()
        scale = area.view.camera.scale
        area.view.camera.fit()
        assert area.view.camera.scale == scale
    area.view.camera.zoom_to(1.0)
    area.resize(*SIZE)
    QApplication.processEvents()
    assert area.view.camera.scale == pytest.approx(1.0)


@pytest.mark.parametrize("is_seen", [False, True])
def test_that_what_is_found_at_opening_takes_no_card_out_of_sight(qtbot: QtBot, is_seen: bool) -> None:
    session = ScenarioSession(load_template("abandoned_cart"), check=lambda *_: (PROBLEM,))
    made = EditingArea(session, LIGHT)
    session.setParent(made)
    qtbot.addWidget(made)
    session.problems_changed.connect(made.view.viewport().repaint)  # which comes before the list has its room
    made.resize(SIZE[0], SIZE[1] // 2)
    if is_seen:  # painted in the moment in which the list opens
        session.problems_changed.connect(made.view.viewport().repaint)
    with qtbot.waitExposed(made):
        made.show()
    made.show_first()
    qtbot.waitUntil(made.problems.isVisible)
    QApplication.processEvents()
    whole = QRect(QPoint(0, 0), made.view.size()).translated(made.view.mapTo(made, QPoint(0, 0)))
    assert all(map(whole.contains, places(made)))


def test_that_the_point_under_the_pointer_stays_however_far_one_zooms_out(area: EditingArea) -> None:
    camera, spot = area.view.camera, QPointF(120, 90)
    camera.zoom_to(0.06)
    before = camera.scene_place(spot)
    camera.zoom(0.9, spot)
    after = camera.scene_place(spot)
    assert max(abs(before[0] - after[0]), abs(before[1] - after[1])) * camera.scale <= 1


def is_in_sight(area: EditingArea, node_id: NodeId) -> bool:
    """No panel, map or edge of the canvas takes a part of the card."""
    view = area.view
    spot = view.mapFromScene(view.canvas.nodes[node_id].sceneBoundingRect()).boundingRect()
    is_under_map = view.minimap.isVisible() and view.minimap.geometry().intersects(spot)
    return view.viewport().rect().contains(spot) and not is_under_map


def lowest(area: EditingArea, at: QPoint) -> NodeId:
    """Zoom and scroll so that the last card stands at that place of the canvas."""
    area.view.camera.zoom_to(1.0)
    node_id, item = list(area.view.canvas.nodes.items())[-1]
    spot = area.view.mapFromScene(QPointF(item.x(), item.y()))
    area.view.camera.scroll_by(spot.x() - at.x(), spot.y() - at.y())
    return node_id


def paste_a_copy(area: EditingArea, node_id: NodeId) -> NodeId:
    area.session.select([node_id])
    before = set(area.view.canvas.nodes)
    duplicate(area.view.pointer_input)
    (made,) = set(area.view.canvas.nodes) - before
    while area.session.is_check_due:  # which clears the problems that tests show
        QApplication.processEvents()
    return made


def test_that_a_copy_lands_neither_under_the_map_nor_outside(area: EditingArea) -> None:
    width, height = area.view.width(), area.view.height()
    for at in (QPoint(width - 230, height - 130), QPoint(width - 220, 20), QPoint(20, height - 90)):
        node_id = lowest(area, at)
        assert area.view.minimap.isVisible()
        assert is_in_sight(area, paste_a_copy(area, node_id)), at
        area.session.undo_stack.undo()


@pytest.mark.parametrize("height", [300, 360, 420, 547])
def test_that_a_copy_stands_whole_in_a_low_window_too(area: EditingArea, height: int) -> None:
    area.resize(NARROW_SIZE[0], height)
    QApplication.processEvents()
    for at in (QPoint(60, -100), QPoint(60, area.view.height() - 90)):
        node_id = paste_a_copy(area, lowest(area, at))
        for problems in ([PROBLEM], []):
            area.session.set_problems(problems)
            QApplication.processEvents()
            box = area.view.canvas.nodes[node_id].box
            wide = CARD_WIDTH + area.view.canvas.nodes[node_id].beside
            spot = area.view.mapFromScene(QRectF(box.left, box.top, wide, box.bottom - box.top)).boundingRect()
            assert area.view.viewport().rect().contains(spot), (at, problems)
        area.session.undo_stack.undo()


def test_that_a_copy_is_not_hidden_by_the_problems_it_has(area: EditingArea) -> None:
    made = paste_a_copy(area, lowest(area, QPoint(60, area.view.height() - 130)))
    area.session.set_problems([PROBLEM])
    QApplication.processEvents()
    assert area.problems.isVisible()
    assert is_in_sight(area, made)


def test_that_a_panel_moves_nothing_once_somebody_has_scrolled_away_from_a_copy(area: EditingArea) -> None:
    paste_a_copy(area, lowest(area, QPoint(60, area.view.height() - 130)))
    area.view.camera.scroll_by(0, -60)
    before = places(area)
    area.session.set_problems([PROBLEM])
    QApplication.processEvents()
    assert places(area) == before


def test_that_the_map_takes_no_small_canvas_for_itself(area: EditingArea) -> None:
    area.view.camera.zoom_to(1.0)
    assert area.view.minimap.isVisible()
    area.resize(810, 500)
    area.show_panel("inspector", is_open=True)
    QApplication.processEvents()
    area.view.camera.zoom_to(1.0)
    assert not area.view.minimap.isVisible()


def test_that_the_canvas_has_most_of_a_usual_window(area: EditingArea) -> None:
    area.resize(1280 - SIDE_BAR, 700)
    QApplication.processEvents()
    assert area.view.width() >= 0.6 * 1280


def test_that_folding_both_gives_the_canvas_all_and_unfolding_brings_both_back(area: EditingArea) -> None:
    area.toggle_panels()
    QApplication.processEvents()
    assert area.view.width() == area.width()
    area.toggle_panel("palette")
    assert area.is_open("palette")
    area.toggle_panels()
    assert not area.is_open("palette")
    area.toggle_panels()
    assert area.is_open("palette")
    assert area.is_open("inspector")


@pytest.fixture
def again(qtbot: QtBot, tmp_path: Path) -> Callable[[], EditingArea]:
    """Opens one and the same scenario, with what is remembered of it."""

    def opened() -> EditingArea:
        session = ScenarioSession(load_template("abandoned_cart"), check=lambda *_: (), origin="office#cart")
        made = EditingArea(session, LIGHT, memory=StageMemory(Preferences(tmp_path / "window.json")))
        session.setParent(made)
        qtbot.addWidget(made)
        made.resize(*SIZE)
        with qtbot.waitExposed(made):
            made.show()
        QApplication.processEvents()
        made.show_first()
        qtbot.waitUntil(lambda: not session.is_check_due)  # which clears the problems that tests show
        return made

    return opened


def remembered(tmp_path: Path) -> Sight | None:
    return StageMemory(Preferences(tmp_path / "window.json")).sight("office#cart")


def test_that_folded_panels_opened_groups_and_sights_are_remembered(
    qtbot: QtBot, tmp_path: Path, again: Callable[[], EditingArea]
) -> None:
    first = again()
    assert first.view.camera.sight is None
    first.toggle_panel("palette")
    QApplication.processEvents()
    first.view.camera.zoom_to(0.9)
    first.view.camera.centre_on((500, 80))
    qtbot.waitUntil(lambda: remembered(tmp_path) is not None)
    second = again()
    assert not second.is_open("palette")
    assert second.is_open("inspector")
    sight = second.view.camera.sight
    assert sight is not None
    assert sight.scale == pytest.approx(0.9)
    assert sight.centre == pytest.approx((500, 80), abs=4)
    second.view.camera.centre_on((40_000, 80))
    qtbot.waitUntil(lambda: (left := remembered(tmp_path)) is not None and left.centre[0] > 30_000)
    third = again().view  # which was left where no card is: everything is in sight
    assert third.camera.sight is None
    assert third.camera.shown().contains(third.canvas.content_rect())
    second.view.camera.fit()
    qtbot.waitUntil(lambda: remembered(tmp_path) is None)


def test_that_a_canvas_left_with_its_problems_open_is_the_same_the_next_time(
    qtbot: QtBot, tmp_path: Path, again: Callable[[], EditingArea]
) -> None:
    first = again()
    first.session.set_problems([PROBLEM])
    QApplication.processEvents()
    assert first.problems.isVisible()
    first.view.camera.zoom_to(1.0)
    before = places(first)
    qtbot.waitUntil(lambda: remembered(tmp_path) is not None)
    second = again()
    second.session.set_problems([PROBLEM])
    QApplication.processEvents()
    moved = [now - then for now, then in zip(places(second), before, strict=True)]
    assert max(max(abs(by.x()), abs(by.y())) for by in moved) <= 1


def test_that_enter_on_a_card_opens_a_folded_inspector(area: EditingArea) -> None:
    area.toggle_panels()
    area.session.select([NodeId("reminder")])
    area.session.editing_wanted.emit()
    assert area.is_open("inspector")


def test_that_a_damaged_memory_is_none(tmp_path: Path) -> None:
    (tmp_path / "window.json").write_text('{"sights": {"a": [1], "b": "x"}, "folded_panels": 3, "opened_groups": [4]}')
    memory = StageMemory(Preferences(tmp_path / "window.json"))
    assert memory.sight("a") is None
    assert memory.sight("b") is None
    assert memory.is_open("palette")
    assert memory.opened_groups == set()


def test_that_the_map_stands_on_no_card_and_goes_to_another_corner_for_one(area: EditingArea) -> None:
    view = area.view
    view.camera.zoom_to(1.0)
    for _ in range(12):
        for dx, dy in ((90, 0), (90, 40), (-40, -60), (160, 10)):
            view.camera.scroll_by(dx, dy)
            seen = view.minimap.geometry() if view.minimap.isVisible() else QRect()
            assert not any(seen.contains(view.mapFromScene(item.pos())) for item in view.canvas.nodes.values())
    lowest(area, QPoint(view.width() - 230, view.height() - 130))
    assert view.minimap.isVisible()
    assert view.minimap.x() < view.width() / 2 or view.minimap.y() < view.height() / 2


def test_that_the_outline_is_remembered_and_the_palette_is_behind_it(qtbot: QtBot) -> None:
    memory = StageMemory()

    def opened() -> EditingArea:
        session = ScenarioSession(load_template("abandoned_cart"), check=lambda *_: ())
        made = EditingArea(session, LIGHT, memory=memory)
        session.setParent(made)
        qtbot.addWidget(made)
        made.resize(*SIZE)
        with qtbot.waitExposed(made):
            made.show()
        return made

    first = opened()
    first.show_outline(is_shown=True)
    first.toggle_panel("inspector")
    first.present(is_on=True)
    assert not first.outline.isVisible()
    again = opened()
    assert again.outline.isVisible()
    assert not again.palette_panel.isVisible()
    assert not again.inspector.isVisible()
    again.show_outline(is_shown=False)
    assert again.palette_panel.isVisible()
    assert not opened().outline.isVisible()
