"""The funnel of a run as the time it takes and by when journeys began, against a plain count of its visits."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest

from app.reports.funnel.by_entry import EntryFigures
from app.reports.funnel.main_path import main_path
from app.reports.funnel.report import FunnelReport
from app.reports.funnel.run_over_time import run_funnel_shown
from app.reports.funnel.time_to_convert import TimeFigures
from app.reports.report import Subject
from app.runtime.rehearse import RunOptions, rehearse
from tests.builders.figures import journey, run_of, shop


@pytest.fixture(scope="module")
def of() -> Subject:
    return run_of(journey(waits=False))


def arrivals(of: Subject) -> list[list[Any]]:
    """Of each customer the instants at the nodes of the main path, of the journey that came furthest."""
    nodes = [node.id for node in main_path(of.scenario)]
    journeys: defaultdict[tuple[str, int], list[Any]] = defaultdict(list)
    for row in of.tables["visits"].to_pylist():
        came = journeys[row["customer_id"], row["instance"]]
        if len(came) < len(nodes) and row["node"] == nodes[len(came)]:
            came.append(row["arrived_at"])
    best: dict[str, list[Any]] = {}
    for (customer, _), came in sorted(journeys.items()):
        if len(came) > len(best.get(customer, [])):
            best[customer] = came
    return list(best.values())


def test_that_the_time_is_from_the_first_node_of_the_main_path_to_the_last(of: Subject) -> None:
    figures = run_funnel_shown(of, "time", None)
    assert isinstance(figures, TimeFigures)
    many = len(main_path(of.scenario))
    taken = [(came[-1] - came[0]).total_seconds() for came in arrivals(of) if len(came) == many]
    assert taken
    assert figures.converted == len(taken)
    assert figures.mean_s == pytest.approx(np.mean(taken))
    assert figures.median_s == pytest.approx(np.median(taken))
    assert "first node to the last" in figures.definition.in_words()


def test_that_each_day_counts_who_began_in_it_and_who_of_them_came_to_the_end(of: Subject) -> None:
    figures = run_funnel_shown(of, "trend", "day")
    assert isinstance(figures, EntryFigures)
    many = len(main_path(of.scenario))
    plain: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for came in arrivals(of):
        plain[str(came[0].date())][0] += 1
        plain[str(came[0].date())][1] += len(came) == many
    found = {
        str(day): [entered, converted]
        for day, entered, converted in zip(figures.days, figures.entered, figures.converted, strict=True)
        if entered
    }
    assert found == plain


def test_that_a_period_is_open_while_somebody_who_began_in_it_is_under_way() -> None:
    until = int(datetime(2024, 5, 10, 12, tzinfo=UTC).timestamp()) * 1_000_000
    ran = rehearse(journey(waits=False), shop(), RunOptions(until, compiled=False))
    figures = run_funnel_shown(Subject(journey(waits=False), ran.summary, ran.tables), "trend", "day")
    assert isinstance(figures, EntryFigures)
    waiting = [row for row in ran.tables["instances"].to_pylist() if row["end_reason"] == "waiting"]
    assert waiting
    is_open = {str(row["entered_at"].date()) for row in waiting}
    assert {str(day) for day, over in zip(figures.days, figures.complete, strict=True) if not over} == is_open


def test_that_the_sentence_of_a_run_says_how_the_funnel_is_shown(of: Subject) -> None:
    report = FunnelReport()
    fields = [[part.field for part in report.choices(of, chosen) if not isinstance(part, str)] for chosen in CHOSEN]
    assert fields == [["show"], ["show"], ["show", "period"]]
    for chosen in CHOSEN:
        kinds = [type(each.figures).__name__ for each in report.adjusted(of, chosen)]
        assert kinds == [KINDS[chosen.get("show", "steps")]] * 2


KINDS = {"steps": "FunnelFigures", "time": "TimeFigures", "trend": "EntryFigures"}
CHOSEN: tuple[dict[str, str], ...] = ({}, {"show": "time"}, {"show": "trend", "period": "week"})
