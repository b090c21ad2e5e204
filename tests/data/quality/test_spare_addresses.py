"""Missing addresses are taken from where they stand in the same data, and nobody's own is overwritten."""

from __future__ import annotations

from app.data.columns.arrow import words_of
from app.data.dataset import Dataset
from app.data.importing.rows import Row
from app.data.quality.report import quality
from app.data.quality.spare_addresses import filled_from, spare_addresses
from app.data.storing.soundness import is_sound
from tests.builders.datasets import from_rows

PEOPLE: list[Row] = [
    {"id": "a", "email": "own@example.com", "other": "other@example.com"},
    {"id": "b", "other": "bob@example.com", "note": "ask bob@example.com"},
    {"id": "c", "other": "call me @ home"},
    {"id": "d@example.com"},
]
EVENTS: list[Row] = [
    {"id": "c", "at": "2024-01-02T00:00:00Z", "event": "buy", "mail": "later@example.com"},
    {"id": "c", "at": "2024-01-01T00:00:00Z", "event": "buy", "mail": "before@example.com"},
]
DOCUMENT = {
    "customers": {
        "key": "id",
        "types": {"email": "text", "other": "text", "note": "text"},
        "roles": {"email": "email"},
    },
    "events": {"key": "id", "at": "at", "name": "event", "types": {"mail": "text"}},
}


def _addresses(dataset: Dataset) -> list[str]:
    column = dataset.attributes[dataset.roles.attributes["email"]]
    return ["" if code < 0 else words_of(column.words)[code] for code in column.values.tolist()]


def test_that_each_place_fills_what_is_missing_and_nothing_else() -> None:
    dataset = from_rows(PEOPLE, EVENTS, DOCUMENT)
    found = {spare.name: _addresses(filled_from(dataset, spare)) for spare in spare_addresses(dataset)}
    assert found == {
        "other": ["own@example.com", "bob@example.com", "", ""],
        "customer_id": ["own@example.com", "", "", "d@example.com"],
        "mail": ["own@example.com", "", "later@example.com", ""],
    }


def test_that_the_mend_says_how_many_it_takes_from_where() -> None:
    dataset = from_rows(PEOPLE, EVENTS, DOCUMENT)
    finding = next(each for each in quality(dataset).findings if each.key == "emails-missing")
    assert {mend.column: mend.words for mend in finding.mends} == {
        "other": "Take 1 address from “other”",
        "customer_id": "Take 1 address from their ids",
        "mail": "Take 1 address from “mail” of their events",
        "": "Leave these customers out",
    }
    assert is_sound(finding.mends[0].apply(dataset))


def test_that_a_column_of_addresses_that_nobody_named_as_such_is_offered() -> None:
    people: list[Row] = [{"id": "a", "other": "ann@example.com"}, {"id": "b", "other": "bob@example.com"}]
    dataset = from_rows(people, [], {"customers": {"key": "id", "types": {"other": "text"}}})
    finding = next(each for each in quality(dataset).findings if each.key == "emails-unused")
    mended = finding.mends[0].apply(dataset)
    assert mended.roles.attributes["email"] == "other"
    assert set(mended.attributes) == {"other"}


def test_that_ids_that_are_addresses_become_addresses() -> None:
    dataset = from_rows([{"id": "a@example.com"}, {"id": "b@example.com"}], [], {"customers": {"key": "id"}})
    finding = next(each for each in quality(dataset).findings if each.key == "emails-unused")
    assert finding.mends[0].words == "Use their ids as e-mail addresses"
    assert _addresses(finding.mends[0].apply(dataset)) == ["a@example.com", "b@example.com"]


def test_that_a_text_with_an_address_now_and_then_is_no_column_of_addresses() -> None:
    people: list[Row] = [{"id": "a", "note": "ann@example.com"}, {"id": "b", "note": "-"}, {"id": "c", "note": "?"}]
    dataset = from_rows(people, [], {"customers": {"key": "id", "types": {"note": "text"}}})
    assert not [each for each in quality(dataset).findings if each.key == "emails-unused"]
