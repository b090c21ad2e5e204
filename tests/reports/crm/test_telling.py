"""What opportunities came to: a loop over them and columns agree."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from app.reports.crm import telling
from app.reports.crm.deals import Events, Noted
from app.reports.crm.deals_kernel import tell_one_by_one
from app.reports.crm.grouping import LOSES, OPENS, SPEAKS, WINS, Grouped
from app.reports.crm.openings import room_for
from app.reports.crm.speaking import Speaking

MEANS = np.array([0, OPENS | SPEAKS, WINS | SPEAKS, LOSES | SPEAKS, SPEAKS, OPENS | WINS | LOSES])


def rows_of(
    many: int, seed: int, *, with_amounts: bool
) -> tuple[Grouped, Speaking, NDArray[np.int64], NDArray[np.float64]]:
    rng = np.random.default_rng(seed)
    events = 3 * many + 1
    made = Grouped(
        np.zeros(many, np.int64),
        rng.integers(0, events, many),
        rng.integers(-1, events, many),
        rng.integers(-1, events, many),
    )
    codes = rng.integers(-1, len(MEANS) - 1, events).astype(np.int32)
    amounts = np.round(rng.normal(0, 90, events), 3) if with_amounts else np.zeros(0)
    return made, Speaking(codes, MEANS), rng.integers(0, 1 << 50, events), amounts


@pytest.mark.parametrize("with_amounts", [True, False])
@pytest.mark.parametrize("seed", range(5))
def test_that_a_loop_tells_what_the_columns_do(seed: int, with_amounts: bool) -> None:
    made, events, at, amounts = rows_of(40, seed, with_amounts=with_amounts)
    none = np.zeros(0, np.int64)
    columns = Events(events.codes, none, at, events.means, none.astype(np.int32), amounts)
    told = room_for(40)
    tell_one_by_one(columns, Noted(told.customer, *made[1:]), told)
    for found, expected in zip(told[2:], telling.told_of(made, events, at, amounts), strict=True):
        assert found.tolist() == expected.tolist()
