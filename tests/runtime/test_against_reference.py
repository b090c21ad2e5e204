"""The machine against the plain interpreter of `tests/reference`, on random scenarios."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.runtime.cases import run_case
from tests.reference.cases import play_case
from tests.runtime.random_cases import CaseMaker

TABLES = ("instances", "visits", "messages", "conversions", "scores")


def _with_expectation(seed: int) -> dict[str, Any]:
    case = CaseMaker(seed).case()
    expected = play_case(case)
    case["expected"] = {table: expected.get(table, []) for table in TABLES}
    for row in case["expected"]["scores"]:
        row[3:] = [float(number) for number in row[3:]]
    return case


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32))
def test_that_machine_and_reference_agree(seed: int) -> None:
    assert run_case(_with_expectation(seed)).differences == ()
