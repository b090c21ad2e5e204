"""Rows of one opportunity: sorting them finds what looking at each does."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.reports.crm.grouping import IS_WORTH, LOSES, OPENS, WINS, Grouped, grouped

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
def test_that_rows_of_a_key_are_grouped_by_sorting(rows: list[tuple[int, int, int, int]]) -> None:
    keys, at, does, worth = (np.array(column, np.int64) for column in zip(*rows, strict=True))
    assert by_key(grouped(keys, at, does | worth)) == one_by_one(rows)
