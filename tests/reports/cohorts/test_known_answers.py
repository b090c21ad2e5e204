"""What others have published of small cohorts, and what a summary of real customers says."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from app.data.dataset import Dataset
from app.data.importing.plan import propose
from app.data.importing.planned import import_plan
from app.nodes.conditions import Step
from app.reports.cohorts.definition import CohortDefinition, Cut, cohorts
from app.reports.cohorts.figures import CohortFigures
from app.reports.report import Figures
from app.reports.segments import NO_SEGMENTS, counted_of

DatasetOf = Callable[..., Dataset]
DAY_US = 86_400_000_000
VIEW = Step(event="view")
AGAIN = CohortDefinition(VIEW, VIEW, "day", "UTC", "recurring")


def counts(figures: CohortFigures) -> list[list[int]]:
    return [[cell.rate.count for cell in figures.cells(row)] for row in range(len(figures.sizes))]


def test_that_days_of_two_people_are_as_published(dataset_of: DatasetOf) -> None:
    days = {"one": (0, 1, 2, 5, 5, 6), "two": (1, 2, 3, 6)}
    dataset = dataset_of({who: [(day, "view") for day in each] for who, each in days.items()}, unit_us=DAY_US)
    assert counts(cohorts(dataset, AGAIN)) == [
        [1, 1, 1, 0, 0, 1, 1], [2, 2, 1, 0, 1, 2], [2, 1, 0, 1, 2], [1, 0, 0, 1], [0, 0, 0], [1, 1], [2],
    ]  # fmt: skip


def test_that_months_of_a_year_are_as_published(dataset_of: DatasetOf) -> None:
    months = {"one": (1, 2, 3, 5, 6, 9), "two": (1, 2, 3, 6, 7, 11)}
    dataset = dataset_of(
        {who: [(day_of(2024, month, 10), "view") for month in each] for who, each in months.items()}, unit_us=DAY_US
    )
    assert counts(cohorts(dataset, replace(AGAIN, period="month"))) == [
        [2, 2, 2, 0, 1, 2, 1, 0, 1, 0, 1], [2, 2, 0, 1, 2, 1, 0, 1, 0, 1], [2, 0, 1, 2, 1, 0, 1, 0, 1], [0] * 8,
        [1, 1, 0, 0, 1, 0, 0], [2, 1, 0, 1, 0, 1], [1, 0, 0, 0, 1], [0] * 4, [1, 0, 0], [0, 0], [1],
    ]  # fmt: skip


def test_that_the_mean_is_weighted_by_the_size_of_complete_cohorts() -> None:
    sizes, back = np.array([1000, 1000, 500, 900]), np.array([[1000, 500], [1000, 500], [500, 400], [900, 880]])
    present = np.ones((4, 2), np.bool_)
    days = np.arange("2024-01-01", "2024-01-05", dtype="datetime64[D]")
    complete = np.array([[True, True]] * 3 + [[True, False]])
    figures = CohortFigures(AGAIN, "day", days, tuple("abcd"), sizes, back, present, complete)
    mean = figures.mean()[1]
    assert (mean.count / 3, mean.of / 3) == pytest.approx((466.67, 833.33), abs=0.005)
    assert mean.bare_percent() == "56"


@pytest.mark.parametrize(("cut", "after"), [("calendar", 1), ("rolling", 0)])
def test_that_tuesday_morning_is_the_next_day_by_the_calendar_alone(
    dataset_of: DatasetOf, cut: Cut, after: int
) -> None:
    monday = 24 * day_of(2024, 4, 29)
    history = [(monday + 20, "signup"), (monday + 30, "view"), (monday + 24 * 9, "end")]
    dataset = dataset_of({"one": history}, unit_us=DAY_US // 24)
    figures = cohorts(dataset, CohortDefinition(Step(event="signup"), VIEW, "day", cut=cut))
    assert [cell.rate.count for cell in figures.cells(0)][:2] == [int(after == 0), int(after == 1)]
    ids = figures.people(0, 2 + after)
    assert ids is not None
    assert ids.to_pylist() == ["one"]


@pytest.fixture(name="cdnow", scope="session")
def _cdnow(shared: Path, dataset_of: DatasetOf) -> Dataset:
    """The days on which its customers bought, to the end of September 1997."""
    histories: dict[str, list[tuple[int, str]]] = {}
    for line in (shared / "data" / "cdnow" / "CDNOW_sample.txt").read_text().splitlines():
        _, who, day, _, _ = line.split()
        if day <= "19970930":
            histories.setdefault(who, []).append((day_of(int(day[:4]), int(day[4:6]), int(day[6:])), "purchase"))
    histories.setdefault("the end", []).append((day_of(1997, 9, 30), "nothing"))
    return dataset_of(histories, unit_us=DAY_US)


def day_of(year: int, month: int, day: int) -> int:
    return (date(year, month, day) - date(1970, 1, 1)).days


def test_that_the_customers_of_cdnow_come_back_as_its_summary_says(cdnow: Dataset, shared: Path) -> None:
    bought = Step(event="purchase")
    definition = CohortDefinition(bought, bought, "day", "UTC", counting="on_or_after")
    figures = cohorts(cdnow, definition)
    assert int(figures.sizes.sum()) == 2357
    assert int(figures.counts[:, 1].sum()) == 946
    with (shared / "data" / "cdnow" / "cdnow_customers_summary.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    lasting = sum(float(row["frequency"]) > 0 and float(row["recency"]) >= 10 for row in rows)
    weeks = cohorts(cdnow, replace(definition, cut="rolling"))
    assert int(weeks.counts[:, 70].sum()) == lasting


def test_that_cdnow_is_counted_to_the_end_of_september_by_an_earlier_data_end(shared: Path) -> None:
    data = import_plan(propose([shared / "data" / "cdnow" / "CDNOW_sample.txt"]), "t").dataset
    bought = Step(event=data.roles.events["purchase"])
    asked = CohortDefinition(bought, bought, "day", "UTC", counting="on_or_after", data_end=date(1997, 9, 30))
    figures = counted_of(NO_SEGMENTS, data, asked, cohorts)
    assert int(figures.sizes.sum()) == 2357
    assert int(figures.counts[:, 1].sum()) == 946


def of_months(dataset_of: DatasetOf) -> Dataset:
    """Three people's purchases, in days since 2024 began, each worth its day."""
    days = {"ann": (3, 40, 41), "bob": (5, 70), "cyd": (35, 36)}
    start = day_of(2024, 1, 1)
    made = {who: [(start + day, "view") for day in each] for who, each in days.items()}
    return dataset_of(made, unit_us=DAY_US)


@pytest.mark.parametrize(
    ("measure", "worth"),
    [("revenue", [[8, 81, 70], [71, 0]]), ("cumulative", [[8, 89, 159], [71, 71]])],
)
def test_that_revenue_is_that_of_the_returns_divided_by_the_cohort(
    worthy: Callable[[Dataset, list[float]], Dataset],
    dataset_of: DatasetOf,
    measure: str,
    worth: list[list[float]],
) -> None:
    dataset = worthy(of_months(dataset_of), [3, 40, 41, 5, 70, 35, 36])
    definition = CohortDefinition(VIEW, VIEW, "month", "UTC", measure=measure, value="amount")  # type: ignore[arg-type]
    figures = cohorts(dataset, definition)
    assert [[cell.amount for cell in figures.cells(row)] for row in range(2)] == worth
    assert [cell.value for cell in figures.cells(0)] == [each / 2 for each in worth[0]]
    assert figures.mean_cells()[0].value == (8 + 71) / 3
    shown: Figures = figures
    assert shown.table()[1][0][4].endswith("so far")
    assert shown.records()[0][-2:] == ("amount", "per_customer")
    assert datetime(2024, 1, 1, tzinfo=UTC).date() == figures.days[0].item()
