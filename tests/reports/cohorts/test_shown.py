"""Cohorts as a heat map and as curves, the people behind a cell, and the sentence of their definition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.text import Text

from app.data.dataset import Dataset
from app.errors import AppError
from app.look.palette import LIGHT
from app.nodes.conditions import Step
from app.reports.cohorts.chart import fill_of, full_value
from app.reports.cohorts.definition import CohortDefinition, Counting, Cut, cohorts
from app.reports.cohorts.report import CohortsReport
from app.reports.cohorts.sentence import changed, sentence
from app.reports.definition.sentence import Part
from app.reports.drawing.drawing_area import DrawingArea

DatasetOf = Callable[..., Dataset]
Worthy = Callable[[Dataset, list[float]], Dataset]
DAY_US = 86_400_000_000
BUY = Step(event="buy")
BASE = CohortDefinition(BUY, BUY, "day", "UTC")


@pytest.fixture(name="shop")
def _shop(dataset_of: DatasetOf, worthy: Worthy) -> Dataset:
    days = {"ann": (0, 1, 3), "bob": (0, 2), "cyd": (1, 2, 5), "dan": (4,)}
    made = {who: [(day, "buy") for day in each] for who, each in days.items()}
    dataset = dataset_of(made, names=("other",), unit_us=DAY_US)
    return worthy(dataset, np.arange(1.0, 1 + dataset.event_count).tolist())


@pytest.mark.parametrize("counting", ["on", "on_or_after"])
@pytest.mark.parametrize("cohort", ["first_time", "recurring"])
@pytest.mark.parametrize("cut", ["calendar", "rolling"])
def test_that_as_many_people_stand_behind_each_cell_as_it_counts(
    shop: Dataset, counting: Counting, cohort: str, cut: Cut
) -> None:
    definition = replace(BASE, counting=counting, cohort=cohort, cut=cut)  # type: ignore[arg-type]  # a parameter
    figures = cohorts(shop, definition)
    for row in range(len(figures.sizes)):
        members = figures.people(row, 1)
        assert members is not None
        assert len(members) == figures.sizes[row]
        for after, cell in enumerate(figures.cells(row)):
            ids = figures.people(row, 2 + after)
            assert ids is not None
            assert len(ids) == cell.rate.count
    for after, mean in enumerate(figures.mean_cells()):
        ids = figures.people(len(figures.sizes), 2 + after)
        assert ids is not None
        assert len(ids) == mean.rate.count or cohort == "recurring"  # where a customer is in several cohorts
    members, of_row = (figures.people(0, column) for column in (1, 0))
    assert members is not None
    assert of_row is not None
    assert members.equals(of_row)


@pytest.mark.parametrize("show", ["matrix", "curves"])
@pytest.mark.parametrize("measure", ["customers", "cumulative"])
def test_that_cells_are_drawn_where_their_people_are_found(shop: Dataset, show: str, measure: str) -> None:
    definition = replace(BASE, show=show, measure=measure, value="amount")  # type: ignore[arg-type]  # parameters
    figures, report = cohorts(shop, definition), CohortsReport()
    chart = report.draw(figures, LIGHT, with_definition=True)
    chart.lay_out(900, 500)
    rows = figures.table()[1]
    found = {(hit.row, hit.column) for hit in chart.hits}
    assert found
    assert all(str(rows[row][column]) for row, column in found)
    assert any(figures.people(row, column) for row, column in found)
    assert len(list(report.words(figures))) == 2


def test_that_each_part_of_the_sentence_can_become_what_it_offers(shop: Dataset) -> None:
    weeks = replace(BASE, period="week")
    parts = [part for part in sentence(shop, weeks) if isinstance(part, Part)]
    assert {"week_start", "cut", "measure", "show", "counting"} <= {part.field for part in parts}
    for part in parts:
        for choice in part.choices:
            after = changed(weeks, part.field, choice.value)
            assert cohorts(shop, after).definition == replace(after, zone=after.zone or shop.timezone)
    assert changed(weeks, "measure", "cumulative amount") == replace(weeks, measure="cumulative", value="amount")


def test_that_worth_needs_a_number(shop: Dataset) -> None:
    for value in ("", "nothing"):
        with pytest.raises(AppError, match="cannot be counted") as caught:
            cohorts(shop, replace(BASE, measure="revenue", value=value))
        assert [problem.code for problem in caught.value.problems] == ["cohort-value"]


@pytest.mark.parametrize("measure", ["customers", "cumulative"])
def test_that_cells_of_an_image_have_the_colours_of_those_that_are_drawn(
    shop: Dataset, measure: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures = cohorts(shop, replace(BASE, measure=measure, value="amount"))  # type: ignore[arg-type]  # a parameter
    images: list[Any] = []
    monkeypatch.setattr(DrawingArea, "picture", lambda _area, pixels, *_place: images.append(pixels))
    chart = CohortsReport().draw(figures, LIGHT, with_definition=False)
    chart.lay_out(330, 60)
    full = full_value(figures)
    for row in range(len(figures.sizes)):
        for column, cell in enumerate(figures.cells(row)):
            assert images[0][row, column] == pytest.approx(to_rgb(fill_of(LIGHT, full, cell)), abs=1 / 255)


@pytest.mark.parametrize(("width", "is_bare"), [(340, True), (880, False)])
def test_that_a_heat_map_says_once_what_narrow_cells_leave_out(shop: Dataset, width: int, is_bare: bool) -> None:
    chart: Any = CohortsReport().draw(cohorts(shop, BASE), LIGHT, with_definition=False)
    chart.unit = 1.0
    chart.lay_out(width, 400)
    said = [text.get_text() for text in chart.findobj(Text)]
    assert any(each.endswith("in %") for each in said) is is_bare
    assert ("67" in said, "67%" in said) == (is_bare, not is_bare)
