"""Places along wires, many at a time."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.canvas.playback.wire_places import WirePlaces

BENT = ((0.0, 0.0), (100.0, 0.0), (100.0, 60.0), (200.0, 60.0))
STRAIGHT = ((0.0, 200.0), (50.0, 200.0))


def test_that_a_dot_begins_and_ends_where_its_wire_does_and_goes_on_all_the_way() -> None:
    places = WirePlaces([BENT, (), STRAIGHT])
    shares = np.linspace(0, 1, 101)
    for wire, line in ((0, BENT), (2, STRAIGHT)):
        way = places.at(np.full(101, wire), shares)
        assert tuple(way[0]) == pytest.approx(line[0])
        assert tuple(way[-1]) == pytest.approx(line[-1])
        steps = np.hypot(*np.diff(way, axis=0).T)
        assert steps.max() < 1.05 * steps.mean() + 0.5
    assert len(places.at(np.zeros(0, np.int64), np.zeros(0))) == 0


@settings(max_examples=30)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_that_many_dots_at_once_stand_where_each_would_alone(shares: list[float]) -> None:
    places = WirePlaces([STRAIGHT, BENT])
    wires = np.array([number % 2 for number in range(len(shares))])
    together = places.at(wires, np.array(shares))
    alone = [places.at(wires[n : n + 1], np.array(shares[n : n + 1]))[0] for n in range(len(shares))]
    assert together == pytest.approx(np.array(alone))


def test_that_a_dot_stays_on_its_wire_but_for_the_rounded_corners() -> None:
    for x, y in WirePlaces([BENT]).at(np.zeros(200, np.int64), np.linspace(0, 1, 200)):
        away = min(_away((x, y), a, b) for a, b in pairwise(BENT))
        assert away < 3


def _away(at: tuple[float, float], a: tuple[float, float], b: tuple[float, float]) -> float:
    nearest = tuple(np.clip(at[n], min(a[n], b[n]), max(a[n], b[n])) for n in range(2))
    return float(np.hypot(at[0] - nearest[0], at[1] - nearest[1]))
