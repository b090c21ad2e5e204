"""Events counted by quarter and kind: the compiled loop, the same in plain Python and the columns agree."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.reports.counting.buckets import buckets_between
from app.reports.crm_audit import by_kind as counting
from app.reports.crm_audit.by_kind import NO_KIND, by_kind, counted, plainly
from app.reports.crm_audit.kernel import count_bad_of, count_kinds_of
from tests.builders.datasets import histories

DAY_US = 86_400_000_000
HISTORIES = st.dictionaries(
    st.sampled_from("abcd"), st.lists(st.tuples(st.integers(0, 700), st.just("open")), max_size=8), min_size=1
)


@settings(max_examples=30, deadline=None)
@given(HISTORIES, st.integers(0, 99))
def test_that_every_loop_counts_as_the_columns_do(named: dict[str, list[tuple[int, str]]], seed: int) -> None:
    data = histories(named, names=("open",), unit_us=DAY_US)
    codes = np.random.default_rng(seed).integers(-1, 3, data.event_count).astype(np.int32)
    kind_of = np.array([NO_KIND, 0, 1, 0])
    quarters = buckets_between(0, 700 * DAY_US, "quarter", "Europe/Prague")
    expected = plainly(data, codes, kind_of, 2, quarters).tolist()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "ENOUGH_EVENTS", 0)
        assert by_kind(data, codes, kind_of, 2, quarters).tolist() == expected
    counts = np.zeros((len(quarters), 2), np.int64)
    count_kinds_of(data.at, codes, kind_of, quarters.edges_us, 0, data.event_count, counts)
    assert counts.tolist() == expected


def test_that_things_in_buckets_are_counted_by_a_loop_as_in_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(2)
    bucket, bad = rng.integers(-1, 4, 300), rng.random(300) < 0.4
    of, worse = np.zeros(4, np.int64), np.zeros(4, np.int64)
    count_bad_of(bucket, bad.view(np.uint8), of, worse)
    expected = [int((bucket == at).sum()) for at in range(4)], [int((bad & (bucket == at)).sum()) for at in range(4)]
    assert (of.tolist(), worse.tolist()) == expected
    for enough in (1_000, 0):
        monkeypatch.setattr(counting, "ENOUGH_EVENTS", enough)
        assert tuple(each.tolist() for each in counted(bucket, bad, 4)) == expected
        assert [each.tolist() for each in counted(bucket, None, 4)] == [expected[0], [0] * 4]
