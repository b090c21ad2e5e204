"""Lines of a benchmark: when a budget is met, and what a program reads of it."""

from __future__ import annotations

import pytest

from app.bench.figures import Line, to_document


@pytest.mark.parametrize(
    ("value", "budget", "more_is_better", "met"),
    [
        (1.9, 2.0, False, True),
        (2.1, 2.0, False, False),
        (14.0, 15.0, True, False),
        (15.0, 15.0, True, True),
        (1.0, None, False, None),
        (None, 2.0, False, None),
    ],
)
def test_that_a_budget_is_the_most_or_the_least(
    value: float | None, budget: float | None, more_is_better: bool, met: bool | None
) -> None:
    assert Line("speed", value, "s", budget, more_is_better).is_met is met


def test_that_the_document_names_the_machine_and_keeps_what_could_not_be_measured() -> None:
    document = to_document([Line("kernel : SimPy", None, "×", remark="not installed")])
    assert document["lines"] == [
        {
            "name": "kernel : SimPy",
            "value": None,
            "unit": "×",
            "budget": None,
            "at_least": False,
            "met": None,
            "remark": "not installed",
        }
    ]
    assert int(document["machine"]["cores"]) >= 1
    assert document["machine"]["numba"]
