"""A column's distinct texts and codes say what the column says."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from app.data.columns.texts import (
    BLANKS,
    KnownTexts,
    are_blank,
    encode,
    encode_together,
    holds_any,
    trimmed,
    untrimmed_count,
)

VALUES = st.one_of(st.none(), st.text(max_size=3))


@given(st.lists(st.lists(VALUES, max_size=6), max_size=5))
def test_that_chunks_share_one_list_of_distinct_texts(chunks: list[list[str | None]]) -> None:
    texts = encode(pa.chunked_array(chunks, pa.string()))
    flat = [value for chunk in chunks for value in chunk]
    assert [texts.at(row) for row in range(len(texts))] == [value or "" for value in flat]
    assert texts.filled.tolist() == [bool(value) for value in flat]
    assert len(set(texts.distinct.to_pylist())) == len(texts.distinct)
    assert "" not in texts.distinct.to_pylist()


@given(
    st.integers(0, 6).flatmap(
        lambda rows: st.lists(
            st.lists(st.sampled_from(["", "a", "bb", " ", "é"]), min_size=rows, max_size=rows), max_size=5
        )
    )
)
def test_that_columns_encoded_together_are_what_each_is_alone(rows: list[list[str]]) -> None:
    columns = {f"column {place}": pa.chunked_array([pa.array(texts, pa.string())]) for place, texts in enumerate(rows)}

    together = encode_together(columns)

    for name, column in columns.items():
        alone = encode(column)
        assert together[name].distinct.to_pylist() == alone.distinct.to_pylist()
        assert together[name].codes.tolist() == alone.codes.tolist()


BLANK_OR_NOT = st.sampled_from(["", " ", "a", "\u00a0", "b ", "\u200b\t", "\u00e9\u00e9"])


@given(
    st.lists(BLANK_OR_NOT, max_size=6) | st.lists(st.sampled_from(["ab", "  ", " a", "\u00a0"]), max_size=6), st.data()
)
def test_that_what_shows_nothing_is_blank_and_blanks_around_texts_are_left_out(
    texts: list[str], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(texts)))
    column = pa.chunked_array([pa.array(["x", *texts[:cut]], pa.string())[1:], pa.array(texts[cut:], pa.string())])
    assert are_blank(column).tolist() == [not text.strip(BLANKS) for text in texts]
    encoded = encode(column)
    assert untrimmed_count(encoded) == sum(text != text.strip(BLANKS) for text in texts)
    bare = trimmed(encoded)
    assert [bare.at(row) for row in range(len(texts))] == [text.strip(BLANKS) for text in texts]


@given(
    st.lists(st.lists(st.sampled_from([None, "", "0", "00", "na", "no", "nay", "é", "guest"]), max_size=5), max_size=3),
    st.sets(st.sampled_from(["0", "na", "guest", "é", "-"]), min_size=1),
)
def test_that_a_word_is_found_where_some_text_is_that_word(chunks: list[list[str | None]], words: set[str]) -> None:
    column = pa.chunked_array([["x", *chunk] for chunk in chunks], pa.string()).slice(1)
    assert holds_any(column, words) == (not words.isdisjoint(column.to_pylist()))


def test_that_the_texts_of_a_column_are_known_again_as_long_as_it_says_the_same() -> None:
    column = pa.chunked_array([["a", "b"], ["a"]])
    known = KnownTexts.of_column(column)
    assert known.of(pa.table({"event": column}).append_column("more", column).column("event")) is known.texts
    assert known.of(pa.chunked_array([["a", "b", "a"]])) is known.texts
    assert known.of(pa.chunked_array([["a", "b", "b"]])) is None
    assert known.of(column.slice(1)) is None
