"""What figures are broken down by: every event is in a group, the most frequent have their own."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.reports.definition.breakdown import (
    NONE,
    OTHER,
    Breakdown,
    breakdown_choices,
    breakdown_of,
    breakdown_problem,
    grouped,
)
from tests.builders.datasets import people

DATA = people(
    [
        {"customer_id": "a", "age": "31", "agreed": "true", "born": "1990-05-17"},
        {"customer_id": "b", "agreed": "false"},
    ],
    [("a", "05-01 10:00", "buy", {"amount": 2.5, "cart": "k1"}), ("b", "05-01 11:00", "see")],
)


@given(st.lists(st.sampled_from(["x", "y", "z", "w", ""]), min_size=1, max_size=30), st.integers(1, 4))
@settings(max_examples=30, deadline=None)
def test_that_the_most_frequent_values_are_shown_and_all_others_are_other(values: list[str], top: int) -> None:
    data = people([{"customer_id": "a"}], [("a", "05-01 10:00", "buy", {"cart": value}) for value in values])
    rows = np.arange(len(values))
    groups = grouped(data, Breakdown("event", "cart"), [rows], [data.event_customers()], top)
    counts = Counter(value or NONE for value in values)
    most = [count for _, count in counts.most_common(top)]
    sizes = np.bincount(groups.codes[0], minlength=len(groups.names)).tolist()
    assert sum(sizes) == len(values)
    assert sizes[: len(most)] == most
    for name, size in zip(groups.names, sizes, strict=True):
        assert size == (len(values) - sum(most) if name == OTHER else counts[name])


def test_that_values_of_every_type_have_a_name() -> None:
    rows, whose = np.arange(2), DATA.event_customers()
    said = {
        name: grouped(DATA, Breakdown(of, name), [rows], [whose], 9).names  # type: ignore[arg-type]
        for of, name in (("customer", "age"), ("customer", "agreed"), ("customer", "born"), ("event", "amount"))
    }
    assert {name: set(names) for name, names in said.items()} == {
        "age": {"31", NONE}, "agreed": {"yes", "no"}, "born": {"1990-05-17", NONE}, "amount": {"2.5", NONE},
    }  # fmt: skip


def test_that_a_name_means_a_property_first_and_can_say_which() -> None:
    assert breakdown_of(DATA, "cart") == Breakdown("event", "cart")
    assert breakdown_of(DATA, "age") == Breakdown("customer", "age")
    assert breakdown_of(DATA, "event.age") is None
    assert breakdown_of(DATA, Breakdown("customer", "age").written()) == Breakdown("customer", "age")
    assert [problem.code for problem in breakdown_problem(DATA, Breakdown("event", "age"), "by")] == [
        "breakdown-unknown"
    ]
    assert {choice.value for choice in breakdown_choices(DATA, "nothing")} >= {"", "event.cart", "customer.agreed"}
