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
from app.reports.crm.kernel import (
    Gathered,
    Said,
    add_cents_of,
    count_codes_of,
    count_people_of,
    gather,
    gather_of,
)
from app.reports.crm.sources import campaigns_met, campaigns_of, met_by, people_and_touches, touches_of
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


def told(data: Dataset, by: tuple[str, ...], cost: str, *, is_one: bool) -> tuple[object, ...]:
    campaigns = campaigns_met(data, by, is_one=is_one)
    met = met_by(data, by, campaigns, cost)
    who = [campaigns.who(data, channel).tolist() for channel in (None, *range(len(campaigns.names)))]
    return (campaigns.names, who, *(column.tolist() for column in met))


@pytest.mark.parametrize("by", [("campaign",), ("campaign", "source")])
@pytest.mark.parametrize("cost", ["", "cost"])
@pytest.mark.parametrize("is_one", [True, False])
def test_that_the_loops_count_what_the_columns_do(
    data: Dataset, monkeypatch: pytest.MonkeyPatch, by: tuple[str, ...], cost: str, *, is_one: bool
) -> None:
    _, who, people, *_ = expected = told(data, by, cost, is_one=is_one)
    assert people == [len(each) for each in who[1:]] + [len(who[0])]  # type: ignore[index]  # lists
    campaigns = campaigns_met(data, by, is_one=is_one)
    one_by_one = people_and_touches(touches_of(data, by, campaigns, met_by(data, by, campaigns, cost).cents))
    assert expected[2:] == tuple(column.tolist() for column in one_by_one)
    monkeypatch.setattr(meeting, "ENOUGH_EVENTS", 0)
    monkeypatch.setattr(counting, "customer_cuts", lambda *_: [0, 11, CUSTOMERS])
    assert told(replace(data), by, cost, is_one=is_one) == expected


def test_that_a_loop_compiled_does_what_it_does_in_python(data: Dataset) -> None:
    of = campaigns_met(data, ("campaign",))
    said = Said(of.code, of.channel_of, data.offsets, data.at)
    made, plainly = (Gathered(*(np.zeros(data.event_count, np.int64) for _ in range(3))) for _ in range(2))
    many = gather_of(said, 3, 9, 2, plainly)
    assert gather(said, 3, 9, 2, made) == many
    touches = touches_of(data, ("campaign",), of, np.zeros(len(of.names), np.int64))
    those = (touches.moments.customer >= 3) & (touches.moments.customer < 9)
    columns = zip(made, plainly, (touches.moments.customer, touches.moments.at, touches.channel), strict=True)
    for one, other, expected in columns:
        assert one[2:many].tolist() == other[2:many].tolist() == expected[those].tolist()
    counts, cents = np.zeros(len(of.channel_of), np.int64), np.zeros(len(of.names), np.int64)
    count_codes_of(of.code, 0, data.event_count, counts)
    assert np.bincount(of.channel_of, counts, len(of.names)).tolist() == of.often.tolist()
    people = np.zeros(len(of.names) + 1, np.int64)
    count_people_of(of.code, data.offsets, of.channel_of, np.full(len(of.names), -1), people)
    add_cents_of(of.code, of.channel_of, data.properties["cost"].values, cents)
    met = met_by(data, ("campaign",), of, "cost")
    assert (people.tolist(), cents.tolist()) == (met.people.tolist(), met.cents.tolist())


def test_that_what_is_kept_of_one_definition_is_not_told_of_another(data: Dataset) -> None:
    asked = [(by, cost, is_one) for by in (("campaign",), ("source",)) for cost in ("", "cost") for is_one in (0, 1)]
    for by, cost, is_one in [*asked, *asked[::-1]]:
        alone = told(replace(data), by, cost, is_one=bool(is_one))
        assert told(data, by, cost, is_one=bool(is_one)) == alone
    dearer = replace(
        data, properties={**data.properties, "cost": replace(data.properties["cost"], values=np.ones(210))}
    )
    assert told(dearer, ("campaign",), "cost", is_one=True) != told(data, ("campaign",), "cost", is_one=True)


def test_that_the_campaigns_to_choose_from_are_those_that_touches_have(data: Dataset) -> None:
    names = campaigns_of(data, ("campaign",))
    assert sorted(names) == sorted(campaigns_met(data, ("campaign",)).names)
    often = dict(zip(campaigns_met(data, ("campaign",)).names, campaigns_met(data, ("campaign",)).often, strict=True))
    assert [often[name] for name in names] == sorted(often.values(), reverse=True)
