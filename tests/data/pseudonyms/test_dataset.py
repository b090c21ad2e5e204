"""A dataset with other people in it: nobody can be found, and what was done stays."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from app.bench.job import synthetic_dataset
from app.data.columns.arrow import words_of
from app.data.dataset import Dataset, Roles
from app.data.importing.read import Imported
from app.data.pseudonyms.dataset import pseudonymised
from app.data.pseudonyms.keyed import KeyedNames
from app.data.pseudonyms.known import Known
from app.data.pseudonyms.renaming import Renaming
from app.data.samples import load_sample
from app.data.storing.soundness import is_sound
from app.errors import Cancelled
from app.progress import silent
from tests.builders.datasets import dataset, from_rows

KEY = b"a key for tests only"
WEEK_US = 7 * 86_400_000_000
PEOPLE: list[dict[str, object]] = [
    {
        "id": f"{number + 10}",
        "mail": f"person{number}@shop.cz",
        "phone": f"+42060123456{number}",
        "first": f"Anežka{number}",
        "city": "Brno" if number < 6 else "Horní Lhota",
        "age": f"{770000 + number}",
        "born": f"199{number}-05-17",
        "since": f"2020-01-0{number + 1}T08:00:00Z",
        "tz": "Europe/Prague",
    }
    for number in range(8)
]
EVENTS: list[dict[str, object]] = [
    {"id": person["id"], "at": f"2024-05-0{day}T10:00:00Z", "event": "buy", "item": "only this one", "note": note}
    for person in PEOPLE
    for day, note in ((1, "call me"), (3, person["mail"]))
]


@pytest.fixture(scope="module")
def people() -> Dataset:
    made = dataset(PEOPLE, EVENTS)
    attributes = {"email": "mail", "phone": "phone", "first_name": "first", "birthday": "born", "timezone": "tz"}
    return replace(made, roles=Roles(attributes, {}, {"product": "item"}))


@pytest.fixture(scope="module")
def others(people: Dataset) -> Dataset:
    return renamed(people, KEY)


def renamed(made: Dataset, key: bytes) -> Dataset:
    """The dataset with other people in it, by what it says of them itself."""
    known = Known()
    known.learn(made)
    return pseudonymised(made, Renaming(KeyedNames(key), known))


def texts(made: Dataset) -> set[str]:
    columns = (*made.attributes.values(), *made.properties.values())
    return {*words_of(made.customer_ids), *(word for column in columns for word in words_of(column.words))}


def weeks_between(before: Dataset, after: Dataset) -> list[float]:
    """By how many weeks the first event of each customer moved, in the order of what came after."""
    first = {tuple(np.diff(at)): at[0] for at in by_customer(before)}
    return [(at[0] - first[tuple(np.diff(at))]) / WEEK_US for at in by_customer(after)]


def by_customer(made: Dataset) -> list[NDArray[np.int64]]:
    """The instants of each customer."""
    return [made.at[a:b] for a, b in zip(made.offsets, made.offsets[1:], strict=False)]


def test_that_it_is_a_sound_dataset_of_the_same_size(people: Dataset, others: Dataset) -> None:
    assert is_sound(others)
    assert (others.customer_count, others.event_count) == (people.customer_count, people.event_count)
    assert others.fingerprint != people.fingerprint


def test_that_nothing_that_names_anybody_is_left(people: Dataset, others: Dataset) -> None:
    kept = texts(people) & texts(others)
    assert kept == {"Brno", "Europe/Prague", "only this one", "call me"}


def test_that_pseudonyms_look_like_what_they_stand_for(others: Dataset) -> None:
    assert all(word.endswith("@example.com") for word in words_of(others.attributes["mail"].words))
    phones = words_of(others.attributes["phone"].words)
    assert all(len(phone) == 13 and phone.startswith("+42") and phone[1:].isdigit() for phone in phones)
    assert all(word.isalpha() and word.istitle() for word in words_of(others.attributes["first"].words))
    cards = others.attributes["age"].values
    assert len(set(cards)) == 8
    assert not set(cards) & set(range(770000, 770008))
    assert cards.min() >= 100_000


def test_that_everybodys_instants_and_dates_move_by_the_same_whole_weeks(people: Dataset, others: Dataset) -> None:
    moved = set(weeks_between(people, others))
    assert all(float(weeks).is_integer() and weeks != 0 for weeks in moved)
    assert len(moved) > 1
    assert Counter(np.diff(others.at)[::2]) == Counter(np.diff(people.at)[::2])
    days = np.sort(others.attributes["born"].values % 7)
    assert days.tolist() == np.sort(people.attributes["born"].values % 7).tolist()
    since = np.sort(others.attributes["since"].values % WEEK_US)
    assert since.tolist() == np.sort(people.attributes["since"].values % WEEK_US).tolist()


def test_that_one_person_is_one_in_every_dataset_and_another_with_another_key(people: Dataset, others: Dataset) -> None:
    again = renamed(replace(people, name="second"), KEY)
    assert again.customer_ids.equals(others.customer_ids)
    assert not set(words_of(renamed(people, b"other").customer_ids)) & set(words_of(others.customer_ids))


def test_that_an_id_that_is_an_address_stays_one(people: Dataset) -> None:
    made = dataset([{"id": "Me@shop.cz", "mail": "me@shop.cz"}], [])
    other = renamed(replace(made, roles=Roles({"email": "mail"})), KEY)
    assert words_of(other.customer_ids) == words_of(other.attributes["mail"].words)


def test_that_what_was_done_is_counted_as_before() -> None:
    shop: Imported = load_sample("shop", silent)
    other = renamed(shop.dataset, KEY)
    assert is_sound(other)
    assert other.schema().events == shop.dataset.schema().events
    assert sorted(np.diff(other.offsets)) == sorted(np.diff(shop.dataset.offsets))
    before, after = shop.dataset.properties, other.properties
    for title, column in before.items():
        assert column.filled.sum() == after[title].filled.sum()


def test_that_giving_names_to_very_many_tells_how_far_it_is_and_can_be_stopped() -> None:
    dataset = synthetic_dataset(25_000)
    known, told = Known(), list[int]()
    known.learn(dataset)
    renaming = Renaming(KeyedNames(b"key"), known)

    def progress(done: int, total: int, what: str) -> None:
        assert (total, what) == (25_000, "Giving other names")
        told.append(done)
        if len(told) == 5:
            raise Cancelled

    with pytest.raises(Cancelled):
        pseudonymised(dataset, renaming, progress)
    assert told == [0, 10_000, 20_000, 0, 10_000]


def test_that_values_that_only_read_like_ids_stay_and_ids_in_another_column_do_not() -> None:
    rows = [
        {"id": str(at), "visits": str(1 + at % 6), "referred_by": str(at % 9 + 1), "size": "12"} for at in range(1, 61)
    ]
    types = dict.fromkeys(("visits", "referred_by", "size"), "text")
    made = from_rows(rows, mapping={"customers": {"key": "id", "types": types}})
    other = renamed(made, KEY)
    assert words_of(other.attributes["visits"].words) == ["1", "2", "3", "4", "5", "6"]
    assert words_of(other.attributes["size"].words) == ["12"]
    assert set(words_of(other.attributes["referred_by"].words)) == {KeyedNames(KEY).id(str(at)) for at in range(1, 10)}
