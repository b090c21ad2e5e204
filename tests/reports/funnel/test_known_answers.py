"""What others have published of small funnels."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.data.dataset import Dataset
from app.nodes.conditions import Step
from app.nodes.durations import Duration
from app.reports.funnel.definition import Entry, FunnelDefinition, Order, Ties
from app.reports.funnel.steps import funnel

DatasetOf = Callable[..., Dataset]
MINUTE_US = 60_000_000


def reached(
    dataset: Dataset, steps: str, window: str = "P14D", order: Order = "ordered", entry: Entry = "any",
    ties: Ties = "together",
) -> list[int]:  # fmt: skip
    definition = FunnelDefinition(
        tuple(Step(event=name) for name in steps.split()), Duration.parse(window), order, entry, ties=ties
    )
    return [step.count for step in funnel(dataset, definition).steps]


def lines(dataset_of: DatasetOf, *histories: str, names: str = "") -> Dataset:
    """A customer a history, whose letters are their events, one a second."""
    made = {f"c{place}": list(enumerate(history)) for place, history in enumerate(histories)}
    return dataset_of(made, names=tuple(names))


@pytest.mark.parametrize(("window", "steps"), [(2, 3), (3, 4), (4, 5)])
def test_that_one_event_a_second_goes_as_far_as_windowfunnel_says(
    dataset_of: DatasetOf, window: int, steps: int
) -> None:
    dataset = dataset_of({"a": [(second, str(1003 + second)) for second in range(5)]})
    counts = reached(dataset, "1003 1004 1005 1006 1007", f"PT{window}S")
    assert counts == [1] * steps + [0] * (5 - steps)


def test_that_events_of_one_instant_count_in_the_order_of_steps_or_one_alone(dataset_of: DatasetOf) -> None:
    history = [(0, "1000"), (1, "1001"), (1, "1002"), (1, "1003"), (2, "1004")]
    dataset, steps = dataset_of({"a": history}), "1000 1001 1002 1003 1004"
    assert reached(dataset, steps) == [1] * 5
    assert reached(dataset, steps, ties="apart") == [1, 1, 0, 0, 0]


@pytest.mark.parametrize(("gap", "counts"), [(10, [1, 1]), (11, [1, 0])])
def test_that_a_gap_of_the_window_counts_and_a_second_more_does_not(
    dataset_of: DatasetOf, gap: int, counts: list[int]
) -> None:
    assert reached(dataset_of({"a": [(0, "a"), (gap, "b")]}), "a b", "PT10S") == counts


def test_that_a_step_may_not_serve_an_attempt_begun_after_it(dataset_of: DatasetOf) -> None:
    dataset = dataset_of({"a": [(0, "a"), (5, "b"), (8, "a"), (12, "c")]})
    assert reached(dataset, "a b c", "PT10S") == [1, 1, 0]


def test_that_who_signed_up_paid_and_watched_are_counted_in_order(dataset_of: DatasetOf) -> None:
    assert reached(lines(dataset_of, "S", "SP", "SPM", "M", "PSM"), "S P M") == [4, 2, 1]


def test_that_steps_of_any_event_need_as_many_events(dataset_of: DatasetOf) -> None:
    assert reached(lines(dataset_of, "e", "ee", "ee", "e", "eee"), "e e e") == [5, 3, 1]


def test_that_nothing_lies_between_steps_of_a_strict_funnel(dataset_of: DatasetOf) -> None:
    dataset = lines(dataset_of, "S", "PS", "SPxI", "IxPS", "PSxPI", "xSxP", "xSPIx", "IP")
    assert reached(dataset, "S P I", order="strict") == [7, 2, 1]


def test_that_steps_in_any_order_are_counted_by_how_many_were_made(dataset_of: DatasetOf) -> None:
    dataset = lines(dataset_of, "S", "PS", "SPxI", "IPS", "PSxI", "xI", "Px", "IP")
    assert reached(dataset, "S P I", order="any") == [8, 5, 3]


@pytest.mark.parametrize(("history", "steps"), [("ABFCDE", 5), ("ABDCDE", 5), ("ABCE", 3), ("ABCEDE", 5)])
def test_that_other_events_may_lie_between_five_steps_in_order(dataset_of: DatasetOf, history: str, steps: int) -> None:
    counts = reached(lines(dataset_of, history, names="ABCDE"), "A B C D E")
    assert counts == [1] * steps + [0] * (5 - steps)


@pytest.mark.parametrize(("entry", "counts"), [("first", [1, 1, 0]), ("any", [1, 1, 1])])
def test_that_the_entry_decides_which_first_step_opens_the_window(
    dataset_of: DatasetOf, entry: Entry, counts: list[int]
) -> None:
    times = [(13 * 60, "A"), (13 * 60 + 30, "A"), (13 * 60 + 45, "B"), (14 * 60 + 15, "C")]
    assert reached(dataset_of({"a": times}, unit_us=MINUTE_US), "A B C", "PT1H", entry=entry) == counts
