"""Rows that are made only when somebody looks."""

from __future__ import annotations

import pytest

from app.reports.counting.lazy_rows import LazyRows


def test_that_they_are_as_a_list_and_each_is_made_once() -> None:
    asked: list[int] = []

    def make(at: int) -> int:
        asked.append(at)
        return at * at

    rows, plain = LazyRows(7, make), [at * at for at in range(7)]
    assert (len(rows), rows[3], rows[-1], rows[2:5]) == (7, plain[3], plain[-1], plain[2:5])
    assert asked == [3, 6, 2, 4]
    assert list(rows) == plain
    assert rows == plain
    assert rows != plain[1:]
    assert sorted(asked) == list(range(7))
    with pytest.raises(IndexError):
        rows[7]
