"""What lies where on a chart: the cell under the mouse, and the one the arrow keys come to."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.path import Path

from app.look.palette import LIGHT
from app.nodes.conditions import Step
from app.nodes.kind import Family
from app.reports.attribution.definition import AttributionDefinition, attribution
from app.reports.documents.figures.pictures import screen_picture
from app.reports.drawing.drawing_area import Chart, DrawingArea, render
from app.reports.drawing.hits import HitMap, Outline
from app.reports.flow.figures import FlowFigures, NodeFlow
from app.reports.ranges.figures import RangeRow, RangesDefinition, RangesFigures
from app.reports.report import Figures
from app.runtime.forecast.ranges import Figure
from tests.builders.datasets import people


def square(left: float, top: float, size: float = 10) -> np.ndarray[Any, Any]:
    return np.array([[left, top], [left + size, top], [left + size, top + size], [left, top + size]], float)


GRID = HitMap([Outline(y, x, (square(20 * x, 20 * y),)) for y in range(3) for x in range(4)])


def test_that_the_arrow_keys_walk_to_what_lies_next() -> None:
    at = GRID.first()
    assert at is not None
    walked = [GRID.cell(at)]
    for across, down in ((1, 0), (0, 1), (1, 0), (0, 1), (-1, 0), (0, -1)):
        at = GRID.beside(at, across, down)
        assert at is not None
        walked.append(GRID.cell(at))
    assert walked == [(0, 0), (0, 1), (1, 1), (1, 2), (2, 2), (2, 1), (1, 1)]


@pytest.mark.parametrize("step", [(-1, 0), (0, -1)])
def test_that_the_walk_ends_at_the_edge(step: tuple[int, int]) -> None:
    assert GRID.beside(0, *step) is None


def test_that_the_topmost_of_two_is_found_and_nothing_between() -> None:
    hits = HitMap([Outline(0, 1, (square(0, 0, 30),)), Outline(1, 1, (square(10, 10),))])
    assert hits.at(15, 15) == 1
    assert hits.at(25, 25) == 0
    assert hits.at(31, 31) is None


def test_that_a_rectangle_is_the_same_as_its_polygon() -> None:
    plain, quick = HitMap([Outline(0, 1, (square(5, 6),))]), HitMap([Outline(0, 1, (), (5, 6, 15, 16))])
    assert plain.middle(0) == quick.middle(0)
    assert np.array_equal(plain.polygons(0)[0], quick.polygons(0)[0])
    assert [quick.at(x, 9) for x in (4, 6, 14, 16)] == [plain.at(x, 9) for x in (4, 6, 14, 16)] == [None, 0, 0, None]


def test_that_a_hole_is_not_inside() -> None:
    hits = HitMap([Outline(0, 1, (square(0, 0, 30), square(10, 10)))])
    assert hits.at(5, 5) == 0
    assert hits.at(15, 15) is None


def test_that_a_chart_without_hits_has_nothing_to_walk_to() -> None:
    assert HitMap().first() is None
    assert HitMap().at(1, 1) is None


@given(
    corners=st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=3, max_size=9, unique=True),
    x=st.integers(0, 19),
    y=st.integers(0, 19),
)
def test_that_the_place_of_a_point_is_that_of_a_plain_ray(corners: list[tuple[int, int]], x: int, y: int) -> None:
    here = (x + 0.37, y + 0.41)
    crossings = 0
    for (x0, y0), (x1, y1) in zip(corners, corners[1:] + corners[:1], strict=True):
        if (y0 > here[1]) != (y1 > here[1]):
            crossings += here[0] < x0 + (here[1] - y0) * (x1 - x0) / (y1 - y0)
    found = HitMap([Outline(0, 0, (np.array(corners, float),))]).at(*here)
    assert (found is not None) == bool(crossings % 2)


def _flow() -> Figures:
    node = NodeFlow("a", "Cart", "entry", Family.ENTRY, (0.0, 0.0), 10, 4, 3, 2, 1, 0, {})
    return FlowFigures("Cart", (node, replace(node, id="b", label="Mail", at=(300.0, 0.0))), ())


def _ranges() -> Figures:
    figure = Figure(3.0, 50.5, 51.0, 45.0, 56.0, 41.0, 60.0)
    rows = (RangeRow("", "Customers", "customers", figure), RangeRow("Mail", "sent", "x", figure))
    return RangesFigures(RangesDefinition("Cart", 40), rows)


def _attribution() -> Figures:
    log: list[tuple[str, str, str, dict[str, Any]]] = [
        ("ann", "05-01 10:00", "visit", {"channel": "mail"}),
        ("ann", "05-02 10:00", "buy", {"amount": 5}),
    ]
    return attribution(people([], log), AttributionDefinition(Step(event="buy"), "channel", "amount"))


@pytest.mark.parametrize("figures", [_flow(), _ranges(), _attribution()], ids=["flow", "ranges", "attribution"])
@pytest.mark.parametrize("size", [(400, 300), (1400, 800)])
def test_that_each_hit_lies_on_the_picture_and_is_a_cell_of_the_table(figures: Figures, size: tuple[int, int]) -> None:
    drawn = screen_picture(figures, *size, palette=LIGHT, scale=1.0, unit=1.0)
    headers, rows = figures.table()
    assert len(drawn.hits) >= len(rows)
    for at in range(len(drawn.hits)):
        row, column = drawn.hits.cell(at)
        assert 0 <= row < len(rows)
        assert 0 < column < len(headers)
        x, y = drawn.hits.middle(at)
        assert 0 <= x <= size[0]
        assert 0 <= y <= size[1]


def test_that_texts_of_the_window_have_one_size_whatever_the_size_of_the_picture() -> None:
    units: list[float] = []

    def paint(area: DrawingArea) -> None:
        units.append(area.unit)
        area.hit_path(0, 1, Path([(0, 0), (10, 0), (10, 10), (0, 0)]))

    for unit in (1.0, 0.0):
        for width, height in ((320, 300), (1800, 900)):
            chart = Chart(LIGHT, paint)
            chart.unit = unit
            render(chart, "png", width, height)
            assert len(chart.hits) == 1
    assert units[:2] == [1.0, 1.0]
    assert units[2] < units[3]
