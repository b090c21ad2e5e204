"""What a funnel may ask beyond order and window: windows from step to step, exclusions, a held property, conditions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.data.dataset import Dataset
from app.errors import AppError
from app.nodes.conditions import AttributeTest, PropertyTest, Step
from app.nodes.durations import Duration
from app.reports.funnel.definition import Breakdown, Exclusion, FunnelDefinition
from app.reports.funnel.steps import funnel
from tests.builders.datasets import people

DatasetOf = Callable[..., Dataset]


def defined(steps: str, window: str = "P30D") -> FunnelDefinition:
    return FunnelDefinition(tuple(Step(event=name) for name in steps), Duration.parse(window))


def counts(dataset: Dataset, definition: FunnelDefinition) -> list[int]:
    return [step.count for step in funnel(dataset, definition).steps]


@pytest.mark.parametrize(
    ("windows", "expected"),
    [(("PT5S",), [3, 2, 1]), (("PT5S", "PT20S"), [3, 2, 2]), (("PT20S", "PT5S"), [3, 3, 2]), ((), [3, 3, 3])],
)
def test_that_windows_run_from_step_to_step(
    dataset_of: DatasetOf, windows: tuple[str, ...], expected: list[int]
) -> None:
    dataset = dataset_of(
        {
            "ann": [(0, "A"), (5, "B"), (10, "C")],
            "bob": [(0, "A"), (5, "B"), (11, "C")],
            "cyd": [(0, "A"), (6, "B"), (11, "C")],
        }
    )
    definition = replace(defined("ABC"), step_windows=tuple(Duration.parse(window) for window in windows))
    assert counts(dataset, definition) == expected


def test_that_a_later_step_is_taken_where_the_window_to_the_next_needs_it(dataset_of: DatasetOf) -> None:
    dataset = dataset_of({"ann": [(0, "A"), (1, "B"), (8, "B"), (12, "C")]})
    definition = replace(defined("ABC"), step_windows=(Duration.parse("PT10S"), Duration.parse("PT5S")))
    assert funnel(dataset, definition).instants[0].tolist() == [0, 8_000_000, 12_000_000]


@pytest.mark.parametrize(("after", "expected"), [(0, [4, 2, 1]), (1, [4, 2, 2]), (2, [4, 3, 2])])
def test_that_an_exclusion_ends_an_attempt_where_it_is_asked_for(
    dataset_of: DatasetOf, after: int, expected: list[int]
) -> None:
    dataset = dataset_of(
        {
            "between the first": [(0, "A"), (1, "x"), (2, "B"), (3, "C")],
            "between the last": [(0, "A"), (1, "B"), (2, "x"), (3, "C")],
            "at the same instant": [(0, "A"), (1, "B"), (1, "x"), (2, "C")],
            "before": [(0, "x"), (1, "A")],
        }
    )
    definition = replace(defined("ABC"), exclude=(Exclusion(Step(event="x"), after),))
    assert counts(dataset, definition) == expected


def test_that_an_exclusion_ends_an_attempt_in_any_order(dataset_of: DatasetOf) -> None:
    dataset = dataset_of({"ann": [(0, "B"), (1, "x"), (2, "A")], "bob": [(0, "B"), (1, "A")]})
    definition = replace(defined("AB"), order="any", exclude=(Exclusion(Step(event="x")),))
    assert counts(dataset, definition) == [2, 1]


@pytest.fixture(name="carts")
def _carts() -> Dataset:
    """Products looked at and bought; country and age of customers."""
    customers: list[dict[str, Any]] = [
        {"customer_id": "ann", "country": "CZ", "age": 30},
        {"customer_id": "bob", "country": "DE", "age": 40},
        {"customer_id": "cyd", "country": "CZ"},
    ]
    events: list[tuple[str, str, str, dict[str, Any]]] = [
        ("ann", "05-01 10:00", "A", {"cart": "hat", "amount": 1}),
        ("ann", "05-01 10:05", "A", {"cart": "shoe", "amount": 2}),
        ("ann", "05-01 10:09", "B", {"cart": "shoe", "amount": 5}),
        ("bob", "05-02 10:00", "A", {"cart": "hat", "amount": 1}),
        ("bob", "05-02 10:05", "B", {"cart": "shoe", "amount": 9}),
        ("cyd", "05-03 10:00", "A", {"cart": "hat"}),
        ("cyd", "05-03 10:01", "B", {}),
    ]
    return people(customers, events, {"country": "country"})


def test_that_a_held_property_is_the_same_in_all_events_of_an_attempt(carts: Dataset) -> None:
    figures = funnel(carts, replace(defined("AB"), hold="cart"))
    assert [step.count for step in figures.steps] == [3, 1]
    assert figures.steps[1].median_s == 4 * 60
    first = funnel(carts, replace(defined("AB"), hold="cart", entry="first"))
    assert [step.count for step in first.steps] == [3, 0]


def test_that_a_condition_as_a_step_is_made_with_the_step_before(carts: Dataset) -> None:
    is_local = AttributeTest(attribute="country", op="eq", value="CZ")
    steps = (Step(event="A"), is_local, Step(event="B", where=(PropertyTest(property="amount", op="ge", value=2),)))
    figures = funnel(carts, FunnelDefinition(steps, Duration.parse("P1D")))
    assert [(step.name, step.count) for step in figures.steps] == [
        ("A", 3),
        ("country is CZ", 2),
        ("B with amount at least 2", 1),
    ]
    assert figures.steps[1].median_s == 0


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [(None, 1, [1, 1]), (2, None, [2, 2]), (2, 2, [1, 1]), (4, None, [0, 0])],
)
def test_that_a_range_of_days_is_that_of_the_first_step(
    carts: Dataset, since: int | None, until: int | None, expected: list[int]
) -> None:
    days = [date(2024, 5, day) if day else None for day in (since, until)]
    assert counts(carts, replace(defined("AB"), since=days[0], until=days[1])) == expected
    in_any_order = replace(defined("BA"), since=days[0], until=days[1], order="any")
    assert counts(carts, in_any_order) == expected


def test_that_what_an_attempt_does_after_the_last_day_still_counts(dataset_of: DatasetOf) -> None:
    day = 86_400
    dataset = dataset_of({"ann": [(0, "A"), (2 * day, "B")], "bob": [(2 * day, "A"), (3 * day, "B")]})
    for order in ("ordered", "any"):
        definition = replace(defined("AB"), until=date(1970, 1, 1), order=order)
        assert counts(dataset, definition) == [1, 1]


@pytest.mark.parametrize(
    "wrong",
    [
        {"step_windows": (Duration.parse("P1D"),) * 3},
        {"step_windows": (Duration.parse("P1M"),)},
        {"step_windows": (Duration.parse("P1D"),), "order": "any"},
        {"exclude": (Exclusion(Step(event="A"), 2),)},
        {"exclude": (Exclusion(Step(event="A"), 1),), "order": "any"},
        {"exclude": (Exclusion(Step(event="nothing")),)},
        {"hold": "nothing"},
        {"by": Breakdown("nothing")},
        {"by": Breakdown("cart", 3)},
        {"since": date(2024, 2, 1), "until": date(2024, 1, 1)},
        {"steps": (AttributeTest(attribute="country", op="exists"), Step(event="A"))},
        {"steps": (Step(event="A"), AttributeTest(attribute="nothing", op="exists"))},
    ],
)
def test_that_what_cannot_be_asked_is_refused(carts: Dataset, wrong: dict[str, object]) -> None:
    with pytest.raises(AppError, match="cannot be counted") as caught:
        funnel(carts, replace(defined("AB"), **wrong))  # type: ignore[arg-type]  # each of its own type
    assert len(caught.value.problems) == 1
