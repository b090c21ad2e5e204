"""How long customers stay: the compiled loops, the same in plain Python and the columns agree, and with numpy."""

from __future__ import annotations

import numpy as np
import pytest

from app.reports.crm.way import NEVER, Longs
from app.reports.lifecycle import staying
from app.reports.lifecycle.kernel import KINDS, PASSED, WAITING, count_stages_of, note_lengths_of
from app.reports.lifecycle.staying import SECOND, Journeys, plainly, spread, stayed

CUSTOMERS, STAGES, GROUPS, WON = 200, 4, 3, 3


def journeys(seed: int) -> tuple[Journeys, Longs]:
    rng = np.random.default_rng(seed)
    recorded = np.where(rng.random((STAGES, CUSTOMERS)) < 0.5, NEVER, rng.integers(0, 30 * SECOND, (STAGES, CUSTOMERS)))
    lost = rng.random(CUSTOMERS) < 0.3
    group = np.where((recorded == NEVER).all(axis=0), -1, rng.integers(0, GROUPS, CUSTOMERS))
    return Journeys(recorded, lost, 30 * SECOND), group


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("won", [WON, -1])
def test_that_the_loops_find_what_the_columns_do(seed: int, won: int, monkeypatch: pytest.MonkeyPatch) -> None:
    of, group = journeys(seed)
    expected = [str(each) for each in plainly(of, group, GROUPS, won)]
    monkeypatch.setattr(staying, "ENOUGH_CUSTOMERS", 0)
    assert [str(each) for each in stayed(of, group, GROUPS, won)] == expected


def test_that_the_loops_do_the_same_in_plain_python() -> None:
    of, group = journeys(9)
    recorded, lost = of.recorded.reshape(-1), of.lost.view(np.uint8)
    counts = np.zeros(GROUPS * STAGES * KINDS, np.int64)
    count_stages_of(recorded, CUSTOMERS, lost, group, WON, 0, CUSTOMERS, counts)
    places = np.cumsum(counts) - counts
    lengths = np.empty(int(counts.sum()), np.int64)
    note_lengths_of(recorded, CUSTOMERS, lost, group, WON, 0, CUSTOMERS, of.end, places.copy(), lengths)
    for cell, each in enumerate(plainly(of, group, GROUPS, WON)):
        for kind, expected in ((PASSED, each.passed), (WAITING, each.waiting)):
            at = cell * KINDS + kind
            assert str(spread(lengths[places[at] : places[at] + counts[at]])) == str(expected)


@pytest.mark.parametrize("many", [1, 2, 3, 10, 11, 997])
def test_that_lengths_are_spread_as_numpy_has_it(many: int) -> None:
    lengths = np.random.default_rng(many).integers(0, 1 << 48, many)
    assert spread(lengths.copy())[1:] == tuple(np.quantile(lengths / SECOND, [0.5, 0.9]).tolist())
