"""Work shared by cores gives what it gives in one piece."""

from __future__ import annotations

import numpy as np
import pytest

from app.data.columns import cores


@pytest.fixture(autouse=True)
def _on_two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "CORES", 2)
    monkeypatch.setattr(cores, "_AT_ONCE", 2)


def test_that_codes_are_looked_up_part_by_part() -> None:
    codes = np.array([2, -1, 0, 1, -1], np.int32)
    assert cores.looked_up(np.array([5, 6, 7, 8]), codes).tolist() == [7, 8, 5, 6, 8]
    assert cores.looked_up(np.array([5, 6, 7, 8]), codes, 3, 4).tolist() == [7, 8, 5, 6, 8, 3, 4]
    assert cores.looked_up(np.array([5]), codes[:0]).tolist() == []


def test_that_rows_are_left_out_part_by_part() -> None:
    stays = np.array([True, False, False, False, True])
    assert cores.filtered(np.array([5, 6, 7, 8, 9]), stays).tolist() == [5, 9]
    assert cores.filtered(np.array([5, 6, 7, 8, 9]), ~stays).tolist() == [6, 7, 8]
    assert cores.filtered(np.zeros(0), stays[:0]).tolist() == []


def test_that_codes_are_counted_without_what_is_missing() -> None:
    assert cores.counted(np.array([2, -1, 0, 2, -1, 0, 2], np.int32), 4).tolist() == [2, 0, 3, 0]
    assert cores.counted(np.zeros(0, np.int32), 2).tolist() == [0, 0]
    assert cores.counted(np.array([2, 30, -1, 0, 2, 2, 1], np.int32), 31).tolist() == [1, 1, 3, *[0] * 27, 1]


@pytest.mark.parametrize(("values", "do"), [([1, 2, 2, 3, 5], True), ([1, 2, 3, 2, 5], False), ([1], True), ([], True)])
def test_that_values_ascend_where_none_is_less_than_the_one_before_in_any_part(values: list[int], do: bool) -> None:
    assert cores.ascend(np.array(values, np.int64)) is do


def test_that_results_come_in_the_order_of_the_items() -> None:
    assert list(cores.side_by_side(str, range(7))) == list("0123456")
    assert cores.each(str, range(7)) == list("0123456")
    assert cores.in_parts(5, lambda first, last: (first, last)) == [(0, 2), (2, 4), (4, 5)]
    assert cores.in_parts(0, lambda first, last: (first, last)) == []


def test_that_the_first_error_of_a_part_ends_the_others() -> None:
    begun: list[int] = []

    def work(first: int, _: int) -> None:
        begun.append(first)
        raise IndexError(first)

    with pytest.raises(IndexError):
        cores.in_parts(100, work)
    assert len(begun) <= cores.CORES


def test_that_what_nobody_asks_for_any_more_is_not_begun() -> None:
    begun: list[int] = []
    results = cores.side_by_side(begun.append, range(100))
    next(results)
    results.close()  # type: ignore[attr-defined]  # a generator
    assert len(begun) <= 1 + cores.CORES


def test_that_each_core_has_a_share_of_many_rows_and_few_rows_are_one_share() -> None:
    assert cores.shares(7) == [(0, 7)]
    assert cores.shares(cores.WORTH_CORES) == [(0, cores.WORTH_CORES // 2), (cores.WORTH_CORES // 2, cores.WORTH_CORES)]
