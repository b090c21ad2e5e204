"""A column's distinct texts and codes say what the column says."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from app.data.texts import encode

VALUES = st.one_of(st.none(), st.text(max_size=3))


@given(st.lists(st.lists(VALUES, max_size=6), max_size=5))
def test_that_chunks_share_one_list_of_distinct_texts(chunks: list[list[str | None]]) -> None:
    texts = encode(pa.chunked_array(chunks, pa.string()))
    flat = [value for chunk in chunks for value in chunk]
    assert [texts.at(row) for row in range(len(texts))] == [value or "" for value in flat]
    assert texts.filled.tolist() == [bool(value) for value in flat]
    assert len(set(texts.distinct.to_pylist())) == len(texts.distinct)
    assert "" not in texts.distinct.to_pylist()
