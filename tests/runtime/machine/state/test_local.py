"""The clock of the customer being played: what it remembers of her zone never changes what it says."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.nodes.durations import Duration
from app.nodes.times import WEEKDAYS
from app.runtime.compiler.draft import Draft, weekday_bits
from app.runtime.machine.arithmetic.clock import DAY_US, instant_of, shift, wall_of, weekday_of
from app.runtime.machine.state.customer_state import StateRow
from app.runtime.machine.state.local import face, later, local_instant, local_wall, next_clock_time
from app.runtime.machine.state.machine import Machine
from app.runtime.program.row_layout import blank_objects

MINUTE_US = 60_000_000
YEAR_2024_US = 1_704_067_200_000_000
ZONES = st.sampled_from(
    ["UTC", "Europe/Prague", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Kolkata"]
)
MOMENTS = st.one_of(
    st.integers(0, 2 * 366 * 1440).map(lambda minute: YEAR_2024_US + minute * MINUTE_US),
    st.sampled_from(["2024-03-31", "2024-10-27", "2024-11-03", "2018-11-04", "2890-07-01"]).flatmap(
        lambda day: st.integers(-1440, 2880).map(lambda minute: _midnight(day) + minute * MINUTE_US)
    ),
)
DURATIONS = st.sampled_from(["P1D", "-P1D", "P1M", "-P1Y", "P1DT2H", "PT3H", "P2W"])


def _midnight(day: str) -> int:
    import numpy as np

    return int(np.datetime64(day, "us").astype(np.int64))


@cache
def _draft(zone: str) -> Draft:
    draft = Draft()
    draft.zone(zone)
    return draft


def _customer(zone: str) -> Machine:
    """As much of a machine as the clock needs: a customer without a zone, and a scenario that gives her one."""
    draft = _draft(zone)
    state = blank_objects(StateRow, 1)
    state[0].scenario = state[0].zone = -1
    machine: Any = SimpleNamespace(
        state=state,
        customers=[SimpleNamespace(zone=-1)],
        scenarios=[SimpleNamespace(zone=0)],
        zones=draft.zones,
        transitions=draft.transitions,
        zone_index=draft.zone_index,
        spans=draft.spans,
    )
    whole: Machine = machine
    face(whole, 0)
    return whole


@given(ZONES, st.lists(MOMENTS, min_size=1, max_size=8))
def test_that_walls_and_instants_are_those_of_the_zone_in_any_order_of_asking(
    zone: str, moments: Sequence[int]
) -> None:
    machine, draft = _customer(zone), _draft(zone)
    for moment in moments:
        assert local_wall(machine, moment) == wall_of(draft, 0, moment)
        assert local_instant(machine, moment) == instant_of(draft, 0, moment)


@given(ZONES, st.lists(st.tuples(MOMENTS, DURATIONS), min_size=1, max_size=8))
def test_that_durations_lead_where_the_zone_says(zone: str, moves: Sequence[tuple[int, str]]) -> None:
    draft = _draft(zone)
    spans = {text: draft.span(Duration.parse(text)) for _, text in moves}
    machine = _customer(zone)
    for moment, text in moves:
        assert later(machine, moment, spans[text], 1) == shift(draft, 0, moment, spans[text], 1)


@given(ZONES, MOMENTS, st.integers(0, 1439), st.sets(st.sampled_from(["mon", "wed", "sun"])))
def test_that_the_next_clock_time_shows_that_time_unless_it_does_not_exist(
    zone: str, at: int, clock: int, weekdays: set[str]
) -> None:
    bits = weekday_bits(tuple(weekdays))  # type: ignore[arg-type]  # literals
    found = next_clock_time(_customer(zone), at, clock * MINUTE_US, bits)
    wall = wall_of(_draft(zone), 0, found)
    assert found >= at
    assert not weekdays or WEEKDAYS[weekday_of(wall // DAY_US)] in weekdays
    assert wall % DAY_US - clock * MINUTE_US in (0, 30 * MINUTE_US, 60 * MINUTE_US)
