from __future__ import annotations

import csv
import gzip
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from app.data.columns.column import ColumnType
from app.data.dataset import Dataset
from app.data.importing.mapping import EventsMapping, MappingDocument
from app.errors import AppError
from app.nodes.conditions import PropertyTest, Step
from app.nodes.durations import Duration
from app.reports.funnel.definition import Entry, FunnelDefinition, Order
from app.reports.funnel.report import FunnelReport
from app.reports.funnel.steps import funnel
from tests.builders.b2b import b2b
from tests.builders.datasets import from_rows

DatasetOf = Callable[..., Dataset]


def defined(steps: str, window: str = "PT10S", order: Order = "ordered", entry: Entry = "any") -> FunnelDefinition:
    return FunnelDefinition(tuple(Step(event=name) for name in steps.split()), Duration.parse(window), order, entry)


def counts(dataset: Dataset, definition: FunnelDefinition) -> list[int]:
    return [step.count for step in funnel(dataset, definition).steps]


@pytest.fixture(name="shop")
def _shop(dataset_of: DatasetOf) -> Dataset:
    return dataset_of(
        {
            "ann": [(0, "view"), (1, "cart"), (3, "buy")],
            "bob": [(0, "view"), (2, "visit"), (4, "cart"), (15, "buy")],
            "cyd": [(0, "buy"), (5, "cart"), (6, "view")],
            "dan": [(0, "view"), (20, "view"), (24, "cart"), (30, "buy")],
            "eve": [(0, "visit")],
        }
    )


@pytest.mark.parametrize(
    ("definition", "expected"),
    [
        (defined("view cart buy"), [4, 3, 2]),
        (defined("view cart buy", "PT9S"), [4, 3, 1]),
        (defined("view cart buy", order="strict"), [4, 2, 2]),
        (defined("view cart buy", order="any"), [4, 4, 3]),
        (defined("view cart buy", entry="first"), [4, 2, 1]),
        (defined("view cart buy", "P1D"), [4, 3, 3]),
    ],
)
def test_that_order_entry_and_window_decide_who_counts(
    shop: Dataset, definition: FunnelDefinition, expected: list[int]
) -> None:
    assert counts(shop, definition) == expected


def test_that_the_window_includes_its_last_microsecond(dataset_of: DatasetOf) -> None:
    for second, expected in ((10_000_000, [1, 1]), (10_000_001, [1, 0])):
        dataset = dataset_of({"ann": [(0, "view"), (second, "buy")]}, unit_us=1)
        assert counts(dataset, defined("view buy", "PT10S")) == expected


def test_that_events_of_one_instant_count_in_the_order_of_steps(dataset_of: DatasetOf) -> None:
    dataset = dataset_of({"ann": [(5, "buy"), (5, "view")]})
    assert counts(dataset, defined("view buy")) == [1, 1]


def test_that_an_event_serves_one_step_only(dataset_of: DatasetOf) -> None:
    dataset = dataset_of({"ann": [(0, "view")], "bob": [(0, "view"), (0, "view")], "cyd": [(0, "view"), (3, "view")]})
    assert counts(dataset, defined("view view")) == [3, 2]


def test_that_the_kept_attempt_makes_each_step_as_early_as_it_can(dataset_of: DatasetOf) -> None:
    history = [(0, "view"), (2, "view"), (3, "cart"), (4, "cart"), (6, "view"), (7, "buy"), (8, "cart"), (9, "buy")]
    figures = funnel(dataset_of({"ann": history}), defined("view cart buy"))
    assert figures.instants[0].tolist() == [2_000_000, 3_000_000, 7_000_000]


def test_that_times_are_measured_from_the_step_before_and_from_the_first(shop: Dataset) -> None:
    steps = funnel(shop, defined("view cart buy", "P1D")).steps
    assert [np.isnan(steps[0].mean_s), steps[0].of_previous.of] == [True, 4]
    assert [steps[2].mean_s, steps[2].median_s] == pytest.approx([(2 + 11 + 6) / 3, 6])
    assert [steps[2].mean_from_first_s, steps[2].median_from_first_s] == pytest.approx([(3 + 15 + 10) / 3, 10])


def test_that_the_people_behind_a_step_are_named(shop: Dataset) -> None:
    figures = funnel(shop, defined("view cart buy"))
    assert figures.who_reached(1).to_pylist() == ["ann", "bob", "dan"]
    assert figures.who_left(2).to_pylist() == ["bob"]


def test_that_the_document_carries_count_and_both_denominators(shop: Dataset) -> None:
    document = funnel(shop, defined("view cart buy")).to_document()
    assert document["customers"] == 5
    assert document["definition"]["window"] == "PT10S"
    assert document["definition"]["steps"] == [{"event": "view"}, {"event": "cart"}, {"event": "buy"}]
    assert document["steps"][2] == {
        "name": "buy",
        "count": 2,
        "first": 4,
        "previous": 3,
        "of_first": 0.5,
        "of_previous": 2 / 3,
        "lost": 1,
        "from_previous_s": {"mean": 4.0, "median": 4.0},
        "from_first_s": {"mean": 6.5, "median": 6.5},
    }


def test_that_nobody_gives_dashes_and_nulls_instead_of_zero_percent(dataset_of: DatasetOf) -> None:
    figures = funnel(dataset_of({"ann": [(0, "visit")]}, names=("view", "buy")), defined("view buy"))
    assert figures.table()[1][1] == ("buy", "0", "–", "–", "0", "–", "–")
    assert figures.to_document()["steps"][1]["of_first"] is None
    assert figures.records()[1][1] == (2, "buy", 0, 0, 0, *[None] * 6, 0, 0, 0)


def test_that_steps_in_any_order_are_named_by_how_many_were_done(shop: Dataset) -> None:
    names = [step.name for step in funnel(shop, defined("view cart buy", order="any")).steps]
    assert names == ["Any 1 of 3 steps", "Any 2 of 3 steps", "All 3 steps"]


@pytest.fixture(name="orders")
def _orders() -> Dataset:
    rows = [
        ("ann", "2024-01-01T10:00:00Z", "view", None, "Blue Shoes"),
        ("ann", "2024-01-01T10:05:00Z", "buy", 30, "Blue Shoes"),
        ("bob", "2024-01-01T10:00:00Z", "view", None, "red hat"),
        ("bob", "2024-01-01T10:05:00Z", "buy", 12.5, "red hat"),
        ("cyd", "2024-01-01T10:00:00Z", "view", None, ""),
        ("cyd", "2024-01-01T10:05:00Z", "buy", None, ""),
    ]
    keys = ("customer_id", "timestamp", "event", "amount", "product")
    types = {"amount": ColumnType.NUMBER, "product": ColumnType.TEXT}
    mapping = MappingDocument(events=EventsMapping(types=types))
    return from_rows([], [dict(zip(keys, row, strict=True)) for row in rows], mapping)


@pytest.mark.parametrize(
    ("clause", "buyers"),
    [
        (PropertyTest(property="amount", op="gt", value=12.5), 1),
        (PropertyTest(property="amount", op="between", value=(12.5, 30)), 2),
        (PropertyTest(property="amount", op="missing"), 1),
        (PropertyTest(property="product", op="starts_with", value="BLUE", ignore_case=True), 1),
        (PropertyTest(property="product", op="ne", value="red hat"), 2),
        (PropertyTest(property="product", op="matches", value="^[a-z ]+$"), 1),
    ],
)
def test_that_a_step_can_ask_for_properties_of_its_event(orders: Dataset, clause: PropertyTest, buyers: int) -> None:
    steps = (Step(event="view"), Step(event="buy", where=(clause,)))
    assert counts(orders, FunnelDefinition(steps, Duration.parse("PT1H"))) == [3, buyers]


def test_that_a_clause_that_does_not_fit_its_property_is_refused(orders: Dataset) -> None:
    wrong = (
        PropertyTest(property="amount", op="gt", value="much"),
        PropertyTest(property="amuont", op="exists"),
        PropertyTest(property="amount", op="in_last", value="P1D"),
    )
    with pytest.raises(AppError) as caught:
        funnel(orders, FunnelDefinition((Step(event="buy", where=wrong),), Duration.parse("PT1H")))
    assert {problem.where for problem in caught.value.problems} >= {
        "steps[0].where[0].value",
        "steps[0].where[1].property",
    }
    assert "no-present" in {problem.code for problem in caught.value.problems}


def test_that_everything_wrong_with_a_definition_is_said_at_once(shop: Dataset) -> None:
    with pytest.raises(AppError) as caught:
        funnel(shop, defined("view buyy", "P1M"))
    assert [problem.code for problem in caught.value.problems] == ["funnel-window", "unknown-event"]
    assert "did you mean 'buy'" in str(caught.value)


@pytest.mark.parametrize("definition", [defined(""), defined("view " * 31), defined("view", "-P1D")])
def test_that_a_funnel_without_sense_is_refused(shop: Dataset, definition: FunnelDefinition) -> None:
    with pytest.raises(AppError, match="cannot be counted"):
        funnel(shop, definition)


def test_that_a_dataset_without_events_has_an_empty_funnel(dataset_of: DatasetOf) -> None:
    assert counts(dataset_of({}, names=("view", "buy")), defined("view buy")) == [0, 0]


def test_that_threads_find_what_one_finds(dataset_of: DatasetOf, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("view", "cart", "buy")
    histories = {f"c{k}": [(k * step % 37, names[step % 3]) for step in range(k % 9)] for k in range(200)}
    dataset = dataset_of(histories, names=names)
    alone = funnel(dataset, defined("view cart buy"))
    monkeypatch.setattr("app.reports.funnel.following.customers._FEW_EVENTS", 0)
    monkeypatch.setattr("app.reports.funnel.following.customers._EVENTS_AT_ONCE", 100)
    monkeypatch.setattr("app.data.columns.cores.CORES", 7)
    assert funnel(dataset, defined("view cart buy")).to_document() == alone.to_document()


def test_that_counting_draws_nothing() -> None:
    reports = "app.reports.funnel.definition, app.reports.cohorts.definition"
    code = f"import sys, {reports}; print(*(name in sys.modules for name in sys.argv[1:]))"
    shown = subprocess.run(
        [sys.executable, "-c", code, "matplotlib", "numba"], capture_output=True, text=True, check=True
    ).stdout
    assert shown.split() == ["False", "False"]


@pytest.fixture(name="visitors", scope="session")
def _visitors(shared: Path) -> dict[str, list[tuple[int, str]]]:
    """The web shop's visitors: microseconds and event, in order."""
    histories: dict[str, list[tuple[int, str]]] = {}
    with gzip.open(shared / "data" / "shop" / "events.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            at = datetime.fromisoformat(row["timestamp"]).replace(tzinfo=UTC)
            histories.setdefault(row["user_id"], []).append((round(at.timestamp() * 1_000_000), row["event"]))
    return {visitor: sorted(history, key=lambda event: event[0]) for visitor, history in histories.items()}


def furthest_by_hand(events: list[tuple[int, str]], steps: tuple[str, ...], window_us: int) -> int:
    best = 0
    for start, (begin, name) in enumerate(events):
        if name == steps[0]:
            level = 1
            for at, other in events[start + 1 :]:
                if level < len(steps) and other == steps[level] and at - begin <= window_us:
                    level += 1
            best = max(best, level)
    return best


@pytest.mark.parametrize("hours", [1, 24])
def test_that_the_shop_counts_as_by_hand(
    visitors: dict[str, list[tuple[int, str]]], dataset_of: DatasetOf, hours: int
) -> None:
    steps = ("catalog", "product_view", "add_to_cart", "purchase")
    levels = [furthest_by_hand(history, steps, hours * 3_600_000_000) for history in visitors.values()]
    expected = [sum(level > step for level in levels) for step in range(len(steps))]
    assert counts(dataset_of(visitors, unit_us=1), defined(" ".join(steps), f"PT{hours}H")) == expected


@pytest.mark.parametrize(
    ("steps", "window", "expected"),
    [
        ("catalog product_view add_to_cart purchase", "PT1H", [600, 591, 383, 119]),
        ("product_view add_to_cart purchase", "P1D", [598, 482, 208]),
        ("home search product_view cart purchase", "P7D", [586, 522, 467, 212, 66]),
    ],
)
def test_that_the_shop_counts_as_windowfunnel_of_clickhouse(
    visitors: dict[str, list[tuple[int, str]]], dataset_of: DatasetOf, steps: str, window: str, expected: list[int]
) -> None:
    """Expected are the answers of ClickHouse's `windowFunnel(window)(at, event = step, …)` on these events."""
    assert counts(dataset_of(visitors, unit_us=1), defined(steps, window)) == expected


def test_that_without_purchases_the_way_from_a_visit_to_revenue_is_proposed() -> None:
    proposed = FunnelReport().proposed(b2b())
    assert isinstance(proposed, FunnelDefinition)
    assert [step.event for step in proposed.steps if isinstance(step, Step)] == [
        *("website_visit", "lead_created", "became_mql", "opportunity_created", "opportunity_won")
    ]
    assert len(FunnelReport().count(b2b(), proposed).table()[1]) == 5
