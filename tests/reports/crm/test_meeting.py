"""Touches: the compiled loops gather what the columns do, and one cost or spelling does not stand for another."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from app.data.columns.column import Column, ColumnType
from app.data.dataset import Dataset
from app.reports.by_customer import counting
from app.reports.crm import meeting
from app.reports.crm.sources import Touches, people_and_touches, touches_of
from tests.builders.datasets import histories

CUSTOMERS = 30


@pytest.fixture(name="data")
def _data() -> Dataset:
    rng = np.random.default_rng(4)
    data = histories({f"c{who:02}": [(int(at), "visit") for at in rng.integers(0, 99, 7)] for who in range(CUSTOMERS)})
    words = pa.array(["Spring Sale", "mail", "never", "spring-sale"])
    codes = rng.choice(np.array([-1, 0, 1, 3], np.int32), data.event_count)
    others = rng.integers(-1, 4, data.event_count).astype(np.int32)
    cost = np.where(rng.random(data.event_count) < 0.3, np.nan, rng.integers(0, 9_999, data.event_count) / 100)
    properties = {
        "campaign": Column(ColumnType.TEXT, codes, words),
        "source": Column(ColumnType.TEXT, others, words),
        "cost": Column(ColumnType.NUMBER, cost, pa.array([], pa.string())),
    }
    return replace(data, properties=properties)


def told(touches: Touches) -> tuple[object, ...]:
    moments = touches.moments
    columns = (moments.customer, moments.at, touches.channel, touches.cents, *people_and_touches(touches))
    return (touches.names, *(column.tolist() for column in columns))


@pytest.mark.parametrize("by", [("campaign",), ("campaign", "source")])
@pytest.mark.parametrize("cost", ["", "cost"])
@pytest.mark.parametrize("is_one", [True, False])
def test_that_the_loops_gather_what_the_columns_do(
    data: Dataset, monkeypatch: pytest.MonkeyPatch, by: tuple[str, ...], cost: str, *, is_one: bool
) -> None:
    expected = told(touches_of(data, by, cost, is_one=is_one))
    monkeypatch.setattr(meeting, "ENOUGH_EVENTS", 0)
    monkeypatch.setattr(counting, "customer_cuts", lambda *_: [0, 11, CUSTOMERS])
    assert told(touches_of(replace(data), by, cost, is_one=is_one)) == expected


def test_that_what_is_kept_of_one_definition_is_not_told_of_another(data: Dataset) -> None:
    asked = [(by, cost, is_one) for by in (("campaign",), ("source",)) for cost in ("", "cost") for is_one in (0, 1)]
    for by, cost, is_one in [*asked, *asked[::-1]]:
        alone = told(touches_of(replace(data), by, cost, is_one=bool(is_one)))
        assert told(touches_of(data, by, cost, is_one=bool(is_one))) == alone
    dearer = replace(
        data, properties={**data.properties, "cost": replace(data.properties["cost"], values=np.ones(210))}
    )
    assert (
        touches_of(dearer, ("campaign",), "cost").cents.tolist()
        != touches_of(data, ("campaign",), "cost").cents.tolist()
    )
