"""A forecast on the canvas: means and ranges beside what was observed, and never taken for it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF

from app.canvas.figures import NodePart, edge_figures, node_figures
from app.canvas.input.doors import number_at
from app.canvas.items.card import run_texts
from app.canvas.items.small_count import count_places, small_count
from app.canvas.modelled import ABOUT, Expected, Modelled
from app.runtime.forecast.ranges import Figure, Forecast
from app.runtime.summary import NodeCounts, Summary
from app.scenario.graph import NodeId
from tests.builders.scenarios import placed
from tests.canvas.conftest import Sit

CHAIN = placed(
    {"start": ("entry_event", 0.0, 0.0), "check": ("filter", 336.0, 0.0), "mail": ("email", 672.0, 0.0)},
    (("start", "out", "check"), ("check", "pass", "mail")),
)

NODES = {
    "start": NodeCounts(1000, {"out": 1000}, 0, 0),
    "check": NodeCounts(1000, {"pass": 600, "fail": 300}, 60, 40),
    "mail": NodeCounts(600, {"out": 600, "not_sent": 0}, 0, 0, sent=600),
}
REPLAY = Summary(
    seed=0,
    version="1",
    fingerprint="",
    scenario="s",
    timings={},
    visits=2600,
    customers=1000,
    instances=1000,
    nodes=NODES,
    edges={("start", "out", "check"): 1000, ("check", "pass", "mail"): 600},
    goals={},
    beyond_data=0,
    zone_fallbacks=0,
    warnings=(),
)
FIGURES = {
    "nodes.start.arrived": Figure(1000, 1000, 1000, 1000, 1000, 1000, 1000),
    "nodes.start.left.out": Figure(1000, 1000, 1000, 1000, 1000, 1000, 1000),
    "nodes.check.arrived": Figure(1000, 1000, 1000, 1000, 1000, 1000, 1000),
    "nodes.check.left.pass": Figure(600, 640.5, 641, 625, 660, 610, 670),
    "nodes.check.left.fail": Figure(300, 289.5, 290, 270, 300, 265, 311),
    "nodes.check.waiting": Figure(60, 50, 50, 41, 58, 40, 60),
    "nodes.check.ended": Figure(40, 20, 20, 15, 25, 10, 30),
    "nodes.mail.arrived": Figure(600, 640.5, 641, 625, 660, 610, 670),
    "nodes.mail.left.out": Figure(600, 640.5, 641, 625, 660, 610, 670),
    "nodes.mail.sent": Figure(600, 640, 641, 625, 660, 610, 670),
    "nodes.mail.reactions.delivered": Figure(0, 600, 600, 590, 610, 580, 620),
    "nodes.mail.reactions.opened": Figure(0, 150, 150, 140, 160, 130, 170),
}
FORECAST = Forecast(100, 0.1, (), FIGURES, REPLAY)


def test_that_every_card_and_wire_has_the_mean_and_the_range_of_the_forecast() -> None:
    modelled = Modelled(FORECAST)
    for node_id, figures in node_figures(CHAIN, REPLAY, modelled=modelled).items():
        assert figures.modelled is not None
        assert figures.arrived == REPLAY.nodes[node_id].arrived
        for name, expected in figures.modelled.figures.items():
            figure = FIGURES[f"nodes.{node_id}.{name}"]
            assert (expected.mean, expected.low, expected.high) == (figure.mean, figure.low_80, figure.high_80)
    for edge, wire in edge_figures(CHAIN, REPLAY, modelled).items():
        assert wire.modelled == Expected.of(FIGURES[f"nodes.{edge.source}.left.{edge.port}"])
        assert wire.count == REPLAY.edges[(edge.source, edge.port, edge.target)]


def test_that_the_parts_of_the_modelled_bar_add_up_to_those_expected_to_arrive() -> None:
    for figures in node_figures(CHAIN, REPLAY, modelled=Modelled(FORECAST)).values():
        assert figures.modelled is not None
        assert sum(figures.modelled.parts) == pytest.approx(figures.modelled.arrived.mean)


def test_that_the_words_say_of_whom_in_what_range_and_over_how_many_replications() -> None:
    words = node_figures(CHAIN, REPLAY, modelled=Modelled(FORECAST))["mail"].in_words()
    assert "100 replications" in words
    assert "≈ 150 (140 – 160) of ≈ 600 delivered opened (25%)" in words
    assert words.index("Observed") < words.index("600 arrived") < words.index("Modelled") < words.index("≈ 640")


def test_that_a_mean_is_compared_with_the_one_of_the_run_that_is_kept() -> None:
    kept = replace(
        FORECAST, figures={**FIGURES, "nodes.mail.arrived": replace(FIGURES["nodes.mail.arrived"], mean=600)}
    )
    figures = node_figures(CHAIN, REPLAY, REPLAY, Modelled(FORECAST, kept))["mail"]
    assert figures.modelled is not None
    assert figures.modelled.arrived.change == "+40.5"
    assert figures.modelled.left("out").change == ""
    assert any("+40.5" in form for form in figures.modelled.arrived.forms)


@given(st.floats(0, 1e7), st.floats(0, 1e6), st.floats(0, 1e6), st.none() | st.floats(0, 1e7))
def test_that_nothing_modelled_is_written_without_its_mark(
    mean: float, below: float, above: float, before: float | None
) -> None:
    expected = Expected(mean, mean - below, mean + above, before)
    assert all(form.startswith(ABOUT) for form in expected.forms)
    assert expected.in_words("arrived").startswith(ABOUT)
    assert len(expected.forms[-1]) <= len(expected.forms[0])


def test_that_a_card_marks_what_is_modelled_and_keeps_what_was_observed(qapp: object) -> None:
    for figures in node_figures(CHAIN, REPLAY, modelled=Modelled(FORECAST)).values():
        texts = run_texts(figures)
        assert texts.modelled is not None
        assert texts.modelled.number.text().startswith(ABOUT)
        assert texts.hatched
        assert texts.arrived is not None
        assert ABOUT not in texts.arrived[1].text()
        small = small_count(figures)
        assert small.hatched
        for (observed, _), (modelled, _) in small.pairs:
            assert modelled.text().startswith(ABOUT)
            assert ABOUT not in observed.text()


def test_that_a_modelled_number_is_another_door_than_the_count_beside_it(sit: Sit) -> None:
    person = sit(CHAIN)
    person.session.show_summary(REPLAY, modelled=Modelled(FORECAST))
    person.view.viewport().repaint()
    item = person.view.canvas.nodes[NodeId("mail")]
    found = {part: rect for rect, part, detail in item.doors if not detail}
    at = item.pos() + found[NodePart.MODELLED].center()
    door = number_at(person.view.canvas, (at.x(), at.y()), 1.0)
    assert door is not None
    assert door.door.part is NodePart.MODELLED
    away = item.pos() + QPointF(found[NodePart.ARRIVED].left() + 2, found[NodePart.ARRIVED].top() + 3)
    beside = number_at(person.view.canvas, (away.x(), away.y()), 1.0)
    assert beside is not None
    assert beside.door.part is NodePart.ARRIVED


@pytest.mark.parametrize("scale", [0.66, 0.5, 0.4, 0.33, 0.28, 0.24, 0.2, 0.15, 0.1])
def test_that_a_small_card_shows_both_numbers_of_a_forecast_or_none(qapp: object, scale: float) -> None:
    for figures in node_figures(CHAIN, REPLAY, modelled=Modelled(FORECAST)).values():
        observed, modelled = count_places(64.0, scale, small_count(figures))
        assert (observed is None) is (modelled is None)
        assert observed is None or modelled is None or not observed.intersects(modelled.adjusted(9, 1, -9, -1))
        if scale >= 0.28:
            assert observed is not None
