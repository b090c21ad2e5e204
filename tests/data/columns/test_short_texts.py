"""Very many short texts are numbered as they are by comparing them."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from app.data.columns import short_texts
from app.data.columns.arrow import pick, whole, words_of
from app.data.columns.short_texts import numbered, sorting

ROWS = 200_000


def _drawn(form: str, most: int) -> pa.ChunkedArray[pa.StringScalar]:
    numbers = np.random.default_rng(0).integers(0, most, ROWS)
    texts = pa.array([form.format(number) for number in numbers.tolist()], pa.string())
    return pa.chunked_array([texts.slice(0, 70_000), texts.slice(70_000, 0), texts.slice(70_000)])


@pytest.mark.parametrize("most", [150_000, 90_000])
@pytest.mark.parametrize(
    "form",
    ["{0:08}", "c{0:07}", "c{0:08}", "{0:016}", "{0:08}-{0:08}", "žluťoučký {0:020}", "{0:08x}", "c-{0:06X}:{0:06}"],
)
def test_that_codes_and_texts_are_those_of_comparing(form: str, most: int) -> None:
    texts = _drawn(form, most)
    found = numbered(texts.chunks)
    assert found is not None
    distinct, codes = found
    compared = whole(texts).dictionary_encode()
    assert distinct.to_pylist() == compared.dictionary.to_pylist()
    assert np.array_equal(codes, compared.indices)
    ascending = numbered(texts.chunks, ascending=True)
    assert ascending is not None
    assert len(ascending[0]) == len(distinct)
    assert pick(*ascending).equals(whole(texts))
    ascending[0].validate(full=True)


@pytest.mark.parametrize(("form", "most"), [("{}", 150_000), ("{:06}", 150_000), ("{:08}", 100), ("{:050}", 150_000)])
def test_that_texts_of_many_lengths_or_few_texts_are_left_to_comparing(form: str, most: int) -> None:
    assert numbered(_drawn(form, most).chunks) is None


def test_that_texts_of_one_hash_are_not_taken_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def halves(words: list[np.ndarray[tuple[int], np.dtype[np.uint64]]]) -> object:
        return words[0] & np.uint64(0xFFFFFF)

    monkeypatch.setattr(short_texts, "_hashes", halves)
    assert numbered(_drawn("{:012}", 150_000).chunks) is None


def test_that_a_missing_text_is_left_to_comparing() -> None:
    texts = pa.chunked_array([*_drawn("{:08}", 150_000).chunks, pa.array([None], pa.string())])
    assert numbered(texts.chunks) is None


def test_that_texts_are_sorted_by_their_words_as_by_their_code_points(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(short_texts, "WORTH_CORES", 1)
    texts = pa.array(
        ["c0000010", "c0000009", "Ž000000", "é000000", "~~~~~~~~", "        ", "€00000", "𐍈0000", "zz0000zz"]
    )
    for each in (texts, texts.take(pa.array(sorting(texts)))):
        assert each.take(pa.array(sorting(each))).to_pylist() == sorted(words_of(texts))
