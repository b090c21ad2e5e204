"""Rows of one opportunity: the compiled loop, the same in plain Python and sorting them agree."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.reports.crm import grouping
from app.reports.crm.grouping import IS_WORTH, LOSES, OPENS, WINS, Grouped, grouped, in_columns
from app.reports.crm.kernel import put_rows_together

ROWS = st.lists(
    st.tuples(
        st.integers(0, 4), st.integers(0, 3), st.sampled_from([0, OPENS, WINS, LOSES]), st.sampled_from([0, IS_WORTH])
    ),
    min_size=1,
    max_size=14,
)


def one_by_one(rows: list[tuple[int, int, int, int]]) -> dict[int, tuple[int, int, int]]:
    """By key, from the rows in their order."""
    found = {}
    for key in {row[0] for row in rows}:
        mine = [(at, not means & OPENS, place) for place, (other, at, means, _) in enumerate(rows) if other == key]
        ordered = [place for _, _, place in sorted(mine)]
        opens = [place for place in ordered if rows[place][2] & OPENS]
        ends = [place for place in ordered if rows[place][2]]
        worth = [place for place in ordered if rows[place][3]]
        found[key] = ((opens or ordered)[0], (ends or [-1])[-1], (worth or [-1])[-1])
    return found


def by_key(found: Grouped) -> dict[int, tuple[int, int, int]]:
    columns = (found.opening.tolist(), found.ending.tolist(), found.worth.tolist())
    return dict(zip(found.key.tolist(), zip(*columns, strict=True), strict=True))


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_that_every_way_of_grouping_finds_the_same(rows: list[tuple[int, int, int, int]]) -> None:
    keys, at, does, worth = (np.array(column, np.int64) for column in zip(*rows, strict=True))
    means = does | worth
    expected = one_by_one(rows)
    assert by_key(in_columns(keys, at, means)) == expected
    many = int(keys.max()) + 1
    scratch = [np.empty(many, np.int64) for _ in range(3)]
    put_rows_together(keys, at, means, np.zeros(many + 1, np.int64), np.empty(len(keys), np.int64), *scratch)
    used = np.flatnonzero(scratch[0] >= 0)
    assert by_key(Grouped(used, *(each[used] for each in scratch))) == expected


def test_that_many_rows_are_grouped_by_the_compiled_loop_as_by_sorting() -> None:
    rng = np.random.default_rng(3)
    many = grouping.ENOUGH_ROWS + 7
    keys, at, means = rng.integers(0, many // 3, many), rng.integers(0, 9, many), rng.integers(0, 16, many)
    for found, expected in zip(grouped(keys, at, means), in_columns(keys, at, means), strict=True):
        assert (found == expected).all()
