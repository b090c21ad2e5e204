"""The kept replication of a forecast comes to what its own summary says, and names whose it is."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import pytest

from app.data.dataset import Dataset
from app.reports.ranges.figures import MEAN, OBSERVED, RangesFigures
from app.reports.ranges.report import RangesReport
from app.reports.report import Subject
from app.runtime.forecast import ForecastOptions, forecast
from app.runtime.rehearse import Run, RunOptions, rehearse
from tests.builders.datasets import people
from tests.builders.scenarios import MESSAGE, scenario

RESPONSE: dict[str, Any] = {
    "deliver": 0.9, "open": 0.5, "click": 0.5,
    "convert": {"event": "buy", "rate": 0.6, "property": "amount", "value": {"median": 20, "sigma": 0.5},
                "after": {"median": "PT1H", "sigma": 1.0}},
}  # fmt: skip
JOURNEY = scenario(
    {"in": ("entry_event", {"event": "cart"}), "mail": ("email", {**MESSAGE, "response": RESPONSE})},
    "in>mail",
    goals=[{"id": "order", "event": "buy", "value": "amount"}],
)


@pytest.fixture(name="data", scope="module")
def _data() -> Dataset:
    """Carts, and some purchases."""
    log: list[Any] = [(f"c{at:02}", f"05-{day:02} 10:00", "cart") for at in range(40) for day in (1, 9)[: 1 + at % 2]]
    log += [(f"c{at:02}", "05-20 10:00", "buy", {"amount": 5}) for at in range(0, 40, 7)]
    return people([{"customer_id": f"c{at:02}", "email": f"c{at}@example.com"} for at in range(40)], log)


@pytest.fixture(name="run", scope="module")
def _run(data: Dataset) -> tuple[Run, RangesFigures]:
    """A run of the first replication, and what the report says of the forecast that it stands for."""
    found = forecast(JOURNEY, data, ForecastOptions(5, compiled=False))
    run = rehearse(JOURNEY, data, RunOptions(replication=1, compiled=False))
    (measured,) = RangesReport().measure(Subject(JOURNEY, run.summary, run.tables, data, found))
    assert isinstance(measured.figures, RangesFigures)
    return run, measured.figures


def of_summary(run: Run) -> dict[str, float]:
    """The figures of a summary by their paths."""
    summary = run.summary
    found: dict[str, float] = {"customers": summary.customers, "instances": summary.instances}
    for node, counts in summary.nodes.items():
        found[f"nodes.{node}.sent"] = counts.sent
        found |= {f"nodes.{node}.reactions.{name}": many for name, many in counts.reactions.items()}
    for goal, reached in summary.goals.items():
        found |= {f"goals.{goal}.{name}": value for name, value in asdict(reached).items()}
    return found


def test_that_each_figure_is_what_the_summary_of_the_replication_says(run: tuple[Run, RangesFigures]) -> None:
    ran, figures = run
    expected = of_summary(ran)
    assert {row.path for row in figures.rows} >= {"nodes.mail.reactions.opened", "goals.order.modelled_value"}
    for row in figures.rows:
        assert row.kept is not None
        assert row.kept.amount == pytest.approx(expected.get(row.path, 0)), row.path


def test_that_behind_the_mean_are_the_customers_of_the_replication(run: tuple[Run, RangesFigures]) -> None:
    ran, figures = run
    opened = {row["customer_id"] for row in ran.tables["messages"].to_pylist() if row["opened_at"] is not None}
    at = next(at for at, row in enumerate(figures.rows) if row.path == "nodes.mail.reactions.opened")
    ids = figures.people(at, MEAN)
    assert ids is not None
    assert (set(ids.to_pylist()), len(ids)) == (opened, len(opened))
    cell = figures.table()[1][at][MEAN]
    assert cell.note.startswith("in replication 1: ")
    assert cell.note.endswith(f", by {len(opened)} customers")


def test_that_behind_what_was_observed_are_those_of_the_replay(run: tuple[Run, RangesFigures], data: Dataset) -> None:
    _, figures = run
    replay = rehearse(JOURNEY, data, RunOptions(compiled=False))
    compared = 0
    for at, row in enumerate(figures.rows):
        ids = figures.people(at, OBSERVED)
        assert ids is not None, row.path
        if row.path in ("customers", "goals.order.modelled_customers"):
            assert len(ids) == row.figure.observed
            compared += 1
        if row.path == "nodes.mail.sent":
            sent = {each["customer_id"] for each in replay.tables["messages"].to_pylist() if each["outcome"] == "sent"}
            assert set(ids.to_pylist()) == sent
            compared += 1
    assert compared == 3


def test_that_nobody_is_named_where_the_recorded_events_are_not_at_hand(run: tuple[Run, RangesFigures]) -> None:
    _, figures = run
    assert replace(figures, replay=None).people(0, OBSERVED) is None


def test_that_behind_a_goal_are_those_who_converted_in_the_model(run: tuple[Run, RangesFigures]) -> None:
    ran, figures = run
    modelled = {row["customer_id"] for row in ran.tables["conversions"].to_pylist() if not row["observed"]}
    at = next(at for at, row in enumerate(figures.rows) if row.path == "goals.order.modelled_customers")
    ids = figures.people(at, MEAN)
    assert ids is not None
    assert set(ids.to_pylist()) == modelled
    assert modelled
