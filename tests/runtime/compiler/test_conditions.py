"""What conditions mean where random scenarios seldom go."""

from __future__ import annotations

from typing import Any

import pytest

from app.data.dataset import Dataset
from tests.builders.datasets import people
from tests.builders.scenarios import MESSAGE, Nodes, scenario
from tests.runtime.plays import play, rows

ENTRY = ("entry_event", {"event": "cart"})
AT = "06-10 12:00"


def _holds(condition: dict[str, Any], dataset: Dataset, *, before: str = "") -> bool:
    """Whether a condition holds for the only customer who enters, perhaps behind a message."""
    nodes: Nodes = {"in": ENTRY, "mail": ("email", MESSAGE), "f": ("filter", {"condition": condition})}
    run = play(scenario(nodes, "in>mail mail>f" if before else "in>f"), dataset)
    return ("f", "pass") in rows(run, "visits", "node", "port")


def _history(*events: tuple[str, str, dict[str, Any]]) -> Dataset:
    return people([{"customer_id": "ann"}], [*(("ann", *event) for event in events), ("ann", AT, "cart")])


@pytest.mark.parametrize(("within", "seen"), [("P7D", 2), ("PT1H", 1), ("P8D", 3), ("P1M", 4), ("P1D", 1)])
def test_that_within_leaves_out_its_own_beginning(within: str, seen: int) -> None:
    dataset = _history(
        ("06-02 12:00", "buy", {}), ("06-03 12:00", "buy", {}), ("06-09 12:00", "buy", {}), ("06-10 11:30", "buy", {})
    )
    assert _holds({"event": "buy", "within": within, "count": {"op": "eq", "value": seen}}, dataset)


@pytest.mark.parametrize(
    ("aggregate", "op", "value", "holds"),
    [
        ("sum", "eq", 60, True),
        ("avg", "eq", 30, True),
        ("min", "eq", 20, True),
        ("max", "eq", 40, True),
        ("distinct", "eq", 2, True),
    ],
)
def test_that_aggregates_leave_out_missing_values(aggregate: str, op: str, value: float, holds: bool) -> None:
    dataset = _history(
        ("06-01 12:00", "buy", {"amount": 20}), ("06-02 12:00", "buy", {}), ("06-03 12:00", "buy", {"amount": 40})
    )
    condition = {"event": "buy", "aggregate": aggregate, "of": "amount", "op": op, "value": value}
    assert _holds(condition, dataset) == holds


@pytest.mark.parametrize(
    ("aggregate", "op", "holds"),
    [
        ("sum", "eq", True),
        ("distinct", "eq", True),
        ("avg", "eq", False),
        ("avg", "ne", True),
        ("min", "missing", True),
        ("max", "exists", False),
    ],
)
def test_that_sums_of_nothing_are_zero_and_averages_missing(aggregate: str, op: str, holds: bool) -> None:
    value = {} if op in ("missing", "exists") else {"value": 0}
    condition = {"event": "buy", "aggregate": aggregate, "of": "amount", "op": op, **value}
    assert _holds(condition, _history(("06-01 12:00", "buy", {}))) == holds


@pytest.mark.parametrize(("op", "value", "holds"), [("eq", 1.5, True), ("lt", 1.5, False), ("missing", None, False)])
def test_that_days_since_last_is_elapsed_time(op: str, value: float | None, holds: bool) -> None:
    condition = {"event": "buy", "aggregate": "days_since_last", "op": op}
    dataset = _history(("06-01 12:00", "buy", {}), ("06-09 00:00", "buy", {}))
    assert _holds(condition | ({} if value is None else {"value": value}), dataset) == holds


@pytest.mark.parametrize(
    ("steps", "within", "holds"),
    [
        (["see", "buy"], None, True),
        (["buy", "see"], None, False),
        (["see", "see"], None, True),
        (["see", "see", "see"], None, False),
        (["see", "buy"], "P2D", True),
        (["see", "see", "buy"], "P2D", False),
        (["cart"], "PT1H", True),
    ],
)
def test_that_a_sequence_takes_a_different_event_for_each_step(
    steps: list[str], within: str | None, holds: bool
) -> None:
    dataset = _history(("06-01 12:00", "see", {}), ("06-05 12:00", "see", {}), ("06-07 12:00", "buy", {}))
    condition = {"sequence": [{"event": step} for step in steps]} | ({"within": within} if within else {})
    assert _holds(condition, dataset) == holds


def test_that_a_sequence_may_begin_again_with_a_later_first_step() -> None:
    dataset = _history(
        ("06-01 12:00", "see", {}), ("06-05 12:00", "see", {}), ("06-05 13:00", "hold", {}), ("06-06 12:00", "buy", {})
    )
    steps = [{"event": "see"}, {"event": "hold"}, {"event": "buy"}]
    assert _holds({"sequence": steps, "within": "P1D"}, dataset)


def test_that_a_later_first_step_with_an_earlier_deadline_is_no_worse() -> None:
    """30 January 23:00 and 31 January 01:00 plus a month are 29 February 23:00 and 29 February 01:00."""
    events = [("ann", "01-30 23:00", "see"), ("ann", "01-31 01:00", "see"), ("ann", "02-29 12:00", "buy"),
              ("ann", AT, "cart")]  # fmt: skip
    steps = [{"event": "see"}, {"event": "buy"}]
    assert _holds({"sequence": steps, "within": "P1M"}, people([{"customer_id": "ann"}], events))


def test_that_a_skipped_message_is_an_event_with_node_channel_and_reason() -> None:
    dataset = people([{"customer_id": "ann", "email": ""}], [("ann", AT, "cart")])
    for name, value, holds in (("node", "mail", True), ("channel", "sms", False), ("reason", "no_address", True)):
        where = [{"property": name, "op": "eq", "value": value}]
        assert _holds({"event": "message_skipped", "where": where}, dataset, before="mail") == holds
    assert not _holds({"event": "message_sent"}, dataset, before="mail")
    distinct = {"event": "message_skipped", "aggregate": "distinct", "of": "reason", "op": "eq", "value": 1}
    assert _holds(distinct, dataset, before="mail")


def test_that_any_of_nothing_is_false_and_all_of_nothing_true() -> None:
    dataset = _history()
    assert _holds({"all": []}, dataset)
    assert not _holds({"any": []}, dataset)
    assert _holds({"not": {"any": [{"all": [{"any": []}, {"all": []}]}, {"not": {"all": []}}]}}, dataset)
