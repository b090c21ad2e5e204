"""A forecast at any of its moments is a forecast until that moment."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from app.data.dataset import Dataset
from app.runtime.forecast.forecast import ForecastOptions, forecast
from app.runtime.forecast.forecast_moments import forecast_moments, moments_between
from app.runtime.forecast.moment_ranges import ForecastMoments
from app.runtime.playback.timeline import Timeline
from app.runtime.rehearse import rehearse
from app.scenario.graph import Scenario
from tests.builders.datasets import people
from tests.builders.scenarios import MESSAGE, scenario

HOUR_US = 3_600_000_000
DAY_US = 24 * HOUR_US
REACTING = {"deliver": 0.9, "open": 0.5, "click": 0.5, "open_after": {"median": "PT3H", "sigma": 1.0}}
REPLICATIONS = 5


@pytest.fixture(scope="module")
def journey() -> Scenario:
    """A mail, a wait for its being opened, and one more mail for those who did not, of whom a cap stops some."""
    opened = {"property": "node", "op": "eq", "value": "mail"}
    return scenario(
        {
            "in": ("entry_event", {"event": "cart"}),
            "mail": ("email", {**MESSAGE, "response": REACTING}),
            "wait": ("wait_for", {"event": "message_opened", "where": [opened], "timeout": "P1D"}),
            "again": ("email", MESSAGE),
            "end": ("exit", {}),
        },
        "in>mail mail>wait wait.timed_out>again again>end",
        frequency_caps=[{"channel": "any", "max": 2, "per": "P7D"}],
        reentry={"mode": "after_exit"},
    )


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    random = Random(3)
    ids = [f"c{n:02}" for n in range(40)]
    rows = [{"customer_id": id_, "email": f"{id_}@example.org"} for id_ in ids]
    when = [
        (random.choice(ids), f"05-{random.randint(1, 9):02} {random.randint(0, 23):02}:00", "cart") for _ in range(120)
    ]
    return people(rows, sorted(set(when)))


@pytest.fixture(scope="module")
def moments(journey: Scenario, dataset: Dataset) -> ForecastMoments:
    timeline = Timeline(journey, rehearse(journey, dataset).tables)
    midnight = timeline.begin - timeline.begin % DAY_US
    return forecast_moments(
        journey, dataset, ForecastOptions(REPLICATIONS, compiled=False), (timeline.begin, timeline.end, midnight)
    )


def test_that_figures_at_ten_random_moments_and_at_the_end_are_those_of_a_forecast_until_then(
    journey: Scenario, dataset: Dataset, moments: ForecastMoments
) -> None:
    last = len(moments.instants) - 1
    for place in (*Random(7).sample(range(last), 10), last):
        until = int(moments.instants[place]) if place < last else None
        told = forecast(journey, dataset, ForecastOptions(REPLICATIONS, until=until, compiled=False))
        for node in journey.nodes:
            ranges = moments.node(node.id, place)
            figures = {
                path.removeprefix(f"nodes.{node.id}."): figure
                for path, figure in told.figures.items()
                if path.startswith(f"nodes.{node.id}.")
            }
            assert {name: figure for name, figure in figures.items() if figure.mean}.keys() <= ranges.keys()
            for name, found in ranges.items():
                asked = figures.get(name)
                expected = (asked.mean, asked.low_80, asked.high_80) if asked is not None else (0.0, 0.0, 0.0)
                assert (found.mean, found.low_80, found.high_80) == pytest.approx(expected), (node.id, name, place)


def test_that_ranges_spread_and_stand_at_the_last_moment_that_is_past(moments: ForecastMoments) -> None:
    last = moments.node("again", len(moments.instants) - 1)["arrived"]
    assert last.low_80 < last.mean < last.high_80
    first, second = (int(at) for at in moments.instants[:2])
    assert [moments.place(at) for at in (first - 1, first, second - 1, second)] == [0, 0, 0, 1]


@pytest.mark.parametrize(("days", "step_us"), [(3, HOUR_US), (90, 6 * HOUR_US), (390, DAY_US), (5_000, 14 * DAY_US)])
def test_that_moments_are_whole_hours_or_days_and_not_too_many(days: int, step_us: int) -> None:
    begin = 5 * HOUR_US + 1
    found = moments_between(begin, days * DAY_US + 7, 0, 1)
    assert (found[0], found[-1]) == (begin, days * DAY_US + 7)
    assert len(found) <= 402
    assert set(np.diff(found[1:-1])) == {step_us}


def test_that_figures_of_many_nodes_in_many_replications_have_fewer_moments() -> None:
    assert len(moments_between(0, 365 * DAY_US, 0, 2_000_000)) <= 22
