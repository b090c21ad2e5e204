"""What a dataset remembers of its lists: enough to tell that nothing else has changed, and never more than so much."""

from __future__ import annotations

import numpy as np
import pytest

from app.data.assembling.fingerprint import signed
from app.data.changes.lists import with_list, without_list
from app.data.dataset import Dataset
from app.data.list_versions import MOST_VERSIONS, ListVersions
from tests.builders.datasets import from_rows


@pytest.fixture
def dataset() -> Dataset:
    return from_rows([{"id": "ann"}, {"id": "bob"}])


def first(dataset: Dataset, name: str) -> Dataset:
    return with_list(dataset, name, np.array([0]))


def test_that_versions_agree_but_for_the_list_that_was_added(dataset: Dataset) -> None:
    more = first(dataset, "vip")
    one, other = dataset.fingerprint, more.fingerprint
    assert one != other
    assert more.list_versions.agree(one, other, ["suppression"])
    assert more.list_versions.agree(other, one, [])
    assert not more.list_versions.agree(one, other, ["vip"])


def test_that_a_list_with_others_in_it_is_another_and_one_that_is_back_is_the_same(dataset: Dataset) -> None:
    before = first(dataset, "vip")
    others = with_list(before, "vip", np.array([1]))
    back = first(without_list(others, "vip"), "vip")
    assert not back.list_versions.agree(before.fingerprint, others.fingerprint, ["vip"])
    assert back.fingerprint == before.fingerprint
    assert back.list_versions.agree(dataset.fingerprint, others.fingerprint, ["other"])
    assert list(back.list_versions.lists)[-1] == back.fingerprint


def test_that_no_other_change_is_taken_for_one_of_lists(dataset: Dataset) -> None:
    more = first(dataset, "vip")
    elsewhere = signed(from_rows([{"id": "ann"}, {"id": "cyd"}]))
    assert not more.list_versions.agree(elsewhere.fingerprint, more.fingerprint, [])
    assert signed(more).list_versions == ListVersions()
    versions = more.list_versions
    assert elsewhere.list_versions.joined(elsewhere.fingerprint, {}, versions) == ListVersions()


def test_that_what_is_put_back_is_known_with_all_that_followed_it(dataset: Dataset) -> None:
    more = first(dataset, "vip")
    put_back = dataset.list_versions.joined(dataset.fingerprint, {}, more.list_versions)
    assert list(put_back.lists) == [more.fingerprint, dataset.fingerprint]
    assert put_back.agree(more.fingerprint, dataset.fingerprint, ["other"])


def test_that_the_newest_versions_are_remembered_and_no_more_than_so_many(dataset: Dataset) -> None:
    made = [dataset]
    for at in range(MOST_VERSIONS + 3):
        made.append(first(made[-1], f"list {at % 5}") if at % 10 < 5 else without_list(made[-1], f"list {at % 5}"))
    assert len(made[-1].list_versions.lists) <= MOST_VERSIONS
    many = ListVersions({f"{at}": {f"{title}": "" for title in range(900)} for at in range(9)})
    assert list(many.joined("now", {}, ListVersions()).lists) == ["7", "8", "now"]
    long = ListVersions({f"{at}": {} for at in range(100)}).joined("now", {}, ListVersions())
    assert list(long.lists) == [*(f"{at}" for at in range(101 - MOST_VERSIONS, 100)), "now"]
