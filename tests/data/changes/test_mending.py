"""Mending changes just what it says: the same as if the rows had been so in the files."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.data.changes.lists import with_list
from app.data.changes.mending import emptied, made_one, without_customers, without_events
from app.data.changes.merges import undone
from app.data.dataset import Dataset
from app.data.importing.rows import Row
from app.data.storing.soundness import is_sound
from tests.builders.datasets import CUSTOMERS, EVENTS, from_rows


def _ids(dataset: Dataset) -> list[str]:
    return [str(name) for name in dataset.customer_ids.to_pylist()]


@given(CUSTOMERS, EVENTS, st.data())
def test_that_customers_who_are_left_out_take_their_events_with_them(
    customers: list[Row], events: list[Row], data: st.DataObject
) -> None:
    whole = from_rows(customers, events)
    gone = data.draw(st.sets(st.sampled_from(range(whole.customer_count)))) if whole.customer_count else set()
    left = without_customers(whole, np.array(sorted(gone), np.int64))
    stays = [name for row, name in enumerate(_ids(whole)) if row not in gone]
    assert _ids(left) == stays
    counts = dict(zip(_ids(whole), np.diff(whole.offsets).tolist(), strict=True))
    assert np.diff(left.offsets).tolist() == [counts[name] for name in stays]
    assert is_sound(left)


@given(CUSTOMERS, EVENTS, st.data())
def test_that_events_that_are_left_out_leave_their_customers_and_the_others_as_they_were(
    customers: list[Row], events: list[Row], data: st.DataObject
) -> None:
    whole = from_rows(customers, events)
    gone = data.draw(st.sets(st.sampled_from(range(whole.event_count)))) if whole.event_count else set()
    left = without_events(whole, np.array(sorted(gone), np.int64))
    stays = [row for row in range(whole.event_count) if row not in gone]
    assert _ids(left) == _ids(whole)
    assert left.at.tolist() == whole.at[stays].tolist()
    assert left.event_customers().tolist() == whole.event_customers()[stays].tolist()
    assert is_sound(left)


def test_that_values_are_emptied_for_these_customers_only() -> None:
    whole = from_rows([{"id": "a", "city": "x"}, {"id": "b", "city": "y"}])
    left = emptied(whole, "city", np.array([0]))
    assert left.attributes["city"].filled.tolist() == [False, True]
    assert left.attributes["city"].words.to_pylist() == ["y"]
    assert left.fingerprint != whole.fingerprint


def test_that_customers_made_one_share_events_lists_and_last_values() -> None:
    people: list[Row] = [{"id": "a", "city": "x", "age": 30}, {"id": "b", "city": "y"}, {"id": "c", "city": "z"}]
    events: list[Row] = [{"id": "b", "event": "buy", "at": "2024-01-01T00:00:00Z"}]
    whole = with_list(from_rows(people, events), "vips", np.array([1]))
    one = made_one(whole, np.array([7, 7, -1]))
    assert _ids(one) == ["a", "c"]
    assert one.event_customers().tolist() == [0]
    assert one.lists["vips"].tolist() == [True, False]
    assert one.attributes["age"].values[0] == 30
    assert one.attributes["city"].words.to_pylist()[int(one.attributes["city"].values[0])] == "y"


def test_that_customers_made_one_can_be_told_apart_again() -> None:
    people: list[Row] = [{"id": "a", "city": "x"}, {"id": "b", "city": "y"}]
    events: list[Row] = [{"id": "b", "event": "buy", "at": "2024-01-01T00:00:00Z"}]
    apart = undone(made_one(from_rows(people, events), np.array([1, 1])), "b")
    assert _ids(apart) == ["a", "b"]
    assert apart.event_customers().tolist() == [1]
    city = apart.attributes["city"]
    assert [city.words[int(code)].as_py() for code in city.values] == ["x", "y"]


def test_that_leaving_out_a_customer_forgets_who_was_merged_into_them() -> None:
    people: list[Row] = [{"id": "a"}, {"id": "b"}, {"id": "c"}]
    one = made_one(from_rows(people), np.array([1, 1, -1]))
    left = without_customers(one, np.array([0]))
    assert (_ids(left), len(left.merged)) == (["c"], 0)
