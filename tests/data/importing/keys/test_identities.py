"""Connected identifiers are one customer, as networkx has it."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.data.columns.arrow import pick
from app.data.columns.texts import encode
from app.data.importing.keys import identities
from app.data.importing.keys.identities import MOST_SHARING, Identifiers, Merge, components, resolve, shared_sentences

_LINKS = st.integers(1, 40).flatmap(
    lambda n: st.tuples(st.just(n), st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=60))
)


@given(_LINKS)
def test_that_components_are_those_of_networkx(graph: tuple[int, list[tuple[int, int]]]) -> None:
    count, links = graph
    reference: nx.Graph[int] = nx.Graph()
    reference.add_nodes_from(range(count))
    reference.add_edges_from(links)
    expected = np.empty(count, np.int64)
    for group in nx.connected_components(reference):
        expected[list(group)] = min(group)
    first, second = np.array(links, np.int64).reshape(-1, 2).T
    assert components(count, first, second).tolist() == expected.tolist()


def test_that_a_path_in_the_worst_order_is_one_component() -> None:
    order = np.random.default_rng(1).permutation(10_000)
    assert set(components(10_000, order[:-1], order[1:]).tolist()) == {0}


def _column(kind: str, *values: str) -> Identifiers:
    return Identifiers(kind, encode(pa.array(values, pa.string())))


def test_that_the_best_ranked_identifier_stays_the_id() -> None:
    people = [_column("customer", "7", "8", ""), _column("email", "a@x", "", "c@x")]
    events = [_column("email", "a@x", "z@x", "c@x")]
    found = resolve([people, events], ["customer", "email"])
    assert [part.to_pylist() for part in found.customers] == [["7", "8", "c@x"], ["7", "z@x", "c@x"]]
    assert found.merges == ()


def test_that_two_ids_of_one_address_are_one_customer_and_listed() -> None:
    people = [_column("customer", "7", "8", "9"), _column("email", "a@x", "a@x", "b@x")]
    found = resolve([people], ["customer", "email"])
    assert found.customers[0].to_pylist() == ["7", "7", "9"]
    assert [merge.sentence() for merge in found.merges] == ["“8” and “7” are one customer: “a@x” belongs to both."]


def test_that_an_anonymous_visit_joins_the_customer_when_an_event_links_both() -> None:
    events = [_column("customer", "", "u1", "", ""), _column("cookie", "c1", "c1", "c2", "")]
    found = resolve([events], ["customer", "cookie"])
    assert found.customers[0].to_pylist() == ["u1", "u1", "c2", ""]


def test_that_ids_of_two_kinds_that_read_the_same_are_two_customers() -> None:
    people = [_column("customer", "7", "8"), _column("email", "a@x", "b@x")]
    leads = [_column("lead_id", "8", "9"), _column("email", "a@x", "")]
    events = [_column("user_id", "7", "5")]
    found = resolve([people, leads, events], ["customer", "lead_id", "user_id", "email"])
    assert [part.to_pylist() for part in found.customers] == [["7", "8"], ["7", "9"], ["7 (user_id)", "5"]]


def test_that_very_many_merges_are_named_in_a_few_looks_at_the_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []

    def counted(texts: pa.StringArray, rows: NDArray[np.integer[Any]]) -> pa.StringArray:
        looks.append(len(rows))
        return pick(texts, rows)

    monkeypatch.setattr(identities, "pick", counted)
    ids = [f"c{number:04}" for number in range(3000)]
    people = [_column("customer", *ids), _column("email", *(f"{number // 3}@x" for number in range(3000)))]
    merges = resolve([people], ["customer", "email"]).merges
    assert len(merges) == 1000
    assert merges[7] == Merge("c0021", ("c0022", "c0023"), ("7@x",))
    assert len(looks) < 10


def test_that_of_many_links_the_first_three_are_named() -> None:
    links = [("a", "1@x"), ("b", "1@x"), ("a", "2@x"), ("b", "3@x"), ("a", "4@x"), ("c", "5@x")]
    people = [_column("customer", *(one for one, _ in links)), _column("email", *(other for _, other in links))]
    assert resolve([people], ["customer", "email"]).merges == (Merge("a", ("b",), ("1@x", "2@x", "3@x")),)


def test_that_an_address_of_a_whole_company_makes_nobody_one() -> None:
    ids = [str(number) for number in range(MOST_SHARING + 1)]
    people = [_column("customer", *ids, "x", "y"), _column("email", *["info@x"] * len(ids), "a@x", "a@x")]
    orders = [_column("email", "info@x", "a@x")]
    found = resolve([people, orders], ["customer", "email"])
    assert found.customers[0].to_pylist() == [*ids, "x", "x"]
    assert found.customers[1].to_pylist() == ["info@x", "x"]
    assert [(each.text, each.ids) for each in found.shared] == [("info@x", MOST_SHARING + 1)]


def test_that_a_customer_may_have_any_number_of_devices() -> None:
    devices = [f"d{number}" for number in range(3 * MOST_SHARING)]
    visits = [_column("cookie", *devices), _column("customer", *["7"] * len(devices))]
    found = resolve([visits], ["customer", "cookie"])
    assert set(found.customers[0].to_pylist()) == {"7"}
    assert found.shared == ()


def test_that_a_chain_of_shared_devices_makes_no_customer_of_more_ids_than_share_one() -> None:
    users = [f"u{number}" for number in range(2 * MOST_SHARING)]
    at_devices = [f"d{number // 2}" for number in range(1, 2 * MOST_SHARING + 1)]
    alone = ["d-home", "d-home"]
    visits = [_column("user", *users, "u0", ""), _column("cookie", *at_devices, *alone)]
    further = [_column("user", *users[:-1], ""), _column("cookie", *at_devices[1:], "d1")]
    found = resolve([visits, further], ["user", "cookie"])
    assert found.customers[0].to_pylist() == [*users, "u0", "u0"]
    assert found.customers[1].to_pylist() == [*users[:-1], "d1"]
    assert found.merges == ()
    sentences = list(shared_sentences(found.shared))
    assert sentences[0] == "“d1” stands beside 3 ids: it names none of them, and makes none one."
    assert sentences[-1].startswith(f"So {len(found.shared) - 3} others stand beside several ids")
    assert "d-home" not in {each.text for each in found.shared}


def test_that_a_device_of_two_people_makes_them_one_and_says_so() -> None:
    visits = [_column("user", "u1", "u2", ""), _column("cookie", "d1", "d1", "d1")]
    found = resolve([visits], ["user", "cookie"])
    assert found.customers[0].to_pylist() == ["u1", "u1", "u1"]
    assert [merge.sentence() for merge in found.merges] == ["“u2” and “u1” are one customer: “d1” belongs to both."]
