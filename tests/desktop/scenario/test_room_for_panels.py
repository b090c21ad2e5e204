"""The canvas is never so narrow that names are not read: panels give way to one another."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import QApplication, QSplitter
from pytestqt.qtbot import QtBot

from app.canvas.session import ScenarioSession
from app.desktop.scenario.editing_area import LEAST_STAGE, EditingArea
from app.desktop.scenario.stage_memory import StageMemory
from app.guides.templates import load_template
from app.look.palette import LIGHT
from tests.desktop.scenario.conftest import NARROW_SIZE, SIZE
from tests.person import hands


def test_that_the_inspector_gives_way_in_a_narrow_window_so_that_all_names_can_be_read(qtbot: QtBot) -> None:
    memory = StageMemory()
    session = ScenarioSession(load_template("abandoned_cart"), check=lambda *_: ())
    area = EditingArea(session, LIGHT, memory=memory)
    session.setParent(area)
    qtbot.addWidget(area)
    area.resize(*NARROW_SIZE)
    with qtbot.waitExposed(area):
        area.show()
    area.show_first()
    assert not area.is_open("inspector")
    for item in area.view.canvas.nodes.values():
        item.words_at(area.view.camera.scale)
        assert "".join(item.name_shown).replace(" ", "").replace("-", "") == item.node.label.replace(" ", "").replace(
            "-", ""
        )
    last = max(area.view.canvas.nodes.values(), key=lambda item: item.box.right)
    session.select([last.node.id])
    box = last.box
    middle = QPointF((box.left + box.right) / 2, (box.top + box.bottom) / 2)
    hands.click(area.view.viewport(), area.view.mapFromScene(middle))
    qtbot.waitUntil(lambda: area.is_open("inspector"))  # once it is no double click
    QApplication.processEvents()
    assert area.view.camera.shown().contains(last.sceneBoundingRect()), "the selected card is not cut by its own form"
    area.toggle_panel("inspector")
    area.resize(*SIZE)
    assert area.is_open("inspector")
    assert memory.is_open("inspector")


def without_breaks(text: str) -> str:
    return text.replace(" ", "").replace("-", "")


@pytest.mark.parametrize("width", [NARROW_SIZE[0], 1000, 1184, 1840])
def test_that_all_names_can_be_read_however_wide_the_panels_are_pulled(area: EditingArea, width: int) -> None:
    area.resize(width, 547)
    for has_outline in (False, True):
        area.show_outline(is_shown=has_outline)
        for asked in ("inspector", "palette"):
            area.show_panel(asked, is_open=False)
            area.show_panel(asked, is_open=True)
            QApplication.processEvents()
            pull_apart(area)
            assert area.is_open(asked)
            assert area.view.width() >= LEAST_STAGE, (asked, has_outline)
            area.view.camera.fit()
            QApplication.processEvents()
            for item in area.view.canvas.nodes.values():
                item.words_at(area.view.camera.scale)
                shown, name = without_breaks("".join(item.name_shown)), without_breaks(item.node.label)
                is_wide = area.view.width() >= 440
                assert shown == name if is_wide else shown.removesuffix("…") in name and len(shown) >= 5, (
                    asked,
                    shown,
                    name,
                    area.view.width(),
                    area.view.camera.scale,
                )


def pull_apart(area: EditingArea) -> None:
    """Pull the edge of each panel in sight as far over the canvas as it goes."""
    whole = area.findChild(QSplitter)
    assert whole is not None
    for place in range(1, whole.count()):
        handle = whole.handle(place)
        if handle.isVisible():
            middle = handle.rect().center()
            for step in (hands.press, hands.move, hands.release):
                step(handle, middle if step is hands.press else handle.mapFrom(area, area.view.geometry().center()))
            QApplication.processEvents()


def test_that_the_panel_that_gave_way_is_back_once_there_is_room(area: EditingArea) -> None:
    area.resize(NARROW_SIZE[0] - 200, NARROW_SIZE[1])  # as beside a lesson
    assert area.is_open("palette")
    area.palette_panel.setFocus()
    area.show_panel("inspector", is_open=True)
    assert not area.is_open("palette")
    area.show_panel("palette", is_open=True)
    assert not area.is_open("inspector")
    area.show_panel("palette", is_open=False)
    assert area.is_open("inspector")
    area.lend_place(is_lent=True)
    area.resize(500, NARROW_SIZE[1])
    area.show_outline(is_shown=True)
    area.resize(440, NARROW_SIZE[1])
    assert not area.outline.isVisible(), "for those who have the place of the inspector"
    area.lend_place(is_lent=False)
    area.resize(*SIZE)
    assert area.outline.isVisible()
    assert area.is_open("inspector")


def test_that_a_click_on_the_empty_canvas_shows_the_settings_that_folded_themselves_away(area: EditingArea) -> None:
    def click_the_empty() -> None:
        hands.click(area.view.viewport(), QPoint(12, 12))

    area.resize(*NARROW_SIZE)
    assert not area.is_open("inspector")
    click_the_empty()
    assert area.is_open("inspector")
    area.toggle_panel("inspector")
    told: list[str] = []
    area.said.connect(told.append)
    for _ in range(2):
        click_the_empty()
    assert not area.is_open("inspector"), "folded away by hand"
    assert [text.partition(":")[0] for text in told] == ["The settings are folded away"], "once"
