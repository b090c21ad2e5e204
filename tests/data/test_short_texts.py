"""Very many short texts are numbered as they are by comparing them."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from app.data import short_texts
from app.data.arrow import whole
from app.data.short_texts import numbered

ROWS = 200_000


def _drawn(form: str, most: int) -> pa.ChunkedArray[pa.StringScalar]:
    numbers = np.random.default_rng(0).integers(0, most, ROWS)
    texts = pa.array([form.format(number) for number in numbers.tolist()], pa.string())
    return pa.chunked_array([texts.slice(0, 70_000), texts.slice(70_000, 0), texts.slice(70_000)])


@pytest.mark.parametrize("form", ["{:08}", "c{:08}", "{:016}", "{:08}-{:08}", "žluťoučký {:020}"])
def test_that_codes_and_texts_are_those_of_comparing(form: str) -> None:
    texts = _drawn(form.replace("-{:08}", "-{0:08}").replace("{:08}-", "{0:08}-"), 150_000)
    found = numbered(texts.chunks)
    assert found is not None
    distinct, codes = found
    compared = whole(texts).dictionary_encode()
    assert distinct.to_pylist() == compared.dictionary.to_pylist()
    assert np.array_equal(codes, compared.indices)


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
