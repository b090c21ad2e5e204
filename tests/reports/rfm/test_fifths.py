"""Fifths by three published rules, against plain counting of each."""

from __future__ import annotations

import statistics

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.reports.rfm.fifths import FifthsRule, fifths_of, rule_in_words


def plainly(rule: FifthsRule, values: list[int]) -> list[int]:
    """One value after the other."""
    if rule == "ranks":
        order = sorted(range(len(values)), key=lambda at: (values[at], at))
        sizes = [len(values) // 5 + (each < len(values) % 5) for each in range(5)]
        groups = [group for group, size in enumerate(sizes, 1) for _ in range(size)]
        return [groups[order.index(at)] for at in range(len(values))]
    cuts = statistics.quantiles(values, n=5, method="inclusive")
    if rule == "quantile":
        return [1 + sum(value > cut + 1e-9 for cut in cuts) for value in values]
    return [1 + sum(value >= cut + 1 - 1e-9 for cut in cuts) for value in values]


@settings(max_examples=30)
@given(st.lists(st.integers(0, 40), min_size=2, max_size=30))
@pytest.mark.parametrize("rule", ["above", "quantile", "ranks"])
def test_that_fifths_are_those_of_plain_counting(rule: FifthsRule, values: list[int]) -> None:
    assert fifths_of(rule, np.array(values)).tolist() == plainly(rule, values)


def test_that_who_is_at_a_cut_is_there_whatever_the_fractions_of_floats() -> None:
    assert fifths_of("above", np.array([0, 0, 0, 0, 0, 5, 5])).tolist() == [1, 1, 1, 1, 1, 5, 5]


def test_that_each_rule_says_what_it_does_and_has_nobody_of_nobody() -> None:
    rules: tuple[FifthsRule, ...] = ("above", "quantile", "ranks")
    assert len({rule_in_words(rule) for rule in rules}) == 3
    assert [fifths_of(rule, np.zeros(0)).tolist() for rule in rules] == [[], [], []]


def test_that_groups_by_rank_are_those_of_ntile() -> None:
    assert fifths_of("ranks", np.array([7, 7, 7, 1, 9, 3, 3])).tolist() == [2, 3, 4, 1, 5, 1, 2]
