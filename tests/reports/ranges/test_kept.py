"""The kept replication of a forecast comes to what its own summary says, and names whose it is."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import pytest

from app.data.dataset import Dataset
from app.look.palette import DARK, LIGHT, Palette
from app.reports.documents.figures.pictures import picture_with_hits
from app.reports.ranges.figures import MEAN, OBSERVED, RangesFigures
from app.reports.ranges.report import RangesReport
from app.reports.ranges.spread import MOST, SpreadFigures
from app.reports.report import Subject
from app.runtime.forecast.forecast import ForecastOptions, forecast
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
    measured, _ = RangesReport().measure(Subject(JOURNEY, run.summary, run.tables, data, found))
    assert isinstance(measured.figures, RangesFigures)
    return run, measured.figures


def of_summary(run: Run) -> dict[str, float]:
    """The figures of a summary by their paths."""
    summary = run.summary
    found: dict[str, float] = {"customers": summary.customers, "instances": summary.instances}
    for node, counts in summary.nodes.items():
        found |= {f"nodes.{node}.sent": counts.sent, f"nodes.{node}.arrived": counts.arrived}
        found |= {f"nodes.{node}.skipped.{reason}": many for reason, many in counts.skipped.items()}
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


def test_that_the_spread_counts_every_replication_once_and_holds_the_mean(data: Dataset) -> None:
    found = forecast(JOURNEY, data, ForecastOptions(9, compiled=False))
    replay = rehearse(JOURNEY, data, RunOptions(compiled=False))
    _, measured = RangesReport().measure(Subject(JOURNEY, replay.summary, replay.tables, data, found))
    figures = measured.figures
    assert isinstance(figures, SpreadFigures)
    headers, rows = figures.table()
    by_figure: dict[str, list[int]] = {}
    for row in rows:
        by_figure.setdefault(row[0], []).append(int(row[3]))
        assert row[3].note == f"{row[3]} of 9"
    assert {sum(counts) for counts in by_figure.values()} == {9}
    opened = next((row, spread) for row, spread in figures.rows if row.path == "nodes.mail.reactions.opened")
    assert opened[1].low <= opened[0].figure.mean <= opened[1].ends(len(opened[1].counts) - 1)[1]
    assert "mail: opened" in by_figure
    assert headers[3:] == ("Replications", "Observed")
    assert not any(row.path == "nodes.mail.arrived" for row, _ in figures.rows)  # the same in every replication
    assert any(line.startswith("mail: opened: most often") for line in RangesReport().words(figures))
    assert figures.people(0, 3) is None


@pytest.mark.parametrize("many", [1, 3, 40])
@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_that_histograms_are_drawn_hit_and_lie_within_the_picture(many: int, palette: Palette, data: Dataset) -> None:
    found = forecast(JOURNEY, data, ForecastOptions(3, compiled=False))
    replay = rehearse(JOURNEY, data, RunOptions(compiled=False))
    _, measured = RangesReport().measure(Subject(JOURNEY, replay.summary, replay.tables, data, found))
    assert isinstance(measured.figures, SpreadFigures)
    figures = replace(measured.figures, rows=(measured.figures.rows * many)[:many])
    png, hits = picture_with_hits(figures, "png", 640, palette=palette)
    assert png.startswith(b"\x89PNG")
    shown = min(many, MOST)
    assert {hit.row for hit in hits} <= set(range(len(figures.table()[1])))
    whole = sum(len(spread.counts) for _, spread in figures.rows[:shown])
    assert len(hits) == whole if many <= 3 else 0 < len(hits) <= whole
