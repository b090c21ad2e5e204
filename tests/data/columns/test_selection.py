"""Rows of columns."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from app.data.columns import selection
from app.data.columns.column import Column
from app.data.columns.texts import encode, text_column

MOST_THINGS = 8
THINGS = st.integers(0, MOST_THINGS - 1)


@given(st.lists(THINGS, max_size=MOST_THINGS) | st.lists(THINGS, max_size=MOST_THINGS, unique=True), st.data())
def test_that_columns_tidied_together_are_as_each_of_them_alone(things: list[int], data: st.DataObject) -> None:
    cells = st.lists(st.sampled_from(["", "a", "b", "c"]), min_size=len(things), max_size=len(things))
    columns = {name: _column(data.draw(cells)) for name in ("first", "second")}
    which = np.array(things, np.int32)
    found = selection.last_filled_of_all(columns, which, MOST_THINGS)
    assert list(found) == list(columns)
    for name, column in columns.items():
        alone = selection.last_filled(column, which, MOST_THINGS)
        assert found[name].values.tolist() == alone.values.tolist()
        assert found[name].words.to_pylist() == alone.words.to_pylist()


def _column(words: list[str]) -> Column:
    return text_column(encode(pa.array(words, pa.string())))
